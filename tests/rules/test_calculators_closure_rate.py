"""Closure rates: T21, what counts, what does not, and the two on-time rates."""

from datetime import date

import pytest

from inspections.calculators import CALCULATORS, WrongInput
from inspections.calculators.closure_rate import Item, closure_rate

CLOSED_LETTERS, STAGED_LETTERS = 2100, 1084


def letters(*states: tuple[str, int, int]) -> list[Item]:
    return [Item(state, cycle) for state, cycle, count in states for _ in range(count)]


def test_T21_staged_is_not_closed_and_one_that_came_back_counts_no_more() -> None:
    before = closure_rate(letters(("closed", 1, CLOSED_LETTERS), ("staged", 1, STAGED_LETTERS)))
    assert (before.closed, before.staged, before.total, before.rate_percent) == (2100, 1084, 3184, "65.95")
    back = letters(("closed", 1, CLOSED_LETTERS - 1), ("reopened", 2, 1), ("staged", 1, STAGED_LETTERS))
    after = closure_rate(back)
    assert (after.closed, after.rebounded, after.total, after.rate_percent) == (2099, 1, 3184, "65.92")


def test_T21_through_the_face() -> None:
    items = [{"state": "closed"}] * (CLOSED_LETTERS - 1) + [{"state": "rectifying", "cycle": 2}]
    answer = CALCULATORS["closure-rate"]({"items": [*items, *[{"state": "staged"}] * STAGED_LETTERS]})
    assert {name: answer[name] for name in ("closed", "staged", "total", "rate_percent")} == {
        "closed": 2099,
        "staged": 1084,
        "total": 3184,
        "rate_percent": "65.92",
    }


def test_unfounded_handed_over_and_void_are_not_counted_and_archived_is_closed() -> None:
    told = letters(
        ("archived", 1, 1), ("closed", 2, 1), ("unfounded", 1, 3), ("transferred", 1, 2), ("void", 1, 1)
    )
    found = closure_rate([*told, *letters(("unfounded_claimed", 1, 1), ("transfer_pending", 1, 1))])
    assert (found.received, found.left_out, found.total, found.closed) == (10, 6, 4, 2)
    assert (found.rebounded, found.rate_percent) == (0, "50.00")


def test_without_findings_there_is_no_rate() -> None:
    assert closure_rate(letters(("unfounded", 1, 1))).rate_percent is None
    assert closure_rate([]).original.rate_percent is None


def test_on_time_is_by_the_day_first_set_with_the_extended_day_beside_it() -> None:
    first, later, fixed = date(2026, 12, 4), date(2027, 3, 1), date(2026, 12, 20)
    told = [
        Item("closed", 1, date(2026, 12, 4), first, first),  # on the very day
        Item("closed", 1, fixed, first, later),  # only because it was extended
        Item("rectifying", 1, None, first, later),  # late by the first day, not yet by the later one
        Item("on_notice", 1, date(2026, 12, 1), first, first),  # put right in time; nobody has closed it yet
        Item("closed", 1, None, None, None),  # held to no day
        Item("rectifying", 1, None, date(2027, 6, 1), date(2027, 6, 1)),  # not due
    ]
    found = closure_rate(told, date(2027, 1, 10))
    assert (found.original.on_time, found.original.due, found.original.rate_percent) == (2, 4, "50.00")
    assert (found.extended.on_time, found.extended.due, found.extended.rate_percent) == (3, 3, "100.00")


def test_a_state_that_does_not_exist_is_named() -> None:
    asked = {"items": [{"state": "closed"}, {"state": "done"}, {"state": "returned"}]}
    with pytest.raises(WrongInput) as wrong:
        CALCULATORS["closure-rate"](asked)
    assert [one.path for one in wrong.value.errors] == ["items[1].state", "items[2].state"]
