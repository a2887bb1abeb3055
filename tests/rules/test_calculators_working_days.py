"""Deadlines: the exact days of the traps, and that counting is monotone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.calculators.questions import seed_calendar
from inspections.calculators.working_days import Calendar, Direction, Kind, deadline, read_calendar
from inspections.reference import table

CALENDAR = seed_calendar()
DAYS = st.dates(date(2014, 1, 1), date(2032, 12, 31))
COUNTS = st.integers(1, 60)
KINDS = st.sampled_from(["working", "natural", "month"])


@pytest.fixture
def calendar() -> Calendar:
    return CALENDAR


def test_T17_five_working_days_across_spring_festival_2026(calendar: Calendar) -> None:
    found = deadline(date(2026, 2, 12), 5, "working", "after", calendar)
    assert found.on == date(2026, 2, 26)
    assert "2-14（周六）补班，计为工作日" in found.text
    assert not found.provisional
    assert (found.named_days[0], found.named_days[-1]) == (date(2026, 2, 14), date(2026, 2, 23))


def test_T18_fifteen_natural_days_end_after_the_holiday(calendar: Calendar) -> None:
    found = deadline(date(2026, 9, 18), 15, "natural", "after", calendar)
    assert found.on == date(2026, 10, 8)
    assert found.text == (
        "2026-09-18当天不计，从次日起向后数15日，到2026-10-03（周六）；"
        "10-3是休息日，顺延到其后第一个工作日2026-10-08（周四）。"
    )


def test_T18_seven_working_days_across_national_day_count_the_makeup_saturday(calendar: Calendar) -> None:
    found = deadline(date(2026, 9, 28), 7, "working", "after", calendar)
    assert found.on == date(2026, 10, 13)
    assert "10-10（周六）补班，计为工作日" in found.text


def test_T19_without_the_notice_of_2027_the_answer_is_provisional(calendar: Calendar) -> None:
    found = deadline(date(2026, 12, 28), 5, "working", "after", calendar)
    assert (found.on, found.provisional) == (date(2027, 1, 5), True)
    assert "2027年放假通知尚未载入，按法定节假日和周末暂算，载入后应重算" in found.text


def test_T19_the_same_question_after_the_notice_is_loaded() -> None:
    notice = [
        {"date": "2027-01-01", "kind": "off"},
        {"date": "2027-01-02", "kind": "off"},
        {"date": "2027-01-03", "kind": "work"},
    ]
    calendar = read_calendar((*table("calendar_cn"), *notice), table("provisional_days"))
    found = deadline(date(2026, 12, 28), 5, "working", "after", calendar)
    assert (found.on, found.provisional) == (date(2027, 1, 4), False)
    assert "1-3（周日）补班" in found.text


def test_T19_a_loaded_notice_replaces_the_provisional_days() -> None:
    calendar = Calendar(named={}, years=frozenset({2027}), provisional_off=frozenset({date(2027, 10, 1)}))
    assert calendar.works(date(2027, 10, 1))


@pytest.mark.parametrize("year", [2010, 2015, 2040])
def test_T19_years_without_any_row_rest_on_weekends_only_and_say_so(calendar: Calendar, year: int) -> None:
    found = deadline(date(year, 9, 30), 1, "working", "after", calendar)
    weekend = {5: 2, 6: 1}.get(date(year, 10, 1).weekday(), 0)
    assert (found.on, found.provisional) == (date(year, 10, 1) + timedelta(weekend), True)


def test_a_range_that_ends_in_a_known_year_but_counts_unknown_days_is_provisional(calendar: Calendar) -> None:
    found = deadline(date(2027, 1, 5), 5, "working", "before", calendar)
    assert (found.on, found.provisional) == (date(2026, 12, 28), True)


def test_the_last_days_of_december_warn_that_next_years_notice_may_touch_them(calendar: Calendar) -> None:
    found = deadline(date(2026, 12, 24), 4, "working", "after", calendar)
    assert (found.on, found.provisional) == (date(2026, 12, 30), False)
    assert found.warnings == ("2027年放假通知尚未载入，其元旦放假可能改动2026年最后几天，请复核",)
    assert deadline(date(2025, 12, 24), 4, "working", "after", calendar).warnings == ()


@pytest.mark.parametrize(
    ("start", "count", "direction", "on"),
    [
        (date(2026, 1, 31), 1, "after", date(2026, 2, 28)),  # a make-up Saturday: not moved
        (date(2026, 8, 31), 1, "after", date(2026, 9, 30)),
        (date(2026, 1, 15), 1, "after", date(2026, 2, 24)),  # 2-15 to 2-23 rest
        (date(2024, 11, 30), 3, "after", date(2025, 2, 28)),
        (date(2026, 3, 31), 1, "before", date(2026, 2, 28)),
        (date(2025, 10, 20), 12, "after", date(2026, 10, 20)),
    ],
)
def test_by_month_the_same_day_or_the_last(
    calendar: Calendar, start: date, count: int, direction: Direction, on: date
) -> None:
    assert deadline(start, count, "month", direction, calendar).on == on


def test_a_last_day_on_a_makeup_saturday_is_not_moved(calendar: Calendar) -> None:
    found = deadline(date(2026, 1, 31), 1, "month", "after", calendar)
    assert "2-28（周六）补班，不算休息日" in found.text and "顺延" not in found.text


@pytest.mark.parametrize(
    ("start", "count", "kind", "on"),
    [
        (date(2026, 10, 14), 7, "working", date(2026, 9, 29)),
        (date(2026, 10, 8), 5, "natural", date(2026, 9, 30)),  # 10-3 rests: the working day before it
    ],
)
def test_before_an_event_is_counted_back_and_moved_to_the_safe_side(
    calendar: Calendar, start: date, count: int, kind: Kind, on: date
) -> None:
    assert deadline(start, count, kind, "before", calendar).on == on


@pytest.mark.parametrize("batch", [row for row in table("inspection_batches") if row["plan_clock"]])
def test_the_plan_of_the_second_central_round_was_due_on_2021_08_27(
    calendar: Calendar, batch: dict[str, str]
) -> None:
    clock = next(row for row in table("deadlines") if row["key"] == batch["plan_clock"])
    start = date.fromisoformat(batch["feedback_on"])
    found = deadline(start, int(clock["count"]), "working", "after", calendar)
    assert clock["kind"] == "working"
    assert str(found.on) == batch["plan_due_on"] == "2021-08-27"


def test_the_seed_calendar_covers_2016_to_2026(calendar: Calendar) -> None:
    assert calendar.years == frozenset(range(2016, 2027))


@given(start=DAYS, count=COUNTS)
def test_working_days_in_the_period_are_exactly_the_count(start: date, count: int) -> None:
    end = deadline(start, count, "working", "after", CALENDAR).on
    passed = [start + timedelta(n + 1) for n in range((end - start).days)]
    assert sum(CALENDAR.works(day) for day in passed) == count
    assert CALENDAR.works(end)


@given(start=DAYS, count=COUNTS, kind=KINDS)
def test_a_later_start_or_a_longer_period_never_ends_earlier(start: date, count: int, kind: Kind) -> None:
    on = deadline(start, count, kind, "after", CALENDAR).on
    assert on <= deadline(start + timedelta(1), count, kind, "after", CALENDAR).on
    assert on <= deadline(start, count + 1, kind, "after", CALENDAR).on
    assert on > start


@given(start=DAYS, count=COUNTS)
def test_counting_back_undoes_counting_on(start: date, count: int) -> None:
    on = deadline(start, count, "working", "after", CALENDAR).on
    back = deadline(on, count, "working", "before", CALENDAR).on
    assert back <= start
    assert not any(CALENDAR.works(back + timedelta(n)) for n in range(1, (start - back).days + 1))


def test_a_december_day_in_next_years_notice_does_not_load_its_own_year() -> None:
    calendar = read_calendar(
        [{"date": "2027-12-31", "kind": "off"}, {"date": "2028-01-01", "kind": "off"}], ()
    )
    assert calendar.years == frozenset({2028})
    assert not calendar.works(date(2027, 12, 31)) and calendar.provisional(date(2027, 12, 31))
