"""The templates that come with the program, drawn as official papers: A4, margins and letters after GB/T 9704-2012.

Owns: the layout. Does not own what is put in (filling.py). `python -m inspections.documents` writes them below templates/,
and a test compares; whoever wants another look puts a DOCX of the same name into the folder XUNCHA_TEMPLATES. Fonts are
only named here: where 小标宋 is missing, the reader's office program takes the other name given for it.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from inspections.documents.filling import same_bytes

TITLE, HEADING, BODY, TABLE = "方正小标宋简体", "黑体", "仿宋_GB2312", "宋体"
#: what stands in for a font the reader does not have
INSTEAD: Final = {TITLE: "宋体", HEADING: "SimHei", BODY: "仿宋", TABLE: "SimSun"}
TEXT_WIDTH_MM: Final = 156


def paper() -> Any:
    """An empty page: 37, 28, 35, 26 mm margins, 3号仿宋, page number — 1 — below."""
    page = Document()
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = page.styles["Normal"]
    normal.font.size = Pt(16)
    face(normal.element.get_or_add_rPr(), BODY)
    number_pages(section)
    name_fonts(page)
    return page


def face(properties: Any, font: str) -> None:
    """The font of every script: without eastAsia Chinese is drawn in whatever comes."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def name_fonts(page: Any) -> None:
    """Other names under which a font may be found."""
    table = next(
        part for part in page.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml"
    )
    entries = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for font, other in INSTEAD.items()
    )
    table._blob = table.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())


def number_pages(section: Any) -> None:
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for piece in (
        "— ",
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'),
        " —",
    ):
        if isinstance(piece, str):
            written(line, piece, TABLE, 14)
        else:
            line._p.append(piece)


def written(line: Any, text: str, font: str, size: float, bold: bool = False) -> None:
    run = line.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    face(run._r.get_or_add_rPr(), font)


def add(
    page: Any,
    text: str,
    font: str = BODY,
    size: float = 16,
    *,
    centre: bool = False,
    indent: bool = True,
    exact: float = 28,
) -> None:
    """A paragraph; body text begins two characters in and has 22 lines a page."""
    line = page.add_paragraph()
    shape = line.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    if exact:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(exact)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.JUSTIFY
    if indent and not centre:
        shape.first_line_indent = Pt(2 * size)
    written(line, text, font, size)


def title(page: Any, text: str = "{{ title }}") -> None:
    add(page, text, TITLE, 22, centre=True, exact=34)
    tag(page, "{%p if demo %}")
    add(page, "（演示数据，不是真实情况）", HEADING, 12, centre=True, exact=20)
    tag(page, "{%p endif %}")


def heading(page: Any, text: str) -> None:
    """A heading stays with what follows it."""
    add(page, text, HEADING, 16)
    page.paragraphs[-1].paragraph_format.keep_with_next = True


def tag(page: Any, text: str) -> None:
    """A line that only steers the template and leaves nothing behind."""
    page.add_paragraph(text)


def each(page: Any, name: str, text: str = "{{ line }}", none: str = "") -> None:
    """A paragraph for each line of a list; the words for an empty one."""
    tag(page, "{%p for line in " + name + " %}")
    add(page, text)
    tag(page, "{%p endfor %}")
    if none:
        tag(page, "{%p if not " + name + " %}")
        add(page, none)
        tag(page, "{%p endif %}")


def table(
    page: Any, widths_mm: Sequence[float], rows: Iterable[Sequence[str]], head: int = 0, pad: float = 2
) -> Any:
    """A ruled table; the first `head` rows stand on every page. One text alone stands across the row."""
    made = page.add_table(rows=0, cols=len(widths_mm))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for number, texts in enumerate(rows):
        row = made.add_row()
        if number < head:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width, text in zip(
            row.cells, widths_mm, [*texts, *[""] * (len(widths_mm) - len(texts))], strict=True
        ):
            cell.width = Mm(width)
            line = cell.paragraphs[0]
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(pad)
            written(line, text, HEADING if number < head else TABLE, 10.5)
        if len(texts) == 1 and not texts[0].startswith("{%"):
            for spare in row.cells[0].merge(row.cells[-1]).paragraphs[1:]:
                spare._p.getparent().remove(spare._p)
    return made


def page_bytes(page: Any) -> bytes:
    page.core_properties.created = page.core_properties.modified = datetime(2020, 1, 1)  # noqa: DTZ001  # a property without time zone
    page.core_properties.author = page.core_properties.last_modified_by = "巡察台账"
    page.core_properties.title = ""
    out = io.BytesIO()
    page.save(out)
    return same_bytes(out.getvalue())
