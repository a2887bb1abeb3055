"""Change against goal over time: what was reached as a line, what was aimed at as a dashed line with hollow points.

Owns: the drawing. Does not own the figures: signed changes in percent, negative is a fall, drawn downwards. A year whose
figure is not there leaves a gap; nothing is drawn between its neighbours.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from inspections.calculators.rounding import figure
from inspections.charts.drawing import COLOURS, LETTER, MUTED, Picture, dot, frame, line, width_of, words

STEP: Final = 96
HEIGHT: Final = 200
TOP: Final = 48
LEFT: Final = 24


class Point(Struct, frozen=True):
    """One period; None where there is no figure."""

    period: str
    actual: Decimal | None
    target: Decimal | None


def trend(title: str, points: Sequence[Point]) -> Picture:
    """The periods in the order given, which must be of equal length (cumulative same-period figures)."""
    given = [value for point in points for value in (point.actual, point.target) if value is not None]
    least, most = min([*given, Decimal(0)]), max([*given, Decimal(0)])

    def height(value: Decimal) -> float:
        return TOP + (float((most - value) / (most - least)) * HEIGHT if most > least else 0)

    width = LEFT * 2 + max(len(points), 1) * STEP
    parts = [
        line([(LEFT, height(Decimal(0))), (width - LEFT, height(Decimal(0)))], MUTED, width=1),
        *_legend(),
        *_series([point.target for point in points], height, COLOURS[1], above=True),
        *_series([point.actual for point in points], height, COLOURS[0], above=False),
        *(
            words(_x(number), TOP + HEIGHT + 52, point.period, "middle")
            for number, point in enumerate(points)
        ),
    ]
    rows = tuple((point.period, _told(point.actual), _told(point.target)) for point in points)
    described = "；".join(f"{period} 实际{actual}%，目标{target}%" for period, actual, target in rows)
    svg = frame(title, described, width, TOP + HEIGHT + 64, parts)
    return Picture(title, svg, ("时段", "实际升降率（%）", "目标（%）"), rows)


def _told(value: Decimal | None) -> str:
    return "—" if value is None else figure(value, 2)


def _x(number: int) -> float:
    return LEFT + STEP / 2 + number * STEP


def _legend() -> Iterator[str]:
    for number, (name, colour) in enumerate((("实际", COLOURS[0]), ("目标", COLOURS[1]))):
        x = LEFT + number * (width_of(name) + 48)
        yield line([(x, 12), (x + 24, 12)], colour, dashed=bool(number))
        yield dot(x + 12, 12, colour, hollow=bool(number))
        yield words(x + 30, 12 + LETTER / 3, name)


def _series(
    values: Sequence[Decimal | None], height: Callable[[Decimal], float], colour: str, above: bool
) -> Iterator[str]:
    """The goal's values stand above its points, the result's below: two points of one value stay readable."""
    run: list[tuple[float, float]] = []
    for number, value in enumerate((*values, None)):
        if value is None:
            if len(run) > 1:
                yield line(run, colour, dashed=above)
            run = []
            continue
        x, y = _x(number), height(value)
        run.append((x, y))
        yield dot(x, y, colour, hollow=above)
        yield words(
            x, y - 10 if above else y + LETTER + 9, f"{figure(value, 2)}%".replace("-", "−"), "middle"
        )
