"""Energy records as entries: their results, versions and steps, what is refused with every fault, correction and rebuild."""

from datetime import date, datetime
from uuid import uuid4

import msgspec
import pytest

from inspections.deadlines import DeadlineRow
from inspections.demo import energy
from inspections.demo.places import enterprise_bodies
from inspections.energy_records import RecordRow
from inspections.facts import Refusal
from inspections.ledger import Created
from inspections.months import day_of
from inspections.replay import digests, rebuild
from tests.ledger.county import NOW, correction, found, void, write

pytestmark = pytest.mark.anyio
MADE = {"made_at": NOW.isoformat()}
AUDIT = energy.plant_audit(2025) | MADE
BALANCE = energy.foundry_balance(date(2026, 3, 1)) | MADE
SUPERVISION = energy.supervision(date(2026, 5, 12)) | MADE


def codes(answer):
    assert isinstance(answer, Refusal), answer
    return sorted((fault.path, fault.code) for fault in answer.faults)


def noticed(answer):
    assert isinstance(answer, Created), answer
    return [(one.path, one.code) for one in answer.receipt.notices]


async def firms(storage):
    await found(storage)
    for body in enterprise_bodies():
        if body["name"] in (energy.PLANT, energy.FOUNDRY, energy.READY_MIX):
            assert isinstance(await write(storage, body | MADE), Created)


async def row(storage, entry_id):
    [(_, found_row)] = await storage.answer([RecordRow.at(str(entry_id))])
    return found_row


async def step(storage, record, name, by, version=None, **more):
    body = {"type": "audit_step", "record": str(record), "version": str(version or record), "step": name}
    return await write(storage, body | MADE | more, by)


async def test_T06_an_audit_keeps_both_bases_with_its_decision(storage):
    await firms(storage)
    answer = await write(storage, AUDIT, "jieneng", entry_id := uuid4())
    assert noticed(answer) == []
    seen = await row(storage, entry_id)
    figures = msgspec.json.decode(seen.figures)
    assert (figures["tce_calorific"], figures["tce_equivalent"]) == ("3670.45", "5831.65")
    assert (seen.kind, seen.period, seen.state, seen.versions) == ("audit", "2025", "draft", 1)
    [entry] = await storage.rows("entry_by_id", id=str(entry_id), scopes='["nanchang_county/"]')
    decided = msgspec.json.decode(entry[-1])["decision"]["said"]["results"]
    assert {one["table"] for line in decided["steps"] for one in line["rows"]} >= {"energy_coefficients"}
    assert decided["steps"][0]["numbers"]["quantity"] == "1200"


async def test_T13_a_balance_is_computed_when_it_is_filed(storage):
    await firms(storage)
    answer = await write(storage, BALANCE, "jieneng", entry_id := uuid4())
    assert noticed(answer) == []
    figures = msgspec.json.decode((await row(storage, entry_id)).figures)
    assert (figures["utilisation_percent"], figures["unaccounted_percent"]) == ("75.98", "0.35")
    assert figures["network_loss_percent"] == "2.36"


async def test_T07_850000_in_wan_m3_is_refused_with_the_field_and_the_unit_that_would_fit(storage):
    await firms(storage)
    body = msgspec.json.decode(msgspec.json.encode(AUDIT))
    for part in ("purchased", "consumed"):
        body["energies"][1][part] |= {"reported": "850000", "verified": "850000"}
    answer = await write(storage, body, "jieneng")
    named = [fault for fault in answer.faults if fault.path == "energies.1.consumed.reported"]
    assert [fault.code for fault in named] == ["too-large"]
    assert "消费量（填报值）：天然气 850000 万m³ 过大" in named[0].message
    assert "单位是否应为 m³" in named[0].message


async def test_every_fault_of_an_audit_is_named_at_once(storage):
    await firms(storage)
    body = msgspec.json.decode(msgspec.json.encode(AUDIT))
    body |= {"enterprise": str(uuid4()), "base_year": "2025"}
    body["energies"][2]["closing"]["verified"] = "1000"
    body["energies"][3]["consumed"] |= {"reported": "-36.5", "verified": None}
    body["energies"][0]["coefficient"] = {"value": "0.303", "in_unit": "kgce/kWh", "source": "示例"}
    body["electricity_equivalent"]["value"] = "0.1229"
    assert codes(await write(storage, body, "jieneng")) == [
        ("base_year", "base-year-late"),
        ("electricity_equivalent.value", "wrong-basis"),
        ("energies.0.coefficient.value", "wrong-basis"),
        ("energies.2.closing.reason", "no-reason"),
        ("energies.2.closing.verified", "stock-negative"),
        ("energies.3.consumed.reported", "negative"),
        ("enterprise", "enterprise-elsewhere"),
    ]


async def test_a_further_version_replaces_the_draft_and_history_is_kept(storage):
    await firms(storage)
    await write(storage, AUDIT, "jieneng", first := uuid4())
    about = {"record": str(first), "replaces": str(first)}
    await write(storage, AUDIT | about | {"scope": "第二版"}, "xianju", second := uuid4())
    seen = await row(storage, first)
    assert (seen.version, seen.versions, seen.actor) == (str(second), 2, "xianju")
    assert msgspec.json.decode(seen.hands) == ["jieneng", "xianju"]
    stale = await write(storage, AUDIT | about, "jieneng")
    assert codes(stale) == [("replaces", "stale-version")]
    other = {"type": "balance"} | {name: BALANCE[name] for name in BALANCE if name != "type"}
    unlike = await write(storage, other | about, "jieneng")
    assert codes(unlike) == [("record", "record-unknown")]


