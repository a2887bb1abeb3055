"""Byte and value mutants of accepted requests.

A seed is one request that the server accepts, for one route and role. A mutant changes a little of it: a value inside
valid JSON (most, so that many pass authentication and decoding), raw bytes, the path, the query or a header.
"""

import json
import random
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote


class Seed(NamedTuple):
    """One accepted request."""

    route: str  #: "PUT /api/v1/entries/{id} visit"
    role: str
    method: str
    path: str
    query: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53 + 1, -(2**63), 10**40, 0.1, 1e308, -0.0, "", " ", "x", "\u0000", "\ud7ff", "𠮷", "示例",
    "x" * 300, "2026-11-22T09:30:00+08:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30", "2026-13",
    "2099-12", "2000-01", "00000000-0000-0000-0000-000000000000", "sealed:" + "0" * 64, "'; drop table entry; --", "../../etc/passwd",
    [], {}, [[]], [None], {"a": {}}, ["x"] * 70, {"type": "visit"}, "yes", "no", "WGS84", "nanchang_county", "xiangtang_town",
)  # fmt: skip


def mutant(seed: Seed, rng: random.Random) -> Seed:
    """The seed with one to three small changes."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        seed = rng.choices(WAYS, WEIGHTS)[0](seed, rng)
    return seed


def change_value(seed: Seed, rng: random.Random) -> Seed:
    """Replace, drop, double or rename one value somewhere in the JSON body; the rest stays as accepted."""
    try:
        body = json.loads(seed.body)
    except (ValueError, RecursionError):
        return change_query(seed, rng)
    places = list(inside(body))
    if not places:
        return change_query(seed, rng)
    holder, name = rng.choice(places)
    match rng.randrange(6):
        case 0 | 1 | 2:
            holder[name] = rng.choice(ODD_VALUES)
        case 3:
            holder[name] = edited(holder[name], rng)
        case 4 if isinstance(holder, dict):
            del holder[name]
        case _ if isinstance(holder, dict):
            holder[f"{name}{rng.choice(('', 'x', '.0', '中'))}"] = holder[name]
    return seed._replace(
        body=json.dumps(body, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    )


def inside(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON value, as its container and its name there."""
    names = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    found = []
    for name in names:
        found.append((value, name))
        found += inside(value[name])
    return found


def edited(value: Any, rng: random.Random) -> Any:
    if isinstance(value, str) and value:
        at = rng.randrange(len(value))
        return (
            value[:at]
            + rng.choice(("", "0", "9", "é", "中", "\n", "%", "{", value))
            + value[at + rng.randrange(2) :]
        )
    if isinstance(value, bool) or value is None:
        return rng.choice(ODD_VALUES)
    if isinstance(value, int | float):
        return rng.choice((-value, value + 1, value * 1e9, str(value)))
    return rng.choice(([value], {"x": value}, str(value)))


def change_bytes(seed: Seed, rng: random.Random) -> Seed:
    body = bytearray(seed.body or b"{}")
    at = rng.randrange(len(body))
    match rng.randrange(5):
        case 0:
            body[at] = rng.randrange(256)
        case 1:
            body[at] ^= 1 << rng.randrange(8)
        case 2:
            body[at:at] = rng.choice(
                (b"\xff\xfe", b"\xed\xa0\x80", b"[" * 3000, b"\x00", b'"', b"\\", b"{}", b"1e999", b"\\ud800")
            )
        case 3:
            del body[at : at + rng.randrange(1, 40)]
        case 4:
            body = body[:at]
    return seed._replace(body=bytes(body))


def change_path(seed: Seed, rng: random.Random) -> Seed:
    parts = seed.path.split("/")
    at = rng.randrange(3, len(parts)) if len(parts) > 3 else len(parts) - 1
    parts[at] = rng.choice(
        (
            "",
            "%00",
            "%ff",
            "..",
            "x" * 300,
            quote(str(edited(parts[at], rng)) or "x"),
            "%e4%b8%ad",
            "00000000-0000-0000-0000-000000000000",
        )
    )
    return seed._replace(path="/".join(parts))


QUERY_NAMES = (
    b"limit",
    b"after",
    b"unit",
    b"kind",
    b"period",
    b"year",
    b"q",
    b"bbox",
    b"ids",
    b"since",
    b"book",
    b"count",
    b"x",
)
QUERY_VALUES = (
    b"", b"0", b"-1", b"501", b"1e9", b"99999999999999999999", b"%00", b"%ff", b"%e4%b8%ad", b"2026", b"2026-11", b"steel_patrol",
    b"xiangtang_town", b"'", b"1,2,3,4", b"nan,nan,nan,nan", b"true", b"%F0%A0%AE%B7", b"a" * 500, b"eyJ4IjoxfQ==",
)  # fmt: skip


def change_query(seed: Seed, rng: random.Random) -> Seed:
    query = (
        seed.query + (b"&" if seed.query else b"") + rng.choice(QUERY_NAMES) + b"=" + rng.choice(QUERY_VALUES)
    )
    return seed._replace(query=query)


def change_header(seed: Seed, rng: random.Random) -> Seed:
    headers = list(seed.headers)
    match rng.randrange(4):
        case 0:
            headers.append(
                (
                    rng.choice((b"range", b"if-none-match", b"content-range", b"x-request-id", b"host")),
                    rng.choice(QUERY_VALUES),
                )
            )
        case 1:
            headers = [(name, b"text/xml" if name == b"content-type" else value) for name, value in headers]
        case 2:
            headers = [one for one in headers if one[0] != rng.choice(headers)[0]]
        case 3:
            headers = [
                (name, value[:-1] + b"\xff" if name == b"authorization" else value) for name, value in headers
            ]
    return seed._replace(headers=tuple(headers))


WAYS: tuple[Callable[[Seed, random.Random], Seed], ...] = (
    change_value, change_bytes, change_query, change_path, change_header,
)  # fmt: skip
WEIGHTS = (70, 12, 10, 5, 3)
