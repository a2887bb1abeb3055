"""Resident memory of our server over 50,000 writes: how much at the end, and how much more than half-way.

Owns: that measurement. Memory is read from /proc while nobody writes. No sync is slowed here, since memory is the
question and not time.
"""

import time
from typing import Final

from msgspec import Struct

from bench import checks, county, load
from bench.bars import GROWTH_PERCENT, RESIDENT_MB, Bar
from bench.serving import running
from bench.write import OURS, scratch, variant_of

WRITES: Final = 50_000
SLICE_S: Final = 2.0
MOST_S: Final = 400.0  #: gives up after this, and says how far it came


class Memory(Struct, frozen=True):
    """MiB resident at the start, half-way and at the end, and how many writes that was."""

    writes: int
    start_mb: float
    half_mb: float
    end_mb: float
    faults: list[str]

    @property
    def growth_percent(self) -> float:
        return (self.end_mb / self.half_mb - 1) * 100


def measure(writes: int = WRITES) -> Memory:
    with scratch(False, "memory") as folder:
        variant = variant_of(OURS, folder, sleep_us=0)
        server = variant.server
        with running([server]):
            begun, until = server.resident_mb(), time.monotonic() + MOST_S
            half, rows = 0.0, 0
            while rows < writes and time.monotonic() < until:
                load.run(server.port, variant.token, county.body(), 64, SLICE_S, folder)
                rows, created = server.settled()
                half = half or (server.resident_mb() if rows >= writes / 2 else 0.0)
            end = server.resident_mb()
        faults = checks.faults_of(variant.url or "") + list(checks.unequal(rows, created, created, 64))
    return Memory(rows, begun, half or end, end, faults)


def bars(found: Memory) -> list[Bar]:
    sound = not found.faults and found.writes >= WRITES
    return [
        Bar(
            f"MiB resident after {WRITES} writes",
            RESIDENT_MB,
            found.end_mb if sound else None,
            at_least=False,
        ),
        Bar(
            "growth over the last half, %",
            GROWTH_PERCENT,
            found.growth_percent if sound else None,
            at_least=False,
        ),
    ]


def line(found: Memory) -> str:
    sizes = (
        f"{found.start_mb:.0f} MiB at the start, {found.half_mb:.0f} half-way, {found.end_mb:.0f} at the end"
    )
    return f"memory of our server over {found.writes} writes: {sizes}"
