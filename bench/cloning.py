"""Many rows at once: one row of a view copied under other keys, straight into the table. For measurements and long exports.

Owns: that. It writes beside the ledger, so `ledger rebuild` takes the rows out again; never for a real county.
"""

from pathlib import Path

from inspections.storage.sqlite_library import library


def cloned(database: Path, table: str, key: str, times: int) -> None:
    """The first row of a view of an SQLite ledger, `times` more, each with a key and a place of its own."""
    connection = library().connect(str(database))
    columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    own = {key: "printf('01960000-0000-7000-8000-%012x', n)", "seq": "1000000 + n"}
    taken = ", ".join(own.get(column, column) for column in columns)
    connection.execute(
        f"with recursive t(n) as (select 1 union all select n + 1 from t where n < {int(times)}) "
        f"insert into {table} ({', '.join(columns)}) select {taken} from (select * from {table} limit 1), t"
    )
    connection.commit()
    connection.close()
