"""Intake over HTTP: an empty workbook, and a filled one tried out or written.

Owns: these two answers. Does not own the workbooks (inspections/intake). Without `apply` nothing is written and every faulty
cell is told; with it an outcome without faults is written as the one who sent it.
"""

from typing import Annotated, Any, Final
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Meta, Struct

from api.auth import READERS, Call, allow
from api.problems import Problem
from api.reading import bytes_of
from inspections.facts import Fault
from inspections.imports import Faulty, Outcome, Unusable
from inspections.imports.tables import LARGEST_BYTES
from inspections.intake import FORMS, apply, dry_run, template

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: Final = " · ".join(f"{form.kind} {form.name}" for form in FORMS.values())


class Tried(Struct):
    """What a workbook would write, or wrote."""

    kind: str
    state: Annotated[
        str, Meta(description="new 新记录 · changed 换一版 · same 已有，不再写 · faulty 有错，没有写")
    ]
    entry: Annotated[str | None, Meta(description="写成的记录编号；没有写则为空")]
    faults: Annotated[list[Faulty], Meta(description="每个有错的格，写法如 能源!B5")]


@get(
    "/templates/{name:str}",
    opt=allow(*READERS),
    summary="空的填报表",
    description=f"名字是“种类.xlsx”：{KINDS}。有说明、下拉列表、单位和自动核对；填好后发到 POST /imports/{{kind}}。",
)
async def blank(name: FromPath[str]) -> Response[bytes]:
    """The empty workbook of a kind."""
    kind, _, form = name.rpartition(".")
    if kind not in FORMS or form != "xlsx":
        raise Problem("not-found", f"没有这种填报表；有：{'、'.join(f'{one}.xlsx' for one in FORMS)}。")
    said = f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(f'{FORMS[kind].name}填报表.xlsx')}"
    return Response(template(FORMS[kind]), media_type=XLSX, headers={"content-disposition": said})


@post(
    "/imports/{kind:str}",
    opt=allow("county", "energy_centre", machines="write", media=(XLSX,)),
    status_code=200,
    summary="上传填报表",
    description=f"{KINDS}。先试算：每个有错的格都列出来；加 apply=true 且没有错才写入。同一份再传一次不会多出记录，草稿有变动则换一版。",
)
async def upload(
    kind: FromPath[str],
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    write: Annotated[bool, QueryParameter(name="apply", description="写入；不加只试算")] = False,
) -> Tried:
    """What this workbook says, tried out or written."""
    if kind not in FORMS:
        raise Problem("not-found", f"没有这种填报表；有：{'、'.join(FORMS)}。")
    raw = await bytes_of(request.scope, request.receive, LARGEST_BYTES)
    try:
        found = await dry_run(call.storage, kind, raw, call.actor, call.now)
    except Unusable as unusable:
        raise Problem("refused", errors=[Fault("", "unusable", str(unusable))]) from unusable
    written = await apply(call.storage, found, call.actor) if write else 0
    return tried(found, written)


def tried(found: Outcome, written: int) -> Tried:
    one = found.rows[0] if found.rows else None
    state = "faulty" if found.faults or one is None else one.state
    return Tried(found.dataset, state, one.entry if one and written else None, list(found.faults))


ROUTES = [blank, upload]
