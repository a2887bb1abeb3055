"""The seed facts keep their rules: keys, dates, numbers, confidence, and what tables say of each other."""

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from importlib.resources import files
from itertools import pairwise

import pytest
import shapely

from inspections.reference import in_force, parameter, table

FOLDER = files("inspections.reference")
KEYS = {
    "air_limits": ("key", "valid_from"),
    "audit_steps": ("from", "step"),
    "calendar_cn": ("date",),
    "co2_factors": ("key",),
    "code_lists": ("group", "key"),
    "deadlines": ("key",),
    "dust_ready_mix": ("key",),
    "energy_coefficients": ("table", "key", "basis", "valid_from"),
    "entry_ranges": ("key",),
    "glossary": ("zh",),
    "inspection_batches": ("key",),
    "ledger_words": ("group", "word"),
    "listing_fields": ("list", "key"),
    "metering_rates": ("standard", "energy"),
    "parameters": ("key",),
    "provisional_days": ("date", "holiday_zh"),
    "rectification_needs": ("key",),
    "rectification_states": ("key",),
    "rectification_steps": ("from", "step", "levels"),
    "reporting_classes": ("key",),
    "statutory_days": ("key", "valid_from"),
    "steel_patrol": ("key",),
    "unit_product_limits": ("standard", "product", "indicator"),
    "units": ("key",),
    "working_media": ("key", "valid_from"),
}
#: what names the thing whose periods must not overlap
PERIODS = {
    "air_limits": ("key",),
    "co2_factors": ("kind", "family", "subject"),
    "energy_coefficients": ("table", "key", "basis"),
    "metering_rates": ("energy",),
    "statutory_days": ("key",),
    "unit_product_limits": ("product", "indicator"),
    "working_media": ("key",),
}
DATES = {"valid_from", "valid_to", "date", "on_site_from", "on_site_to", "feedback_on", "plan_due_on"}
NUMBERS = re.compile(r"value|count|count_max|level[123]|\w+_percent|ncv_\w+|kgce_\w+|mj_\w+|min_\w+|max_\w+")
KJ_PER_KGCE = Decimal("29307.6")


def cells(name: str) -> Iterator[tuple[int, str, str]]:
    for number, row in enumerate(table(name), start=2):
        for column, value in row.items():
            yield number, column, value


def test_every_file_is_known_and_described() -> None:
    names = {file.name.removesuffix(".csv") for file in FOLDER.iterdir() if file.name.endswith(".csv")}
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert names == set(KEYS)
    assert [name for name in names if f"`{name}.csv`" not in readme] == []


@pytest.mark.parametrize("name", KEYS)
class TestEveryTable:
    def test_is_plain_utf8_with_equally_long_rows(self, name: str) -> None:
        raw = (FOLDER / f"{name}.csv").read_bytes()
        head, *rows = csv.reader(raw.decode("utf-8").splitlines())
        assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw
        assert rows and {len(row) for row in rows} == {len(head)}
        assert [column for column in head if not re.fullmatch(r"[a-z][a-z0-9_]*", column)] == []

    def test_has_unique_keys(self, name: str) -> None:
        counts = Counter(tuple(row[column] for column in KEYS[name]) for row in table(name))
        assert [key for key, count in counts.items() if count > 1 or not key[0]] == []

    def test_has_dates_and_numbers_that_can_be_read(self, name: str) -> None:
        for number, column, value in cells(name):
            assert value == value.strip(), (number, column)
            if column in DATES and value:
                assert date.fromisoformat(value), (number, column)
            if NUMBERS.fullmatch(column) and value:
                assert Decimal(value).is_finite(), (number, column)

    def test_marks_its_confidence_and_names_its_source(self, name: str) -> None:
        for number, row in enumerate(table(name), start=2):
            assert row.get("confidence", "S") in set("SKUC"), number
            if row.get("confidence") in ("S", "K"):
                assert row.get("source") or row.get("law"), number


@pytest.mark.parametrize("name", PERIODS)
def test_periods_of_one_thing_do_not_overlap(name: str) -> None:
    spans = defaultdict(list)
    for row in table(name):
        key = tuple(row[column] for column in PERIODS[name])
        spans[key].append((row["valid_from"] or "0001-01-01", row["valid_to"] or "9999-12-31"))
    for key, periods in spans.items():
        assert all(start <= end for start, end in periods), key
        assert all(end < start for (_, end), (start, _) in pairwise(sorted(periods))), key


def test_a_limit_without_a_value_is_unverified_and_levels_rise() -> None:
    for row in table("unit_product_limits"):
        levels = [Decimal(row[level]) for level in ("level1", "level2", "level3") if row[level]]
        assert levels == sorted(levels), row
        assert levels or row["confidence"] == "U", row


