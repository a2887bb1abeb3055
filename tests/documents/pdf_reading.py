"""Reading a PDF as a person and as an archive would: its words, its letters, its pages.

Owns: taking these out of a file. Does not own what should stand there.
"""

import io
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader


class Letters(NamedTuple):
    """One font of a page."""

    name: str
    embedded: bool
    empty_boxes: int  #: signs shown by glyph 0, the box for what a font does not have


def pages(file: bytes) -> list[str]:
    """The text of each page without blanks and breaks: a line ends where the paper ends, not where a sentence does."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(file)).pages]


def letters(file: bytes) -> list[Letters]:
    """Every font of every page."""
    return [one for page in PdfReader(io.BytesIO(file)).pages for one in of_page(page)]


def of_page(page: PageObject) -> list[Letters]:
    resources: Any = page["/Resources"]
    found = []
    for key, font in resources.get("/Font", {}).items():
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        about = inner["/FontDescriptor"].get_object()
        embedded = any(name in about for name in ("/FontFile", "/FontFile2", "/FontFile3"))
        found.append(Letters(inner["/BaseFont"].partition("+")[2], embedded, zero_glyphs(page, key)))
    return found


def zero_glyphs(page: PageObject, font: str) -> int:
    """How many signs of a font are shown by glyph 0; each stands as two bytes."""
    contents: Any = page.get_contents()
    current, count = "", 0
    for operands, operator in contents.operations:
        if operator == b"Tf":
            current = operands[0]
        elif operator in (b"Tj", b"TJ") and current == font:
            for piece in operands[0] if operator == b"TJ" else operands:
                raw = getattr(piece, "original_bytes", b"")
                count += [raw[at : at + 2] for at in range(0, len(raw), 2)].count(b"\0\0")
    return count
