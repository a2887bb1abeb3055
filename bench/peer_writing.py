"""The frozen peer's writing: the decision, the sealing, the chain and the view row, in plain Python.

FROZEN together with peer.py, which says what that means. Owns what is stored; does not own the session or HTTP.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bench.peer_models import EntryRow, Receipt, SiteRow, UnitRow, VaultRow, Visit, VisitRow
from inspections.kinds.answers import Review

BEIJING = ZoneInfo("Asia/Shanghai")


def decide(visit: Visit, seen: Review, grant: dict[str, Any], cut_off_day: int) -> dict[str, Any]:
    """What is hashed beside the body: notices, joint, late, doubtful, what the checklist settled."""
    sides = [person.side for person in visit.present]
    notices = [{"path": one.path, "code": one.code, "message": one.message} for one in seen.notices]
    notices += [
        {"path": f"present.{number}", "code": "not-signed", "message": "没有签名。"}
        for number, person in enumerate(visit.present)
        if not (person.signature or (person.refused and person.witness))
    ]
    said = {
        "result": seen.result,
        "inspected": seen.inspected,
        "joint": {"bureau", "township"} <= set(sides) and bool(visit.position and visit.photos),
        "doubtful": visit.period != f"{visit.started_at.astimezone(BEIJING):%Y-%m}",
        "late": "late" if datetime.now(UTC) >= cut_off(visit.period, cut_off_day) else "",
        "failed": [one.key for one in seen.failed if one.raises == "finding"],
        "computed": dict(seen.computed),
        "proved": [proof.key for proof in seen.tests if proof.met],
    }
    return {"role": grant["role"], "unit": grant["path"], "notices": notices, "said": said}


def cut_off(period: str, day: int) -> datetime:
    following = (date.fromisoformat(f"{period}-01") + timedelta(days=31)).replace(day=1)
    return datetime.combine(following + timedelta(days=day), datetime.min.time(), BEIJING)


def private_values(body: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Each value that goes to the vault: its container, its name, its path."""
    if "place" in body:
        yield body, "place", "place"
    for name in body.get("texts", {}):
        yield body["texts"], name, f"texts.{name}"
    for number, person in enumerate(body.get("present", [])):
        for name in ("name", "certificate", "refused", "witness"):
            if name in person:
                yield person, name, f"present.{number}.{name}"


def digest(salt: str, value: str) -> str:
    return "sealed:" + hashlib.sha256(bytes.fromhex(salt) + value.encode()).hexdigest()


def sealed(session: AsyncSession, entry: str, body: dict[str, Any]) -> dict[str, Any]:
    """Private values into the vault, their salted digests into the body."""
    for holder, name, path in private_values(body):
        salt = os.urandom(16).hex()
        session.add(VaultRow(entry=entry, path=path, salt=salt, value=holder[name]))
        holder[name] = digest(salt, holder[name])
    return body


def chained(
    head: tuple[int, str, str],
    visit: Visit,
    entry_id: str,
    unit: UnitRow,
    account: str,
    decision: dict[str, Any],
    body: dict[str, Any],
) -> EntryRow:
    seq, prev_hash, before = head
    columns = {
        "book": unit.book,
        "seq": seq + 1,
        "id": entry_id,
        "type": visit.type,
        "v": visit.v,
        "subject": entry_id,
        "unit": unit.path,
        "actor": account,
        "device": "",
        "made_at": visit.made_at.isoformat(),
        "received_at": max(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), before),
    }
    envelope = {**columns, "decision": decision, "body": body}
    stored = json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))
    hashed = hashlib.sha256(b"\x00" + bytes.fromhex(prev_hash) + stored.encode()).hexdigest()
    return EntryRow(**columns, prev_hash=prev_hash, hash=hashed, stored=stored)


def visit_row(
    visit: Visit, entry: EntryRow, unit: UnitRow, site: SiteRow | None, seen: Review, decision: dict[str, Any]
) -> VisitRow:
    said, position = decision["said"], visit.position
    return VisitRow(
        id=entry.id,
        book=entry.book,
        seq=entry.seq,
        unit=visit.unit,
        unit_path=unit.path,
        kind=visit.kind,
        kind_version=visit.kind_version,
        period=visit.period,
        nature=visit.nature,
        site=str(visit.site) if visit.site else None,
        enterprise=str(visit.enterprise) if visit.enterprise else site and site.enterprise,
        plan=str(visit.plan) if visit.plan else None,
        result=seen.result,
        inspected=seen.inspected,
        joint=said["joint"],
        doubtful=said["doubtful"],
        late=said["late"],
        started_at=visit.started_at.astimezone(BEIJING).isoformat(),
        lat=position and position.lat,
        lon=position and position.lon,
        accuracy_m=position and position.accuracy_m,
        photos=len(visit.photos),
        notices=len(decision["notices"]),
        failed=json.dumps(said["failed"]),
        actor=entry.actor,
        received_at=entry.received_at,
    )


def receipt(entry: EntryRow) -> Receipt:
    names = ("id", "type", "book", "seq", "hash", "prev_hash", "received_at")
    notices = json.loads(entry.stored)["decision"]["notices"]
    return Receipt(**{name: getattr(entry, name) for name in names}, notices=notices)
