"""Batches (督察批次): one inspection from above with its own calendar, from entering the county to the day of its plan.

Owns: the entry `batch`. Does not own the letters handed over in it (letters.py), the problems it fed back (findings.py) or
counting days (deadlines). How many days a letter may take is set batch by batch and stands in no table
(reference/deadlines.csv, batch_letter_reply, U): whoever registers a batch writes it; the seed rows are history without it.
Source: domain.md §5; reference/inspection_batches.csv.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

from inspections.entries import Day, Entry, Text, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, Row, decide, unless
from inspections.reference import table
from inspections.units import Unit, days_exist

BatchKey = Annotated[
    str, Meta(pattern=r"^[a-z][a-z0-9_]{1,60}$(?!\n)", description="批次编号", examples=["central_3"])
]
Level = Literal["central", "provincial", "city", "county"]
ReplyDays = Annotated[int, Meta(ge=1, le=365)]  #: natural days


class Batch(Entry, frozen=True, kw_only=True, tag="batch"):
    """One inspection as it is known from now on. The whole state."""

    unit: UnitKey  #: the county
    batch: BatchKey
    name: Text
    level: Level
    round: Annotated[int, Meta(ge=1, le=99)] | None = None
    part: Annotated[int, Meta(ge=1, le=99)] | None = None  #: 第几批 within a round
    on_site_from: Day | None = None
    on_site_to: Day | None = None
    feedback_on: Day | None = None
    plan_due_on: Day | None = None  #: by which the plan is handed in
    plan_clock: Annotated[str, Meta(max_length=60)] | None = None  #: row of reference/deadlines.csv
    reply_limit_days: ReplyDays | None = None  #: a letter's reply, from the day it is handed over
    source: Annotated[str, Meta(max_length=400)] = ""
    confidence: Annotated[str, Meta(pattern=r"^[SKCU]$(?!\n)")] = "K"
    note: Annotated[str, Meta(max_length=400)] = ""

    def subject(self, entry_id: str) -> str:
        return f"batch/{self.unit}/{self.batch}"


class BatchRow(Row, frozen=True, array_like=True, kw_only=True):
    """A batch today."""

    table: ClassVar[str] = "batch"
    key: ClassVar = ("book", "batch")
    book: str
    batch: str
    unit_path: str
    name: str
    level: str
    round: int | None
    part: int | None
    on_site_from: str | None
    on_site_to: str | None
    feedback_on: str | None
    plan_due_on: str | None
    plan_clock: str | None
    reply_limit_days: int | None
    source: str
    confidence: str
    note: str
    last_seq: int


def needs(entry: Batch, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)


def judge(entry: Batch, facts: Facts, actor: Actor, _now: datetime) -> Decision | Refusal:
    clocks = {row["key"] for row in table("deadlines")}
    known = entry.plan_clock is None or entry.plan_clock in clocks
    stated = entry.reply_limit_days or actor.has("system")
    return decide(
        unless(facts[Unit.at(entry.unit)].parent is None, "county-only", "督察批次设在县一级。", at="unit"),
        *days_exist(entry, "on_site_from", "on_site_to", "feedback_on", "plan_due_on"),
        *order_faults(entry),
        unless(known, "unknown-clock", "没有这种期限。", at="plan_clock"),
        unless(stated, "no-reply-limit", "请写明这一批信访件几天内答复。", at="reply_limit_days"),
    )


def order_faults(entry: Batch) -> Iterator[Fault | None]:
    """Its days come one after the other; those not known are passed over."""
    names = ("on_site_from", "on_site_to", "feedback_on", "plan_due_on")
    days = [(name, getattr(entry, name)) for name in names if getattr(entry, name)]
    for (_, before), (name, day) in pairwise(days):
        yield unless(before <= day, "dates-reversed", "早于前一个日子。", at=name)


def effects(entry: Batch, _decision: Decision, _facts: Facts, at: At) -> Iterable[BatchRow]:
    yield BatchRow(
        **{name: getattr(entry, name) for name in BatchRow.__struct_fields__ if hasattr(entry, name)},
        book=at.book,
        unit_path=at.unit,
        last_seq=at.seq,
    )
