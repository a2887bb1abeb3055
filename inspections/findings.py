"""Findings (问题): what was seen to be wrong at a place, raised from a failed item of a visit or alone.

Owns: what a finding says when it is registered, and its place in the table of states. Does not own the checklist
(kinds/) or the steps that put a finding right (整改销号): steps.py moves `state` along the table of rectification.py.
Overdue is asked of a day and never stored. Source: domain.md §5 [K]; contract.md (finding).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from msgspec import Meta

from inspections.entries import Day, Entry, Photo, Position, Private, UnitKey, id_text
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, Row, decide, unless
from inspections.kinds import KINDS, Question
from inspections.months import day_of
from inspections.positions import wgs84
from inspections.rectification import first_state
from inspections.reference import coded as coded
from inspections.sites import enterprise_of, needs_of_place, place_faults
from inspections.units import Unit, days_exist, valid_in
from inspections.visits import VisitRow

Severity = Literal["info", "minor", "major", "critical"]
Level = Literal["central", "provincial", "city", "county", "self"]
#: by whose rule it is closed and who answers for it: once somebody worked on it no correction changes that
FIXED_ONCE_USED: Final = ("unit", "source", "level", "responsible", "enterprise")
#: what came from an inspection of the centre or the province is closed by its own rule
LEVEL_OF: Final = {"central_inspection": "central", "provincial_inspection": "provincial"}
OTHER: Final = "other"  #: the category of what no group of a checklist names
BEFORE: Final = "before"
SLOTS: Final = {BEFORE: "整改前", "after": "整改后"}  #: photos of the same point, as found and as put right


class Finding(Entry, frozen=True, kw_only=True, tag="finding"):
    """One problem at one place."""

    unit: UnitKey
    source: Annotated[str, Meta(max_length=40, examples=["visit"])] = "visit"  #: code list finding_source
    visit: UUID | None = None  #: the visit it was raised from
    supervision: UUID | None = None  #: the supervision it was raised from: its first entry
    item: Annotated[str, Meta(max_length=60)] | None = None  #: the failed question of that visit's checklist
    site: UUID | None = None  #: not given: the visit's
    enterprise: UUID | None = None  #: not given: the visit's, or the one the site belongs to
    place: Private | None = None  #: where, when it is neither a site nor an enterprise on file
    category: Annotated[str, Meta(max_length=40)] | None = (
        None  #: finding_category; not given: the item's group
    )
    severity: Severity
    text: Private | None = None  #: what is wrong
    demand: Private | None = None  #: 整改要求
    found_on: Day | None = None  #: not given: the Beijing day of made_at
    due_on: Day | None = None  #: proposed day by which it is put right
    legal_basis: Annotated[str, Meta(max_length=400)] | None = None
    position: Position | None = None
    no_position_reason: Annotated[str, Meta(max_length=40)] | None = None
    photos: Annotated[tuple[Photo, ...], Meta(max_length=30)] = ()
    level: Level | None = None  #: not given: that of the source, else self
    batch: Annotated[str, Meta(max_length=60, examples=["central_3"])] | None = None  #: 督察、交办的批次
    number: Annotated[str, Meta(max_length=60)] | None = None  #: 交办编号, as whoever assigned it wrote it
    received_on: Day | None = None  #: when the county got it
    responsible: UnitKey | None = None  #: 责任单位; not given: the unit

    def parents(self) -> tuple[UUID, ...]:
        return tuple(one for one in (self.visit, self.supervision) if one)


class FindingRow(Row, frozen=True, array_like=True, kw_only=True):
    """A finding in a list: no private value."""

    table: ClassVar[str] = "finding"
    key: ClassVar = ("id",)
    id: str
    book: str
    seq: int
    unit: str
    unit_path: str
    source: str
    kind: str | None  #: of the visit it was raised from
    visit: str | None
    item: str | None
    site: str | None
    enterprise: str | None
    category: str
    severity: str
    state: str  #: reference/rectification_states.csv
    type: str  #: open · fixed · closed
    opened_on: str
    due_on: str | None
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    photos: int
    notices: int
    actor: str
    received_at: str
    level: str  #: central · provincial · city · county · self
    batch: str | None
    number: str | None
    received_on: str | None
    responsible: str  #: unit that answers for it
    responsible_path: str
    responsible_enterprise: str | None
    round: int  #: 1, and one more each time it is sent back
    cycle: int  #: 1, and one more each time it comes back after closure
    original_due_on: str | None  #: before any extension
    extended: int  #: how often
    fixed_on: str | None  #: when the doer handed it in as put right, this round
    closed_on: str | None  #: 销号日期 of this cycle
    first_closed_on: str | None  #: of the first cycle that was closed: never changes again
    last_step_on: str | None


def needs(entry: Finding, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield from needs_of_place(entry)
    if entry.responsible:
        yield Unit.at(entry.responsible)
    if entry.visit:
        yield VisitRow.at(str(entry.visit))


def judge(entry: Finding, facts: Facts, _actor: Actor, now: datetime) -> Decision | Refusal:
    visit = facts.get(VisitRow.at(str(entry.visit))) if entry.visit else None
    question = question_of(entry, visit)
    state = first_state()
    return decide(
        *day_faults(entry, f"{day_of(now)}"),
        *visit_faults(entry, facts[Unit.at(entry.unit)], visit, question),
        *place_faults(entry, facts, facts[Unit.at(entry.unit)]),
        *word_faults(entry),
        unless(in_force(entry, facts), "unit-not-in-force", "这个单位当时不在册。", at="unit"),
        *charge_faults(entry, facts),
        notices=notices_of(entry, visit),
        state=state.key,
        type=state.type,
        level=level_of(entry),
        kind=visit and visit.kind,
        site=id_text(entry.site) or (visit and visit.site),
        enterprise=enterprise_of(entry, facts) or (visit and visit.enterprise),
        category=entry.category or category_of(question),
    )


def level_of(entry: Finding) -> str:
    return entry.level or LEVEL_OF.get(entry.source, "self")


def charge_faults(entry: Finding, facts: Facts) -> Iterator[Fault | None]:
    """Who answers is a unit of this county; what came from above keeps the level it came from."""
    own = LEVEL_OF.get(entry.source)
    fits = own is None or level_of(entry) == own
    yield unless(fits, "level-differs", "级别和来源不一致。", at="level")
    if entry.responsible:
        unit = facts.get(Unit.at(entry.responsible))
        here = unit and unit.book == facts[Unit.at(entry.unit)].book
        yield unless(here, "unknown-responsible", "没有这个责任单位。", at="responsible")


def opened_on(entry: Finding) -> str:
    return entry.found_on or f"{day_of(entry.made_at)}"


def in_force(entry: Finding, facts: Facts) -> bool:
    return valid_in(facts[Unit.at(entry.unit)], opened_on(entry), opened_on(entry))


def question_of(entry: Finding, visit: VisitRow | None) -> Question | None:
    """The item as its checklist asks it; None without an item, or when the checklist has no such question."""
    if visit is None or entry.item is None:
        return None
    return KINDS[visit.kind, visit.kind_version].by_key.get(entry.item)


def category_of(question: Question | None) -> str:
    return question.group if question and question.group in coded("finding_category") else OTHER


def day_faults(entry: Finding, today: str) -> Iterator[Fault | None]:
    """Both are days that exist; found by today, due no earlier than found."""
    yield from days_exist(entry, "found_on", "due_on", "received_on")
    found = entry.found_on or today
    yield unless(found <= today, "found-ahead", "发现的日子不能在今天以后。", at="found_on")
    yield unless(
        entry.due_on is None or opened_on(entry) <= entry.due_on,
        "due-before-found",
        "整改期限早于发现的日子。",
        at="due_on",
    )


def visit_faults(
    entry: Finding, unit: Unit, visit: VisitRow | None, question: Question | None
) -> Iterator[Fault | None]:
    """The visit stands, in this unit; the item is a question of its checklist."""
    if entry.visit:
        yield unless(visit, "visit-void", "所依据的巡察已经作废。", at="visit")
        yield unless(
            entry.source == "visit", "source-differs", "从检查提出的问题，来源应是现场检查发现。", at="source"
        )
    if visit:
        here = visit.unit in {entry.unit, unit.predecessor, unit.successor}
        yield unless(here, "visit-elsewhere", "所依据的巡察不在这个单位。", at="visit")
        yield unless(entry.item is None or question, "unknown-item", "检查表里没有这一项。", at="item")
    yield unless(
        entry.visit or entry.item is None, "item-without-visit", "写了检查项目，还要写是哪次检查。", at="item"
    )


def word_faults(entry: Finding) -> Iterator[Fault | None]:
    """The words of code lists are theirs; without an item or a category somebody has to say what is wrong."""
    raised = entry.supervision is None or entry.source == "supervision"
    yield unless(raised, "source-differs", "从监察提出的问题，来源应是节能监察发现。", at="source")
    yield unless(entry.source in coded("finding_source"), "unknown-source", "没有这种问题来源。", at="source")
    known = entry.category is None or entry.category in coded("finding_category")
    yield unless(known, "unknown-category", "没有这种问题类别。", at="category")
    said = entry.item or entry.category not in (None, OTHER) or (entry.text and entry.text.strip())
    yield unless(said, "nothing-said", "请写明看到了什么问题，或选一个类别。", at="text")


def notices_of(entry: Finding, visit: VisitRow | None) -> Iterator[Fault | None]:
    """What a reviewer will ask for later; none of it blocks saving."""
    before = any(photo.slot == BEFORE for photo in entry.photos)
    yield unless(before, "no-photo", "没有整改前的照片。", at="photos")
    yield unless(entry.position, "no-position", "没有位置。", at="position")
    placed = entry.site or entry.enterprise or entry.place or (visit and (visit.site or visit.enterprise))
    yield unless(placed, "no-place", "没写是哪个点位、企业或地点。", at="site")
    yield unless(entry.due_on, "no-due-day", "没有建议改好的日子。", at="due_on")
    failed = visit is None or entry.item is None or f'"{entry.item}"' in visit.failed
    yield unless(failed, "item-not-failed", "检查表上这一项没有不合格。", at="item")


def effects(entry: Finding, decision: Decision, facts: Facts, at: At) -> Iterable[FindingRow]:
    here = wgs84(entry.position)
    charged = facts[Unit.at(entry.responsible)].path if entry.responsible else at.unit
    yield FindingRow(
        id=at.id,
        book=at.book,
        seq=at.seq,
        unit=entry.unit,
        unit_path=at.unit,
        source=entry.source,
        visit=id_text(entry.visit),
        item=entry.item,
        severity=entry.severity,
        opened_on=opened_on(entry),
        due_on=entry.due_on,
        lat=here and here[0],
        lon=here and here[1],
        accuracy_m=entry.position.accuracy_m if entry.position else None,
        photos=len(entry.photos),
        notices=len(decision.notices),
        actor=at.actor,
        received_at=at.received_at,
        level=decision.said.get("level", "self"),
        batch=entry.batch,
        number=entry.number,
        received_on=entry.received_on,
        responsible=entry.responsible or entry.unit,
        responsible_path=charged,
        responsible_enterprise=decision["enterprise"],
        round=1,
        cycle=1,
        original_due_on=entry.due_on,
        extended=0,
        fixed_on=None,
        closed_on=None,
        first_closed_on=None,
        last_step_on=None,
        **{name: decision[name] for name in SETTLED},
    )


#: columns the rule settled and kept with the decision, so that they never change with the visit
SETTLED: Final = ("kind", "site", "enterprise", "category", "state", "type")
