"""Void (作废): an entry is taken out of its subject's view, with the reason; live children forbid it.

Owns: that rule. Does not own folding (amendments.py). Source: design.md §2.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from inspections.amendments import VOIDABLE, Amended, Void, allowed, effective, refolded
from inspections.amendments import needs as needs
from inspections.amendments import place as place
from inspections.amendments import subject as subject
from inspections.chain import Child, History, Known
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, Row, decide


def judge(entry: Void, facts: Facts, actor: Actor, now: datetime) -> Decision | Refusal:
    children = facts.answers(Child.at(str(entry.target)))
    if children:
        faults = (
            Fault("target", "has-children", f"还被这条记录引用：{child.type} {child.id}")
            for child in children
        )
        return Refusal(tuple(faults), "live-children")
    return decide(*allowed(entry, VOIDABLE, facts, actor, now))


def effects(entry: Void, _decision: Decision, facts: Facts, at: At) -> Iterable[Row | Key[Any]]:
    target = facts[Known.at(str(entry.target))]
    before = effective(facts.answers(History.at(target.subject)), at.seq)
    after = {name: one for name, one in before.items() if name != target.id}
    yield from refolded(before, after, facts)
    old = facts.get(Amended.at(target.id))
    yield Amended(
        id=target.id,
        book=at.book,
        unit_path=at.unit,
        corrected_by=old.corrected_by if old else None,
        voided_by=at.id,
        last_seq=at.seq,
    )
