"""Where energy goes (能源流向图, GB/T 28749): bands from stage to stage, as thick as what flows in them.

Owns: the drawing. Does not own the amounts. Every band has one scale, so what leaves a place and arrives at the next can
be compared by eye; what is lost is a place of its own. Stages are columns from left to right: 购入贮存, 加工转换, 输送分配, 最终使用.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from msgspec import Struct

from inspections.calculators.rounding import figure
from inspections.charts.drawing import COLOURS, LETTER, Picture, box, frame, ribbon, width_of, words

HEIGHT: Final = 300  #: of the fullest column without the gaps
PLACE: Final = 12
BETWEEN: Final = 36  #: room for the words of a place below the one above it
BAND: Final = 170  #: from one column to the next
TOP: Final = 30
PASSAGE: Final = "\0"  #: before the name of a passage: no place can be called so


class Link(Struct, frozen=True):
    """An amount that flows from one place to another, tce."""

    source: str
    target: str
    tce: Decimal


class _Place(Struct):
    """A place in the drawing, and how far down each side is taken by bands."""

    column: int
    tce: Decimal
    top: float = 0
    arrived: float = 0
    left: float = 0


def flow(title: str, links: Sequence[Link]) -> Picture:
    """The flow of these links; ValueError when they run in a circle. Links of nothing are not drawn."""
    drawn = [link for link in links if link.tce > 0]
    pieces = _through_columns(drawn, _columns_of(drawn))
    places = _places([piece for _, piece in pieces])
    scale = HEIGHT / max((float(sum_) for sum_ in _columns(places).values()), default=1)
    bottom = _stand(places, scale)
    named = dict.fromkeys(name for link in drawn for name in (link.source, link.target))
    colours = {name: COLOURS[number % len(COLOURS)] for number, name in enumerate(named)}
    last = max((place.column for place in places.values()), default=0)
    bands = [_band(piece, places, scale, colours[link.source]) for link, piece in pieces]
    marks = [
        mark
        for name, place in places.items()
        if not name.startswith(PASSAGE)
        for mark in _mark(name, place, scale, colours[name], last)
    ]
    before, after = _margins(places, last)
    width = before + last * BAND + PLACE + after
    moved = f'<g transform="translate({before:.0f} 0)">{"".join((*bands, *marks))}</g>'
    described = "；".join(f"{link.source}到{link.target} {figure(link.tce, 2)} tce" for link in drawn)
    rows = tuple((link.source, link.target, figure(link.tce, 2)) for link in links)
    svg = frame(title, described, width, bottom, [moved])
    return Picture(title, svg, ("从", "到", "数量（tce）"), rows)


def _columns_of(links: Sequence[Link]) -> dict[str, int]:
    """Each place stands in the column after the furthest place that flows into it."""
    names = list(dict.fromkeys(name for link in links for name in (link.source, link.target)))
    columns = dict.fromkeys(names, 0)
    for _ in names:
        for link in links:
            columns[link.target] = max(columns[link.target], columns[link.source] + 1)
    if any(column >= len(names) for column in columns.values()):
        raise ValueError("the flow runs in a circle")
    return columns


def _through_columns(links: Sequence[Link], columns: Mapping[str, int]) -> list[tuple[Link, Link]]:
    """Each link with its pieces: where it passes a column it has a passage there, so that it covers no place."""
    pieces = []
    for number, link in enumerate(links):
        between = range(columns[link.source] + 1, columns[link.target])
        stops = [link.source, *(f"{PASSAGE}{number}/{column}" for column in between), link.target]
        pieces += [(link, Link(start, end, link.tce)) for start, end in pairwise(stops)]
    return pieces


def _places(links: Sequence[Link]) -> dict[str, _Place]:
    """Every place and passage with its column, as tall as its greater side."""
    columns = _columns_of(links)
    return {name: _Place(column, _greater_side(name, links)) for name, column in columns.items()}


def _greater_side(name: str, links: Sequence[Link]) -> Decimal:
    leaves = sum((link.tce for link in links if link.source == name), Decimal(0))
    arrives = sum((link.tce for link in links if link.target == name), Decimal(0))
    return max(leaves, arrives)


def _columns(places: Mapping[str, _Place]) -> dict[int, Decimal]:
    """What stands in each column."""
    sums: dict[int, Decimal] = {}
    for place in places.values():
        sums[place.column] = sums.get(place.column, Decimal(0)) + place.tce
    return sums


def _stand(places: Mapping[str, _Place], scale: float) -> float:
    """Puts the places of each column below each other; the foot of the lowest."""
    free: dict[int, float] = {}
    for place in places.values():
        place.top = free.get(place.column, TOP)
        free[place.column] = place.top + max(float(place.tce) * scale, 1) + BETWEEN
    return max(free.values(), default=TOP) - BETWEEN + 2 * LETTER


def _band(link: Link, places: Mapping[str, _Place], scale: float, colour: str) -> str:
    source, target, height = places[link.source], places[link.target], float(link.tce) * scale
    tops = source.top + source.left, target.top + target.arrived
    source.left += height
    target.arrived += height
    start = source.column * BAND + (0 if link.source.startswith(PASSAGE) else PLACE)
    return ribbon(start, tops[0], target.column * BAND, tops[1], height, colour)


def _mark(name: str, place: _Place, scale: float, colour: str, last: int) -> tuple[str, ...]:
    """The place with its name and amount above it; outermost columns write outwards."""
    x, anchor = place.column * BAND, "middle"
    at = x + PLACE / 2
    if place.column == 0 or place.column == last:
        anchor, at = ("end", x - 6) if place.column == 0 else ("start", x + PLACE + 6)
        middle = place.top + max(float(place.tce) * scale, 1) / 2
        lines = (
            words(at, middle, name, anchor, bold=True),
            words(at, middle + LETTER + 2, _amount(place), anchor),
        )
    else:
        lines = (
            words(at, place.top - LETTER - 5, name, anchor, bold=True),
            words(at, place.top - 4, _amount(place), anchor),
        )
    return (box(x, place.top, PLACE, max(float(place.tce) * scale, 1), colour), *lines)


def _amount(place: _Place) -> str:
    return f"{figure(place.tce, 2)} tce"


def _margins(places: Mapping[str, _Place], last: int) -> tuple[float, float]:
    """Room for the words of the first and of the last column."""
    room = [0.0, 0.0]
    for name, place in places.items():
        for side, column in enumerate((0, last)):
            if place.column == column:
                room[side] = max(room[side], width_of(name) * 1.05, width_of(_amount(place)))
    return room[0] + 8, room[1] + 8
