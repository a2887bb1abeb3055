"""The clocks of a letter (信访件期限): within its batch the batch's own, else those of the petition regulation.

Owns: which clocks run for a letter, from which day, and that its answer ends them. Does not own counting (deadlines.py), letters
(letters.py) or answers (letter_replies.py). An everyday petition is told of its acceptance, finished counted from that day, and
extended once on approval, the first day kept. Source: domain.md §5 [K]; reference/deadlines.csv (batch_letter_reply, petition_*).
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
EXTENSION: Final = "petition_extension"
CLOCKS: Final = (OF_BATCH, ACCEPTANCE, FINISH)


def needs(letter: UUID, book: str) -> Iterator[Key[Any]]:
    yield from deadlines.needs(book, *CLOCKS, EXTENSION)
    yield from needs_of_rows(letter)


def needs_of_rows(letter: UUID) -> Iterator[Key[Any]]:
    yield from deadlines.needs_of_rows(str(letter), *CLOCKS)


def of_batch(facts: Facts, book: str, assigned_on: str, limit: int | None) -> list[Due]:
    return [deadlines.due(facts, book, OF_BATCH, assigned_on, limit)]


def of_petition(facts: Facts, book: str, entry: Any, limit: int | None) -> Iterator[Due]:
    """Notice of acceptance from the day it came, unless nobody is to be told; the end from the day of acceptance."""
    if not entry.anonymous:
        yield deadlines.due(facts, book, ACCEPTANCE, entry.received_on)
    if entry.accepted_on:
        finish = deadlines.due(facts, book, FINISH, entry.accepted_on, limit)
        days = entry.extension_days
        yield deadlines.prolonged(facts, book, finish, EXTENSION, days) if days else finish


def extension_faults(facts: Facts, book: str, entry: Any) -> Iterator[Fault | None]:
    """Longer only for a petition that was accepted, within what the regulation allows, on somebody's approval."""
    if entry.extension_days is None:
        return
    if entry.batch or not is_day(entry.accepted_on) or not entry.accepted_on:
        said = "延期只用于已受理的日常信访件，督察交办件按本批要求办。"
        yield Fault("extension_days", "nothing-to-extend", said)
        return
    clock = deadlines.clock_of(facts, book, EXTENSION, entry.accepted_on)
    yield deadlines.count_fault(clock, entry.extension_days, "extension_days")
    if not entry.extension_approval.strip():
        yield Fault("extension_approval", "no-approval", "请写明谁批准延期，或批准文号。")


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
