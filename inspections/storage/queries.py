"""Named queries: each `-- name: x` in queries/*.sql, in one engine's words, with what stands above it as its reason.

Owns: reading those files, and printing get-by-key and put-by-key of a view row from its Struct. Does not own running.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from inspections.facts import Row
from inspections.storage.dialect import POSTGRES, Dialect, printed
from inspections.storage.views import VIEWS


@cache
def named(dialect: Dialect) -> dict[str, str]:
    """Every query of every file by its name."""
    found: dict[str, str] = {}
    for file in sorted(files(__package__).joinpath("queries").iterdir(), key=lambda one: one.name):
        for block in re.split(r"(?m)^-- name: ", file.read_text("utf-8"))[1:]:
            name, _, body = block.partition("\n")
            lines = (line for line in body.splitlines() if not line.startswith("--"))
            found[name.strip()] = printed("\n".join(lines).strip(), dialect)
    return found | {f"all_{view.table}": all_rows(view) for view in VIEWS}


def all_rows(view: type[Row]) -> str:
    """Every row of a view, for comparing views with each other."""
    return f"select {names_of(view)} from {view.table}"


def asked(query: str, dialect: Dialect, parameters: Mapping[str, Any]) -> str:
    """A named query for these parameters: a line that begins with `$if(:x)` stands only when x is given.

    A filter that is not asked for is not there at all, so that an engine can choose an index for those that are.
    """
    sql = named(dialect)[query]
    if "$if(" not in sql:
        return sql
    return chosen(sql, frozenset(name for name, value in parameters.items() if value is not None))


@cache
def chosen(sql: str, given: frozenset[str]) -> str:
    lines = (OPTIONAL.match(line) or line for line in sql.splitlines())
    text = "\n".join(
        line if isinstance(line, str) else line["rest"]
        for line in lines
        if isinstance(line, str) or line["name"] in given
    )
    return ONE_OF.sub(lambda found: "1 = 1" if given & set(NAMES.findall(found[0])) else "1 = 0", text)


#: `$one(:a, :b)`: nothing is found unless one of these is given, so that a scope left out shows nothing, never everything
ONE_OF: Final = re.compile(r"\$one\([^)]*\)")
NAMES: Final = re.compile(r":(\w+)")
OPTIONAL: Final = re.compile(r"\s*\$if\(:(?P<name>\w+)\)(?P<rest>.*)")


@cache
def get_by_key(row: type[Row], dialect: Dialect) -> str:
    """All rows of a table whose key is in a JSON list of keys."""
    if row.query:
        return named(dialect)[row.query]
    on = " and ".join(f"t.{column} = k.k{number}" for number, column in enumerate(row.key))
    columns = ", ".join(f"t.{name}" for name in row.__struct_fields__)
    keys = printed(f"$keys(:keys, {len(row.key)})", dialect)
    if dialect is POSTGRES:
        on = " and ".join(
            f"t.{column} = cast(k.k{number} as {column_type(row, column)})"
            for number, column in enumerate(row.key)
        )
    return f"select {columns} from {keys} k join {row.table} t on {on}"


def names_of(row: type) -> str:
    """The columns of a row, in the order of its values."""
    return ", ".join(row.__struct_fields__)  # type: ignore[attr-defined]  # every row is a Struct


@cache
def on_conflict(row: type[Row]) -> str:
    """A row is put whole: the one under its key gives way."""
    rest = ", ".join(f"{name} = excluded.{name}" for name in row.__struct_fields__ if name not in row.key)
    return f"on conflict ({', '.join(row.key)}) do {f'update set {rest}' if rest else 'nothing'}"


@cache
def drop_by_key(row: type[Row], dialect: Dialect) -> str:
    """Take view rows away: they are folded anew from the entries that remain in effect."""
    cast = "cast(:{0} as {1})" if dialect is POSTGRES else ":{0}"
    keys = (f"{column} = " + cast.format(column, column_type(row, column)) for column in row.key)
    return f"delete from {row.table} where " + " and ".join(keys)


def column_type(row: type[Row], column: str) -> str:
    """The PostgreSQL type a key arrives in from JSON text."""
    kind: Any = row.__annotations__.get(column, "str")
    return "bigint" if kind in (int, "int") else "text"
