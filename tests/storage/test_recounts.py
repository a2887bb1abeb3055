"""A published calendar counts exactly the provisional deadlines anew, on both engines, as the oracle does."""

from datetime import date, timedelta
from random import Random

import msgspec
import pytest

from inspections import deadlines
from inspections.chain import Writes
from inspections.deadlines import DeadlineRow
from inspections.facts import At, Facts
from inspections.ledger import Created
from inspections.seed import COUNTY
from inspections.storage.engine import Storage
from tests.ledger.county import BOOK, NOW, write
from tests.rules.day_oracle import OFFICIAL, Question, last_day

pytestmark = pytest.mark.anyio
#: an invented notice for 2027
NOTICE = {
    **{f"2027-01-0{day}": "off" for day in (1, 2)},
    "2027-01-03": "work",
    **{f"2027-02-{day:02}": "off" for day in range(5, 13)},
    "2027-02-20": "work",
}
AS_ANNOUNCED = OFFICIAL | {date.fromisoformat(day): kind == "work" for day, kind in NOTICE.items()}


def calendar(**changes: object) -> dict[str, object]:
    days = [{"day": day, "kind": kind, "holiday": "示例"} for day, kind in NOTICE.items()]
    return {
        "type": "calendar", "made_at": NOW.isoformat(), "unit": COUNTY, "year": 2027, "days": days,
        "source": "示例通知",
    } | changes  # fmt: skip


async def plant(storage: Storage, asked: dict[str, Question]) -> None:
    """Deadlines as entries of other types leave them: a limit given by a batch, counted by today's calendar."""
    rows = []
    for subject, question in asked.items():
        facts = Facts()
        keys = [*deadlines.needs(BOOK, CLOCK), *deadlines.needs_of_rows(subject, CLOCK)]
        facts.load(await storage.answer(keys))
        due = deadlines.due(facts, BOOK, CLOCK, f"{question.start}", question.count, question.kind)
        at = At(subject, BOOK, 1, f"{COUNTY}/xiangtang_town/", "xianju", "")
        rows += deadlines.starts(msgspec.to_builtins(due), subject, facts, at)
    await storage.insert(Writes(rows={row.where(): row for row in rows}))


CLOCK = "batch_letter_reply"


async def stored(storage: Storage) -> dict[str, DeadlineRow]:
    rows = [
        msgspec.convert(list(row), DeadlineRow, strict=False) for row in await storage.rows("all_deadline")
    ]
    return {row.subject: row for row in rows}


async def test_T19_exactly_the_provisional_deadlines_are_counted_anew_when_the_notice_is_loaded(
    county: Storage,
) -> None:
    random = Random(2027)
    asked = {
        f"letter-{number}": Question(
            date(2026, 11, 1) + timedelta(random.randint(0, 80)),
            random.randint(1, 40),
            random.choice(("working", "natural")),
            "after",
        )
        for number in range(80)
    } | {"T19": Question(date(2026, 12, 28), 5, "working", "after")}
    await plant(county, asked)
    before = await stored(county)
    assert (before["T19"].due_on, before["T19"].provisional) == ("2027-01-05", True)
    provisional = {subject for subject, row in before.items() if row.provisional}
    assert 30 < len(provisional) < 75

    assert isinstance(await write(county, calendar()), Created)

    after = await stored(county)
    assert {subject for subject in after if after[subject] != before[subject]} == provisional
    assert not any(row.provisional for row in after.values())
    assert {s: after[s].due_on for s in provisional} == {
        s: f"{last_day(asked[s], AS_ANNOUNCED)}" for s in provisional
    }
    assert (after["T19"].due_on, after["T19"].original_due_on) == ("2027-01-04", "2027-01-04")
    assert "1-3（周日）补班，计为工作日" in after["T19"].text

    assert isinstance(await write(county, calendar(days=calendar()["days"][:1])), Created)
    assert await stored(county) == after  # settled deadlines are never counted again


async def test_a_year_that_is_loaded_is_not_replaced_by_a_part_of_it(county: Storage) -> None:
    half = calendar(year=2026, days=[{"day": "2026-12-31", "kind": "off"}])
    answer = await write(county, half)
    assert [(fault.path, fault.code) for fault in answer.faults] == [("days", "part-of-year")]


async def test_every_fault_of_a_calendar_is_named_at_once(county: Storage) -> None:
    days = [
        {"day": "2027-02-30", "kind": "off"},
        {"day": "2028-01-01", "kind": "off"},
        {"day": "2027-01-04", "kind": "work"},
        {"day": "2027-01-04", "kind": "off"},
    ]
    answer = await write(county, calendar(unit="xiangtang_town", days=days))
    assert sorted((fault.path, fault.code) for fault in answer.faults) == [
        ("days", "day-twice"),
        ("days.0.day", "no-such-day"),
        ("days.1.day", "other-year"),
        ("days.2.day", "work-on-weekday"),
        ("unit", "county-only"),
    ]
