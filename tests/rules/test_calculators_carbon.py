"""CO₂ by a declared method: exact products, families apart, no neighbouring year, classes by basis."""

import json
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.calculators import CALCULATORS, WrongInput
from inspections.calculators.carbon import emissions
from inspections.calculators.energy import account
from inspections.calculators.energy_item import Item
from inspections.calculators.periods import read_period

EXAMPLE = json.loads((files("inspections.calculators") / "examples" / "energy.json").read_text("utf-8"))
JIANGXI = {"energy": "electricity", "quantity": "12000000", "unit": "kWh"}


def ask(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return CALCULATORS["energy"]({"period": "2025", "items": list(items), **more})


def refused(*items: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(WrongInput) as caught:
        ask(*items, **more)
    return [(fault.path, fault.code) for fault in caught.value.errors]


def test_T06_emissions_from_unrounded_products_are_labelled_as_mixed() -> None:
    answer = CALCULATORS["energy"](EXAMPLE)
    co2 = answer["co2_t"]
    assert (co2["direct"], co2["heat"], co2["electricity"], co2["total"]) == (
        "3208.38",
        "2035.00",
        "6325.20",
        "11568.58",
    )
    assert co2["mixed"] and co2["method"].startswith("混合口径：")
    parts = {step["what"]: step["result"] for step in answer["steps"] if "二氧化碳" in step["what"]}
    assert parts["天然气燃烧二氧化碳（t）"] == "1837.86048765"
    assert parts["原煤燃烧二氧化碳（t）"] == "1216.02432"


def test_T06_five_thousand_tonnes_hang_on_the_basis() -> None:
    answer = CALCULATORS["energy"](EXAMPLE)
    assert answer["reporting_class"] == {
        "calorific": "below_key_user",
        "equivalent": "key_user_5000",
        "basis_sensitive": True,
    }
    assert any(warning.startswith("对口径敏感") for warning in answer["warnings"])


def test_a_class_is_of_a_whole_year_only() -> None:
    question = {"period": "2025-01..09", "items": [JIANGXI]}
    assert CALCULATORS["energy"](question)["reporting_class"] is None


@pytest.mark.parametrize(
    ("grid", "tonnes", "name"),
    [
        ("central_china", "6325.20", "华中"),
        ("national", "6367.20", "全国"),
        ("east_china", "6600.00", "华东"),
    ],
)
def test_T25_the_grid_is_named_with_its_factor(grid: str, tonnes: str, name: str) -> None:
    co2 = ask(JIANGXI, grid=grid, factor_year=2023)["co2_t"]
    assert (co2["electricity"], co2["total"]) == (tonnes, tonnes)
    assert f"电力按{name}电力平均二氧化碳排放因子（2023年）" in co2["method"]


def test_T25_without_a_grid_the_county_lies_in_central_china() -> None:
    assert ask(JIANGXI, factor_year="2023")["co2_t"]["electricity"] == "6325.20"


@pytest.mark.parametrize(
    ("grid", "year"), [("central_china", 2024), ("jiangxi", 2022), ("jiangxi", 2023), ("national", 2019)]
)
def test_a_year_without_a_verified_factor_is_refused_never_replaced(grid: str, year: int) -> None:
    assert refused(JIANGXI, grid=grid, factor_year=year) == [("factor_year", "no-factor")]


def test_an_unknown_grid_is_refused() -> None:
    assert refused(JIANGXI, grid="moon", factor_year=2023) == [("grid", "wrong-value")]


def test_without_a_year_there_is_no_electricity_and_no_total() -> None:
    answer = ask(JIANGXI)
    assert (answer["co2_t"]["electricity"], answer["co2_t"]["total"]) == (None, None)
    assert "电力：请给出因子年份 factor_year，不出合计" in answer["warnings"]


def test_one_declared_family_never_borrows_from_the_other() -> None:
    fuels = [
        {"energy": "raw_coal", "quantity": "640", "unit": "t"},
        {"energy": "diesel", "quantity": "36.5", "unit": "t"},
    ]
    by = {
        method: ask(*fuels, co2_method=method)["co2_t"] for method in ("inventory", "planning_tce", "mixed")
    }
    assert [co2["direct"] for co2 in by.values()] == [None, "1308.03", "1330.82"]
    assert [co2["mixed"] for co2 in by.values()] == [False, False, True]


def test_a_fuel_without_a_factor_leaves_no_total() -> None:
    answer = ask({"energy": "methanol", "quantity": "10", "unit": "t"})
    assert (answer["co2_t"]["direct"], answer["co2_t"]["total"]) == (None, None)


def test_own_media_and_feedstock_burn_nothing() -> None:
    answer = ask(
        {"energy": "compressed_air", "quantity": "2000000", "unit": "m³", "own_medium": True},
        {"energy": "diesel", "quantity": "36.5", "unit": "t", "feedstock": True},
    )
    assert answer["co2_t"]["direct"] == "0.00"


@given(quantity=st.decimals("0.1", "9000", places=3), more=st.decimals("0.001", "90", places=3))
@pytest.mark.parametrize(("energy", "unit"), [("diesel", "t"), ("raw_coal", "t"), ("electricity", "万kWh")])
def test_more_of_anything_emits_more(energy: str, unit: str, quantity: Decimal, more: Decimal) -> None:
    year = read_period("2025")
    totals = [
        emissions(
            account([Item(energy=energy, quantity=one, unit=unit)], year).items, year, factor_year=2023
        ).total
        for one in (quantity, quantity + more)
    ]
    assert totals[0] is not None and totals[1] is not None and totals[0] < totals[1]
