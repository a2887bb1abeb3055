"""Which area a point lies in, and how sure that is.

Owns: reading the county's own GeoJSON with every fault of it, and the proposal of a unit for a position. Does
not own: the decision when the proposal is not certain (a person's), and where polygons come from: no
township polygons exist as open data.
Source: domain.md §9: a point counts only if its accuracy is better than the distance to the boundary; T24.
Everything is held in WGS84. Distances are geodesic; the nearest boundary point is sought on a local plane.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import cos, radians
from typing import Annotated, Any, Final

import msgspec
import shapely
from msgspec import Meta
from shapely.affinity import scale
from shapely.ops import nearest_points

from inspections.calculators.datums import Datum, Point, convert
from inspections.calculators.distance import distance_m
from inspections.calculators.reading import Fault, WrongInput

UNIT_PROPERTY: Final = "unit"
OVERLAP_TOLERATED_M2: Final = 10_000.0  # slivers from rounded vertices along a long common border
_METRES_PER_DEGREE: Final = 111_320.0
_DATUMS: Final[Sequence[Datum]] = ("WGS84", "CGCS2000", "GCJ02", "BD09")

Position = Annotated[list[float], Meta(min_length=2)]
Ring = Annotated[list[Position], Meta(min_length=4)]


class Polygon(msgspec.Struct, tag_field="type", tag="Polygon"):
    """GeoJSON polygon: outer ring first, then holes; longitude before latitude."""

    coordinates: Annotated[list[Ring], Meta(min_length=1)]


class MultiPolygon(msgspec.Struct, tag_field="type", tag="MultiPolygon"):
    """GeoJSON multi-polygon."""

    coordinates: Annotated[list[Annotated[list[Ring], Meta(min_length=1)]], Meta(min_length=1)]


class Area(msgspec.Struct, frozen=True):
    """The ground of one unit."""

    unit: str
    shape: Any  #: a shapely geometry in WGS84 degrees, x = longitude


class Proposal(msgspec.Struct, frozen=True):
    """Where a point seems to lie."""

    unit: str | None  #: None when no area holds the point
    distance_to_boundary_m: float  #: to the nearest boundary of the proposed area, or of any when outside all
    certain: bool  #: False = a person decides


def propose(areas: Sequence[Area], lat: float, lon: float, accuracy_m: float) -> Proposal:
    """The unit whose area holds a WGS84 point.

    Certain only if exactly one area holds it and the fix is better than the way to the boundary.
    `accuracy_m` is the radius the device gives; 0 or less says nothing and is never certain.
    """
    spot = shapely.Point(lon, lat)
    holding = [area for area in areas if area.shape.covers(spot)]
    distances = [_to_boundary_m(area, lat, lon) for area in holding or areas]
    distance = min(distances, default=float("inf"))
    certain = len(holding) == 1 and 0 < accuracy_m < distance
    return Proposal(holding[0].unit if holding else None, distance, certain)


def _to_boundary_m(area: Area, lat: float, lon: float) -> float:
    # On plain degrees the nearest point would be the wrong one: a degree of longitude is shorter.
    shrink = cos(radians(lat))
    plane = scale(area.shape.boundary, xfact=shrink, origin=(0, 0))
    nearest, _ = nearest_points(plane, shapely.Point(lon * shrink, lat))
    return distance_m((lat, lon), (nearest.y, nearest.x / shrink))


def read_areas(geojson: Mapping[str, object], crs: str | None) -> tuple[Area, ...]:
    """Areas of a GeoJSON FeatureCollection whose features name their unit in the property `unit`.

    `crs` is the datum of the file, declared by its giver. WrongInput with every fault at once.
    """
    faults = list(_crs_faults(crs))
    features = geojson.get("features")
    if geojson.get("type") != "FeatureCollection" or not isinstance(features, list) or not features:
        faults.append(Fault("features", "wrong-value", "应为至少有一个要素的 GeoJSON FeatureCollection"))
        features = []
    areas: list[Area] = []
    for number, feature in enumerate(features):
        area, wrong = _read_feature(feature, f"features[{number}]")
        areas += [area] if area else []
        faults += wrong
    faults += [*_doubled(areas), *_overlaps(areas)]
    if faults:
        raise WrongInput(tuple(faults))
    return tuple(Area(area.unit, _in_wgs84(area.shape, crs)) for area in areas)


def _crs_faults(crs: str | None) -> Iterator[Fault]:
    if crs is None:
        yield Fault("crs", "missing", "没有声明坐标系，可用的有：" + "、".join(_DATUMS))
    elif crs not in _DATUMS:
        yield Fault("crs", "wrong-value", f"坐标系“{crs}”不认识，可用的有：" + "、".join(_DATUMS))


def _read_feature(feature: Any, at: str) -> tuple[Area | None, list[Fault]]:
    feature = feature if isinstance(feature, Mapping) else {}
    properties = feature.get("properties")
    unit = properties.get(UNIT_PROPERTY) if isinstance(properties, Mapping) else None
    faults = []
    if not isinstance(unit, str) or not unit:
        faults.append(Fault(f"{at}.properties.{UNIT_PROPERTY}", "missing", "缺少单位代码，如 xiangtang_town"))
    try:
        geometry = msgspec.convert(feature.get("geometry"), Polygon | MultiPolygon)
    except msgspec.ValidationError:
        wrong = Fault(f"{at}.geometry", "wrong-value", "应为 Polygon 或 MultiPolygon，每环至少4个点")
        return None, [*faults, wrong]
    faults += _shape_faults(geometry, f"{at}.geometry")
    return (None if faults else Area(str(unit), _shape(geometry))), faults


def _parts(geometry: Polygon | MultiPolygon) -> list[list[Ring]]:
    return geometry.coordinates if isinstance(geometry, MultiPolygon) else [geometry.coordinates]


def _shape(geometry: Polygon | MultiPolygon) -> Any:
    flat = [[[place[:2] for place in ring] for ring in part] for part in _parts(geometry)]
    return shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in flat])


_INVALID: Final = {
    "Self-intersection": "边界自相交",
    "Ring Self-intersection": "边界自相交",
    "Hole lies outside shell": "内环在外环之外",
    "Holes are nested": "内环相互嵌套",
    "Interior is disconnected": "内部被分成几块",
    "Nested shells": "面相互嵌套",
    "Duplicate Rings": "有重复的环",
    "Too few points in geometry component": "有的环点数不足",
}


def _shape_faults(geometry: Polygon | MultiPolygon, at: str) -> Iterator[Fault]:
    places = [place for part in _parts(geometry) for ring in part for place in ring]
    outside = [place for place in places if not (-180 <= place[0] <= 180 and -90 <= place[1] <= 90)]
    if outside:
        message = f"{len(outside)}个点不在经纬度范围内，首个为 {outside[0][:2]}；经度在前，单位为度"
        yield Fault(at, "out-of-range", message)
    elif not (shape := _shape(geometry)).is_valid:
        reason, _, place = shapely.is_valid_reason(shape).partition("[")
        yield Fault(at, "invalid-geometry", f"{_INVALID.get(reason, '图形无效')}，在 {place.rstrip(']')} 处")


def _doubled(areas: Iterable[Area]) -> Iterator[Fault]:
    for unit, count in Counter(area.unit for area in areas).items():
        if count > 1:
            yield Fault("features", "doubled", f"单位 {unit} 出现{count}次，应合并为一个 MultiPolygon")


def _overlaps(areas: Sequence[Area]) -> Iterator[Fault]:
    for one, other in combinations(areas, 2):
        common = one.shape.intersection(other.shape)
        if (shared_m2 := _area_m2(common)) > OVERLAP_TOLERATED_M2:
            message = f"{one.unit} 与 {other.unit} 重叠约{shared_m2 / 10_000:.0f}公顷"
            yield Fault("features", "overlap", message)


def _area_m2(shape: Any) -> float:
    # Good to a percent, which is enough to tell a sliver from a mistake.
    return (
        0.0 if shape.is_empty else float(shape.area * _METRES_PER_DEGREE**2 * cos(radians(shape.centroid.y)))
    )


def _in_wgs84(shape: Any, crs: Any) -> Any:
    def moved(lons: Iterable[float], lats: Iterable[float]) -> tuple[list[float], list[float]]:
        points = [convert(Point(lat, lon), crs, "WGS84") for lon, lat in zip(lons, lats, strict=True)]
        return [point.lon for point in points], [point.lat for point in points]

    return shapely.transform(shape, moved, interleaved=False)
