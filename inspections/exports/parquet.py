"""Parquet: a data set's rows by column, for those who calculate with them.

Owns: the file: groups of rows, one plain page a column, gzip, and the footer that says where everything stands. The columns
are called by their keys; numbers, dates and instants are such, everything else is text, a list as JSON; each value may be
missing. Ours because the kept libraries weigh 85 and 170 MB and this is what a table needs of the format. The same rows give
the same bytes. Does not own columns. Source: parquet-format 2.10 (parquet.thrift, Encodings.md, LogicalTypes.md).
"""

import struct as packing
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO, Final, NamedTuple

import msgspec

from inspections.exports.columns import Batch, Column, Sort, Values
from inspections.exports.manifest import About
from inspections.exports.thrift import BINARY, I32, STRUCT, Value, i32, i64, listed, struct, text, varint, yes

MAGIC: Final = b"PAR1"
ROWS_A_GROUP: Final = 4_000
LEVEL: Final = 3  #: of zlib
GZIP_FRAME: Final = 31  #: zlib's word for a gzip header without a time
BOOLEAN, INT32, INT64, DOUBLE, BYTE_ARRAY = 0, 1, 2, 5, 6
PLAIN, RLE, GZIP, OPTIONAL, DATA_PAGE = 0, 3, 2, 1, 0
EPOCH: Final = date(1970, 1, 1).toordinal()


class Way(NamedTuple):
    """How a sort of value stands in the file."""

    physical: int
    written: Callable[[list[Any]], bytes]  #: values that are there, one after the other
    converted: int | None = None  #: what it means, for old readers
    logical: Mapping[int, Value] | None = None  #: and for new ones


class Chunk(NamedTuple):
    """One column of one group, in the file."""

    place: int
    values: int
    plain_bytes: int
    bytes: int


def texts(values: list[Any]) -> bytes:
    return b"".join([packing.pack("<I", len(one)) + one for one in [value.encode() for value in values]])


def lists(values: list[Any]) -> bytes:
    return texts([msgspec.json.encode(value).decode() for value in values])


def numbers(letter: str, read: Callable[[Any], Any]) -> Callable[[list[Any]], bytes]:
    return lambda values: packing.pack(f"<{len(values)}{letter}", *map(read, values))


def bits(values: Sequence[Any]) -> bytes:
    """One bit a value, the first one lowest."""
    said = "".join(["1" if value else "0" for value in reversed(values)])
    return int(said or "0", 2).to_bytes((len(values) + 7) // 8, "little")


TEXT: Final = Way(BYTE_ARRAY, texts, 0, {1: struct()})
IN_UTC: Final = struct({1: yes(), 2: struct({2: struct()})})  #: microseconds since 1970
WAYS: Final[Mapping[Sort, Way]] = {
    "yes_no": Way(BOOLEAN, bits),
    "integer": Way(INT64, numbers("q", int)),
    "number": Way(DOUBLE, numbers("d", float)),
    "date": Way(
        INT32, numbers("i", lambda day: date.fromisoformat(day).toordinal() - EPOCH), 6, {6: struct()}
    ),
    "instant": Way(INT64, numbers("q", lambda at: microseconds(at)), 10, {8: IN_UTC}),
    "list": TEXT._replace(written=lists),
}


def microseconds(instant: str) -> int:
    return int(datetime.fromisoformat(instant).timestamp()) * 1_000_000


def write_parquet(out: BinaryIO, about: About, batches: Iterable[Batch]) -> None:
    out.write(MAGIC)
    place, groups = len(MAGIC), []
    for group in grouped(batches):
        chunks = []
        for column, values in zip(about.columns, group, strict=True):
            page, plain_bytes = page_of(way(column), values)
            out.write(page)
            chunks.append(Chunk(place, len(values), plain_bytes, len(page)))
            place += len(page)
        groups.append(chunks)
    footer = footer_of(about, groups)
    out.write(footer + packing.pack("<I", len(footer)) + MAGIC)


def way(column: Column) -> Way:
    return WAYS.get(column.sort, TEXT)


def grouped(batches: Iterable[Batch]) -> Iterator[Batch]:
    """Batches put together until they are worth a group."""
    held: list[list[Any]] = []
    for batch in batches:
        held = held or [[] for _ in batch]
        for column, values in zip(held, batch, strict=True):
            column.extend(values)
        if len(held[0]) >= ROWS_A_GROUP:
            yield held
            held = []
    if held:
        yield held


def page_of(way: Way, values: Values) -> tuple[bytes, int]:
    """One column's page with its header: which values are there, then those; and its size before it was packed."""
    there = bits([value is not None for value in values])
    levels = varint(len(there) << 1 | 1) + there  # a run of that many bytes of single bits
    body = packing.pack("<I", len(levels)) + levels + way.written([one for one in values if one is not None])
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_FRAME)
    packed = packer.compress(body) + packer.flush()
    data = struct({1: i32(len(values)), 2: i32(PLAIN), 3: i32(RLE), 4: i32(RLE)})
    head = struct({1: i32(DATA_PAGE), 2: i32(len(body)), 3: i32(len(packed)), 5: data}).written
    return head + packed, len(head) + len(body)


def footer_of(about: About, groups: Sequence[Sequence[Chunk]]) -> bytes:
    rows = sum(chunks[0].values for chunks in groups)
    said = {"dataset": about.dataset, "title": about.title, "demo": str(about.asked.demo).lower()}
    return struct(
        {
            1: i32(1),
            2: listed(schema(about), STRUCT),
            3: i64(rows),
            4: listed([group_of(about, chunks) for chunks in groups], STRUCT),
            5: listed([struct({1: text(key), 2: text(value)}) for key, value in said.items()], STRUCT),
            6: text("xuncha"),
        }
    ).written


def schema(about: About) -> list[Value]:
    root = struct({4: text(about.dataset), 5: i32(len(about.columns))})
    return [root, *(element(column, way(column)) for column in about.columns)]


def element(column: Column, way: Way) -> Value:
    fields = {1: i32(way.physical), 3: i32(OPTIONAL), 4: text(column.key)}
    if way.converted is not None and way.logical is not None:
        fields |= {6: i32(way.converted), 10: struct(way.logical)}
    return struct(fields)


def group_of(about: About, chunks: Sequence[Chunk]) -> Value:
    columns = [chunk_of(column, chunk) for column, chunk in zip(about.columns, chunks, strict=True)]
    size = sum(chunk.plain_bytes for chunk in chunks)
    return struct({1: listed(columns, STRUCT), 2: i64(size), 3: i64(chunks[0].values)})


def chunk_of(column: Column, chunk: Chunk) -> Value:
    about = {
        1: i32(way(column).physical),
        2: listed([i32(PLAIN), i32(RLE)], I32),
        3: listed([text(column.key)], BINARY),
        4: i32(GZIP),
        5: i64(chunk.values),
        6: i64(chunk.plain_bytes),
        7: i64(chunk.bytes),
        9: i64(chunk.place),
    }
    return struct({2: i64(chunk.place), 3: struct(about)})
