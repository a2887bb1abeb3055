"""Writing a group to PostgreSQL in one statement: each table's rows travel as one list a column.

Owns: that statement. Does not own transactions or locks (postgres.py). Ten times a statement a row; the same
rows as JSON, which both sides must write and read, took a third longer. Source: design.md §4; docs/design/0002-one-door.md.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from typing import Any, Final

from msgspec.structs import astuple, fields

from inspections.chain import Inbox, Stored, Writes
from inspections.entries import Secret
from inspections.storage.dialect import POSTGRES, numbered
from inspections.storage.engine import by_table
from inspections.storage.queries import drop_by_key, names_of, on_conflict

Part = tuple[str, list[Sequence[Any]]]  #: SQL with one `?` for each of the lists

ARRAYS: Final = {str: "text[]", int: "bigint[]", bool: "boolean[]", float: "double precision[]"}


def parts_of(writes: Writes) -> Iterator[Part]:
    """Each part of a write."""
    for table, kind, rows in (("entry", Stored, writes.entries), ("vault", Secret, writes.secrets)):
        if rows:
            yield insert(table, kind), columns_of(rows)
    if writes.links:
        sql = "insert into entry_parent (child, parent) select * from unnest(?::text[], ?::text[])"
        yield sql, [list(column) for column in zip(*writes.links, strict=True)]
    for view, rows in by_table(writes).items():
        yield f"{insert(view.table, view)} {on_conflict(view)}", columns_of(rows)
    if writes.inbox:
        rest = ", ".join(f"{name} = excluded.{name}" for name in Inbox.__struct_fields__[2:])
        last = {(row.id, row.digest): row for row in writes.inbox}
        sql = f"{insert('inbox', Inbox)} on conflict (id, digest) do update set {rest}"
        yield sql, columns_of(list(last.values()))
    if writes.settled:
        settled = "select * from unnest(?::text[], ?::text[]) as s (id, digest)"
        sql = f"delete from inbox i using ({settled}) s where i.id = s.id and i.digest = s.digest"
        yield sql, [list(column) for column in zip(*writes.settled, strict=True)]


@cache
def insert(table: str, kind: type) -> str:
    """Rows of a Struct from one list a field."""
    lists = ", ".join(f"?::{array_of(field.type)}" for field in fields(kind))
    return f"insert into {table} ({names_of(kind)}) select * from unnest({lists})"


def array_of(annotation: Any) -> str:
    """The PostgreSQL array of a column that holds this, or None."""
    kinds = [one for one in getattr(annotation, "__args__", (annotation,)) if one is not type(None)]
    return ARRAYS[kinds[0]]


def columns_of(rows: Sequence[Any]) -> list[Sequence[Any]]:
    return [list(column) for column in zip(*map(astuple, rows), strict=True)]


async def append(connection: Any, writes: Writes) -> None:
    """Everything a group writes, in one statement."""
    for key in (key for key, row in writes.rows.items() if row is None):
        sql, names = numbered(drop_by_key(key.table, POSTGRES))
        values = dict(zip(key.table.key, key.of, strict=True))
        await connection.execute(sql, *(values[name] for name in names))
    parts = list(parts_of(writes))
    if parts:
        await connection.execute(
            statement(tuple(sql for sql, _ in parts)), *(column for _, columns in parts for column in columns)
        )


@cache
def statement(parts: tuple[str, ...]) -> str:
    """The parts as one statement, their lists numbered in order."""
    *before, last = parts
    head = ", ".join(f"w{number} as ({sql})" for number, sql in enumerate(before))
    numbers = count(1)
    return re.sub(r"\?", lambda _: f"${next(numbers)}", f"with {head} {last}" if head else last)
