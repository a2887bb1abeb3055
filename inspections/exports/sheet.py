"""The rows of a sheet as XML: what no kept library writes fast enough in little memory.

Owns: cells (numbers, real dates, texts that stay texts whatever they look like) and rows, a column at a time. Does not own
anything that has a look, nor the file around it (workbook.py). Cells name no place: the standard lets a row's cells stand
in order, and every reader we know counts them. Source: ECMA-376 §18.3.1.4, §18.18.11 (inline strings, §22.9.2.19 escapes).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape

from inspections.exports.columns import NUMBERS, Batch, Column, Values, shown

MOST_ROWS: Final = 1_048_575  #: beside the header: what a sheet can hold
LAST_ROW: Final = str(MOST_ROWS + 1)  #: stands where the last row's number will
MOST_LETTERS: Final = 32_767  #: what a cell can hold
CUT: Final = "……（太长，已截断）"
EPOCH: Final = date(1899, 12, 30).toordinal()  #: day 0 of a spreadsheet
DAY_S: Final = 86400
TEXT: Final = '<t xml:space="preserve">'  #: else blanks at its ends are lost
MOMENTS: Final = {"date": "yyyy-mm-dd", "part_date": "yyyy-mm-dd", "instant": "yyyy-mm-dd hh:mm:ss"}
#: what XML cannot hold, and what would be read as such
UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class Sheet:
    """One sheet: as XlsxWriter made it with one empty row, which its rows will replace, each cell in that row's look."""

    def __init__(self, empty: str, columns: Sequence[Column]) -> None:
        self.rows = 0  #: written so far
        self._before, sample, self._after = re.split(r'(<row r="2".*?</row>)', empty, flags=re.DOTALL)
        looks = re.findall(r'<c r="[A-Z]+2" s="(\d+)"', sample)
        self._ways = [cells(column, look) for column, look in zip(columns, looks, strict=True)]

    def pieces(self, batches: Iterable[Batch]) -> Iterator[str]:
        yield re.sub(r'<dimension ref="[^"]*"/>', "", self._before)
        for batch in batches:
            ways = zip(self._ways, batch, strict=True)
            rows = map("".join, zip(*[way(values) for way, values in ways], strict=True))
            first = self.rows + 2
            lines = [f'<row r="{number}">{row}</row>' for number, row in enumerate(rows, first)]
            self.rows += len(lines)
            yield "".join(lines)
        yield self._after.replace(LAST_ROW, f"{self.rows + 1}")


def cells(column: Column, look: str) -> Callable[[Values], list[str]]:
    """A column's cells."""
    empty, before, read = f'<c s="{look}"/>', f'<c s="{look}" t="inlineStr"><is>{TEXT}', shown(column)

    def numbers(values: Values) -> list[str]:
        return [empty if value is None else f'<c s="{look}"><v>{value}</v></c>' for value in values]

    def texts(values: Values) -> list[str]:
        said = read(values)
        inside = said if plain(said) else map(written, said)
        return [f"{before}{text}</t></is></c>" if text else empty for text in inside]

    def moments(values: Values) -> list[str]:
        return [empty if value is None else moment(value) for value in values]

    def moment(value: str) -> str:
        number = day_number(value)
        return texts([value])[0] if number is None else f'<c s="{look}"><v>{number}</v></c>'

    if column.sort in NUMBERS:
        return numbers
    return moments if column.sort in MOMENTS else texts


def plain(texts: Sequence[str]) -> bool:
    """Is nothing in them that XML has another way of writing? One look at all of them together."""
    together = "".join(texts)
    return (
        together.isprintable()
        and not any(mark in together for mark in ("&", "<", ">", "_x"))
        and max(map(len, texts)) <= MOST_LETTERS
    )


@lru_cache(4096)
def written(text: str) -> str:
    """A text as XML holds it; beyond what a cell takes it is cut, and says so. Most texts come again and again."""
    if len(text) > MOST_LETTERS:
        text = text[: MOST_LETTERS - len(CUT)] + CUT
    return escape(UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


def day_number(value: str) -> str | None:
    """Days since the epoch of spreadsheets, Beijing time; None for what is no date (a list may say 2020-10)."""
    days = day_of(value[:10])
    if days is None:
        return None
    if len(value) == len("2026-07-31"):
        return f"{days}"
    return f"{days + (minutes(value[11:16]) * 60 + int(value[17:19])) / DAY_S:.10f}"


@lru_cache(1440)
def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


@lru_cache(4096)
def day_of(day: str) -> int | None:
    try:
        return date.fromisoformat(day).toordinal() - EPOCH
    except ValueError:
        return None
