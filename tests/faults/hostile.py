"""Hostile uploads: requests that no honest phone sends, the same ones for the same seed.

Owns: making them. Does not own sending or judging them (uploads.py). Each sort is one function from dice to a request;
the pictures they start from are true ones (tests/pictures.py), small, so that thousands are sent in minutes.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

from inspections.photos import PART_LEAST
from tests.pictures import KINDS, encoded, noise, photo, sha256_of

Dice = random.Random


class Attack(NamedTuple):
    """One PUT below /api/v1/photos/: `target` as it stands in the request line."""

    sort: str
    target: str
    content: bytes
    headers: dict[str, str]
    times: int = 1  #: sent this often at once


def sent(sort: str, content: bytes, kind: str = "image/jpeg", **headers: str) -> Attack:
    return Attack(sort, sha256_of(content), content, {"Content-Type": kind} | headers)


@cache
def base(form: str, seed: int) -> bytes:
    return photo(form, 320, 240, seed)


def some(dice: Dice) -> tuple[str, bytes]:
    form = dice.choice(list(KINDS))
    return KINDS[form], base(form, dice.randrange(4))


def whole(dice: Dice) -> Attack:
    """An honest one, under a name that climbs."""
    kind, content = some(dice)
    name = dice.choice(NAMES)
    return sent("name", content, kind, **{"Content-Disposition": f'attachment; filename="{name}"'})


NAMES: Final = (
    "../../canary/evil.jpg",
    "../evil",
    "..\\..\\evil",
    "canary/../../evil",
    "evil.jpg",
)


def truncated(dice: Dice) -> Attack:
    kind, content = some(dice)
    return sent("truncated", content[: dice.randrange(len(content))], kind)


def mutated(dice: Dice) -> Attack:
    """Bytes changed, mostly in the head where sizes and tables stand."""
    kind, content = some(dice)
    held = bytearray(content)
    for _ in range(dice.choice((1, 2, 8, 40))):
        held[dice.randrange(min(len(held), dice.choice((64, 700, len(held)))))] = dice.randrange(256)
    return sent("mutated", bytes(held), kind)


def mislabelled(dice: Dice) -> Attack:
    _, content = some(dice)
    return sent(
        "mislabelled", content, dice.choice([*KINDS.values(), "image/heif", "image/gif", "text/html", ""])
    )


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width: int, height: int, data: bytes, *more: bytes, depth: int = 8, colour: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + b"".join(more)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


@cache
def zeros(megabytes: int) -> bytes:
    return zlib.compress(bytes(megabytes * 2**20), 9)


def bomb(dice: Dice) -> Attack:
    """A PNG that unfolds to a hundred megabytes and more, in pixels or in a text beside them."""
    size = dice.choice((4000, 4899, 10_000, 30_000, 65_535, 2**31 - 1))
    salt = chunk(b"tEXt", b"a\0" + dice.randbytes(4).hex().encode())
    match dice.randrange(4):
        case 0:
            content = png_of(size, size, zeros(128), salt)
        case 1:
            content = png_of(size, 1, zeros(8), salt, depth=16, colour=6)
        case 2:
            content = png_of(8, 8, zeros(1), salt, chunk(b"zTXt", b"note\0\0" + zeros(128)))
        case _:
            content = png_of(8, 8, zeros(1), salt, chunk(b"iCCP", b"icc\0\0" + zeros(128)))
    return sent("bomb", content, "image/png")


def oversized(dice: Dice) -> Attack:
    """A head that claims other dimensions than the data has."""
    kind, content = some(dice)
    width, height = (dice.choice((0, 1, 5000, 16_383, 20_001, 65_535)) for _ in range(2))
    held = bytearray(content)
    if kind == "image/jpeg":
        at = held.index(b"\xff\xc0") + 5
        held[at : at + 4] = struct.pack(">HH", height, width)
    elif kind == "image/png":
        held[8:33] = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    elif kind == "image/webp":
        held[26:30] = struct.pack("<HH", width & 0x3FFF, height & 0x3FFF)
    else:
        at = held.index(b"ispe") + 8
        held[at : at + 8] = struct.pack(">II", width, height)
    return sent("oversized", bytes(held) + dice.randbytes(4), kind)


def polyglot(dice: Dice) -> Attack:
    """A picture that is something else too: an archive behind it, a page in its comment."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../../evil.sh", dice.randbytes(20))
    page = b"<html><script>alert(%d)</script></html>" % dice.randrange(10**6)
    jpeg = base("JPEG", dice.randrange(4))
    comment = b"\xff\xfe" + struct.pack(">H", len(page) + 2) + page
    content = dice.choice(
        (jpeg + archive.getvalue(), jpeg + page, jpeg[:2] + comment + jpeg[2:], page + jpeg)
    )
    return sent("polyglot", content, dice.choice(("image/jpeg", "image/png")))


