"""What is due (要做的): filings a unit still owes for a month, and watch-list places nobody has seen in it.

Owns: reading both off a month's record. Does not own plans (plans.py), the figures (coverage.py) or who is told.
Nothing here is stored: a duty ends when its record arrives. Source: domain.md §1.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct

from inspections.coverage import Record, cells, heirs, sites_listed
from inspections.months import cut_off, day_of, first_day, last_day, month_of

#: kinds every unit files each month; plants are inspected by plan (domain.md §1 [S], §2)
MONTHLY: Final = ("steel_patrol",)


class FilingDue(Struct, frozen=True):
    """A unit that has neither visit, zero report nor excuse for a month."""

    unit: str
    unit_name: str
    kind: str
    period: str
    due_on: str  #: last day on which it is not late


class SiteDue(Struct, frozen=True):
    """A place on the watch-list that nobody has got into this month."""

    site: str
    kind: str
    unit: str  #: the unit that answers for it now


def open_months(now: datetime, cut_off_day: int) -> tuple[str, ...]:
    """The running month, and before it the last one while its filings are not late."""
    this = month_of(now)
    last = f"{first_day(this) - timedelta(days=1):%Y-%m}"
    return (last, this) if now < cut_off(last, cut_off_day) else (this,)


def last_day_in_time(period: str, cut_off_day: int) -> date:
    return day_of(cut_off(period, cut_off_day) - timedelta(seconds=1))


def filings_due(record: Record, cut_off_day: int) -> Iterator[FilingDue]:
    names = {unit.unit: unit.name for unit in record.units}
    due_on = f"{last_day_in_time(record.period, cut_off_day)}"
    for cell in cells(record):
        if cell.state == "missing":
            yield FilingDue(cell.unit, names[cell.unit], record.kind, record.period, due_on)


def sites_due(record: Record) -> Iterator[SiteDue]:
    """A visit that could not get in has not seen the place."""
    seen = {visit.site for visit in record.visits if visit.inspected}
    listed = sites_listed(record)
    heir = heirs(record.units, last_day(record.period))
    for site in record.sites:
        if site.site in listed - seen:
            yield SiteDue(site.site, record.kind, heir.get(site.unit, site.unit))
