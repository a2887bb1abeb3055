"""SQLite: opening a connection, asking it, and its errors as ours.

Owns: pragmas, questions to one connection. Does not own which connection is asked or the writer (sqlite.py), nor SQL.
"""

import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import aiosqlite

from inspections.chain import Rows
from inspections.facts import Key
from inspections.storage.dialect import SQLITE
from inspections.storage.engine import StorageError, StorageFull, as_rows, grouped, keys_json
from inspections.storage.queries import asked, get_by_key
from inspections.storage.sqlite_library import library

#: what SQLite says of a file that cannot be used → what is to be done
TOLD: Final = dict.fromkeys(
    ("file is not a database", "malformed"),
    "数据库文件不是账本，或已损坏。请用 XUNCHA_DATA 另指一个文件夹，或从备份恢复。",
) | dict.fromkeys(("readonly", "unable to open"), "数据库文件打不开或不能写入，请看文件夹和文件的权限。")


BUSY_MS: Final = 30_000  #: how long one waits for another process


class Reader(NamedTuple):
    """Questions to one connection."""

    connection: aiosqlite.Connection

    async def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        with translated():
            fetched = await self.connection.execute_fetchall(asked(query, SQLITE, parameters), parameters)
            return [tuple(row) for row in fetched]

    async def answer(self, keys: Sequence[Key[Any]]) -> Rows:
        found: Rows = []
        with translated():
            for table, wanted in grouped(keys).items():
                parameters = {"keys": keys_json(wanted)}
                fetched = await self.connection.execute_fetchall(get_by_key(table, SQLITE), parameters)
                found += as_rows(table, wanted, fetched)
        return found

    async def pages(self, query: str, size: int, **parameters: Any) -> AsyncIterator[list[tuple[Any, ...]]]:
        with translated():
            async with self.connection.execute(asked(query, SQLITE, parameters), parameters) as cursor:
                while page := await cursor.fetchmany(size):
                    yield [tuple(row) for row in page]


def connect(path: Path, *, read_only: bool = False) -> Any:
    connection = library().connect(str(path), isolation_level=None, check_same_thread=False, timeout=30)
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", f"busy_timeout={BUSY_MS}"):
        connection.execute(f"pragma {pragma}")
    if read_only:
        connection.execute("pragma query_only=on")
        connection.execute("pragma mmap_size=268435456")
    return connection


def as_storage_error(error: BaseException) -> BaseException:
    """The engine's own error as ours; anything else as it is."""
    if isinstance(error, library().OperationalError) and ("full" in str(error) or "disk I/O" in str(error)):
        return StorageFull(str(error))
    if isinstance(error, library().Error):
        told = next((told for said, told in TOLD.items() if said in str(error)), None)
        return StorageError(told or str(error))
    return error


@contextlib.contextmanager
def translated() -> Any:
    try:
        yield
    except library().Error as error:
        raise as_storage_error(error) from error
