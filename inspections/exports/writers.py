"""One writer per format: a data set's columns and rows as bytes.

Owns: CSV that Chinese Excel opens right (UTF-8 with BOM, CRLF, a text that would be a formula gets an apostrophe in front),
GeoJSON (RFC 7946: WGS-84, longitude first), JSON Lines. Does not own what the columns are (datasets.py). The same rows
give the same bytes: no time and no random id is written. Excel turns long codes into numbers when it opens a CSV; the
bytes hold them whole. Source: RFC 4180, RFC 7946.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

Row = Sequence[Any]
FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
COORDINATES: Final = ("lat", "lon")


class Column(NamedTuple):
    """One column: its English name in JSON, its Chinese title in CSV, how a person reads its values."""

    key: str
    title: str
    texts: Mapping[Any, str] = {}  #: stored value → what CSV shows


class Writer(NamedTuple):
    """A format: what stands before, for each row, between rows and after."""

    media_type: str
    before: Callable[[Sequence[Column]], bytes]
    row: Callable[[Sequence[Column], Row], bytes]
    between: bytes
    after: bytes


def csv_line(cells: Iterable[object]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()


def csv_head(columns: Sequence[Column]) -> bytes:
    return b"\xef\xbb\xbf" + csv_line(column.title for column in columns)


def csv_row(columns: Sequence[Column], row: Row) -> bytes:
    return csv_line(shown(column, value) for column, value in zip(columns, row, strict=True))


def shown(column: Column, value: object) -> object:
    """A value as a cell."""
    if isinstance(value, list):
        value = "、".join(listed(part) for part in value)
    if value in column.texts:
        return column.texts[value]
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return "" if value is None else value


def listed(part: object) -> str:
    """An item of a list; a list of its own, as in a name and since when, stands with a blank between."""
    return " ".join(str(one) for one in part if one) if isinstance(part, list) else str(part)


def json_line(columns: Sequence[Column], row: Row) -> bytes:
    values = {column.key: value for column, value in zip(columns, row, strict=True)}
    return msgspec.json.encode(values) + b"\n"


def feature(columns: Sequence[Column], row: Row) -> bytes:
    """One row as a feature; without a position its geometry is null."""
    values = {column.key: value for column, value in zip(columns, row, strict=True)}
    lat, lon = (values.pop(name) for name in COORDINATES)
    geometry = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return msgspec.json.encode(
        {"type": "Feature", "id": values["id"], "geometry": geometry, "properties": values}
    )


def nothing(_columns: Sequence[Column]) -> bytes:
    return b""


def collection(_columns: Sequence[Column]) -> bytes:
    return b'{"type":"FeatureCollection","features":[\n'


WRITERS: Final[Mapping[str, Writer]] = {
    "csv": Writer("text/csv", csv_head, csv_row, b"", b""),
    "jsonl": Writer("application/jsonl", nothing, json_line, b"", b""),
    "geojson": Writer("application/geo+json", collection, feature, b",\n", b"\n]}\n"),
}
