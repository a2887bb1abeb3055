"""The programs that calculate read every format and every data set the same: the same rows, as often, cell by cell.

Parquet is written by ourselves, so two strangers read it here: DuckDB and Arrow (through pandas). The yardstick is JSON
Lines as the standard library reads it.
"""

import csv
import json
import math
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest
from pyarrow import parquet

from inspections.exports.columns import NUMBERS, Column, shown
from inspections.exports.datasets import DATASETS
from inspections.months import BEIJING
from tests.conftest import unavailable
from tests.exports.taking import plain, taken, unguarded, wanted

Cells = list[tuple[str, ...]]
Read = Callable[[Path, Sequence[Column]], list[tuple[Any, ...]]]


def json_lines(path: Path, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [tuple(row[column.key] for column in columns) for row in rows]


def duckdb_csv(path: Path, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    read = duckdb.read_csv(path, header=True, all_varchar=True, delimiter=",", quotechar='"', escapechar='"')
    assert read.columns == [column.title for column in columns]
    return [tuple(cell and unguarded(cell) for cell in row) for row in read.fetchall()]


def duckdb_jsonl(path: Path, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    types = {column.key: "varchar" for column in columns}
    rows = duckdb.read_json(str(path), format="newline_delimited", columns=types).fetchall()
    return [tuple(stored(column, cell) for column, cell in zip(columns, row, strict=True)) for row in rows]


def stored(column: Column, cell: str | None) -> Any:
    """A value of a JSON line that was read as text."""
    as_json = cell is not None and column.sort in ("yes_no", "list")
    return json.loads(cell) if as_json and cell is not None else cell


def duckdb_parquet(path: Path, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    """Instants as microseconds: DuckDB hands them over only to who has another library."""
    read = duckdb.read_parquet(str(path))
    assert read.columns == [column.key for column in columns]
    instants = [number for number, column in enumerate(columns) if column.sort == "instant"]
    assert [f"{read.types[number]}" for number in instants] == ["TIMESTAMP WITH TIME ZONE"] * len(instants)
    names = [f'"{name}"' for name in read.columns]
    for number in instants:
        names[number] = f"epoch_us({names[number]})"
    rows = [list(row) for row in read.project(", ".join(names)).fetchall()]
    for row in rows:
        for number in instants:
            row[number] = row[number] and datetime.fromtimestamp(row[number] / 1e6, BEIJING)
    return lists_read(rows, columns)


def lists_read(rows: Sequence[Sequence[Any]], columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    at = [number for number, column in enumerate(columns) if column.sort == "list"]
    return [
        tuple(json.loads(cell) if number in at and cell else cell for number, cell in enumerate(row))
        for row in rows
    ]


def pandas_csv(path: Path, _: Sequence[Column]) -> list[tuple[Any, ...]]:
    rows = pandas.read_csv(path, dtype=str, keep_default_na=False)
    return [tuple(map(unguarded, row)) for row in rows.itertuples(index=False)]


def pandas_xlsx(path: Path, _: Sequence[Column]) -> list[tuple[Any, ...]]:
    rows = pandas.read_excel(path, sheet_name=1, dtype=object, keep_default_na=False, engine="calamine")
    return list(rows.itertuples(index=False, name=None))


def openpyxl_xlsx(path: Path, _: Sequence[Column]) -> list[tuple[Any, ...]]:
    rows = pandas.read_excel(path, sheet_name=1, dtype=object, keep_default_na=False, engine="openpyxl")
    return list(rows.itertuples(index=False, name=None))


def pandas_jsonl(path: Path, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    rows = pandas.read_json(path, lines=True, dtype=False, precise_float=True)
    return list(rows[[column.key for column in columns]].astype(object).itertuples(index=False, name=None))


def pandas_parquet(path: Path, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    table = parquet.read_table(path)
    assert table.schema.metadata[b"demo"] == b"true"
    return lists_read([tuple(row.values()) for row in table.to_pylist()], columns)


def gdal_xlsx(path: Path, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    return gdal(path, path.stem)


def gdal_csv(path: Path, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    return [tuple(map(unguarded, row)) for row in gdal(path)]


def gdal(path: Path, *layers: str) -> list[tuple[Any, ...]]:
    """What GDAL reads, as it writes it; a date with slashes is made plain."""
    command = ["ogr2ogr", "-f", "CSV", "/vsistdout/", str(path), *layers]
    try:
        said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=180).stdout
    except FileNotFoundError:
        unavailable("no ogr2ogr here")
        raise
    return [tuple(map(dashes, row)) for row in csv.reader(said.splitlines(keepends=True))][1:]


def dashes(cell: str) -> str:
    return re.sub(r"^(\d{4})/(\d\d)/(\d\d)", r"\1-\2-\3", cell)


READERS: dict[str, tuple[str, Read]] = {
    one.__name__: (one.__name__.partition("_")[2], one)
    for one in (
        *(duckdb_csv, duckdb_jsonl, duckdb_parquet, pandas_csv, pandas_xlsx, pandas_jsonl, pandas_parquet),
        *(openpyxl_xlsx, gdal_csv, gdal_xlsx),
    )
}


def cells(rows: Sequence[Sequence[Any]], columns: Sequence[Column]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(cell(*pair) for pair in zip(columns, row, strict=True)) for row in rows)


def cell(column: Column, value: Any) -> str:
    """A value of any reader as a person reads it."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return ""
    if column.sort in NUMBERS:
        return plain(float(value))
    if isinstance(value, datetime) and value.tzinfo:
        return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}" if column.sort == "instant" else f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return f"{value}"
    said = isinstance(value, str) and column.sort in ("yes_no", "list", "part_date")
    return value if said else str(shown(column)([value])[0])


@pytest.fixture(scope="module")
def files(on_sqlite: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Each data set in each format, made once, called as the table in it."""
    folder, made = tmp_path_factory.mktemp("readers"), {}

    def file(dataset: str, form: str) -> Path:
        if (dataset, form) not in made:
            path = folder / f"{DATASETS[dataset].name}.{form}"
            path.write_bytes(taken(on_sqlite, folder / "spool", wanted(dataset, form))[0])
            made[dataset, form] = path
        return made[dataset, form]

    return file


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("reader", READERS)
def test_whoever_reads_it_finds_the_same_rows(
    files: Callable[[str, str], Path], reader: str, dataset: str
) -> None:
    form, read = READERS[reader]
    columns = DATASETS[dataset].all_columns(False)
    expected = cells(json_lines(files(dataset, "jsonl"), columns), columns)
    assert expected and cells(read(files(dataset, form), columns), columns) == expected
