"""The press: what a paper says, put into its Typst template and made a PDF.

Owns: the folder a PDF is made in (template, words, pictures and nothing else), which template is taken, the process and its
time. Does not own the template (typeset.py, templates/layout.typ), fonts (fonts.py) or what a PDF is (typesetting.py).
A value is data and never markup; pictures are drawn small and without EXIF. Runs in a thread: nothing here awaits.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec

from inspections.documents.asking import UNWRITABLE, Filled, NoPaper, Picture, Sources
from inspections.documents.case_file import FileSaid
from inspections.documents.fonts import NoFont, chosen
from inspections.documents.pictures import Wish, drawn_into
from inspections.typesetting import Fonts, Told, Typeset

PROGRAM: Final = (sys.executable, "-m", "inspections.typesetting")
JOB_S: Final = 600  #: longest one PDF may take, seconds
LAYOUT: Final = "layout"


def pdf(kind: str, said: Filled, sources: Sources, made_at: int) -> bytes:
    """One paper as PDF. NoFont, NoPaper for a template that cannot be used."""
    return pressed((kind,), said.values, MAIN.format(kind=kind), sources, made_at)


def bound(files: Sequence[FileSaid], sources: Sources, made_at: int) -> bytes:
    """Files of cases as one PDF, each paper drawn by its own template. NoFont, NoPaper."""
    kinds = sorted({sheet.kind for one in files for sheet in one.sheets if sheet.kind})
    imports = "\n".join(f'#import "/{kind}.typ": draw as {named(kind)}' for kind in kinds)
    drawn = ", ".join(f'"{kind}": {named(kind)}' for kind in kinds)
    main = FILES.format(imports=imports, drawn=f"({drawn},)" if kinds else "(:)")
    return pressed((FILE, *kinds), files, main, sources, made_at)


def named(kind: str) -> str:
    return f"draw-{kind}"


def pressed(kinds: Iterable[str], values: Any, main: str, sources: Sources, made_at: int) -> bytes:
    fonts = families(sources.fonts)
    with TemporaryDirectory(prefix="xuncha-press-") as name:
        folder = Path(name)
        lay(folder, kinds, sources.templates)
        drawn = drawn_into(folder, sources.photos, wishes(values))
        (folder / "data.json").write_bytes(msgspec.json.encode(laid(values, drawn)))
        (folder / "main.typ").write_text(main, "utf-8")
        return printed(folder, fonts, sources.fonts, made_at)


FILE: Final = "case-file"
MAIN: Final = """\
#import "/layout.typ": official
#import "/{kind}.typ": draw
#let data = json("/data.json")
#show: official.with(data.title)
#draw(data)
"""
FILES: Final = """\
#import "/layout.typ": official
#import "/case-file.typ": bind
{imports}
#let cases = json("/data.json")
#show: official.with(cases.first().title)
#bind(cases, {drawn})
"""


def lay(folder: Path, kinds: Iterable[str], own: Path | None) -> None:
    """The layout and the templates into the folder; the office's own come first."""
    for name in (LAYOUT, *kinds):
        theirs = own / f"{name}.typ" if own else None
        ours = files(__package__) / "templates" / f"{name}.typ"
        source = theirs if theirs and theirs.is_file() else ours
        (folder / f"{name}.typ").write_text(source.read_text("utf-8"), "utf-8")


def wishes(value: Any) -> Iterator[Wish]:
    """The pictures among what is said."""
    match value:
        case Picture():
            yield value.files, value.longest_px
        case Mapping():
            yield from (wish for one in value.values() for wish in wishes(one))
        case list() | tuple():
            yield from (wish for one in value for wish in wishes(one))
        case msgspec.Struct():
            yield from wishes(msgspec.structs.asdict(value))


def laid(value: Any, drawn: Mapping[Wish, str]) -> Any:
    """Words without what cannot be printed; pictures as files in the folder, or what stands in their place."""
    match value:
        case Picture():
            name = drawn.get((value.files, value.longest_px))
            return {"picture": name, **value.size_mm} if name else laid(value.otherwise, drawn)
        case str():
            return UNWRITABLE.sub("", value)
        case Mapping():
            return {name: laid(one, drawn) for name, one in value.items()}
        case list() | tuple():
            return [laid(one, drawn) for one in value]
        case msgspec.Struct():
            return laid(msgspec.structs.asdict(value), drawn)
        case _:
            return value


def printed(folder: Path, fonts: Mapping[Any, list[str]], own: Path | None, made_at: int) -> bytes:
    told = asked(Typeset(str(folder), msgspec.json.encode(fonts).decode(), made_at, folders_of(own)))
    if told.missing:
        raise NoFont(unknown_sign(told.missing, fonts))
    if told.faults:
        raise NoPaper(f"PDF 模板有错：{told.faults[0].message.replace(str(folder), '')}")
    return (folder / "made.pdf").read_bytes()


def unknown_sign(signs: str, fonts: Mapping[Any, list[str]]) -> str:
    codes = "、".join(f"“{sign}”（U+{ord(sign):04X}）" for sign in dict.fromkeys(signs) if not sign.isspace())
    names = "、".join(dict.fromkeys(name for names in fonts.values() for name in names))
    return (
        f"现有字体（{names}）里有字印不出来：{codes}。请安装字更全的字体（如 apt-get install fonts-hanazono），"
        "或放进 XUNCHA_FONTS 所指的文件夹。Word 格式不受影响。"
    )


def families(own: Path | None) -> dict[Any, list[str]]:
    """Which families stand for each face. NoFont."""
    return chosen(_families(folders_of(own)))


@cache
def _families(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Asked once: fonts are installed before the server starts."""
    return asked(Fonts(folders)).families


def folders_of(own: Path | None) -> tuple[str, ...]:
    return (str(own),) if own else ()


def asked(job: Fonts | Typeset) -> Told:
    """A job done by a process of its own. NoPaper when it takes too long or breaks."""
    try:
        said = msgspec.json.encode(job)
        done = subprocess.run(PROGRAM, input=said, capture_output=True, timeout=JOB_S, check=True)  # noqa: S603  # our own program
        return msgspec.json.decode(done.stdout, type=Told)
    except (subprocess.SubprocessError, msgspec.DecodeError) as error:
        raise NoPaper("PDF 没有做成：排版程序出错或超时，请缩小范围再试，或改用 Word 格式。") from error
