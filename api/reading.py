"""Bytes of a request into values: JSON in UTF-8, of bounded depth, without NUL; other faults are the type's.

Owns: those three refusals, for every JSON body. Does not own what the fields mean. Malformed bytes must end as 400 and
never as 500 (tests/api/test_malformed.py shows what happens without this).
"""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from litestar import Request

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


class CarefulRequest(Request[Any, Any, Any]):
    """The framework's request, with JSON read as above."""

    async def json(self) -> Any:
        state = self.scope["state"]
        if "json" not in state:
            state["json"] = body_of(await self.body(), msgspec.json.decode)
        return state["json"]
