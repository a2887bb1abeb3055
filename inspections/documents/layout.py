"""The DOCX templates that come with the program, drawn as official papers: A4, margins and letters after GB/T 9704-2012.

Owns: how blocks look in DOCX. Does not own what stands on a paper (drawings.py) or what is put in (filling.py). `python -m
inspections.documents` writes them below templates/, and a test compares; whoever wants another look puts a DOCX of the same
name into the folder XUNCHA_TEMPLATES. Fonts are only named here: where 小标宋 is missing, the reader's office program takes
the other name given for it.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from inspections.documents.blocks import Block, Each, Face, Line, Loop, Row, Table, Title, When
from inspections.documents.filling import same_bytes

FACES: Final[dict[Face, str]] = {
    "title": "方正小标宋简体",
    "heading": "黑体",
    "body": "仿宋_GB2312",
    "table": "宋体",
}
#: what stands in for a font the reader does not have
INSTEAD: Final = {"方正小标宋简体": "宋体", "黑体": "SimHei", "仿宋_GB2312": "仿宋", "宋体": "SimSun"}
TITLE: Final = Line("{{ title }}", face="title", size=22, centre=True, exact=34)
DEMO: Final = Line("（演示数据，不是真实情况）", face="heading", size=12, centre=True, exact=20)


def drawn(blocks: Iterable[Block]) -> bytes:
    """The template of a paper."""
    page = empty_page()
    draw(page, blocks)
    return page_bytes(page)


def empty_page() -> Any:
    """37, 28, 35, 26 mm margins, 3号仿宋, page number — 1 — below."""
    page = Document()
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = page.styles["Normal"]
    normal.font.size = Pt(16)
    name_face(normal.element.get_or_add_rPr(), FACES["body"])
    number_pages(section)
    name_fonts(page)
    return page


def draw(page: Any, blocks: Iterable[Block]) -> None:
    for block in blocks:
        match block:
            case Line():
                add(page, block)
            case Title():
                add(page, TITLE)
                steered(page, "if demo", (DEMO,), "endif")
            case When():
                steered(page, f"if {'not ' if block.absent else ''}{block.name}", block.blocks, "endif")
            case Each():
                steered(page, f"for line in {block.name}", (block.line,), "endfor")
                if block.none:
                    steered(page, f"if not {block.name}", (Line(block.none),), "endif")
            case Table():
                add_table(page, block)


def steered(page: Any, begin: str, blocks: Iterable[Block], end: str) -> None:
    """Lines that only steer the template and leave nothing behind, with what stands between them."""
    page.add_paragraph(f"{{%p {begin} %}}")
    draw(page, blocks)
    page.add_paragraph(f"{{%p {end} %}}")


def name_face(properties: Any, font: str) -> None:
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
            write(line, piece, "table", 14)
        else:
            line._p.append(piece)


def write(line: Any, text: str, face: Face, size: float) -> None:
    run = line.add_run(text)
    run.font.size, run.font.bold = Pt(size), False
    name_face(run._r.get_or_add_rPr(), FACES[face])


def add(page: Any, said: Line) -> None:
    line = page.add_paragraph()
    shape = line.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(said.exact)
    line.alignment = alignment(said)
    if said.indent and not (said.centre or said.right):
        shape.first_line_indent = Pt(2 * said.size)
    if said.stays:
        shape.keep_with_next = True
    write(line, said.text, said.face, said.size)


def alignment(said: Line) -> Any:
    if said.centre:
        return WD_ALIGN_PARAGRAPH.CENTER
    return WD_ALIGN_PARAGRAPH.RIGHT if said.right else WD_ALIGN_PARAGRAPH.JUSTIFY


def add_table(page: Any, said: Table) -> None:
    made = page.add_table(rows=0, cols=len(said.widths_mm))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, said.widths_mm, strict=True):
        column.width = Mm(width)
    for number, texts in enumerate(flat(said.rows)):
        row = made.add_row()
        steers = texts[0].startswith("{%")
        if number < said.head:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if said.row_mm and not steers:
            row.height = Mm(said.row_mm)
        fill_row(row, texts, said, head=number < said.head)
        if len(texts) == 1 and not steers:
            for spare in row.cells[0].merge(row.cells[-1]).paragraphs[1:]:
                spare._p.getparent().remove(spare._p)


def flat(rows: Iterable[Row | Loop]) -> Iterator[Row]:
    """Rows one after the other, each loop between two rows that steer it."""
    for row in rows:
        if isinstance(row, Loop):
            yield (f"{{%tr for {row.one} in {row.name} %}}",)
            yield from flat(row.rows)
            yield ("{%tr endfor %}",)
        else:
            yield row


def fill_row(row: Any, texts: Row, said: Table, *, head: bool) -> None:
    padded = [*texts, *[""] * (len(said.widths_mm) - len(texts))]
    for cell, width, text in zip(row.cells, said.widths_mm, padded, strict=True):
        cell.width = Mm(width)
        line = cell.paragraphs[0]
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(said.pad)
        write(line, text, "heading" if head else "table", 10.5)


def page_bytes(page: Any) -> bytes:
    page.core_properties.created = page.core_properties.modified = datetime(2020, 1, 1)  # noqa: DTZ001  # a property without time zone
    page.core_properties.author = page.core_properties.last_modified_by = "巡察台账"
    page.core_properties.title = ""
    out = io.BytesIO()
    page.save(out)
    return same_bytes(out.getvalue())
