"""The public data as files: JSON for programs, CSV for spreadsheets, a catalogue of them with hashes, and a feed.

Owns: which files there are and their bytes. Does not own: columns and their meaning (sheets.py), the figures themselves
(publication.py), internal exports (exports/). CSV is UTF-8 with BOM and CRLF; a text that a spreadsheet would take for
a formula gets a leading apostrophe, JSON stays as it is.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from inspections.publication import Dataset, Public, PublicCoverage, PublicMonth, Snapshot
from inspections.publishing.sheets import (
    INTENSITY_COLUMNS,
    INTENSITY_WORDS,
    MONTH_COLUMNS,
    SHEETS,
    Columns,
    Sheet,
    said,
)

LICENCE: Final = "可以免费查阅、下载、转载和再利用，须注明来源和数据截止时间，不得改动数字或歪曲原意。"


class DataFile(msgspec.Struct, frozen=True):
    """One file to download, at a path below the site's root."""

    path: str
    body: bytes
    title: str = ""  #: which table it holds
    rows: int = 0

    @property
    def size(self) -> str:
        """For the reader: "1.2 KB"."""
        return f"{len(self.body) / 1024:.1f} KB"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def data_files(snapshot: Snapshot) -> dict[str, DataFile]:
    """Every file by its path: CSV and JSON of each table, then the catalogue with their hashes."""
    made = [file for coverage in snapshot.coverage for file in _coverage(snapshot, coverage)]
    made += [file for sheet in SHEETS for file in _listings(snapshot, sheet)]
    made += _intensity(snapshot)
    made += [_catalogue(snapshot, made), _sums(made)]
    return {file.path: file for file in made}


def tables(files: Mapping[str, DataFile]) -> Iterator[tuple[DataFile, DataFile]]:
    """The CSV and the JSON of each table, in order."""
    for path, file in files.items():
        if path.endswith(".csv"):
            yield file, files[path.removesuffix("csv") + "json"]


def _pair(name: str, title: str, rows: int, csv_body: bytes, json_body: bytes) -> tuple[DataFile, DataFile]:
    return (
        DataFile(f"data/{name}.csv", csv_body, title, rows),
        DataFile(f"data/{name}.json", json_body, title, rows),
    )


def _coverage(snapshot: Snapshot, coverage: PublicCoverage) -> Iterable[DataFile]:
    title = f"{coverage.kind_name} {coverage.year} 年，每月一行"
    rows = [_month_cells(month) for month in coverage.months]
    body = _json(snapshot, "coverage", coverage.kind, coverage)
    return _pair(f"coverage-{coverage.name}", title, len(rows), _csv(MONTH_COLUMNS, rows), body)


def _month_cells(month: PublicMonth) -> list[Any]:
    before = "；".join(f"{MONTH_COLUMNS[name][0]} {count}" for name, count in sorted(month.before.items()))
    return [before if name == "before" else getattr(month, name) for name in MONTH_COLUMNS]


def _listings(snapshot: Snapshot, sheet: Sheet) -> Iterable[DataFile]:
    lines = sheet.lines(snapshot)
    rows = [[said(sheet.words, name, getattr(line, name)) for name in sheet.columns] for line in lines]
    body = _json(snapshot, sheet.dataset, "", lines)
    return _pair(sheet.page, f"{sheet.title}，每{sheet.unit}一行", len(rows), _csv(sheet.columns, rows), body)


def _intensity(snapshot: Snapshot) -> Iterable[DataFile]:
    lines = snapshot.intensity
    rows = [
        [said(INTENSITY_WORDS, name, getattr(line, name)) for name in INTENSITY_COLUMNS] for line in lines
    ]
    body = _json(snapshot, "intensity", "", lines)
    return _pair("intensity", "能耗强度，每个数一行", len(rows), _csv(INTENSITY_COLUMNS, rows), body)


def _csv(columns: Columns, rows: Iterable[list[Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading for heading, _ in columns.values())
    writer.writerows([_cell(name, value) for name, value in zip(columns, row, strict=True)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


#: columns of plain signed numbers: a minus sign there is no formula
NUMBERS: Final = frozenset(("change_percent", "target_percent", "over_pp"))


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = isinstance(value, str) and name not in NUMBERS
    return f"'{value}" if text and value.startswith(tuple("=+-@\t\r\n＝＋－＠")) else value


def _json(snapshot: Snapshot, dataset: Dataset, kind: str, data: Public | tuple[Public, ...]) -> bytes:
    """The data with what it rests on: time, place in the ledger, source and approval."""
    told = {
        "as_of": snapshot.as_of,
        "book": snapshot.book,
        "demo": snapshot.demo,
        "head_seq": snapshot.head_seq,
        "head_hash": snapshot.head_hash,
        "licence": LICENCE,
        "basis": [one for one in snapshot.basis if (one.dataset, one.kind) == (dataset, kind)],
        dataset: data,
    }
    return _shown(told)


def _shown(told: Mapping[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(told, order="sorted"), indent=2) + b"\n"


def _catalogue(snapshot: Snapshot, made: Iterable[DataFile]) -> DataFile:
    """What there is to download, for programs."""
    files = [
        {
            "path": file.path,
            "title": file.title,
            "rows": file.rows,
            "bytes": len(file.body),
            "sha256": file.sha256,
        }
        for file in made
    ]
    told = {"as_of": snapshot.as_of, "demo": snapshot.demo, "licence": LICENCE, "files": files}
    return DataFile("data/index.json", _shown(told))


def _sums(made: Iterable[DataFile]) -> DataFile:
    """`sha256sum -c SHA256SUMS.txt` beside the downloaded files says whether they came whole."""
    lines = [f"{file.sha256}  {file.path.removeprefix('data/')}\n" for file in made]
    return DataFile("data/SHA256SUMS.txt", "".join(lines).encode())
