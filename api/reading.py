"""Bytes of a request into values: JSON in UTF-8, of bounded depth, without NUL; other faults are the type's.

Owns: those three refusals and the size, for every JSON body. Does not own what the fields mean. Malformed bytes must end
as 400 and never as 500 (tests/api/test_malformed.py shows what happens without this).
"""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from litestar import Request
from litestar.types import Receive

from api.problems import Problem
from inspections.reading import Unreadable, nul_faults

T = TypeVar("T")


def body_of(raw: bytes, decode: Callable[[bytes], T]) -> T:
    """The bytes as `decode` reads them. Problem `malformed` when they are no JSON, Unreadable for a NUL."""
    try:
        if faults := tuple(nul_faults(raw)):
            raise Unreadable(faults)
        return decode(raw)
    except (UnicodeDecodeError, RecursionError, msgspec.DecodeError) as error:
        raise Problem("malformed") from error


def json_text(value: Any) -> str:
    """A value as the JSON text a query takes its lists in."""
    return msgspec.json.encode(value).decode()


async def bytes_of(scope: Any, receive: Receive, most: int) -> bytes:
    """A request's body, refused as soon as it is more than `most` bytes."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > most:
            raise Problem("too-large")
    parts, size = [], 0
    while True:
        message: Any = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnected
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise Problem("too-large")
        if not message.get("more_body", False):
            return b"".join(parts)


class ClientDisconnected(Exception):
    """The client went away before its body was whole: nothing came, nobody waits for an answer."""


class CarefulRequest(Request[Any, Any, Any]):
    """The framework's request, with JSON read as above."""

    async def json(self) -> Any:
        state = self.scope["state"]
        if "json" not in state:
            state["json"] = body_of(await self.body(), msgspec.json.decode)
        return state["json"]
