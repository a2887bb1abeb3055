"""The dust difference at a plant's boundary."""

from datetime import date
from decimal import Decimal

from inspections.calculators.measurement import dust_difference
from inspections.reference import in_force, table

UPWIND = Decimal("0.187")
NEAR, FAR = Decimal("0.612"), Decimal("0.742")


def boundary_limit(on: date) -> Decimal:
    (row,) = [r for r in table("air_limits") if r["key"] == "gb4915_boundary_tsp" and in_force(r, on)]
    assert (row["measure"], row["unit"], row["confidence"]) == ("difference", "mg/m³", "K")
    return Decimal(row["value"])


def test_T27_the_highest_downwind_point_exceeds() -> None:
    limit = boundary_limit(date(2026, 11, 22))
    assert dust_difference(UPWIND, [NEAR]) == Decimal("0.425") < limit
    assert dust_difference(UPWIND, [NEAR, FAR]) == Decimal("0.555") > limit
    assert dust_difference(UPWIND, [FAR, NEAR]) == Decimal("0.555")


def test_T27_without_a_downwind_point_there_is_no_difference() -> None:
    assert dust_difference(UPWIND, []) is None


def test_T27_cleaner_air_downwind_is_negative_not_zero() -> None:
    assert dust_difference(UPWIND, [Decimal("0.180")]) == Decimal("-0.007")
