"""An oracle of deadlines that shares nothing with the program: another table of days, counted one day after the other.

Owns: `official_days.csv`, every day of 2016 to 2026 that is not as the plain week has it, drawn from PyPI `holidays` 0.109
(MIT licence), which cites each notice of the State Council; the program's own table is built from PyPI `chinesecalendar`.
The package itself is no dependency: it asks for a python-dateutil below 3, which the locked pins exclude. To draw it again,
in an environment of its own: each day where `holidays.China(years=range(2016, 2027)).is_working_day(day)` differs from
`day.weekday() < 5`. Does not own what is compared with it. Source: domain.md §8; 民法典 201 to 203.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from inspections.calculators.questions import seed_calendar
from inspections.calculators.working_days import deadline

FIRST: Final = date(2016, 1, 1)
LAST: Final = date(2026, 12, 31)
#: how far each kind is counted: a quarter of working days, half a year of days, five years of months
FARTHEST: Final = {"working": 60, "natural": 180, "month": 60}
ONE: Final = timedelta(1)


def differing() -> dict[date, bool]:
    """Day → whether it works, for the days that differ from the plain week."""
    with (Path(__file__).parent / "official_days.csv").open(encoding="utf-8") as lines:
        return {date.fromisoformat(row["date"]): row["kind"] == "work" for row in csv.DictReader(lines)}


OFFICIAL: Final = differing()


class Question(NamedTuple):
    start: date
    count: int
    kind: str
    direction: str


def working(day: date, official: dict[date, bool] = OFFICIAL) -> bool:
    return official.get(day, day.isoweekday() <= 5)


def last_day(asked: Question, official: dict[date, bool] = OFFICIAL) -> date:
    """The day a clock ends on, found by walking."""
    sign = 1 if asked.direction == "after" else -1
    day = asked.start
    if asked.kind == "month":
        day = months_from(asked.start, sign * asked.count)
    else:
        left = asked.count
        while left:
            day += sign * ONE
            left -= 1 if asked.kind == "natural" or working(day, official) else 0
    while not working(day, official):
        day += sign * ONE
    return day


def months_from(start: date, months: int) -> date:
    """The same day of another month, else the latest day that month has."""
    number = start.year * 12 + (start.month - 1) + months
    day = start.day
    while True:
        try:
            return date(number // 12, number % 12 + 1, day)
        except ValueError:
            day -= 1


def makeup_days(asked: Question) -> list[date]:
    """Weekend days that were counted as working days."""
    end = last_day(asked)
    low, high = min(asked.start, end), max(asked.start, end)
    passed = (low + n * ONE for n in range((high - low).days + 1))
    return [day for day in passed if day != asked.start and day.isoweekday() > 5 and OFFICIAL.get(day, False)]


def questions() -> Iterator[Question]:
    """Every day × count × kind × direction."""
    for number in range((LAST - FIRST).days + 1):
        for kind, farthest in FARTHEST.items():
            for count in range(1, farthest + 1):
                for direction in ("after", "before"):
                    yield Question(FIRST + number * ONE, count, kind, direction)


def total() -> int:
    return ((LAST - FIRST).days + 1) * sum(FARTHEST.values()) * 2


class Tally(NamedTuple):
    """How many were asked, answered within the known years, and answered otherwise than by the oracle."""

    asked: int
    compared: int
    wrong: tuple[str, ...]


def compare(asked: Iterator[Question]) -> Tally:
    count, compared = 0, 0
    wrong = []
    for question in asked:
        count += 1
        end = last_day(question)
        if not FIRST <= end <= LAST:
            continue
        compared += 1
        if fault := difference(question, end):
            wrong.append(f"{question}: {fault}")
    return Tally(count, compared, tuple(wrong))


def difference(asked: Question, end: date) -> str:
    """What the program says otherwise; empty when it agrees."""
    found = deadline(asked.start, asked.count, asked.kind, asked.direction, seed_calendar())  # type: ignore[arg-type]  # the table above names the kinds
    if (found.on, found.provisional) != (end, False):
        return f"{found.on} provisional={found.provisional}, expected {end}"
    unnamed = [
        day
        for day in (makeup_days(asked) if asked.kind == "working" else ())
        if f"{day.month}-{day.day}（" not in found.text
    ]
    return f"does not name {unnamed}" if unnamed else ""


def sampled(share: float, seed: int) -> Iterator[Question]:
    """That share of all questions, drawn anew for each day so that every day is asked about."""
    random = Random(seed)
    every_day = round(sum(FARTHEST.values()) * 2 * share)
    for number in range((LAST - FIRST).days + 1):
        for _ in range(every_day):
            kind = random.choice(list(FARTHEST))
            count = random.randint(1, FARTHEST[kind])
            yield Question(FIRST + number * ONE, count, kind, random.choice(("after", "before")))
