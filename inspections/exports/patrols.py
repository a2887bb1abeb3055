"""Data sets of what was done: visits, their free text, and the coverage of each month.

Owns: these columns and where their rows come from. Does not own the figures of a month (coverage.py) or SQL
(storage/queries/exports.sql). Names of people, places in words and remarks stand in columns of their own that are only
taken out when asked for by somebody who may read them. Source: contract.md (exports); domain.md §1, §11.
"""

from collections.abc import AsyncIterator, Iterable
from typing import Any, Final

import msgspec

from inspections import coverage, parameters
from inspections.exports.asked import Asked
from inspections.exports.columns import Column
from inspections.exports.pages import Rows, queried, words_of
from inspections.facts import Facts
from inspections.kinds import KINDS
from inspections.months import months_between
from inspections.parameters import Setting
from inspections.snapshot import is_closed
from inspections.storage.engine import Still

KIND_NAMES: Final = {key: kind.name for (key, _), kind in KINDS.items()}
QUESTIONS: Final = {one.key: one.text for kind in KINDS.values() for one in kind.questions}
RESULTS: Final = {
    choice.value: choice.text
    for kind in KINDS.values()
    for choice in kind.question(kind.result_question).choices
}
NATURES: Final = {"outside": "属地巡查", "enter": "入企检查"}
LATE: Final = {"late": "迟报", "delayed": "补传"}
STATES: Final = {
    "joint": "联合巡察",
    "visit": "巡察",
    "zero": "零报告",
    "zero_only": "仅零报告",
    "excused": "免巡",
    "missing": "缺报",
    "pending": "还没到期",
}
PLACE: Final = (
    Column("lat", "纬度（WGS84）", "number", "采集点的纬度，换算到 WGS84。", "度"),
    Column("lon", "经度（WGS84）", "number", "采集点的经度，换算到 WGS84。", "度"),
)
UNIT: Final = (
    Column("unit", "单位编号", "code", "所属监管单位的内部编号，区划代码变动时不变。"),
    Column("unit_name", "单位", "text", "所属监管单位当时的名称。"),
)
VISIT_COLUMNS: Final = (
    Column("id", "记录编号", "code", "这次检查在台账里的编号，更正后不变。"),
    Column("book", "账本", "code", "县的六位区划代码。"),
    Column("kind", "检查类别", "choice", "用哪种检查表。", texts=KIND_NAMES),
    Column("kind_version", "检查表版本", "integer", "检查表第几版。"),
    Column("period", "所属月份", "month", "算哪个月的巡察。"),
    Column("nature", "性质", "choice", "属地巡查不进企业；入企检查须有检查机关和审批。", texts=NATURES),
    *UNIT,
    Column("site", "点位编号", "code", "名单上的点位；没有则空。"),
    Column("site_name", "点位", "text", "点位名称。"),
    Column("enterprise", "企业编号", "code", "检查的企业，或点位所属的企业。"),
    Column("enterprise_name", "企业", "text", "企业现在的名称。"),
    Column("credit_code", "统一社会信用代码", "code", "18 位，是文字不是数。"),
    Column("result", "结果", "choice", "检查表的结论项。", texts=RESULTS),
    Column("inspected", "已入内查看", "yes_no", "未能进入的为否，不算检查过。"),
    Column("joint", "联合巡察", "yes_no", "县局和乡镇都有人，有位置和照片。"),
    Column("doubtful", "月份待确认", "yes_no", "手机时钟可能不准，由县局确认前不计入任何月份。"),
    Column("late", "迟报或补传", "choice", "截止日以后才填的为迟报，按时填、迟到的为补传。", texts=LATE),
    Column("started_at", "开始时间（北京时间）", "instant", "到场时间。"),
    *PLACE,
    Column("accuracy_m", "位置误差（米）", "number", "定位的误差半径。", "米"),
    Column("photos", "照片数", "integer", "记录里列出的照片张数。", "张"),
    Column("notices", "还缺几项", "integer", "收到时提示还缺的项数。", "项"),
    Column("failed", "有问题的项目", "list", "检查表里不合格的项目。", texts=QUESTIONS),
    Column("plan", "计划编号", "code", "按哪一条计划去的；没有则空。"),
    Column("actor", "填报账号", "code", "谁填的。"),
    Column("received_at", "收到时间（北京时间）", "instant", "服务器收到的时间。"),
)
VISIT_WORDS: Final = (
    Column("place", "地点描述", "text", "既不是点位也不是企业时写的地点。"),
    Column("people", "在场人员", "list", "到场人员姓名。"),
    Column("remarks", "文字说明", "text", "检查表里的文字回答，每项写明是哪一问。"),
)
COVERAGE_COLUMNS: Final = (
    Column("kind", "检查类别", "choice", "用哪种检查表。", texts=KIND_NAMES),
    Column("period", "月份", "month", "哪个月。"),
    *UNIT,
    Column("state", "情况", "choice", "这个单位这个月最能说明问题的一种记录。", texts=STATES),
    Column("late", "迟报或补传", "choice", "全部记录都在截止日以后才到。", texts=LATE),
    Column("visits", "巡察次数", "integer", "计入这个月的巡察。", "次"),
    Column("no_entry", "未能进入次数", "integer", "去了没能进去，还要再去。", "次"),
    Column("reason", "免巡原因", "text", "县局写的没去的原因；仍算在分母里。"),
)
visits = queried("export_visits")


