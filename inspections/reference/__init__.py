"""Seed facts: law, coefficients, calendar and units as rows with validity, source and confidence.

Owns: the CSV files beside it and the two questions every reader has (which rows are there, which row holds
on a day). Does not own: what follows from a row (calculators, subject modules), later changes of a fact
(those are entries of the ledger; these files are only what a new county starts from).
Source: README.md of this folder says where every table comes from and what each confidence mark means.
"""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

UNVERIFIED = "U"
_FULL_WIDTH = str.maketrans(",;:()", "，；：（）")


class Parameter(msgspec.Struct, frozen=True):
    """One threshold of parameters.csv as it holds on a day."""

    key: str
    name_zh: str
    value: Decimal | None  #: as printed in the source; None when no value is known
    unit: str
    comparison: str  #: how a measured value must stand to it, or for flags when to flag
    nature: str  #: only "law" and "standard" may be cited as a basis
    source: str
    confidence: str  #: S seen, K known, C computed, U unverified

    @property
    def usable(self) -> bool:
        """False for an unverified or empty row: show 待核实, decide nothing by it."""
        return self.value is not None and self.confidence != UNVERIFIED


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `name`.csv, every cell as text. Empty = unknown or not applicable, never zero.

    Read once and shared: callers copy a row before they change it. LookupError when there is no such table.
    """
    file = files(__name__) / f"{name}.csv"
    if not file.is_file():
        raise LookupError(f"no reference table {name!r}")
    with file.open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


@cache
def coded(group: str) -> Mapping[str, str]:
    """Key → Chinese name of one code list."""
    return {row["key"]: row["name_zh"] for row in table("code_lists") if row["group"] == group}


def in_force(row: Mapping[str, str], on: date) -> bool:
    """Whether a row's validity, both ends included, holds the day."""
    return (row["valid_from"] or "0001-01-01") <= on.isoformat() <= (row["valid_to"] or "9999-12-31")


def full_width(text: str) -> str:
    """The tables are typed with half-width marks; what people read is not."""
    return text.translate(_FULL_WIDTH)


@lru_cache(4096)
def parameter(key: str, on: date) -> Parameter:
    """The row of parameters.csv that holds on the day; ask `.usable` before deciding by it.

    LookupError when no row of that key holds then: no neighbouring period is ever taken instead.
    """
    rows = [row for row in table("parameters") if row["key"] == key]
    for row in rows:
        if in_force(row, on):
            return _read(row)
    raise LookupError(f"parameter {key!r} has no row for {on}" if rows else f"no parameter {key!r}")


def _read(row: Mapping[str, str]) -> Parameter:
    texts = {name: row[name] for name in Parameter.__struct_fields__ if name != "value"}
    return Parameter(value=Decimal(row["value"]) if row["value"] else None, **texts)
