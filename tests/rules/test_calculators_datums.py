"""Datums: the known point at 莲塘, and there and back again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.calculators.datums import Datum, Point, convert
from inspections.calculators.distance import distance_m

LIANTANG = Point(28.5460, 115.9440)
PLACES = st.builds(Point, lat=st.floats(18.0, 53.6), lon=st.floats(73.5, 135.1))
DATUMS = st.sampled_from(["WGS84", "CGCS2000", "GCJ02", "BD09"])


@pytest.mark.parametrize(
    ("target", "lat", "lon", "shift_m"),
    [("GCJ02", 28.542603, 115.948855, 606), ("BD09", 28.548620, 115.955334, 1147)],
)
def test_T24_the_shift_at_liantang(target: Datum, lat: float, lon: float, shift_m: float) -> None:
    moved = convert(LIANTANG, "WGS84", target)
    assert moved == pytest.approx((lat, lon), abs=5e-7)
    assert distance_m(LIANTANG, moved) == pytest.approx(shift_m, abs=0.5)


def test_bd09_of_gcj02_is_the_same_by_either_way() -> None:
    by_gcj02 = convert(convert(LIANTANG, "WGS84", "GCJ02"), "GCJ02", "BD09")
    assert by_gcj02 == pytest.approx(convert(LIANTANG, "WGS84", "BD09"), abs=1e-9)


def test_cgcs2000_is_taken_as_wgs84() -> None:
    assert convert(LIANTANG, "CGCS2000", "WGS84") == LIANTANG
    assert convert(LIANTANG, "CGCS2000", "GCJ02") == convert(LIANTANG, "WGS84", "GCJ02")


@pytest.mark.parametrize("place", [Point(48.8584, 2.2945), Point(-33.8568, 151.2153), Point(0.0, 115.0)])
@pytest.mark.parametrize("target", ["GCJ02", "BD09"])
def test_outside_mainland_china_nothing_is_shifted(place: Point, target: Datum) -> None:
    assert convert(place, "WGS84", target) == place
    assert convert(place, target, "WGS84") == place


@given(place=PLACES, source=DATUMS, target=DATUMS)
def test_there_and_back_again_is_exact_to_1e_9_degree(place: Point, source: Datum, target: Datum) -> None:
    back = convert(convert(place, source, target), target, source)
    assert max(abs(back.lat - place.lat), abs(back.lon - place.lon)) < 1e-9


@given(place=PLACES)
def test_the_shift_is_never_mistaken_for_noise(place: Point) -> None:
    assert 40 < distance_m(place, convert(place, "WGS84", "GCJ02")) < 1500


def test_a_degree_on_the_ground_at_liantang() -> None:
    north = Point(LIANTANG.lat + 1, LIANTANG.lon)
    assert distance_m(LIANTANG, north) == pytest.approx(110_840, abs=20)
