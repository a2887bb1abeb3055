"""The clocks of a letter (信访件期限): within its batch the batch's own, else those of the petition regulation.

Owns: which clocks run for a letter, from which day, and that its answer ends them. Does not own counting (deadlines.py), letters
(letters.py) or answers (letter_replies.py). An everyday petition is told of its acceptance, and finished counted from that day.
Source: domain.md §5 [K]; reference/deadlines.csv (batch_letter_reply, petition_acceptance, petition_finish).
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec.structs import replace

from inspections import deadlines
from inspections.deadlines import DeadlineRow, Due
from inspections.facts import At, Facts, Fault, Key
from inspections.months import is_day

OF_BATCH: Final = "batch_letter_reply"
ACCEPTANCE: Final = "petition_acceptance"
FINISH: Final = "petition_finish"
CLOCKS: Final = (OF_BATCH, ACCEPTANCE, FINISH)


def needs(letter: UUID, book: str) -> Iterator[Key[Any]]:
    yield from deadlines.needs(book, *CLOCKS)
    yield from needs_of_rows(letter)


def needs_of_rows(letter: UUID) -> Iterator[Key[Any]]:
    yield from deadlines.needs_of_rows(str(letter), *CLOCKS)


def of_batch(facts: Facts, book: str, assigned_on: str, limit: int | None) -> list[Due]:
    return [deadlines.due(facts, book, OF_BATCH, assigned_on, limit)]


def of_petition(
    facts: Facts, book: str, received_on: str, accepted_on: str | None, limit: int | None
) -> list[Due]:
    """Acceptance from the day it came; the end from the day of acceptance, once that is known."""
    told = [deadlines.due(facts, book, ACCEPTANCE, received_on)]
    return [*told, deadlines.due(facts, book, FINISH, accepted_on, limit)] if accepted_on else told


def limit_fault(facts: Facts, book: str, received_on: str, limit: int | None) -> Fault | None:
    """A limit of an everyday petition may be shorter than the regulation's, not longer."""
    if limit is None or not is_day(received_on):
        return None
    clock = deadlines.clock_of(facts, book, FINISH, received_on)
    return deadlines.count_fault(clock, limit, "reply_limit_days")


def running(
    letter: UUID, said: Iterable[Any], ended: dict[str, str | None], facts: Facts, at: At
) -> Iterator[DeadlineRow | Key[Any]]:
    """The rows of the clocks a version starts; those of an earlier version that no longer run are gone.

    `ended`: clock → the day on which it had been met already, if it had.
    """
    started = [row for one in said for row in deadlines.starts(one, str(letter), facts, at)]
    yield from (replace(row, done_on=ended.get(row.clock)) for row in started)
    for clock in set(CLOCKS) - {row.clock for row in started}:
        if facts.get(DeadlineRow.at(str(letter), clock)):
            yield DeadlineRow.at(str(letter), clock)


def met(letter: UUID, replied_on: str, facts: Facts, at: At) -> Iterator[DeadlineRow]:
    """An answer ends whatever still runs."""
    for clock in CLOCKS:
        row = facts.get(DeadlineRow.at(str(letter), clock))
        if row and row.done_on is None:
            yield from deadlines.ends(str(letter), clock, replied_on, facts, at)


def told(dues: Iterable[Due]) -> list[Any]:
    """As a decision holds them."""
    return [msgspec.to_builtins(due) for due in dues]
