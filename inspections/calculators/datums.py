"""The four datums that positions arrive in, and the ways between them.

Owns: WGS84, CGCS2000, GCJ-02 (Amap, Tencent) and BD-09 (Baidu), both ways, the inverse exact by iteration.
Does not own: which datum a position is in (its giver declares it; a position without one is refused) and
what is stored (always the position as captured).
Source: the GCJ-02 and BD-09 formulas in public circulation, checked at 莲塘, domain.md §9 [C].
CGCS2000 is taken as WGS84: they differ by less than 1 m [K].
"""

from collections.abc import Callable, Mapping
from math import atan2, cos, hypot, pi, sin, sqrt
from typing import Final, Literal, NamedTuple

Datum = Literal["WGS84", "CGCS2000", "GCJ02", "BD09"]


class Point(NamedTuple):
    """A position in degrees; the datum is known to whoever holds it."""

    lat: float
    lon: float


_SEMI_MAJOR_M: Final = 6378245.0  # Krasovsky 1940, which the GCJ-02 formula uses
_ECCENTRICITY_SQUARED: Final = 0.00669342162296594323
_BD_FREQUENCY: Final = pi * 3000.0 / 180.0
_EXACT_DEGREES: Final = 1e-12


def convert(point: Point, source: Datum, target: Datum) -> Point:
    """The same place in another datum; there and back again is exact to 1e-9 degree.

    Outside mainland China's bounding box GCJ-02 and BD-09 are the identity, as the map services do it.
    Within one shift (about 1 km) of the box's edge, which lies at sea or abroad, the way back may differ.
    """
    if source == target or not within_mainland_box(point):
        return point
    return _FROM_WGS84[target](_TO_WGS84[source](point))


def within_mainland_box(point: Point) -> bool:
    """Whether the map services shift positions here: one rectangle around mainland China."""
    return 0.8293 <= point.lat <= 55.8271 and 72.004 <= point.lon <= 137.8347


def _same(point: Point) -> Point:
    return point


def _gcj02_of_wgs84(point: Point) -> Point:
    x, y = point.lon - 105.0, point.lat - 35.0
    ripple = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple
    north_m += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north_m += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple
    east_m += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east_m += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    flattening = 1.0 - _ECCENTRICITY_SQUARED * sin(point.lat * pi / 180.0) ** 2
    meridian_m = _SEMI_MAJOR_M * (1.0 - _ECCENTRICITY_SQUARED) / (flattening * sqrt(flattening))
    parallel_m = _SEMI_MAJOR_M / sqrt(flattening) * cos(point.lat * pi / 180.0)
    return Point(
        point.lat + north_m * 180.0 / (meridian_m * pi), point.lon + east_m * 180.0 / (parallel_m * pi)
    )


def _bd09_of_gcj02(point: Point) -> Point:
    radius = hypot(point.lon, point.lat) + 0.00002 * sin(point.lat * _BD_FREQUENCY)
    angle = atan2(point.lat, point.lon) + 0.000003 * cos(point.lon * _BD_FREQUENCY)
    return Point(radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065)


def _bd09_of_wgs84(point: Point) -> Point:
    return _bd09_of_gcj02(_gcj02_of_wgs84(point))


def _inverse_of(shift: Callable[[Point], Point]) -> Callable[[Point], Point]:
    """Undo a shift by stepping back what it still misses; published short cuts are off by centimetres."""

    def unshift(wanted: Point) -> Point:
        guess, error = wanted, 1.0
        while error > _EXACT_DEGREES:
            reached = shift(guess)
            north, east = reached.lat - wanted.lat, reached.lon - wanted.lon
            guess, error = Point(guess.lat - north, guess.lon - east), max(abs(north), abs(east))
        return guess

    return unshift


_FROM_WGS84: Final[Mapping[Datum, Callable[[Point], Point]]] = {
    "WGS84": _same,
    "CGCS2000": _same,
    "GCJ02": _gcj02_of_wgs84,
    "BD09": _bd09_of_wgs84,
}
_TO_WGS84: Final[Mapping[Datum, Callable[[Point], Point]]] = {
    "WGS84": _same,
    "CGCS2000": _same,
    "GCJ02": _inverse_of(_gcj02_of_wgs84),
    "BD09": _inverse_of(_bd09_of_wgs84),
}
