"""Typesetting (排版): a process of its own that makes one PDF out of one folder, so that memory and time it takes end with it.

Owns: reading the job from standard input, running Typst over the folder, telling what came of it. `ledger` code never runs
here. The PDF is PDF/A-2u: every font is embedded, every sign can be copied out, and a sign that no font has is an error and
never an empty box. Nothing outside the folder is read but fonts. Does not own what stands on a paper (documents/).
"""

import re
import sys
from typing import Final

import msgspec
import typst
from msgspec import Struct

from inspections.facts import Fault

STANDARD: Final = "a-2u"
NOT_SHOWN: Final = re.compile(r"the text `\"(.+)\"` could not be displayed", re.DOTALL)


class Fonts(Struct, frozen=True, tag=True):
    """Which font families are there? System fonts, and those in folders."""

    folders: tuple[str, ...] = ()


class Typeset(Struct, frozen=True, tag=True):
    """Make folder/main.typ into folder/made.pdf."""

    folder: str
    fonts: str  #: JSON, face → families
    made_at: int  #: seconds since 1970: what the file says of its making
    folders: tuple[str, ...] = ()  #: with fonts


class Told(Struct, frozen=True, omit_defaults=True):
    """What came of a job."""

    families: tuple[str, ...] = ()
    missing: str = ""  #: signs no font has
    faults: tuple[Fault, ...] = ()  #: a template is wrong


def main() -> None:
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Fonts | Typeset)
    fonts = typst.Fonts(include_embedded_fonts=False, font_paths=list(job.folders))
    told = Told(tuple(fonts.families())) if isinstance(job, Fonts) else typeset(job, fonts)
    sys.stdout.buffer.write(msgspec.json.encode(told))


def typeset(job: Typeset, fonts: typst.Fonts) -> Told:
    try:
        typst.compile(
            f"{job.folder}/main.typ",
            f"{job.folder}/made.pdf",
            root=job.folder,
            font_paths=fonts,
            sys_inputs={"fonts": job.fonts},
            pdf_standards=STANDARD,
            timestamp=job.made_at,
            package_path=f"{job.folder}/packages",
            package_cache_path=f"{job.folder}/packages",
        )
    except typst.TypstError as error:
        if unshown := NOT_SHOWN.search(error.message):
            return Told(missing=unshown[1])
        return Told(faults=(Fault("", "template", error.diagnostic or error.message),))
    return Told()


if __name__ == "__main__":
    main()
