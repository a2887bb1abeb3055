"""Lists over HTTP: a page of items, a cursor to the next, and columns as wire Structs.

Owns: the shape of every list (contract: `?limit=` ≤ 500, `?after=`, `next` and `Link`). Does not own the queries: each
is keyset-paged in SQL. A cursor is opaque to callers; one that is not ours is refused.
"""

import base64
import binascii
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final, Generic, TypeVar
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from api.problems import Problem

T = TypeVar("T")
Limit = Annotated[int, QueryParameter(ge=1, le=500, description="一页最多几条，1 至 500")]
After = Annotated[str | None, QueryParameter(description="上一页给的 next")]


MOST: Final = 2**53  #: no ledger has a larger number


class Page(Struct, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: Annotated[str | None, Meta(description="下一页的 after；没有更多时为 null")] = None


def cursor_of(*places: Any) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(places)).decode().rstrip("=")


def places_in(after: str | None, *first: T) -> tuple[T, ...]:
    """Where to go on: the places a cursor holds, or those before the first item."""
    if after is None:
        return first
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)), type=list)
    except (binascii.Error, ValueError, msgspec.DecodeError):
        found = []
    if [type(one) for one in found] != [type(one) for one in first] or not all(map(fits, found)):
        raise Problem("wrong-parameter", "after 不是上一页给的 next。")
    return tuple(found)


def fits(place: str | int) -> bool:
    """Can a database be asked for it? One takes no U+0000, the other no number beyond 64 bits."""
    return "\0" not in place if isinstance(place, str) else 0 <= place <= MOST


def views(kind: type[T], rows: Iterable[Sequence[Any]], json: tuple[str, ...] = ()) -> list[T]:
    """Fetched columns, in the order of the Struct's fields; the columns named hold JSON."""
    names = kind.__struct_fields__  # type: ignore[attr-defined]  # T is always a Struct here
    return [
        msgspec.convert(
            {name: decoded(value) if name in json else value for name, value in zip(names, row, strict=True)},
            kind,
            strict=False,
        )
        for row in rows
    ]


def decoded(text: str) -> Any:
    return msgspec.json.decode(text)


def page_of(request: Request[Any, Any, Any], items: list[T], limit: int, *places: Any) -> Response[Page[T]]:
    """A page; a full one names the next, which may turn out empty."""
    cursor = cursor_of(*places) if items and len(items) == limit else None
    headers = {}
    if cursor:
        query = urlencode(
            [*((k, v) for k, v in request.query_params.multi_items() if k != "after"), ("after", cursor)]
        )
        headers["link"] = f'<{request.url.path}?{query}>; rel="next"'
    return Response(Page(items, cursor), headers=headers)
