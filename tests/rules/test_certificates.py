"""How long a certificate holds: all of its last day, not a minute more."""

from datetime import UTC, date, datetime

import pytest

from inspections.certificates import Validity, validity
from inspections.months import day_of

LAST = "2026-11-30"


def test_T22_eight_days_before_the_end_it_holds() -> None:
    found = validity("2023-12-01", LAST, date(2026, 11, 22))
    assert (found, found.text) == (Validity("valid", 8), "有效，还剩8天")


@pytest.mark.parametrize(
    ("moment", "state", "text"),
    [
        (datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC), "valid", "有效，今天到期"),  # 23:59:59 in Beijing
        (datetime(2026, 11, 30, 16, 0, tzinfo=UTC), "expired", "失效"),  # 2026-12-01 00:00 in Beijing
    ],
)
def test_T22_it_holds_all_of_the_last_day_in_beijing(moment: datetime, state: str, text: str) -> None:
    found = validity("2023-12-01", LAST, day_of(moment))
    assert (found.state, found.text) == (state, text)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "expected"),
    [
        ("2026-12-01", "2029-11-30", Validity("not_yet", None)),
        ("2026-11-22", None, Validity("valid", None)),
        (None, None, Validity("unstated", None)),
        (None, "2026-11-21", Validity("expired", None)),
    ],
)
def test_what_a_paper_does_not_state_is_not_made_up(
    valid_from: str | None, valid_to: str | None, expected: Validity
) -> None:
    assert validity(valid_from, valid_to, date(2026, 11, 22)) == expected
