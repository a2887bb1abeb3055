"""整改销号台账: the period's problems as one table in the usual column order, as XLSX.

Owns: its columns and what stands in them. Does not own the data set `findings` of the exports (exports/findings.py), which is
for machines: this one is for people, has their words in it, and is made for officers only. Cells are text, days are days;
where the usual heading puts a day and a number into one column they stand in two. Source: domain.md §5 (ledger columns) [K].
"""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import xlsxwriter

from inspections.documents.asking import Asking, Filled, NoPaper, NotThere, moment_text, standing
from inspections.documents.case_papers import CONCLUSION, PENALTY, facts, plan
from inspections.documents.case_story import Story, stories
from inspections.documents.work_summary import span_of
from inspections.months import day_of

PAGE: Final = 200
MOST: Final = 5_000  #: rows of one table that a person can still read
FIXED: Final = datetime(2020, 1, 1)  # noqa: DTZ001  # a property without time zone
TRUE: Final = {"unfounded": "不属实", "unfounded_claimed": "待核实"}


class Column(NamedTuple):
    """One column: heading, width in characters, and what stands in it; a day is told as a date."""

    title: str
    width: int
    value: Callable[[Story, dict[str, Any]], str | date | None]


def written(name: str) -> Callable[[Story, dict[str, Any]], str | None]:
    """What papers say under a name; what they leave to the hand is empty here."""
    return lambda _story, said: (said[name] or "").strip("　") or None


def on(name: str) -> Callable[[Story, dict[str, Any]], date | None]:
    """A day of the finding's row."""
    return lambda story, _said: date.fromisoformat(story.row[name]) if story.row[name] else None


def progress(story: Story, _said: dict[str, Any]) -> str | None:
    note: str | None = story.newest("note")
    return note


def measures(story: Story, _said: dict[str, Any]) -> str | None:
    return "\n".join(f"{number}. {one.text}" for number, one in enumerate(story.measures(), 1)) or None


def checked_on(story: Story, _said: dict[str, Any]) -> date | None:
    taken = story.taken("check")
    return day_of(datetime.fromisoformat(taken.received_at)) if taken else None


def checkers(story: Story, _said: dict[str, Any]) -> str | None:
    taken = story.taken("check")
    return "、".join(one.name for one in taken.step.checkers) if taken else None


def conclusion(story: Story, _said: dict[str, Any]) -> str | None:
    taken = story.taken("check")
    return CONCLUSION.get(taken.step.conclusion or "") if taken else None


def noticed(story: Story, _said: dict[str, Any]) -> date | None:
    notice = story.newest("notice")
    return date.fromisoformat(notice.from_on) if notice else None


def closed_by(story: Story, _said: dict[str, Any]) -> str | None:
    taken = story.taken("close")
    numbers = [paper.number for paper in taken.step.papers if paper.number] if taken else []
    return numbers[-1] if numbers else None


def proofs(story: Story, _said: dict[str, Any]) -> str:
    photos = len(story.finding.photos) + sum(len(one.step.photos) for one in story.steps)
    papers = len(story.issued) + sum(len(one.step.papers) for one in story.steps)
    return f"照片 {photos} 张，文书 {papers} 份"


def remarks(story: Story, said: dict[str, Any]) -> str:
    again = f"，第 {story.row['cycle']} 次" if story.row["cycle"] > 1 else ""
    return f"{said['state']}{again}"


