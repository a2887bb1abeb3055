"""Comprehensive energy: 当量 and 等价 side by side, media, slips of units, exact to the digit."""

import json
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.calculators import CALCULATORS, WrongInput
from inspections.calculators.energies import Measured
from inspections.calculators.energy import Product, account, consumption
from inspections.calculators.energy_item import Item
from inspections.calculators.periods import read_period
from inspections.calculators.plausible import plausible
from inspections.calculators.quantities import MixedDimensions, convert, of_dimension

EXAMPLE = files("inspections.calculators") / "examples" / "energy.json"
YEAR = read_period("2025")


def ask(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return CALCULATORS["energy"]({"period": "2025", "items": list(items), **more})


def refused(*items: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(WrongInput) as caught:
        ask(*items, **more)
    return [(fault.path, fault.code) for fault in caught.value.errors]


def used(energy: str, quantity: str, unit: str, **more: Any) -> dict[str, Any]:
    return {"energy": energy, "quantity": quantity, "unit": unit, **more}


def test_T06_six_energies_in_both_bases() -> None:
    answer = CALCULATORS["energy"](json.loads(EXAMPLE.read_text("utf-8")))
    assert (answer["tce_calorific"], answer["tce_equivalent"]) == ("3670.45", "5831.65")
    each = {one["energy"]: one["tce_calorific"] for one in answer["items"]}
    assert each == {
        "electricity": "1474.80",
        "natural_gas": "1032.16",
        "raw_coal": "457.15",
        "diesel": "53.18",
        "purchased_heat": "631.22",
        "lpg": "21.94",
    }
    [per] = answer["per_product"]
    assert (per["calorific"], per["unit"]) == ("38.23", "kgce/t")


def test_T06_the_steps_can_be_redone_with_a_pencil() -> None:
    steps = CALCULATORS["energy"](json.loads(EXAMPLE.read_text("utf-8")))["steps"]
    unrounded = [step["result"] for step in steps if step["what"].endswith("（当量值，tce）")]
    assert unrounded == ["1474.8", "1032.155", "457.152", "53.18415", "631.22", "21.94304", "3670.45419"]
    [power] = [step for step in steps if step["what"] == "电力（当量值，tce）"]
    assert (power["numbers"]["quantity_kWh"], power["numbers"]["kgce_per_kWh"]) == ("12000000", "0.1229")
    [row] = power["rows"]
    assert (row["source"], row["clause"], row["confidence"]) == ("GB/T 2589-2020", "附录A 表A.2", "K")


def test_T07_natural_gas_without_a_coefficient_is_a_span_and_a_demand() -> None:
    answer = ask(used("natural_gas", "85", "万m³"))
    assert answer["tce_calorific"] is None
    assert answer["tce_calorific_span"] == ["935.00", "1130.50"]
    assert "请向供应方索取系数" in answer["warnings"][0]


def test_T07_with_the_suppliers_coefficient() -> None:
    gas = used(
        "natural_gas", "85", "万m³", coefficient={"value": "12.143", "unit": "tce/万m³", "source": "供气方"}
    )
    assert ask(gas)["tce_calorific"] == "1032.16"


def test_T07_cubic_metres_entered_as_ten_thousands_are_caught() -> None:
    assert refused(used("natural_gas", "850000", "万m³")) == [("items[0].quantity", "too-large")]
    slip = plausible("natural_gas", Decimal(850000), "万m³")
    assert slip and slip.message.endswith("单位是否应为 m³")


def test_T08_own_compressed_air_adds_nothing_and_bought_air_eighty() -> None:
    air = used("compressed_air", "2000000", "m³")
    assert ask({**air, "own_medium": True})["tce_calorific"] == "0.00"
    assert ask({**air, "bought_in": False})["tce_calorific"] == "0.00"
    assert ask({**air, "bought_in": True})["tce_calorific"] == "80.00"


def test_T08_a_medium_must_say_where_it_comes_from() -> None:
    air = used("compressed_air", "2000000", "m³")
    assert refused(air) == [("items[0].bought_in", "missing")]
    assert refused({**air, "bought_in": True, "own_medium": True}) == [
        ("items[0].own_medium", "own-and-bought")
    ]


def test_T11_ready_mix_production_and_transport_are_two_accounts() -> None:
    product = Product("预拌混凝土", Decimal(300_000), "m³")
    power = Item(energy="electricity", quantity=Decimal(690_000), unit="kWh")
    loaders = Item(energy="diesel", quantity=Decimal(98), unit="t")
    trucks = Item(energy="diesel", quantity=Decimal(560), unit="t")
    production = account([power, loaders], YEAR, [product]).products[0].calorific
    transport = account([trucks], YEAR, [product]).products[0].calorific
    assert (production, transport) == (Decimal("0.758656"), Decimal("2.71992"))


def test_every_fault_of_every_item_is_listed_at_once() -> None:
    wrong = (
        used("uranium", "1", "t"),
        used("diesel", "1", "m³"),
        used("coal_gangue", "5", "t"),
        used("low_pressure_steam", "500", "t"),
        used("diesel", "36.5", "t", coefficient={"value": "1457.1", "unit": "kgce/kg", "source": "化验"}),
        used(
            "electricity", "1200", "万kWh", coefficient={"value": "0.1229", "unit": "kgce/MJ", "source": "?"}
        ),
    )
    assert refused(*wrong) == [
        ("items[0].energy", "unknown-energy"),
        ("items[1].unit", "wrong-unit"),
        ("items[2].coefficient", "unverified-coefficient"),
        ("items[3].coefficient", "no-coefficient"),
        ("items[4].coefficient", "implausible-coefficient"),
        ("items[5].coefficient", "wrong-unit"),
    ]


def test_a_measured_calorific_value_is_not_rounded_before_it_is_used() -> None:
    gas = Item(
        energy="natural_gas",
        quantity=Decimal(85),
        unit="万m³",
        coefficient=Measured(Decimal(35588), "kJ/m³", "气质检测报告"),
    )
    exact = account([gas], YEAR).total.calorific.settled
    assert f"{exact:.6f}" == "1032.148658"  # with k rounded to 1.2143 it would be 1032.155


def test_the_year_in_which_the_edition_changed_is_asked_to_be_split() -> None:
    with pytest.raises(WrongInput) as caught:
        CALCULATORS["energy"]({"period": "2021", "items": [used("diesel", "36.5", "t")]})
    [fault] = caught.value.errors
    assert fault.code == "straddles-editions" and "2021-04-01" in fault.message


def test_without_this_years_coefficient_there_is_no_equivalent_value() -> None:
    answer = ask(used("electricity", "1200", "万kWh"))
    assert (answer["tce_calorific"], answer["tce_equivalent"]) == ("1474.80", None)
    assert "没有给出本年电力等价系数（electricity_equivalent_kgce_per_kwh），不出等价值" in answer["warnings"]


def test_feedstock_and_nonfossil_stay_in_the_total_and_are_shown_apart() -> None:
    answer = ask(
        used("raw_coal", "640", "t", feedstock=True), used("electricity", "100", "万kWh", nonfossil=True)
    )
    assert answer["tce_calorific"] == "580.05"
    assert answer["feedstock"]["tce_calorific"] == "457.15"
    assert answer["nonfossil"]["tce_calorific"] == "122.90"


def test_stock_identity() -> None:
    assert consumption(Decimal(120), Decimal(700), Decimal(30), Decimal(150)) == 640
    with pytest.raises(WrongInput) as caught:
        consumption(Decimal(0), Decimal(100), Decimal(0), Decimal(101))
    assert caught.value.errors[0].code == "negative-consumption"


@pytest.mark.parametrize(
    ("quantity", "source", "target", "same"),
    [
        ("1200", "万kWh", "kWh", "12000000"),
        ("12", "MWh", "万kWh", "1.2"),
        ("640", "吨", "kg", "640000"),
        ("85", "万立方米", "m3", "850000"),
        ("18500", "GJ", "MJ", "18500000"),
        ("1", "kL", "m³", "1"),
    ],
)
def test_units_of_one_dimension_convert_exactly(quantity: str, source: str, target: str, same: str) -> None:
    assert convert(Decimal(quantity), source, target) == Decimal(same)


def test_units_of_two_dimensions_never_convert() -> None:
    for source, target in (("kWh", "MJ"), ("t", "m³"), ("kJ", "kgce")):
        with pytest.raises(MixedDimensions):
            convert(Decimal(1), source, target)


QUANTITIES = st.decimals("0.1", "9000", places=3)
DIMENSIONS = ("electricity", "mass", "volume", "heat", "coal equivalent")


@given(quantity=QUANTITIES, dimension=st.sampled_from(DIMENSIONS), draw=st.data())
def test_conversions_make_the_round_trip(quantity: Decimal, dimension: str, draw: st.DataObject) -> None:
    names = st.sampled_from(of_dimension(dimension))
    source, target = draw.draw(names), draw.draw(names)
    assert convert(convert(quantity, source, target), target, source) == quantity


ITEMS = st.builds(
    Item,
    energy=st.sampled_from(["raw_coal", "diesel", "lpg", "coke"]),
    quantity=QUANTITIES,
    unit=st.just("t"),
) | st.builds(Item, energy=st.just("electricity"), quantity=QUANTITIES, unit=st.just("万kWh"))
EQUIVALENTS = st.decimals("0.2", "0.4", places=4)


@given(items=st.lists(ITEMS, max_size=6), equivalent=EQUIVALENTS, draw=st.data())
def test_the_order_of_the_items_does_not_matter(
    items: list[Item], equivalent: Decimal, draw: st.DataObject
) -> None:
    shuffled = draw.draw(st.permutations(items))
    assert account(items, YEAR, (), equivalent).total == account(shuffled, YEAR, (), equivalent).total


@given(items=st.lists(ITEMS, max_size=6), one=EQUIVALENTS, other=EQUIVALENTS)
def test_the_bases_never_mix(items: list[Item], one: Decimal, other: Decimal) -> None:
    kwh = sum((item.quantity * 10_000 for item in items if item.energy == "electricity"), Decimal(0))
    first, second = (account(items, YEAR, (), given).total for given in (one, other))
    assert first.calorific == second.calorific == account(items, YEAR).total.calorific
    assert first.equivalent.low is not None and first.calorific.low is not None
    assert first.equivalent.low - first.calorific.low == kwh * (one - Decimal("0.1229")) / 1000


@given(item=ITEMS, more=st.decimals("0.001", "100", places=3))
def test_more_of_anything_is_more_energy(item: Item, more: Decimal) -> None:
    greater = Item(energy=item.energy, quantity=item.quantity + more, unit=item.unit)
    less, most = (account([one], YEAR).total.calorific.settled for one in (item, greater))
    assert less is not None and most is not None and less < most
