"""Papers about a problem (交办单、督办单、整改提示单、限期整改通知书、整改方案、现场核查表、销号申请表、销号审批表).

Owns: what each says, as one value drawn in DOCX and in PDF alike. Does not own where things stand on the page
(case_drawings.py) or the reading (case_story.py). Asked for by the problem, a paper is a draft, or the newest of its kind
that was issued; asked for by its own number, that one. None of them ever names who wrote a letter. Source: domain.md §5.
"""

from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from itertools import zip_longest
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict

from inspections import parameters
from inspections.documents.asking import (
    Asking,
    Filled,
    NotThere,
    Picture,
    Standing,
    day_text,
    moment_text,
    standing,
)
from inspections.documents.case_story import Issued, Story, id_of, story_of
from inspections.entries import Photo
from inspections.facts import Facts
from inspections.findings import BEFORE, SLOTS, coded
from inspections.guards import AFTER
from inspections.papers import KINDS, ORDER_BASIS
from inspections.parameters import Setting
from inspections.rectification import states
from inspections.step_contents import Checker, Measure

NONE: Final = "　"  #: nothing belongs here; a blank line would ask for a hand to fill it in
PENALTY: Final = {"none": "无", "done": "已执行", "pending": "还没执行完"}
CONCLUSION: Final = {"passed": "通过", "failed": "没有通过"}
MISSING: Final = "（照片还没传到，或打不开）"


class CaseSaid(Struct, frozen=True, kw_only=True):
    """What the papers about a problem say. None is a line to be filled in by hand."""

    demo: bool
    county: str
    title: str
    number: str | None  #: 文号
    issuer: str | None
    issued: str | None
    wanted_by: str | None  #: by which the paper wants an answer
    words: str | None  #: what it says beside the facts
    basis: str | None  #: of 限期整改通知书
    case_no: str
    source: str
    level: str
    batch: str
    unit: str
    place: str | None
    addressee: str | None
    credit_code: str | None
    category: str
    severity: str
    state: str
    opened: str
    due: str | None
    original_due: str | None
    responsible: str
    person: str | None
    problem: str | None
    demand: str | None
    legal_basis: str | None
    target: str | None
    measures: list[dict[str, Any]]
    plan_due: str | None
    progress: list[str]
    penalty: str | None
    same_kind: str | None
    photos: list[dict[str, Any]]
    checked: list[str]
    checked_on: str | None
    conclusion: str | None
    checkers: list[dict[str, str]]
    check_opinion: str | None
    noticed: str | None
    superior: str
    approval: str | None
    closed_on: str | None
    entry: str
    seq: int
    hash: str


Gather = Callable[[Asking, str], Awaitable[Filled]]


def of_kind(kind: str) -> Gather:
    """What gathers a paper of a kind."""

    async def gather(asking: Asking, of: str) -> Filled:
        finding, paper = await meant(asking, of, kind)
        story = await story_of(asking, finding)
        return Filled(asdict(said(kind, story, paper, await standing(asking), await county_words(asking))))

    return gather


async def meant(asking: Asking, of: str, kind: str) -> tuple[str, str | None]:
    """The problem, and the paper when it was asked for by its own id. NotThere for another kind's."""
    rows = await asking.ledger.rows("paper_known", paper=id_of(of))
    if not rows:
        return of, None
    [(about, its_kind)] = rows
    if its_kind != kind:
        raise NotThere
    return about, of


async def county_words(asking: Asking) -> dict[str, str]:
    """What the county set about its papers."""
    facts, names = Facts(), ("organ_name", ORDER_BASIS)
    facts.load(await asking.ledger.answer([Setting.at(asking.book, name) for name in names]))
    return {name: parameters.text(facts, asking.book, name) for name in names}


def said(kind: str, story: Story, paper: str | None, here: Standing, county: dict[str, str]) -> CaseSaid:
    """The paper's words. One issued says its own number, issuer and day; a draft leaves them blank."""
    of_kind = [one for one in story.issued if one.said.kind == kind]
    issued = next((one for one in reversed(of_kind) if paper in (None, one.id)), None)
    return CaseSaid(
        demo=here.demo,
        county=here.county,
        title=KINDS[kind].name,
        basis=county[ORDER_BASIS] or None,
        **heads(issued, county),
        **facts(story),
        **plan(story),
        **work(story),
        **check(story),
        **closing(story),
        entry=story.row["id"],
        seq=story.row["seq"],
        hash=story.hash[:16],
    )


def heads(issued: Issued | None, county: dict[str, str]) -> dict[str, Any]:
    paper = issued.said if issued else None
    return {
        "number": paper and paper.number,
        "issuer": (paper and paper.issuer) or county["organ_name"] or None,
        "issued": day(paper.issued_on) if paper else None,
        "wanted_by": day(paper.due_on) if paper else None,
        "words": paper and paper.text,
    }


