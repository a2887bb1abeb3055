"""Reading tables somebody made: CSV of either Chinese encoding, or the sheets of an XLSX, cell by cell.

Owns: bytes → lines of text cells that know their place (B7). Does not own what a column means (columns.py). The header is
the row, among the first ten, that names most known columns: a title above it does no harm. A cell merged downwards counts for
each of its rows. Source: what townships send.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

HEADER_WITHIN: Final = 10
LARGEST_BYTES: Final = 20_000_000
LARGEST_ROWS: Final = 50_000
#: from here on a number in a sheet has lost digits: a code must be text
EXACT: Final = 10**15


class Unusable(Exception):
    """The file cannot be read as a table at all; the message says what to do."""


class Cell(NamedTuple):
    """A filled cell: its place and its text as a person sees it."""

    place: str  #: "B7", or "表1!B7" when the file has several sheets
    text: str
    fault: str = ""  #: why the text cannot be trusted, in Chinese
    spread: bool = False  #: the text of a merged cell above


class Line(NamedTuple):
    """One row below the header: its number in the file and its filled cells by column title."""

    number: int
    cells: dict[str, Cell]
    sheet: str = ""

    def place(self, title: str, columns: Sequence[str]) -> str:
        """Where a cell of that title stands, also when it is empty; the row when there is no such column."""
        if title in self.cells:
            return self.cells[title].place
        known = title in columns
        return f"{self.sheet}{letters(columns.index(title))}{self.number}" if known else f"第{self.number}行"


class Table(NamedTuple):
    """A file's lines, and the titles of its columns from left to right."""

    titles: tuple[str, ...]
    lines: tuple[Line, ...]
    name: str = ""  #: of its sheet
    above: str = ""  #: what stands over the header


Known = Callable[[str], bool]  #: is this text the title of a column we know?


def read_table(name: str, body: bytes, known: Known) -> Table:
    """The table in a file named so; Unusable when there is none."""
    return table_in(*sheets_of(name, body)[0], known)


def read_tables(name: str, body: bytes, known: Known, least: int) -> tuple[list[Table], list[str]]:
    """Every sheet whose header names at least so many known columns, and the names of the others."""
    found, others = [], []
    for sheet, rows in sheets_of(name, body):
        if titles_in(rows, known) >= least:
            found.append(table_in(sheet, rows, known))
        else:
            others.append(sheet)
    return found, others


def sheets_of(name: str, body: bytes) -> list[tuple[str, list[list[Cell]]]]:
    """The sheets that have anything in them; a CSV is one without a name."""
    if len(body) > LARGEST_BYTES:
        raise Unusable(f"文件太大（{len(body) // 1_000_000} MB），请拆成几份，每份不超过 20 MB。")
    workbook = name.lower().endswith((".xlsx", ".xls", ".ods"))
    sheets = filled_sheets(body) if workbook else [("", csv_rows(body))]
    count = sum(len(rows) for _, rows in sheets)
    if count > LARGEST_ROWS:
        raise Unusable(f"行数太多（{count} 行），请拆成几份，每份不超过 {LARGEST_ROWS} 行。")
    return sheets


def table_in(sheet: str, rows: Sequence[Sequence[Cell]], known: Known) -> Table:
    top = header_row(rows, known)
    titles = tuple(title(cell.text) for cell in rows[top])
    above = " ".join(cell.text for row in rows[:top] for cell in row if cell.text)
    before = rows[top][0].place.rpartition("!")[0]
    lines = lines_below(rows, top, titles, f"{before}!" if before else "")
    return Table(titles, tuple(lines), sheet, above)


def titles_in(rows: Sequence[Sequence[Cell]], known: Known) -> int:
    """How many known columns the best of the first rows names."""
    return max((sum(known(title(cell.text)) for cell in row) for row in rows[:HEADER_WITHIN]), default=0)


def header_row(rows: Sequence[Sequence[Cell]], known: Known) -> int:
    """The row that names most known columns; Unusable when none names any."""
    counts = [sum(known(title(cell.text)) for cell in row) for row in rows[:HEADER_WITHIN]]
    if not counts or not max(counts):
        raise Unusable("找不到表头：前 10 行里没有认识的列名。请对照 docs/reference/commands.md 里的列名。")
    return counts.index(max(counts))


def lines_below(
    rows: Sequence[Sequence[Cell]], top: int, titles: Sequence[str], sheet: str
) -> Iterator[Line]:
    """Rows below the header that have anything in them."""
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        cells = {name: cell for name, cell in zip(titles, row, strict=False) if name and cell.text}
        if cells:
            yield Line(number, cells, sheet)


def title(text: str) -> str:
    """A column title without what people put around it: blanks, line breaks, stars, full-width brackets and their content."""
    plain = re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\(.*?\)$", "", plain).lower()


def letters(column: int) -> str:
    """Column 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def csv_rows(body: bytes) -> list[list[Cell]]:
    text = decoded(body)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return [
            [Cell(f"{letters(column)}{number}", cell.strip()) for column, cell in enumerate(row)]
            for number, row in enumerate(rows, start=1)
        ]
    except csv.Error as wrong:
        raise Unusable(f"CSV 第 {rows.line_num} 行读不了：{wrong}。请用表格软件另存为 CSV 再试。") from wrong


def decoded(body: bytes) -> str:
    """UTF-8 with or without BOM, else GB 18030, what Chinese Excel saves."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unusable("文字编码认不出来。请用表格软件另存为 CSV UTF-8 或 XLSX 再试。")


def filled_sheets(body: bytes) -> list[tuple[str, list[list[Cell]]]]:
    """The sheets that have anything in them; with their names in front of places when there are several."""
    found = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            values = sheet.to_python(skip_empty_area=False)
            if any(value != "" for row in values for value in row):
                before = f"{name}!" if len(book.sheet_names) > 1 else ""
                rows = [placed(row, number, before) for number, row in enumerate(values, start=1)]
                found.append((name, spread(rows, sheet.merged_cell_ranges or ())))
    except CalamineError as wrong:
        raise Unusable("表格文件打不开：可能损坏、有密码，或不是真的 XLSX。请另存为 XLSX 再试。") from wrong
    if not found:
        raise Unusable("表格里没有内容。")
    return found


def spread(
    rows: list[list[Cell]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> list[list[Cell]]:
    """What stands in a cell merged downwards stands in each of its rows; sideways it stays where it is: that is a heading."""
    for (top, left), (bottom, right) in merged:
        if left != right or top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row):
                row[left] = row[left]._replace(text=rows[top][left].text, spread=True)
    return rows


def placed(row: Sequence[object], number: int, before: str) -> list[Cell]:
    return [spoken(f"{before}{letters(column)}{number}", value) for column, value in enumerate(row)]


def spoken(place: str, value: object) -> Cell:
    """A typed cell as text: whole numbers without a point, days as 2026-07-31, 是/否 for a ticked box."""
    if isinstance(value, bool):
        return Cell(place, "是" if value else "否")
    if isinstance(value, datetime | date):
        return Cell(place, f"{value:%Y-%m-%d}")
    if isinstance(value, float) and value.is_integer():
        lost = abs(value) >= EXACT
        return Cell(
            place,
            str(int(value)),
            "长编号存成了数字，已丢了末几位；请把这一列设为文本，重新填写。" if lost else "",
        )
    return Cell(place, str(value).strip())
