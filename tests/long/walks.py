"""Random walks of findings, folder after folder, until so many were walked.

Owns: that loop and what it counts. Does not own the walks or their oracle (tests/walks.py).
"""

import asyncio
import time
from collections import Counter
from pathlib import Path
from random import Random

from inspections.ledger import judge_group
from inspections.replay import digests, rebuild
from inspections.storage import open_storage
from tests.ledger.county import Clock, found
from tests.walks import Walk, closings, walk_together, wrong_with

TOGETHER, STEPS = 250, 24


def walked(folder: Path, seed: int, count: int, seconds: float) -> tuple[bool, dict[str, object]]:
    """(holds, counts): no closing lacked anything, and the views of the last folder were rebuilt the same."""
    began, walks, closed, wrong, equal = time.monotonic(), 0, Counter[str](), [], True
    while walks < count and time.monotonic() - began < seconds:
        told, equal = asyncio.run(
            one_folder(f"sqlite:///{folder}/{walks}.db", seed + walks, walks + TOGETHER >= count)
        )
        walks += len(told)
        for one in told:
            for at in closings(one):
                closed[one.level] += 1
                if lacking := wrong_with(one, at):
                    wrong.append(f"{one.id}: {lacking}")
    counts: dict[str, object] = {
        "walks": walks,
        "closings": dict(closed),
        "wrong": wrong[:20],
        "rebuilt_equal": equal,
    }
    return walks >= count and not wrong and equal and len(closed) == 5, counts


async def one_folder(url: str, seed: int, last: bool) -> tuple[list[Walk], bool]:
    """The walks of one ledger; the last one's views are built anew and compared."""
    clock = Clock()
    storage = await open_storage(url, judge_group, clock)
    try:
        await found(storage)
        told = await walk_together(storage, clock, Random(seed), TOGETHER, STEPS)
        before = await digests(storage) if last else {}
        return told, not last or await rebuild(storage) == before
    finally:
        await storage.close()
