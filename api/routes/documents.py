"""Papers over HTTP: 检查记录, 签到表, 巡察月报表, 工作小结, made when asked for and not kept.

Owns: this answer. Does not own what stands on them (inspections/documents). DOCX, PDF where the machine has fonts, and XLSX for
tables. Whoever reads a visit reads its private values too, so its papers carry them. A responsible
unit gets the papers about its own problems, and nothing else.
"""

from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.auth import PARTIES, Call, allow
from api.problems import Problem
from api.routes.letters import LETTER_READERS
from inspections.documents import (
    MEDIA_TYPES,
    PAPERS,
    Asking,
    NoFont,
    NoPaper,
    NotThere,
    Sources,
    drafted,
    made,
)
from inspections.photos import Folder
from inspections.settings import Settings

WORDS: Final = (
    "文书："
    + "；".join(f"{key} {paper.name}（{paper.about}）" for key, paper in PAPERS.items())
    + "。名字是“编号.格式”，格式 docx 或 pdf，月报表也可 xlsx。例：month-report/2026-10.xlsx、work-summary/2026-h1.docx。"
    "没有的内容留空行手填。关于全县的文书要有全县的权限。"
)


@get("/documents/{kind:str}/{name:str}", opt=allow(*PARTIES), summary="一份文书", description=WORDS)
async def document(kind: FromPath[str], name: FromPath[str], call: NamedDependency[Call]) -> Response[Any]:
    """The paper as a file. 404 for an id outside the asker's units, 400 for a paper there is not."""
    of, _, form = name.rpartition(".")
    async with call.storage.snapshot() as still:
        asking = Asking(
            ledger=still,
            book=call.settings.book,
            scopes=(*call.paths(), *call.charges()),
            letters=tuple(call.paths(*LETTER_READERS)),
            now=call.now,
        )
        try:
            draft = await drafted(asking, kind, of, form)
        except NotThere:
            raise Problem("not-found") from None
        except NoPaper as refused:
            raise Problem("wrong-parameter", str(refused)) from refused
    try:
        body = await made(draft, sources_of(call.settings))
    except NoFont as refused:
        raise Problem("no-font", str(refused)) from refused
    said = f"attachment; filename=\"{kind}.{form}\"; filename*=UTF-8''{quote(draft.name)}"
    headers = {"content-disposition": said, "cache-control": "private, no-store"}
    return Response(body, media_type=MEDIA_TYPES[form], headers=headers)


def sources_of(settings: Settings) -> Sources:
    """Photos, and the office's own templates and fonts where it has some."""
    templates, fonts = (
        folder if folder != Path() else None for folder in (settings.templates, settings.fonts)
    )
    return Sources(Folder(settings.photos), templates, fonts)


ROUTES = [document]
