"""Energy supervision (节能监察): one supervision of one enterprise, its papers and its days.

Owns: what a supervision says, the notice before it, the hearing and its answer, and the day by which its paper is
delivered. Does not own versions and states (energy_records.py, audit_steps.py), the problems found (a `finding` with
source supervision, which is put right like any other), nor the papers' layout. What the law asks and is missing is said
and never blocks saving: the record tells what happened. No fee may be charged, so there is no field for one.
Source: 工业节能监察办法 (order 58, from 2023-02-01) [S], 节能监察办法 (NDRC 33) [K]; domain.md §3.5; clocks
supervision_notice and supervision_order_service of reference/deadlines.csv.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from inspections import deadlines, energy_records
from inspections.deadlines import DeadlineRow, Due, due
from inspections.energy_records import EnergyRecord, Shape, Year
from inspections.entries import Day, Private, Sha256
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, Row, decide, unless
from inspections.months import is_day
from inspections.reference import coded, parameter
from inspections.units import Unit, days_exist
from inspections.vouchers import Short

Subject = Literal[
    "limits", "elimination", "metering", "statistics", "responsibility", "training", "follow_up", "other"
]


class Officer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One person who supervises."""

    name: Private
    certificate: Private | None = None  #: 执法证件号


class Notice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The written notice before an on-site supervision, or why there was none."""

    number: Short = ""  #: 监察通知书号
    served_on: Day | None = None
    content: Private | None = None  #: 依据、内容、时间、要求
    exception: Literal["suspected", "complaint", "spot_check"] | None = None


class Statement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The firm's statement (陈述申辩), and what came of it."""

    waived: bool = False  #: the firm said in writing that it makes none
    made_on: Day | None = None
    said: Private | None = None
    answer: Private | None = None  #: 复核意见
    answered_on: Day | None = None
    accepted: Literal["whole", "part", "none"] | None = None