def facts(story: Story) -> dict[str, Any]:
    """What the ledger holds of the problem itself."""
    row, finding = story.row, story.finding
    place = row["site_name"] or row["enterprise_name"] or finding.place
    return {
        "case_no": row["number"] or f"台账第 {row['seq']} 号",
        "source": coded("finding_source")[row["source"]],
        "level": coded("finding_level")[row["level"]],
        "batch": row["batch"] or NONE,
        "unit": row["unit_name"],
        "place": place,
        "addressee": row["enterprise_name"] or place,
        "credit_code": row["credit_code"] or (NONE if not row["enterprise_name"] else None),
        "category": coded("finding_category")[row["category"]],
        "severity": coded("severity")[row["severity"]],
        "state": states()[row["state"]].name,
        "opened": day(row["opened_on"]),
        "due": day(row["due_on"]),
        "original_due": day(row["original_due_on"]),
        "responsible": row["responsible_name"],
        "person": story.newest("person"),
        "problem": finding.text,
        "demand": finding.demand,
        "legal_basis": finding.legal_basis,
    }


def plan(story: Story) -> dict[str, Any]:
    plan = story.newest("plan")
    listed = [measure(number, one) for number, one in enumerate(story.measures(), 1)]
    return {
        "target": plan and plan.target,
        "plan_due": day(plan.due_on) if plan else None,
        "measures": listed or [measure(number, None) for number in (1, 2, 3)],
    }


def measure(number: int, one: Measure | None) -> dict[str, Any]:
    """An empty one has room to be filled in by hand."""
    text, person, due = (one.text, one.person or NONE, day(one.due_on) or NONE) if one else (NONE, NONE, NONE)
    return {"number": number, "text": text, "person": person, "due": due}


def work(story: Story) -> dict[str, Any]:
    """What was done, as the responsible unit reported it, and the photos of before beside those of after."""
    told = [one for one in story.steps if one.step.step in ("progress", "submit") and one.step.note]
    return {
        "progress": [f"{moment_text(one.received_at)}：{one.step.note}" for one in told],
        "penalty": PENALTY.get(story.newest("penalty") or ""),
        "same_kind": story.newest("same_kind"),
        "photos": list(photo_rows(story)),
    }


def photo_rows(story: Story) -> Iterator[dict[str, Any]]:
    for before, after in zip_longest(story.photos(BEFORE), story.photos(AFTER)):
        yield {"left": photo_cell(before, BEFORE), "right": photo_cell(after, AFTER)}


def photo_cell(photo: Photo | None, slot: str) -> dict[str, Any]:
    """A photo with what it shows, when it was taken, and the beginning of its hash."""
    if photo is None:
        return {"picture": NONE, "caption": NONE}
    files = tuple(file for file in (photo.sha256, photo.copy) if file)
    taken = f"，{moment_text(photo.taken_at)}" if photo.taken_at else ""
    album = "，从相册选的" if photo.album else ""
    caption = f"{SLOTS[slot]}{taken}{album}，SHA-256 {photo.sha256[:16]}……"
    return {"picture": Picture(files, MISSING), "caption": caption}


def check(story: Story) -> dict[str, Any]:
    taken = story.taken("check")
    step = taken.step if taken else None
    listed = [checker(one, story) for one in step.checkers] if step else []
    empty = {"name": NONE, "organ": NONE, "signature": NONE}
    return {
        "checked": [step.note] if step and step.note else [],
        "checked_on": moment_text(taken.received_at) if taken else None,
        "conclusion": CONCLUSION.get(step.conclusion or "") if step else None,
        "checkers": listed or [dict(empty), dict(empty)],
        "check_opinion": opinion(story),
    }


def checker(one: Checker, story: Story) -> dict[str, str]:
    organ = story.units.get(one.unit or "") or one.organ or NONE
    return {"name": one.name, "organ": organ, "signature": NONE}


def opinion(story: Story) -> str | None:
    taken = story.taken("check")
    if taken is None:
        return None
    who = "、".join(one.name for one in taken.step.checkers)
    verdict = CONCLUSION.get(taken.step.conclusion or "", "没有写结论")
    return f"{moment_text(taken.received_at)}，{who}现场核查，结论：{verdict}。"


def closing(story: Story) -> dict[str, Any]:
    notice, agreed = story.newest("notice"), story.taken("agree")
    signed = [one for one in agreed.step.papers if one.kind == "superior"] if agreed else []
    shown = f"{day(notice.from_on)}至{day(notice.to_on)}公示，异议电话 {notice.phone}。" if notice else None
    letters = "；".join(f"{one.number or '（没有文号）'}，{day(one.on) or '（没有日期）'}" for one in signed)
    return {
        "noticed": shown,
        "superior": letters or NONE,
        "approval": None,
        "closed_on": day(story.row["closed_on"]),
    }


def day(text: str | None) -> str | None:
    return day_text(date.fromisoformat(text)) if text else None
