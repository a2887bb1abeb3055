"""Writing a group to PostgreSQL in one statement: each table's rows travel as one JSON list.

Owns: that statement. Does not own transactions or locks (postgres.py). Ten times a statement a row.
Source: design.md §4; docs/design/0002-one-door.md.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from inspections.chain import Inbox, Writes
from inspections.entries import Secret
from inspections.storage.dialect import POSTGRES, numbered
from inspections.storage.engine import ENTRY_COLUMNS, by_table
from inspections.storage.queries import drop_by_key, put_by_key


def parts_of(writes: Writes) -> Iterator[tuple[str, str]]:
    """Each part of a write as SQL with one `?` for its rows as JSON, and those rows."""
    for table, columns, rows in (
        ("entry", ENTRY_COLUMNS, [dict_of(entry) for entry in writes.entries]),
        ("vault", ", ".join(Secret.__struct_fields__), [dict_of(secret) for secret in writes.secrets]),
        (
            "entry_parent",
            "child, parent",
            [{"child": child, "parent": parent} for child, parent in writes.links],
        ),
    ):
        if rows:
            yield f"insert into {table} ({columns}) {recordset(table, columns)}", encoded(rows)
    for view, rows in by_table(writes).items():
        yield " ".join(put_by_key(view, POSTGRES)), encoded([dict_of(row) for row in rows])
    if writes.inbox:
        columns = ", ".join(Inbox.__struct_fields__)
        rest = ", ".join(f"{name} = excluded.{name}" for name in Inbox.__struct_fields__[2:])
        last = {(row.id, row.digest): dict_of(row) for row in writes.inbox}
        sql = f"insert into inbox ({columns}) {recordset('inbox', columns)} on conflict (id, digest) do update set {rest}"
        yield sql, encoded(list(last.values()))
    if writes.settled:
        settled = "select value ->> 0 as id, value ->> 1 as digest from json_array_elements(cast(? as json))"
        yield (
            f"delete from inbox i using ({settled}) s where i.id = s.id and i.digest = s.digest",
            encoded(writes.settled),
        )


def recordset(table: str, columns: str) -> str:
    return f"select {columns} from json_populate_recordset(null::{table}, cast(? as json))"


def dict_of(row: Any) -> dict[str, Any]:
    return msgspec.structs.asdict(row)


def encoded(rows: Sequence[Any]) -> str:
    return msgspec.json.encode(rows).decode()


async def append(connection: Any, writes: Writes) -> None:
    """Everything a group writes, in one statement."""
    for key in (key for key, row in writes.rows.items() if row is None):
        sql, names = numbered(drop_by_key(key.table, POSTGRES))
        values = dict(zip(key.table.key, key.of, strict=True))
        await connection.execute(sql, *(values[name] for name in names))
    parts = list(parts_of(writes))
    if not parts:
        return
    *before, last = (sql.replace("?", f"${number + 1}") for number, (sql, _) in enumerate(parts))
    head = "with " + ", ".join(f"w{number} as ({sql})" for number, sql in enumerate(before)) if before else ""
    await connection.execute(f"{head} {last}", *(rows for _, rows in parts))
