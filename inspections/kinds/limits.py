"""What `@key` in a condition stands for: the row of parameters.csv or air_limits.csv in force on a day.

Owns: which row may decide. Does not own: the rows themselves (reference/), nor what follows from a value. A
row marked U or without a value decides nothing, and a neighbouring period never stands in for a missing
one.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from inspections.reference import UNVERIFIED, in_force, table

TABLES: Final = ("parameters", "air_limits")


@cache
def rows_of(key: str) -> tuple[Mapping[str, str], ...]:
    """Every row of a limit, all periods; LookupError when no table knows the key."""
    rows = tuple(row for name in TABLES for row in table(name) if row["key"] == key)
    if not rows:
        raise LookupError(f"no limit {key!r} in {' or '.join(TABLES)}")
    return rows


def value_on(key: str, on: date) -> Decimal | None:
    """The value that may decide on that day, in the row's unit; None when there is none: show 待核实."""
    for row in rows_of(key):
        if in_force(row, on) and row["value"] and row["confidence"] != UNVERIFIED:
            return Decimal(row["value"])
    return None
