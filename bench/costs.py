"""What a row costs below HTTP: sealing, the vault, a view row with its indexes, a correction. Shown, not hidden.

Owns: these comparisons on SQLite in memory without any sync, in groups of 64, interleaved. No bars: a cost is the price of
a promise (erasable personal data, lists that answer at once), and this says how high it is.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from bench import county
from bench.checks import sqlite_url
from bench.write import scratch
from inspections.amendments import Correction
from inspections.entries import ENCODER, Sealed
from inspections.ledger import Created, Item, judge_group
from inspections.rules import VOCABULARY
from inspections.storage import open_storage
from inspections.visits import Visit

GROUP: Final = 64
GROUPS: Final = 16  #: of one cell

_numbers = count(1)
Make = Callable[[bytes, int], list[Item]]


def full(raw: bytes, rows: int) -> list[Item]:
    """The patrol as it is: entry, view row, three private values."""
    return [county.item(next(_numbers), raw) for _ in range(rows)]


def unsealed(raw: bytes, rows: int) -> list[Item]:
    """The same bytes with the private values left in the body: no vault rows."""
    items = full(raw, rows)
    return [replace(one, sealed=Sealed(ENCODER.encode(one.entry), ())) for one in items]


def corrections(targets: Sequence[Item]) -> list[Item]:
    """A correction of each patrol by its author."""
    return [
        Item.of(
            county.entry_id(next(_numbers)),
            Correction(made_at=one.entry.made_at, target=UUID(one.id), body=one.entry, reason="笔误"),
            one.actor,
        )
        for one in targets
    ]


@contextmanager
def without_view() -> Iterator[None]:
    """Visits leave no view row while this lasts."""
    rule = VOCABULARY.by_entry[Visit]
    VOCABULARY.by_entry[Visit] = rule._replace(effects=lambda *_: ())
    try:
        yield
    finally:
        VOCABULARY.by_entry[Visit] = rule


async def spent_us(storage: Any, items: Sequence[Item]) -> float:
    """Microseconds per row, written in groups."""
    began = time.perf_counter()
    for start in range(0, len(items), GROUP):
        answers = await asyncio.gather(*(storage.write(one) for one in items[start : start + GROUP]))
        assert all(isinstance(answer, Created) for answer in answers), answers[0]
    return (time.perf_counter() - began) / len(items) * 1e6


async def one_round(storage: Any) -> dict[str, float]:
    raw, rows = county.body(), GROUP * GROUPS
    began = time.perf_counter()
    patrols = full(raw, rows)
    found = {"read and seal a body": (time.perf_counter() - began) / rows * 1e6}
    found["patrol: entry, view row, 3 private values"] = await spent_us(storage, patrols)
    found["the same without the vault"] = await spent_us(storage, unsealed(raw, rows))
    with without_view():
        found["the same without the view row"] = await spent_us(storage, full(raw, rows))
    found["a correction of it (fold and rewrite)"] = await spent_us(storage, corrections(patrols))
    return found


async def rounds_of(database: Path, rounds: int) -> list[dict[str, float]]:
    await county.seed(sqlite_url(database))
    storage = await open_storage(sqlite_url(database), judge_group)
    try:
        return [await one_round(storage) for _ in range(rounds)]
    finally:
        await storage.close()


def measure(rounds: int) -> dict[str, float]:
    """Each cost, median over the rounds, microseconds per row."""
    with scratch(False, "costs") as folder:
        found = asyncio.run(rounds_of(folder / "xuncha.db", rounds))
    return {name: median(one[name] for one in found) for name in found[0]}


def table(costs: dict[str, float]) -> str:
    return "\n".join(
        [
            "storage level, groups of 64, no sync: µs per row",
            *(f"  {us:8.0f}  {name}" for name, us in costs.items()),
        ]
    )
