"""A county's own rows in the law: a later row ends the earlier, and a calculator rests on the row of the period."""

from typing import Any

import msgspec
import pytest

from inspections.calculators import CALCULATORS, WrongInput
from inspections.reference import table
from inspections.reference.editions import KNOWN_BY, known_as, misfits, with_own
from inspections.references import OwnRow, as_entered
from inspections.seed import reference_bodies

SOURCE = "示例标准文本"
BEER_2015 = {
    "standard": "GB 32047-2015",
    "edition": "2015",
    "product_zh": "啤酒",
    "indicator_zh": "单位产品综合能耗",
}
LIMITS = {"unit": "kgce/kL", "level1": "30", "level2": "40", "level3": "65"}
EQUIVALENT = {
    "name_zh": "电力",
    "category": "electricity",
    "unit": "kWh",
    "report_unit": "万kWh",
    "units_per_report_unit": "10000",
    "kgce_per_unit_low": "0.303",
    "kgce_per_unit_high": "0.303",
}
POWER = {"energy": "electricity", "quantity": "1200", "unit": "万kWh"}


def own(name: str, row: str, values: dict[str, str], valid_from: str, **more: str) -> OwnRow:
    return OwnRow(
        book="360121",
        name=name,
        row=row,
        valid_from=valid_from,
        valid_to=more.get("valid_to"),
        fields=msgspec.json.encode(values).decode(),
        source=SOURCE,
        confidence=more.get("confidence", "S"),
    )


def beer(rows: tuple[OwnRow, ...], period: str) -> dict[str, Any]:
    question = {"product": "beer", "value": "38.0", "unit": "kgce/kL", "period": period}
    return CALCULATORS["limit"](question, as_entered(rows))


def test_T10_once_the_old_edition_is_entered_it_judges_its_own_years() -> None:
    entered = own("unit_product_limits", "beer/total", BEER_2015 | LIMITS, "", valid_to="2026-07-31")
    assert beer((), "2025")["status"] == "待核实"
    old, new = beer((entered,), "2025"), beer((entered,), "2026-09")
    assert (old["standard"], old["level"], old["steps"][0]["rows"][0]["source"]) == (
        "GB 32047-2015",
        2,
        SOURCE,
    )
    assert (new["standard"], new["level"]) == ("GB 32047-2025", 3)


def test_a_later_row_ends_the_earlier_the_day_before_and_a_period_over_both_is_split() -> None:
    stricter = own(
        "unit_product_limits", "beer/total", BEER_2015 | {**LIMITS, "standard": "GB 32047-2099"}, "2027-03-01"
    )
    assert beer((stricter,), "2027-02")["standard"] == "GB 32047-2025"
    assert beer((stricter,), "2027-03")["standard"] == "GB 32047-2099"
    assert beer((stricter,), "2027")["split_at"] == ["2027-03-01"]


def test_an_unverified_row_of_the_county_decides_nothing_either() -> None:
    entered = own(
        "unit_product_limits", "beer/total", BEER_2015 | LIMITS, "", valid_to="2026-07-31", confidence="U"
    )
    assert beer((entered,), "2025")["level"] is None


def test_a_years_equivalent_coefficient_holds_in_that_year_alone() -> None:
    row = own(
        "energy_coefficients",
        "gbt2589_2020/electricity/等价",
        EQUIVALENT,
        "2025-01-01",
        valid_to="2025-12-31",
    )
    tables = as_entered((row,))
    in_2025 = CALCULATORS["energy"]({"period": "2025", "items": [POWER]}, tables)
    in_2026 = CALCULATORS["energy"]({"period": "2026", "items": [POWER]}, tables)
    assert (in_2025["tce_calorific"], in_2025["tce_equivalent"]) == ("1474.80", "3636.00")
    assert (in_2026["tce_calorific"], in_2026["tce_equivalent"]) == ("1474.80", None)
    given = {"period": "2025", "items": [POWER], "electricity_equivalent_kgce_per_kwh": "0.3"}
    assert CALCULATORS["energy"](given, tables)["tce_equivalent"] == "3600.00"


def test_a_factor_that_was_published_fills_its_year() -> None:
    question = {"period": "2024", "items": [POWER], "factor_year": 2024}
    with pytest.raises(WrongInput):
        CALCULATORS["energy"](question)
    seed = next(row for row in table("co2_factors") if row["key"] == "central_china_grid_average_2024")
    values = {column: cell for column, cell in seed.items() if cell} | {"value": "0.5000"}
    row = own("co2_factors", "central_china_grid_average_2024", values, "2024-01-01", valid_to="2024-12-31")
    assert CALCULATORS["energy"](question, as_entered((row,)))["co2_t"]["electricity"] == "6000.00"


@pytest.mark.parametrize("name", sorted(KNOWN_BY))
def test_the_seed_itself_fits_and_stays_as_it_is(name: str) -> None:
    assert sorted(map(str, with_own(name, ()))) == sorted(map(str, table(name)))
    apart = {"valid_from", "valid_to", "source", "confidence"}
    for row in table(name):
        values = {column: cell for column, cell in row.items() if cell and column not in apart}
        assert list(misfits(name, known_as(name, row), values)) == []


def test_what_init_writes_fits_too() -> None:
    for body in reference_bodies():
        assert list(misfits(body["name"], body["row"], body["values"])) == []


@pytest.mark.parametrize(
    ("row", "values", "wrong"),
    [
        ("gbt2589_2020/electricity/等价", EQUIVALENT | {"colour": "red"}, {"colour"}),
        ("gbt2589_2020/electricity/等价", EQUIVALENT | {"kgce_per_unit_low": "1e9"}, {"kgce_per_unit_low"}),
        ("gbt2589_2020/electricity/等价", EQUIVALENT | {"unit": "furlong"}, {"unit"}),
        ("gbt2589_2020/electricity/等价", {}, {"name_zh", "category", "unit", "report_unit", "units_per_report_unit"}),
        ("gbt2589_2020/electricity/等价", EQUIVALENT | {"key": "diesel"}, {""}),
        ("electricity", EQUIVALENT, {"", "key", "basis", "table"}),
    ],
)  # fmt: skip
def test_a_row_that_would_make_a_calculator_stumble_is_refused(
    row: str, values: dict[str, str], wrong: set[str]
) -> None:
    assert {column for column, _ in misfits("energy_coefficients", row, values)} == wrong