async def test_from_draft_to_filed_by_other_hands(storage):
    await firms(storage)
    await write(storage, AUDIT, "jieneng", audit := uuid4())
    assert codes(await step(storage, audit, "review", "shenhe")) == [("step", "step-not-allowed")]
    assert isinstance(await step(storage, audit, "submit", "jieneng"), Created)
    late = await write(storage, AUDIT | {"record": str(audit), "replaces": str(audit)}, "jieneng")
    assert codes(late) == [("record", "not-editable")]
    assert codes(await step(storage, audit, "return", "xianju")) == [("reasons", "no-reasons")]
    assert codes(await step(storage, audit, "review", "jieneng")) == [
        ("step", "not-your-step"),
        ("step", "own-record"),
    ]
    assert isinstance(await step(storage, audit, "review", "shenhe"), Created)
    assert codes(await step(storage, audit, "file", "jieneng")) == [("archive_no", "no-archive-no")]
    assert isinstance(await step(storage, audit, "file", "jieneng", archive_no="示例档 1 号"), Created)
    seen = await row(storage, audit)
    assert (seen.state, seen.filed_on) == ("filed", f"{day_of(datetime.fromisoformat(seen.received_at))}")
    assert seen.submitted_on <= seen.reviewed_on <= seen.filed_on
    assert seen.archive_no == "示例档 1 号"


async def test_without_a_voucher_it_is_not_submitted(storage):
    await firms(storage)
    answer = await write(storage, energy.foundry_audit(2025) | MADE, "jieneng", audit := uuid4())
    assert noticed(answer) == [
        ("energies.1.consumed.vouchers", "no-voucher"),
        ("energies.1.consumed.verified", "not-verified"),
    ]
    assert codes(await step(storage, audit, "submit", "jieneng")) == [("version", "no-voucher")]


async def test_a_filed_audit_is_corrected_with_its_result_and_keeps_its_state(storage):
    await firms(storage)
    await write(storage, AUDIT, "jieneng", audit := uuid4())
    await step(storage, audit, "submit", "jieneng")
    await step(storage, audit, "review", "shenhe")
    await step(storage, audit, "file", "jieneng", archive_no="示例档 1 号")
    mended = msgspec.json.decode(msgspec.json.encode(AUDIT))
    for part in ("purchased", "consumed"):
        mended["energies"][3][part] = energy.number("36.5", "票", verified="46.5", reason="示例：漏计一张票")
    assert codes(await write(storage, correction(audit, mended), "jieneng")) == [("target", "not-yours")]
    assert isinstance(await write(storage, correction(audit, mended), "xianju"), Created)
    seen = await row(storage, audit)
    assert (seen.state, seen.archive_no, seen.versions) == ("filed", "示例档 1 号", 1)
    assert msgspec.json.decode(seen.figures)["tce_calorific"] == "3685.03"
    before = await digests(storage)
    await rebuild(storage)
    assert await digests(storage) == before


async def test_a_record_with_steps_is_cancelled_and_not_voided(storage):
    await firms(storage)
    await write(storage, BALANCE, "jieneng", balance := uuid4())
    assert isinstance(await step(storage, balance, "submit", "jieneng"), Created)
    assert (await write(storage, void(balance))).code == "live-children"
    await step(storage, balance, "recall", "jieneng")
    assert isinstance(await step(storage, balance, "cancel", "jieneng", reasons="示例：重做"), Created)
    assert (await row(storage, balance)).state == "cancelled"


async def test_a_supervision_has_its_clocks_and_what_the_law_asks_is_said(storage):
    await firms(storage)
    answer = await write(storage, SUPERVISION, "jieneng", done := uuid4())
    assert noticed(answer) == []
    seen = await row(storage, done)
    assert (seen.form, seen.due_on, seen.period) == ("on_site", "2026-06-02", "2026-05-12")
    [(_, service)] = await storage.answer([DeadlineRow.at(str(done), "supervision_order_service")])
    assert (service.event_on, service.due_on, service.done_on) == ("2026-05-13", "2026-06-02", "2026-05-23")
    bare = {
        name: SUPERVISION[name] for name in SUPERVISION if name not in ("statement", "officers", "task_no")
    }
    late = SUPERVISION["papers"][1] | {"served_on": "2026-06-03"}
    notice = {"number": "示例 2 号", "served_on": "2026-05-08"}
    told = await write(
        storage, bare | {"papers": [late], "notice": notice, "record_signed": False}, "jieneng"
    )
    assert noticed(told) == [
        ("task_no", "no-scope"),
        ("notice.served_on", "notice-late"),
        ("officers", "officers"),
        ("record_signed", "record-not-signed"),
        ("statement", "not-heard"),
        ("papers.0.served_on", "service-late"),
    ]
    spot = bare | {"notice": {"exception": "spot_check"}, "papers": []}
    assert noticed(await write(storage, spot, "jieneng")) == [
        ("task_no", "no-scope"),
        ("officers", "officers"),
    ]


async def test_a_working_group_issues_nothing_and_the_inspector_writes_no_supervision(storage):
    await firms(storage)
    group = SUPERVISION | {"organ": "打击地条钢工作组"}
    assert codes(await write(storage, group, "jieneng")) == [("organ", "organ-not-a-group")]
    assert (await write(storage, SUPERVISION, "xunchayuan")).code == "forbidden"
