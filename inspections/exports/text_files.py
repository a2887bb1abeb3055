"""CSV, JSON Lines and GeoJSON: a data set's rows as text.

Owns: CSV that Chinese office programs open right (UTF-8 with BOM, CRLF, a text that would be a formula gets an
apostrophe in front), GeoJSON (RFC 7946: WGS-84, longitude first), JSON Lines. Does not own columns or files. The same
rows give the same bytes: no time and no random id is written. Excel turns long codes into numbers when it opens a CSV;
the bytes hold them whole, and XLSX shows them whole. Source: RFC 4180, RFC 7946.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Final

import msgspec
from msgspec import Raw, Struct

from inspections.exports.columns import NUMBERS, Batch, Column, Values, shown
from inspections.exports.manifest import About

#: what a spreadsheet takes for a formula; the apostrophe too, so that taking one away always gives the text back
FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠'")
QUOTED: Final = re.compile(r'[,"\r\n]')
COORDINATES: Final = ("lat", "lon")
ENCODER: Final = msgspec.json.Encoder()


def write_csv(out: BinaryIO, about: About, batches: Iterable[Batch]) -> None:
    out.write(codecs.BOM_UTF8)
    out.write(",".join(quoted([column.title for column in about.columns])).encode() + b"\r\n")
    ways = [csv_cells(column) for column in about.columns]
    for batch in batches:
        cells = [way(values) for way, values in zip(ways, batch, strict=True)]
        lines = map(",".join, zip(*cells, strict=True))
        out.write("\r\n".join([*lines, ""]).encode())


def csv_cells(column: Column) -> Callable[[Values], list[str]]:
    """A column's cells: numbers as they are, also negative ones, and texts that no spreadsheet takes for a formula."""
    read = shown(column)
    if column.sort in NUMBERS:
        return lambda values: ["" if value is None else f"{value}" for value in values]
    return lambda values: quoted(safe(read(values)))


def safe(texts: Sequence[str]) -> list[str]:
    return [f"'{text}" if text[:1] in FORMULA else text for text in texts]


def quoted(texts: list[str]) -> list[str]:
    """Texts as fields. Most columns need no quotes at all, which one look at all of them together tells."""
    together = ",".join(texts)
    if together.count(",") == len(texts) - 1 and not any(mark in together for mark in '"\r\n'):
        return texts
    return ['"' + text.replace('"', '""') + '"' if QUOTED.search(text) else text for text in texts]


def write_json_lines(out: BinaryIO, about: About, batches: Iterable[Batch]) -> None:
    line = line_of([column.key for column in about.columns])
    for batch in batches:
        values = [in_json(column, given) for column, given in zip(about.columns, batch, strict=True)]
        out.write(ENCODER.encode_lines([line(*row) for row in zip(*values, strict=True)]))


def line_of(keys: Sequence[str]) -> type[Struct]:
    """One line as a Struct, which is written several times faster than a dictionary."""
    return msgspec.defstruct("Line", [(key, Any) for key in keys], gc=False)


def in_json(column: Column, values: Values) -> Values:
    """Stored values as they are; a decimal kept as text is a number here."""
    if column.sort not in NUMBERS:
        return values
    return [Raw(value) if isinstance(value, str) else value for value in values]


def write_geojson(out: BinaryIO, about: About, batches: Iterable[Batch]) -> None:
    """One feature a row. GDAL takes `name` for the layer's name."""
    head = {"type": "FeatureCollection", "name": about.dataset, "demo": about.asked.demo}
    out.write(msgspec.json.encode(head)[:-1] + b',"features":[')
    between = b"\n"
    for batch in batches:
        for feature in features(about.columns, batch):
            out.write(between + feature)
            between = b",\n"
    out.write(b"\n]}\n")


def features(columns: Sequence[Column], batch: Batch) -> Iterator[bytes]:
    """Rows as features; without a position the geometry is null."""
    keys = [column.key for column in columns]
    values = [in_json(column, given) for column, given in zip(columns, batch, strict=True)]
    for row in zip(*values, strict=True):
        properties = dict(zip(keys, row, strict=True))
        lat, lon = (properties.pop(name) for name in COORDINATES)
        geometry = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
        yield ENCODER.encode(
            {"type": "Feature", "id": properties["id"], "geometry": geometry, "properties": properties}
        )
