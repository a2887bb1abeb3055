"""Rebuilding long random histories, seed after seed, until the time is over.

Owns: that loop and what it counts. Does not own the histories (tests/histories.py).
"""

import asyncio
import time
from collections import Counter
from pathlib import Path

from inspections.ledger import judge_group
from inspections.replay import copy, digests, rebuild, verify
from inspections.rules import VOCABULARY
from inspections.storage import open_storage
from inspections.storage.engine import Storage
from tests.histories import seeded
from tests.ledger.county import BOOK, Clock, found, item
from tests.storage.cluster import fresh_database

STEPS = 1200
SHARE_AMENDED = 0.1


def rebuilt(folder: Path, address: str, seed: int, seconds: float) -> tuple[bool, dict[str, object]]:
    """(holds, counts): every history gave equal views before, after, on both engines and in the copy."""
    began, types, histories, unequal = time.monotonic(), Counter[str](), 0, []
    while time.monotonic() - began < seconds * 0.8 or not histories:
        number = seed + histories
        stored, equal = asyncio.run(
            one_history(f"sqlite:///{folder}/{number}.db", fresh_database(address), number, address)
        )
        histories, types = histories + 1, types + stored
        unequal += [] if equal else [number]
    amended = (types["correction"] + types["void"]) / types.total()
    missing = sorted(set(VOCABULARY.rules) - set(types))
    counts: dict[str, object] = {
        "histories": histories,
        "entries": types.total(),
        "amended_share": round(amended, 4),
        "types_missing": missing,
        "unequal_seeds": unequal,
        "by_type": dict(sorted(types.items())),
    }
    return not unequal and not missing and amended >= SHARE_AMENDED, counts


async def one_history(small: str, large: str, seed: int, address: str) -> tuple[Counter[str], bool]:
    """The types it stored, and whether all views came out the same."""
    storages = [
        await open_storage(url, judge_group, Clock()) for url in (small, large, fresh_database(address))
    ]
    try:
        for storage in storages[:2]:
            await found(storage)
            for one in seeded(seed, STEPS):
                await storage.write(item(one.body, one.by, one.id))
        await copy(storages[0], storages[2])
        before = [await digests(storage) for storage in storages]
        after = [await rebuild(storage) for storage in storages]
        sound = [await verify(storage) for storage in storages] == [[], [], []]
        return await types_of(storages[0]), sound and all(one == before[0] for one in (*before, *after))
    finally:
        for storage in storages:
            await storage.close()


async def types_of(storage: Storage) -> Counter[str]:
    rows = await storage.rows("entries_after", book=BOOK, after=39, limit=1_000_000)
    return Counter(row[3] for row in rows)
