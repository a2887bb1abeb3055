"""Coverage (覆盖): which unit was patrolled in which month. Three figures, never blended.

报送率 = units with a visit or a signed zero report · 联合巡察率 = units with at least one joint visit that got in ·
点位覆盖率 = watch-list sites seen; each over units in force (or sites listed) on the month's last day. An excuse stays
in the denominator, apart from 缺报. A predecessor's record counts for its successor (T26). Quarter and year = sums ÷ sums.
Owns: these figures and cells. Does not own the records (visits.py, zero_reports.py, excuses.py) or freezing (reports.py).
A visit that could not get in is a filing, never an inspection. Source: domain.md §1; T14, T15, T26; issue text.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final

import msgspec
from msgspec import Struct

from inspections.calculators import coverage as calculated
from inspections.calculators.coverage import standing_for
from inspections.calculators.rounding import percent
from inspections.facts import Facts, Key, Lookup
from inspections.months import last_day


class InUnit(Lookup, frozen=True, array_like=True, kw_only=True):
    """A supervised unit below a path."""

    query: ClassVar[str] = "coverage_units"
    fresh: ClassVar[bool] = True
    key: ClassVar = ("scope",)
    scope: str
    unit: str
    name: str
    valid_from: str | None
    valid_to: str | None
    successor: str | None

    def in_force_on(self, day: str) -> bool:
        return (self.valid_from or "") <= day and (self.valid_to is None or day <= self.valid_to)


class OnSite(Lookup, frozen=True, array_like=True, kw_only=True):
    """A place on the watch-list below a path. `kinds` is a JSON list."""

    query: ClassVar[str] = "coverage_sites"
    key: ClassVar = ("scope",)
    scope: str
    site: str
    unit: str
    kinds: str
    valid_from: str
    valid_to: str | None

    def listed_on(self, day: str) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class OfVisit(Lookup, frozen=True, array_like=True, kw_only=True):
    """A visit of one kind in one month below a path, unless its month is still doubtful."""

    query: ClassVar[str] = "coverage_visits"
    key: ClassVar = ("scope", "kind", "period")
    scope: str
    kind: str
    period: str
    id: str
    unit: str
    site: str | None
    inspected: bool
    joint: bool
    late: str


class OfZero(Lookup, frozen=True, array_like=True, kw_only=True):
    """A zero report in one month below a path."""

    query: ClassVar[str] = "coverage_zero_reports"
    key: ClassVar = ("scope", "kind", "period")
    scope: str
    kind: str
    period: str
    unit: str
    rests_on: str | None
    late: str


class OfExcuse(Lookup, frozen=True, array_like=True, kw_only=True):
    """An excuse in one month below a path."""

    query: ClassVar[str] = "coverage_excuses"
    key: ClassVar = ("scope", "kind", "period")
    scope: str
    kind: str
    period: str
    unit: str
    reason: str


class Record(Struct, frozen=True):
    """All that one month's coverage of one kind rests on, below one path."""

    kind: str
    period: str
    units: tuple[InUnit, ...]
    sites: tuple[OnSite, ...]
    visits: tuple[OfVisit, ...]
    zero_reports: tuple[OfZero, ...]
    excuses: tuple[OfExcuse, ...]


class Cell(Struct, frozen=True):
    """One unit in one month."""

    unit: str
    period: str
    state: str  #: joint · visit · zero · zero_only · excused · missing
    late: str = ""  #: late 迟报, delayed 补传: everything filed came after the cut-off
    visits: int = 0
    no_entry: int = 0  #: visits that could not get in: to be chased
    reason: str | None = None  #: of the excuse


class Figures(Struct, frozen=True):
    """Counts of one month, or of several added up; percentages are always made from the sums."""

    in_force: int = 0
    reported: int = 0
    joint: int = 0
    zero_only: int = 0
    excused: int = 0
    missing: int = 0
    late: int = 0
    sites: int = 0
    sites_seen: int = 0


class Rates(Struct, frozen=True):
    """The three figures in percent, two decimals; None when there is nothing to divide by."""

    reported_percent: str | None
    joint_percent: str | None
    sites_percent: str | None


REPORTED: Final = ("joint", "visit", "zero", "zero_only")