def test_coal_equivalents_are_heat_values_divided_by_standard_coal() -> None:
    checked = 0
    for row in table("energy_coefficients"):
        for side in ("low", "high"):
            heat_kj, kgce = row[f"ncv_kj_per_unit_{side}"], row[f"kgce_per_unit_{side}"]
            if heat_kj and kgce and row["table"] != "gbt2589_2008":
                checked += 1
                assert abs(Decimal(heat_kj) / KJ_PER_KGCE - Decimal(kgce)) <= Decimal("0.0001"), row["key"]
    assert checked >= 60  # the table prints four decimals


def test_inventory_factors_are_the_product_of_their_components() -> None:
    with_components = [row for row in table("co2_factors") if row["carbon_tc_per_gj"]]
    assert with_components
    for row in with_components:
        parts = ("ncv_gj_per_unit", "carbon_tc_per_gj", "oxidation")
        exact = Decimal(row[parts[0]]) * Decimal(row[parts[1]]) * Decimal(row[parts[2]]) * 44 / 12
        assert exact.quantize(Decimal(row["value"]), ROUND_HALF_EVEN) == Decimal(row["value"]), row["key"]


def test_T06_audit_gives_3670_45_tce_from_the_rows() -> None:
    rows = {
        row["key"]: row
        for row in table("energy_coefficients")
        if row["table"] == "gbt2589_2020" and row["basis"] == "当量" and in_force(row, date(2025, 12, 31))
    }
    kgce = {key: Decimal(row["kgce_per_unit_low"] or 0) for key, row in rows.items()}
    kgce["natural_gas"] = Decimal("1.2143")  # the supplier's: the table only gives a range
    amounts = {
        "electricity": "1200",
        "natural_gas": "85",
        "raw_coal": "640",
        "diesel": "36.5",
        "purchased_heat": "18500",
        "lpg": "12.8",
    }
    total_tce = sum(
        Decimal(amount) * Decimal(rows[key]["units_per_report_unit"]) * kgce[key] / 1000
        for key, amount in amounts.items()
    )
    assert total_tce == Decimal("3670.45419")


def test_T25_central_china_factor_2023_is_not_east_china() -> None:
    factors = {row["key"]: row for row in table("co2_factors")}
    central = Decimal(factors["central_china_grid_average_2023"]["value"])
    assert Decimal(12_000_000) * central / 1000 == Decimal("6325.2")


@pytest.mark.parametrize(
    ("year", "off", "makeup"),
    [(2018, 25, 7), (2019, 22, 6), (2020, 30, 6), (2023, 26, 7), (2024, 28, 8), (2025, 28, 5), (2026, 33, 6)],
)
def test_calendar_has_the_days_of_the_notice(year: int, off: int, makeup: int) -> None:
    kinds = Counter(row["kind"] for row in table("calendar_cn") if row["date"].startswith(str(year)))
    assert kinds == {"off": off, "work": makeup}


def test_makeup_days_are_weekend_days() -> None:
    makeup = [date.fromisoformat(row["date"]) for row in table("calendar_cn") if row["kind"] == "work"]
    assert makeup and {day.weekday() for day in makeup} == {5, 6}


def test_fixed_statutory_days_are_off_in_every_year_of_the_calendar() -> None:
    off = {row["date"] for row in table("calendar_cn") if row["kind"] == "off"}
    fixed = [row for row in table("statutory_days") if row["calendar"] == "gregorian"]
    for year in range(2016, 2027):
        for row in fixed:
            day = date(year, int(row["month"]), int(row["day"]))
            assert not in_force(row, day) or str(day) in off, (day, row["name_zh"])


def test_the_calendar_says_nothing_of_2027_but_provisional_days_do() -> None:
    assert not any(row["date"] >= "2027" for row in table("calendar_cn"))
    assert {row["date"][:4] for row in table("provisional_days")} == {"2027", "2028", "2029", "2030"}


@pytest.mark.parametrize("month_end", ["2021-09-30", "2023-12-31", "2024-01-31", "2026-11-30"])
def test_T26_twenty_one_supervision_units_before_and_after_the_renaming(month_end: str) -> None:
    day = date.fromisoformat(month_end)
    assert sum(row["supervised"] == "yes" and in_force(row, day) for row in table("units")) == 21


def test_T26_successors_and_predecessors_point_at_each_other_without_a_gap() -> None:
    units = {row["key"]: row for row in table("units")}
    renamed = [row for row in units.values() if row["successor"]]
    assert {row["key"]: row["successor"] for row in renamed} == {
        "liantang_town": "liantang_subdistrict",
        "dongxin_township": "dongxin_subdistrict",
        "yinsanjiao_committee": "yinsanjiao_subdistrict",
    }
    for row in renamed:
        heir = units[row["successor"]]
        assert heir["predecessor"] == row["key"]
        assert date.fromisoformat(heir["valid_from"]) - date.fromisoformat(row["valid_to"]) == timedelta(1)


