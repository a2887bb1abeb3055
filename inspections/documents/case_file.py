"""案卷: everything filed about a problem, in the order of a file: cover, contents, papers, photos, history, hashes.

Owns: what lies in the file and in which order. Does not own what a paper says (case_papers.py …), the page (templates/case-file.typ)
or binding many (bindery.py). A file is the office's own: who objected and every hash stand in it, so it is never the responsible
unit's. Who wrote a letter does not stand in it either. Source: domain.md §5 (一案一档); DA/T 22-2015 卷内目录 [K].
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict

from inspections.documents import visit_record
from inspections.documents.asking import Asking, Picture, Standing, day_text, moment_text, standing
from inspections.documents.case_papers import NONE, county_words, day, facts, said
from inspections.documents.case_story import Issued, Story, Taken, story_of
from inspections.documents.service_receipt import said as receipt_said
from inspections.findings import SLOTS
from inspections.months import day_of
from inspections.papers import KINDS
from inspections.rectification import states, steps

RETENTION: Final = {"permanent": "永久", "y30": "30 年", "y10": "10 年"}
#: papers that stand for a step when no signed one was entered: the step → the kind
OF_STEP: Final = {
    "plan": "plan",
    "request_closure": "closure_request",
    "check": "check_sheet",
    "close": "closure_approval",
}
SCAN_PX: Final = 1600
NOT_HERE: Final = "（扫描件还没传到，或打不开；原件以校验值为准）"


class Sheet(Struct, frozen=True):
    """One paper of the file."""

    kind: str  #: its template
    name: str
    number: str
    date: str
    author: str  #: 责任者
    said: dict[str, Any]
    scans: list[dict[str, Any]]
    seq: int  #: place in the ledger


class FileSaid(Struct, frozen=True, kw_only=True):
    """What a file says."""

    demo: bool
    county: str
    title: str
    case_no: str
    name: str  #: of the problem, in one line
    head: list[tuple[str, str | None]]  #: of the cover
    sheets: list[Sheet]
    photos: list[dict[str, Any]]
    history: list[dict[str, Any]]
    entries: list[dict[str, Any]]  #: ledger numbers and hashes
    files: list[dict[str, Any]]  #: SHA-256 of each file
    standing: str


async def file_of(asking: Asking, of: str) -> FileSaid:
    """The file of a finding. NotThere."""
    story, here = await story_of(asking, of), await standing(asking)
    visit = story.finding.visit
    record = (await visit_record.gather(asking, str(visit))).values if visit else None
    county = await county_words(asking)
    sheets = [
        *first_sheets(story, record),
        *issued_sheets(story, here, county),
        *step_sheets(story, here, county),
    ]
    known = facts(story)
    return FileSaid(
        demo=here.demo,
        county=here.county,
        title="整改销号案卷",
        case_no=known["case_no"],
        name=f"{known['place'] or known['unit']}：{known['problem'] or known['category']}",
        head=cover(story, known),
        sheets=sheets,
        photos=pairs(list(photos(story))),
        history=list(history(story)),
        entries=list(entries(story)),
        files=files(story),
        standing=f"以上取自台账第 {here.head_seq} 号记录（{moment_text(here.as_of)}）为止，该记录校验值 {here.head_hash}。",
    )


def cover(story: Story, known: dict[str, Any]) -> list[tuple[str, str | None]]:
    """The lines of the cover; what is not known yet is left to be written by hand."""
    archived = story.taken("archive")
    archive = archived.step.archive if archived else None
    return [
        ("问题编号", known["case_no"]),
        ("来源", f"{known['source']}（{known['level']}）"),
        ("责任单位", known["responsible"]),
        ("起止日期", f"{known['opened']}至{day(story.row['closed_on']) or '＿＿＿＿＿＿'}"),
        ("办理状态", known["state"]),
        ("档案号", archive.number if archive else None),
        ("保管期限", RETENTION[archive.retention] if archive else None),
    ]


def first_sheets(story: Story, record: dict[str, Any] | None) -> Iterator[Sheet]:
    """The record of the visit on which it was found."""
    if record:
        yield Sheet(
            "visit-record",
            record["title"],
            NONE,
            (record["started"] or NONE).partition("日")[0] + "日",
            record["unit"],
            record,
            [],
            story.row["seq"],
        )


def issued_sheets(story: Story, here: Standing, county: dict[str, str]) -> Iterator[Sheet]:
    """Papers that were issued, each with its scans and the 送达回证."""
    for one in story.issued:
        paper = one.said
        values = asdict(said(paper.kind, story, one.id, here, county))
        at = (paper.number or NONE, day(paper.issued_on) or NONE, paper.issuer)
        yield Sheet(template(paper.kind), KINDS[paper.kind].name, *at, values, scanned(paper.scan), one.seq)
        if paper.service:
            yield served(story, one, here)


def served(story: Story, one: Issued, here: Standing) -> Sheet:
    service = one.said.service
    assert service is not None
    values = receipt_said(story, one, here)
    at = (one.said.number or NONE, day(service.served_on) or NONE, one.said.issuer)
    return Sheet("service-receipt", "送达回证", *at, values, scanned(service.scan), one.seq)


def step_sheets(story: Story, here: Standing, county: dict[str, str]) -> Iterator[Sheet]:
    """Papers handed in with a step; where none of the kind was issued it is drawn from the step."""
    issued = {one.said.kind for one in story.issued}
    for taken in story.steps:
        kind = OF_STEP.get(taken.step.step)
        scans = [scan for paper in taken.step.papers for scan in scanned(paper.scan)]
        numbers = [paper.number for paper in taken.step.papers if paper.number]
        if kind and kind not in issued:
            values = asdict(said(kind, story, None, here, county))
            name, on = KINDS[kind].name, received(taken)
            yield Sheet(
                template(kind),
                name,
                numbers[0] if numbers else NONE,
                on,
                taken.actor,
                values,
                scans,
                taken.seq,
            )
        elif scans:
            on = received(taken)
            name = f"{steps()[taken.step.step]}所附文书"
            yield Sheet(
                "", name, numbers[0] if numbers else NONE, on, taken.actor, {"title": name}, scans, taken.seq
            )


def received(taken: Taken) -> str:
    return day_text(day_of(datetime.fromisoformat(taken.received_at)))


def template(kind: str) -> str:
    return kind.replace("_", "-")


def scanned(sha256: str | None) -> list[dict[str, Any]]:
    if sha256 is None:
        return []
    return [{"picture": Picture((sha256,), NOT_HERE, longest_px=SCAN_PX), "sha256": sha256}]


def photos(story: Story) -> Iterator[dict[str, Any]]:
    """Every photo of the case once, as found first, each with its whole hash and the entry that brought it."""
    brought = [(story.row["seq"], story.finding.photos)] + [(one.seq, one.step.photos) for one in story.steps]
    seen: set[str] = set()
    for seq, some in brought:
        for photo in some:
            if photo.sha256 in seen:
                continue
            seen.add(photo.sha256)
            taken = f"，{moment_text(photo.taken_at)}" if photo.taken_at else ""
            files = tuple(file for file in (photo.sha256, photo.copy) if file)
            yield {
                "picture": Picture(files, "（照片还没传到，或打不开）", width_mm=72, longest_px=SCAN_PX),
                "caption": f"{len(seen)}. {SLOTS.get(photo.slot, photo.slot or '现场')}{taken}，台账第 {seq} 号",
                "sha256": photo.sha256,
            }


def pairs(some: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two a row."""
    return [
        {"left": some[at], "right": some[at + 1] if at + 1 < len(some) else None}
        for at in range(0, len(some), 2)
    ]


