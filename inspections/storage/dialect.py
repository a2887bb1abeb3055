"""The few words in which the two engines differ, so that every query and migration is written once.

Owns: `$text $int $bool $real` (column types), `$clustered` (rows in the tree of their key, where there is such a thing),
`$each(:name)` (the values of a JSON list as rows `value`), `$keys(:name, n)` (a JSON list of lists as rows k0 … kn), and the one
condition that many queries share: `$charged(f)`, whether a finding lies within the scopes (api/auth.py, Call.charges).
Does not own connections. Source: docs/design/0002-one-door.md.
"""

import re
from typing import Final, NamedTuple


class Dialect(NamedTuple):
    """One engine's words."""

    name: str
    types: tuple[tuple[str, str], ...]
    each: str  #: rows of a JSON list, column value
    element: str  #: one element of a JSON list as text
    rows_of: str  #: rows of a JSON list of lists, column value


SQLITE: Final = Dialect(
    "sqlite",
    (
        ("$text", "text"),
        ("$int", "integer"),
        ("$bool", "integer"),
        ("$real", "real"),
        ("$clustered", "without rowid"),
    ),
    "(select value from json_each({0}))",
    "json_extract(k.value, '$[{0}]')",
    "json_each({0}) k",
)
POSTGRES: Final = Dialect(
    "postgres",
    (
        ("$text", 'text collate "C"'),
        ("$int", "bigint"),
        ("$bool", "boolean"),
        ("$real", "double precision"),
        ("$clustered", ""),
    ),
    "(select value from json_array_elements_text(cast({0} as json)))",
    "(k.value ->> {0})",
    "json_array_elements(cast({0} as json)) k",
)


#: an officer's scope is a unit path; a doer's is marked, and holds the findings that doer answers for
CHARGED: Final = (
    "exists (select 1 from $each(:scopes) k where f.unit_path between k.value and k.value || '~'"
    " or '!' || f.responsible_path between k.value and k.value || '~' or '@' || f.responsible_enterprise = k.value)"
)


def printed(sql: str, dialect: Dialect) -> str:
    """The text in one engine's words."""
    sql = re.sub(r"\$charged\((\w+)\)", lambda found: CHARGED.replace("f.", f"{found[1]}."), sql)
    for word, meaning in dialect.types:
        sql = re.sub(re.escape(word) + r"\b", meaning, sql)
    sql = re.sub(r"\$each\((:\w+)\)", lambda found: dialect.each.format(found[1]), sql)
    return re.sub(r"\$keys\((:\w+), (\d+)\)", lambda found: keys(found[1], int(found[2]), dialect), sql)


def keys(parameter: str, columns: int, dialect: Dialect) -> str:
    """A JSON list of lists as a row set with columns k0, k1, …"""
    parts = ", ".join(f"{dialect.element.format(number)} as k{number}" for number in range(columns))
    return f"(select {parts} from {dialect.rows_of.format(parameter)})"


def numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """`:name` parameters as $1, $2 …, with the names in that order (casts `::` are left alone)."""
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        name = found[1]
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return re.sub(r"(?<!:):([a-z_]\w*)", number, sql), tuple(names)
