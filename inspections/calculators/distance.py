"""Distance on the ground between two points.

Owns: the one place that imports geopy's distances. Does not own: datums. Both points must be given in one
datum, WGS84 or CGCS2000: these are true ground coordinates, GCJ-02 and BD-09 are not.
Source: geodesic on the WGS 84 ellipsoid (Karney 2013), as geopy computes it.
"""

from geopy.distance import geodesic


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between (lat, lon) and (lat, lon) in degrees, along the ellipsoid."""
    return float(geodesic(a, b).meters)
