"""Steps of an energy record (审核步骤): draft → submitted → reviewed → filed, returned and cancelled, by one table.

Owns: the entry `audit_step`, the guards, what a step does to the record's row. The table is reference/audit_steps.csv: the
allowed steps shown to a reader and the refusals come from it. Does not own what a record says (audits.py …).
Whoever wrote a version or submitted it does not review it. A step names the version it was taken on. Source: issue text.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from inspections.energy_records import STATES, RecordRow, with_hand
from inspections.entries import Entry, Private
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Place, Refusal, decide, unless
from inspections.months import day_of
from inspections.reference import table


class AuditStep(Entry, frozen=True, kw_only=True, tag="audit_step"):
    """One step of one record, on the version that was seen."""

    record: UUID
    version: UUID  #: entry id of the version the step is taken on
    step: Annotated[str, Meta(max_length=20, examples=["submit"])]  #: reference/audit_steps.csv
    reasons: Private | None = None  #: why it is returned or cancelled
    archive_no: Annotated[str, Meta(max_length=100)] = ""  #: 档案号

    def parents(self) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys((self.record, self.version)))

    def subject(self, entry_id: str) -> str:
        return str(self.record)

    def anchor(self) -> str:
        return str(self.record)


@cache
def steps_from(state: str) -> Sequence[Mapping[str, str]]:
    """The rows of the table that leave a state."""
    return [row for row in table("audit_steps") if row["from"] == state]


def row_of(state: str, step: str) -> Mapping[str, str] | None:
    return next((row for row in steps_from(state) if row["step"] == step), None)


def place(entry: AuditStep, facts: Facts) -> Place | None:
    row = facts.peek(RecordRow.at(str(entry.record)))
    return Place(row.book, row.unit_path) if row else None


def needs(entry: AuditStep, _facts: Facts) -> Iterable[Key[Any]]:
    yield RecordRow.at(str(entry.record))


def judge(entry: AuditStep, facts: Facts, actor: Actor, now: datetime) -> Decision | Refusal:
    record = facts[RecordRow.at(str(entry.record))]
    found = row_of(record.state, entry.step)
    if found is None:
        return decide(Fault("step", "step-not-allowed", not_allowed(record.state)))
    return decide(
        unless(
            str(entry.version) == record.version, "stale-version", "这份记录已有更新的一版。", at="version"
        ),
        unless(
            actor.grant_over((*found["who"].split(";"), "system"), record.unit_path),
            "not-your-step",
            "这一步不由您的角色办理。",
            at="step",
        ),
        *(GUARDS[need](record, entry, actor) for need in found["needs"].split(";") if need),
        state=found["to"],
        on=f"{day_of(now)}",
    )


def not_allowed(state: str) -> str:
    named = "、".join(dict.fromkeys(row["name_zh"] for row in steps_from(state)))
    return f"{STATES[state]}的记录不能办这一步；可以办：{named or '更正'}。"


def effects(entry: AuditStep, decision: Decision, facts: Facts, at: At) -> Iterable[RecordRow]:
    old = facts[RecordRow.at(str(entry.record))]
    state, on = decision["state"], decision["on"]
    dated = {DATED[state]: on} if state in DATED else {}
    hands = with_hand(old, at.actor) if state == "submitted" else old.hands
    yield replace(
        old,
        state=state,
        seq=at.seq,
        hands=hands,
        archive_no=entry.archive_no or old.archive_no,
        received_at=at.received_at,
        **dated,
    )


#: state → the column that keeps the day it was last reached
DATED: Final = {"submitted": "submitted_on", "reviewed": "reviewed_on", "filed": "filed_on"}

# What a step asks for, each with the sentence a refusal shows

Guard = Callable[[RecordRow, AuditStep, Actor], Fault | None]


def no_hand(record: RecordRow, _entry: AuditStep, actor: Actor) -> Fault | None:
    hands = msgspec.json.decode(record.hands, type=list[str])
    return unless(
        actor.account not in hands, "own-record", "填报、提交过这份记录的人不能审核、退回。", at="step"
    )


def has_reasons(_record: RecordRow, entry: AuditStep, _actor: Actor) -> Fault | None:
    return unless(entry.reasons and entry.reasons.strip(), "no-reasons", "请写明理由。", at="reasons")


def has_archive_no(_record: RecordRow, entry: AuditStep, _actor: Actor) -> Fault | None:
    return unless(entry.archive_no.strip(), "no-archive-no", "请写明档案号。", at="archive_no")


def lacks(code: str, message: str) -> Guard:
    """A guard over what the record's own rule found missing."""

    def guard(record: RecordRow, _entry: AuditStep, _actor: Actor) -> Fault | None:
        return unless(code not in msgspec.json.decode(record.lacking), code, message, at="version")

    return guard


GUARDS: Final[Mapping[str, Guard]] = {
    "scope": lacks("no-scope", "还没写全：依据、范围、边界或方式，见记录里的提示。"),
    "vouchers": lacks("no-voucher", "还有没有凭证的数，见记录里的提示。"),
    "verified": lacks("not-verified", "还有没有核定的数，见记录里的提示。"),
    "not_the_author": no_hand,
    "reasons": has_reasons,
    "archive_no": has_archive_no,
}


def allowed(record: RecordRow, actor: Actor) -> Iterator[tuple[Mapping[str, str], list[Fault]]]:
    """The steps an actor may take on a record now, each with what is still missing."""
    for row in steps_from(record.state):
        if actor.grant_over(row["who"].split(";"), record.unit_path):
            empty = AuditStep(
                made_at=datetime.fromisoformat(record.received_at),
                record=UUID(record.id),
                version=UUID(record.version),
                step=row["step"],
            )
            found = [GUARDS[need](record, empty, actor) for need in row["needs"].split(";") if need]
            yield row, [fault for fault in found if fault]