def questions(scope: str, kind: str, period: str) -> tuple[Key[Any], ...]:
    """What to ask for one month below a unit path; the path is the scope of every query."""
    month = (scope, kind, period)
    return InUnit.at(scope), OnSite.at(scope), OfVisit.at(*month), OfZero.at(*month), OfExcuse.at(*month)


def record_of(facts: Facts, scope: str, kind: str, period: str) -> Record:
    units, sites, *rest = (facts.answers(key) for key in questions(scope, kind, period))
    return Record(kind, period, units, sites, *rest)


def cells(record: Record) -> tuple[Cell, ...]:
    """One cell for each unit in force on the month's last day, in the units' order."""
    day = f"{last_day(record.period)}"
    in_force = [unit for unit in record.units if unit.in_force_on(day)]
    heir = heirs(record.units, last_day(record.period))
    joint_visits = {visit.id for visit in record.visits if visit.joint and visit.inspected}
    return tuple(
        cell(
            unit.unit,
            record.period,
            [visit for visit in record.visits if heir.get(visit.unit) == unit.unit],
            [zero for zero in record.zero_reports if heir.get(zero.unit) == unit.unit],
            [excuse for excuse in record.excuses if heir.get(excuse.unit) == unit.unit],
            joint_visits,
        )
        for unit in in_force
    )


def cell(
    unit: str,
    period: str,
    visits: Sequence[OfVisit],
    zeros: Sequence[OfZero],
    excuses: Sequence[OfExcuse],
    joint_visits: set[str],
) -> Cell:
    marks = [visit.late for visit in visits] + [zero.late for zero in zeros]
    late = min(marks, default="")  # one filing in time is enough: "" sorts first
    return Cell(
        unit=unit,
        period=period,
        state=state_of(visits, zeros, excuses, joint_visits),
        late=late,
        visits=len(visits),
        no_entry=sum(not visit.inspected for visit in visits),
        reason=excuses[-1].reason if excuses else None,
    )


def state_of(
    visits: Sequence[OfVisit], zeros: Sequence[OfZero], excuses: Sequence[OfExcuse], joint_visits: set[str]
) -> str:
    """The strongest thing that can be said of the month."""
    if any(visit.id in joint_visits for visit in visits):
        return "joint"
    if visits:
        return "visit"
    if zeros:
        return "zero" if any(zero.rests_on in joint_visits for zero in zeros) else "zero_only"
    return "excused" if excuses else "missing"


def heirs(units: Iterable[InUnit], day: date) -> Mapping[str, str]:
    """Each unit's successor in force on a day; itself where it is in force (T26)."""
    return standing_for(
        tuple(calculated.Unit(u.unit, as_day(u.valid_from), as_day(u.valid_to), u.successor) for u in units),
        day,
    )


def as_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def figures(record: Record) -> Figures:
    """The month's counts."""
    row = cells(record)
    states = [one.state for one in row]
    listed = sites_listed(record)
    seen = {visit.site for visit in record.visits if visit.inspected and visit.site}
    return Figures(
        in_force=len(row),
        reported=sum(state in REPORTED for state in states),
        joint=states.count("joint"),
        zero_only=states.count("zero_only"),
        excused=states.count("excused"),
        missing=states.count("missing"),
        late=sum(bool(one.late) for one in row),
        sites=len(listed),
        sites_seen=len(seen & listed),
    )


def sites_listed(record: Record) -> set[str]:
    """Places watched for this kind on the month's last day."""
    day = f"{last_day(record.period)}"
    return {
        site.site
        for site in record.sites
        if site.listed_on(day) and record.kind in msgspec.json.decode(site.kinds, type=list[str])
    }


def add_up(months: Iterable[Figures]) -> Figures:
    """Quarter, year: counts added, so that rates are sums ÷ sums."""
    months = tuple(months)
    return Figures(*(sum(getattr(one, name) for one in months) for name in Figures.__struct_fields__))


def rates(count: Figures) -> Rates:
    return Rates(
        percent(count.reported, count.in_force),
        percent(count.joint, count.in_force),
        percent(count.sites_seen, count.sites),
    )


def changed(frozen: Mapping[str, int], now: Figures) -> dict[str, tuple[int, int]]:
    """更正 since a month was frozen: name → (old, new)."""
    return {
        name: (frozen.get(name, 0), getattr(now, name))
        for name in Figures.__struct_fields__
        if frozen.get(name, 0) != getattr(now, name)
    }