COLUMNS: Final = (
    Column("交办编号", 18, written("case_no")),
    Column("问题来源", 14, written("source")),
    Column("批次", 16, written("batch")),
    Column("交办日期", 12, on("received_on")),
    Column("所属乡镇", 12, written("unit")),
    Column("企业（点位）", 22, written("place")),
    Column("污染类型", 12, written("category")),
    Column("问题描述", 40, written("problem")),
    Column("是否属实", 10, lambda story, _said: TRUE.get(story.row["state"], "属实")),
    Column("责任单位", 14, written("responsible")),
    Column("责任人", 10, written("person")),
    Column("督导单位", 14, lambda _story, _said: None),
    Column("责任领导", 10, lambda _story, _said: None),
    Column("整改目标", 28, written("target")),
    Column("整改措施", 40, measures),
    Column("整改时限", 12, on("due_on")),
    Column("进展", 32, progress),
    Column("完成日期", 12, on("fixed_on")),
    Column("是否处罚、问责", 12, lambda story, _said: PENALTY.get(story.newest("penalty") or "")),
    Column("核查时间", 12, checked_on),
    Column("核查人员", 18, checkers),
    Column("核查结论", 10, conclusion),
    Column("公示日期", 12, noticed),
    Column("销号日期", 12, on("closed_on")),
    Column("销号文号", 20, closed_by),
    Column("佐证材料", 20, proofs),
    Column("备注", 16, remarks),
)


async def gather(asking: Asking, of: str) -> Filled:
    """Problems found within a period ("2026", "2026-h1", "2026-01..2026-09"). NoPaper, NotThere."""
    span = span_of(of)
    here, scopes = await standing(asking), asking.scopes_json
    if not any(not scope.startswith(("@", "!")) for scope in asking.scopes):
        raise NotThere
    first, beyond = span.days
    rows: list[list[str | date | None]] = []
    after = 0
    while page := await asking.ledger.rows(
        "findings_of_days", scopes=scopes, first=first, beyond=beyond, after=after, limit=PAGE
    ):
        after = page[-1][1]
        rows += [row_of(story) for story in await stories(asking, page)]
        if len(rows) > MOST:
            raise NoPaper(f"超过 {MOST} 件，请缩短时段，或用导出的 findings 数据集。")
    return Filled(
        {
            "demo": here.demo,
            "title": f"{here.county}{span.text}整改销号台账",
            "status": f"共 {len(rows)} 件，截至台账第 {here.head_seq} 号记录（{moment_text(here.as_of)}）",
            "rows": rows,
        }
    )


def row_of(story: Story) -> list[str | date | None]:
    said = facts(story) | plan(story)
    return [column.value(story, said) for column in COLUMNS]


def sheet(said: Filled) -> bytes:
    """The table with its header in view and repeated on paper; a text is a text whatever it looks like."""
    given, made = said.values, io.BytesIO()
    quiet = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(made, quiet)
    book.set_properties({"title": given["title"], "created": FIXED})
    page = book.add_worksheet("台账")
    plain = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体", "font_size": 10}
    text, day = book.add_format(plain), book.add_format(plain | {"num_format": "yyyy-mm-dd"})
    head = book.add_format(plain | {"bold": True, "align": "center", "bg_color": "#E8EEF4"})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"})
    mark = "演示数据，不是真实情况。" if given["demo"] else ""
    page.merge_range(0, 0, 0, len(COLUMNS), given["title"], title)
    page.merge_range(1, 0, 1, len(COLUMNS), f"{mark}{given['status']}")
    for at, (name, width) in enumerate([("序号", 6), *((one.title, one.width) for one in COLUMNS)]):
        page.set_column(at, at, width)
        page.write_string(2, at, name, head)
    for number, row in enumerate(given["rows"], 1):
        page.write_number(number + 2, 0, number, text)
        for at, value in enumerate(row, 1):
            if value is None:
                page.write_blank(number + 2, at, None, text)
            elif isinstance(value, date):
                page.write_datetime(number + 2, at, value, day)
            else:
                page.write_string(number + 2, at, value, text)
    page.freeze_panes(3, 2)
    page.repeat_rows(2)
    page.autofilter(2, 0, len(given["rows"]) + 2, len(COLUMNS))
    page.set_landscape()
    page.set_paper(8)
    page.fit_to_pages(1, 0)
    page.set_footer("&C第 &P 页 共 &N 页")
    book.close()
    return made.getvalue()
