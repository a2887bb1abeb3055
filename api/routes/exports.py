"""Data sets taken out over HTTP: streamed while they are read, with a manifest at the same address.

Owns: these answers. Does not own what is in them (inspections/exports): the same run as `xuncha export`, within the
asker's scope. The ledger's head is a header, so that two downloads can be told to be of the same state.
"""

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from api.auth import READERS, Call, allow
from api.problems import Problem
from inspections.exports import DATASETS, FORMATS, Export, Filters, Manifest, NotExported, export

MANIFEST = ".manifest.json"
WORDS = "如 visits.csv、coverage.jsonl、enterprises.csv；后面加 .manifest.json 是它的说明。只含管辖范围内的。"
DAY = r"^20\d\d-\d\d(-\d\d)?$"
First = Annotated[str | None, QueryParameter(name="from", pattern=DAY, description="从哪天（或哪月）起")]
Last = Annotated[str | None, QueryParameter(name="to", pattern=DAY, description="到哪天（或哪月）止，含当天")]


@get("/exports/{name:str}", opt=allow(*READERS, machines="export"), summary="导出数据集", description=WORDS)
async def exported(
    name: FromPath[str],
    call: NamedDependency[Call],
    first: First = None,
    last: Last = None,
    unit: FromQuery[str | None] = None,
    kind: FromQuery[str | None] = None,
    result: FromQuery[str | None] = None,
    in_state: Annotated[str | None, QueryParameter(name="state", description="同 result")] = None,
) -> Response[Any]:
    """`visits.csv`, `visits.geojson`, `coverage.jsonl`, `enterprises.csv` …; with `.manifest.json` behind it, what it is."""
    dataset, _, form = name.removesuffix(MANIFEST).rpartition(".")
    if dataset not in DATASETS or form not in FORMATS:
        raise Problem("not-found", f"可以导出 {'、'.join(DATASETS)}，格式 {'、'.join(FORMATS)}。")
    filters = Filters(unit=unit, kind=kind, result=result or in_state, first=first, last=last)
    try:
        made = await export(call.storage, call.settings.book, dataset, form, filters, call.paths())
    except NotExported as refused:
        raise Problem("wrong-parameter", str(refused)) from refused
    if name.endswith(MANIFEST):
        return Response(await manifest_of(made, call))
    return Stream(made.chunks(call.storage), media_type=made.media_type, headers=headers(made))


async def manifest_of(made: Export, call: Call) -> Manifest:
    """What the file would be: made once through, and not kept."""
    async for _ in made.chunks(call.storage):
        pass
    return made.manifest()


def headers(made: Export) -> dict[str, str]:
    name = f"{made.dataset}-{made.asked.book}-{made.asked.head}.{made.form}"
    return {"content-disposition": f'attachment; filename="{name}"', "ledger-head": str(made.asked.head)}


ROUTES = [exported]
