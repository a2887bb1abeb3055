"""Correction and void: the view is the fold of what still counts."""

from datetime import timedelta
from uuid import uuid4

import pytest

from inspections.demo.answers import FOUNDRY
from inspections.facts import Refusal
from inspections.ledger import Created, judge_group
from inspections.replay import digests, rebuild
from inspections.storage import open_storage
from inspections.storage.views import VIEWS
from tests.ledger.county import NOW, Clock, correction, found, visit, void, write, zero_report

pytestmark = pytest.mark.anyio


def codes(answer):
    assert isinstance(answer, Refusal), answer
    return [fault.code for fault in answer.faults]


async def view(storage, table):
    return sorted(await storage.rows(f"all_{table}"), key=repr)


@pytest.fixture
async def corrected_and_right(new_url):
    """Two ledgers: in one a wrong body is corrected, in the other the right one was written at once."""
    opened = [await open_storage(new_url(), judge_group, Clock()) for _ in range(2)]
    for storage in opened:
        await found(storage)
    yield opened
    for storage in opened:
        await storage.close()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (visit(), visit(answers=FOUNDRY, place="示例铸造厂")),
        (visit(), visit("wuyang_town")),
        (visit(answers=FOUNDRY), visit(period="2026-10", present=[])),
        (zero_report(), zero_report(period="2026-10", signed_by="示例另一人")),
        (zero_report("wuyang_town"), zero_report("bayi_township")),
    ],
    ids=["answers", "unit", "month", "zero report", "zero report's unit"],
)
async def test_the_view_equals_a_ledger_where_the_right_body_was_written_first(
    corrected_and_right, wrong, right
):
    mended, straight = corrected_and_right
    entry_id = uuid4()
    await write(mended, wrong, "xianju", entry_id)
    assert isinstance(await write(mended, correction(entry_id, right)), Created)
    await write(straight, right, "xianju", entry_id)
    for table in (one.table for one in VIEWS if one.table != "amended"):
        assert await view(mended, table) == await view(straight, table)


async def test_two_corrections_count_as_the_last(corrected_and_right):
    mended, straight = corrected_and_right
    entry_id = uuid4()
    await write(mended, visit(), "xianju", entry_id)
    await write(mended, correction(entry_id, visit(place="示例甲处", answers=FOUNDRY)))
    await write(mended, correction(entry_id, visit(place="示例乙处", period="2026-09")))
    await write(straight, visit(place="示例乙处", period="2026-09"), "xianju", entry_id)
    assert await view(mended, "visit") == await view(straight, "visit")


async def test_a_corrected_enterprise_is_folded_again_with_what_came_later(corrected_and_right):
    """The first name was wrong; the later renaming stands, and the history of names shows the mended one."""
    firm = {
        "type": "enterprise",
        "made_at": NOW.isoformat(),
        "enterprise": str(uuid4()),
        "unit": "xiangtang_town",
        "name": "示例厂甲",
        "since": "2020-01-01",
    }
    first, second = uuid4(), uuid4()
    mended, straight = corrected_and_right
    for storage, name in ((mended, "示例错名厂"), (straight, "示例厂甲")):
        await write(storage, firm | {"name": name}, "xianju", first)
        await write(storage, firm | {"name": "示例厂乙", "since": "2024-05-01"}, "xianju", second)
    await write(mended, correction(first, firm))
    assert await view(mended, "enterprise") == await view(straight, "enterprise")
    assert "示例错名厂" not in repr(await view(mended, "enterprise"))


async def test_a_void_leaves_the_view_as_if_it_had_not_been_written(corrected_and_right):
    mended, straight = corrected_and_right
    entry_id = uuid4()
    await write(mended, visit(), "xianju", entry_id)
    assert isinstance(await write(mended, void(entry_id)), Created)
    assert await view(mended, "visit") == await view(straight, "visit") == []
    assert codes(await write(mended, void(entry_id))) == ["already-void"]
    assert "already-void" in codes(await write(mended, correction(entry_id, visit())))


async def test_a_void_with_live_children_lists_each_of_them(storage):
    await found(storage)
    parent, children = uuid4(), [uuid4(), uuid4()]
    await write(storage, visit(), "xianju", parent)
    for child in children:
        await write(storage, zero_report(rests_on=str(parent)), "xianju", child)
    answer = await write(storage, void(parent))
    assert (answer.code, codes(answer)) == ("live-children", ["has-children"] * 2)
    assert [str(child) for child in children] == [fault.message.split()[-1] for fault in answer.faults]
    for child in children:
        assert isinstance(await write(storage, void(child)), Created)
    assert isinstance(await write(storage, void(parent)), Created)


async def test_the_author_may_mend_within_a_day_and_the_county_after(new_url):
    clock = Clock()
    storage = await open_storage(new_url(), judge_group, clock)
    try:
        await found(storage)
        early, late = uuid4(), uuid4()
        for entry_id in (early, late):
            await write(storage, visit(), "xunchayuan", entry_id)
        clock.forward(hours=24)
        assert isinstance(
            await write(storage, correction(early, visit(place="示例乙")), "xunchayuan"), Created
        )
        clock.forward(seconds=1)
        assert codes(await write(storage, correction(late, visit(place="示例乙")), "xunchayuan")) == [
            "not-yours"
        ]
        assert isinstance(await write(storage, correction(late, visit(place="示例乙"))), Created)
    finally:
        await storage.close()


async def test_the_author_may_not_mend_what_another_rests_on(storage):
    await found(storage)
    parent = uuid4()
    await write(storage, visit(), "xunchayuan", parent)
    await write(storage, zero_report(rests_on=str(parent)), "xunchayuan")
    assert codes(await write(storage, correction(parent, visit(place="示例乙")), "xunchayuan")) == [
        "not-yours"
    ]
    assert isinstance(await write(storage, correction(parent, visit(place="示例乙"))), Created)


async def test_a_correction_keeps_type_and_subject_and_stays_within_scope(storage):
    await found(storage)
    entry_id = uuid4()
    await write(storage, visit(), "xunchayuan", entry_id)
    assert "other-type" in codes(await write(storage, correction(entry_id, zero_report())))
    moved = await write(storage, correction(entry_id, visit("wuyang_town")), "xunchayuan")
    assert codes(moved) == ["out-of-scope"]


@pytest.mark.parametrize("kind", ["correction", "void", "account"])
async def test_amendments_and_accounts_are_not_amended(storage, kind):
    await found(storage)
    target = uuid4()
    await write(storage, visit(), "xianju", target)
    bodies = {"correction": correction(target, visit(place="示例乙")), "void": void(target)}
    if kind in bodies:
        made = (await write(storage, bodies[kind])).receipt.id
    else:
        rows = await storage.rows("entries_after", book="360121", after=0, limit=100)
        made = next(row[2] for row in rows if row[3] == "account")
    assert "not-amendable" in codes(await write(storage, void(made)))


async def test_a_decision_made_later_stands_when_its_ground_is_voided(storage):
    """A month frozen with a visit keeps its figures when the visit is voided; the view of visits does not."""
    await found(storage)
    entry_id, last_month = uuid4(), NOW - timedelta(days=30)
    await write(storage, visit(at=last_month), "xianju", entry_id)
    frozen = {"type": "report", "made_at": NOW.isoformat(), "unit": "nanchang_county", "period": "2026-10"}
    await write(storage, frozen)
    before = await view(storage, "report")
    await write(storage, void(entry_id))
    assert await view(storage, "report") == before
    assert await rebuild(storage) == await digests(storage)
    assert await view(storage, "report") == before
