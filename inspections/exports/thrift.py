"""Thrift's compact protocol: the little of it in which Parquet writes its headers.

Owns: bytes of numbers, texts, lists and structs. Does not own what they mean (parquet.py). Source: Apache Thrift,
"Thrift Compact protocol encoding".
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

YES, I32, I64, BINARY, LIST, STRUCT = 1, 5, 6, 8, 9, 12
SHORT_LIST = 15  #: lists below this length keep it beside their type


class Value(NamedTuple):
    """A value and which sort it is of."""

    sort: int
    written: bytes


def varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def i32(number: int) -> Value:
    return Value(I32, varint(number << 1))  # zigzag of what is never negative here


def i64(number: int) -> Value:
    return Value(I64, varint(number << 1))


def yes() -> Value:
    return Value(YES, b"")


def text(said: str) -> Value:
    written = said.encode()
    return Value(BINARY, varint(len(written)) + written)


def listed(values: Sequence[Value], sort: int) -> Value:
    """A list, also an empty one, of values of one sort."""
    short = len(values) < SHORT_LIST
    head = bytes([len(values) << 4 | sort]) if short else bytes([0xF0 | sort]) + varint(len(values))
    return Value(LIST, head + b"".join(value.written for value in values))


def struct(fields: Mapping[int, Value] | None = None) -> Value:
    """Fields by number, ascending, no two further apart than 15."""
    written, before = bytearray(), 0
    for number, value in (fields or {}).items():
        written += bytes([(number - before) << 4 | value.sort]) + value.written
        before = number
    return Value(STRUCT, bytes(written) + b"\0")
