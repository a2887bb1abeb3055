"""The templates for PDF that come with the program: the same blocks as the DOCX templates, written as Typst.

Owns: how a block is written in Typst. Does not own the look (templates/layout.typ), what stands on a paper (drawings.py) or
making the PDF (press.py). A template is a file KIND.typ that gives one function, `draw(data)`; `data` is what the paper says.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from inspections.documents.blocks import Block, Each, Line, Loop, Row, Table, Title, When

VALUE: Final = re.compile(r"\{\{ ([\w.]+) \}\}")
HEAD: Final = '#import "/layout.typ": *\n\n#let draw(data) = {\n'


def drawn(blocks: Iterable[Block]) -> str:
    """The template of a paper."""
    return HEAD + "\n".join(written(blocks)) + "\n}\n"


def written(blocks: Iterable[Block], depth: int = 1) -> Iterator[str]:
    pad = "  " * depth
    for block in blocks:
        match block:
            case Title():
                yield f"{pad}title(data)"
            case Line():
                yield f"{pad}{line(block)}"
            case When():
                yield f"{pad}if {'not ' if block.absent else ''}has({value(block.name)}) {{"
                yield from written(block.blocks, depth + 1)
                yield f"{pad}}}"
            case Each():
                yield f"{pad}for line in many({value(block.name)}) {{ {line(block.line, ('line',))} }}"
                if block.none:
                    yield f"{pad}if not has({value(block.name)}) {{ {line(Line(block.none))} }}"
            case Table():
                widths = ", ".join(f"{width:g}mm" for width in block.widths_mm)
                least = f"least: {block.row_mm:g}mm, " if block.row_mm else ""
                shape = f"head: {block.head}, pad: {block.pad:g}pt, {least}"
                yield f"{pad}ruled(({widths}), {shape}{{\n{pad}  let rows = ()"
                yield from pushed(block.rows, (), depth + 1)
                yield f"{pad}  rows\n{pad}}})"


def line(said: Line, loop: tuple[str, ...] = ()) -> str:
    """Only what is not the plain paragraph's is named."""
    plain, given = Line(""), msgspec.structs.asdict(said)
    shape = [f"{name}: {shown(given[name])}" for name in SHAPE if given[name] != getattr(plain, name)]
    return f"para({', '.join((*shape, text(said.text, loop)))})"


SHAPE: Final = ("face", "size", "exact", "centre", "right", "indent", "stays")


def shown(value: str | float | bool) -> str:
    match value:
        case str():
            return quoted(value)
        case bool():
            return str(value).lower()
        case _:
            return f"{value:g}pt"


def pushed(rows: Iterable[Row | Loop], loop: tuple[str, ...], depth: int) -> Iterator[str]:
    """Rows added to a table one after the other."""
    pad = "  " * depth
    for row in rows:
        if isinstance(row, Loop):
            yield f"{pad}for {row.one} in many({value(row.name, loop)}) {{"
            yield from pushed(row.rows, (*loop, row.one), depth + 1)
            yield f"{pad}}}"
        else:
            cells = ", ".join(text(cell, loop) for cell in row)
            yield f"{pad}rows.push(({cells},))"


def text(said: str, loop: tuple[str, ...] = ()) -> str:
    """Words and values one behind the other; a value is a value, whatever it looks like."""
    pieces = VALUE.split(said)
    parts = [
        f"say({value(piece, loop)})" if number % 2 else quoted(piece)
        for number, piece in enumerate(pieces)
        if piece
    ]
    return f"{{ {'; '.join(parts)} }}" if parts else "[]"


def value(path: str, loop: tuple[str, ...] = ()) -> str:
    first, *rest = path.split(".")
    if first in loop:
        return f"get({', '.join((first, *map(quoted, rest)))})"
    return f"get({', '.join(('data', *map(quoted, (first, *rest))))})"


def quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
