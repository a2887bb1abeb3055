"""The bench county: a book with its units, a watched site, an inspector with a bearer token, and the patrol being sent.

Owns: what stands in the ledger before the load, written by the ledger itself, and the body of every request. The
patrol is the ordinary one: no melting equipment, two photos, one person from each side, a short remark; about 940
bytes, three private values. Does not own how it is sent (load.py).
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec

from inspections.credentials import add_token
from inspections.facts import SYSTEM, Actor, Grant
from inspections.filing import Body, file_entries
from inspections.ledger import Item, judge_group
from inspections.months import month_of
from inspections.rules import decode
from inspections.seed import county_entries
from inspections.storage import open_storage

BOOK: Final = "360121"
UNIT: Final = "xiangtang_town"
PATH: Final = f"nanchang_county/{UNIT}/"
ACCOUNT: Final = "bench"
SITE: Final = UUID("01940000-0000-7000-8000-000000000001")
PRIVATE_VALUES: Final = 3  #: vault rows of one patrol: two names and the remark


def patrol(now: datetime) -> dict[str, Any]:
    """The body of the request, as a phone sends it."""
    begun, ended = now - timedelta(minutes=30), now - timedelta(minutes=5)
    return {
        "type": "visit",
        "made_at": now.isoformat(timespec="seconds"),
        "unit": UNIT,
        "kind": "steel_patrol",
        "period": month_of(now),
        "nature": "outside",
        "site": str(SITE),
        "started_at": begun.isoformat(timespec="seconds"),
        "ended_at": ended.isoformat(timespec="seconds"),
        "position": {"lat": 28.43, "lon": 115.97, "crs": "WGS84", "accuracy_m": 12, "provider": "browser"},
        "answers": {"melting_present": "no", "dismantling_site": "no", "result": "none_found"},
        "texts": {"remark": "大门锁着，院内无炉，电表未转。"},
        "photos": [{"slot": slot, "sha256": digest(slot)} for slot in ("gate", "workshop")],
        "present": [
            {"side": side, "name": name, "signature": digest(name)}
            for side, name in (("bureau", "示例甲"), ("township", "示例乙"))
        ],
    }


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def body() -> bytes:
    return msgspec.json.encode(patrol(datetime.now(UTC).replace(microsecond=0)))


def inspector() -> Actor:
    grant = Grant(role="inspector", unit=UNIT, path=PATH, valid_from="2020-01-01")
    return Actor(account=ACCOUNT, grants=(grant,))


def item(number: int, raw: bytes) -> Item:
    """The patrol as a ledger item of its own, for measurements below HTTP."""
    return Item.of(entry_id(number), decode(raw), inspector(), raw)


def entry_id(number: int) -> str:
    return str(UUID(int=0x01950000_0000_7000_8000_000000000000 + number))


def seed_entries(now: datetime) -> Iterator[tuple[UUID, Body]]:
    """The county as `xuncha init` makes it, then one watched site and the machine account that sends the load."""
    made_at = now.isoformat()
    yield from county_entries(now)
    site = {"type": "site", "site": str(SITE), "name": "示例点位", "kinds": ["steel_patrol"]}
    yield uuid4(), {**site, "unit": UNIT, "valid_from": "2020-01-01", "made_at": made_at}
    grant = {"role": "inspector", "unit": UNIT, "valid_from": "2020-01-01"}
    account = {
        "type": "account",
        "account": ACCOUNT,
        "name": "示例测量员",
        "grants": [grant],
        "machine": True,
    }
    yield uuid4(), {**account, "unit": UNIT, "made_at": made_at}


async def seed(url: str) -> str:
    """Write the county through the ledger; returns the machine's bearer token."""
    storage = await open_storage(url, judge_group)
    try:
        now = datetime.now(UTC)
        await file_entries(storage, SYSTEM, seed_entries(now))
        return await add_token(storage, ACCOUNT, "bench", ("write",), now + timedelta(days=1))
    finally:
        await storage.close()
