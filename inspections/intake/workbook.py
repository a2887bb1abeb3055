"""Reading a filled-in workbook: cells → the body of an entry, and every cell that cannot be read by sheet and cell.

Owns: that, and where in the workbook each part of the body came from, so that what the ledger refuses is told at its cell.
Does not own what the sheets are (forms.py) or what the ledger thinks (filing.py). Formula cells are not read.
"""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from inspections.imports.columns import NO, YES
from inspections.imports.tables import LARGEST_BYTES, Cell, Unusable, letters, spoken
from inspections.intake.forms import BASICS, QUANTITIES, VOUCHED, Field, Form, Sheet, parts_of

NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
BELOW: Final = 3  #: rows above the first line of a table: title, note, header


class Wrong(NamedTuple):
    """A cell that cannot be read."""

    cell: str  #: "能源!B5"
    code: str
    message: str


class Filled(NamedTuple):
    """What a workbook says."""

    body: dict[str, Any]
    places: Mapping[str, str]  #: path in the body → cell
    wrong: tuple[Wrong, ...]


class Reader:
    """One workbook being read: the body grows, with the cell of each of its parts."""

    def __init__(self) -> None:
        self.body: dict[str, Any] = {}
        self.places: dict[str, str] = {}
        self.wrong: list[Wrong] = []

    def take(self, field: Field, cell: Cell, path: str) -> None:
        """One value into its place; an empty cell is no value."""
        self.places[path] = cell.place
        if not cell.text:
            if field.needed:
                self.wrong.append(Wrong(cell.place, "missing", f"“{field.title}”没有填。"))
            return
        try:
            put(self.body, path, value_of(field, cell))
        except ValueError as wrong:
            self.wrong.append(Wrong(cell.place, "cell", str(wrong)))


def read_workbook(form: Form, raw: bytes) -> Filled:
    """The workbook as a body; Unusable when it is no workbook of this kind."""
    sheets = sheets_of(raw)
    if missing := [
        title for title in (BASICS, *(sheet.title for sheet in form.sheets)) if title not in sheets
    ]:
        raise Unusable(f"这不是{form.name}的填报表：没有“{missing[0]}”这张表。请下载新的填报表再填。")
    reader = Reader()
    for number, field in enumerate(form.fields, start=BELOW):
        reader.take(field, cell_at(sheets[BASICS], BASICS, number, 1), field.path)
    names = {sheet.title: read_table(reader, sheet, sheets[sheet.title]) for sheet in form.sheets}
    if form.vouched:
        read_quantities(reader, form, sheets.get(QUANTITIES, ()), names)
    return Filled(reader.body, reader.places, tuple(reader.wrong))


def sheets_of(raw: bytes) -> Mapping[str, Sequence[Sequence[Any]]]:
    if len(raw) > LARGEST_BYTES:
        raise Unusable("文件太大，填报表不超过 20 MB。")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    except CalamineError as wrong:
        raise Unusable("表格文件打不开：可能损坏、有密码，或不是真的 XLSX。请另存为 XLSX 再试。") from wrong


def cell_at(rows: Sequence[Sequence[Any]], sheet: str, row: int, column: int) -> Cell:
    """A cell by its numbers from 0; what lies outside is empty."""
    value = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
    return spoken(f"{sheet}!{letters(column)}{row + 1}", value)


def read_table(reader: Reader, sheet: Sheet, rows: Sequence[Sequence[Any]]) -> Mapping[str, int]:
    """Each filled line as an item; what items are called, with their numbers."""
    names: dict[str, int] = {}
    number = 0
    for row in range(BELOW, len(rows)):
        cells = [cell_at(rows, sheet.title, row, column) for column in range(len(sheet.fields))]
        if not any(cell.text for cell in cells):
            continue
        for field, cell in zip(sheet.fields, cells, strict=True):
            reader.take(field, cell, f"{sheet.path}.{number}.{field.path}")
        called = cells[sheet.fields.index(sheet.naming)]
        if sheet.parts and called.text in names:
            reader.wrong.append(Wrong(called.place, "twice", f"“{called.text}”写了两行，请合成一行或改名。"))
        names.setdefault(called.text, number)
        reader.places[f"{sheet.path}.{number}"] = called.place
        number += 1
    return names


