"""Point in polygon on a labelled test layer: 示例甲镇 west, 示例乙镇 east of a border near 莲塘."""

from typing import Any

import pytest

from inspections.calculators.areas import propose, read_areas
from inspections.calculators.datums import Point, convert
from inspections.calculators.distance import distance_m
from inspections.calculators.reading import WrongInput

BORDER_LON = 115.9464
LIANTANG = Point(28.5460, 115.9440)


def feature(unit: Any, *ring: tuple[float, float]) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [[*map(list, ring), list(ring[0])]]}
    return {"type": "Feature", "properties": {"unit": unit, "label": "测试"}, "geometry": geometry}


def box(unit: Any, west: float, south: float, east: float, north: float) -> dict[str, Any]:
    return feature(unit, (west, south), (east, south), (east, north), (west, north))


def layer(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


WEST = box("example_west", 115.90, 28.50, BORDER_LON, 28.60)
EAST = box("example_east", BORDER_LON, 28.50, 116.00, 28.60)
AREAS = read_areas(layer(WEST, EAST), "CGCS2000")


def test_T24_an_amap_point_used_raw_falls_in_the_wrong_township() -> None:
    from_amap = convert(LIANTANG, "WGS84", "GCJ02")
    raw = propose(AREAS, *from_amap, accuracy_m=20)
    converted = propose(AREAS, *convert(from_amap, "GCJ02", "WGS84"), accuracy_m=20)
    assert (raw.unit, raw.certain) == ("example_east", True)
    assert (converted.unit, converted.certain) == ("example_west", True)
    assert distance_m(LIANTANG, from_amap) == pytest.approx(606, abs=1)


def test_T24_a_fix_wider_than_the_way_to_the_border_is_for_a_person() -> None:
    distance = distance_m(LIANTANG, (LIANTANG.lat, BORDER_LON))
    assert distance == pytest.approx(234.8, abs=0.5)
    close = propose(AREAS, *LIANTANG, accuracy_m=distance - 0.1)
    wide = propose(AREAS, *LIANTANG, accuracy_m=distance + 0.1)
    assert close.distance_to_boundary_m == pytest.approx(distance, abs=0.05)
    assert (close.unit, close.certain) == ("example_west", True)
    assert (wide.unit, wide.certain) == ("example_west", False)


@pytest.mark.parametrize("accuracy_m", [0.0, -5.0, float("nan")])
def test_T24_an_accuracy_that_says_nothing_is_never_certain(accuracy_m: float) -> None:
    assert not propose(AREAS, *LIANTANG, accuracy_m=accuracy_m).certain


def test_T24_a_point_on_the_border_is_for_a_person() -> None:
    found = propose(AREAS, 28.55, BORDER_LON, accuracy_m=1)
    assert found.distance_to_boundary_m == pytest.approx(0, abs=1e-6)
    assert not found.certain


def test_a_point_outside_every_area_proposes_nothing_and_is_for_a_person() -> None:
    found = propose(AREAS, 28.61, 115.95, accuracy_m=5)
    assert (found.unit, found.certain) == (None, False)
    assert found.distance_to_boundary_m == pytest.approx(1108, abs=3)


def test_the_nearest_border_is_measured_on_the_ground_not_in_degrees() -> None:
    # 0.0098° of latitude are 1,086 m, 0.0105° of longitude only 1,027 m.
    found = propose(read_areas(layer(box("a", 115.9, 28.5, 116.1, 28.6)), "WGS84"), 28.5098, 115.9105, 5)
    assert found.distance_to_boundary_m == pytest.approx(
        distance_m((28.5098, 115.9105), (28.5098, 115.9)), abs=1
    )


def test_no_areas_no_certainty() -> None:
    assert propose((), *LIANTANG, accuracy_m=5).unit is None


def test_a_layer_in_gcj02_is_converted_when_read() -> None:
    shifted = convert(Point(28.50, 115.90), "WGS84", "GCJ02")
    ring = [convert(Point(lat, lon), "WGS84", "GCJ02") for lat, lon in ((28.5, 116.0), (28.6, 115.9))]
    areas = read_areas(layer(feature("a", *((point.lon, point.lat) for point in (shifted, *ring)))), "GCJ02")
    assert areas[0].shape.bounds == pytest.approx((115.9, 28.5, 116.0, 28.6), abs=1e-9)


def test_a_hole_is_not_part_of_the_area() -> None:
    ring = box("a", 115.9, 28.5, 116.0, 28.6)
    hole = box("", 115.94, 28.54, 115.95, 28.55)["geometry"]["coordinates"]
    ring["geometry"]["coordinates"] += hole
    areas = read_areas(layer(ring), "WGS84")
    assert propose(areas, *LIANTANG, accuracy_m=5).unit is None


def test_every_fault_of_a_layer_is_listed_at_once() -> None:
    bow_tie = feature("bow_tie", (115.9, 28.5), (116.0, 28.6), (116.0, 28.5), (115.9, 28.6))
    swapped = box("swapped", 28.5, 115.9, 28.6, 116.0)
    nameless = box(None, 115.9, 28.7, 116.0, 28.8)
    pointlike = {
        "type": "Feature",
        "properties": {"unit": "p"},
        "geometry": {"type": "Point", "coordinates": [1, 2]},
    }
    across = box("across", 115.92, 28.50, 115.98, 28.60)
    with pytest.raises(WrongInput) as caught:
        read_areas(layer(WEST, WEST, across, bow_tie, swapped, nameless, pointlike, None), None)
    assert [(fault.path, fault.code) for fault in caught.value.errors] == [
        ("crs", "missing"),
        ("features[3].geometry", "invalid-geometry"),
        ("features[4].geometry", "out-of-range"),
        ("features[5].properties.unit", "missing"),
        ("features[6].geometry", "wrong-value"),
        ("features[7].properties.unit", "missing"),
        ("features[7].geometry", "wrong-value"),
        ("features", "doubled"),
        ("features", "overlap"),
        ("features", "overlap"),
        ("features", "overlap"),
    ]
    messages = [fault.message for fault in caught.value.errors]
    assert messages[0] == "没有声明坐标系，可用的有：WGS84、CGCS2000、GCJ02、BD09"
    assert messages[1].startswith("边界自相交，在 115.95 28.55")


def test_slivers_from_rounded_vertices_are_tolerated_and_uncertain() -> None:
    sliver = box("example_east", BORDER_LON - 2e-6, 28.50, 116.00, 28.60)
    areas = read_areas(layer(WEST, sliver), "WGS84")
    assert not propose(areas, 28.55, BORDER_LON - 1e-6, accuracy_m=0.01).certain


@pytest.mark.parametrize("geojson", [{}, {"type": "FeatureCollection", "features": []}, {"type": "Feature"}])
def test_something_that_is_no_layer_is_refused(geojson: dict[str, Any]) -> None:
    with pytest.raises(WrongInput, match="应为至少有一个要素的 GeoJSON FeatureCollection"):
        read_areas(geojson, "WGS84")


def test_an_unknown_datum_is_refused() -> None:
    with pytest.raises(WrongInput, match="坐标系“EPSG:2384”不认识"):
        read_areas(layer(WEST), "EPSG:2384")
