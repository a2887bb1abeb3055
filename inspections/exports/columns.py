"""A column of a data set: its names, what sort of value it holds, and how a person reads such a value.

Owns: the sorts of value and their one plain form, from which every format writes. Does not own which columns there
are (patrols.py, registers.py) or how a format spells a value (text_files.py, workbook.py, parquet.py). Values are taken
a column at a time: a loop inside one column is several times faster than one over the cells of a row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

import msgspec

from inspections.months import BEIJING

Sort = Literal[
    "text", "code", "choice", "list", "yes_no", "integer", "number", "date", "part_date", "instant", "month"
]
SORTS: Final[Mapping[Sort, str]] = {
    "text": "文字",
    "code": "编号（文字，前面的 0 有意义）",
    "choice": "选项",
    "list": "多项，用顿号隔开",
    "yes_no": "是或否",
    "integer": "整数",
    "number": "数",
    "date": "日期",
    "part_date": "日期，来源可能只写到年或月",
    "instant": "时刻（北京时间）",
    "month": "月份",
}
NUMBERS: Final = ("integer", "number")
YES_NO: Final = {None: "", True: "是", False: "否"}
Values = Sequence[Any]  #: of one column
Batch = Sequence[Values]  #: some rows, by column: what every writer takes


class Column(NamedTuple):
    """One column."""

    key: str  #: its name in JSON and GeoJSON
    title: str  #: Chinese, in CSV and XLSX; with the unit when it has one
    sort: Sort
    meaning: str  #: one sentence for the data dictionary
    unit: str = ""
    texts: Mapping[Any, str] = {}  #: stored value → what a person reads


def settled(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Batch:
    """Stored rows by column, each value as what it is. Both engines store lists as JSON, SQLite booleans as numbers, the
    ledger instants in UTC; nothing stays nothing."""
    return [
        SETTLE[column.sort](values) if column.sort in SETTLE else values
        for column, values in zip(columns, zip(*rows, strict=True), strict=True)
    ]


def in_beijing(instant: str) -> str:
    """The ledger writes UTC, and Beijing is whole hours from it, so an hour is worked out once."""
    if instant[-1:] == "Z":
        return f"{beijing_hour(instant[:13])}{instant[13:19]}+08:00"
    return datetime.fromisoformat(instant).astimezone(BEIJING).isoformat(timespec="seconds")


@lru_cache(1024)
def beijing_hour(hour: str) -> str:
    return datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone(BEIJING).isoformat()[:13]


SETTLE: Final[Mapping[Sort, Callable[[Values], Values]]] = {
    "yes_no": lambda values: [None if value is None else bool(value) for value in values],
    "list": lambda values: [None if value is None else msgspec.json.decode(value) for value in values],
    "instant": lambda values: [None if value is None else in_beijing(value) for value in values],
}


def shown(column: Column) -> Callable[[Values], list[Any]]:
    """How settled values of the column are read: text, a number as it is, nothing as an empty text."""
    texts = {None: "", **column.texts}
    match column.sort:
        case "yes_no":
            return lambda values: [YES_NO[value] for value in values]
        case "list":
            return lambda values: ["、".join([item(texts, part) for part in value or ()]) for value in values]
        case "instant":
            return lambda values: ["" if value is None else value[:19].replace("T", " ") for value in values]
        case "choice":
            return lambda values: [texts.get(value, value) for value in values]
        case _:
            return lambda values: ["" if value is None else value for value in values]


def item(texts: Mapping[Any, str], part: Any) -> str:
    """An item of a list; a list of its own, as in a name and since when, stands with a blank between."""
    if isinstance(part, list):
        return " ".join(str(one) for one in part if one)
    return texts.get(part, str(part))


def described(columns: Iterable[Column]) -> list[tuple[str, str, str, str, str]]:
    """The data dictionary: key, title, sort, unit, meaning."""
    return [(one.key, one.title, SORTS[one.sort], one.unit, one.meaning) for one in columns]


def codes(columns: Iterable[Column]) -> list[tuple[str, str, str]]:
    """The code list: column, stored value, what it is called."""
    return [
        (one.key, str(value), text)
        for one in columns
        for value, text in one.texts.items()
        if one.sort in ("choice", "list")
    ]
