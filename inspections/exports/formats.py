"""The formats: one writer each.

Owns: this table. Does not own what a writer does (text_files.py, workbook.py, parquet.py).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO, Final, NamedTuple

from inspections.exports.columns import Batch, Sort
from inspections.exports.manifest import About
from inspections.exports.parquet import write_parquet
from inspections.exports.text_files import write_csv, write_geojson, write_json_lines
from inspections.exports.workbook import write_workbook


class Format(NamedTuple):
    """One format. `write` only ever writes on: whoever reads along must never see a byte change."""

    media_type: str
    write: Callable[[BinaryIO, About, Iterable[Batch]], None]
    as_stored: tuple[Sort, ...] = ()  #: sorts of value it takes as the JSON they were copied out as


#: what JSON says as the ledger does
JSON: Final[tuple[Sort, ...]] = ("text", "code", "choice", "integer", "date", "part_date", "month")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Final[Mapping[str, Format]] = {
    "csv": Format("text/csv", write_csv),
    "xlsx": Format(XLSX, write_workbook),
    "jsonl": Format("application/jsonl", write_json_lines, JSON),
    "parquet": Format("application/vnd.apache.parquet", write_parquet),
    "geojson": Format("application/geo+json", write_geojson, JSON),
}
