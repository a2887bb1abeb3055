"""Seed rows and a county's own rows as one table: what supersedes what, and what a row may say.

Owns: by which columns a row is known, which tables a county may supersede, the rule that a later row ends the earlier
one the day before, and the shape a cell must have so that every calculator can rest on it. Does not own the seed (the CSV
files beside it) or the entry that brings a row (inspections/references.py). No row is ever changed in place.
Source: design.md §3; README.md of this folder.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

from inspections.reference import table

Row = dict[str, str]
#: table → the columns that say which thing a row is about; with `valid_from` they name the row
KNOWN_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "air_limits": ("key",),
    "co2_factors": ("key",),
    "deadlines": ("key",),
    "energy_coefficients": ("table", "key", "basis"),
    "entry_ranges": ("key",),
    "metering_rates": ("energy",),
    "parameters": ("key",),
    "reporting_classes": ("key",),
    "unit_product_limits": ("product", "indicator"),
    "working_media": ("key",),
}
#: columns that an entry states by itself, beside `values`
APART: Final = ("valid_from", "valid_to", "source", "confidence")
#: columns whose cells choose a way of reckoning: a new row may only say what the table says somewhere already
CLOSED: Final[Mapping[str, tuple[str, ...]]] = {
    "co2_factors": ("kind", "family", "unit"),
    "energy_coefficients": ("table", "category", "unit", "basis", "report_unit"),
    "entry_ranges": ("unit",),
    "reporting_classes": ("measure", "unit", "duty", "accounting_unit", "basis", "how"),
    "unit_product_limits": ("unit",),
    "working_media": ("unit", "report_unit", "bought_in_only"),
}
NUMERIC: Final = re.compile(
    r"value|count|count_max|level[123]|least|most|year|oxidation|carbon_\w+"
    r"|units_per_report_unit|\w+_percent|(ncv|kgce|mj|min|max)_\w+"
)
NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,10})?")
_START: Final = ""  #: before all records


def known_as(name: str, row: Mapping[str, str]) -> str:
    """What the entry `reference` calls the thing a row is about: "beer/total", "gbt2589_2020/electricity/等价"."""
    return "/".join(row[column] for column in KNOWN_BY[name])


@cache
def columns(name: str) -> tuple[str, ...]:
    """The columns of a table, in its order."""
    return tuple(table(name)[0])


@cache
def always_filled(name: str) -> frozenset[str]:
    """Columns that no row of the seed leaves empty: a row without them cannot be used, but for where it stands."""
    filled = {column for column in columns(name) if all(row[column] for row in table(name))}
    return frozenset(filled - {*APART, "clause"})


def misfits(name: str, known: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(column, what is wrong with it in Chinese) of a row that is to stand in a table."""
    named = whole(name, known, values, {})
    for column, cell in named.items():
        if column not in columns(name) or column in APART:
            yield column, "这张表没有这一栏"
        elif cell and NUMERIC.fullmatch(column) and not NUMBER.fullmatch(cell):
            yield column, "应为数字，如 1.10"
        elif column in CLOSED.get(name, ()) and cell not in {row[column] for row in table(name)}:
            used = "、".join(sorted({row[column] for row in table(name)} - {""}))
            yield column, f"只能是：{used}"
    yield from ((column, "这一栏不能空") for column in always_filled(name) if not named.get(column))
    blank = dict.fromkeys(KNOWN_BY[name], "")
    if known.count("/") != len(blank) - 1 or known_as(name, {**blank, **named}) != known:
        yield "", f"行的名字应为 {'/'.join(KNOWN_BY[name])}，与栏内所写一致"


def whole(name: str, known: str, values: Mapping[str, str], stated: Mapping[str, str]) -> Row:
    """A row from what an entry says: its values, what the name already tells, validity and source."""
    identity = dict(zip(KNOWN_BY[name], known.split("/"), strict=False))
    return {**identity, **values, **stated}


def with_own(name: str, own: Iterable[Row]) -> tuple[Row, ...]:
    """The seed with a county's rows in it: one of the same day takes the seed's place, a later one ends the earlier."""
    things: dict[str, dict[str, Row]] = {}
    for row in (*table(name), *own):
        filled = {column: row.get(column, "") for column in columns(name)}
        things.setdefault(known_as(name, filled), {})[filled["valid_from"]] = filled
    return tuple(row for editions in things.values() for row in _ended(editions))


def _ended(editions: Mapping[str, Row]) -> Iterator[Row]:
    """The editions of one thing, oldest first, none reaching into the next."""
    days = sorted(editions)
    for day, following in zip(days, [*days[1:], _START], strict=True):
        row = editions[day]
        if following and (not row["valid_to"] or row["valid_to"] >= following):
            before = (date.fromisoformat(following) - timedelta(days=1)).isoformat()
            yield {**row, "valid_to": before}
        else:
            yield row
