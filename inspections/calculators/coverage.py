"""Which units were covered in a month, and the rate of it.

Owns: the denominator (units in force on the month's last day), who counts for whom after a renaming, the
month of an instant, and sums over months. Does not own: which records are valid and what they found; a
zero report is a record like any other here.
Source: county work report 2021, section (六): monthly, with every township; domain.md §1, §12 T14, T15,
T26 [S, K].
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from inspections.calculators.rounding import percent
from inspections.months import last_day, month_of

KINDS: Final = ("visit", "zero_report", "excuse")
COVERING: Final = frozenset({"visit", "zero_report"})
STATES: Final = ("covered", "excused", "missing")


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A supervision unit as the register knows it."""

    code: Annotated[str, Meta(min_length=1, description="单位代码，如 xiangtang_town")]
    valid_from: Annotated[
        date | None, Meta(description="生效第一天，如 2024-01-01；空（null）表示早于全部记录")
    ] = None
    valid_to: Annotated[
        date | None, Meta(description="有效最后一天，如 2023-12-31；空（null）表示仍有效")
    ] = None
    successor: Annotated[str | None, Meta(description="承接单位的代码，如 liantang_subdistrict")] = None

    def in_force_on(self, day: date) -> bool:
        """Both ends included."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something filed for a unit; its month is that of `at` in Asia/Shanghai."""

    unit: Annotated[str, Meta(min_length=1, description="单位代码，如 xiangtang_town")]
    kind: Annotated[
        Literal["visit", "zero_report", "excuse"],
        Meta(description="visit（巡察）、zero_report（零报告）或 excuse（说明）"),
    ]
    at: Annotated[
        datetime,
        Meta(tz=True, description="带时区的时刻，如 2026-08-01T00:30:00+08:00"),
    ]


class Coverage(msgspec.Struct, frozen=True):
    """One month, every unit in exactly one of covered, excused and missing."""

    month: str
    in_force: tuple[str, ...]
    covered: tuple[str, ...]
    excused: tuple[str, ...]  #: stay in the denominator, are not covered
    missing: tuple[str, ...]  #: 缺报: nothing was filed, which is not the same as zero

    @property
    def rate_percent(self) -> str | None:
        """Covered ÷ in force, two decimals; None when no unit was in force."""
        return percent(len(self.covered), len(self.in_force))


class CoverageSum(msgspec.Struct, frozen=True):
    """A quarter or year: unit-months."""

    in_force: int
    covered: int
    excused: int
    missing: int

    @property
    def rate_percent(self) -> str | None:
        """Sums ÷ sums, never a mean of monthly rates."""
        return percent(self.covered, self.in_force)


def coverage(month: str, units: Sequence[Unit], records: Iterable[Record]) -> Coverage:
    """Sort the units in force on the month's last day by what was filed for them in that month.

    A record of a unit that ended within the month counts for its successor.
    """
    end = last_day(month)
    in_force = tuple(dict.fromkeys(unit.code for unit in units if unit.in_force_on(end)))
    stands_for = standing_for(units, end)
    filed = {(stands_for.get(record.unit), record.kind) for record in records if month_of(record.at) == month}
    states = {code: _state({kind for kind in KINDS if (code, kind) in filed}) for code in in_force}
    of_state = {state: tuple(code for code in in_force if states[code] == state) for state in STATES}
    return Coverage(month, in_force, **of_state)


def standing_for(units: Iterable[Unit], day: date) -> dict[str, str]:
    """For every unit the one that stands for it on a day: itself, or the first successor in force.

    A unit whose line ends before that day (or turns in a circle) has none. A record keeps its own unit; this
    is for roll-ups.
    """
    rows = list(units)
    in_force = {unit.code for unit in rows if unit.in_force_on(day)}
    successors = {unit.code: unit.successor for unit in rows if unit.successor}
    lines = {unit.code: _first_in_force(unit.code, successors, in_force) for unit in rows}
    return {code: heir for code, heir in lines.items() if heir is not None}


def _first_in_force(code: str, successors: Mapping[str, str], in_force: Set[str]) -> str | None:
    heir: str | None = code
    passed: set[str] = set()
    while heir is not None and heir not in in_force:
        passed.add(heir)
        heir = successors.get(heir)
        heir = None if heir in passed else heir
    return heir


def _state(kinds: Set[str]) -> str:
    if kinds & COVERING:
        return "covered"
    return "excused" if kinds else "missing"


def add_up(months: Iterable[Coverage]) -> CoverageSum:
    """Quarter or year from its months."""
    every = list(months)
    return CoverageSum(
        in_force=sum(len(month.in_force) for month in every),
        covered=sum(len(month.covered) for month in every),
        excused=sum(len(month.excused) for month in every),
        missing=sum(len(month.missing) for month in every),
    )
