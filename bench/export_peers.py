"""The ordinary ways to write a table, as the frozen peers: `python -m bench.export_peers FORMAT ROWS OUT`.

Owns: csv.writer over the values as they are, json.dumps in a loop, XlsxWriter with constant_memory (header, number formats,
real dates, codes as text). They take the rows from the same file as ours and have their values settled for them by our own
fast reading, to their favour. Whoever changes them writes in docs/design/0006 why.
"""

import csv
import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import xlsxwriter

from bench.export_table import COLUMNS
from inspections.exports.columns import NUMBERS, Column, shown
from inspections.exports.sheet import MOMENTS
from inspections.exports.writing import batches, followed

Rows = Iterator[tuple[Any, ...]]


def rows_in(path: Path) -> Rows:
    """The settled rows, one by one, as the peers take them."""
    lines = followed(path, lambda: None)
    next(lines)
    for batch in batches(COLUMNS, lines, lambda: None):
        yield from zip(*batch, strict=True)


def with_csv(rows: Rows, out: BinaryIO) -> None:
    with open(out.fileno(), "w", encoding="utf-8-sig", newline="", closefd=False) as text:
        lines = csv.writer(text)
        lines.writerow(column.title for column in COLUMNS)
        lines.writerows(rows)


def with_json(rows: Rows, out: BinaryIO) -> None:
    keys = [column.key for column in COLUMNS]
    for row in rows:
        out.write(json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False).encode() + b"\n")


def with_xlsxwriter(rows: Rows, out: BinaryIO) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    cells = []
    for number, column in enumerate(COLUMNS):
        sheet.write_string(0, number, column.title, bold)
        form = MOMENTS.get(column.sort, "General" if column.sort in NUMBERS else "@")
        cells.append(cell(sheet, column, book.add_format({"num_format": form})))
    for at, row in enumerate(rows, 1):
        for number, (write, value) in enumerate(zip(cells, row, strict=True)):
            if value is not None:
                write(at, number, value)
    book.close()


def cell(sheet: Any, column: Column, look: Any) -> Callable[[int, int, Any], None]:
    """How XlsxWriter is told a cell of the column."""

    def number(row: int, at: int, value: Any) -> None:
        sheet.write_number(row, at, float(value), look)

    def moment(row: int, at: int, value: str) -> None:
        sheet.write_datetime(row, at, datetime.fromisoformat(value).replace(tzinfo=None), look)

    def text(row: int, at: int, value: Any) -> None:
        sheet.write_string(row, at, read([value])[0], look)

    read = shown(column)
    if column.sort in NUMBERS:
        return number
    return moment if column.sort in MOMENTS else text


PEERS: Final[dict[str, Callable[[Rows, BinaryIO], None]]] = {
    "csv": with_csv,
    "jsonl": with_json,
    "xlsx": with_xlsxwriter,
}


if __name__ == "__main__":
    with Path(sys.argv[3]).open("wb") as made:
        PEERS[sys.argv[1]](rows_in(Path(sys.argv[2])), made)
