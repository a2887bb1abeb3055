"""Chasing (催办): what is due soon, overdue or stalled on a day, and whose turn it is. Computed at each asking, never stored.

Owns: the days by which the county chases, the one reading of "overdue", "due soon" and "stalled" that lists, digests and
robots share, and whose step comes next. Does not own the table of steps (rectification.py), deadlines (deadlines.py), who is
told (digests.py) or rates (rates.py). Overdue asks of what is not yet put right; stalled is whatever had no step for long.
Source: domain.md §5 [K]; the numbers of days are the county's own [U].
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple

from msgspec import Struct

from inspections import parameters
from inspections.facts import Facts, Grant, Key
from inspections.parameters import Setting
from inspections.rectification import rows

#: who takes steps, and so has duties
TURN_ROLES: Final = ("responsible", "reviewer", "county", "publisher")


class Window(Struct, frozen=True):
    """The days between which things are chased, as columns write days."""

    today: str
    soon: str  #: last day of "due soon"
    still: str  #: no step on or after this day: stalled
    soon_days: int
    stalled_days: int

    def asked(self) -> dict[str, str]:
        """As the queries take it."""
        return {"today": self.today, "soon": self.soon, "still": self.still}


class Turn(NamedTuple):
    """Whose step comes next in a state, and which."""

    role: str
    step: str
    name: str


def keys(book: str) -> tuple[Key[Setting], ...]:
    return parameters.keys(book, ("due_soon_days", "stalled_days"))


def window(facts: Facts, book: str, today: date) -> Window:
    """By the county's settings. A day that lies `soon_days` ahead is soon, one step `stalled_days` ago is not stalled."""
    soon, stalled = (parameters.value(facts, book, name) for name in ("due_soon_days", "stalled_days"))
    return Window(f"{today}", f"{today + timedelta(soon)}", f"{today - timedelta(stalled)}", soon, stalled)


@cache
def turns() -> Mapping[str, Turn]:
    """State → whose step comes next: the first row of the table from there, whatever the level."""
    return {row.state: Turn(row.who, row.step, row.name) for row in reversed(rows())}


@cache
def states_of(role: str) -> tuple[str, ...]:
    """The states in which a role has the next step."""
    return tuple(state for state, turn in turns().items() if turn.role == role)


def marks(grants: Iterable[Grant], role: str) -> Iterator[str]:
    """What a person may chase under a role, as `$charged` reads it: a unit's path, or what a doer answers for."""
    for grant in grants:
        if grant.role == role == "responsible":
            yield f"@{grant.enterprise}" if grant.enterprise else f"!{grant.path}"
        elif grant.role == role:
            yield grant.path


def days_since(day: str | None, today: str) -> int | None:
    """Whole days from a day until today; None without one."""
    return (date.fromisoformat(today) - date.fromisoformat(day)).days if day else None
