"""Bar charts of a year as plain numbers: where each bar stands and what is written on it.

Owns: the geometry, in units of the drawing (viewBox). Does not own: colours and letters (site/css), the
figures.
"""

from typing import Final

from msgspec import Struct

from inspections.publication import PublicCoverage, PublicMonth
from inspections.publishing.figures import figure_name

SLOT: Final = 30  #: width of one month
BAR: Final = 22
TOP: Final = 24  #: room for the value above a full bar
FULL: Final = 80  #: height of a bar at 100 %
BASE: Final = TOP + FULL


class Bar(Struct, frozen=True):
    """One month: its place, its value, and a word for what is special about it."""

    month: int
    x: int
    middle: int
    y: int
    height: int
    value: int
    whole: int
    figure: str  #: name in figures.py
    mark: str  #: "", "open" (still running) or "low" (somebody filed nothing)


class Chart(Struct, frozen=True):
    """Twelve places, a bar for each month that has begun."""

    bars: tuple[Bar, ...]
    coming: tuple[int, ...]  #: numbers of the months without a bar
    width: int = 12 * SLOT
    height: int = BASE + 28
    base: int = BASE

    def middle(self, month: int) -> int:
        return (month - 1) * SLOT + SLOT // 2


def chart(coverage: PublicCoverage, part: str, whole: str, warn_missing: bool = False) -> Chart:
    """`part` of `whole` by month, both field names of PublicMonth. `warn_missing` marks months with 缺报."""
    bars = tuple(_bar(coverage, month, part, whole, warn_missing) for month in coverage.months)
    begun = {bar.month for bar in bars}
    return Chart(bars, tuple(month for month in range(1, 13) if month not in begun))


def _bar(coverage: PublicCoverage, month: PublicMonth, part: str, whole: str, warn_missing: bool) -> Bar:
    number, value, of = int(month.period[-2:]), getattr(month, part), getattr(month, whole)
    height = round(FULL * value / of) if of else 0
    left = (number - 1) * SLOT
    low = "low" if warn_missing and month.missing else ""
    return Bar(
        month=number,
        x=left + (SLOT - BAR) // 2,
        middle=left + SLOT // 2,
        y=BASE - height,
        height=height,
        value=value,
        whole=of,
        figure=figure_name(coverage, month, part),
        mark=low if coverage.closed(month) else "open",
    )
