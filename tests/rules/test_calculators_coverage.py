"""Coverage of a month: who counts, for whom, and the rate."""

from datetime import UTC, date, datetime

import pytest

from inspections.calculators.coverage import (
    Coverage,
    Record,
    Unit,
    add_up,
    coverage,
    standing_for,
)
from inspections.months import BEIJING, last_day, month_of
from inspections.reference import table

COUNTY = tuple(
    Unit(
        code=row["key"],
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        successor=row["successor"] or None,
    )
    for row in table("units")
    if row["supervised"] == "yes"
)
OLD = Unit("old_town", valid_to=date(2026, 7, 15), successor="new_street")
NEW = Unit("new_street", valid_from=date(2026, 7, 16))
LASTING = Unit("lasting_town")


def filed(unit: str, kind: str, at: datetime) -> Record:
    return Record(unit, kind, at)  # type: ignore[arg-type]  # kinds are literals below


def on(day: int, month: int = 7, year: int = 2026) -> datetime:
    return datetime(year, month, day, 10, tzinfo=BEIJING)


def test_T14_twenty_of_twenty_one_is_95_24_then_100() -> None:
    silent, *others = [unit.code for unit in COUNTY if unit.in_force_on(date(2026, 7, 31))]
    records = [filed(code, "zero_report", on(20)) for code in others]
    before = coverage("2026-07", COUNTY, records)
    assert (len(before.in_force), len(before.covered), before.missing) == (21, 20, (silent,))
    assert before.rate_percent == "95.24"
    after = coverage("2026-07", COUNTY, [*records, filed(silent, "zero_report", on(31))])
    assert (after.missing, after.rate_percent) == ((), "100.00")


def test_T15_an_instant_belongs_to_the_month_in_beijing() -> None:
    saved = datetime(2026, 7, 31, 16, 30, tzinfo=UTC)
    assert month_of(saved) == "2026-08"
    visit = [filed("lasting_town", "visit", saved)]
    assert coverage("2026-07", [LASTING], visit).missing == ("lasting_town",)
    assert coverage("2026-08", [LASTING], visit).covered == ("lasting_town",)


def test_T15_one_minute_earlier_it_was_still_july() -> None:
    assert month_of(datetime(2026, 7, 31, 15, 59, 59, tzinfo=UTC)) == "2026-07"


def test_T26_a_record_of_2021_counts_for_liantang_town_and_rolls_up_to_the_subdistrict() -> None:
    record = filed("liantang_town", "visit", on(9, 9, 2021))
    month = coverage("2021-09", COUNTY, [record])
    assert month.covered == ("liantang_town",)
    assert "liantang_subdistrict" not in month.in_force
    assert standing_for(COUNTY, date(2026, 11, 22))["liantang_town"] == "liantang_subdistrict"
    assert record.unit == "liantang_town"


def test_T26_in_the_month_of_the_change_the_predecessors_record_counts_for_the_successor() -> None:
    month = coverage("2026-07", [OLD, NEW], [filed("old_town", "visit", on(3))])
    assert month.in_force == ("new_street",)
    assert (month.covered, month.rate_percent) == (("new_street",), "100.00")


def test_T26_a_line_of_two_changes_is_followed_to_its_end() -> None:
    first = Unit("first", valid_to=date(2026, 7, 5), successor="old_town")
    assert standing_for([first, OLD, NEW], date(2026, 7, 31))["first"] == "new_street"
    assert standing_for([first, OLD, NEW], date(2026, 7, 10))["first"] == "old_town"


def test_T26_a_line_that_ends_or_turns_in_a_circle_stands_for_nobody() -> None:
    gone = Unit("gone", valid_to=date(2020, 1, 1))
    one = Unit("one", valid_to=date(2020, 1, 1), successor="two")
    two = Unit("two", valid_to=date(2020, 1, 1), successor="one")
    assert standing_for([gone, one, two], date(2026, 7, 31)) == {}


def test_an_excused_unit_stays_in_the_denominator_and_is_not_missing() -> None:
    month = coverage("2026-07", [LASTING, NEW], [filed("lasting_town", "excuse", on(9))])
    assert (month.excused, month.missing, month.rate_percent) == (("lasting_town",), ("new_street",), "0.00")


def test_a_visit_beats_an_excuse_and_is_counted_once() -> None:
    records = [filed("lasting_town", kind, on(9)) for kind in ("excuse", "visit", "zero_report", "visit")]
    month = coverage("2026-07", [LASTING], records)
    assert (month.covered, month.excused, month.rate_percent) == (("lasting_town",), (), "100.00")


def test_a_unit_that_ended_within_the_month_is_not_in_the_denominator() -> None:
    ended = Unit("ended", valid_to=date(2026, 7, 30))
    to_the_last = Unit("to_the_last", valid_to=date(2026, 7, 31))
    assert coverage("2026-07", [ended, to_the_last], []).in_force == ("to_the_last",)


def test_without_units_there_is_no_rate() -> None:
    assert coverage("2026-07", [], []).rate_percent is None


def test_a_year_is_sums_over_sums_with_units_that_begin_and_end_inside_it() -> None:
    units = [LASTING, OLD, NEW]
    records = [filed("lasting_town", "visit", on(9, month)) for month in range(1, 13)]
    records += [filed("new_street", "visit", on(9, month)) for month in (8, 9)]
    records += [filed("old_town", "excuse", on(9, 2))]
    months = [coverage(f"2026-{month:02}", units, records) for month in range(1, 13)]
    year = add_up(months)
    assert (year.in_force, year.covered, year.excused, year.missing) == (24, 14, 1, 9)
    assert year.rate_percent == "58.33"


def test_sums_over_sums_is_not_the_mean_of_monthly_rates() -> None:
    small = Coverage("2026-07", ("a",), ("a",), (), ())
    large = Coverage("2026-08", ("a", "b", "c"), (), (), ("a", "b", "c"))
    assert (small.rate_percent, large.rate_percent) == ("100.00", "0.00")
    assert add_up([small, large]).rate_percent == "25.00"


@pytest.mark.parametrize(("month", "day"), [("2024-02", 29), ("2026-02", 28), ("2026-12", 31)])
def test_last_day_of_a_month(month: str, day: int) -> None:
    assert last_day(month).day == day
