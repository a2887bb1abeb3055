"""Positions (位置): from a captured point to WGS-84 columns; the raw point stays in the entry.

Owns: that one conversion. Does not own the formulas (calculators/datums.py). Source: domain.md §9.
"""

from inspections.calculators.datums import Point, convert
from inspections.entries import Position


def wgs84(position: Position | None) -> tuple[float, float] | None:
    """(lat, lon) in WGS-84 degrees, seven decimals (about 1 cm), or None."""
    if position is None:
        return None
    lat, lon = convert(Point(position.lat, position.lon), position.crs, "WGS84")
    return round(lat, 7), round(lon, 7)
