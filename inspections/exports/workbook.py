"""XLSX: 说明, the table, 数据字典 and 代码表 in one workbook.

Owns: what stands on the sheets, and writing the table's rows. XlsxWriter makes the workbook with everything that has a
look, and one empty row of the table; the real rows are put in its place as they come, since no kept library writes a
hundred thousand rows in a few seconds with little memory. Times inside are fixed: the same rows give the same sheets but
for 说明. Does not own columns. Source: ECMA-376 (sheet rows, inline strings); notes on exports §4.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape

import xlsxwriter

from inspections.exports.columns import NUMBERS, Column, Row, codes, described, shown
from inspections.exports.manifest import About

MOST_ROWS: Final = 1_048_575  #: beside the header: what a sheet can hold
MOST_LETTERS: Final = 32_767  #: what a cell can hold
CUT: Final = "……（太长，已截断）"
FIXED: Final = (2020, 1, 1, 0, 0, 0)  #: the time of every part
TABLE: Final = "xl/worksheets/sheet2.xml"
BATCH: Final = 500
EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # day 0 of a spreadsheet, which knows no time zone
#: what XML cannot hold, and what would be read as such
UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
FORMATS: Final = {"date": "yyyy-mm-dd", "instant": "yyyy-mm-dd hh:mm:ss"}
WIDTHS: Final = {
    "code": 22,
    "date": 12,
    "instant": 20,
    "month": 10,
    "integer": 10,
    "number": 14,
    "yes_no": 10,
}


def write_workbook(out: BinaryIO, about: About, rows: Iterable[Row]) -> None:
    """The workbook into a file, a batch of rows at a time."""
    with (
        zipfile.ZipFile(io.BytesIO(skeleton(about))) as made,
        zipfile.ZipFile(Onward(out), "w", zipfile.ZIP_DEFLATED) as file,  # type: ignore[call-overload]  # write and flush are all it needs
    ):
        for name in made.namelist():
            part = zipfile.ZipInfo(name, FIXED)
            part.compress_type = zipfile.ZIP_DEFLATED
            if name != TABLE:
                file.writestr(part, made.read(name))
                continue
            with file.open(part, "w", force_zip64=True) as sheet:
                for piece in filled(made.read(name).decode(), about.columns, rows):
                    sheet.write(piece.encode())


class Onward:
    """A file that is only ever written on: a reader may follow it, so nothing is put right further up."""

    def __init__(self, out: BinaryIO) -> None:
        self.write, self.flush = out.write, out.flush


def skeleton(about: About) -> bytes:
    """The workbook with one empty row where the table's rows will stand."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": about.title, "created": about.asked.as_of.replace(tzinfo=None)})
    head = book.add_format(
        {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    explain(book.add_worksheet("说明"), about, book)
    table = book.add_worksheet(about.name)
    for number, column in enumerate(about.columns):
        look = {
            "num_format": FORMATS.get(column.sort, "General" if column.sort in NUMBERS else "@"),
            "valign": "top",
        }
        width = WIDTHS.get(column.sort, 16 if column.sort == "choice" else 26)
        table.set_column(
            number, number, max(width, 2 * len(column.title) + 3 if len(column.title) < 9 else 20)
        )
        table.write_string(0, number, column.title, head)
        table.write_blank(1, number, None, book.add_format(look))
    frame(table, about.rows, len(about.columns))
    dictionary = [("列名", "标题", "类型", "单位", "含义"), *described(about.columns)]
    listed(book.add_worksheet("数据字典"), dictionary, (20, 26, 24, 8, 70), head)
    listed(
        book.add_worksheet("代码表"), [("列名", "代码", "名称"), *codes(about.columns)], (20, 30, 60), head
    )
    book.close()
    return made.getvalue()


def frame(table: Any, rows: int, columns: int) -> None:
    """The header stays in view and on every printed page."""
    table.set_row(0, 32)
    table.freeze_panes(1, 0)
    table.autofilter(0, 0, rows, columns - 1)
    table.repeat_rows(0)
    table.set_landscape()
    table.set_paper(9)
    table.fit_to_pages(1, 0)
    table.set_footer("&C第 &P 页 共 &N 页")


def explain(sheet: Any, about: About, book: Any) -> None:
    """说明: what this is, who took it out, when, and from which state of the ledger."""
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, about.title, book.add_format({"bold": True, "font_size": 16}))
    name, text = (
        book.add_format({"bold": True, "valign": "top"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for number, (what, said) in enumerate(about.explained(), 2):
        sheet.write_string(number, 0, what, name)
        sheet.write_string(number, 1, said, text)


def listed(sheet: Any, lines: Sequence[tuple[str, ...]], widths: Sequence[int], head: Any) -> None:
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    for at, line in enumerate(lines):
        for number, cell in enumerate(line):
            sheet.write_string(at, number, cell, head if at == 0 else None)
    sheet.freeze_panes(1, 0)


def filled(sheet: str, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """The sheet with the rows where its one empty row stood, each cell in that row's look."""
    before, sample, after = re.split(r'(<row r="2".*?</row>)', sheet, flags=re.DOTALL)
    looks = [f's="{look}"' for look in re.findall(r'<c r="[A-Z]+2" s="(\d+)"', sample)]
    ways = [cell(column, look) for column, look in zip(columns, looks, strict=True)]
    yield re.sub(r'<dimension ref="[^"]*"/>', "", before)
    batch: list[str] = []
    for number, row in enumerate(rows, 2):
        cells = "".join([way(value) for way, value in zip(ways, row, strict=True)])
        batch.append(f'<row r="{number}">{cells}</row>')
        if len(batch) == BATCH:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch) + after


def cell(column: Column, look: str) -> Callable[[Any], str]:
    """A column's cells: a number, a real date, or a text that stays text whatever it looks like."""
    empty, read = f"<c {look}/>", shown(column)

    def number(value: Any) -> str:
        return empty if value is None else f"<c {look}><v>{value}</v></c>"

    def text(value: Any) -> str:
        said = read(value)
        if not said:
            return empty
        return f'<c {look} t="inlineStr"><is><t xml:space="preserve">{written(said)}</t></is></c>'

    def moment(value: Any) -> str:
        day = None if value is None else day_number(value)
        return text(value) if day is None else f"<c {look}><v>{day}</v></c>"

    if column.sort in NUMBERS:
        return number
    return moment if column.sort in FORMATS else text


@lru_cache(4096)
def written(text: str) -> str:
    """A text as XML holds it; beyond what a cell takes it is cut, and says so. Most texts come again and again."""
    if len(text) > MOST_LETTERS:
        text = text[: MOST_LETTERS - len(CUT)] + CUT
    return escape(UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


def day_number(value: str) -> str | None:
    """Days since the epoch of spreadsheets, Beijing time; None for what is no date (a list may say 2020-10)."""
    try:
        since = datetime.fromisoformat(value).replace(tzinfo=None) - EPOCH
    except ValueError:
        return None
    return f"{since.days + since.seconds / 86400:.10f}".rstrip("0").rstrip(".")
