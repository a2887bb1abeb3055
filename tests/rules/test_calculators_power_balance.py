"""Electricity balance: what is useful, what is lost where, exact to the digit."""

import json
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.calculators import CALCULATORS, WrongInput
from inspections.calculators.power_balance import Equipment, balance

EXAMPLE = json.loads((files("inspections.calculators") / "examples" / "balance.json").read_text("utf-8"))


def ask(**changed: Any) -> dict[str, Any]:
    return CALCULATORS["balance"]({**EXAMPLE, **changed})


def refused(**changed: Any) -> list[tuple[str, str]]:
    with pytest.raises(WrongInput) as caught:
        ask(**changed)
    return [(fault.path, fault.code) for fault in caught.value.errors]


def test_T13_the_balance_to_the_digit() -> None:
    answer = ask()
    expected = {
        "effective_kwh": "364700.00",
        "transformer_loss_kwh": "4722.14",
        "line_loss_kwh": "6584.09",
        "unaccounted_kwh": "1693.77",
        "unaccounted_percent": "0.35",
        "utilisation_percent": "75.98",
        "network_loss_percent": "2.36",
        "economic_load_rate": "0.334",
        "total_loss_kwh": "115300.00",
    }
    assert {name: answer[name] for name in expected} == expected
    assert answer["transformers"][0]["load_rate"] == "0.72464"


def test_T13_the_steps_can_be_redone_with_a_pencil() -> None:
    steps = {step["what"]: step for step in ask()["steps"]}
    assert steps["线路损耗（kWh）"]["result"] == "6584.09472"
    assert steps["变压器损耗（kWh）"]["numbers"]["average_kw"] == "666.666666666667"
    assert steps["有效电量（kWh）"]["numbers"]["terms"] == "345000 × 0.82 + 100000 × 0.62 + 22000 × 0.90"


def test_a_given_average_power_is_used_as_given() -> None:
    [transformer] = EXAMPLE["transformers"]
    assert ask(transformers=[{**transformer, "average_kw": "666.67"}])["transformer_loss_kwh"] == "4722.18"


def test_several_transformers_need_their_own_power_and_have_their_own_rate() -> None:
    [transformer] = EXAMPLE["transformers"]
    assert refused(transformers=[transformer, transformer]) == [
        ("transformers[0].average_kw", "missing"),
        ("transformers[1].average_kw", "missing"),
    ]
    both = [{**transformer, "average_kw": "300"}, {**transformer, "average_kw": "300", "p0_kw": "2.3"}]
    answer = ask(transformers=both)
    assert answer["economic_load_rate"] is None
    assert [one["economic_load_rate"] for one in answer["transformers"]] == ["0.334", "0.473"]


def test_parts_greater_than_the_supply_are_refused() -> None:
    assert refused(supplied_kwh="400000") == [("supplied_kwh", "more-than-supplied")]


def test_an_efficiency_in_percent_is_a_slip() -> None:
    [motors, *others] = EXAMPLE["equipment"]
    assert refused(equipment=[{**motors, "efficiency": "82"}, *others]) == [
        ("equipment[0].efficiency", "out-of-range")
    ]


@given(
    inputs=st.lists(st.tuples(st.decimals(0, 900, places=2), st.decimals(0, 1, places=3)), max_size=5),
    draw=st.data(),
)
def test_useful_lost_and_unaccounted_are_the_whole_in_any_order(
    inputs: list[tuple[Decimal, Decimal]], draw: st.DataObject
) -> None:
    equipment = [Equipment("设备", kwh, efficiency) for kwh, efficiency in inputs]
    found = balance(Decimal(5000), Decimal(720), (), (), equipment)
    again = balance(Decimal(5000), Decimal(720), (), (), draw.draw(st.permutations(equipment)))
    assert found.effective_kwh + found.total_loss_kwh == found.supplied_kwh
    assert found.equipment_kwh + found.unaccounted_kwh == found.supplied_kwh
    assert (found.effective_kwh, found.unaccounted_kwh) == (again.effective_kwh, again.unaccounted_kwh)
