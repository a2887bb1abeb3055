"""Calendars (节假日安排): one year's rest days and make-up working days, as announced.

Owns: the entry `calendar`. Does not own the seed (reference/calendar_cn.csv) or counting days
(calculators/working_days.py). Later changes are entries, so what a deadline rested on is never in doubt.
Source: State Council notices; domain.md §8.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta, Struct

from inspections.entries import Day, Entry, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, Row, decide, unless
from inspections.units import Unit


class CalendarDay(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A day that differs from the plain week."""

    day: Day
    kind: Annotated[str, Meta(pattern=r"^(off|work)$(?!\n)")]  #: rests · works although a weekend
    holiday: Annotated[str, Meta(max_length=40)] = ""


class Calendar(Entry, frozen=True, kw_only=True, tag="calendar"):
    """One year's arrangement. The whole year, never a patch."""

    unit: UnitKey  #: the county
    year: Annotated[int, Meta(ge=2004, le=2100)]
    days: Annotated[tuple[CalendarDay, ...], Meta(min_length=1, max_length=200)]
    source: Annotated[str, Meta(min_length=2, max_length=400)]
    document_no: Annotated[str, Meta(max_length=100)] = ""

    def subject(self, entry_id: str) -> str:
        return f"calendar/{self.unit}/{self.year}"


class CalendarRow(Row, frozen=True, array_like=True, kw_only=True):
    """A year's arrangement in force. `days` is a JSON list of [day, kind, holiday]."""

    table: ClassVar[str] = "calendar"
    key: ClassVar = ("book", "year")
    book: str
    year: int
    unit_path: str
    days: str
    source: str
    document_no: str
    last_seq: int


def needs(entry: Calendar, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)


def judge(entry: Calendar, facts: Facts, _actor: Actor, _now: datetime) -> Decision | Refusal:
    listed = [day.day for day in entry.days]
    return decide(
        unless(facts[Unit.at(entry.unit)].parent is None, "county-only", "节假日安排设在县一级。", at="unit"),
        *(fault for number, day in enumerate(entry.days) for fault in day_faults(entry.year, number, day)),
        unless(len(set(listed)) == len(listed), "day-twice", "有日期重复。", at="days"),
    )


def day_faults(year: int, number: int, day: CalendarDay) -> Iterator[Fault | None]:
    at = f"days.{number}.day"
    try:
        weekday = date.fromisoformat(day.day).weekday()
    except ValueError:
        yield unless(False, "no-such-day", "没有这一天。", at=at)
        return
    yield unless(day.day.startswith(str(year)), "other-year", "日期不在这一年。", at=at)
    yield unless(day.kind == "off" or weekday >= 5, "work-on-weekday", "调休上班日应是周六或周日。", at=at)


def effects(entry: Calendar, _decision: Decision, _facts: Facts, at: At) -> Iterable[CalendarRow]:
    days = sorted((day.day, day.kind, day.holiday) for day in entry.days)
    yield CalendarRow(
        book=at.book,
        year=entry.year,
        unit_path=at.unit,
        days=msgspec.json.encode(days).decode(),
        source=entry.source,
        document_no=entry.document_no,
        last_seq=at.seq,
    )
