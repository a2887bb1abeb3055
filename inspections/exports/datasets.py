"""The data sets that can be taken out: one description each, of columns and of where the rows come from.

Owns: which columns, under which names and in which order; private values are in none of them. Does not own formats
(writers.py) or SQL (storage/queries/exports.sql). Source: contract.md (exports).
"""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec

from inspections import coverage, parameters
from inspections.exports.writers import Column, Row
from inspections.facts import Facts
from inspections.kinds import KINDS
from inspections.months import months_between
from inspections.parameters import Setting
from inspections.snapshot import is_closed
from inspections.storage.engine import Storage

PAGE: Final = 1000
YES_NO: Final = {True: "是", False: "否"}
NATURES: Final = {"outside": "属地巡查", "enter": "入企检查"}
LATE: Final = {"": "", "late": "迟报", "delayed": "补传"}
KIND_NAMES: Final = {key: kind.name for (key, _), kind in KINDS.items()}
STATES: Final = {
    "joint": "联合巡察",
    "visit": "巡察",
    "zero": "零报告",
    "zero_only": "仅零报告",
    "excused": "免巡",
    "missing": "缺报",
    "pending": "还没到期",
}
ENTERPRISE_STATES: Final = {"active": "在产", "stopped": "停产", "closed": "关闭"}
RESULTS: Final = {
    choice.value: choice.text
    for kind in KINDS.values()
    for choice in kind.question(kind.result_question).choices
}


class Asked(NamedTuple):
    """What an export is of: a book up to a place, the reader's scopes as JSON, the filters."""

    book: str
    head: int
    scopes: str
    unit: str | None
    kind: str | None
    result: str | None
    first: str | None  #: first day, Beijing
    beyond: str | None  #: the day after the last
    last_month: str  #: of the last day asked for, else of the book's last entry
    as_of: datetime  #: when that entry was received
    county: str  #: path of the county, for questions about all its units


Pages = Callable[[Storage, Asked], AsyncIterator[list[Row]]]


class Dataset(NamedTuple):
    """One data set."""

    name: str  #: Chinese
    columns: tuple[Column, ...]
    pages: Pages
    located: bool  #: has lat and lon


def paged(
    query: str, columns: tuple[Column, ...], lists: tuple[str, ...], booleans: tuple[str, ...]
) -> Pages:
    """Pages of a named query whose first column is the seq to go on after; the rest are the columns."""
    keys = [column.key for column in columns]

    async def pages(storage: Storage, asked: Asked) -> AsyncIterator[list[Row]]:
        given = {name: getattr(asked, name) for name in FILTERS[query]}
        after = 0
        while found := await storage.rows(query, **given, after=after, limit=PAGE):
            yield [typed(keys, row[1:], lists, booleans) for row in found]
            after = found[-1][0]

    return pages


def typed(keys: list[str], row: Row, lists: tuple[str, ...], booleans: tuple[str, ...]) -> list[Any]:
    """Columns as what they are: SQLite keeps booleans as numbers, both engines keep lists as JSON."""
    return [
        bool(value) if key in booleans else msgspec.json.decode(value) if key in lists else value
        for key, value in zip(keys, row, strict=True)
    ]


