"""案卷 over HTTP: the whole file of one case, or of all that answer to a filter, as one PDF or as a ZIP.

Owns: this answer. Does not own what lies in a file (inspections/documents/case_file.py) or making it (bindery.py). What takes
long is answered with 202 and goes on: the same address asked again gives the file. Only officers get one, never the
responsible unit: who objected stands in it.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream
from msgspec import Struct

from api.auth import READERS, Call, allow
from api.problems import Problem
from api.routes.documents import sources_of
from inspections.documents import NoFont, NoPaper, NotThere
from inspections.documents.bindery import FORMS, MOST, Bindery, Order

WAIT_S: float = 20  #: then the answer is 202
BATCH: Final = "batch"
CHUNK: Final = 64 * 1024
WORDS: Final = (
    "名字是“问题编号.格式”，或 batch.格式 加筛选条件（单位、状态、来源、批次、级别、责任单位、发现日期），格式 pdf 或 zip。"
    "PDF 有封面、卷内目录、各份文书、扫描件、照片、办理经过、台账编号和校验值；ZIP 另有各份 Word、照片和扫描件原件、全部校验值。"
    f"一次最多 {MOST} 件。做得久的先答 202，过几秒用同一地址再取。台账没有变化时，每次取到的都一样。"
)
Day = Annotated[
    str | None,
    QueryParameter(
        pattern=r"^20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]$(?!\n)", description="发现的日子，如 2026-12-04"
    ),
]
Choice = Annotated[str | None, QueryParameter(max_length=60, description="只要这一个，见 GET /rectification")]


class Making(Struct):
    """The file is being made."""

    detail: str = "正在装订，请稍后用同一地址再取。"


@get("/documents/case-file/{name:str}", opt=allow(*READERS), summary="案卷", description=WORDS)
async def case_file(
    name: FromPath[str],
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    unit: Annotated[str | None, QueryParameter(description="监管单位编号")] = None,
    at_state: Annotated[str | None, QueryParameter(name="state", description="整改状态")] = None,
    type: Annotated[
        Literal["open", "fixed", "closed"] | None, QueryParameter(description="open · fixed · closed")
    ] = None,
    source: Choice = None,
    batch: Choice = None,
    level: Choice = None,
    responsible: Annotated[str | None, QueryParameter(description="责任单位编号")] = None,
    first: Annotated[Day, QueryParameter(name="from")] = None,
    last: Annotated[Day, QueryParameter(name="to")] = None,
) -> Response[Any]:
    """The file, or 202 while it is made. 404 outside the asker's units."""
    of, _, form = name.rpartition(".")
    order = Order(
        form=form,
        book=call.settings.book,
        scopes=tuple(call.paths()),
        account=call.account,
        id=None if of == BATCH else id_of(of),
        unit=unit,
        state=at_state,
        type=type,
        source=source,
        batch=batch,
        level=level,
        responsible=responsible,
        first=first,
        last=last,
    )
    if form not in FORMS:
        raise Problem("wrong-parameter", f"案卷的格式是 {'、'.join(FORMS)}。")
    return await bound(request.app.state.bindery, order, call)


async def bound(bindery: Bindery, order: Order, call: Call) -> Response[Any]:
    try:
        path = await bindery.ordered(call.storage, order, sources_of(call.settings), call.now)
        async with asyncio.timeout(WAIT_S):
            await bindery.whole(path)
    except TimeoutError:
        return Response(Making(), status_code=202, headers={"retry-after": "5"})
    except NotThere:
        raise Problem("not-found") from None
    except NoPaper as refused:
        raise Problem("wrong-parameter", str(refused)) from refused
    except NoFont as refused:
        raise Problem("no-font", str(refused)) from refused
    said = f"attachment; filename=\"case-file.{order.form}\"; filename*=UTF-8''{quote(f'案卷.{order.form}')}"
    headers = {"content-disposition": said, "cache-control": "private, no-store"}
    headers["content-length"] = str(path.stat().st_size)
    return Stream(chunks(path), media_type=FORMS[order.form], headers=headers)


async def chunks(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk


def id_of(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Problem("not-found") from None


ROUTES = [case_file]
