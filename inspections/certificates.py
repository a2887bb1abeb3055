"""How long a certificate or catalogue entry holds: computed from its days, never stored.

Owns: the state on a day, the days left, and which lines of a list are to be renewed soon. Does not own the lines
(listings.py) or who is told (api/routes/tasks.py). Valid all of the last day, Beijing time; 失效 from the next day 00:00
(+08). How long before the end one is reminded is a setting of the county [U].
Source: domain.md §7 [U: terms of validity], §12 T22 [C].
"""

from datetime import date, timedelta
from typing import Final, Literal

from msgspec import Struct

REMINDER: Final = "renewal_reminder_days"  #: the county's setting
State = Literal["unstated", "not_yet", "valid", "expired"]
STATES_ZH: Final = {"unstated": "未载明有效期", "not_yet": "未生效", "valid": "有效", "expired": "失效"}


class Validity(Struct, frozen=True):
    """Where a line stands on a day."""

    state: State
    days_left: int | None  #: until the last day; 0 on that day; None unless it is valid and ends

    @property
    def text(self) -> str:
        """ "有效，还剩8天"."""
        left = (
            "" if self.days_left is None else f"，还剩{self.days_left}天" if self.days_left else "，今天到期"
        )
        return f"{STATES_ZH[self.state]}{left}"


def validity(valid_from: str | None, valid_to: str | None, on: date) -> Validity:
    """The state on a day in Beijing; both days included, "2026-11-30" or None where the paper states none."""
    day = on.isoformat()
    if valid_from and day < valid_from:
        return Validity("not_yet", None)
    if valid_to is None:
        return Validity("valid" if valid_from else "unstated", None)
    if day > valid_to:
        return Validity("expired", None)
    return Validity("valid", (date.fromisoformat(valid_to) - on).days)


def reminder_span(on: date, days: int) -> tuple[str, str]:
    """First and last end that is reminded of on a day: from today, `days` ahead."""
    return on.isoformat(), (on + timedelta(days=days)).isoformat()
