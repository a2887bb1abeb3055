"""Readings of a petitioner (查看信访人): each time somebody looks at who wrote a letter, with the purpose, for good.

Owns: the entry `petitioner_reading`, written before anything is shown. Does not own what is shown (api/routes/letter_page.py)
or the person (petitioners.py). It is no child of the letter: that it was read must not keep a letter from being voided.
Source: domain.md §11; issue text (each reading is recorded).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from msgspec import Meta

from inspections.entries import Entry, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Key, Refusal, Row, decide, unless
from inspections.letters import LetterRow, subject_of
from inspections.units import Unit

Purpose = Annotated[str, Meta(min_length=2, max_length=200)]


class PetitionerReading(Entry, frozen=True, kw_only=True, tag="petitioner_reading"):
    """One reading."""

    unit: UnitKey  #: the letter's
    letter: UUID
    purpose: Purpose  #: no personal names

    def subject(self, entry_id: str) -> str:
        return subject_of(str(self.letter))


class ReadingRow(Row, frozen=True, array_like=True, kw_only=True):
    """A reading that happened."""

    table: ClassVar[str] = "petitioner_reading"
    key: ClassVar = ("id",)
    id: str
    book: str
    seq: int
    unit_path: str
    letter: str
    account: str
    purpose: str
    read_at: str


def needs(entry: PetitionerReading, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield LetterRow.at(str(entry.letter))


def judge(entry: PetitionerReading, facts: Facts, _actor: Actor, _now: datetime) -> Decision | Refusal:
    letter = facts.get(LetterRow.at(str(entry.letter)))
    known = letter and letter.unit == entry.unit
    return decide(
        unless(known, "unknown-letter", "没有这件信访件，或不属于这个单位。", at="letter"),
        unless(entry.purpose.strip(), "no-purpose", "请写明为什么查看。", at="purpose"),
        unless(not known or (letter and letter.named), "nobody-named", "这件没有登记信访人。", at="letter"),
    )


def effects(entry: PetitionerReading, _decision: Decision, _facts: Facts, at: At) -> Iterable[ReadingRow]:
    yield ReadingRow(
        id=at.id,
        book=at.book,
        seq=at.seq,
        unit_path=at.unit,
        letter=str(entry.letter),
        account=at.actor,
        purpose=entry.purpose,
        read_at=at.received_at,
    )
