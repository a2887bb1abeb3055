"""Visits (巡察、检查): one on-site inspection of one place under one kind.

Owns: what a visit says, the two natures, joint patrols, and which month it counts for. Does not own the questions
(kinds/), coverage of a month (coverage.py) or problems found (findings.py). What is missing is listed and never blocks
saving; only what cannot be read is refused. Source: domain.md §1, §2; T15, T16, T27.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from inspections import parameters
from inspections.entries import Day, Entry, Instant, Month, Photo, Position, Private, Sha256, UnitKey, id_text
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Lookup, Refusal, Row, decide, unless
from inspections.kinds import KINDS
from inspections.kinds.answers import Review, review
from inspections.months import BEIJING, cut_off, day_of, month_of, span
from inspections.positions import wgs84
from inspections.reference import parameter
from inspections.sites import enterprise_of, needs_of_place, place_faults
from inspections.units import Unit, valid_in


class Present(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One person on the spot: signs, or refuses with a reason and a witness."""

    side: Literal["bureau", "township", "firm", "other"]
    name: Private
    certificate: Private | None = None  #: 执法证件号
    signature: Sha256 | None = None  #: the signature as a picture
    refused: Private | None = None  #: 拒签 and why
    witness: Private | None = None


class Inspection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What an 入企检查 must carry (行政检查): organ, approval, notice, 行政行为码."""

    organ: Annotated[str, Meta(max_length=100)] | None = None  #: never a 工作组
    approval: Annotated[str, Meta(max_length=100)] | None = None
    notice_no: Annotated[str, Meta(max_length=100)] | None = None
    action_code: Annotated[str, Meta(max_length=100)] | None = None  #: 行政行为码, text
    occasion: Literal["planned", "urgent", "assigned"] = "planned"
    reason: Private | None = None  #: why urgent or assigned
    planned_on: Day | None = None
    told_firm: bool = False  #: the firm was told the result


Answer = str | int | float | list[str]


class Visit(Entry, frozen=True, kw_only=True, tag="visit"):
    """One on-site inspection."""

    unit: UnitKey
    kind: Annotated[str, Meta(max_length=40, examples=["steel_patrol"])]
    kind_version: int = 1
    period: Month  #: the month it is filed for
    nature: Literal["outside", "enter"]  #: 属地巡查 (nobody enters a firm) · 入企检查
    site: UUID | None = None
    enterprise: UUID | None = None
    place: Private | None = None  #: where, when it is neither a site nor an enterprise on file
    plan: UUID | None = None
    started_at: Instant
    ended_at: Instant | None = None
    clock_offset_s: Annotated[int, Meta(ge=-(10**9), le=10**9)] | None = (
        None  #: server minus phone, last contact
    )
    position: Position | None = None
    no_position_reason: Annotated[str, Meta(max_length=40)] | None = None
    answers: dict[str, Answer] = {}
    texts: dict[str, Private] = {}
    photos: Annotated[tuple[Photo, ...], Meta(max_length=60)] = ()
    present: Annotated[tuple[Present, ...], Meta(max_length=30)] = ()
    inspection: Inspection | None = None


class VisitRow(Row, frozen=True, array_like=True, kw_only=True):
    """A visit in a list: no private value."""

    table: ClassVar[str] = "visit"
    key: ClassVar = ("id",)
    id: str
    book: str
    seq: int
    unit: str
    unit_path: str
    kind: str
    kind_version: int
    period: str
    nature: str
    site: str | None
    enterprise: str | None
    plan: str | None
    result: str | None
    inspected: bool
    joint: bool
    doubtful: bool  #: which month it counts for is for a person to decide; until then for none
    late: str  #: "" · late 迟报 · delayed 补传
    started_at: str
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    photos: int
    notices: int
    failed: str  #: JSON list of question keys that raise a finding
    actor: str
    received_at: str


class Entered(Lookup, frozen=True, array_like=True, kw_only=True):
    """How often a firm was entered in a year, before this visit."""

    query: ClassVar[str] = "visits_entered"
    key: ClassVar = ("enterprise", "year")
    enterprise: str
    year: str
    visits: int


SETTINGS = ("cut_off_day", "clock_doubt_minutes", "visits_per_enterprise_year")


def needs(entry: Visit, facts: Facts) -> Iterable[Key[Any]]:
    at_unit = Unit.at(entry.unit)
    yield at_unit
    if unit := facts.peek(at_unit):
        yield from parameters.keys(unit.book, SETTINGS)
    yield from needs_of_place(entry)
    if entry.enterprise and entry.nature == "enter":
        yield Entered.at(str(entry.enterprise), entry.period[:4])


def judge(entry: Visit, facts: Facts, actor: Actor, now: datetime) -> Decision | Refusal:
    kind = KINDS.get((entry.kind, entry.kind_version))
    if kind is None:
        return Refusal((Fault("kind", "unknown-kind", "没有这种检查表或这个版本。"),))
    seen = review(kind, entry.answers, entry.texts, [p.slot for p in entry.photos], day_of(entry.started_at))
    unit = facts[Unit.at(entry.unit)]
    doubtful = month_doubtful(entry, actor, now, parameters.value(facts, unit.book, "clock_doubt_minutes"))
    joint = is_joint(entry)
    return decide(
        *seen.faults,
        *time_faults(entry, unit),
        *place_faults(entry, facts, unit),
        notices=[
            *seen.notices,
            *presence_notices(entry, joint),
            *(entering_notices(entry, facts, unit.book) if entry.nature == "enter" else ()),
            unless(not doubtful, "month-doubtful", "手机时钟可能不准，这次算哪个月由县局确认。", at="period"),
        ],
        result=seen.result,
        inspected=seen.inspected,
        joint=joint,
        doubtful=doubtful,
        late=lateness(entry.period, entry.made_at, now, parameters.value(facts, unit.book, "cut_off_day")),
        **outcome(seen),
    )


def outcome(seen: Review) -> dict[str, Any]:
    """What the checklist computed and proved, kept with the decision so that later rules do not change it."""
    return {
        "failed": [one.key for one in seen.failed if one.raises == "finding"],
        "computed": dict(seen.computed),
        "proved": [proof.key for proof in seen.tests if proof.met],
    }


def time_faults(entry: Visit, unit: Unit) -> Iterator[Fault | None]:
    """The unit was in force in that month; the visit ended after it began."""
    if not valid_in(unit, *span(entry.period)):
        ended = f"{unit.name}在{entry.period}不在册" + ("" if not unit.successor else "，请用接替它的单位")
        yield Fault("unit", "unit-not-in-force", f"{ended}。")
    if entry.ended_at:
        yield unless(
            entry.started_at <= entry.ended_at, "times-reversed", "结束时间早于开始时间。", at="ended_at"
        )


def is_joint(entry: Visit) -> bool:
    """联合巡察: enough people of the bureau and of the township, with position and photo (domain.md §1 [S])."""
    on = day_of(entry.started_at)
    sides = [person.side for person in entry.present]
    enough = all(
        sides.count(side) >= (parameter(f"joint_patrol_{side}_min", on).value or 1)
        for side in ("bureau", "township")
    )
    return bool(enough and entry.position and entry.photos)


def month_doubtful(entry: Visit, actor: Actor, now: datetime, doubt_minutes: int) -> bool:
    """Is it open which month counts? A county user's own filing (a correction) has decided it."""
    if actor.has("county", "system"):
        return False
    month, offset_s = month_of(entry.started_at), entry.clock_offset_s or 0
    skewed = abs(offset_s) > doubt_minutes * 60
    future = entry.started_at > now + timedelta(minutes=doubt_minutes)
    moved = skewed and month_of(entry.started_at + timedelta(seconds=offset_s)) != month
    return entry.period != month or future or moved


