"""A column of a data set: its names, what sort of value it holds, and how a person reads such a value.

Owns: the sorts of value and their one plain form, from which every format writes. Does not own which columns there
are (patrols.py, registers.py) or how a format spells a value (text_files.py, workbook.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

import msgspec

from inspections.months import BEIJING

Sort = Literal["text", "code", "choice", "list", "yes_no", "integer", "number", "date", "instant", "month"]
SORTS: Final[Mapping[Sort, str]] = {
    "text": "文字",
    "code": "编号（文字，前面的 0 有意义）",
    "choice": "选项",
    "list": "多项，用顿号隔开",
    "yes_no": "是或否",
    "integer": "整数",
    "number": "数",
    "date": "日期",
    "instant": "时刻（北京时间）",
    "month": "月份",
}
NUMBERS: Final = ("integer", "number")
YES_NO: Final = {True: "是", False: "否"}
Row = Sequence[Any]


class Column(NamedTuple):
    """One column."""

    key: str  #: its name in JSON and GeoJSON
    title: str  #: Chinese, in CSV and XLSX; with the unit when it has one
    sort: Sort
    meaning: str  #: one sentence for the data dictionary
    unit: str = ""
    texts: Mapping[Any, str] = {}  #: stored value → what a person reads


def settled(column: Column, value: Any) -> Any:
    """A stored value as what it is, the same from both engines: SQLite keeps booleans as numbers, both lists as JSON."""
    if value is None:
        return None
    match column.sort:
        case "yes_no":
            return bool(value)
        case "list":
            return msgspec.json.decode(value)
        case "instant":
            return datetime.fromisoformat(value).astimezone(BEIJING).isoformat(timespec="seconds")
        case _:
            return value


def shown(column: Column, value: Any) -> Any:
    """A settled value as a cell: text, a number as it is, nothing as an empty text."""
    if value is None:
        return ""
    match column.sort:
        case "yes_no":
            return YES_NO[value]
        case "list":
            return "、".join(item(column, part) for part in value)
        case "instant":
            return value[:19].replace("T", " ")
        case _:
            return column.texts.get(value, value)


def item(column: Column, part: Any) -> str:
    """An item of a list; a list of its own, as in a name and since when, stands with a blank between."""
    if isinstance(part, list):
        return " ".join(str(one) for one in part if one)
    return column.texts.get(part, str(part))


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
