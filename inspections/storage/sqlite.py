"""SQLite, the embedded engine: one writer thread with one connection, readers through aiosqlite.

Owns: which connection is asked, the group commit on a thread. Does not own a connection (sqlite_reading.py), SQL or rules.
WAL and synchronous=FULL: an answer means on disk. The running commit is the batching window, so there is no timer.
Source: design.md §4; docs/design/0002-one-door.md.
"""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import cache
from itertools import chain, count
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

import aiosqlite
from msgspec.structs import astuple

from inspections.chain import Rows, Writes
from inspections.facts import Key
from inspections.storage import migrate
from inspections.storage.dialect import SQLITE
from inspections.storage.engine import (
    ENTRY_COLUMNS,
    Clock,
    Closed,
    Judge,
    as_rows,
    by_table,
    grouped,
    keys_json,
    utc_now,
)
from inspections.storage.memory import Memory
from inspections.storage.queries import drop_by_key, get_by_key, named, names_of, on_conflict
from inspections.storage.sqlite_library import library
from inspections.storage.sqlite_reading import BUSY_MS, Reader, as_storage_error, connect, translated
from inspections.storage.views import VIEWS

GROUP: Final = 256
ROWS_A_STATEMENT: Final = 64  #: times the widest table stays far below SQLite's 32,766 parameters
READERS: Final = 2
IDLE_S: Final = 1.0

Job = tuple[Any, asyncio.AbstractEventLoop, asyncio.Future[Any]]


class Sqlite:
    """One file. Use `await Sqlite.open(path, judge)` and `await close()`."""

    def __init__(self, path: Path, judge: Judge, clock: Clock) -> None:
        self.path, self.judge, self.clock = path, judge, clock
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._closing = False
        self._readers: list[aiosqlite.Connection] = []
        self._turn = count()
        self._thread = threading.Thread(target=self._work, name="ledger-writer", daemon=True)
        self._connection: Any = None
        self._memory = Memory()

    @classmethod
    async def open(cls, path: Path, judge: Judge, clock: Clock = utc_now) -> "Sqlite":
        storage = cls(path, judge, clock)
        with translated():
            storage._connection = connect(path)
            await asyncio.to_thread(apply_migrations, storage._connection)
        storage._thread.start()
        for _ in range(READERS):
            reader = aiosqlite.Connection(lambda: connect(path, read_only=True), 64)
            storage._readers.append(await reader)
        return storage

    async def close(self) -> None:
        """Stop taking, finish what waits, then close; a call after this is refused at once."""
        if self._closing:
            return
        self._closing = True
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        for reader in self._readers:
            await reader.close()

    # Reading

    def _reader(self) -> Reader:
        return Reader(self._readers[next(self._turn) % READERS])

    async def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        return await self._reader().rows(query, **parameters)

    async def answer(self, keys: Sequence[Key[Any]]) -> Rows:
        return await self._reader().answer(keys)

    @contextlib.asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Reader]:
        with translated():
            own = await aiosqlite.Connection(lambda: connect(self.path, read_only=True), 64)
            try:
                # a long answer is read once and sorted on disk: neither its pages nor its order stay in memory
                await own.execute("pragma mmap_size=0")
                await own.execute("pragma temp_store=file")
                await own.execute("begin")
                yield Reader(own)
            finally:
                await own.close()

    # Writing: everything goes through the one thread

    async def write(self, item: Any) -> Any:
        return await self._do(item)

    async def run(self, query: str, **parameters: Any) -> int:
        sql = named(SQLITE)[query]

        def change() -> int:
            return int(self._connection.execute(sql, parameters).rowcount)

        return int(await self._do(change))

    async def insert(self, writes: Writes) -> None:
        await self._do(lambda: self._append(writes))

    async def rewrite_views(self, fill: Callable[[], Any]) -> None:
        def rewrite() -> None:
            self._memory.forget()
            for view in VIEWS:
                self._connection.execute(f"delete from {view.table}")  # names from our own list
            self._append(self._drive(fill()).writes)

        await self._do(rewrite)

    async def _do(self, job: Any) -> Any:
        if self._closing:
            raise Closed
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._jobs.put((job, loop, future))
        return await future

    # The writer thread

    def _work(self) -> None:
        """Take what waits, commit it together, answer everybody; tidy the WAL when nobody waits."""
        written = False
        while True:
            try:
                first = self._jobs.get(timeout=IDLE_S if written else None)
            except Empty:
                self._tidy()
                written = False
                continue
            if first is None:
                break
            self._commit(self._waiting(first))
            written = True
        self._connection.close()

    def _tidy(self) -> None:
        """The WAL into the database and away; not now when a reader still needs it, since whoever writes would wait."""
        with contextlib.suppress(library().Error):  # a fault of the disk is told to who writes next
            self._connection.execute("pragma busy_timeout=0")
            self._connection.execute("pragma wal_checkpoint(truncate)")
        self._connection.execute(f"pragma busy_timeout={BUSY_MS}")

    def _waiting(self, first: Job) -> list[Job]:
        jobs = [first]
        with contextlib.suppress(Empty):
            while len(jobs) < GROUP:
                job = self._jobs.get_nowait()
                if job is None:
                    self._jobs.put(None)
                    break
                jobs.append(job)
        return jobs

    def _commit(self, jobs: list[Job]) -> None:
        """One transaction for all; after an error each by itself, so that one bad job harms nobody else."""
        try:
            results = self._transaction(jobs)
        except Exception as error:  # whatever a job raised, its caller must hear it
            if len(jobs) > 1:
                for job in jobs:
                    self._commit([job])
                return
            results = [as_storage_error(error)]
        loop = jobs[0][1]
        with contextlib.suppress(RuntimeError):  # the loop is gone: the rows are stored, a resend is answered
            loop.call_soon_threadsafe(deliver, [future for _, _, future in jobs], results)

    def _transaction(self, jobs: list[Job]) -> list[Any]:
        run = self._connection.execute
        run("begin immediate")
        try:
            self._memory.check(run("pragma data_version").fetchone())
            items = [job for job, _, _ in jobs if not callable(job)]
            group = self._drive(self.judge(items, self.clock())) if items else None
            if group is not None:
                self._append(group.writes)
            answers = iter(group.answers[number] for number in range(len(items))) if group else iter(())
            results = [job() if callable(job) else next(answers) for job, _, _ in jobs]
            run("commit")
        except BaseException:
            self._memory.forget()
            if self._connection.in_transaction:
                run("rollback")
            raise
        return results

    def _drive(self, judging: Any) -> Any:
        """Answer the judge's questions until it is done; what must be stored first is stored first."""
        try:
            ask = next(judging)
            while True:
                if ask.first is not None:
                    self._append(ask.first)
                ask = judging.send(self._fetch(ask.keys))
        except StopIteration as done:
            return done.value

    def _fetch(self, keys: Sequence[Key[Any]]) -> Rows:
        found, unknown = self._memory.recall(keys)
        for table, asked in grouped(unknown).items():
            fetched = self._connection.execute(get_by_key(table, SQLITE), {"keys": keys_json(asked)})
            rows = as_rows(table, asked, fetched)
            self._memory.learn(rows)
            found += rows
        return found

    def _append(self, writes: Writes) -> None:
        self._memory.wrote(writes)
        connection = self._connection
        put_rows(connection, f"insert into entry ({ENTRY_COLUMNS}) values", "", writes.entries)
        put_rows(connection, "insert into vault (entry, path, salt, value) values", "", writes.secrets)
        put_rows(connection, "insert into entry_parent (child, parent) values", "", writes.links)
        for table, rows in by_table(writes).items():
            put_rows(
                connection, f"insert into {table.table} ({names_of(table)}) values", on_conflict(table), rows
            )
        for key in (key for key, row in writes.rows.items() if row is None):
            connection.execute(drop_by_key(key.table, SQLITE), dict(zip(key.table.key, key.of, strict=True)))
        put_rows(connection, "insert or replace into inbox values", "", writes.inbox)
        if writes.settled:
            connection.executemany("delete from inbox where id = ? and digest = ?", writes.settled)