class IssuedPaper(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A paper of the supervision, as it was issued."""

    kind: Annotated[
        str, Meta(max_length=40, examples=["rectification_order"])
    ]  #: code list supervision_paper
    number: Short = ""
    issuer: Short = ""  #: issuing organ; not given: the record's
    issued_on: Day
    served_on: Day | None = None
    sha256: Sha256 | None = None


class Supervision(EnergyRecord, frozen=True, kw_only=True, tag="supervision"):
    """One supervision. `organ` issues its papers: the city centre in its own name, or the county."""

    form: Literal["written", "on_site"]  #: 书面监察 · 现场监察
    year: Year  #: of the yearly task
    task_no: Short = ""  #: 任务来源、编号
    subjects: Annotated[tuple[Subject, ...], Meta(min_length=1, max_length=8)]
    notice: Notice | None = None
    started_on: Day
    ended_on: Day | None = None
    officers: Annotated[tuple[Officer, ...], Meta(max_length=12)] = ()
    firm_person: Private | None = None  #: 企业在场人员
    record_signed: bool | None = None  #: 现场笔录 signed by the firm; False: refused
    refusal: Private | None = None  #: 拒签原因和见证人
    statement: Statement | None = None
    papers: Annotated[tuple[IssuedPaper, ...], Meta(max_length=40)] = ()
    conclusions: Private | None = None


SERVICE: Final = "supervision_order_service"
NOTICE: Final = "supervision_notice"
#: papers that end a supervision with a demand or an advice: they are delivered within the clock
ENDING: Final = ("rectification_order", "advice")
GROUPS: Final = ("工作组", "领导小组")
OFFICERS_MIN: Final = "inspection_officers_min"


def needs(entry: Supervision, facts: Facts) -> Iterable[Key[Any]]:
    yield from energy_records.needs(entry, facts)
    if unit := facts.peek(Unit.at(entry.unit)):
        yield from deadlines.needs(unit.book, SERVICE, NOTICE)
    if entry.record:
        yield from deadlines.needs_of_rows(str(entry.record), SERVICE)


def judge(entry: Supervision, facts: Facts, _actor: Actor, now: datetime) -> Decision | Refusal:
    before = energy_records.version_faults(entry, "supervision", facts)
    return decide(*before, *faults(entry, facts, now), **settled(entry, facts))


def judge_correction(entry: Supervision, facts: Facts, _actor: Actor, now: datetime) -> Decision | Refusal:
    """The same without the question whether the draft is still open: a correction comes after that."""
    return decide(*faults(entry, facts, now), **settled(entry, facts))


def faults(entry: Supervision, facts: Facts, now: datetime) -> Iterator[Fault | None]:
    yield from energy_records.place_faults(entry, facts)
    yield from days_exist(entry, "started_on", "ended_on")
    yield energy_records.not_ahead(entry.started_on, now, "started_on")
    yield unless(
        entry.ended_on is None or entry.started_on <= entry.ended_on,
        "dates-reversed",
        "监察结束早于开始。",
        at="ended_on",
    )
    group = any(word in entry.organ for word in GROUPS)
    yield unless(not group, "organ-not-a-group", "工作组、领导小组不能作监察机关。", at="organ")
    if entry.notice:
        yield no_such_day(entry.notice.served_on, "notice.served_on")
    if entry.statement:
        yield no_such_day(entry.statement.made_on, "statement.made_on")
        yield no_such_day(entry.statement.answered_on, "statement.answered_on")
    for number, paper in enumerate(entry.papers):
        at = f"papers.{number}"
        yield unless(
            paper.kind in coded("supervision_paper"), "unknown-paper", "没有这种文书。", at=f"{at}.kind"
        )
        yield no_such_day(paper.issued_on, f"{at}.issued_on")
        yield no_such_day(paper.served_on, f"{at}.served_on")


def no_such_day(day: str | None, at: str) -> Fault | None:
    return unless(is_day(day), "no-such-day", "没有这一天。", at=at)


def settled(entry: Supervision, facts: Facts) -> dict[str, Any]:
    """What is missing or late, and the day by which the paper that ends it is delivered."""
    book = facts[Unit.at(entry.unit)].book
    service = due(facts, book, SERVICE, entry.ended_on) if entry.ended_on else None
    found = [fault for fault in notices(entry, facts, book, service) if fault]
    return {
        "notices": found,
        "figures": {"papers": len(entry.papers), "subjects": list(entry.subjects)},
        "lacking": energy_records.lacking(found),
        "service": msgspec.to_builtins(service) if service else None,
        "served_on": served_on(entry),
    }


def notices(entry: Supervision, facts: Facts, book: str, service: Due | None) -> Iterator[Fault | None]:
    yield unless(entry.task_no, "no-scope", "没写任务来源、编号。", at="task_no")
    yield from notice_notices(entry, facts, book)
    least = int(parameter(OFFICERS_MIN, date.fromisoformat(entry.started_on)).value or 2)
    certified = sum(bool(officer.certificate) for officer in entry.officers)
    said = f"要有{least}名以上持证人员并写证件号。"
    yield unless(certified >= least, "officers", said, at="officers")
    if entry.form == "on_site":
        signed = entry.record_signed or (entry.record_signed is False and entry.refusal)
        said = "现场笔录要企业签字；拒签的写明原因和见证人。"
        yield unless(signed, "record-not-signed", said, at="record_signed")
    yield from order_notices(entry, service)


def notice_notices(entry: Supervision, facts: Facts, book: str) -> Iterator[Fault | None]:
    """On site: a written notice in time, unless one of the exceptions holds."""
    if entry.form != "on_site" or (entry.notice and entry.notice.exception):
        return
    latest = due(facts, book, NOTICE, entry.started_on)
    if entry.notice is None or entry.notice.served_on is None:
        said = "现场监察要提前书面通知；涉嫌违法、举报、抽查的，写明是哪种情形。"
        yield Fault("notice", "no-scope", said)
    elif latest.due_on and entry.notice.served_on > latest.due_on:
        yield Fault("notice.served_on", "notice-late", f"通知送达晚了：{latest.text}")


def order_notices(entry: Supervision, service: Due | None) -> Iterator[Fault | None]:
    """The statement comes before the order, and the order or advice is delivered in time."""
    ordered = [paper for paper in entry.papers if paper.kind == "rectification_order"]
    heard = entry.statement and (entry.statement.waived or entry.statement.answered_on)
    yield unless(
        not ordered or heard,
        "not-heard",
        "下达限期整改通知书以前，要先听取企业的陈述申辩并复核，写明答复。",
        at="statement",
    )
    for number, paper in enumerate(entry.papers):
        at = f"papers.{number}"
        yield unless(paper.number, "no-paper-number", "文书没有文号。", at=f"{at}.number")
        if paper.kind not in ENDING:
            continue
        in_time = not (service and service.due_on and paper.served_on) or paper.served_on <= service.due_on
        said = service.text if service else ""
        yield unless(in_time, "service-late", f"送达晚了：{said}", at=f"{at}.served_on")


def served_on(entry: Supervision) -> str | None:
    """The day on which the order or advice reached the firm."""
    days = [paper.served_on for paper in entry.papers if paper.kind in ENDING and paper.served_on]
    return min(days, default=None)


def effects(entry: Supervision, decision: Decision, facts: Facts, at: At) -> Iterable[Row | Key[Any]]:
    service = decision["service"]
    shape = Shape("supervision", entry.started_on, entry.form, service and service["due_on"])
    yield energy_records.row(entry, shape, decision, facts, at)
    subject = str(entry.record or at.id)
    if service:
        for row in deadlines.starts(service, subject, facts, at):
            yield replace(row, done_on=decision["served_on"])
    elif entry.record and facts.get(DeadlineRow.at(subject, SERVICE)):
        yield DeadlineRow.at(subject, SERVICE)  # the day it ended was taken back
