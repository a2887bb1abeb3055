"""Correction and void (更正、作废): a subject's view is the fold of its effective entries, by seq.

Owns: which entries can be amended, folding a subject anew, and the two rules. A correction replaces one body, a void
takes it out; decisions made later stand. There is no update and no delete. Source: design.md §2; docs/design/0003.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from inspections import parameters, people
from inspections.chain import Child, History, Known
from inspections.entries import Entry, Envelope, Private
from inspections.facts import (
    Actor,
    At,
    Decision,
    Facts,
    Fault,
    Key,
    Place,
    Refusal,
    Row,
    decide,
    unless,
)
from inspections.parameters import Setting
from inspections.vocabulary import PLAIN_VOCABULARY as PLAIN

CORRECTABLE: Final = (
    *("visit", "zero_report", "excuse", "finding", "plan", "site", "enterprise", "unit", "listing"),
    *("intensity_target", "intensity_result", "batch", "letter", "letter_reply", "opening"),
    *("audit", "balance", "supervision"),
)
VOIDABLE: Final = (*CORRECTABLE, "task", "report", "paper")
_Body: Any = reduce(or_, (PLAIN.rules[name].entry for name in CORRECTABLE))


class Correction(Entry, frozen=True, kw_only=True, tag="correction"):
    """One body replaced by another of the same type and subject."""

    target: UUID
    body: _Body  #: the whole new body
    reason: Private

    def parents(self) -> tuple[UUID, ...]:
        return (self.target,)

    def anchor(self) -> str:
        return str(self.target)


class Void(Entry, frozen=True, kw_only=True, tag="void"):
    """One entry taken out of its subject's view. It stays in the ledger."""

    target: UUID
    reason: Annotated[str, Meta(min_length=2, max_length=400)]

    def parents(self) -> tuple[UUID, ...]:
        return (self.target,)

    def anchor(self) -> str:
        return str(self.target)


class Amended(Row, frozen=True, array_like=True, kw_only=True):
    """An entry that was corrected or voided, and by which entry last."""

    table: ClassVar[str] = "amended"
    key: ClassVar = ("id",)
    id: str
    book: str
    unit_path: str
    corrected_by: str | None
    voided_by: str | None
    last_seq: int


class Effective(Struct, frozen=True):
    """An entry as it counts: its body and decision, perhaps replaced, and where it stands."""

    entry: Entry
    decision: Decision
    at: At


def effective(history: Sequence[History], before_seq: int | None = None) -> dict[str, Effective]:
    """The entries of a subject that count, in order, by id."""
    found: dict[str, Effective] = {}
    for row in history:
        if before_seq is not None and row.seq >= before_seq:
            break
        envelope = msgspec.json.decode(row.stored, type=Envelope)
        decision = msgspec.json.decode(envelope.decision, type=Decision)
        if envelope.type == "correction":
            correction = msgspec.json.decode(envelope.body, type=Correction)
            found[str(correction.target)] = corrected(
                found[str(correction.target)], correction.body, decision
            )
        elif envelope.type == "void":
            found.pop(str(msgspec.json.decode(envelope.body, type=Void).target), None)
        elif envelope.type in PLAIN.rules:  # an adoption stands for itself and is never folded
            entry = PLAIN.stored(row.stored)
            at = At(
                envelope.id, envelope.book, envelope.seq, envelope.unit, envelope.actor, envelope.received_at
            )
            found[envelope.id] = Effective(entry, decision, at)
    return found


def corrected(old: Effective, body: Entry, decision: Decision) -> Effective:
    """The same place in the chain with the new body, and the decision taken on it."""
    inner = msgspec.convert(decision["decision"], Decision)
    return Effective(body, inner, old.at._replace(unit=decision["unit_path"]))


def fold(entries: Iterable[Effective], facts: Facts) -> dict[Key[Any], Row]:
    """The view rows these entries make together, starting from nothing of the subject."""
    entries = tuple(entries)
    aside = facts.aside()
    for key in touched(entries, facts.aside()):
        aside.drop(key)
    return touched(entries, aside)


def touched(entries: Iterable[Effective], facts: Facts) -> dict[Key[Any], Row]:
    rows: dict[Key[Any], Row] = {}
    for one in entries:
        for row in PLAIN.rule_of(one.entry).effects(one.entry, one.decision, facts, one.at):
            if isinstance(row, Key):
                facts.drop(row)
                rows.pop(row, None)
            else:
                facts.put(row)
                rows[row.where()] = row
    return rows


def refolded(
    before: dict[str, Effective], after: dict[str, Effective], facts: Facts
) -> Iterator[Row | Key[Any]]:
    """What changes in the views: rows that are gone, then the rows as they are now."""
    base = facts.aside()
    old = fold(before.values(), base)
    for key in old:
        base.drop(key)
    new = fold(after.values(), base)
    yield from (key for key in old if key not in new)
    yield from new.values()


