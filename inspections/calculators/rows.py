"""Rows of reference data as a calculator uses them: which one holds in a period, and how it is cited.

Owns: the choice of the row in force over a whole period, the refusal to choose when the period straddles two, and
the form in which steps name a row. Does not own: the rows (reference/*.csv; in a county its own entries).
A row marked U, or without a value, is cited as 待核实 and decides nothing (reference/README.md).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

from inspections.calculators.periods import Period
from inspections.reference import UNVERIFIED, full_width

Row = Mapping[str, str]
#: every calculator that rests on law takes this: the rows of a table by its name (`reference.table` is the seed).
#: The same callable always gives the same rows: what was looked up once is remembered
Tables = Callable[[str], Sequence[Row]]
UNVERIFIED_ZH: Final[Literal["待核实"]] = "待核实"
_START: Final = "0001-01-01"
_END: Final = "9999-12-31"


class Choice(Struct, frozen=True):
    """What the rows say of a period: the one row that covers it, or the days on which it must be split."""

    row: Row | None = None
    split_at: tuple[date, ...] = ()  #: first days of the later parts; empty when nothing straddles

    @property
    def decides(self) -> bool:
        return self.row is not None and self.row["confidence"] != UNVERIFIED


def in_force(rows: Iterable[Row], period: Period) -> Choice:
    """The row that holds on every day of the period; no row at all, or more than one, is no choice.

    The rows must be of one thing (same key), whose validities do not overlap.
    """
    first, last = period.first.isoformat(), period.last.isoformat()
    touching = sorted(
        (row for row in rows if _from(row) <= last and first <= _to(row)), key=lambda row: _from(row)
    )
    if len(touching) == 1 and _from(touching[0]) <= first and last <= _to(touching[0]):
        return Choice(touching[0])
    starts = {_from(row) for row in touching if _from(row) > first}
    ends = {_day_after(_to(row)) for row in touching if _to(row) < last}
    return Choice(None, tuple(date.fromisoformat(day) for day in sorted(starts | ends)))


def cited(table: str, row: Row) -> dict[str, str]:
    """A row for the steps of an answer: the table and every cell that says something."""
    cells = {"list" if name == "table" else name: full_width(cell) for name, cell in row.items() if cell}
    doubt = {"status": UNVERIFIED_ZH} if row["confidence"] == UNVERIFIED else {}
    return {"table": table, **cells, **doubt}


@lru_cache(maxsize=2048)
def named(tables: Tables, table: str, **wanted: str) -> tuple[Row, ...]:
    """The rows of a table whose columns have these values, all periods."""
    return tuple(row for row in tables(table) if all(row[column] == cell for column, cell in wanted.items()))


def latest(tables: Tables, table: str, key: str) -> Row:
    """The newest row of a key, for what is shown rather than judged; LookupError when there is none."""
    rows = named(tables, table, key=key)
    if not rows:
        raise LookupError(f"no {key!r} in {table}")
    return max(rows, key=_from)


def _from(row: Row) -> str:
    return row["valid_from"] or _START


def _to(row: Row) -> str:
    return row["valid_to"] or _END


def _day_after(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()
