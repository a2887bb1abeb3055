"""Every number the public pages print, under one name each.

Owns: the text of each figure, so that a page and the check after the build ask the same table by the
same name. Does not own: where a figure stands on a page (templates/) or whether it is right (gate.py).
"""

from collections.abc import Iterator
from typing import Final

from inspections.publication import PublicCoverage, PublicMonth, Snapshot

UNKNOWN: Final = "—"
COUNTS: Final = (
    *("in_force", "reported", "joint", "zero_only", "excused", "missing", "late"),
    *("sites", "sites_seen"),
)
PERCENTS: Final = ("reported_percent", "joint_percent", "sites_percent")


def figures(snapshot: Snapshot) -> dict[str, str]:
    """Name → text as printed, e.g. "steel_patrol-2026/2026-10/joint" → "19"."""
    named = {"green-factories/count": str(len(snapshot.green_factories))}
    for coverage in snapshot.coverage:
        for month in (*coverage.months, coverage.year_total):
            named.update(_month(coverage, month))
    return named


def figure_name(coverage: PublicCoverage, month: PublicMonth, field: str) -> str:
    return f"{coverage.name}/{month.period}/{field}"


def _month(coverage: PublicCoverage, month: PublicMonth) -> Iterator[tuple[str, str]]:
    for field in (*COUNTS, *PERCENTS):
        value = getattr(month, field)
        yield figure_name(coverage, month, field), UNKNOWN if value is None else str(value)
