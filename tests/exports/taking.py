"""Taking exports out in tests: a run to its end, its bytes and its manifest; cells of every format in one plain form.

Owns: these. Does not own the ledgers (conftest.py).
"""

import asyncio
import csv
import io
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pyarrow import parquet

from inspections.exports.asked import Filters
from inspections.exports.manifest import Manifest
from inspections.exports.spool import Spool
from inspections.exports.taking import Wanted
from inspections.ledger import judge_group
from inspections.storage import open_storage
from inspections.storage.engine import Storage
from tests.exports.story import NOW

R = TypeVar("R")
BOOK = "360121"


def over(url: str, work: Callable[[Storage], Awaitable[R]]) -> R:
    async def run() -> R:
        storage = await open_storage(url, judge_group)
        try:
            return await work(storage)
        finally:
            await storage.close()

    return asyncio.run(run())


def wanted(
    dataset: str,
    form: str,
    filters: Filters | None = None,
    scopes: tuple[str, ...] = ("",),
    private: bool = False,
    exporter: str = "xianju",
) -> Wanted:
    return Wanted(dataset, form, filters or Filters(), BOOK, scopes, exporter, private)


async def made(storage: Storage, spool: Spool, asked: Wanted, now: datetime = NOW) -> tuple[bytes, Manifest]:
    """The whole file and its manifest."""
    run = await spool.run(storage, asked, now)
    await spool.begun(run)
    body = b"".join([chunk async for chunk in run.chunks()])
    return body, await spool.whole(run)


def taken(url: str, folder: Path, asked: Wanted, now: datetime = NOW) -> tuple[bytes, Manifest]:
    """The same in a spool of its own."""

    async def run(storage: Storage) -> tuple[bytes, Manifest]:
        spool = Spool(folder)
        try:
            return await made(storage, spool, asked, now)
        finally:
            await spool.close()

    return over(url, run)


def lines(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def rows_in(body: bytes, form: str) -> int:
    if form == "csv":
        return len(lines(body))
    if form == "parquet":
        return parquet.read_table(io.BytesIO(body)).num_rows
    if form == "xlsx":
        return len(sheet_cells(body)) - 1
    return len(json.loads(body)["features"]) if form == "geojson" else len(body.splitlines())


def sheet_cells(body: bytes) -> list[list[Any]]:
    """The table's sheet as openpyxl reads it."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(body))
    return [list(row) for row in book.worksheets[1].iter_rows(values_only=True)]


def plain(cell: Any) -> str:
    """A cell of any reader as one text: nothing is "", a whole number has no point, a time has a blank."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if (cell.hour, cell.minute) == (0, 0) else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def csv_cells(body: bytes) -> list[list[str]]:
    """CSV cells with the guarding apostrophe taken away."""
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    return [[unguarded(cell) for cell in row] for row in rows]


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell
