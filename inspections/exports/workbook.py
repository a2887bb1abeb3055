"""XLSX: 说明, the table, 数据字典 and 代码表 in one workbook.

Owns: what stands on the sheets and how it looks, the order of the parts. XlsxWriter makes the workbook with everything that
has a look, and one empty row of the table; the real rows are put in its place as they come (sheet.py). What says how many
there are is written after them. Times inside are fixed: the same rows give the same sheets but for 说明. Does not own
columns. Source: ECMA-376; notes on exports §4.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Final

import xlsxwriter

from inspections.exports.columns import NUMBERS, Batch, codes, described
from inspections.exports.manifest import About
from inspections.exports.sheet import LAST_ROW, MOMENTS, MOST_ROWS, Sheet

FIXED: Final = (2020, 1, 1, 0, 0, 0)  #: the time of every part
LEVEL: Final = 3  #: of zlib; docs/design says what the others cost
TABLE: Final = "xl/worksheets/sheet2.xml"
ROWS: Final = "〔行数〕"  #: stands where the number of rows will
#: parts that tell the number of rows: what stands there until it is known, and how far from the number it is
AT_THE_END: Final = {"xl/sharedStrings.xml": (ROWS, 0), "xl/workbook.xml": (LAST_ROW, 1)}
WIDTHS: Final = {
    "code": 22,
    "date": 12,
    "part_date": 12,
    "instant": 20,
    "month": 10,
    "integer": 10,
    "number": 14,
    "yes_no": 10,
}


def write_workbook(out: BinaryIO, about: About, batches: Iterable[Batch]) -> None:
    """The workbook into a file, a batch of rows at a time."""
    with (
        zipfile.ZipFile(io.BytesIO(skeleton(about))) as made,
        zipfile.ZipFile(Onward(out), "w", zipfile.ZIP_DEFLATED) as file,  # type: ignore[call-overload]  # write and flush are all it needs
    ):
        parts = {name: made.read(name).decode() for name in made.namelist()}
        sheet = Sheet(parts.pop(TABLE), about.columns)
        for name, text in parts.items():
            if name not in AT_THE_END:
                put(file, name, [text])
        put(file, TABLE, sheet.pieces(batches))
        for name, (unknown, beyond) in AT_THE_END.items():
            put(file, name, [parts[name].replace(unknown, f"{sheet.rows + beyond}")])


def put(file: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    part = zipfile.ZipInfo(name, FIXED)
    part.compress_type, part._compresslevel = zipfile.ZIP_DEFLATED, LEVEL  # type: ignore[attr-defined]  # ZipFile.open takes it from there
    with file.open(part, "w", force_zip64=name == TABLE) as written:
        for piece in pieces:
            written.write(piece.encode())


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
            "num_format": MOMENTS.get(column.sort, "General" if column.sort in NUMBERS else "@"),
            "valign": "top",
        }
        width = WIDTHS.get(column.sort, 16 if column.sort == "choice" else 26)
        table.set_column(
            number, number, max(width, 2 * len(column.title) + 3 if len(column.title) < 9 else 20)
        )
        table.write_string(0, number, column.title, head)
        table.write_blank(1, number, None, book.add_format(look))
    frame(table, len(about.columns))
    dictionary = [("列名", "标题", "类型", "单位", "含义"), *described(about.columns)]
    listed(book.add_worksheet("数据字典"), dictionary, (20, 26, 24, 8, 70), head)
    listed(
        book.add_worksheet("代码表"), [("列名", "代码", "名称"), *codes(about.columns)], (20, 30, 60), head
    )
    book.close()
    return made.getvalue()


def frame(table: Any, columns: int) -> None:
    """The header stays in view and on every printed page."""
    table.set_row(0, 32)
    table.freeze_panes(1, 0)
    table.autofilter(0, 0, MOST_ROWS, columns - 1)
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
    for number, (what, said) in enumerate(about.explained(ROWS), 2):
        sheet.write_string(number, 0, what, name)
        sheet.write_string(number, 1, said, text)


def listed(sheet: Any, lines: Sequence[tuple[str, ...]], widths: Sequence[int], head: Any) -> None:
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    for at, line in enumerate(lines):
        for number, cell in enumerate(line):
            sheet.write_string(at, number, cell, head if at == 0 else None)
    sheet.freeze_panes(1, 0)