def put_rows(connection: Any, head: str, tail: str, rows: Sequence[Any]) -> None:
    """Insert rows, many by one statement: each run of a statement gives the interpreter's lock away, and the thread that
    takes it would do now what it could do while this one waits for the disk."""
    start = 0
    for size in statement_sizes(len(rows)):
        part = [row if isinstance(row, tuple) else astuple(row) for row in rows[start : start + size]]
        start += size
        connection.execute(insert_sql(head, tail, len(part[0]), size), list(chain.from_iterable(part)))


def statement_sizes(rows: int) -> Iterator[int]:
    """How many rows each statement takes: powers of two, so that few statements are ever prepared."""
    while rows:
        size = min(ROWS_A_STATEMENT, 1 << (rows.bit_length() - 1))
        yield size
        rows -= size


@cache
def insert_sql(head: str, tail: str, width: int, rows: int) -> str:
    row = f"({', '.join('?' * width)})"
    return f"{head} {', '.join([row] * rows)} {tail}"


def deliver(futures: list[asyncio.Future[Any]], results: list[Any]) -> None:
    """On the event loop: answer each caller who still waits."""
    for future, result in zip(futures, results, strict=True):
        if future.done():
            continue
        if isinstance(result, BaseException):
            future.set_exception(result)
        else:
            future.set_result(result)


def apply_migrations(connection: Any) -> None:
    connection.execute(
        "create table if not exists schema_step (number integer primary key, name text, checksum text, applied_at text)"
    )
    applied = dict(connection.execute("select number, checksum from schema_step"))
    for step in migrate.outstanding(migrate.migrations(SQLITE), applied):
        connection.executescript(
            f"begin immediate;\n{step.sql}\n"
            f"insert into schema_step values ({step.number}, '{step.name}', '{step.checksum}', datetime('now'));\ncommit;"
        )