@pytest.mark.parametrize("system", ["nbs_code", "mca_code"])
def test_unit_codes_are_unique_within_their_system_only(system: str) -> None:
    codes = [row[system] for row in table("units") if row[system]]
    assert len(codes) == len(set(codes))


def test_the_same_digits_mean_different_towns_in_the_two_systems() -> None:
    nbs = {row["nbs_code"]: row["name_zh"] for row in table("units")}
    mca = {row["mca_code"]: row["name_zh"] for row in table("units")}
    assert (nbs["360121103"], mca["360121103"]) == ("塘南镇", "广福镇")


def reached(level: str, without: str | None = None) -> set[str]:
    ways = [
        (row["from"], row["to"]) for row in table("rectification_steps") if level in row["levels"].split(";")
    ]
    found = {"assigned"}
    for _ in ways:
        found |= {to for start, to in ways if start in found and without not in (start, to)}
    return found


@pytest.mark.parametrize(
    ("level", "stop"),
    [
        ("county", "submitted"),
        ("county", "checked"),
        ("county", "on_notice"),
        ("city", "checked"),
        ("central", "county_verified"),
        ("central", "reported"),
        ("central", "superior_agreed"),
        ("provincial", "superior_agreed"),
    ],
)
def test_T20_no_finding_is_closed_past_a_stop(level: str, stop: str) -> None:
    assert "closed" in reached(level)
    assert "closed" not in reached(level, without=stop)


def test_steps_name_known_states_and_needs() -> None:
    states = {row["key"] for row in table("rectification_states")}
    needs = {row["key"] for row in table("rectification_needs")}
    steps = table("rectification_steps")
    assert {row["from"] for row in steps} | {row["to"] for row in steps} <= states
    assert {need for row in steps for need in row["needs"].split(";")} == needs


@pytest.mark.parametrize("name", ["steel_patrol", "dust_ready_mix"])
def test_checklist_conditions_name_earlier_questions_and_known_parameters(name: str) -> None:
    order = [row["key"] for row in table(name)]
    known = {row["key"] for row in (*table("parameters"), *table("air_limits"))}
    condition = re.compile(r"([a-z0-9_]+) (?:=|!=|>=|<=|>|<|in|has) (@?[A-Za-z0-9_|.]+)")
    for row in table(name):
        for column in ("shown_if", "fails_if"):
            for part in re.split(r" and | or ", row[column]) if row[column] else ():
                match = condition.fullmatch(part)
                assert match, part
                assert match[1] in order[: order.index(row["key"]) + (column == "fails_if")], part
                assert not match[2].startswith("@") or match[2][1:] in known, part


def test_batch_letters_add_up_to_T21() -> None:
    batch = next(row for row in table("inspection_batches") if row["letters_total"])
    assert (batch["letters_total"], batch["letters_done"], batch["letters_staged"]) == (
        "3184",
        "2100",
        "1084",
    )


def test_glossary_explains_in_at_most_forty_characters() -> None:
    rows = table("glossary")
    assert len(rows) >= 120
    assert [row["zh"] for row in rows if not 0 < len(row["explanation_zh"]) <= 40 or not row["en"]] == []


def test_parameter_reads_the_row_in_force() -> None:
    found = parameter("standard_coal_kj", date(2026, 11, 22))
    assert (found.value, found.unit, found.nature) == (Decimal("29307.6"), "kJ/kgce", "standard")
    assert found.usable


@pytest.mark.parametrize(("key", "value"), [("balance_tolerance", Decimal(2)), ("fine_obstruct", None)])
def test_an_unverified_parameter_is_shown_but_not_usable(key: str, value: Decimal | None) -> None:
    found = parameter(key, date(2026, 11, 22))
    assert (found.value, found.confidence, found.usable) == (value, "U", False)


@pytest.mark.parametrize(
    ("key", "message"),
    [("standard_coal_kj", "has no row for 2021-03-31"), ("no_such_key", "no parameter 'no_such_key'")],
)
def test_a_parameter_without_a_row_on_that_day_is_refused(key: str, message: str) -> None:
    with pytest.raises(LookupError, match=message):
        parameter(key, date(2021, 3, 31))


def test_a_table_that_does_not_exist_is_refused() -> None:
    with pytest.raises(LookupError, match="no reference table 'coefficients'"):
        table("coefficients")


def test_township_points_lie_in_the_county_outline() -> None:
    text = (FOLDER / "geo/nanchangxian_360121.tianditu_cgcs2000.geojson").read_text(encoding="utf-8")
    (feature,) = json.loads(text)["features"]
    county = shapely.geometry.shape(feature["geometry"])
    points = table("geo/nanchangxian_township_points_geonames")
    inside = [row for row in points if county.covers(shapely.Point(float(row["lon"]), float(row["lat"])))]
    assert county.is_valid and county.covers(shapely.Point(115.9440, 28.5460))
    assert (len(points), len(inside)) == (14, 14)
