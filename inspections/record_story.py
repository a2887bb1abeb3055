"""The story (经过) of an energy record: its versions, steps and corrections, and what each changed, old → new.

Owns: that walk over the stored entries of a record, with private values put back. Does not own a single entry's trail
(trail.py), what a record says, nor who may see it. A correction changes one version; both values stay to be read.
Source: design.md §2; issue text (corrections keep both).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from inspections.chain import Stored
from inspections.facts import Decision
from inspections.trail import Body, Change, Secrets, changed, decision_of, told


class Happening(Struct, frozen=True, kw_only=True):
    """One entry of a record."""

    id: str
    type: str  #: audit, balance, supervision · audit_step · correction · void
    step: str  #: of an audit_step
    state: str  #: that a step led to
    seq: int
    hash: str
    actor: str
    made_at: str
    received_at: str
    reason: str | None
    changes: tuple[Change, ...]


class Story(Struct, frozen=True):
    """A record as it counts now, and how it came to that."""

    body: Body
    decision: Decision
    happenings: tuple[Happening, ...]


def story(version: str, stored: Sequence[Stored], vault: Mapping[str, Secrets]) -> Story:
    """The story of a record from its stored entries, oldest first; `version` is the entry that counts."""
    bodies: dict[str, Body] = {}
    decisions: dict[str, Decision] = {}
    happened: list[Happening] = []
    latest: Body = {}
    for one in stored:
        said, decision = told(one, vault), decision_of(one)
        changes: tuple[Change, ...] = ()
        if one.type == "correction":
            target, new = said["target"], without_type(said["body"])
            changes = tuple(changed(bodies[target], new))
            bodies[target], decisions[target] = new, msgspec.convert(decision["decision"], Decision)
        elif one.type not in ("audit_step", "void"):
            changes = tuple(changed(latest, said)) if latest else ()
            bodies[one.id], decisions[one.id], latest = said, decision, said
        happened.append(happening(one, said, decision, changes))
    return Story(bodies[version], decisions[version], tuple(happened))


def happening(one: Stored, said: Body, decision: Decision, changes: tuple[Change, ...]) -> Happening:
    copied = {name: getattr(one, name) for name in ("id", "type", "seq", "hash", "actor")}
    return Happening(
        **copied,
        step=said.get("step", ""),
        state=decision.said.get("state", ""),
        made_at=one.made_at,
        received_at=one.received_at,
        reason=said.get("reasons") or said.get("reason"),
        changes=tuple(change for change in changes if change.path not in APART),
    )


#: what says where a version stands, not what it says
APART = ("made_at", "record", "replaces")


def without_type(body: dict[str, Any]) -> Body:
    return {name: value for name, value in body.items() if name != "type"}
