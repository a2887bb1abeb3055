"""A case (整改案卷): everything filed under one finding, in order, as the guards look at it.

Owns: reading a finding's stored entries into one value, and the questions asked of it (this round, this cycle, who did
it, which measures are open). Private values stay sealed here: that something was said is known, not what. Does not own
what is missing (guards.py). Source: design.md §2.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from inspections.entries import Entry, Envelope, Photo
from inspections.facts import Decision
from inspections.findings import Finding
from inspections.objections import Objection, PublicDraft
from inspections.step_contents import CasePaper, Measure, Step

READ: dict[str, type[Entry]] = {
    "finding": Finding,
    "step": Step,
    "objection": Objection,
    "public_draft": PublicDraft,
}


class Told(Struct, frozen=True):
    """One entry of the case, as it stands in the ledger."""

    id: str
    actor: str
    entry: Any  #: Step, Objection or PublicDraft
    decision: Decision


class _Correction(Struct):
    target: UUID
    body: msgspec.Raw


class Case(Struct, frozen=True, dict=True):
    """A finding as it counts now, and what was told of it since."""

    finding: Finding
    told: tuple[Told, ...] = ()

    @cached_property
    def steps(self) -> tuple[Told, ...]:
        return tuple(one for one in self.told if isinstance(one.entry, Step))

    @cached_property
    def cycle(self) -> tuple[Told, ...]:
        """Since it was last reopened, with the reopening itself."""
        starts = [at for at, one in enumerate(self.told) if marks_of(one) == "reopened"]
        return self.told[starts[-1] :] if starts else self.told

    @cached_property
    def round(self) -> tuple[Told, ...]:
        """Since it was last sent back, reopened or staged, without that step: what proves it put right comes after."""
        starts = [at for at, one in enumerate(self.told) if begins_anew(one)]
        return self.told[starts[-1] + 1 :] if starts else self.told

    @property
    def doers(self) -> set[str]:
        """Accounts that took a step for the responsible unit, ever."""
        return {one.actor for one in self.steps if one.decision.role == "responsible"}

    def before_photos(self) -> Iterator[Photo]:
        """Photos of the cycle's beginning: as found, or as it came back."""
        came_back = self.cycle and marks_of(self.cycle[0]) == "reopened"
        yield from () if came_back else self.finding.photos
        yield from (photo for one in steps_in(self.cycle) for photo in one.photos)


def case_of(envelopes: Iterable[Envelope]) -> Case | None:
    """The case in a subject's stored entries, oldest first; None when no finding is among them."""
    finding: Finding | None = None
    first, told = "", []
    for one in envelopes:
        if one.type == "finding":
            finding, first = msgspec.json.decode(one.body, type=Finding), one.id
        elif one.type == "correction":
            correction = msgspec.json.decode(one.body, type=_Correction)
            if str(correction.target) == first:
                finding = msgspec.json.decode(correction.body, type=Finding)
        elif one.type in READ:
            decision = msgspec.json.decode(one.decision, type=Decision)
            told.append(Told(one.id, one.actor, msgspec.json.decode(one.body, type=READ[one.type]), decision))
    return Case(finding, tuple(told)) if finding else None


def begins_anew(one: Told) -> bool:
    return marks_of(one) in ("returned", "reopened") or one.decision.said.get("to") == "staged"


def marks_of(one: Told) -> str:
    return str(one.decision.said.get("marks", ""))


def steps_in(told: Iterable[Told]) -> Iterator[Step]:
    return (one.entry for one in told if isinstance(one.entry, Step))


def papers_in(told: Iterable[Told], kind: str) -> Iterator[CasePaper]:
    return (paper for step in steps_in(told) for paper in step.papers if paper.kind == kind)


def measures_left(case: Case, entry: Step) -> tuple[Measure, ...]:
    """Measures nobody has marked done: of the newest list (plan, or what remained), marked since the round began.

    A list made after the round began is counted from there.
    """
    lists = [at for at, one in enumerate(case.cycle) if newest_list(one.entry)]
    if not lists:
        return ()
    listed = newest_list(case.cycle[lists[-1]].entry)
    since = max(lists[-1] + 1, len(case.cycle) - len(case.round))
    marked = {number for step in (*steps_in(case.cycle[since:]), entry) for number in step.done}
    return tuple(one for number, one in enumerate(listed, 1) if number not in marked)


def newest_list(entry: Entry) -> tuple[Measure, ...]:
    if not isinstance(entry, Step):
        return ()
    return entry.remaining or (entry.plan.measures if entry.plan else ())
