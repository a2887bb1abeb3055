"""PostgreSQL, the larger engine: the same group commit, several API processes on one chain.

Owns: the pool, the writer task, locks per book, reading and writing a group in one statement each. Does not own SQL of
real questions (queries/*.sql) or rules. A group costs four round trips: begin and lock, read, write, commit; the lock is
its own statement because a snapshot taken before it was granted would show an old head. Source: design.md §4;
docs/design/0002-one-door.md.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import asyncpg
import msgspec

from inspections.chain import Head, Rows, Writes
from inspections.facts import Key, Row
from inspections.storage import migrate
from inspections.storage.dialect import POSTGRES, numbered
from inspections.storage.engine import (
    Clock,
    Closed,
    Judge,
    StorageError,
    StorageFull,
    as_rows,
    grouped,
    keys_json,
    utc_now,
)
from inspections.storage.postgres_writes import append
from inspections.storage.queries import asked, get_by_key, named
from inspections.storage.views import VIEWS

GROUP: Final = 256
POOL: Final = 10

Job = tuple[Any, asyncio.Future[Any]]


class Postgres:
    """One database. Use `await Postgres.open(url, judge)` and `await close()`."""

    def __init__(self, pool: asyncpg.Pool, judge: Judge, clock: Clock) -> None:
        self.pool, self.judge, self.clock = pool, judge, clock
        self._jobs: asyncio.Queue[Job | None] = asyncio.Queue()
        self._books: dict[str, str] = {}  # anchor → book: a subject never changes its book
        self._closing = False
        self._task = asyncio.create_task(self._work())

    @classmethod
    async def open(cls, url: str, judge: Judge, clock: Clock = utc_now) -> "Postgres":
        with translated():
            pool = await asyncpg.create_pool(
                url, min_size=1, max_size=POOL, server_settings={"timezone": "UTC"}
            )
            try:
                async with pool.acquire() as connection:
                    await apply_migrations(connection)
            except BaseException:
                await pool.close()
                raise
        return cls(pool, judge, clock)

    async def close(self) -> None:
        if self._closing:
            return
        self._closing = True
        self._jobs.put_nowait(None)
        await self._task
        await self.pool.close()

    # Reading

    async def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        sql, names = prepared(asked(query, POSTGRES, parameters))
        with translated():
            return [tuple(row) for row in await self.pool.fetch(sql, *(parameters[name] for name in names))]

    async def answer(self, keys: Sequence[Key[Any]]) -> Rows:
        with translated():
            async with self.pool.acquire() as connection:
                return await fetch(connection, keys)

    @contextlib.asynccontextmanager
    async def snapshot(self) -> AsyncIterator["Reader"]:
        with translated():
            async with (
                self.pool.acquire() as connection,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                yield Reader(connection)

    # Writing

    async def write(self, item: Any) -> Any:
        return await self._do(item)

    async def run(self, query: str, **parameters: Any) -> int:
        sql, names = prepared(asked(query, POSTGRES, parameters))
        if self._closing:
            raise Closed
        with translated():
            status = await self.pool.execute(sql, *(parameters[name] for name in names))
        return int(status.rsplit(" ", 1)[-1]) if status[-1].isdigit() else 0

    async def insert(self, writes: Writes) -> None:
        async with self.pool.acquire() as connection, connection.transaction():
            await append(connection, writes)

    async def rewrite_views(self, fill: Callable[[], Any]) -> None:
        async with self.pool.acquire() as connection, connection.transaction():
            await connection.execute("lock table entry in exclusive mode")
            for view in VIEWS:
                await connection.execute(f"delete from {view.table}")  # names from our own list
            await append(connection, (await drive(connection, fill(), set())).writes)

    async def _do(self, item: Any) -> Any:
        if self._closing:
            raise Closed
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait((item, future))
        return await future

    async def _work(self) -> None:
        """Take what waits, commit it together, answer everybody."""
        while (first := await self._jobs.get()) is not None:
            jobs = [first]
            while len(jobs) < GROUP and not self._jobs.empty():
                job = self._jobs.get_nowait()
                if job is None:
                    self._jobs.put_nowait(None)
                    break
                jobs.append(job)
            await self._commit(jobs)

    async def _commit(self, jobs: list[Job]) -> None:
        """One transaction for all; after an error each by itself, so that one bad job harms nobody else."""
        try:
            results = await self._transaction([item for item, _ in jobs])
        except Exception as error:  # whatever a job raised, its caller must hear it
            if len(jobs) > 1:
                for job in jobs:
                    await self._commit([job])
                return
            results = [as_storage_error(error)]
        for (_, future), result in zip(jobs, results, strict=True):
            if future.done():
                continue
            if isinstance(result, BaseException):
                future.set_exception(result)
            else:
                future.set_result(result)

    async def _transaction(self, items: list[Any]) -> list[Any]:
        async with self.pool.acquire() as connection:
            books, orphans = await self._books_of(connection, items)
            await connection.execute(f"begin; {INBOX_ALONE if orphans else INBOX_SHARED}; {lock(books)}")
            try:
                group = await drive(connection, self.judge(items, self.clock()), books)
                await append(connection, group.writes)
                await connection.execute("commit")
            except BaseException:
                await connection.execute("rollback")
                raise
        return [group.answers[number] for number in range(len(items))]

    async def _books_of(self, connection: Any, items: list[Any]) -> tuple[set[str], bool]:
        """The books a group writes to, known before the lock (a county being founded names its own), and whether a
        parent is not here yet."""
        anchors = {item.entry.anchor() for item in items}
        parents = {str(parent) for item in items for parent in item.entry.parents()}
        if unknown := [one for one in anchors | parents if one not in self._books]:
            sql, _ = prepared(named(POSTGRES)["books_of_anchors"])
            fetched = await connection.fetch(sql, msgspec.json.encode(unknown).decode())
            self._books.update((row[0], row[1]) for row in fetched)
        founded = {code[:6] for item in items if (code := getattr(item.entry, "nbs_code", None))}
        books = {self._books[anchor] for anchor in anchors if anchor in self._books} | founded
        return books, not parents <= self._books.keys()


class Reader(NamedTuple):
    """Questions to one connection in one transaction."""

    connection: Any

    async def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        sql, names = prepared(asked(query, POSTGRES, parameters))
        with translated():
            return [tuple(row) for row in await self.connection.fetch(sql, *(parameters[n] for n in names))]

    async def answer(self, keys: Sequence[Key[Any]]) -> Rows:
        with translated():
            return await fetch(self.connection, keys)

    async def pages(self, query: str, size: int, **parameters: Any) -> AsyncIterator[list[tuple[Any, ...]]]:
        sql, names = prepared(asked(query, POSTGRES, parameters))
        with translated():
            cursor = await self.connection.cursor(sql, *(parameters[name] for name in names))
            while page := await cursor.fetch(size):
                yield [tuple(row) for row in page]


# Whoever may have to wait for a parent writes alone: else the parent, at another server, would commit without seeing
# the child in the inbox, and the child would wait for ever. No book has the number 0.
INBOX_ALONE: Final = "select pg_advisory_xact_lock(0)"
INBOX_SHARED: Final = "select pg_advisory_xact_lock_shared(0)"


def lock(books: set[str]) -> str:
    """Advisory locks until commit, in ascending order so that two processes cannot wait for each other."""
    return "; ".join(f"select pg_advisory_xact_lock({int(book)})" for book in sorted(books)) or "select 1"


prepared = cache(numbered)


@cache
def reading(tables: tuple[type[Row], ...]) -> str:
    """One statement for every table asked: each row as JSON beside the number of its table."""
    parts = []
    for number, table in enumerate(tables):
        sql = get_by_key(table, POSTGRES).replace(":keys", f"${number + 1}")
        parts.append(f"(select {number}, cast(row_to_json(x) as text) from ({sql}) x)")  # our own queries
    return " union all ".join(parts)


async def fetch(connection: Any, keys: Sequence[Key[Any]]) -> Rows:
    asked = grouped(keys)
    tables = tuple(asked)
    fetched = await connection.fetch(reading(tables), *(keys_json(asked[table]) for table in tables))
    by_number: dict[int, list[list[Any]]] = {}
    for number, row in fetched:
        by_number.setdefault(number, []).append(list(msgspec.json.decode(row).values()))
    found: Rows = []
    for number, table in enumerate(tables):
        found += as_rows(table, asked[table], by_number.get(number, ()))
    return found


async def drive(connection: Any, judging: Any, locked: set[str]) -> Any:
    """Answer the judge's questions until it is done; what must be stored first is stored first."""
    try:
        ask = next(judging)
        while True:
            if ask.first is not None:
                await append(connection, ask.first)
            heads = {key.of[0] for key in ask.keys if key.table is Head} - locked
            if heads:
                await connection.execute(lock(heads))
                locked |= heads
            ask = judging.send(await fetch(connection, ask.keys))
    except StopIteration as done:
        return done.value


async def apply_migrations(connection: Any) -> None:
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock(20211122)")
        await connection.execute(
            "create table if not exists schema_step (number integer primary key, name text, checksum text, applied_at text)"
        )
        applied = {
            row[0]: row[1] for row in await connection.fetch("select number, checksum from schema_step")
        }
        for step in migrate.outstanding(migrate.migrations(POSTGRES), applied):
            await connection.execute(step.sql)
            await connection.execute(
                "insert into schema_step values ($1, $2, $3, cast(now() as text))",
                step.number,
                step.name,
                step.checksum,
            )


#: what the driver raises: the server's own errors, a connection that was lost, or lost in the middle of an answer
FAILED: Final = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)


def as_storage_error(error: BaseException) -> BaseException:
    """The engine's own error as ours; anything else as it is."""
    if isinstance(error, asyncpg.exceptions.DiskFullError):
        return StorageFull(str(error))
    if isinstance(error, FAILED):
        return StorageError(str(error))
    return error


@contextlib.contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except FAILED as error:
        raise as_storage_error(error) from error
