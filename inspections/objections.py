"""What is said beside the steps of a case: the approved public text (公开稿) and objections to its notice (异议).

Owns: these two entries. Neither moves a finding; steps look at them (guards.py). Whoever writes a `public_draft` has
approved it: another person publishes it. An objection is settled by an entry that names it; one that is upheld still
blocks closing until the finding is sent back. Source: domain.md §5 (公示、异议), §11.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from inspections.entries import Day, Entry, Private
from inspections.facts import Actor, At, Decision, Facts, Key, Place, Refusal, Row, decide, unless
from inspections.findings import FindingRow
from inspections.months import day_of
from inspections.privacy import private_marks
from inspections.units import days_exist


class PublicDraft(Entry, frozen=True, kw_only=True, tag="public_draft"):
    """The words of a public notice, approved by whoever writes this."""

    finding: UUID
    text: Private  #: names nobody

    def subject(self, entry_id: str) -> str:
        return str(self.finding)

    def parents(self) -> tuple[UUID, ...]:
        return (self.finding,)

    def anchor(self) -> str:
        return str(self.finding)


class Objection(Entry, frozen=True, kw_only=True, tag="objection"):
    """Somebody objects to a closing, or an earlier objection is settled."""

    finding: UUID
    settles: UUID | None = None  #: the objection this one settles; none: it raises one
    outcome: Literal["upheld", "dismissed"] | None = None  #: when it settles
    received_on: Day | None = None  #: when it raises
    objector: Private | None = None
    text: Private  #: what is objected, or why it was decided so

    def subject(self, entry_id: str) -> str:
        return str(self.finding)

    def parents(self) -> tuple[UUID, ...]:
        return (self.finding, self.settles) if self.settles else (self.finding,)

    def anchor(self) -> str:
        return str(self.finding)


def needs(entry: PublicDraft | Objection, _facts: Facts) -> Iterable[Key[Any]]:
    yield FindingRow.at(str(entry.finding))


def place(entry: PublicDraft | Objection, facts: Facts) -> Place | None:
    """Where the finding stands."""
    row = facts.peek(FindingRow.at(str(entry.finding)))
    return Place(row.book, row.unit_path) if row else None


def judge(entry: PublicDraft | Objection, facts: Facts, actor: Actor, now: datetime) -> Decision | Refusal:
    if isinstance(entry, PublicDraft):
        said = unless(entry.text.strip(), "nothing-said", "请写明公开的内容。", at="text")
        return decide(said, *private_marks("text", entry.text))
    row = facts[FindingRow.at(str(entry.finding))]
    raised = entry.settles is None
    return decide(
        *days_exist(entry, "received_on"),
        unless(
            row.state == "on_notice", "not-on-notice", "只有公示中的问题可以提、可以处理异议。", at="finding"
        ),
        unless(entry.text.strip(), "nothing-said", "请写明内容。", at="text"),
        unless(raised == (entry.outcome is None), "outcome", "处理异议要写明成立还是不成立。", at="outcome"),
        unless(
            not entry.received_on or entry.received_on <= f"{day_of(now)}",
            "received-ahead",
            "收到的日子不能在今天以后。",
            at="received_on",
        ),
    )


def effects(
    _entry: PublicDraft | Objection, _decision: Decision, _facts: Facts, _at: At
) -> Iterable[Row | Key[Any]]:
    """Nothing: a case is read from its entries."""
    return ()
