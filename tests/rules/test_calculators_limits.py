"""Unit-product limits, classes, metering: the edition in force judges; what is not verified does not."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.calculators import CALCULATORS, WrongInput
from inspections.calculators.limits import judge
from inspections.calculators.metering import fitting
from inspections.calculators.periods import read_period

ORDER = {1: 1, 2: 2, 3: 3, "over": 4}


def ask(product: str, value: str, unit: str, period: str, **more: Any) -> dict[str, Any]:
    return CALCULATORS["limit"]({"product": product, "value": value, "unit": unit, "period": period, **more})


def refused(*question: str, **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(WrongInput) as caught:
        ask(*question, **more)
    return [(fault.path, fault.code) for fault in caught.value.errors]


def test_T10_the_edition_in_force_judges_and_one_without_values_does_not() -> None:
    old = ask("beer", "38.0", "kgce/kL", "2025")
    assert (old["standard"], old["level"], old["status"]) == ("GB 32047-2015", None, "待核实")
    new = ask("beer", "38.0", "kgce/kL", "2026-09")
    assert (new["standard"], new["valid_from"], new["level"]) == ("GB 32047-2025", "2026-08-01", 3)
    assert (new["levels"], new["status"]) == ({"1": "26", "2": "35", "3": "60"}, "judged")


def test_T10_a_period_over_two_editions_is_asked_to_be_split() -> None:
    answer = ask("beer", "38.0", "kgce/kL", "2026")
    assert (answer["level"], answer["split_at"]) == (None, ["2026-08-01"])
    assert answer["warnings"] == ["2026 跨了两版标准，不判定：请从 2026-08-01 起分段，各段按当时的标准判"]
    assert [row["standard"] for row in answer["steps"][0]["rows"]] == ["GB 32047-2015", "GB 32047-2025"]


def test_T11_the_two_indicators_of_ready_mix_are_judged_apart() -> None:
    year = ("kgce/m³", "2025")
    assert ask("ready_mix_concrete", "0.758656", *year, indicator="production")["level"] == 3
    assert ask("ready_mix_concrete", "2.71992", *year, indicator="transport")["level"] == 3
    assert refused("ready_mix_concrete", "3.478576", *year) == [("indicator", "missing")]


def test_T12_a_negative_consumption_is_valid() -> None:
    answer = ask("converter", "-28.5", "kgce/t", "2026-10")
    assert (answer["level"], answer["levels"]) == (2, {"1": "-30", "2": "-28", "3": "-12"})


def test_the_unrounded_value_is_judged() -> None:
    assert ask("ready_mix_concrete", "0.7000001", "kgce/m³", "2025", indicator="production")["level"] == 3
    assert ask("ready_mix_concrete", "0.7", "kgce/m³", "2025", indicator="production")["level"] == 2


def test_a_standard_without_a_second_level_has_none() -> None:
    answer = ask("electric_arc_lt50", "61.1", "kgce/t", "2026-10")
    assert (answer["level"], answer["levels"]["2"]) == (3, None)
    assert ask("electric_arc_lt50", "86.1", "kgce/t", "2026-10")["level"] == "over"


def test_another_unit_of_the_same_quantity_is_converted_and_others_refused() -> None:
    assert ask("beer", "0.038", "tce/m³", "2026-09")["level"] == 3
    assert refused("beer", "38", "kgce/t", "2026-09") == [("unit", "wrong-unit")]
    assert refused("beer", "38", "kgce", "2026-09") == [("unit", "wrong-unit")]


def test_a_correction_of_the_standard_is_said_and_not_made() -> None:
    [warning] = ask("cement", "90", "kgce/t", "2025")["warnings"]
    assert warning.startswith("标准另有修正，本次未修正：熟料比例")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (("mooncakes", "1", "kgce/t", "2025"), [("product", "unknown-product")]),
        (("beer", "38", "kgce/kL", "2026-13"), [("period", "wrong-value")]),
        (("beer", "38", "kgce/kL", "2026-09..08"), [("period", "wrong-value")]),
        (("beer", "1e999999", "kgce/kL", "2026-09"), [("value", "out-of-range")]),
    ],
)
def test_what_cannot_be_asked_is_refused(question: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert refused(*question) == expected


@given(value=st.decimals("-50", "100", places=2), more=st.decimals("0.01", "50", places=2))
def test_more_consumption_is_never_a_better_level(value: Decimal, more: Decimal) -> None:
    month = read_period("2026-10")
    less, greater = (judge("converter", None, one, "kgce/t", month).level for one in (value, value + more))
    assert less is not None and greater is not None and ORDER[less] <= ORDER[greater]


def test_meters_are_judged_by_the_edition_of_the_period() -> None:
    found = fitting("electricity", "equipment", 19, 20, read_period("2025"))
    assert (found.rate_percent, found.required_percent, found.met) == (95, "95", True)
    new = fitting("electricity", "equipment", 20, 20, read_period("2026-03"))
    assert (new.rate_percent, new.required_percent, new.met) == (100, None, None)
    assert new.steps[0].rows[0]["status"] == "待核实"


def test_a_fitting_rate_of_impossible_numbers_is_refused() -> None:
    with pytest.raises(WrongInput) as caught:
        fitting("sunlight", "site", 3, 0, read_period("2025"))
    assert [fault.path for fault in caught.value.errors] == ["energy", "required", "fitted"]
