"""A step (整改步骤) as it is written: which step on which finding, and what the guards will look at.

Owns: these fields. Does not own which steps there are (rectification.py), what a step must bring (guards.py), or what it
does (steps.py). Words that a person wrote stay erasable; numbers and dates of papers do not name anybody.
Source: domain.md §5; contract.md (step).
"""

from typing import Annotated, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct

from inspections.entries import AccountName, Day, Entry, Photo, Position, Private, Sha256, UnitKey

Number = Annotated[str, Meta(max_length=60, examples=["南环督〔2026〕12号"])]
PaperKind = Literal[
    "plan", "self_check", "closure_request", "check_sheet", "report", "superior", "closure_approval", "extension", "receipt",
    "recurrence", "reply", "other",
]  # fmt: skip


PAPERS: Final = {
    "plan": "整改方案",
    "self_check": "自验报告",
    "closure_request": "销号申请表",
    "check_sheet": "现场核查表",
    "report": "上报文件",
    "superior": "上级文件",
    "closure_approval": "销号审批表",
    "extension": "延期审批表",
    "receipt": "接收回执",
    "recurrence": "反弹记录",
    "reply": "答复意见书",
    "other": "其他",
}


class CasePaper(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A paper handed in with a step: which, its number and date, its scan."""

    kind: PaperKind
    number: Number | None = None  #: 文号
    on: Day | None = None  #: its date
    scan: Sha256 | None = None  #: of the signed and stamped sheet


class Measure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing to be done."""

    text: Private
    person: Private | None = None  #: who sees to it
    due_on: Day | None = None


class RectificationPlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """一问题一方案: what shall be reached, by which measures, by when."""

    target: Private
    measures: Annotated[tuple[Measure, ...], Meta(max_length=40)]
    due_on: Day


class Checker(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who checked on the spot, and whose person that is: a unit on file, or an organ by its name."""

    name: Private
    unit: UnitKey | None = None
    organ: Annotated[str, Meta(max_length=100)] | None = None
    account: AccountName | None = None


class Notice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """公示: from when to when, where to object, and the approved text."""

    draft: UUID  #: the entry `public_draft` that is published
    from_on: Day
    to_on: Day
    phone: Annotated[
        str, Meta(max_length=40, examples=["0791-85710000"])
    ]  #: of the office, never of a person


class Receiver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who takes a finding over."""

    organ: Annotated[str, Meta(max_length=100)]
    contact: Private


class Recurrence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The same problem again: when it was seen, and how it stands to the first point."""

    on: Day
    relation: Private


class Archived(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """档案号 and how long it is kept (国家档案局令第8号)."""

    number: Number
    retention: Literal["permanent", "y30", "y10"]


class EvidenceDecision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a person decided of a pair of photos. The grade shown then advised; it decides nothing."""

    after: Sha256
    before: Sha256 | None = None
    accepted: bool
    grade: Literal["A", "B", "C"] | None = None  #: as it was shown, GET /findings/{id}/evidence
    reason: Private | None = None


class Step(Entry, frozen=True, kw_only=True, tag="step"):
    """One step of a finding's rectification. Which fields it must bring is told by the needs of its row."""

    finding: UUID
    step: Annotated[str, Meta(max_length=40, examples=["accept"])]
    from_state: Annotated[str, Meta(max_length=40, examples=["assigned"])]  #: what the sender saw
    note: Private | None = None  #: 进展、理由、说明
    person: Private | None = None  #: 责任人
    plan: RectificationPlan | None = None
    done: Annotated[tuple[Annotated[int, Meta(ge=1, le=40)], ...], Meta(max_length=40)] = ()
    penalty: Literal["none", "done", "pending"] | None = None  #: 处罚: none, carried out, still open
    same_kind: Private | None = None  #: 举一反三: where else was looked
    photos: Annotated[tuple[Photo, ...], Meta(max_length=30)] = ()  #: slots before, after
    position: Position | None = None  #: where the photos were taken
    evidence_decisions: Annotated[tuple[EvidenceDecision, ...], Meta(max_length=60)] = ()  #: of a check
    papers: Annotated[tuple[CasePaper, ...], Meta(max_length=30)] = ()
    checkers: Annotated[tuple[Checker, ...], Meta(max_length=20)] = ()
    conclusion: Literal["passed", "failed"] | None = None  #: of a check
    notice: Notice | None = None
    due_on: Day | None = None  #: the new day of an extension
    remaining: Annotated[tuple[Measure, ...], Meta(max_length=40)] = ()
    review_months: Annotated[int, Meta(ge=1, le=36)] | None = None  #: how often 长期坚持 is looked at
    receiver: Receiver | None = None
    recurrence: Recurrence | None = None
    archive: Archived | None = None

    def subject(self, entry_id: str) -> str:
        return str(self.finding)

    def parents(self) -> tuple[UUID, ...]:
        return (self.finding, self.notice.draft) if self.notice else (self.finding,)

    def anchor(self) -> str:
        return str(self.finding)
