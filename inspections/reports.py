"""Monthly reports (月报定稿): a month frozen at a place of the ledger; later changes show as 更正 (old → new).

Owns: freezing and what was frozen. Does not own the figures (coverage.py). Source: contract.md (report).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from inspections import coverage
from inspections.entries import Entry, Month, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Key, Refusal, Row, decide, unless
from inspections.kinds import KINDS
from inspections.months import month_of
from inspections.units import Unit


class Report(Entry, frozen=True, kw_only=True, tag="report"):
    """A month of one kind is final as of now."""

    unit: UnitKey  #: the county
    kind: Annotated[str, Meta(max_length=40)] = "steel_patrol"
    period: Month
    note: Annotated[str, Meta(max_length=400)] = ""

    def subject(self, entry_id: str) -> str:
        return f"report/{self.unit}/{self.kind}/{self.period}"


class ReportRow(Row, frozen=True, array_like=True, kw_only=True):
    """A frozen month: the figures as they stood after `at_seq`, as JSON."""

    table: ClassVar[str] = "report"
    key: ClassVar = ("book", "kind", "period")
    book: str
    kind: str
    period: str
    unit_path: str
    id: str
    at_seq: int
    figures: str
    frozen_at: str


def needs(entry: Report, facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    if unit := facts.peek(Unit.at(entry.unit)):
        yield ReportRow.at(unit.book, entry.kind, entry.period)
        yield from coverage.questions(unit.path, entry.kind, entry.period)


def judge(entry: Report, facts: Facts, _actor: Actor, now: datetime) -> Decision | Refusal:
    unit = facts[Unit.at(entry.unit)]
    figures = coverage.figures(coverage.record_of(facts, unit.path, entry.kind, entry.period))
    return decide(
        unless(unit.parent is None, "county-only", "月报由县一级定稿。", at="unit"),
        unless(any(name == entry.kind for name, _ in KINDS), "unknown-kind", "没有这种检查表。", at="kind"),
        unless(entry.period < month_of(now), "month-not-over", "这个月还没过完，不能定稿。", at="period"),
        unless(
            facts.get(ReportRow.at(unit.book, entry.kind, entry.period)) is None,
            "already-frozen",
            "这个月已经定稿。",
            at="period",
        ),
        figures=msgspec.to_builtins(figures),
    )


def effects(entry: Report, decision: Decision, _facts: Facts, at: At) -> Iterable[ReportRow]:
    yield ReportRow(
        book=at.book,
        kind=entry.kind,
        period=entry.period,
        unit_path=at.unit,
        id=at.id,
        at_seq=at.seq - 1,
        figures=msgspec.json.encode(decision["figures"], order="deterministic").decode(),
        frozen_at=at.received_at,
    )
