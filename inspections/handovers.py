"""Handovers (交接): an open plan moves from one person to another, with the reason; who had it before stays in the ledger.

Owns: the entry `task` (its only action so far). Does not own plans (plans.py). Source: contract.md; issue text 交接.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from inspections.entries import AccountName, Entry, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Key, Lookup, Refusal, decide, unless
from inspections.people import Account
from inspections.plans import PlanRow
from inspections.units import Unit


class Task(Entry, frozen=True, kw_only=True, tag="task"):
    """Something is to be done by another person from now on."""

    unit: UnitKey
    action: Literal["hand_over"] = "hand_over"
    plan: UUID
    from_account: AccountName
    to_account: AccountName
    reason: Annotated[str, Meta(max_length=200)] = ""

    def parents(self) -> tuple[UUID, ...]:
        return (self.plan,)

    def subject(self, entry_id: str) -> str:
        return str(self.plan)


class Done(Lookup, frozen=True, array_like=True, kw_only=True):
    """Visits made under a plan."""

    query: ClassVar[str] = "visits_of_plan"
    key: ClassVar = ("plan",)
    plan: str
    visit: str


def needs(entry: Task, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield PlanRow.at(str(entry.plan))
    yield Account.at(entry.to_account)
    yield Done.at(str(entry.plan))


def judge(entry: Task, facts: Facts, _actor: Actor, _now: datetime) -> Decision | Refusal:
    plan = facts.get(PlanRow.at(str(entry.plan)))
    account = facts.get(Account.at(entry.to_account))
    return decide(
        unless(
            plan and plan.unit == entry.unit, "plan-elsewhere", "没有这项计划，或不属于这个单位。", at="plan"
        ),
        unless(
            plan is None or entry.from_account in people_of(plan),
            "not-theirs",
            "这项计划不在交出人名下。",
            at="from_account",
        ),
        unless(
            account and not account.disabled, "unknown-account", "接手的账号不存在或已停用。", at="to_account"
        ),
        unless(
            not facts.answers(Done.at(str(entry.plan))),
            "already-done",
            "这项计划已经完成，不用交接。",
            at="plan",
        ),
    )


def people_of(plan: PlanRow) -> list[str]:
    return msgspec.json.decode(plan.people, type=list[str])


def effects(entry: Task, _decision: Decision, facts: Facts, at: At) -> Iterable[PlanRow]:
    plan = facts[PlanRow.at(str(entry.plan))]
    people = [entry.to_account if name == entry.from_account else name for name in people_of(plan)]
    yield replace(plan, people=msgspec.json.encode(list(dict.fromkeys(people))).decode(), seq=at.seq)
