"""Reference rows (法定数据): a coefficient, limit, clock or parameter with its validity, source and confidence.

Owns: the entry `reference`, and a county's tables: the seed with its own rows in it, for whoever reckons by law. Does not
own the seed and what a row may say (reference/) or what uses a row. A row marked U is shown as 待核实 and decides nothing.
Source: design.md §3.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from inspections.calculators.rows import Row as Cells
from inspections.calculators.rows import Tables
from inspections.entries import Day, Entry, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Lookup, Refusal, Row, decide, unless
from inspections.months import is_day
from inspections.reference import table
from inspections.reference.editions import KNOWN_BY, misfits, whole, with_own
from inspections.units import Unit


class Reference(Entry, frozen=True, kw_only=True, tag="reference"):
    """One row of one reference table, from a day on; it ends the row before it. The whole row, never a patch."""

    unit: UnitKey  #: the county
    name: Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,40}$(?!\n)", examples=["parameters"])]  #: the table
    #: what the row is about: its key, or the table's naming columns joined by "/": "beer/total"
    row: Annotated[str, Meta(min_length=1, max_length=100, examples=["gbt2589_2020/electricity/等价"])]
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


class OwnRow(Lookup, frozen=True, array_like=True, kw_only=True):
    """The county's own rows of one table. `fields` is a JSON object."""

    query: ClassVar[str] = "reference_table"
    key: ClassVar[tuple[str, ...]] = ("book", "name")
    book: str
    name: str
    row: str
    valid_from: str
    valid_to: str | None
    fields: str
    source: str
    confidence: str


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
        unless(is_day(entry.valid_from), "no-such-day", "没有这一天。", at="valid_from"),
        unless(is_day(entry.valid_to), "no-such-day", "没有这一天。", at="valid_to"),
        *faults_of_row(entry),
    )


def faults_of_row(entry: Reference) -> Iterator[Fault]:
    """A row must fit its table, or whoever reckons by it would stumble."""
    if entry.name not in KNOWN_BY:
        yield Fault("name", "unknown-table", f"没有这张表，可录入的有：{'、'.join(KNOWN_BY)}。")
        return
    for column, message in misfits(entry.name, entry.row, entry.values):
        yield Fault(f"values.{column}" if column else "row", "misfit", f"{message}。")


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


def needs_of_tables(book: str, *names: str) -> Iterator[Key[Any]]:
    """What `tables_of` reads: a rule that reckons by law names the tables it rests on."""
    return (OwnRow.at(book, name) for name in names)


def tables_of(facts: Facts, book: str, *names: str) -> Tables:
    """A county's tables for a calculator: those named with the county's own rows in them, any other as the seed has it."""
    return as_entered(tuple(row for name in names for row in facts.answers(OwnRow.at(book, name))))


@lru_cache(64)
def as_entered(rows: Sequence[OwnRow]) -> Tables:
    """The tables with these rows in them; the same rows give the same tables, so what was looked up stays known."""
    own: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        own.setdefault(row.name, []).append(cells(row))
    merged = {name: with_own(name, given) for name, given in own.items()}

    def tables(name: str) -> Sequence[Cells]:
        return merged[name] if name in merged else table(name)

    return tables


def cells(row: OwnRow) -> dict[str, str]:
    """An entered row as the tables write rows."""
    stated = {
        "valid_from": row.valid_from,
        "valid_to": row.valid_to or "",
        "source": row.source,
        "confidence": row.confidence,
    }
    return whole(row.name, row.row, msgspec.json.decode(row.fields, type=dict[str, str]), stated)
