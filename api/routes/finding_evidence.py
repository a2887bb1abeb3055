"""The evidence of a finding: its photos before and after in pairs, each with a grade, reasons and other uses of the picture.

Owns: this answer, and which words a reader may see of another entry. Does not own pairing (inspections/evidence_pairs.py),
the grade (inspections/evidence_review.py) or the search (inspections/reuse.py). The grade advises; the person's decision
is part of the step `check`.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from api.auth import Call, allow
from api.problems import Problem
from api.reading import json_text
from api.routes.findings import FindingView, finding_views
from api.trails import told
from inspections.amendments import Correction
from inspections.cases import Case, case_of, steps_in
from inspections.entries import Photo
from inspections.evidence_pairs import (
    Filed,
    Named,
    before_and_after,
    each_other,
    pairs,
    round_began,
    uses_of,
)
from inspections.evidence_review import GRADES, Grade, Limits, Reason, Uses, grade_of, reasons
from inspections.months import BEIJING
from inspections.parameters import CATALOGUE, Setting
from inspections.photos import Folder
from inspections.reuse import Archive, Same
from inspections.rules import stored_entry

LIMITS: Final = ("evidence_same_point_m", "evidence_same_place_m", "evidence_accuracy_m")
MOST_UNPRINTED: Final = 1000
#: what an entry with photos is called in a reason
CALLED: Final = {"visit": "检查", "finding": "问题", "step": "整改步骤"}


class PhotoSaid(Struct):
    """One photo of a pair, as its entry has it."""

    sha256: str
    entry: Annotated[str, Meta(description="写着它的那条记录")]
    taken_at: str | None
    filed_at: str
    lat: Annotated[float | None, Meta(description="WGS84，度")]
    lon: Annotated[float | None, Meta(description="WGS84，度")]
    accuracy_m: Annotated[float | None, Meta(description="位置误差半径，米")]
    album: bool
    held: Annotated[bool, Meta(description="原件到没到")]
    claimed: Annotated[Any, Meta(description="照片文件自己写的时间、位置；只作参考")]


class PairView(Struct):
    """A photo before and a photo after."""

    before: PhotoSaid | None
    after: PhotoSaid
    grade: Annotated[Grade, Meta(description="A 相符 · B 请核实 · C 有矛盾或重复使用；只是建议，由人决定")]
    reasons: Annotated[list[Reason], Meta(description="每一项看了什么、值几等")]


class LimitView(Struct):
    key: str
    name: str
    value: float
    confidence: Annotated[str, Meta(description="U：本县没有确认过，按设置的默认值", examples=["U"])]


class EvidenceView(Struct):
    """The evidence of one finding, this round."""

    finding: str
    grade: Annotated[Grade | None, Meta(description="最差的一对；没有整改后的照片为 null")]
    meaning: str | None
    pairs: list[PairView]
    limits: Annotated[list[LimitView], Meta(description="按哪些数判断的")]
    unprinted: Annotated[int, Meta(description="档案里还有几张照片没有指纹、没能比对，最多数到 1000")]


@get(
    "/findings/{finding_id:uuid}/evidence",
    opt=allow("county", "reviewer", "auditor"),
    summary="整改前后照片的核对",
    description="整改前后的照片成对给出，核对位置（连同误差半径）、时间和有没有重复使用：原样、裁剪、翻转、重新压缩、截屏都查。"
    "每对给 A、B、C 和理由。只是建议：采不采信由核查人决定，写进核查步骤的 evidence_decisions。不在管辖范围内的记录只说有，不说是哪条。",
)
async def finding_evidence(
    finding_id: FromPath[UUID], request: Request[Any, Any, Any], call: NamedDependency[Call]
) -> EvidenceView:
    """Pairs with grades. 404 outside scope, and once the finding is void."""
    found = await finding_views(call, id=str(finding_id))
    if not found:
        raise Problem("not-found")
    [finding] = found
    limits = await limits_of(finding.book, call)
    view = EvidenceView(finding.id, None, None, [], limits, await unprinted(call))
    view.pairs = await pairs_of(finding, call, request.app.state.printing.archive, limits)
    if view.pairs:
        worst: Grade = max(pair.grade for pair in view.pairs)
        view.grade, view.meaning = worst, GRADES[worst]
    return view


async def pairs_of(
    finding: FindingView, call: Call, archive: Archive, limits: Iterable[LimitView]
) -> list[PairView]:
    """The photos of this round, paired and held against everything."""
    story = await told(call, finding.id)
    case = case_of(one.envelope() for one in story.stored)
    if case is None:
        return []
    named = {photo.sha256 for some in filed_photos(case) for photo in some}
    held = await asyncio.to_thread(held_of, named, archive.photos)
    paired = [*pairs(*before_and_after(case, finding.id, story.stored, held))]
    known = await looked_up([one for pair in paired for one in pair if one], archive, call)
    filed_at = {one.id: datetime.fromisoformat(one.received_at) for one in story.stored}
    since, but = round_began(case, filed_at), {finding.id, finding.visit or ""}
    numbers = Limits(*(limit.value for limit in limits))
    found = []
    for first, last in paired:
        uses = uses_in(first, last, known, but)
        said = reasons(first.shot if first else None, last.shot, uses, numbers, since)
        found.append(PairView(said_of(first) if first else None, said_of(last), grade_of(said), [*said]))
    return found


def filed_photos(case: Case) -> Iterator[tuple[Photo, ...]]:
    yield case.finding.photos
    yield from (step.photos for step in steps_in(case.told))


def held_of(photos: Iterable[str], kept: Folder) -> dict[str, bool]:
    return {sha256: kept.holds(sha256) for sha256 in photos}


class Known(Struct):
    """What the archive knows of the photos of a case."""

    same: dict[str, list[Same] | None]
    named: list[Named]


async def looked_up(photos: Iterable[Filed], archive: Archive, call: Call) -> Known:
    """Each photo held against the archive once, then all entries that name what was found, in one question."""
    same = {one: await archive.same(one, call.now) for one in dict.fromkeys(p.photo.sha256 for p in photos)}
    hashes = {*same, *(one.sha256 for some in same.values() for one in some or ())}
    rows = await call.storage.rows("photo_uses", hashes=json_text(sorted(hashes)), scopes=call.scopes)
    return Known(same, [*named_in(rows)])


def named_in(rows: Iterable[Any]) -> Iterator[Named]:
    for sha256, entry, type_, book, seq, subject, received_at, readable, stored in rows:
        filed_at = datetime.fromisoformat(received_at)
        found = stored_entry(stored)
        body = found.body if isinstance(found, Correction) else found
        day = filed_at.astimezone(BEIJING).date()
        words = f"{day} 的{CALLED.get(type_, '记录')} {book}-{seq}" if readable else ""
        yield Named(sha256, entry, subject, filed_at, body, words)


def uses_in(first: Filed | None, last: Filed, known: Known, but: Iterable[str]) -> Uses:
    """Uses of both photos that count. The photo before may well stand in the visit it came from."""
    own = each_other(first, last, known.same[last.photo.sha256])
    after = uses_of(last, known.same[last.photo.sha256], known.named, {first.entry} if own and first else ())
    before: Any = ()
    if first:
        before = uses_of(first, known.same[first.photo.sha256], known.named, {*but, last.entry})
    return Uses(before, after, own)


async def limits_of(book: str, call: Call) -> list[LimitView]:
    answer = await call.storage.answer([Setting.at(book, name) for name in LIMITS])
    given: Mapping[str, str] = {row.name: row.value for _, row in answer if row}
    return [
        LimitView(
            name,
            CATALOGUE[name].name,
            float(given.get(name, CATALOGUE[name].default)),
            "K" if name in given else "U",
        )
        for name in LIMITS
    ]


async def unprinted(call: Call) -> int:
    [(count,)] = await call.storage.rows("photos_unprinted_count", most=MOST_UNPRINTED)
    return int(count)


def said_of(filed: Filed) -> PhotoSaid:
    shot = filed.shot
    return PhotoSaid(
        sha256=shot.sha256,
        entry=filed.entry,
        taken_at=shot.taken_at.isoformat() if shot.taken_at else None,
        filed_at=shot.filed_at.isoformat(),
        lat=shot.position and shot.position[0],
        lon=shot.position and shot.position[1],
        accuracy_m=shot.accuracy_m,
        album=shot.album,
        held=shot.held,
        claimed=shot.claimed,
    )


ROUTES = [finding_evidence]
