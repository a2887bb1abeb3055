"""The trail (经过) of one entry: the body that counts now, and what each amendment changed, old → new.

Owns: walking stored entries of a subject for a reader, with private values put back. Does not own which rows follow
(amendments.py folds those), who may see an entry, or Chinese names of fields. Source: design.md §2.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from inspections.chain import Stored
from inspections.entries import Receipt, unseal
from inspections.facts import Decision
from inspections.ledger import receipt

Body = dict[str, Any]
Secrets = Mapping[str, str | None]


class Change(Struct, frozen=True):
    """One value an amendment replaced; None where there was, or is, nothing."""

    path: str
    old: Any
    new: Any


class Step(Struct, frozen=True, kw_only=True):
    """One entry of the trail: the first one, a correction, or the void."""

    id: str
    type: str
    seq: int
    hash: str
    actor: str
    made_at: str
    received_at: str
    reason: str | None
    changes: tuple[Change, ...]


class Trail(Struct, frozen=True, kw_only=True):
    """An entry as it counts now, and how it came to that."""

    body: Body
    decision: Decision
    receipt: Receipt  #: of the first entry
    made_at: str
    device: str
    steps: tuple[Step, ...]


def trail(entry_id: str, stored: Sequence[Stored], vault: Mapping[str, Secrets]) -> Trail:
    """The entry's trail from the stored entries of its subject, oldest first. LookupError when it is not among them."""
    first = next((one for one in stored if one.id == entry_id), None)
    if first is None:
        raise LookupError(entry_id)
    body, decision, steps = told(first, vault), decision_of(first), [step(first, None, ())]
    for one in stored:
        said = told(one, vault)
        if said.get("target") != entry_id:
            continue
        changes: tuple[Change, ...] = ()
        if one.type == "correction":
            new = {name: value for name, value in said["body"].items() if name != "type"}
            changes = tuple(changed(body, new))
            body, decision = new, msgspec.convert(decision_of(one)["decision"], Decision)
        steps.append(step(one, said.get("reason"), changes))
    return Trail(
        body=body,
        decision=decision,
        receipt=receipt(first, decision_of(first)),
        made_at=first.made_at,
        device=first.device,
        steps=tuple(steps),
    )


def told(one: Stored, vault: Mapping[str, Secrets]) -> Body:
    """The body with private values put back, without its type."""
    body = unseal(msgspec.json.decode(one.envelope().body), vault.get(one.id, {}))
    return {name: value for name, value in body.items() if name != "type"}


def decision_of(one: Stored) -> Decision:
    return msgspec.json.decode(one.envelope().decision, type=Decision)


def step(one: Stored, reason: str | None, changes: tuple[Change, ...]) -> Step:
    copied = {name: getattr(one, name) for name in Step.__struct_fields__[:7]}
    return Step(**copied, reason=reason, changes=changes)


def changed(old: Any, new: Any, path: str = "") -> Iterator[Change]:
    """The places where two bodies differ; lists are compared whole."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            yield from changed(old.get(name), new.get(name), f"{path}.{name}" if path else name)
    elif old != new:
        yield Change(path, old, new)
