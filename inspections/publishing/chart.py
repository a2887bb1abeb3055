"""Bar charts as plain numbers: where each bar stands and what is written on it.

Owns: the geometry, in units of the drawing (viewBox). Does not own: colours and letters (site/css), the
figures.
"""

from decimal import Decimal
from typing import Final

from msgspec import Struct

from inspections.publication import PublicCoverage, PublicIntensity, PublicMonth
from inspections.publishing.figures import figure_name, intensity_name

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


LINE: Final = 34  #: height of one lying bar with the space below it
LABEL: Final = 52  #: room for the word before a lying bar
LONGEST: Final = 200  #: length of the longest lying bar


class Lying(Struct, frozen=True):
    """One lying bar: how far something fell or rose."""

    word: str  #: 目标 or 结果
    value: str  #: signed percent
    figure: str
    y: int
    length: int
    mark: str  #: "open" for the goal: it is no fact


class TwoBars(Struct, frozen=True):
    """A goal above its result, lengths to one scale; the sign is written beside each."""

    bars: tuple[Lying, ...]
    label: int = LABEL
    width: int = LABEL + LONGEST + 76
    height: int = 2 * LINE


def two_bars(figure: PublicIntensity) -> TwoBars:
    """The goal and the change of one figure; it must have a goal."""
    pairs = (("目标", "target_percent", "open"), ("结果", "change_percent", ""))
    largest = max(abs(Decimal(getattr(figure, field))) for _, field, _ in pairs) or Decimal(1)
    return TwoBars(
        tuple(
            Lying(
                word=word,
                value=getattr(figure, field),
                figure=intensity_name(figure, field),
                y=number * LINE + 4,
                length=round(LONGEST * abs(Decimal(getattr(figure, field))) / largest),
                mark=mark,
            )
            for number, (word, field, mark) in enumerate(pairs)
        )
    )
