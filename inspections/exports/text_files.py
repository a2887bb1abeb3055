"""CSV, JSON Lines and GeoJSON: a data set's rows as text.

Owns: CSV that Chinese office programs open right (UTF-8 with BOM, CRLF, a text that would be a formula gets an
apostrophe in front), GeoJSON (RFC 7946: WGS-84, longitude first), JSON Lines. Does not own columns or files. The same
rows give the same bytes: no time and no random id is written. Excel turns long codes into numbers when it opens a CSV;
the bytes hold them whole, and XLSX shows them whole. Source: RFC 4180, RFC 7946.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO, Final

import msgspec

from inspections.exports.columns import NUMBERS, Column, Row, shown
from inspections.exports.manifest import About

#: what a spreadsheet takes for a formula; the apostrophe too, so that taking one away always gives the text back
FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠'")
COORDINATES: Final = ("lat", "lon")


def write_csv(out: BinaryIO, about: About, rows: Iterable[Row]) -> None:
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(column.title for column in about.columns)
    ways = [csv_cell(column) for column in about.columns]
    lines.writerows([way(value) for way, value in zip(ways, row, strict=True)] for row in rows)
    text.detach()


def csv_cell(column: Column) -> Callable[[Any], Any]:
    """A column's cells: numbers as they are, also negative ones, and texts that no spreadsheet takes for a formula."""
    read = shown(column)
    return read if column.sort in NUMBERS else lambda value: safe(read(value))


def safe(text: str) -> str:
    return f"'{text}" if text[:1] in FORMULA else text


def write_json_lines(out: BinaryIO, about: About, rows: Iterable[Row]) -> None:
    for row in rows:
        out.write(msgspec.json.encode(values(about.columns, row)) + b"\n")


def values(columns: Sequence[Column], row: Row) -> dict[str, Any]:
    """A row by the columns' keys, stored values as they are; a decimal kept as text is a number here."""
    return {
        column.key: msgspec.Raw(value.encode())
        if column.sort in NUMBERS and isinstance(value, str)
        else value
        for column, value in zip(columns, row, strict=True)
    }


def write_geojson(out: BinaryIO, about: About, rows: Iterable[Row]) -> None:
    """One feature a row. GDAL takes `name` for the layer's name."""
    head = {"type": "FeatureCollection", "name": about.dataset, "demo": about.asked.demo}
    out.write(msgspec.json.encode(head)[:-1] + b',"features":[')
    between = b"\n"
    for row in rows:
        out.write(between + feature(about.columns, row))
        between = b",\n"
    out.write(b"\n]}\n")


def feature(columns: Sequence[Column], row: Row) -> bytes:
    """One row as a feature; without a position its geometry is null."""
    properties = values(columns, row)
    lat, lon = (properties.pop(name) for name in COORDINATES)
    geometry = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return msgspec.json.encode(
        {"type": "Feature", "id": properties["id"], "geometry": geometry, "properties": properties}
    )
