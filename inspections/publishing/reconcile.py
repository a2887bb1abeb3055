"""Does what readers can download say the same as what the pages print?

Owns: reading the finished data files back, as a reader's program would, and comparing them with the table of printed
figures. Does not own: making them (data_files.py), the pages (check.py).
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from inspections.facts import Fault
from inspections.publication import PublicCoverage, PublicIntensity, Snapshot
from inspections.publishing.figures import COUNTS, PERCENTS, SIGNED, figure_name, figures, signed
from inspections.publishing.sheets import INTENSITY_COLUMNS, MONTH_COLUMNS, SHEETS

DIFFERS = "下载文件里的数和网页上的不一致。"


def reconciled(site: Path, snapshot: Snapshot) -> Iterator[Fault]:
    """A fault for each file whose numbers are not the printed ones, or that cannot be read."""
    printed = figures(snapshot)
    try:
        again = figures(_from_json(site / "data", snapshot))
        cells = dict(_from_csv(site / "data", snapshot))
    except (OSError, ValueError, KeyError) as wrong:
        yield Fault("data", "data", f"下载文件读不出来：{wrong}")
        return
    for name in sorted(printed.keys() | again.keys()):
        if printed.get(name) != again.get(name):
            yield Fault(f"data/{name}", "data", DIFFERS)
    for name, text in cells.items():
        if printed[name] != text:
            yield Fault(f"data/{name}", "data", DIFFERS)


def _from_json(data: Path, snapshot: Snapshot) -> Snapshot:
    """The snapshot's tables as the JSON files have them."""
    lists: dict[str, Any] = {}
    for sheet in SHEETS:
        kind = type(snapshot).__annotations__[sheet.field]
        lists[sheet.field] = _table(data / f"{sheet.page}.json", sheet.dataset, kind)
    return replace(
        snapshot,
        coverage=tuple(
            _table(data / f"coverage-{one.name}.json", "coverage", PublicCoverage)
            for one in snapshot.coverage
        ),
        intensity=_table(data / "intensity.json", "intensity", tuple[PublicIntensity, ...]),
        **lists,
    )


def _table(path: Path, dataset: str, kind: Any) -> Any:
    return msgspec.convert(msgspec.json.decode(path.read_bytes())[dataset], kind)


def _from_csv(data: Path, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Name → text of each figure that has a cell of its own."""
    for coverage in snapshot.coverage:
        rows = _rows(data / f"coverage-{coverage.name}.csv")
        for month, row in zip(coverage.months, rows, strict=True):
            for field in (*COUNTS, *PERCENTS):
                yield figure_name(coverage, month, field), row[MONTH_COLUMNS[field][0]] or "—"
    for sheet in SHEETS:
        if rows := _rows(data / f"{sheet.page}.csv"):
            yield f"{sheet.page}/lines", str(len(rows))
    for number, row in enumerate(_rows(data / "intensity.csv"), 1):
        for field in SIGNED:
            if value := row[INTENSITY_COLUMNS[field][0]]:
                yield f"intensity/{number}/{field}", signed(value)


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
