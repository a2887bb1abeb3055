"""How long publishing takes with 400 enterprises and 10,000 records, from gate to switch.

Owns: the invented snapshot of that size and the measurement. Does not own the limit's meaning (the issue's text).
"""

import time
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from inspections.publication import PublicCoverage, PublicMonth, Snapshot
from inspections.publishing import publish

LIMIT_S = 30.0
#: kinds × years × months of coverage beside the lists
YEARS = (2021, 2022, 2023, 2024, 2025)


class Measured(msgspec.Struct, kw_only=True):
    """One publication of that size."""

    enterprises: int
    records: int
    seconds: float
    files: int
    site_bytes: int
    steps: dict[str, float]  #: step → seconds


def large(snapshot: Snapshot, enterprises: int, records: int) -> Snapshot:
    """Lists of so many lines over so many firms, half of them products of wall material, half ready-mix."""
    wall, mix = snapshot.wall_materials[-1], snapshot.ready_mix[-1]
    halves = records // 2, records - records // 2
    return replace(
        snapshot,
        coverage=(*snapshot.coverage, *(past(snapshot.coverage[0], year) for year in YEARS)),
        wall_materials=tuple(
            line(wall, number, f"示例墙材 {number} 号", enterprises) for number in range(1, halves[0] + 1)
        ),
        ready_mix=tuple(
            line(mix, number, f"示例商砼 {number} 号", enterprises) for number in range(1, halves[1] + 1)
        ),
    )


def line(pattern: Any, number: int, what: str, enterprises: int) -> Any:
    firm = f"示例企业 {number % enterprises} 有限公司"
    return replace(pattern, number=number, name=firm, note=f"{what}，批次 {number // enterprises}")


def past(pattern: PublicCoverage, year: int) -> PublicCoverage:
    """Twelve closed months like the first one."""
    month = pattern.months[0]
    months = tuple(replace(month, period=f"{year}-{number:02d}") for number in range(1, 13))
    counts = {
        name: 12 * value
        for name in PublicMonth.__struct_fields__
        if isinstance(value := getattr(month, name), int) and name not in ("frozen", "frozen_seq")
    }
    total = replace(month, period=f"{year}", frozen=False, frozen_seq=None, **counts)
    return replace(pattern, year=year, months=months, year_total=total, closed_through=f"{year}-12")


def measured(snapshot: Snapshot, folder: Path, enterprises: int, records: int) -> Measured:
    """Publish it, step by step on the clock."""
    whole = large(snapshot, enterprises, records)
    marks: list[tuple[str, float]] = []
    began = time.monotonic()
    made = publish(whole, folder, tell=lambda step: marks.append((step.split(" ")[0], time.monotonic())))
    ended = time.monotonic()
    ends = [*(at for _, at in marks[1:]), ended]
    steps = {step: round(end - at, 2) for (step, at), end in zip(marks, ends, strict=True)}
    return Measured(
        enterprises=enterprises,
        records=records,
        seconds=round(ended - began, 2),
        files=len(made.files),
        site_bytes=sum(file.size for file in made.files.values()),
        steps=steps,
    )
