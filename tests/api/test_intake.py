"""A workbook filled in by script, uploaded, reviewed, taken out again: equal, vouchers included; every faulty cell named."""

import io
import json
from datetime import date
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from inspections.demo import energy
from inspections.demo.places import enterprise_bodies
from inspections.intake import FORMS, template
from inspections.record_lines import joined
from tests.exports.test_audits import as_line, numbered
from tests.intake_books import filled
from tests.ledger.county import NOW
from tests.people import ENERGY, REVIEWER, got, signed_in, written

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
MADE = {"made_at": NOW.isoformat()}
XLSX = {"content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
CODES = {body["name"]: body.get("credit_code", "") for body in enterprise_bodies()}
BOOKS = {
    "audit": (energy.PLANT, energy.plant_audit(2025)),
    "balance": (energy.FOUNDRY, energy.foundry_balance(date(2026, 3, 1))),
    "supervision": (energy.READY_MIX, energy.supervision(date(2026, 5, 12))),
}
APART = ("type", "unit", "enterprise")


@pytest.fixture
async def centre(client: httpx.AsyncClient, county_user: Headers) -> Headers:
    """The energy centre signed in, with its firms on file."""
    for body in enterprise_bodies():
        if body["name"] in (energy.PLANT, energy.FOUNDRY, energy.READY_MIX):
            await written(client, county_user, body | MADE)
    return await signed_in(client, ENERGY)


def book(kind: str) -> tuple[dict[str, Any], bytes]:
    """What is filled in, with a second voucher on one number, and the workbook."""
    firm, body = BOOKS[kind]
    said = {name: value for name, value in json.loads(json.dumps(body)).items() if name not in APART}
    if kind == "audit":
        scan = {"kind": "test_report", "number": "示例检〔2025〕007", "page": "3", "sha256": "ab" * 32}
        said["energies"][1]["consumed"]["vouchers"].append(scan)
    if kind == "balance":
        said["transformers"][0]["vouchers"] = [{"kind": "test_report", "number": "示例铭牌", "page": "2"}]
    return said, filled(kind, said, CODES[firm])


async def sent(
    client: httpx.AsyncClient, who: Headers, kind: str, raw: bytes, query: str = "", status: int = 200
) -> Any:
    answer = await client.post(f"/api/v1/imports/{kind}{query}", headers=who | XLSX, content=raw)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_an_audit_filled_in_uploaded_reviewed_and_exported_is_equal(
    client: httpx.AsyncClient, centre: Headers
) -> None:
    said, raw = book("audit")
    tried = await sent(client, centre, "audit", raw)
    assert (tried["state"], tried["entry"], tried["faults"]) == ("new", None, [])
    assert (await got(client, "audits", centre))["items"] == []
    made = (await sent(client, centre, "audit", raw, "?apply=true"))["entry"]
    reviewer = await signed_in(client, REVIEWER)
    for who, step in ((centre, "submit"), (reviewer, "review")):
        body = {"type": "audit_step", "record": made, "version": made, "step": step} | MADE
        await written(client, who, body)
    page = await got(client, f"audits/{made}", centre)
    assert (page["state"], page["results"]["tce_equivalent"]) == ("reviewed", "5831.65")
    exported = await client.get("/api/v1/exports/audits.jsonl", headers=centre)
    rows = [json.loads(line) for line in exported.text.splitlines()]
    again = joined(as_line(row) for row in rows if row["section"] != "results")
    said.pop("organ")
    said.pop("conclusions")
    said["management"].pop("manager")
    assert again == numbered(said)
    assert again["energies"]["1"]["consumed"]["vouchers"][1]["sha256"] == "ab" * 32


@pytest.mark.parametrize("kind", BOOKS)
async def test_what_is_filled_in_is_what_is_written_and_again_nothing(
    client: httpx.AsyncClient, centre: Headers, kind: str
) -> None:
    said, raw = book(kind)
    made = (await sent(client, centre, kind, raw, "?apply=true"))["entry"]
    page = await got(client, f"{kind}s/{made}", centre)
    body = {name: page["body"][name] for name in page["body"] if name not in (*APART, "made_at")}
    assert body == said
    again = await sent(client, centre, kind, raw, "?apply=true")
    assert (again["state"], again["entry"]) == ("same", None)
    changed = filled(kind, said | {"conclusions": "示例：改过的结论"}, CODES[BOOKS[kind][0]])
    assert (await sent(client, centre, kind, changed, "?apply=true"))["state"] == "changed"
    page = await got(client, f"{kind}s/{made}", centre)
    assert (page["versions"], page["body"]["conclusions"]) == (2, "示例：改过的结论")


async def test_every_faulty_cell_is_named_by_sheet_and_cell(
    client: httpx.AsyncClient, centre: Headers
) -> None:
    _, raw = book("audit")
    wrong = load_workbook(io.BytesIO(raw))
    wrong["基本情况"]["B6"] = None  # 审计年度
    wrong["能源"]["A4"] = "电"
    wrong["主要设备"]["C4"] = "两台"
    wrong["数据和凭证"]["E5"] = "很多"
    wrong["数据和凭证"]["C9"] = "用量"
    kept = io.BytesIO()
    wrong.save(kept)
    told = await sent(client, centre, "audit", kept.getvalue(), "?apply=true")
    assert (told["state"], told["entry"]) == ("faulty", None)
    cells = {fault["cell"]: fault["message"] for fault in told["faults"]}
    assert cells["基本情况!B6"] == "“审计年度”没有填。"
    assert cells["能源!A4"] == "“电”不在可选范围内，请从下拉列表里选“能源品种”。"
    assert cells["主要设备!C4"] == "“两台”不是整数。"
    assert cells["数据和凭证!E5"] == "“很多”不是数，或小数多于 6 位。"
    assert cells["数据和凭证!C9"] == "没有“能源”的“用量”这一项。"
    assert (await got(client, "audits", centre))["items"] == []


async def test_T07_what_the_ledger_refuses_is_told_at_its_cell(
    client: httpx.AsyncClient, centre: Headers
) -> None:
    said, _ = book("audit")
    said["energies"][1]["consumed"] |= {"reported": "850000", "verified": "850000"}
    told = await sent(client, centre, "audit", filled("audit", said, CODES[energy.PLANT]))
    refused = {fault["cell"]: fault["message"] for fault in told["faults"] if fault["code"] == "too-large"}
    assert [cell.rstrip("0123456789") for cell in refused] == ["数据和凭证!E", "数据和凭证!F"]
    assert all("天然气 850000 万m³ 过大" in message for message in refused.values())
    elsewhere = await sent(client, centre, "audit", filled("audit", said, "91360121MA35000156"))
    assert [fault["cell"] for fault in elsewhere["faults"] if fault["code"] == "enterprise-unknown"] == [
        "基本情况!B4"
    ]


async def test_no_workbook_and_another_kind_are_refused(client: httpx.AsyncClient, centre: Headers) -> None:
    for raw, said in ((b"PK nonsense", "打不开"), (template(FORMS["balance"]), "这不是节能审计的填报表")):
        told = await sent(client, centre, "audit", raw, status=422)
        assert said in told["errors"][0]["message"]
    await sent(client, centre, "visit", b"", status=404)
    await got(client, "templates/visit.xlsx", centre, 404)
    blank = await client.get("/api/v1/templates/audit.xlsx", headers=centre)
    assert blank.content == template(FORMS["audit"])
