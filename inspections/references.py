"""Reference rows (法定数据): a coefficient, limit, clock or parameter with its validity, source and confidence.

Owns: the entry `reference`. Does not own the seed (reference/) or what uses a row. A row marked U is shown as 待核实
and decides nothing. Source: design.md §3.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from inspections.entries import Day, Entry, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Key, Refusal, Row, decide, unless
from inspections.units import Unit


class Reference(Entry, frozen=True, kw_only=True, tag="reference"):
    """One row of one reference table, from a day on."""

    unit: UnitKey  #: the county
    name: Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,40}$(?!\n)", examples=["parameters"])]  #: the table
    row: Annotated[str, Meta(min_length=1, max_length=100)]  #: the row's key
    values: dict[str, Annotated[str, Meta(max_length=1000)]]
    valid_from: Day | None = None
    valid_to: Day | None = None
    source: Annotated[str, Meta(min_length=2, max_length=400)]
    confidence: Annotated[str, Meta(pattern=r"^[SKCU]$(?!\n)")]

    def subject(self, entry_id: str) -> str:
        return f"reference/{self.unit}/{self.name}/{self.row}/{self.valid_from or ''}"


class ReferenceRow(Row, frozen=True, array_like=True, kw_only=True):
    """A reference row. `fields` is a JSON object."""

    table: ClassVar[str] = "reference"
    key: ClassVar = ("book", "name", "row", "valid_from")
    book: str
    name: str
    row: str
    valid_from: str
    valid_to: str | None
    unit_path: str
    fields: str
    source: str
    confidence: str
    last_seq: int


def needs(entry: Reference, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)


def judge(entry: Reference, facts: Facts, _actor: Actor, _now: datetime) -> Decision | Refusal:
    return decide(
        unless(facts[Unit.at(entry.unit)].parent is None, "county-only", "法定数据设在县一级。", at="unit"),
        unless(
            not (entry.valid_from and entry.valid_to) or entry.valid_from <= entry.valid_to,
            "dates-reversed",
            "失效日期早于生效日期。",
            at="valid_to",
        ),
    )


def effects(entry: Reference, _decision: Decision, _facts: Facts, at: At) -> Iterable[ReferenceRow]:
    yield ReferenceRow(
        book=at.book,
        name=entry.name,
        row=entry.row,
        valid_from=entry.valid_from or "",
        valid_to=entry.valid_to,
        unit_path=at.unit,
        fields=msgspec.json.encode(entry.values, order="deterministic").decode(),
        source=entry.source,
        confidence=entry.confidence,
        last_seq=at.seq,
    )