def lateness(period: str, made_at: datetime, now: datetime, cut_off_day: int) -> str:
    """迟报: made after the cut-off. 补传: made in time, arrived after it. Both still count."""
    end = cut_off(period, cut_off_day)
    if now < end:
        return ""
    return "delayed" if made_at < end else "late"


def presence_notices(entry: Visit, joint: bool) -> Iterator[Fault | None]:
    for number, person in enumerate(entry.present):
        if not (person.signature or (person.refused and person.witness)):
            yield Fault(f"present.{number}", "not-signed", "没有签名；拒签的请写原因和见证人。")
    yield unless(entry.position, "no-position", "没有位置。", at="position")
    yield unless(
        entry.site or entry.enterprise or entry.place, "no-place", "没写是哪个点位、企业或地点。", at="site"
    )
    yield unless(joint, "not-joint", "不算联合巡察：要有县局和乡镇的人、位置和照片。", at="present")


def entering_notices(entry: Visit, facts: Facts, book: str) -> Iterator[Fault | None]:
    """What an 入企检查 still lacks (domain.md §1: Jiangxi 赣府厅发〔2025〕7号, Nanchang 法码同行 [S])."""
    given = entry.inspection or Inspection()
    for name, what in (
        ("organ", "检查机关"),
        ("approval", "审批"),
        ("notice_no", "通知书号"),
        ("action_code", "行政行为码"),
    ):
        yield unless(
            getattr(given, name), "inspection-lacks", f"入企检查还缺{what}。", at=f"inspection.{name}"
        )
    working_group = given.organ and any(word in given.organ for word in ("工作组", "领导小组"))
    yield unless(
        not working_group, "organ-not-a-group", "工作组、领导小组不能作检查机关。", at="inspection.organ"
    )
    yield unless(given.told_firm, "inspection-lacks", "还没写明结果已告知企业。", at="inspection.told_firm")
    planned = given.occasion == "planned"
    yield unless(
        planned or given.reason, "inspection-lacks", "临时或交办的检查请写明原因。", at="inspection.reason"
    )
    least = int(parameter("inspection_officers_min", day_of(entry.started_at)).value or 2)
    officers = sum(
        person.side in {"bureau", "other"} and bool(person.certificate) for person in entry.present
    )
    yield unless(
        officers >= least, "officers", f"入企检查要有{least}名以上持证人员并写证件号。", at="present"
    )
    yield unless(
        any(person.side == "firm" for person in entry.present),
        "firm-absent",
        "企业人员没有到场签字。",
        at="present",
    )
    if entry.enterprise:
        before = facts.answers(Entered.at(str(entry.enterprise), entry.period[:4]))
        cap = parameters.value(facts, book, "visits_per_enterprise_year")
        over = sum(row.visits for row in before) >= cap
        yield unless(not over, "over-cap", f"这家企业今年的入企检查已达{cap}次上限。", at="enterprise")


def effects(entry: Visit, decision: Decision, facts: Facts, at: At) -> Iterable[VisitRow]:
    here = wgs84(entry.position)
    yield VisitRow(
        id=at.id,
        book=at.book,
        seq=at.seq,
        unit=entry.unit,
        unit_path=at.unit,
        kind=entry.kind,
        kind_version=entry.kind_version,
        period=entry.period,
        nature=entry.nature,
        site=id_text(entry.site),
        enterprise=enterprise_of(entry, facts),
        plan=id_text(entry.plan),
        result=decision["result"],
        inspected=decision["inspected"],
        joint=decision["joint"],
        doubtful=decision["doubtful"],
        late=decision["late"],
        started_at=entry.started_at.astimezone(BEIJING).isoformat(),
        lat=here and here[0],
        lon=here and here[1],
        accuracy_m=entry.position.accuracy_m if entry.position else None,
        photos=len(entry.photos),
        notices=len(decision.notices),
        failed=msgspec.json.encode(decision["failed"]).decode(),
        actor=at.actor,
        received_at=at.received_at,
    )
