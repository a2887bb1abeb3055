"""Openings (历史台账): problems of before, taken over from the office's spreadsheets as they stood there.

Owns: the entry `opening`. It is history that this ledger has not seen: 未经系统核验, in a table of its own, so that no guard of
closure and no rate ever counts it. Does not own reading spreadsheets (imports/openings.py) or problems of today (findings.py).
A line written again is its whole state. Source: contract.md (opening); domain.md §5 (ledger columns).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from msgspec import Meta

from inspections.batches import BatchKey, BatchRow
from inspections.enterprises import Enterprise
from inspections.entries import Day, Entry, Position, Private, UnitKey, id_text
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, Row, decide, unless
from inspections.findings import Level, coded
from inspections.months import day_of
from inspections.people import writers
from inspections.positions import wgs84
from inspections.rectification import states
from inspections.units import Unit, days_exist

Short = Annotated[str, Meta(max_length=100)]


class Opening(Entry, frozen=True, kw_only=True, tag="opening"):
    """One line of an old ledger. Words of people stay in the vault."""

    opening: UUID  #: our own id, made from the line's own number
    unit: UnitKey
    number: Annotated[str, Meta(max_length=60)] = ""  #: 交办编号
    serial: Annotated[str, Meta(max_length=20)] = ""  #: 序号
    source: Annotated[str, Meta(max_length=40)]  #: finding_source
    level: Level = "self"
    batch: BatchKey | None = None
    assigned_on: Day | None = None
    enterprise: UUID | None = None
    place: Private | None = None  #: 企业(点位), as written
    category: Annotated[str, Meta(max_length=40)] = "other"  #: finding_category
    pollution: Short = ""  #: 污染类型, as written
    text: Private  #: 问题描述
    founded: Literal["yes", "partly", "no"] | None = None  #: 是否属实
    responsible: Short = ""  #: 责任单位, as written
    person: Private | None = None  #: 责任人
    supervisor: Short = ""  #: 督导单位
    leader: Private | None = None  #: 责任领导
    goal: Private | None = None
    measures: Private | None = None
    due_on: Day | None = None
    term: Short = ""  #: 整改时限 where it is no day: 立行立改, 长期坚持
    progress: Private | None = None
    finished_on: Day | None = None
    penalty: Private | None = None  #: 是否处罚/问责
    checked_on: Day | None = None
    checkers: Private | None = None
    conclusion: Private | None = None
    notice_on: Day | None = None  #: 公示日期
    closed_on: Day | None = None  #: 销号日期
    closure_no: Short = ""  #: 销号文号
    evidence: Private | None = None  #: 佐证材料
    note: Private | None = None
    state: Annotated[str, Meta(max_length=40)]  #: rectification_states, as far as the line tells
    position: Position | None = None
    taken_from: Annotated[str, Meta(max_length=200)] = ""  #: file, sheet and row

    def subject(self, entry_id: str) -> str:
        return f"opening/{self.opening}"


class OpeningRow(Row, frozen=True, array_like=True, kw_only=True):
    """A line of an old ledger today: no private value."""

    table: ClassVar[str] = "opening"
    key: ClassVar = ("opening",)
    opening: str
    book: str
    seq: int
    entry: str  #: its last version
    unit: str
    unit_path: str
    number: str
    serial: str
    source: str
    level: str
    batch: str | None
    assigned_on: str | None
    enterprise: str | None
    category: str
    founded: str | None
    responsible: str
    due_on: str | None
    finished_on: str | None
    closed_on: str | None
    closure_no: str
    state: str
    type: str  #: open · fixed · closed
    lat: float | None
    lon: float | None
    taken_from: str
    actor: str
    received_at: str


def needs(entry: Opening, facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield OpeningRow.at(str(entry.opening))
    if entry.enterprise:
        yield Enterprise.at(str(entry.enterprise))
    if entry.batch and (unit := facts.peek(Unit.at(entry.unit))):
        yield BatchRow.at(unit.book, entry.batch)


def judge(entry: Opening, facts: Facts, actor: Actor, now: datetime) -> Decision | Refusal:
    unit = facts[Unit.at(entry.unit)]
    old = facts.get(OpeningRow.at(str(entry.opening)))
    firm = facts.get(Enterprise.at(str(entry.enterprise))) if entry.enterprise else None
    batch = facts.get(BatchRow.at(unit.book, entry.batch)) if entry.batch else None
    reach = old is None or actor.grant_over(writers("opening"), old.unit_path)
    state = states().get(entry.state)
    return decide(
        *day_faults(entry, f"{day_of(now)}"),
        *word_faults(entry),
        *state_faults(entry),
        unless(entry.batch is None or batch, "unknown-batch", "没有这个督察批次。", at="batch"),
        unless(entry.enterprise is None or firm, "unknown-enterprise", "这家企业不在册。", at="enterprise"),
        unless(reach, "move-needs-both", "移出原单位需要对原单位也有权限。", at="unit"),
        type=state.type if state else "",
    )


#: days that come one after the other, each with the words for it
ORDER = (
    ("assigned_on", "交办日期"),
    ("finished_on", "完成日期"),
    ("closed_on", "销号日期"),
)


def day_faults(entry: Opening, today: str) -> Iterator[Fault | None]:
    """Days exist, come in order, and what happened lies behind us."""
    yield from days_exist(
        entry, "assigned_on", "due_on", "finished_on", "checked_on", "notice_on", "closed_on"
    )
    for name in ("assigned_on", "finished_on", "checked_on", "closed_on"):
        day = getattr(entry, name)
        yield unless(day is None or day <= today, "ahead", f"{day}还没有到，请核对。", at=name)
    told = [(name, words, getattr(entry, name)) for name, words in ORDER if getattr(entry, name)]
    for (_, before, first), (name, words, then) in pairwise(told):
        yield unless(first <= then, "dates-reversed", f"{words}{then}早于{before}{first}。", at=name)
    in_time = not (entry.due_on and entry.assigned_on) or entry.assigned_on <= entry.due_on
    said = f"整改时限{entry.due_on}早于交办日期{entry.assigned_on}。"
    yield unless(in_time, "due-before-assigned", said, at="due_on")


def word_faults(entry: Opening) -> Iterator[Fault | None]:
    yield unless(
        entry.number or entry.serial, "no-number", "没有交办编号，也没有序号，认不出是哪一条。", at="number"
    )
    yield unless(entry.text.strip(), "nothing-said", "没有写问题描述。", at="text")
    yield unless(entry.source in coded("finding_source"), "unknown-source", "没有这种问题来源。", at="source")
    known = entry.category in coded("finding_category")
    yield unless(known, "unknown-category", "没有这种问题类别。", at="category")


def state_faults(entry: Opening) -> Iterator[Fault | None]:
    """The state is one a problem may rest in, and agrees with the day of closure."""
    state = states().get(entry.state)
    yield unless(state and state.resting, "unknown-state", "没有这种整改状态。", at="state")
    if state and state.resting:
        closed = entry.state in ("closed", "archived")
        yield unless(
            not closed or entry.closed_on, "no-closing-day", "写明已销号，却没有销号日期。", at="closed_on"
        )
        reopened = entry.state in ("reopened", "unfounded", "transferred")
        fits = entry.closed_on is None or closed or reopened
        yield unless(fits, "state-differs", f"有销号日期，状态却是“{state.name}”。", at="state")


def effects(entry: Opening, decision: Decision, facts: Facts, at: At) -> Iterable[OpeningRow]:
    old = facts.get(OpeningRow.at(str(entry.opening)))
    here = wgs84(entry.position)
    names = [name for name in OpeningRow.__struct_fields__ if hasattr(entry, name)]
    yield OpeningRow(
        **{name: getattr(entry, name) for name in names if name not in ("opening", "enterprise")},
        opening=str(entry.opening),
        enterprise=id_text(entry.enterprise),
        book=at.book,
        seq=old.seq if old else at.seq,
        entry=at.id,
        unit_path=at.unit,
        type=decision["type"],
        lat=here and here[0],
        lon=here and here[1],
        actor=old.actor if old else at.actor,
        received_at=old.received_at if old else at.received_at,
    )
