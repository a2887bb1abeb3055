"""Change of energy intensity: signed, in percentage points, from totals, never of two periods."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.calculators import CALCULATORS, WrongInput
from inspections.calculators.intensity import Group, change_from_growth, change_from_totals, on_track


def ask(**question: Any) -> dict[str, Any]:
    return CALCULATORS["intensity"](question)


def refused(**question: Any) -> list[tuple[str, str]]:
    with pytest.raises(WrongInput) as caught:
        ask(**question)
    return [(fault.path, fault.code) for fault in caught.value.errors]


def test_T01_a_fall_beyond_the_goal_is_met_and_counted_in_percentage_points() -> None:
    answer = ask(change_percent="-12.32", target_percent="-2")
    assert (answer["over_achievement_pp"], answer["met"], answer["target_percent"]) == ("10.32", True, "-2")
    assert answer["text"] == "下降12.32%（升降率 -12.32%）；目标下降2%，完成，超额 10.32 个百分点"


def test_T02_growth_rates_are_divided_not_subtracted() -> None:
    assert ask(energy_growth_percent="3.5", value_added_growth_percent="13.7")["change_percent"] == "-8.97"


def test_T03_figures_of_two_periods_never_combine() -> None:
    question = {
        "change_percent": "-12.32",
        "value_added_growth_percent": "13.7",
        "energy_period": "2021-01..09",
        "value_added_period": "2021-01..10",
    }
    assert refused(**question) == [("value_added_period", "period-mismatch")]
    same = ask(**{**question, "value_added_period": "2021-01-01..2021-09-30"})
    assert same["energy_growth_percent"] == "-0.31"


def test_T04_areas_are_added_up_from_totals() -> None:
    groups = [
        {"energy_tce": [1000, 900], "value_added": [5000, 5500]},
        {"energy_tce": [4000, 4200], "value_added": [6000, 9000]},
    ]
    answer = ask(groups=groups)
    assert answer["change_percent"] == "-22.62"
    assert answer["steps"][0]["numbers"] == {
        "energy_before": "5000",
        "energy_now": "5100",
        "value_added_before": "11000",
        "value_added_now": "14500",
    }


def test_T05_energy_fell_less_than_output_so_intensity_rose() -> None:
    answer = ask(energy_growth_percent="-5", value_added_growth_percent="-8", target_percent="-2")
    assert (answer["change_percent"], answer["met"], answer["over_achievement_pp"]) == (
        "3.26",
        False,
        "-5.26",
    )
    assert answer["text"] == "上升3.26%（升降率 3.26%）；目标下降2%，未完成，差 5.26 个百分点"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({}, [("change_percent", "missing")]),
        ({"energy_growth_percent": "3.5"}, [("change_percent", "missing")]),
        ({"change_percent": "-100"}, [("change_percent", "out-of-range")]),
        ({"change_percent": "-1", "energy_period": "2025"}, [("value_added_period", "missing")]),
        ({"change_percent": "-1", "groups": [{"energy_tce": [1, 1], "value_added": [1, 1]}]}, [("", "given-twice")]),
        ({"groups": [{"energy_tce": [0, 1], "value_added": [1, 1]}]}, [("groups", "nothing-to-divide")]),
        ({"groups": [{"energy_tce": [1, "NaN"], "value_added": [1]}]}, [
            ("groups[0].energy_tce", "out-of-range"),
            ("groups[0].value_added", "wrong-value"),
        ]),
    ],
)  # fmt: skip
def test_what_does_not_make_a_change_is_refused(
    question: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert refused(**question) == expected


def test_no_change_is_said_to_be_level() -> None:
    assert ask(energy_growth_percent="1", value_added_growth_percent="1")["text"] == "持平（升降率 0.00%）"


@pytest.mark.parametrize(("passed", "reached"), [(0, "0.00"), (1, "-2.97"), (3, "-8.65"), (5, "-14.00")])
def test_a_five_year_goal_of_14_percent_in_even_steps(passed: int, reached: str) -> None:
    assert f"{on_track(Decimal(-14), 5, passed):.2f}" == reached


RATES = st.decimals("-50", "50", places=2)
TOTALS = st.decimals("1", "9000", places=2)
GROUPS = st.builds(Group, st.tuples(TOTALS, TOTALS), st.tuples(TOTALS, TOTALS))


@given(groups=st.lists(GROUPS, min_size=1, max_size=5), draw=st.data())
def test_the_order_of_groups_does_not_matter(groups: list[Group], draw: st.DataObject) -> None:
    shuffled = draw.draw(st.permutations(groups))
    assert change_from_totals(groups).percent == change_from_totals(shuffled).percent


@given(energy=RATES, value=RATES, more=st.decimals("0.01", "50", places=2))
def test_more_energy_raises_the_change_and_more_value_lowers_it(
    energy: Decimal, value: Decimal, more: Decimal
) -> None:
    change = change_from_growth(energy, value).percent
    assert change_from_growth(energy + more, value).percent > change
    assert change_from_growth(energy, value + more).percent < change
