"""Zero reports (零报告): a unit files, signed, that a month's patrol found nothing.

Owns: what such a filing must say. Does not own visits (visits.py) or the month's figures (coverage.py): it is a filing,
not a patrol; it names the joint patrol it rests on, else it shows as 仅零报告. No filing is 缺报, not zero.
Source: domain.md §1 [K]; county work report 2021, section (六) [S].
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from msgspec import Meta

from inspections import parameters
from inspections.entries import Entry, Month, Private, Sha256, UnitKey, id_text
from inspections.facts import Actor, At, Decision, Facts, Key, Refusal, Row, decide, unless
from inspections.kinds import KINDS
from inspections.months import month_of, span
from inspections.parameters import Setting
from inspections.units import Unit, valid_in
from inspections.visits import VisitRow, lateness


class ZeroReport(Entry, frozen=True, kw_only=True, tag="zero_report"):
    """A unit's signed statement for one month."""

    unit: UnitKey  #: unit in force in that month
    kind: Annotated[str, Meta(max_length=40)] = "steel_patrol"
    period: Month
    signed_by: Private  #: the township's signatory
    signature: Sha256 | None = None
    rests_on: UUID | None = None  #: the joint visit behind it; None shows as 仅零报告

    def parents(self) -> tuple[UUID, ...]:
        return (self.rests_on,) if self.rests_on else ()


class ZeroReportRow(Row, frozen=True, array_like=True, kw_only=True):
    """A zero report in force."""

    table: ClassVar[str] = "zero_report"
    key: ClassVar = ("id",)
    id: str
    book: str
    seq: int
    unit: str
    unit_path: str
    kind: str
    period: str
    rests_on: str | None
    late: str
    actor: str
    received_at: str


def needs(entry: ZeroReport, facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    if unit := facts.peek(Unit.at(entry.unit)):
        yield Setting.at(unit.book, "cut_off_day")
    if entry.rests_on:
        yield VisitRow.at(str(entry.rests_on))


def judge(entry: ZeroReport, facts: Facts, _actor: Actor, now: datetime) -> Decision | Refusal:
    unit = facts[Unit.at(entry.unit)]
    visit = facts.get(VisitRow.at(str(entry.rests_on))) if entry.rests_on else None
    rests = visit and (visit.unit, visit.kind, visit.period) == (entry.unit, entry.kind, entry.period)
    first, last = span(entry.period)
    return decide(
        unless(
            valid_in(unit, first, last),
            "unit-not-in-force",
            f"{unit.name}在{entry.period}不在册。",
            at="unit",
        ),
        unless(any(name == entry.kind for name, _ in KINDS), "unknown-kind", "没有这种检查表。", at="kind"),
        unless(entry.period <= month_of(now), "month-ahead", "不能为以后的月份报零。", at="period"),
        unless(
            entry.rests_on is None or rests, "rests-on-other", "所依据的巡察不是本单位本月的。", at="rests_on"
        ),
        unless(entry.signed_by.strip(), "not-signed", "零报告要有签字人。", at="signed_by"),
        notices=[
            unless(
                visit is None or visit.joint,
                "rests-on-not-joint",
                "所依据的巡察不是联合巡察，按仅零报告统计。",
                at="rests_on",
            ),
            unless(entry.rests_on, "zero-only", "没有写依据哪次巡察，按仅零报告统计。", at="rests_on"),
        ],
        late=lateness(entry.period, entry.made_at, now, parameters.value(facts, unit.book, "cut_off_day")),
    )


def effects(entry: ZeroReport, decision: Decision, _facts: Facts, at: At) -> Iterable[ZeroReportRow]:
    yield ZeroReportRow(
        id=at.id,
        book=at.book,
        seq=at.seq,
        unit=entry.unit,
        unit_path=at.unit,
        kind=entry.kind,
        period=entry.period,
        rests_on=id_text(entry.rests_on),
        late=decision["late"],
        actor=at.actor,
        received_at=at.received_at,
    )
