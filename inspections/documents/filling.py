"""A template with what a paper says put in, as DOCX bytes.

Owns: which template (the office's own folder first), the sandbox, blanks, pictures, the same bytes for the same words.
A template is code: only the program's and the folder named by XUNCHA_TEMPLATES are read, and rendered in a sandbox.
A value is text whatever it looks like: braces in a name are printed as braces. Does not own any paper's words.
"""

import io
import zipfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Undefined
from jinja2.sandbox import SandboxedEnvironment

from inspections.documents.asking import UNWRITABLE, Filled, Picture, Sources
from inspections.documents.pictures import small
from inspections.photos import Folder

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BLANK: Final = "＿＿＿＿＿＿"  #: to be filled in by hand
FIXED: Final = (2020, 1, 1, 0, 0, 0)  #: the time of every part


def filled(kind: str, said: Filled, sources: Sources) -> bytes:
    """The paper. The office's `KIND.docx` is taken where its folder has one."""
    own = sources.templates / f"{kind}.docx" if sources.templates else None
    if own and own.is_file():
        return rendered(own, said, sources.photos)
    with as_file(files(__package__) / "templates" / f"{kind}.docx") as template:
        return rendered(template, said, sources.photos)


def rendered(template: Path, said: Filled, photos: Folder) -> bytes:
    paper = DocxTemplate(str(template))
    values = {name: printable(value, photos, paper) for name, value in said.values.items()}
    paper.render(values, SandboxedEnvironment(autoescape=True, finalize=or_blank))
    out = io.BytesIO()
    paper.save(out)
    return same_bytes(out.getvalue())


def or_blank(value: Any) -> Any:
    """What is not known stays a line; also what a replaced template asks for and nobody gives."""
    return BLANK if value is None or value == "" or isinstance(value, Undefined) else value


def printable(value: Any, photos: Folder, paper: DocxTemplate) -> Any:
    """Text without what XML cannot hold; pictures drawn, or what stands in their place."""
    match value:
        case Picture():
            drawn = small(photos, value.files, value.longest_px)
            size = {side: Mm(length) for side, length in value.size_mm.items()}
            image = drawn and InlineImage(paper, io.BytesIO(drawn), **size)
            return image or printable(value.otherwise, photos, paper)
        case str():
            return UNWRITABLE.sub("", value)
        case dict():
            return {name: printable(one, photos, paper) for name, one in value.items()}
        case list() | tuple():
            return [printable(one, photos, paper) for one in value]
        case _:
            return value


def same_bytes(made: bytes) -> bytes:
    """The parts in their order with a fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, FIXED)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return out.getvalue()
