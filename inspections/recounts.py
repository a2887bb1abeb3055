"""Recounting (重算): what an announced arrangement of holidays moves.

Owns: the rule of the entry `calendar`: what it must say, and that it counts exactly the provisional deadlines anew. The
moved days stand in its decision, so a rebuild repeats them without counting. Nothing else ever recounts: a deadline that was
settled on a published calendar stays, and is moved by an extension only. Does not own the calendar (calendars.py) or a
deadline (deadlines.py). Source: issue text; domain.md §8, T19.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from inspections import deadlines
from inspections.calculators.working_days import Calendar as Counting
from inspections.calendars import (
    Calendar,
    CalendarDay,
    CalendarRow,
    CalendarYear,
    calendar_of,
    listed,
    with_year,
)
from inspections.deadlines import DeadlineMove, DeadlineRow, Move
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Lookup, Refusal, Row, decide, unless
from inspections.months import is_day
from inspections.units import Unit

SATURDAY = 5


class Provisional(Lookup, frozen=True, array_like=True, kw_only=True):
    """A deadline of a county that rests on a year without a notice."""

    query: ClassVar[str] = "deadlines_provisional"
    key: ClassVar = ("book",)
    book: str
    subject: str
    clock: str


def needs(entry: Calendar, facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    if unit := facts.peek(Unit.at(entry.unit)):
        yield CalendarYear.at(unit.book)
        yield Provisional.at(unit.book)
        if Provisional.at(unit.book) in facts:
            rows = facts.answers(Provisional.at(unit.book))
            yield from (DeadlineRow.at(row.subject, row.clock) for row in rows)


def judge(entry: Calendar, facts: Facts, _actor: Actor, _now: datetime) -> Decision | Refusal:
    unit = facts[Unit.at(entry.unit)]
    days = [day.day for day in entry.days]
    faults = [
        unless(unit.parent is None, "county-only", "节假日安排设在县一级。", at="unit"),
        *(fault for number, day in enumerate(entry.days) for fault in day_faults(entry.year, number, day)),
        unless(len(set(days)) == len(days), "day-twice", "有日期重复。", at="days"),
        unless(not is_part(entry, facts, unit.book), "part-of-year", PART, at="days"),
    ]
    if any(faults):
        return decide(*faults)
    calendar = with_year(calendar_of(facts, unit.book), entry.year, listed(entry))
    return decide(moves=msgspec.to_builtins([*moved(facts, unit.book, calendar)]))


PART = "这一年的安排已经载入，要改就写全年的：没有元旦这一天，像是只写了一部分。"


def is_part(entry: Calendar, facts: Facts, book: str) -> bool:
    """Does it leave out the New Year of a year that is loaded? Every notice names it."""
    new_year = f"{entry.year}-01-01"
    loaded = calendar_of(facts, book).named.get(date.fromisoformat(new_year))
    return loaded is not None and new_year not in {day.day for day in entry.days}


def day_faults(year: int, number: int, day: CalendarDay) -> Iterator[Fault | None]:
    at = f"days.{number}.day"
    if not is_day(day.day):
        yield unless(False, "no-such-day", "没有这一天。", at=at)
        return
    yield unless(day.day.startswith(str(year)), "other-year", "日期不在这一年。", at=at)
    weekend = date.fromisoformat(day.day).weekday() >= SATURDAY
    yield unless(day.kind == "off" or weekend, "work-on-weekday", "调休上班日应是周六或周日。", at=at)


def moved(facts: Facts, book: str, calendar: Counting) -> Iterator[Move]:
    """Each provisional deadline that this calendar answers otherwise, be it only that it is settled now."""
    for one in facts.answers(Provisional.at(book)):
        row = facts[DeadlineRow.at(one.subject, one.clock)]
        move = deadlines.recounted(row, calendar)
        if (move.due_on, move.provisional, move.text) != (row.due_on, row.provisional, row.text):
            yield move


def effects(entry: Calendar, decision: Decision, facts: Facts, at: At) -> Iterable[Row]:
    yield CalendarRow(
        book=at.book,
        year=entry.year,
        unit_path=at.unit,
        days=msgspec.json.encode(listed(entry)).decode(),
        source=entry.source,
        document_no=entry.document_no,
        last_seq=at.seq,
    )
    for said in decision.said.get("moves", ()):  # entries of before the first deadlines have none
        move = msgspec.convert(said, Move)
        row = facts[DeadlineRow.at(move.subject, move.clock)]
        yield replace(row, **deadlines.dates(move), last_seq=at.seq)
        yield DeadlineMove(
            subject=row.subject,
            clock=row.clock,
            book=row.book,
            unit_path=row.unit_path,
            event_on=row.event_on,
            periods=row.periods,
            last_seq=at.seq,
            **deadlines.dates(move),
        )
