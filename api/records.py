"""The story of an energy record as its page shows it: versions, steps, corrections, and the steps now open to the asker.

Owns: fetching it and its words. Does not own the walk (inspections/record_story.py), the table of steps
(inspections/audit_steps.py) or scope: whoever calls has looked at the row within the reader's units.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from api.auth import Call
from api.reading import json_text
from api.trails import ChangeView, change_view
from inspections.audit_steps import allowed
from inspections.chain import Stored
from inspections.energy_records import STATES, RecordRow
from inspections.facts import Decision, Fault
from inspections.record_story import Happening, story
from inspections.reference import table


class HistoryView(Struct):
    """One entry of a record's story, oldest first."""

    id: str
    type: Annotated[
        str,
        Meta(description="audit、balance、supervision 一版 · audit_step 步骤 · correction 更正 · void 作废"),
    ]
    step: str
    step_name: Annotated[str, Meta(examples=["审核通过"])]
    state: Annotated[str, Meta(description="办完到哪个状态")]
    state_name: str
    seq: int
    hash: str
    actor: str
    actor_name: str
    made_at: str
    received_at: str
    reason: str | None
    changes: list[ChangeView]


class StepAllowed(Struct):
    """A step the asker may take now."""

    step: Annotated[str, Meta(examples=["review"])]
    name: Annotated[str, Meta(examples=["审核通过"])]
    to: str
    to_name: str
    missing: Annotated[list[Fault], Meta(description="办以前还缺的；空为可以办")]


class RecordStory(Struct):
    """A record with what happened to it and the names of its people."""

    body: dict[str, Any]
    decision: Decision
    history: list[HistoryView]
    steps: list[StepAllowed]
    names: dict[str, str]


async def story_of(call: Call, record: RecordRow) -> RecordStory:
    """The story of a record that is in a view, with private values put back."""
    rows = await call.storage.rows("subject_of_entry", id=record.id)
    stored = [msgspec.convert(list(row), Stored, strict=False) for row in rows]
    vault: dict[str, dict[str, str | None]] = {one.id: {} for one in stored}
    for entry, path, value in await call.storage.rows("vault_of_entries", ids=json_text(list(vault))):
        vault[entry][path] = value
    people = sorted({one.actor for one in stored})
    found = await call.storage.rows("people_named", accounts=json_text(people))
    names = {account: name or account for account, name in found}
    whole = story(record.version, stored, vault)
    return RecordStory(
        body=whole.body,
        decision=whole.decision,
        history=[view(one, names) for one in whole.happenings],
        steps=[step_view(row, missing) for row, missing in allowed(record, call.actor)],
        names=names,
    )


def view(one: Happening, names: dict[str, str]) -> HistoryView:
    return HistoryView(
        id=one.id,
        type=one.type,
        step=one.step,
        step_name=STEP_NAMES.get(one.step, ""),
        state=one.state,
        state_name=STATES.get(one.state, ""),
        seq=one.seq,
        hash=one.hash,
        actor=one.actor,
        actor_name=names.get(one.actor, one.actor),
        made_at=one.made_at,
        received_at=one.received_at,
        reason=one.reason,
        changes=[change_view(change, None) for change in one.changes],
    )


STEP_NAMES = {row["step"]: row["name_zh"] for row in table("audit_steps")}


def step_view(row: Any, missing: list[Fault]) -> StepAllowed:
    return StepAllowed(row["step"], row["name_zh"], row["to"], STATES[row["to"]], missing)