def read_quantities(
    reader: Reader, form: Form, rows: Sequence[Sequence[Any]], names: Mapping[str, Mapping[str, int]]
) -> None:
    """The sheet of quantities: a line is one quantity, or a further voucher of one named above."""
    lists = {sheet.title: sheet.path for sheet in form.sheets}
    headings = parts_of(form)
    for row in range(BELOW, len(rows)):
        cells = {field.path: cell_at(rows, QUANTITIES, row, at) for at, field in enumerate(VOUCHED)}
        given = {name: cell for name, cell in cells.items() if cell.text and name not in AUTOMATIC}
        if not given:
            continue
        heading, item, part = (cells[name].text for name in ("table", "name", "part"))
        if heading not in headings or part not in headings[heading]:
            at = cells["part" if heading in headings else "table"].place
            reader.wrong.append(
                Wrong(at, "cell", f"没有“{heading or '（空）'}”的“{part or '（空）'}”这一项。")
            )
            continue
        path = headings[heading][part]
        if heading in lists:
            if item not in names[heading]:
                said = f"“{heading}”表里没有“{item}”，名称要写得一样。"
                reader.wrong.append(Wrong(cells["name"].place, "cell", said))
                continue
            path = ".".join(filter(None, (lists[heading], str(names[heading][item]), path)))
        take_quantity(reader, path, cells)


AUTOMATIC: Final = ("in_unit", "difference")


def take_quantity(reader: Reader, path: str, cells: Mapping[str, Cell]) -> None:
    """One line: values once, each voucher after the others."""
    fields = {field.path: field for field in VOUCHED}
    for name in ("reported", "verified", "reason"):
        if cells[name].text:
            if f"{path}.{name}" in reader.places:
                said = "这一项已在上面的行里填过数；多一张凭证另起一行时，只填凭证。"
                reader.wrong.append(Wrong(cells[name].place, "twice", said))
            else:
                reader.take(fields[name], cells[name], f"{path}.{name}")
    reader.places.setdefault(path, cells["part"].place)
    for name in ("reported", "verified"):
        reader.places.setdefault(f"{path}.{name}", cells[name].place)
    if any(cells[name].text for name in ("kind", "number", "page", "sha256")):
        number = sum(
            known.startswith(f"{path}.vouchers.") and known.endswith(".kind") for known in reader.places
        )
        for name in ("kind", "number", "page", "sha256"):
            field = fields[name]._replace(needed=name == "kind")
            reader.take(field, cells[name], f"{path}.vouchers.{number}.{name}")


def value_of(field: Field, cell: Cell) -> Any:
    """What the cell means; ValueError with a sentence that says what to do."""
    text = cell.text
    match field.sort:
        case "number":
            return number(text)
        case "integer":
            return whole(text)
        case "day":
            return day(text)
        case "yes_no":
            return yes_no(text)
        case "choice":
            return choice(field, text)
        case "choices":
            return [choice(field, part.strip()) for part in re.split("[、,，;；]", text) if part.strip()]
    if cell.fault:
        raise ValueError(cell.fault)
    return text


def number(text: str) -> str:
    """A plain decimal; people may put commas between thousands."""
    plain = text.replace(",", "").replace("，", "")
    if re.fullmatch(r"-?[0-9.]+[eE]-?[0-9]+", plain):
        plain = f"{float(plain):.6f}".rstrip("0").rstrip(".")
    if NUMBER.fullmatch(plain):
        return plain
    raise ValueError(f"“{text}”不是数，或小数多于 6 位。")


def whole(text: str) -> int:
    if text.isdecimal():
        return int(text)
    raise ValueError(f"“{text}”不是整数。")


def day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text.replace('/', '-'))}"
    except ValueError:
        raise ValueError(f"“{text}”不是日期，请写成 2026-07-31。") from None


def yes_no(text: str) -> bool:
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise ValueError(f"“{text}”不是“是”或“否”。")


def choice(field: Field, text: str) -> str:
    keys = {said: key for key, said in field.texts.items()} | {key: key for key in field.texts}
    if text in keys:
        return keys[text]
    raise ValueError(f"“{text}”不在可选范围内，请从下拉列表里选“{field.title}”。")


def put(body: dict[str, Any], path: str, value: Any) -> None:
    """A value at its place; a number in the path is an item of a list."""
    *above, last = path.split(".")
    node: Any = body
    for name, following in zip(above, [*above, last][1:], strict=True):
        node = below(node, name, [] if following.isdecimal() else {})
    if isinstance(node, list):
        node.append(value)
    else:
        node[last] = value


def below(node: Any, name: str, fresh: Any) -> Any:
    if isinstance(node, list):
        while len(node) <= int(name):
            node.append({})
        return node[int(name)]
    return node.setdefault(name, fresh)
