"""Replies to letters (答复): when and how the person who wrote was answered. The first one counts for the time it took.

Owns: the entry `letter_reply`. Does not own the letter (letters.py) or the paper that was sent (papers). Source: domain.md §5.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta
from msgspec.structs import replace

from inspections import letter_clocks
from inspections.entries import Day, Entry, Private, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Key, Refusal, Row, decide, unless
from inspections.findings import coded
from inspections.letters import LetterRow, subject_of
from inspections.months import day_of
from inspections.units import Unit, days_exist


class LetterReply(Entry, frozen=True, kw_only=True, tag="letter_reply"):
    """The answer to one letter."""

    unit: UnitKey  #: the letter's
    letter: UUID
    replied_on: Day
    method: Annotated[str, Meta(max_length=40)]  #: code list reply_method
    document_no: Annotated[str, Meta(max_length=100)] = ""  #: of the 答复意见书
    text: Private | None = None  #: what was answered

    def subject(self, entry_id: str) -> str:
        return subject_of(str(self.letter))


def needs(entry: LetterReply, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield LetterRow.at(str(entry.letter))
    yield from letter_clocks.needs_of_rows(entry.letter)


def judge(entry: LetterReply, facts: Facts, _actor: Actor, now: datetime) -> Decision | Refusal:
    row = facts.get(LetterRow.at(str(entry.letter)))
    letter = row if row and row.unit == entry.unit else None
    in_time = letter is None or letter.received_on <= entry.replied_on <= f"{day_of(now)}"
    return decide(
        *days_exist(entry, "replied_on"),
        unless(letter, "unknown-letter", "没有这件信访件，或不属于这个单位。", at="letter"),
        unless(in_time, "replied-odd", "答复的日子应在收到以后、今天以前。", at="replied_on"),
        unless(entry.method in coded("reply_method"), "unknown-method", "没有这种答复方式。", at="method"),
    )


def effects(entry: LetterReply, _decision: Decision, facts: Facts, at: At) -> Iterable[Row]:
    letter = facts.get(LetterRow.at(str(entry.letter)))
    if letter is None or (letter.replied_on and letter.replied_on <= entry.replied_on):
        return
    yield from letter_clocks.met(entry.letter, entry.replied_on, facts, at)
    said = {
        "replied_on": entry.replied_on,
        "reply_method": entry.method,
        "reply_no": entry.document_no or None,
    }
    yield replace(letter, **said)
