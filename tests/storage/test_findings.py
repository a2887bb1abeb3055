"""A finding as an entry: what it takes from its visit, what is refused with every fault, correction and void."""

from uuid import uuid4

import pytest

from inspections.demo.answers import FOUNDRY
from inspections.facts import Refusal
from inspections.findings import FindingRow
from inspections.ledger import Created
from inspections.replay import digests, rebuild
from tests.ledger.county import NOW, correction, finding, found, visit, void, write

pytestmark = pytest.mark.anyio
LOCKED = FOUNDRY | {"locked_rooms": "yes"}


def codes(answer):
    assert isinstance(answer, Refusal), answer
    return sorted((fault.path, fault.code) for fault in answer.faults)


def noticed(answer):
    assert isinstance(answer, Created), answer
    return [one.code for one in answer.receipt.notices]


async def row(storage, entry_id):
    [found_row] = [one for one in await storage.rows("all_finding") if one[0] == str(entry_id)]
    return dict(zip(FindingRow.__struct_fields__, found_row, strict=True))


async def with_site(storage):
    """A firm, its place on the watch-list, and a visit there with a locked room."""
    firm, place, visit_id = str(uuid4()), str(uuid4()), uuid4()
    made = {"made_at": NOW.isoformat(), "unit": "xiangtang_town"}
    await write(storage, made | {"type": "enterprise", "enterprise": firm, "name": "示例铸造厂"})
    site = {"type": "site", "site": place, "name": "示例铸造厂院内", "kinds": ["steel_patrol"]}
    await write(storage, made | site | {"enterprise": firm, "valid_from": "2026-01-01"})
    await write(storage, visit(site=place, answers=LOCKED), "xunchayuan", visit_id)
    return firm, place, visit_id


async def test_raised_from_a_failed_item_it_takes_place_kind_and_category_from_the_visit(storage):
    await found(storage)
    firm, place, visit_id = await with_site(storage)
    raised = finding(visit=str(visit_id), item="locked_rooms")
    del raised["category"], raised["place"]
    answer = await write(storage, raised, "xunchayuan", entry_id := uuid4())
    assert noticed(answer) == []
    seen = await row(storage, entry_id)
    assert (seen["kind"], seen["visit"], seen["item"]) == ("steel_patrol", str(visit_id), "locked_rooms")
    assert (seen["site"], seen["enterprise"], seen["category"]) == (place, firm, "site")
    assert (seen["state"], seen["type"], seen["source"]) == ("assigned", "open", "visit")
    assert (seen["opened_on"], seen["due_on"], seen["photos"]) == ("2026-11-22", "2026-12-04", 1)
    assert (seen["lat"], seen["lon"], seen["accuracy_m"]) == (28.45, 115.98, 8.0)


async def test_alone_it_needs_no_visit_and_says_what_is_missing(storage):
    await found(storage)
    bare = {"type": "finding", "made_at": NOW.isoformat(), "unit": "wuyang_town", "severity": "minor"}
    answer = await write(storage, bare | {"text": "示例：带泥上路"}, "xianju", entry_id := uuid4())
    assert noticed(answer) == ["no-photo", "no-position", "no-place", "no-due-day"]
    seen = await row(storage, entry_id)
    assert (seen["category"], seen["visit"], seen["kind"], seen["site"]) == ("other", None, None, None)


async def test_every_fault_is_named_at_once(storage):
    await found(storage)
    wrong = finding(
        source="rumour",
        category="weather",
        item="locked_rooms",
        found_on="2098-01-01",
        due_on="2026-02-30",
        site=str(uuid4()),
    )
    assert codes(await write(storage, wrong)) == [
        ("category", "unknown-category"),
        ("due_on", "due-before-found"),
        ("due_on", "no-such-day"),
        ("found_on", "found-ahead"),
        ("item", "item-without-visit"),
        ("site", "site-elsewhere"),
        ("source", "unknown-source"),
    ]
    silent = finding(category="other", text=" ")
    assert codes(await write(storage, silent)) == [("text", "nothing-said")]


async def test_a_visit_of_another_unit_an_unknown_item_and_a_letter_are_refused(storage):
    await found(storage)
    _, _, visit_id = await with_site(storage)
    elsewhere = finding("wuyang_town", visit=str(visit_id), item="bins_closed", source="letter")
    assert codes(await write(storage, elsewhere)) == [
        ("item", "unknown-item"),
        ("source", "source-differs"),
        ("visit", "visit-elsewhere"),
    ]
    passed = finding(visit=str(visit_id), item="night_signs")
    assert noticed(await write(storage, passed)) == ["item-not-failed"]


async def test_a_visit_with_live_findings_is_not_voided(storage):
    await found(storage)
    _, _, visit_id = await with_site(storage)
    children = [uuid4(), uuid4()]
    for child in children:
        await write(storage, finding(visit=str(visit_id), item="locked_rooms"), "xunchayuan", child)
    answer = await write(storage, void(visit_id))
    assert answer.code == "live-children"
    assert [fault.message.split()[-1] for fault in answer.faults] == [str(child) for child in children]
    for child in children:
        assert isinstance(await write(storage, void(child)), Created)
    assert isinstance(await write(storage, void(visit_id)), Created)
    assert await storage.rows("all_finding") == []
    late = finding(visit=str(visit_id), item="locked_rooms")
    assert codes(await write(storage, late)) == [("visit", "visit-void")]


async def test_a_corrected_finding_is_folded_anew_and_rebuilt_the_same(storage):
    await found(storage)
    _, _, visit_id = await with_site(storage)
    entry_id = uuid4()
    first = finding(visit=str(visit_id), item="locked_rooms", category="papers")
    await write(storage, first, "xunchayuan", entry_id)
    mended = first | {"severity": "critical", "due_on": "2026-12-10"}
    assert isinstance(await write(storage, correction(entry_id, mended), "xunchayuan"), Created)
    seen = await row(storage, entry_id)
    assert (seen["severity"], seen["due_on"], seen["category"]) == ("critical", "2026-12-10", "papers")
    before = await digests(storage)
    await rebuild(storage)
    assert await digests(storage) == before
