"""Same place, same problem (同地同类): what a problem being entered may be already, or may be again.

Owns: when two stand at the same place, how far apart they are, and what follows: one that is open is the same problem, one that was
closed has come back (反弹: the step `reopen`, a new cycle, the old closure kept). It proposes, a person decides. Does not own the
step (steps.py) or the table that allows it (rectification.py). Source: issue text; domain.md §5; T21.
"""

from math import cos, radians
from typing import Final, NamedTuple

from inspections.calculators.distance import distance_m
from inspections.rectification import allowed

#: metres in a degree of latitude at the least, anywhere on the ellipsoid: a box drawn with it never cuts a circle
METRES: Final = 110_500.0
Point = tuple[float, float]  #: latitude and longitude, WGS-84 degrees


class Box(NamedTuple):
    """A rectangle of latitudes and longitudes, degrees."""

    south: float
    west: float
    north: float
    east: float


class Seen(NamedTuple):
    """What is compared: a place on file or a point, of the one being entered or of one on file."""

    site: str | None
    enterprise: str | None
    point: Point | None


def around(point: Point, radius_m: float) -> Box:
    """A box that holds every point within the radius."""
    lat, lon = point
    up = radius_m / METRES
    aside = up / max(cos(radians(lat)), 0.01)
    return Box(lat - up, lon - aside, lat + up, lon + aside)


def apart_m(one: Seen, other: Seen) -> float | None:
    """Metres between two points along the ellipsoid; None where one has none."""
    return distance_m(one.point, other.point) if one.point and other.point else None


def reasons(one: Seen, other: Seen, radius_m: float) -> tuple[str, ...]:
    """Why it is the same place; empty when it is not."""
    metres = apart_m(one, other)
    found = {
        "same_site": one.site is not None and one.site == other.site,
        "same_enterprise": one.enterprise is not None and one.enterprise == other.enterprise,
        "near": metres is not None and metres <= radius_m,
    }
    return tuple(name for name, holds in found.items() if holds)


def proposal(state: str, level: str) -> str:
    """`join` the one that is open, `reopen` one that was closed and may be, `look` at one that was handed to others."""
    steps = {row.step for row in allowed(state, level)}
    if "reopen" in steps:
        return "reopen"
    return "look" if state == "transferred" else "join"