# What both amendments share: the target, its history, and who may


def known(entry: Any, facts: Facts) -> Known | None:
    return facts.peek(Known.at(str(entry.target)))


def place(entry: Any, facts: Facts) -> Place | None:
    target = known(entry, facts)
    return Place(target.book, target.unit) if target else None


def subject(entry: Any, _entry_id: str, facts: Facts) -> str:
    return facts[Known.at(str(entry.target))].subject


def needs(entry: Any, facts: Facts) -> Iterable[Key[Any]]:
    target = str(entry.target)
    yield Known.at(target)
    yield Amended.at(target)
    yield Child.at(target)
    if row := facts.peek(Known.at(target)):
        yield Setting.at(row.book, "correction_hours")
        yield History.at(row.subject)
        for one in effective(facts.peek(History.at(row.subject)) or ()).values():  # type: ignore[arg-type]  # a Lookup's answer is a tuple
            yield from PLAIN.rule_of(one.entry).needs(one.entry, facts)
    if body := getattr(entry, "body", None):
        yield from PLAIN.rule_of(body).needs(body, facts)


def allowed(
    entry: Any, types: tuple[str, ...], facts: Facts, actor: Actor, now: datetime
) -> Iterator[Fault | None]:
    """Who may amend what: the author for a day while nothing depends on it, else the county."""
    target = facts[Known.at(str(entry.target))]
    amended = facts.get(Amended.at(str(entry.target)))
    yield unless(target.type in types, "not-amendable", "这类记录不能更正或作废，请另写一条。", at="target")
    yield unless(not (amended and amended.voided_by), "already-void", "这条记录已经作废。", at="target")
    hours = parameters.value(facts, target.book, "correction_hours")
    in_time = now - datetime.fromisoformat(target.received_at) <= timedelta(hours=hours)
    alone = not facts.answers(Child.at(str(entry.target)))
    own = target.actor == actor.account and in_time and alone
    county = actor.grant_over(("county", "system"), target.unit)
    yield unless(
        own or county,
        "not-yours",
        f"只能更正、作废自己{hours}小时内、还没被引用的记录；其他的请县局办理。",
        at="target",
    )


def fixed_faults(entry: Correction, names: tuple[str, ...], facts: Facts) -> Iterator[Fault | None]:
    """What others went by cannot be corrected under their feet."""
    target = str(entry.target)
    before = effective(facts.answers(History.at(facts[Known.at(target)].subject))).get(target)
    if before and facts.answers(Child.at(target)):
        for name in names:
            same = getattr(before.entry, name) == getattr(entry.body, name)
            yield unless(same, "fixed-once-used", "已经有人据此办理，这一项不能再更正。", at=f"body.{name}")


def judge(entry: Correction, facts: Facts, actor: Actor, now: datetime) -> Decision | Refusal:
    target = facts[Known.at(str(entry.target))]
    rule = PLAIN.rule_of(entry.body)
    here = rule.place(entry.body, facts)
    reach = here and actor.grant_over(people.writers(rule.type), here.path)
    faults = [
        *allowed(entry, CORRECTABLE, facts, actor, now),
        unless(rule.type == target.type, "other-type", "更正不能换记录种类。", at="body.type"),
        unless(
            reach and here and here.book == target.book,
            "out-of-scope",
            "新单位不在您的权限范围内。",
            at="body.unit",
        ),
        unless(entry.reason.strip(), "no-reason", "请写更正原因。", at="reason"),
        unless(
            rule.type != target.type or rule.subject(entry.body, target.id, facts) == target.subject,
            "other-subject",
            "更正不能换成另一个对象。",
            at="body",
        ),
        *(fixed_faults(entry, rule.fixed_once_used, facts) if rule.type == target.type else ()),
    ]
    if here is None or rule.type != target.type:
        return decide(*faults)
    inner = rule.judge_correction(entry.body, facts, actor, datetime.fromisoformat(target.received_at))
    if isinstance(inner, Refusal):
        faults += [replace(fault, path=f"body.{fault.path}") for fault in inner.faults]
        return decide(*faults)
    return decide(*faults, decision=msgspec.to_builtins(inner), unit_path=here.path)


def effects(entry: Correction, decision: Decision, facts: Facts, at: At) -> Iterable[Row | Key[Any]]:
    target = facts[Known.at(str(entry.target))]
    before = effective(facts.answers(History.at(target.subject)), at.seq)
    after = dict(before)
    if target.id in before:
        after[target.id] = corrected(before[target.id], entry.body, decision)
    yield from refolded(before, after, facts)
    yield Amended(
        id=target.id, book=at.book, unit_path=at.unit, corrected_by=at.id, voided_by=None, last_seq=at.seq
    )
