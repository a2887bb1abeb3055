"""Closure rate (销号率) and on-time rate of a set of findings.

Owns: which findings count, which are closed, and sums ÷ sums. Does not own who closed what, or where findings are kept.
Source: domain.md §5, §12 T21: 已销号 (归档 included) ÷ (received − 不属实 − 移交已接收 − void). What is staged, long-term or back
after closure is not closed. On time is handed in as put right, and not sent back, by the day first set, whenever it is then
closed: notice and superiors take their own time; by the extended day stands beside it [K].
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from msgspec import Struct

from inspections.calculators.rounding import percent

CLOSED: Final = ("closed", "archived")
STAGED: Final = ("staged", "long_term")
LEFT_OUT: Final = ("unfounded", "transferred", "void")


class Item(Struct, frozen=True):
    """One finding as the rate sees it."""

    state: str  #: reference/rectification_states.csv, or void
    cycle: int = 1  #: 2 and more: back after closure
    fixed_on: date | None = None  #: handed in as put right, and not sent back since
    original_due_on: date | None = None  #: the day first set
    due_on: date | None = None  #: the day that counts now, perhaps extended

    @property
    def closed(self) -> bool:
        return self.state in CLOSED


class OnTime(Struct, frozen=True):
    """Of the findings that are put right or whose day is past, those put right by it."""

    due: int
    on_time: int

    @property
    def rate_percent(self) -> str | None:
        return percent(self.on_time, self.due)


class ClosureRate(Struct, frozen=True):
    """Counts of a set of findings; rates are made of them last."""

    received: int
    left_out: int  #: 不属实, 移交已接收, void
    closed: int
    staged: int
    rebounded: int  #: back after closure and not closed again
    original: OnTime
    extended: OnTime

    @property
    def total(self) -> int:
        """The denominator."""
        return self.received - self.left_out

    @property
    def rate_percent(self) -> str | None:
        """Closed ÷ total, two decimals; None when nothing counts."""
        return percent(self.closed, self.total)


def closure_rate(items: Iterable[Item], as_of: date | None = None) -> ClosureRate:
    """The rates of these findings. Without `as_of` only those put right are looked at for being on time."""
    told = tuple(items)
    counted = [one for one in told if one.state not in LEFT_OUT]
    return ClosureRate(
        received=len(told),
        left_out=len(told) - len(counted),
        closed=sum(one.closed for one in counted),
        staged=sum(one.state in STAGED for one in counted),
        rebounded=sum(one.cycle > 1 and not one.closed for one in counted),
        original=on_time(((one, one.original_due_on) for one in counted), as_of),
        extended=on_time(((one, one.due_on) for one in counted), as_of),
    )


def on_time(items: Iterable[tuple[Item, date | None]], as_of: date | None) -> OnTime:
    """Each finding with the day it is held to; one without a day is held to none."""
    due = [(one, day) for one, day in items if day and (one.fixed_on or (as_of and day < as_of))]
    kept = [one for one, day in due if one.fixed_on and one.fixed_on <= day]
    return OnTime(len(due), len(kept))
