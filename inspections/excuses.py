"""Excuses (免巡): a unit was not visited in a month, because. It stays in the denominator, shown apart from 缺报.

Owns: that statement. Does not own the month's figures (coverage.py). Source: contract.md; domain.md §1 [K].
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from inspections.entries import Entry, Month, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Key, Refusal, Row, decide, unless
from inspections.months import span
from inspections.units import Unit, valid_in


class Excuse(Entry, frozen=True, kw_only=True, tag="excuse"):
    """Why a unit was not visited in a month."""

    unit: UnitKey
    kind: Annotated[str, Meta(max_length=40)] = "steel_patrol"
    period: Month
    reason: Annotated[str, Meta(min_length=2, max_length=200)]  #: the office's words; no personal names


class ExcuseRow(Row, frozen=True, array_like=True, kw_only=True):
    """An excuse in force."""

    table: ClassVar[str] = "excuse"
    key: ClassVar = ("id",)
    id: str
    book: str
    seq: int
    unit: str
    unit_path: str
    kind: str
    period: str
    reason: str
    actor: str


def needs(entry: Excuse, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)


def judge(entry: Excuse, facts: Facts, _actor: Actor, _now: datetime) -> Decision | Refusal:
    unit = facts[Unit.at(entry.unit)]
    first, last = span(entry.period)
    return decide(
        unless(
            valid_in(unit, first, last),
            "unit-not-in-force",
            f"{unit.name}在{entry.period}不在册。",
            at="unit",
        )
    )


def effects(entry: Excuse, _decision: Decision, _facts: Facts, at: At) -> Iterable[ExcuseRow]:
    yield ExcuseRow(
        id=at.id,
        book=at.book,
        seq=at.seq,
        unit=entry.unit,
        unit_path=at.unit,
        kind=entry.kind,
        period=entry.period,
        reason=entry.reason,
        actor=at.actor,
    )