async def visits_with_words(still: Still, asked: Asked) -> AsyncIterator[Rows]:
    """Visits with what the vault holds of them; what was erased is gone here too."""
    async for page in visits(still, asked):
        words = await words_of(still, page)
        yield [[*row, *said(words[row[0]])] for row in page]


def said(words: dict[str, str]) -> tuple[str | None, str, str | None]:
    """Place, people (a JSON list) and remarks of one visit, by their places in its body."""
    people = [words[path] for path in in_order(words) if path.startswith("present.") and path[-5:] == ".name"]
    remarks = [
        f"{QUESTIONS.get(path[6:], path[6:])}：{words[path]}"
        for path in in_order(words)
        if path.startswith("texts.")
    ]
    return words.get("place"), msgspec.json.encode(people).decode(), "；".join(remarks) or None


def in_order(paths: Iterable[str]) -> list[str]:
    """Paths with their numbers counted, not spelled: present.2 before present.10."""
    return sorted(paths, key=lambda path: [(part.zfill(4), part) for part in path.split(".")])


async def coverage_cells(still: Still, asked: Asked) -> AsyncIterator[Rows]:
    """One row a unit and month, as the ledger stands; a month is a page."""
    scopes = msgspec.json.encode(asked.scopes).decode()
    [(begins,)] = await still.rows("coverage_first_period", kind=kind_of(asked), scopes=scopes)
    if begins is None:
        return
    whole = any(asked.county.startswith(scope) for scope in asked.scopes)
    paths = [asked.county] if whole else asked.scopes
    first = max(begins, (asked.filters.first or "")[:7])
    for month in months_between(first, asked.last_month):
        yield [row for path in paths for row in await month_of_cells(still, path, month, asked)]


async def month_of_cells(still: Still, path: str, month: str, asked: Asked) -> Rows:
    """A month below one path. Until the cut-off a unit that filed nothing is not 缺报."""
    facts, kind = Facts(), kind_of(asked)
    cut_off = Setting.at(asked.book, "cut_off_day")
    facts.load(await still.answer([*coverage.questions(path, kind, month), cut_off]))
    record = coverage.record_of(facts, path, kind, month)
    closed = is_closed(month, parameters.value(facts, asked.book, "cut_off_day"), asked.as_of)
    names = {one.unit: one.name for one in record.units}
    wanted = asked.filters
    return [
        row
        for cell in coverage.cells(record)
        if wanted.unit in (None, cell.unit)
        for row in [cell_row(kind, names[cell.unit], cell, closed)]
        if wanted.state in (None, row[4])
    ]


def cell_row(kind: str, name: str, cell: coverage.Cell, closed: bool) -> list[Any]:
    state = "pending" if cell.state == "missing" and not closed else cell.state
    late = cell.late or None
    return [kind, cell.period, cell.unit, name, state, late, cell.visits, cell.no_entry, cell.reason]


def kind_of(asked: Asked) -> str:
    return asked.filters.kind or "steel_patrol"
