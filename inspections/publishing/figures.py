"""Every number the public pages print, under one name each.

Owns: the text of each figure, so that a page and the check after the build ask the same table by the
same name. Does not own: where a figure stands on a page (templates/) or whether it is right (gate.py).
"""

from collections.abc import Iterator
from typing import Final

from inspections.publication import PublicCoverage, PublicIntensity, PublicMonth, Snapshot
from inspections.publishing.sheets import SHEETS

UNKNOWN: Final = "—"
COUNTS: Final = (
    *("in_force", "reported", "joint", "zero_only", "excused", "missing", "late"),
    *("sites", "sites_seen"),
)
PERCENTS: Final = ("reported_percent", "joint_percent", "sites_percent")
SIGNED: Final = ("change_percent", "target_percent", "over_pp")


def figures(snapshot: Snapshot) -> dict[str, str]:
    """Name → text as printed, e.g. "steel_patrol-2026/2026-10/joint" → "19"."""
    named: dict[str, str] = {}
    for sheet in SHEETS:
        lines = sheet.lines(snapshot)
        if lines:
            named[f"{sheet.page}/lines"] = str(len(lines))
            named[f"{sheet.page}/firms"] = str(sheet.firms(snapshot))
        for status, count in sheet.by_status(snapshot).items():
            named[f"{sheet.page}/{status}"] = str(count)
        for line in lines:
            if line.unnamed:
                named[f"{sheet.page}/{line.number}/unnamed"] = str(line.unnamed)
    for coverage in snapshot.coverage:
        for month in (*coverage.months, coverage.year_total):
            named.update(_month(coverage, month))
    for figure in snapshot.intensity:
        named.update(_intensity(figure))
    return named


def figure_name(coverage: PublicCoverage, month: PublicMonth, field: str) -> str:
    """`field` is a field of the month, or "before/" and a field: what it was when the month was frozen."""
    return f"{coverage.name}/{month.period}/{field}"


def intensity_name(figure: PublicIntensity, field: str) -> str:
    return f"intensity/{figure.number}/{field}"


def signed(value: str) -> str:
    """With the minus sign of print: −12.32."""
    return value.replace("-", "−")


def _month(coverage: PublicCoverage, month: PublicMonth) -> Iterator[tuple[str, str]]:
    for field in (*COUNTS, *PERCENTS):
        value = getattr(month, field)
        yield figure_name(coverage, month, field), UNKNOWN if value is None else str(value)
    for field, count in month.before.items():
        yield figure_name(coverage, month, f"before/{field}"), str(count)


def _intensity(figure: PublicIntensity) -> Iterator[tuple[str, str]]:
    for field in SIGNED:
        if (value := getattr(figure, field)) is not None:
            yield intensity_name(figure, field), signed(value)
