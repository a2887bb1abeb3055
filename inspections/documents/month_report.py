"""巡察月报表: one month of one kind, unit by unit, with the three figures.

Owns: what stands on it, and its XLSX. Does not own the figures (coverage.py). A frozen month prints what was frozen and what
was corrected since (old → new); any other month is marked 未定稿. Source: domain.md §1; docs/design/0004.
"""

import io
import re
from datetime import datetime
from typing import Any, Final

import msgspec
import xlsxwriter

from inspections import coverage, parameters
from inspections.coverage import Figures
from inspections.documents.asking import (
    Asking,
    Filled,
    NoPaper,
    Standing,
    moment_text,
    month_text,
    whole_county,
)
from inspections.exports.patrols import KIND_NAMES, LATE, STATES
from inspections.facts import Facts
from inspections.parameters import Setting
from inspections.reports import ReportRow
from inspections.snapshot import is_closed

MONTH: Final = re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)
HEAD: Final = ("序号", "单位", "情况", "巡察次数", "未能进入", "迟报或补传", "免巡原因")
WIDTHS: Final = (6, 18, 14, 10, 10, 12, 36)
FIXED: Final = datetime(2020, 1, 1)  # noqa: DTZ001  # a property without time zone
FIGURES: Final = {
    "in_force": "在册单位",
    "reported": "已报单位",
    "joint": "联合巡察单位",
    "zero_only": "仅零报告单位",
    "excused": "免巡单位",
    "missing": "缺报单位",
    "late": "迟报、补传单位",
    "sites": "关注点位",
    "sites_seen": "看过的点位",
}


async def gather(asking: Asking, of: str) -> Filled:
    month, kind = month_and_kind(of)
    here = await whole_county(asking)
    facts = Facts()
    report_key, cut_off = ReportRow.at(asking.book, kind, month), Setting.at(asking.book, "cut_off_day")
    keys = [*coverage.questions(here.path, kind, month), report_key, cut_off]
    facts.load(await asking.ledger.answer(keys))
    record = coverage.record_of(facts, here.path, kind, month)
    closed = is_closed(month, parameters.value(facts, asking.book, "cut_off_day"), asking.now)
    report = facts.get(report_key)
    now = coverage.figures(record)
    count = msgspec.json.decode(report.figures, type=Figures) if report else now
    names = {one.unit: one.name for one in record.units}
    units = [unit_line(number, names, cell, closed) for number, cell in enumerate(coverage.cells(record), 1)]
    return Filled(page(here, kind, month, count, report, now, closed, units))


def month_and_kind(of: str) -> tuple[str, str]:
    month, _, kind = of.partition(".")
    kind = kind or "steel_patrol"
    if not MONTH.fullmatch(month):
        raise NoPaper(f"“{month}”不是月份，请写成 2026-10。")
    if kind not in KIND_NAMES:
        raise NoPaper(f"没有检查类别“{kind}”，可用：{'、'.join(KIND_NAMES)}。")
    return month, kind


def unit_line(number: int, names: dict[str, str], cell: coverage.Cell, closed: bool) -> dict[str, Any]:
    state = "pending" if cell.state == "missing" and not closed else cell.state
    return {
        "number": number,
        "unit": names[cell.unit],
        "state": STATES[state],
        "visits": cell.visits,
        "no_entry": cell.no_entry,
        "late": LATE.get(cell.late, "　"),
        "reason": cell.reason or "　",
    }


def page(
    here: Standing,
    kind: str,
    month: str,
    count: Figures,
    report: ReportRow | None,
    now: Figures,
    closed: bool,
    units: list[dict[str, Any]],
) -> dict[str, Any]:
    rates = coverage.rates(count)
    changed = coverage.changed(msgspec.to_builtins(count), now) if report else {}
    pending = 0 if closed or report else count.missing
    return {
        "demo": here.demo,
        "county": here.county,
        "title": f"{here.county}{month_text(month)}{KIND_NAMES[kind]}月报表",
        "month": month_text(month),
        "status": status(here, report),
        "frozen": report is not None,
        **{name: getattr(count, name) for name in FIGURES},
        "missing": count.missing - pending,
        "pending": pending,
        **{name: percent(getattr(rates, name)) for name in coverage.Rates.__struct_fields__},
        "units": units,
        "changed": [f"{FIGURES[name]}：{old} → {new}" for name, (old, new) in changed.items()],
    }


def status(here: Standing, report: ReportRow | None) -> str:
    if report:
        return f"已定稿（{moment_text(report.frozen_at)}，台账第 {report.at_seq} 号记录）"
    return f"未定稿（截至台账第 {here.head_seq} 号记录，{moment_text(here.as_of)}）"


def percent(rate: str | None) -> str:
    return "没有可算的" if rate is None else f"{rate}%"


def sheet(said: Filled) -> bytes:
    """The same as a workbook: title, state, figures, then the table with its header in view."""
    given, made = said.values, io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": given["title"], "created": FIXED})
    page = book.add_worksheet("月报表")
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"})
    text = book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体"})
    head = book.add_format(
        {"bold": True, "border": 1, "align": "center", "bg_color": "#E8EEF4", "font_name": "宋体"}
    )
    page.merge_range(0, 0, 0, len(HEAD) - 1, given["title"], title)
    lines = [given["status"], *sentences(given)]
    for number, line in enumerate(lines, 1):
        page.merge_range(number, 0, number, len(HEAD) - 1, line, book.add_format({"text_wrap": True}))
        page.set_row(number, 16 * (1 + len(line) // 52))
    begins = len(lines) + 1
    for column, (name, width) in enumerate(zip(HEAD, WIDTHS, strict=True)):
        page.set_column(column, column, width)
        page.write_string(begins, column, name, head)
    for at, unit in enumerate(given["units"], begins + 1):
        for column, value in enumerate(unit.values()):
            write = page.write_number if isinstance(value, int) else page.write_string
            write(at, column, value, text)
    page.freeze_panes(begins + 1, 0)
    page.repeat_rows(begins)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&C第 &P 页 共 &N 页")
    book.close()
    return made.getvalue()


def sentences(given: dict[str, Any]) -> list[str]:
    """The figures in words, as the DOCX has them too; the marks for a demonstration and for corrections."""
    return [
        *(["演示数据，不是真实情况。"] if given["demo"] else []),
        f"报送率 {given['reported_percent']}（{given['reported']}/{given['in_force']}），联合巡察率 {given['joint_percent']}"
        f"（{given['joint']}/{given['in_force']}），点位覆盖率 {given['sites_percent']}（{given['sites_seen']}/{given['sites']}）。",
        f"仅零报告 {given['zero_only']} 个，免巡 {given['excused']} 个，缺报 {given['missing']} 个，还没到期 {given['pending']} 个，"
        f"迟报或补传 {given['late']} 个。",
        *(["定稿以后的更正：" + "；".join(given["changed"]) + "。"] if given["changed"] else []),
    ]
