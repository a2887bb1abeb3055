"""Plans (月度计划): which unit is patrolled on which day by whom, and which sites are to be seen.

Owns: the plan and its handover (交接: open ones move to another person). Does not own what was done (visits.py); a
task is a plan without its visit yet, computed, never stored. Source: contract.md (plan, task).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from inspections.entries import AccountName, Day, Entry, Month, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Key, Refusal, Row, decide, unless
from inspections.kinds import KINDS
from inspections.months import span
from inspections.sites import Site
from inspections.units import Unit, valid_in


class Plan(Entry, frozen=True, kw_only=True, tag="plan"):
    """One unit's patrol in one month, as planned."""

    unit: UnitKey
    kind: Annotated[str, Meta(max_length=40)] = "steel_patrol"
    period: Month
    on: Day | None = None  #: the day agreed with the township
    people: tuple[AccountName, ...] = ()  #: accounts that go
    sites: tuple[UUID, ...] = ()  #: watch-list places to be seen


class PlanRow(Row, frozen=True, array_like=True, kw_only=True):
    """A plan today. `people` and `sites` are JSON lists."""

    table: ClassVar[str] = "plan"
    key: ClassVar = ("id",)
    id: str
    book: str
    seq: int
    unit: str
    unit_path: str
    kind: str
    period: str
    on_day: str | None
    people: str
    sites: str


def needs(entry: Plan, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield from (Site.at(str(site)) for site in entry.sites)


def judge(entry: Plan, facts: Facts, _actor: Actor, _now: datetime) -> Decision | Refusal:
    unit = facts[Unit.at(entry.unit)]
    first, last = span(entry.period)
    rows = [facts.get(Site.at(str(site))) for site in entry.sites]
    return decide(
        unless(
            valid_in(unit, first, last),
            "unit-not-in-force",
            f"{unit.name}在{entry.period}不在册。",
            at="unit",
        ),
        unless(any(name == entry.kind for name, _ in KINDS), "unknown-kind", "没有这种检查表。", at="kind"),
        unless(
            entry.on is None or first <= entry.on <= last,
            "day-outside-month",
            "计划日期不在这个月。",
            at="on",
        ),
        *(
            unless(
                row and row.unit == entry.unit,
                "site-elsewhere",
                "点位不在册，或不在这个单位。",
                at=f"sites.{number}",
            )
            for number, row in enumerate(rows)
        ),
    )


def effects(entry: Plan, _decision: Decision, _facts: Facts, at: At) -> Iterable[PlanRow]:
    yield PlanRow(
        id=at.id,
        book=at.book,
        seq=at.seq,
        unit=entry.unit,
        unit_path=at.unit,
        kind=entry.kind,
        period=entry.period,
        on_day=entry.on,
        people=msgspec.json.encode(entry.people).decode(),
        sites=msgspec.json.encode([str(site) for site in entry.sites]).decode(),
    )
