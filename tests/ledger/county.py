"""The county that ledger tests start from: its units, the demonstration accounts, and bodies to send.

Owns: founding it through the one door, a clock that can be set, who writes as whom, a plain visit. Does not own random
histories (tests/histories.py).
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from inspections.demo import places
from inspections.demo.answers import NOTHING
from inspections.demo.visits import person
from inspections.facts import SYSTEM, Actor, Grant
from inspections.filing import Body, file_entries
from inspections.ledger import Answer, Item
from inspections.rules import decode
from inspections.seed import COUNTY, entry_id, named, unit_bodies
from inspections.storage.engine import Storage

BOOK = "360121"
NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)  # 09:30 in Beijing
FIRST_DAY = "2020-01-01"


class Clock:
    """What time it is, until it is set again."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


ACTORS = {
    one.account: Actor(
        account=one.account,
        grants=(
            Grant(
                role=one.role,
                unit=one.unit,
                path=f"{COUNTY}/" if one.unit == COUNTY else f"{COUNTY}/{one.unit}/",
                valid_from=FIRST_DAY,
            ),
        ),
        device="test",
    )
    for one in places.ACCOUNTS
} | {SYSTEM.account: SYSTEM}


def founding(now: datetime = NOW) -> list[tuple[UUID, Body]]:
    """Units and accounts, each with its fixed id."""
    made_at = {"made_at": now.isoformat()}
    units = [(entry_id(body), body | made_at) for body in unit_bodies()]
    accounts = places.account_bodies(FIRST_DAY)
    return units + [(named(f"test/{body['account']}"), body | made_at) for body in accounts]


async def found(storage: Storage, now: datetime = NOW) -> int:
    return len(await file_entries(storage, SYSTEM, founding(now)))


def item(body: Body, by: str = "xianju", entry_id: UUID | str | None = None) -> Item:
    """A body as it comes in, under a new id unless one is given."""
    raw = msgspec.json.encode(body)
    return Item.of(str(entry_id or uuid4()), decode(raw), ACTORS[by], raw)


async def write(
    storage: Storage, body: Body, by: str = "xianju", entry_id: UUID | str | None = None
) -> Answer:
    answer: Answer = await storage.write(item(body, by, entry_id))
    return answer


async def together(storage: Storage, items: Iterable[Item]) -> Sequence[Answer]:
    """Sent at once: they become a group, or few."""
    return await asyncio.gather(*(storage.write(one) for one in items))


def visit(unit: str = "xiangtang_town", at: datetime = NOW, **changes: Any) -> Body:
    """A joint patrol of one place where nothing was found."""
    return {
        "type": "visit",
        "made_at": at.isoformat(),
        "unit": unit,
        "kind": "steel_patrol",
        "period": f"{at + timedelta(hours=8):%Y-%m}",
        "nature": "outside",
        "place": "示例工业集中区外围",
        "started_at": at.isoformat(),
        "answers": dict(NOTHING),
        "position": {"lat": 28.45, "lon": 115.98, "crs": "WGS84"},
        "photos": [{"sha256": "ab" * 32, "slot": "gate"}],
        "present": [person("bureau"), person("township")],
    } | changes


def zero_report(unit: str = "xiangtang_town", period: str = "2026-11", **changes: Any) -> Body:
    """A unit's signed statement that nothing was found."""
    return {
        "type": "zero_report",
        "made_at": NOW.isoformat(),
        "unit": unit,
        "period": period,
        "signed_by": "示例签字人",
    } | changes


def finding(unit: str = "xiangtang_town", **changes: Any) -> Body:
    """A problem seen on the spot, with its place and a day by which it is put right."""
    return {
        "type": "finding",
        "made_at": NOW.isoformat(),
        "unit": unit,
        "category": "road",
        "severity": "major",
        "text": "进场道路约 40 米没有硬化",
        "demand": "硬化道路",
        "place": "示例砂浆厂进场路",
        "due_on": "2026-12-04",
        "position": {"lat": 28.45, "lon": 115.98, "crs": "WGS84", "accuracy_m": 8},
        "photos": [{"sha256": "cd" * 32, "slot": "before"}],
    } | changes


def correction(target: UUID | str, body: Body, reason: str = "填错了") -> Body:
    return {
        "type": "correction",
        "made_at": NOW.isoformat(),
        "target": str(target),
        "body": body,
        "reason": reason,
    }


def void(target: UUID | str, reason: str = "重复填报") -> Body:
    return {"type": "void", "made_at": NOW.isoformat(), "target": str(target), "reason": reason}


def adopt(received: UUID | str, digest: str, unit: str = "xiangtang_town", **changes: Any) -> Body:
    return {
        "type": "adopt",
        "made_at": NOW.isoformat(),
        "unit": unit,
        "received": str(received),
        "digest": digest,
        "reason": "现场情况属实，予以收录",
    } | changes
