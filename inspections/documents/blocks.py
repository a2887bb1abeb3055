"""What a template is drawn from: lines, headings, tables, what stands only sometimes, what is repeated.

Owns: these few blocks. A paper is drawn once, as a tuple of blocks (drawings.py, case_drawings.py), and printed twice: as a
DOCX template (layout.py) and as a template for PDF (typeset.py). Does not own the look of either, or any paper's words.
`{{ name }}` in a text stands for what the paper says under that name.
"""

from typing import Literal

from msgspec import Struct

Face = Literal["title", "heading", "body", "table"]


class Line(Struct, frozen=True):
    """A paragraph. Sizes in points; body text begins two characters in and has 22 lines a page."""

    text: str
    face: Face = "body"
    size: float = 16
    centre: bool = False
    right: bool = False
    indent: bool = True
    exact: float = 28  #: from line to line
    stays: bool = False  #: on the page of what follows it


class Title(Struct, frozen=True):
    """The paper's title, and the mark of a demonstration."""


class When(Struct, frozen=True):
    """Blocks that stand only where something is said; `absent`: only where it is not."""

    name: str
    blocks: "tuple[Block, ...]"
    absent: bool = False


class Each(Struct, frozen=True):
    """A paragraph for each line of a list; the words for an empty one."""

    name: str
    line: Line = Line("{{ line }}")
    none: str = ""


class Loop(Struct, frozen=True):
    """Rows of a table repeated for each one of a list."""

    one: str
    name: str
    rows: "tuple[Row | Loop, ...]"


Row = tuple[str, ...]  #: one text alone stands across the row


class Table(Struct, frozen=True):
    """A ruled table; the first `head` rows stand on every page."""

    widths_mm: tuple[float, ...]
    rows: tuple[Row | Loop, ...]
    head: int = 0
    pad: float = 2  #: points above and below a text
    row_mm: float = 0  #: least height


Block = Line | Title | When | Each | Table


def heading(text: str) -> Line:
    """A heading stays with what follows it."""
    return Line(text, face="heading", stays=True)