def stranger(dice: Dice) -> Attack:
    """No picture at all."""
    heads = (
        *(
            b"",
            b"\xff",
            b"<html>",
            b"<?xml version='1.0'?><svg onload='alert(1)'>",
            b"PK\x03\x04",
            b"%PDF-1.7\n",
            b"GIF89a",
        ),
        *(
            b"\x7fELF",
            b"#!/bin/sh\n",
            b"RIFF\x10\0\0\0WEBPVP8 ",
            b"\0\0\0\x18ftypheic",
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff\xe0",
        ),
    )
    head = dice.choice(heads)
    return sent(
        "stranger",
        head + dice.randbytes(dice.choice((0, 30, 3000)) if head else 0),
        dice.choice(list(KINDS.values())),
    )


def many_pictures(dice: Dice) -> Attack:
    frames = [noise(24, 24, dice.randrange(10**6)) for _ in range(dice.choice((2, 20, 60)))]
    form, kind = dice.choice((("WEBP", "image/webp"), ("PNG", "image/png"), ("MPO", "image/jpeg")))
    return sent("many", encoded(frames[0], form, save_all=True, append_images=frames[1:]), kind)


def odd_exif(dice: Dice) -> Attack:
    """A picture with an EXIF of nonsense: it is kept, and drawn without it."""
    exif = b"Exif\0\0" + dice.choice((b"II*\0", b"MM\0*", b"")) + dice.randbytes(dice.choice((8, 60, 2000)))
    return sent("exif", encoded(noise(64, 48, dice.randrange(4)), exif=exif))


def scans(dice: Dice) -> Attack:
    """A progressive JPEG whose scans are repeated many times over."""
    content = encoded(noise(640, 480, dice.randrange(4)), progressive=True)
    last = content.rindex(b"\xff\xda")
    return sent(
        "scans", content[:-2] + content[last:-2] * dice.choice((2, 50, 400)) + b"\xff\xd9" + dice.randbytes(2)
    )


def other_hash(dice: Dice) -> Attack:
    kind, content = some(dice)
    return Attack("hash", dice.randbytes(32).hex(), content, {"Content-Type": kind})


def odd_path(dice: Dice) -> Attack:
    kind, content = some(dice)
    name = sha256_of(content)
    tricks = (
        *(
            "../../canary/evil",
            "..%2f..%2fcanary%2fevil",
            "%2e%2e/%2e%2e/evil",
            "..\\..\\evil",
            f"{name}%00",
            f"{name}/../evil",
        ),
        *(
            name.upper(),
            name[:-1],
            f"{name}0",
            f"{name}.jpg",
            ".arriving",
            ".drawn/x",
            "%E4%B8%AD",
            "a" * 5000,
            f"{name};x",
            f"//{name}",
        ),
    )
    return Attack("path", dice.choice(tricks), content, {"Content-Type": kind})


def odd_range(dice: Dice) -> Attack:
    """Parts that lie about where they stand."""
    content = encoded(noise(1400, 1000, dice.randrange(3)), quality=95)
    first = dice.choice((0, 0, 0, 1, PART_LEAST, len(content) - 10))
    part = content[first : first + dice.choice((0, 10, PART_LEAST, len(content)))]
    last = first + len(part) - 1 + dice.choice((0, 0, 0, 1, -1))
    total = dice.choice((len(content), len(content), len(content) - 1, PART_LEAST, last + 1, 1, 10**9))
    said = dice.choice((*(f"bytes {first}-{last}/{total}",) * 6, *ODD_RANGES))
    return Attack("range", sha256_of(content), part, {"Content-Type": "image/jpeg", "Content-Range": said})


ODD_RANGES: Final = (
    "bytes */*",
    "bytes -1-5/10",
    "bytes 5-1/10",
    "bytes 0-0/0",
    "bytes 0-9/*",
    "lines 0-9/10",
    "bytes 0-٩/10",
    "",
)


def at_once(dice: Dice) -> Attack:
    kind, content = some(dice)
    return sent("at once", content + dice.randbytes(3), kind)._replace(times=4)


SORTS: Final[tuple[Callable[[Dice], Attack], ...]] = (
    *(
        whole,
        truncated,
        truncated,
        mutated,
        mutated,
        mutated,
        mislabelled,
        bomb,
        oversized,
        oversized,
        polyglot,
        stranger,
    ),
    *(many_pictures, odd_exif, scans, other_hash, odd_path, odd_range, odd_range, at_once),
)


def attacks(count: int, seed: int) -> list[Attack]:
    """`count` attacks, each sort as often as it stands in the table."""
    dice = Dice(seed)
    return [SORTS[number % len(SORTS)](dice) for number in range(count)]