def history(story: Story) -> Iterator[dict[str, Any]]:
    yield {
        "seq": story.row["seq"],
        "at": moment_text(story.row["received_at"]),
        "step": "登记",
        "to": NONE,
        "who": story.actor,
        "note": NONE,
    }
    for one in story.steps:
        to = states()[one.decision["to"]].name
        name = steps()[one.step.step]
        note = one.step.note or NONE
        yield {
            "seq": one.seq,
            "at": moment_text(one.received_at),
            "step": name,
            "to": to,
            "who": one.actor,
            "note": note,
        }


def entries(story: Story) -> Iterator[dict[str, Any]]:
    """Ledger numbers and hashes of what the file is made of."""
    yield {"seq": story.row["seq"], "what": "问题登记", "hash": story.hash}
    for one in story.steps:
        yield {"seq": one.seq, "what": steps()[one.step.step], "hash": one.hash}
    for paper in story.issued:
        yield {"seq": paper.seq, "what": KINDS[paper.said.kind].name, "hash": paper.hash}


def files(story: Story) -> list[dict[str, Any]]:
    """Photos and scans as they came, each once."""
    found: dict[str, str] = {}
    for photo in (
        photo for some in (story.finding.photos, *(one.step.photos for one in story.steps)) for photo in some
    ):
        found.setdefault(photo.sha256, f"照片-{SLOTS.get(photo.slot, '现场')}")
    for one in story.issued:
        service = one.said.service
        for sha256, name in (
            (one.said.scan, KINDS[one.said.kind].name),
            (service and service.scan, "送达回证"),
        ):
            if sha256:
                found.setdefault(sha256, f"扫描件-{name}")
    for taken in story.steps:
        for paper in taken.step.papers:
            if paper.scan:
                found.setdefault(paper.scan, f"扫描件-{steps()[taken.step.step]}")
    return [
        {"sha256": sha256, "name": f"{number:02d}-{name}"}
        for number, (sha256, name) in enumerate(found.items(), 1)
    ]