FILTERS: Final = {
    "export_visits": ("book", "head", "scopes", "unit", "kind", "result", "first", "beyond"),
    "export_enterprises": ("book", "head", "scopes", "unit", "result"),
}
VISIT_COLUMNS: Final = (
    Column("id", "记录编号"),
    Column("book", "账本"),
    Column("kind", "检查类别", KIND_NAMES),
    Column("kind_version", "检查表版本"),
    Column("period", "所属月份"),
    Column("nature", "性质", NATURES),
    Column("unit", "单位编号"),
    Column("unit_name", "单位"),
    Column("site", "点位编号"),
    Column("site_name", "点位"),
    Column("enterprise", "企业编号"),
    Column("enterprise_name", "企业"),
    Column("credit_code", "统一社会信用代码"),
    Column("result", "结果", RESULTS),
    Column("inspected", "已入内查看", YES_NO),
    Column("joint", "联合巡察", YES_NO),
    Column("doubtful", "月份待确认", YES_NO),
    Column("late", "迟报或补传", LATE),
    Column("started_at", "开始时间"),
    Column("lat", "纬度（WGS84）"),
    Column("lon", "经度（WGS84）"),
    Column("accuracy_m", "位置误差（米）"),
    Column("photos", "照片数"),
    Column("notices", "还缺几项"),
    Column("failed", "有问题的项目"),
    Column("plan", "计划编号"),
    Column("actor", "填报账号"),
    Column("received_at", "收到时间（UTC）"),
)
ENTERPRISE_COLUMNS: Final = (
    Column("id", "企业编号"),
    Column("book", "账本"),
    Column("unit", "单位编号"),
    Column("unit_name", "单位"),
    Column("name", "企业名称"),
    Column("names", "名称沿革"),
    Column("credit_code", "统一社会信用代码"),
    Column("address", "地址"),
    Column("industry", "行业"),
    Column("lat", "纬度（WGS84）"),
    Column("lon", "经度（WGS84）"),
    Column("state", "状态", ENTERPRISE_STATES),
    Column("merged_into", "并入企业编号"),
    Column("source", "来源"),
    Column("note", "备注"),
)
COVERAGE_COLUMNS: Final = (
    Column("kind", "检查类别", KIND_NAMES),
    Column("period", "月份"),
    Column("unit", "单位编号"),
    Column("unit_name", "单位"),
    Column("state", "情况", STATES),
    Column("late", "迟报或补传", LATE),
    Column("visits", "巡察次数"),
    Column("no_entry", "未能进入次数"),
    Column("reason", "免巡原因"),
)


async def coverage_pages(storage: Storage, asked: Asked) -> AsyncIterator[list[Row]]:
    """One row a unit and month, as the ledger stands; a month is a page."""
    [(begins,)] = await storage.rows("coverage_first_period", kind=kind_of(asked), scopes=asked.scopes)
    if begins is None:
        return
    allowed = msgspec.json.decode(asked.scopes, type=list[str])
    scopes = [asked.county] if any(asked.county.startswith(scope) for scope in allowed) else allowed
    first = max(begins, (asked.first or "")[:7])
    for month in months_between(first, asked.last_month):
        yield [row for scope in scopes for row in await month_rows(storage, scope, month, asked)]


async def month_rows(storage: Storage, scope: str, month: str, asked: Asked) -> list[Row]:
    """A month below one path. Until the cut-off a unit that filed nothing is not 缺报."""
    facts, kind = Facts(), kind_of(asked)
    cut_off = Setting.at(asked.book, "cut_off_day")
    facts.load(await storage.answer([*coverage.questions(scope, kind, month), cut_off]))
    record = coverage.record_of(facts, scope, kind, month)
    closed = is_closed(month, parameters.value(facts, asked.book, "cut_off_day"), asked.as_of)
    names = {one.unit: one.name for one in record.units}
    rows = [
        (
            kind,
            month,
            cell.unit,
            names[cell.unit],
            state_of(cell, closed),
            cell.late,
            cell.visits,
            cell.no_entry,
            cell.reason,
        )
        for cell in coverage.cells(record)
        if asked.unit in (None, cell.unit)
    ]
    return [row for row in rows if asked.result in (None, row[4])]


def state_of(cell: coverage.Cell, closed: bool) -> str:
    return "pending" if cell.state == "missing" and not closed else cell.state


def kind_of(asked: Asked) -> str:
    return asked.kind or "steel_patrol"


DATASETS: Final[Mapping[str, Dataset]] = {
    "visits": Dataset(
        "巡察检查",
        VISIT_COLUMNS,
        paged("export_visits", VISIT_COLUMNS, ("failed",), ("inspected", "joint", "doubtful")),
        True,
    ),
    "enterprises": Dataset(
        "企业", ENTERPRISE_COLUMNS, paged("export_enterprises", ENTERPRISE_COLUMNS, ("names",), ()), True
    ),
    "coverage": Dataset("覆盖情况", COVERAGE_COLUMNS, coverage_pages, False),
}
