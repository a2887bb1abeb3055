"""Every deadline of 2016 to 2026 against the other table of official days: no difference (tests/long asks all of them)."""

from datetime import date

import pytest

from inspections.calculators.questions import seed_calendar
from tests.rules import day_oracle
from tests.rules.day_oracle import FIRST, LAST, ONE, Question, compare, last_day, sampled, total, working


def test_both_tables_of_official_days_agree_on_all_4018_days() -> None:
    days = [FIRST + number * ONE for number in range((LAST - FIRST).days + 1)]
    assert len(days) == 4018
    assert [day for day in days if seed_calendar().works(day) != working(day)] == []


def test_a_hundredth_of_all_deadlines_has_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    tally = compare(sampled(0.012, 20261122))
    with capsys.disabled():
        print(f"\ndeadline oracle: {tally.compared} of {total()} compared")
    assert tally.compared >= total() / 100
    assert tally.compared >= 0.8 * tally.asked
    assert tally.wrong == ()


@pytest.mark.parametrize(
    ("asked", "on"),
    [
        (Question(date(2026, 2, 12), 5, "working", "after"), date(2026, 2, 26)),  # T17
        (Question(date(2026, 9, 18), 15, "natural", "after"), date(2026, 10, 8)),  # T18
        (Question(date(2026, 9, 28), 7, "working", "after"), date(2026, 10, 13)),  # T18
        (Question(date(2021, 7, 17), 30, "working", "after"), date(2021, 8, 27)),
        (Question(date(2026, 1, 31), 1, "month", "after"), date(2026, 2, 28)),
    ],
)
def test_the_oracle_knows_the_traps(asked: Question, on: date) -> None:
    assert last_day(asked) == on


def test_a_planted_wrong_day_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = {**day_oracle.OFFICIAL, date(2026, 2, 14): False}
    monkeypatch.setattr(last_day, "__defaults__", (planted,))
    tally = compare(iter([Question(date(2026, 2, 12), 5, "working", "after")]))
    assert len(tally.wrong) == 1
