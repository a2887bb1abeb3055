"""检查记录: one visit as it counts today, answer by answer, with its photos and signatures.

Owns: what stands on it. Does not own the checklist (kinds/) or the trail (trail.py). Domain.md §1, §2: the record names
period, people of both sides, times, place, result; an 入企检查 also its organ, approval, notice number and 行政行为码.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from inspections.chain import Stored
from inspections.documents.asking import (
    SIDES,
    Asking,
    Filled,
    NotThere,
    Picture,
    Standing,
    moment_text,
    month_text,
    standing,
)
from inspections.kinds import KINDS, Kind
from inspections.kinds.answered import AnsweredGroup, answered
from inspections.months import day_of
from inspections.trail import Trail, trail

SIGNATURE_MM: Final = 12
NATURES: Final = {"outside": "属地巡查（不进企业）", "enter": "入企检查"}
PROVIDERS: Final = {"WGS84": "WGS84", "CGCS2000": "CGCS2000", "GCJ02": "GCJ-02", "BD09": "BD-09"}


class Seen(msgspec.Struct, frozen=True):
    """A visit's row with the names beside it, and its trail."""

    row: dict[str, Any]
    trail: Trail
    kind: Kind

    @property
    def body(self) -> dict[str, Any]:
        return self.trail.body


ROW: Final = (
    *("id", "seq", "unit_name", "kind", "kind_version", "period", "nature", "site_name", "enterprise_name"),
    *("credit_code", "result", "failed", "actor", "received_at"),
)


async def gather(asking: Asking, of: str) -> Filled:
    seen = await visit_of(asking, of)
    here = await standing(asking)
    return Filled(words(seen, here))


async def visit_of(asking: Asking, of: str) -> Seen:
    """A visit within the asker's units, with private values put back. NotThere."""
    try:
        visit = str(UUID(of))
    except ValueError:
        raise NotThere from None
    rows = await asking.ledger.rows("paper_visit", id=visit, scopes=asking.scopes_json)
    if not rows:
        raise NotThere
    row = dict(zip(ROW, rows[0], strict=True))
    return Seen(row, await trail_of(asking, visit), KINDS[row["kind"], row["kind_version"]])


async def trail_of(asking: Asking, entry: str) -> Trail:
    rows = await asking.ledger.rows("subject_of_entry", id=entry)
    stored = [msgspec.convert(list(row), Stored, strict=False) for row in rows]
    vault: dict[str, dict[str, str | None]] = {one.id: {} for one in stored}
    ids = msgspec.json.encode(list(vault)).decode()
    for one, path, value in await asking.ledger.rows("vault_of_entries", ids=ids):
        vault[one][path] = value
    return trail(entry, stored, vault)


def words(seen: Seen, here: Standing) -> dict[str, Any]:
    row, body, kind = seen.row, seen.body, seen.kind
    choices = {choice.value: choice.text for choice in kind.question(kind.result_question).choices}
    failed = msgspec.json.decode(row["failed"], type=list[str])
    return {
        "demo": here.demo,
        "county": here.county,
        "title": f"{kind.name}记录",
        "number": f"第 {row['seq']} 号",
        "unit": row["unit_name"],
        "period": month_text(row["period"]),
        "place": row["site_name"] or row["enterprise_name"] or body.get("place"),
        "enterprise": row["enterprise_name"],
        "credit_code": row["credit_code"],
        "nature": NATURES[row["nature"]],
        "started": moment_text(body["started_at"]),
        "ended": moment_text(body.get("ended_at")),
        "position": position_text(body.get("position")),
        "inspection": body.get("inspection") if row["nature"] == "enter" else None,
        "groups": [group_words(group) for group in groups_of(seen, failed)],
        "result": choices.get(row["result"], row["result"]),
        "failed": [kind.question(key).text for key in failed],
        "lacking": [notice.message for notice in seen.trail.decision.notices],
        "photos": photo_rows(body.get("photos", ()), kind),
        "people": [person(one) for one in body.get("present", ())],
        "corrected": max(0, len(seen.trail.steps) - 1),
        "entry": row["id"],
        "hash": seen.trail.receipt.hash[:16],
        "received": moment_text(row["received_at"]),
    }


def groups_of(seen: Seen, failed: list[str]) -> list[AnsweredGroup]:
    body = seen.body
    slots = [photo.get("slot", "") for photo in body.get("photos", ())]
    on = day_of(datetime.fromisoformat(body["started_at"]))
    return answered(seen.kind, body.get("answers", {}), body.get("texts", {}), slots, on, failed)


def group_words(group: AnsweredGroup) -> dict[str, Any]:
    """Questions that were asked, but photos, which stand below with their captions."""
    marks = {"finding": "不合格", "hint": "提示"}
    lines = [
        {"text": one.text, "said": one.said, "mark": marks.get(one.failed or "", "　")}
        for one in group.questions
        if one.asked and one.answer != "photo"
    ]
    return {"name": group.name, "lines": lines}


def position_text(position: dict[str, Any] | None) -> str | None:
    if position is None:
        return None
    radius = position.get("accuracy_m")
    error = f"，误差 {radius:g} 米" if radius is not None else ""
    return f"北纬 {position['lat']:.6f}，东经 {position['lon']:.6f}（{PROVIDERS[position['crs']]}{error}）"


def photo_rows(photos: Iterable[dict[str, Any]], kind: Kind) -> list[dict[str, Any]]:
    """Two photos a row, each with what it shows and when it was taken."""
    cells = [photo_cell(number, photo, kind) for number, photo in enumerate(photos, 1)]
    empty = {"picture": "　", "caption": "　"}
    return [
        {"left": left, "right": cells[number + 1] if number + 1 < len(cells) else empty}
        for number, left in enumerate(cells)
        if number % 2 == 0
    ]


def photo_cell(number: int, photo: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """The copy stands in while the original is on its way."""
    files = tuple(file for file in (photo["sha256"], photo.get("copy")) if file)
    slot = kind.slots.get(photo.get("slot", ""), photo.get("slot", "")) or "其他"
    taken = moment_text(photo.get("taken_at"))
    album = "，从相册选的" if photo.get("album") else ""
    caption = f"{number}. {slot}{'，' + taken if taken else ''}{album}"
    return {"picture": Picture(files, "（照片还没传到，或打不开）"), "caption": caption}


def person(one: dict[str, Any]) -> dict[str, Any]:
    """A signature as a picture, or why there is none; nothing known stays a line to sign on."""
    refused = one.get("refused")
    witness = f"；见证人：{one['witness']}" if one.get("witness") else ""
    otherwise = f"拒签：{refused}{witness}" if refused else None
    signature = one.get("signature")
    return {
        "side": SIDES[one["side"]],
        "name": one["name"],
        "certificate": one.get("certificate") or "　",
        "signature": Picture((signature,), otherwise, height_mm=SIGNATURE_MM) if signature else otherwise,
    }
