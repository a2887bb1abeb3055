"""The empty workbook of a kind of record: 说明, the form, its tables, the sheet of quantities, and the lists to choose from.

Owns: how it looks and what its formulas check. Cells to fill in are open, everything else is protected (without a
password: against slips, not against people). Does not own what the sheets are (forms.py). The same form gives the same
bytes. Source: issue text (validation lists, unit columns, protected formulas).
"""

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter

from inspections.imports.tables import letters
from inspections.intake.forms import (
    BASICS,
    QUANTITIES,
    QUANTITY_ROWS,
    VOUCHED,
    Field,
    Form,
    Sheet,
    parts_of,
)
from inspections.intake.workbook import AUTOMATIC, BELOW

LISTS: Final = "代码"
FIXED: Final = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
YES_NO: Final = ("是", "否")


def template(form: Form) -> bytes:
    """The workbook, empty."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"title": f"{form.name}填报表", "created": FIXED})
    looks = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_color": "#595959", "text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True}),
        "open": book.add_format({"locked": False, "border": 1, "num_format": "@", "text_wrap": True}),
        "number": book.add_format({"locked": False, "border": 1, "num_format": "General"}),
        "shut": book.add_format({"border": 1, "bg_color": "#F2F2F2"}),
    }
    explain(book.add_worksheet("说明"), form, looks)
    lists = Lists(form)
    basics(book.add_worksheet(BASICS), form, lists, looks)
    for sheet in form.sheets:
        tabled(book.add_worksheet(sheet.title), sheet, lists, looks)
    if form.vouched:
        vouched(book.add_worksheet(QUANTITIES), form, lists, looks)
    lists.write(book.add_worksheet(LISTS), looks)
    book.close()
    return made.getvalue()


class Lists:
    """The columns of the sheet 代码: what cells choose from, and the usual unit of each energy."""

    def __init__(self, form: Form) -> None:
        self.columns: dict[str, tuple[str, ...]] = {"是或否": YES_NO}
        fields = [*form.fields, *(field for sheet in form.sheets for field in sheet.fields), *VOUCHED]
        for field in fields:
            if field.texts:
                self.columns[field.title] = tuple(dict.fromkeys(field.texts.values()))
        headings = parts_of(form)
        self.columns["所属表"] = tuple(headings)
        self.columns["数据项"] = tuple(dict.fromkeys(part for parts in headings.values() for part in parts))

    def source(self, title: str) -> str | None:
        """Where a validation finds its values."""
        if title not in self.columns:
            return None
        column = letters(list(self.columns).index(title))
        return f"={LISTS}!${column}$2:${column}${len(self.columns[title]) + 1}"

    def write(self, sheet: Any, looks: Mapping[str, Any]) -> None:
        for number, (title, values) in enumerate(self.columns.items()):
            sheet.write_string(0, number, title, looks["head"])
            sheet.set_column(number, number, 22)
            for row, value in enumerate(values, start=1):
                sheet.write_string(row, number, value)
        sheet.protect()


def explain(sheet: Any, form: Form, looks: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, f"{form.name}填报表", looks["title"])
    for number, said in enumerate(explained(form), start=2):
        sheet.write_string(number, 0, said, looks["note"])
    sheet.protect()


def explained(form: Form) -> Iterator[str]:
    yield "白色的格填，灰色的格自动算，不用填。带 * 的必填。有下拉箭头的从列表里选。"
    tables = "、".join(f"“{sheet.title}”" for sheet in form.sheets)
    yield f"先填“{BASICS}”，再填{tables}：一行一项，不要空行写标题，也不要合并单元格。"
    if form.vouched:
        yield (
            f"数字都填在“{QUANTITIES}”：一行一个数，写明属于哪张表、哪一项（名称和那张表里写得一样）、填报值、核定值和凭证。"
        )
        yield "核定值和填报值不同的，写明理由；填报值不要改。一个数有几张凭证的，另起一行，只填所属表、名称、数据项和凭证。"
    yield "数字不带单位和千分位；日期写成 2026-07-31；编号按原样写，前面的 0 不能少。"
    yield "填好后在台账里上传：先试算，哪张表哪一格不对都会列出来；没有错才写入。姓名和文字说明只存保密库。"


def basics(sheet: Any, form: Form, lists: Lists, looks: Mapping[str, Any]) -> None:
    """Title, blank, header, then a line for each field: what, value, how."""
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, 40)
    sheet.write_string(0, 0, BASICS, looks["title"])
    for column, head in enumerate(("项目", "填写", "说明")):
        sheet.write_string(BELOW - 1, column, head, looks["head"])
    for row, field in enumerate(form.fields, start=BELOW):
        sheet.write_string(row, 0, starred(field), looks["shut"])
        sheet.write_blank(row, 1, None, looks["number" if field.sort in NUMERIC else "open"])
        sheet.write_string(row, 2, field.note, looks["note"])
        restrict(sheet, field, lists, row, row, 1)
    sheet.protect()


NUMERIC: Final = ("number", "integer")


def tabled(sheet: Any, one: Sheet, lists: Lists, looks: Mapping[str, Any]) -> None:
    head(sheet, one.title, one.fields, looks)
    last = BELOW + one.rows - 1
    for column, field in enumerate(one.fields):
        look = looks["number" if field.sort in NUMERIC else "open"]
        for row in range(BELOW, last + 1):
            sheet.write_blank(row, column, None, look)
        restrict(sheet, field, lists, BELOW, last, column)
    if one.path == "energies":
        stock_check(sheet, one, looks, last)
    sheet.protect()


def head(sheet: Any, title: str, fields: tuple[Field, ...], looks: Mapping[str, Any]) -> None:
    sheet.write_string(0, 0, title, looks["title"])
    for column, field in enumerate(fields):
        sheet.set_column(column, column, max(14, 2 * len(field.title) + 2))
        sheet.write_string(BELOW - 2, column, field.note, looks["note"])
        sheet.write_string(BELOW - 1, column, starred(field), looks["head"])
    sheet.freeze_panes(BELOW, 0)


def stock_check(sheet: Any, one: Sheet, looks: Mapping[str, Any], last: int) -> None:
    """期初 + 购入 − 外供 − 期末 − 消费 of each energy, of what is verified or else filed: it should be 0."""
    column = len(one.fields)
    sheet.write_string(BELOW - 1, column, "库存核对（自动，应为 0）", looks["head"])
    sheet.set_column(column, column, 24)
    for row in range(BELOW, last + 1):
        terms = [f"{sign}{amount(row, part)}" for sign, part in STOCK]
        sheet.write_formula(row, column, f'=IF(A{row + 1}="","",{"".join(terms)})', looks["shut"], "")
    sheet.set_column(column, column, 24)


STOCK: Final = (("", "期初库存"), ("+", "购入量"), ("-", "外供量"), ("-", "期末库存"), ("-", "消费量"))


def amount(row: int, part: str) -> str:
    """What was verified of one part of the energy in this row, else what was filed, from the sheet of quantities."""
    first, last = BELOW + 1, BELOW + QUANTITY_ROWS
    table, name, item = (f"{QUANTITIES}!${letter}${first}:${letter}${last}" for letter in "ABC")
    conditions = f'{table},"能源",{name},A{row + 1},{item},"{part}"'
    filed, verified = (f"{QUANTITIES}!${letter}${first}:${letter}${last}" for letter in "EF")
    return f'IF(COUNTIFS({conditions},{verified},"<>")>0,SUMIFS({verified},{conditions}),SUMIFS({filed},{conditions}))'


def vouched(sheet: Any, form: Form, lists: Lists, looks: Mapping[str, Any]) -> None:
    head(sheet, QUANTITIES, VOUCHED, looks)
    last = BELOW + QUANTITY_ROWS - 1
    for column, field in enumerate(VOUCHED):
        look = looks["number" if field.sort in NUMERIC else "open"]
        for row in range(BELOW, last + 1):
            if field.path in AUTOMATIC:
                sheet.write_formula(row, column, formula(form, field.path, row + 1), looks["shut"], "")
            else:
                sheet.write_blank(row, column, None, look)
        restrict(sheet, field, lists, BELOW, last, column)
    sheet.protect()


def formula(form: Form, name: str, row: int) -> str:
    """The unit an item has on its own sheet, and how far the verified value lies from the filed one."""
    if name == "difference":
        return f'=IF(OR(E{row}="",F{row}=""),"",F{row}-E{row})'
    found = '""'
    for sheet in form.sheets:
        units = [field.path for field in sheet.fields]
        if sheet.parts and "in_unit" in units:
            column = units.index("in_unit") + 1
            area = f"{sheet.title}!$A${BELOW + 1}:${letters(column - 1)}${BELOW + sheet.rows}"
            found = f'IF(A{row}="{sheet.title}",IFERROR(VLOOKUP(B{row},{area},{column},FALSE),""),{found})'
    return f"={found}"


def starred(field: Field) -> str:
    return f"{field.title} *" if field.needed else field.title


def restrict(sheet: Any, field: Field, lists: Lists, first: int, last: int, column: int) -> None:
    """What a cell may say, where the form knows."""
    source = lists.source("是或否" if field.sort == "yes_no" else field.title)
    if field.sort in ("choice", "yes_no") and source:
        said = "请从列表里选。"
        told: dict[str, Any] = {
            "validate": "list",
            "source": source,
            "error_title": field.title,
            "error_message": said,
        }
        sheet.data_validation(first, column, last, column, told)
    elif field.sort in NUMERIC:
        told = {
            "validate": "decimal" if field.sort == "number" else "integer",
            "criteria": ">=",
            "value": 0,
            "error_title": field.title,
            "error_message": "请填不小于 0 的数，不带单位。",
        }
        sheet.data_validation(first, column, last, column, told)
