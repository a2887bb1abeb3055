"""The JSON face: the contract's names, exact answers, every fault at once."""

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.calculators import CALCULATORS, Fault, WrongInput

EXAMPLES = files("inspections.calculators") / "examples"


def ask(name: str, **question: Any) -> dict[str, Any]:
    return CALCULATORS[name](question)


def faults(name: str, question: Any) -> list[tuple[str, str]]:
    with pytest.raises(WrongInput) as caught:
        CALCULATORS[name](question)
    return [(fault.path, fault.code) for fault in caught.value.errors]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "closure-rate",
            {"closed": 2, "staged": 1, "total": 4, "rate_percent": "50.00", "on_time_percent": "33.33"},
        ),
        ("deadline", {"due": "2026-02-26", "provisional": False}),
        ("coordinates", {"lat": "28.5426028085", "lon": "115.9488547831", "shift_m": "606.2"}),
        ("credit-code", {"valid": False, "normalised": "91360121MA35000516"}),
        ("balance", {"utilisation_percent": "75.98", "unaccounted_percent": "0.35"}),
        ("energy", {"tce_calorific": "3670.45", "tce_equivalent": "5831.65"}),
        ("intensity", {"over_achievement_pp": "10.32", "met": True}),
        ("limit", {"level": 3, "status": "judged"}),
        ("coverage", {"in_force": 3, "covered": 2, "missing": ["youlan_town"], "rate_percent": "66.67"}),
    ],
)
def test_each_example_is_answered(name: str, expected: dict[str, Any]) -> None:
    answer = CALCULATORS[name](json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8")))
    assert {key: answer[key] for key in expected} == expected
    assert json.loads(json.dumps(answer)) == answer
    assert answer["steps"] and "warnings" in answer


def test_every_calculator_has_an_example() -> None:
    assert {file.name for file in EXAMPLES.iterdir()} == {f"{name}.json" for name in CALCULATORS}


def test_T17_the_steps_name_the_rows_of_the_calendar_with_source_and_confidence() -> None:
    answer = ask("deadline", **{"from": "2026-02-12", "count": 5, "kind": "working"})
    rows = answer["steps"][0]["rows"]
    assert [row["date"][5:] for row in rows] == ["02-14", *(f"02-{day}" for day in range(15, 24))]
    assert rows[0]["kind"] == "work" and rows[0]["confidence"] == "S" and rows[0]["source"]


def test_T19_the_steps_name_the_provisional_day() -> None:
    answer = ask("deadline", **{"from": "2026-12-28", "count": 5, "kind": "working"})
    assert (answer["due"], answer["provisional"]) == ("2027-01-05", True)
    assert [(row["table"], row["date"]) for row in answer["steps"][0]["rows"]] == [
        ("provisional_days", "2027-01-01")
    ]


def test_seven_working_days_before_a_planned_check() -> None:
    answer = ask("deadline", **{"from": "2026-10-14", "count": 7, "kind": "working", "direction": "before"})
    assert answer["due"] == "2026-09-29"


def test_T24_text_survives_the_way_there_and_back() -> None:
    there = ask("coordinates", lat=28.5460, lon=115.9440, **{"from": "WGS84", "to": "BD09"})
    back = ask("coordinates", lat=there["lat"], lon=there["lon"], **{"from": "BD09", "to": "WGS84"})
    assert (there["shift_m"], back["lat"], back["lon"]) == ("1146.6", "28.546", "115.944")


@pytest.mark.parametrize(
    ("lat", "source", "target", "warning"),
    [
        ("28.5", "CGCS2000", "WGS84", "CGCS2000 与 WGS84 视为相同，两者相差小于1米"),
        ("-28.5", "WGS84", "GCJ02", "该点不在中国大陆范围框内，GCJ-02 和 BD-09 在此不偏移"),
    ],
)
def test_what_a_conversion_takes_for_granted_is_said(
    lat: str, source: str, target: str, warning: str
) -> None:
    answer = ask("coordinates", lat=lat, lon="115.9", **{"from": source, "to": target})
    assert (answer["warnings"], answer["shift_m"]) == ([warning], "0")


def test_T23_a_valid_code_has_no_reason() -> None:
    answer = ask("credit-code", code="91360121 ma350001 56")
    assert (answer["valid"], answer["normalised"], answer["reason"]) == (True, "91360121MA35000156", "")


def test_T15_a_record_that_belongs_to_another_month_is_named() -> None:
    question = {
        "month": "2026-07",
        "units": [{"code": "a", "valid_from": "2020-01-01"}, {"code": "b", "valid_from": "2020-01-01"}],
        "records": [
            {"unit": "a", "kind": "visit", "at": "2026-07-31T16:30:00Z"},
            {"unit": "b", "kind": "excuse", "at": "2026-07-31T15:30:00Z"},
            {"unit": "c", "kind": "visit", "at": "2026-07-01T00:00:00+08:00"},
        ],
    }
    answer = ask("coverage", **question)
    assert (answer["covered"], answer["excused"], answer["missing"]) == (0, 1, ["a"])
    assert answer["warnings"] == [
        "records[0]（a）按北京时间属于2026-08，未计入",
        "records[2]（c）的单位当月最后一天不在册，也没有承接单位，未计入",
    ]


def test_every_fault_of_a_coverage_question_is_listed_at_once() -> None:
    question = {
        "month": "2026-13",
        "units": [{"valid_from": "gestern"}, 7, {"code": "a", "name": "甲"}],
        "records": [{"unit": "a", "kind": "patrol", "at": "2026-07-01T00:00:00"}],
        "note": "",
    }
    assert faults("coverage", question) == [
        ("note", "unknown-field"),
        ("month", "wrong-value"),
        ("units[0].code", "missing"),
        ("units[0].valid_from", "wrong-value"),
        ("units[1]", "wrong-value"),
        ("units[2].name", "unknown-field"),
        ("records[0].kind", "wrong-value"),
        ("records[0].at", "wrong-value"),
    ]


def test_a_unit_that_ends_before_it_begins_is_refused() -> None:
    units = [{"code": "a", "valid_from": "2024-01-01", "valid_to": "2023-12-31"}]
    question = {"month": "2026-07", "units": units, "records": []}
    assert faults("coverage", question) == [("units[0].valid_to", "ends-before-start")]


@pytest.mark.parametrize(
    ("name", "question", "expected"),
    [
        ("deadline", {}, [("from", "missing"), ("count", "missing"), ("kind", "missing")]),
        (
            "deadline",
            {"from": "2026-02-30", "count": 0, "kind": "week"},
            [("from", "wrong-value"), ("count", "wrong-value"), ("kind", "wrong-value")],
        ),
        ("deadline", {"from": "9999-12-31", "count": 1, "kind": "natural"}, [("", "out-of-range")]),
        ("deadline", {"from": "9999-12-31", "count": 1, "kind": "working"}, [("", "out-of-range")]),
        ("deadline", {"from": "9999-12-31", "count": 1, "kind": "month"}, [("", "out-of-range")]),
        (
            "coordinates",
            {"lat": "91", "lon": "NaN", "from": "EPSG:4490", "to": None},
            [
                ("lat", "out-of-range"),
                ("lon", "out-of-range"),
                ("from", "wrong-value"),
                ("to", "wrong-value"),
            ],
        ),
        ("credit-code", {"code": 913601}, [("code", "wrong-value")]),
        ("credit-code", ["91360121MA35000156"], [("", "wrong-value")]),
        ("coverage", {"month": "2026-07", "units": {}, "records": []}, [("units", "wrong-value")]),
    ],
)
def test_wrong_input_names_the_place(name: str, question: Any, expected: list[tuple[str, str]]) -> None:
    assert faults(name, question) == expected


def test_a_fault_says_in_chinese_what_is_expected() -> None:
    with pytest.raises(WrongInput) as caught:
        ask("deadline", **{"from": "12.2.2026", "kind": "working"})
    assert caught.value.errors == (
        Fault("from", "wrong-value", "应为事由发生之日，如 2026-02-12"),
        Fault("count", "missing", "缺少这一项：1至10000的整数，如 5"),
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["from", "to", "count", "kind", "lat", "lon", "code", "month", "units", "records", "period", "items"]
)


@given(name=st.sampled_from(sorted(CALCULATORS)), question=st.dictionaries(FIELDS, JSON, max_size=6))
def test_any_json_is_answered_or_refused_never_a_crash(name: str, question: dict[str, Any]) -> None:
    try:
        answer = CALCULATORS[name](question)
    except WrongInput as refusal:
        assert refusal.errors
    else:
        assert answer["steps"]
