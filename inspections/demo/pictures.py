"""Demonstration photos and signatures: small true PNG files drawn from their name.

Owns: those pictures and nothing else; no photo of a real place stands for a made-up one. Source: PNG specification
(a grey-scale free subset: 8-bit RGB, one IDAT).
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from typing import Final

SIDE: Final = 64  #: pixels
BARS: Final = 8
INK: Final = b"\x20\x20\x20"
PAPER: Final = b"\xff\xff\xff"


def photo(name: str) -> bytes:
    """A plain colour with eight bars that spell the name's hash, so that no two names share a picture."""
    digest = hashlib.sha256(name.encode()).digest()
    colour = bytes(96 + part // 2 for part in digest[:3])
    heights = [8 + part % 48 for part in digest[3 : 3 + BARS]]
    width = SIDE // BARS
    return png(
        b"".join(INK if SIDE - y <= heights[x // width] and x % width > 1 else colour for x in range(SIDE))
        for y in range(SIDE)
    )


def signature() -> bytes:
    """A slanted stroke on white."""
    return png(
        b"".join(INK if abs(x + 2 * (y - SIDE // 2)) % SIDE < 3 else PAPER for x in range(SIDE))
        for y in range(SIDE)
    )


def png(rows: Iterator[bytes]) -> bytes:
    """SIDE rows of SIDE RGB pixels as a file."""
    pixels = b"".join(b"\x00" + row for row in rows)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(name, body)
        for name, body in ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    )


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
