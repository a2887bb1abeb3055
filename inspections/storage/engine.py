"""What an engine does for the ledger, and what both engines share: turning fetched rows into facts.

Owns: the Storage protocol, the errors of storage, sorting fetched rows under the keys that asked for them. Does not own
SQL (queries/*.sql) or a driver (sqlite.py, postgres.py). Source: design.md §4.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any, Protocol

import msgspec

from inspections.chain import Rows, Stored, Writes
from inspections.facts import Key, Lookup, Row

Judge = Callable[[Sequence[Any], datetime], Any]  #: ledger.judge_group: a generator of questions

Clock = Callable[[], datetime]  #: what time it is; the demonstration county brings its own


def utc_now() -> datetime:
    return datetime.now(UTC)


class StorageError(Exception):
    """The engine could not do it; nothing of the group was written."""


class StorageFull(StorageError):
    """磁盘已满：腾出空间后会自己恢复。"""


class Closed(StorageError):
    """服务正在停止，请稍后再试。"""


class Reading(Protocol):
    """What can be asked: of the database as it goes on, or of one state of it."""

    async def answer(self, keys: Sequence[Key[Any]]) -> Rows:
        """Rows by key, read outside the writer."""

    async def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """A named question."""


class Still(Reading, Protocol):
    """One state of the database: whatever is asked belongs together."""

    def pages(self, query: str, size: int, **parameters: Any) -> AsyncIterator[list[tuple[Any, ...]]]:
        """A named question whose answer may be long, `size` rows at a time."""


class Storage(Reading, Protocol):
    """One database. `write` is the ledger's group commit; everything else is plain rows."""

    async def write(self, item: Any) -> Any:
        """Judge and store one item, together with whatever else waits; returns its answer once it is on disk."""

    def snapshot(self) -> AbstractAsyncContextManager[Still]:
        """One read transaction. Hold it no longer than copying rows takes: SQLite's WAL grows while it is open."""

    async def run(self, query: str, **parameters: Any) -> int:
        """A named change of something that is not the ledger (sessions, secrets, vault erasure); rows touched."""

    async def rewrite_views(self, fill: Callable[[], Any]) -> None:
        """Empty every view and fill it from a generator like the judge's, in one transaction."""

    async def insert(self, writes: Writes) -> None:
        """Store entries as they are: copy from another engine."""

    async def close(self) -> None: ...


def grouped(keys: Iterable[Key[Any]]) -> dict[type[Row], list[Key[Any]]]:
    """Keys by what they ask, in a stable order."""
    found: dict[type[Row], list[Key[Any]]] = {}
    for key in keys:
        found.setdefault(key.table, []).append(key)
    return dict(sorted(found.items(), key=lambda pair: pair[0].__name__))


def keys_json(keys: Sequence[Key[Any]]) -> str:
    return msgspec.json.encode([key.of for key in keys]).decode()


def as_rows(table: type[Row], asked: Sequence[Key[Any]], fetched: Iterable[Sequence[Any]]) -> Rows:
    """Fetched columns as Structs under the keys that asked; None or () for what is not there."""
    rows = [msgspec.convert(list(one), table, strict=False) for one in fetched]
    if issubclass(table, Lookup):
        found: dict[Key[Any], list[Any]] = {key: [] for key in asked}
        for row in rows:
            found[row.where()].append(row)
        return [(key, tuple(several)) for key, several in found.items()]
    by_key = {row.where(): row for row in rows}
    return [(key, by_key.get(key)) for key in asked]


async def entries_of(storage: Storage, book: str, after: int = 0, page: int = 500) -> list[Stored]:
    """The next entries of a book."""
    fetched = await storage.rows("entries_after", book=book, after=after, limit=page)
    return [msgspec.convert(list(row), Stored, strict=False) for row in fetched]


async def heads(storage: Storage, books: Sequence[str]) -> dict[str, int]:
    fetched = await storage.rows("book_heads", books=msgspec.json.encode(books).decode())
    return dict(fetched)


def by_table(writes: Writes) -> dict[Any, list[Any]]:
    """View rows to put, by table: the last state of each key."""
    found: dict[Any, list[Any]] = {}
    for key, row in writes.rows.items():
        if row is not None:
            found.setdefault(key.table, []).append(row)
    return found


ENTRY_COLUMNS = ", ".join(Stored.__struct_fields__)
