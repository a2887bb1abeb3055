"""A column of a data set: its names, what sort of value it holds, and how a person reads such a value.

Owns: the sorts of value and their one plain form, from which every format writes. Does not own which columns there
are (patrols.py, registers.py) or how a format spells a value (text_files.py, workbook.py).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
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


def settlers(columns: Sequence[Column]) -> list[tuple[int, Callable[[Any], Any]]]:
    """What makes stored values what they are, by their place in a row; most stay. Both engines store lists as JSON,
    SQLite booleans as numbers, the ledger instants in UTC."""
    ways: dict[str, Callable[[Any], Any]] = {
        "yes_no": bool,
        "list": msgspec.json.decode,
        "instant": in_beijing,
    }
    return [(at, ways[column.sort]) for at, column in enumerate(columns) if column.sort in ways]


def settle(row: list[Any], ways: Iterable[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    """The same row with settled values; nothing stays nothing."""
    for at, way in ways:
        if row[at] is not None:
            row[at] = way(row[at])
    return row


def in_beijing(instant: str) -> str:
    return datetime.fromisoformat(instant).astimezone(BEIJING).isoformat(timespec="seconds")


def shown(column: Column) -> Callable[[Any], Any]:
    """How a settled value of the column is read: text, a number as it is, nothing as an empty text."""
    texts = column.texts
    match column.sort:
        case "yes_no":
            return lambda value: "" if value is None else YES_NO[value]
        case "list":
            return lambda value: "、".join(item(texts, part) for part in value or ())
        case "instant":
            return lambda value: "" if value is None else value[:19].replace("T", " ")
        case "choice":
            return lambda value: "" if value is None else texts.get(value, value)
        case _:
            return lambda value: "" if value is None else value


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
