"""Calendars (节假日安排): one year's rest days and make-up working days, as announced.

Owns: the entry `calendar` and the calendar a county counts by: the seed tables (reference/calendar_cn.csv), a year of
them replaced by the county's own entry where there is one. Does not own counting days (calculators/working_days.py) or
what an entry moves (recounts.py). Source: State Council notices; domain.md §8.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from inspections.calculators.questions import seed_calendar
from inspections.calculators.working_days import Calendar as Counting
from inspections.entries import Day, Entry, UnitKey
from inspections.facts import Facts, Lookup, Row


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


class CalendarYear(Lookup, frozen=True, array_like=True, kw_only=True):
    """A year's arrangement that a county has entered. `days` as in CalendarRow."""

    query: ClassVar[str] = "calendar_years"
    key: ClassVar = ("book",)
    book: str
    year: int
    days: str


def calendar_of(facts: Facts, book: str) -> Counting:
    """The calendar of a county; a rule that counts by it names `CalendarYear.at(book)`."""
    return as_entered(tuple((row.year, row.days) for row in facts.answers(CalendarYear.at(book))))


@lru_cache(64)
def as_entered(years: tuple[tuple[int, str], ...]) -> Counting:
    """The seed with whole years in place of its own. `years`: year and days as CalendarRow has them."""
    calendar = seed_calendar()
    for year, days in years:
        calendar = with_year(calendar, year, msgspec.json.decode(days, type=list[tuple[str, str, str]]))
    return calendar


def with_year(calendar: Counting, year: int, days: Iterable[tuple[str, str, str]]) -> Counting:
    """A calendar with one year as announced: its days are these and no others."""
    others: Mapping[date, str] = {day: kind for day, kind in calendar.named.items() if day.year != year}
    named = {date.fromisoformat(day): kind for day, kind, _ in days}
    return replace(calendar, named={**others, **named}, years=calendar.years | {year})


def listed(entry: Calendar) -> list[tuple[str, str, str]]:
    """The days of an entry as CalendarRow has them, in their order."""
    return sorted((day.day, day.kind, day.holiday) for day in entry.days)
