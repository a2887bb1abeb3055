"""Data sets taken out over HTTP: a spooled run, sent while it grows, resumed by Range, with a manifest at the same address.

Owns: these answers. Does not own what is in them (inspections/exports): the same run as `xuncha export`, within the
asker's scope. ETag names the run for 24 hours; a Range is only served of a run that is named (If-Range or `run=`), since
without a name it could be another state of the ledger.
"""

import re
from typing import Annotated, Any, Final

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from api.auth import PARTIES, Call, allow
from api.problems import Problem
from inspections.exports.asked import Filters, NotExported
from inspections.exports.datasets import DATASETS
from inspections.exports.formats import FORMATS
from inspections.exports.manifest import Manifest
from inspections.exports.run import Run
from inspections.exports.spool import Spool
from inspections.exports.taking import Wanted

MANIFEST: Final = ".manifest.json"
#: who may take out names of people and free text: those who wrote it, the county above them, and the auditor
WORD_READERS: Final = ("inspector", "county", "auditor")
WORDS: Final = (
    f"名字是“数据集.格式”：数据集 {'、'.join(f'{key}（{one.name}）' for key, one in DATASETS.items())}；"
    f"格式 {'、'.join(FORMATS)}。例：visits.csv?kind=steel_patrol&from=2026-07&to=2026-09、enterprises.geojson、"
    "visits.xlsx。后面加 .manifest.json 是它的说明（行数、字节数、SHA-256、筛选条件、台账位置、列）。只含管辖范围内的。"
    "ETag 是这一次导出的名字，24 小时内可用 Range 加 If-Range 接着下载；没有下载完的文件，字节数和 SHA-256 与说明不符。"
)
DAY: Final = r"^20\d\d-\d\d(-\d\d)?$"
RANGE: Final = re.compile(r"bytes=(\d{1,15})-(\d{1,15})?")
First = Annotated[
    str | None,
    QueryParameter(name="from", pattern=DAY, description="从哪天（或哪月）起，例 2026-07-01、2026-07"),
]
Last = Annotated[
    str | None, QueryParameter(name="to", pattern=DAY, description="到哪天（或哪月）止，含当天，例 2026-07")
]
Since = Annotated[
    int | None,
    QueryParameter(
        ge=0, le=2**53, description="只要台账第几号之后有变化的，例 48213；作废的列在说明的 voided"
    ),
]
Private = Annotated[
    bool, QueryParameter(description="带上在场人员姓名、地点描述和文字说明；巡察员、县局检查员、审计员可用")
]
RunName = Annotated[
    str | None,
    QueryParameter(
        name="run", pattern=r"^[0-9a-f]{40}$(?!\n)", description="接着下载哪一次导出，即它的 ETag"
    ),
]


@get("/exports/{name:str}", opt=allow(*PARTIES, machines="export"), summary="导出数据集", description=WORDS)
async def exported(
    name: FromPath[str],
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    first: First = None,
    last: Last = None,
    unit: Annotated[str | None, QueryParameter(description="只要这个单位（编号），例 xiangtang_town")] = None,
    enterprise: Annotated[str | None, QueryParameter(description="只要这家企业（编号）")] = None,
    kind: Annotated[
        str | None, QueryParameter(description="只要这一类，例 steel_patrol、green_factory")
    ] = None,
    in_state: Annotated[
        str | None, QueryParameter(name="state", description="只要这个结果或状态，例 no_entry")
    ] = None,
    result: FromQuery[str | None] = None,
    since: Since = None,
    private: Private = False,
    named: RunName = None,
) -> Response[Any]:
    """`visits.csv`, `visits.geojson`, `coverage.jsonl`, `enterprises.xlsx` …; with `.manifest.json` behind it, what it is."""
    dataset, _, form = name.removesuffix(MANIFEST).rpartition(".")
    if dataset not in DATASETS or form not in FORMATS:
        raise Problem("not-found", f"可以导出 {'、'.join(DATASETS)}，格式 {'、'.join(FORMATS)}。")
    filters = Filters(unit, enterprise, kind, in_state or result, first, last, since)
    wanted = wanted_by(call, dataset, form, filters, private)
    spool: Spool = request.app.state.spool
    same = named or name_in(request.headers.get("if-range", ""))
    kept = await spool.kept(same, wanted) if same else None
    if named and kept is None:
        raise Problem("not-found", "这次导出已经不在了，请重新导出。")
    try:
        run = kept or await spool.run(call.storage, wanted, call.now)
        if name.endswith(MANIFEST):
            return Response(await spool.whole(run))
        span = RANGE.fullmatch(request.headers.get("range", "")) if kept else None
        return await part_of(run, span, wanted) if span else await all_of(run, spool, wanted)
    except NotExported as refused:
        raise Problem("wrong-parameter", str(refused)) from refused


def wanted_by(call: Call, dataset: str, form: str, filters: Filters, private: bool) -> Wanted:
    if call.only_doer and dataset != "findings":
        raise Problem("forbidden", "责任单位只能导出自己负责的问题（findings）。")
    scopes = call.paths(*WORD_READERS) if private else [*call.paths(), *call.charges()]
    if private and not scopes:
        raise Problem("forbidden", "您的角色不能导出姓名和文字说明。")
    return Wanted(dataset, form, filters, call.settings.book, tuple(scopes), call.account, private)


def name_in(etag: str) -> str:
    return etag.strip('"')


async def all_of(run: Run, spool: Spool, wanted: Wanted) -> Stream:
    """The whole file; without a length while it still grows."""
    await spool.begun(run)
    manifest = run.manifest()
    length = {"content-length": str(manifest.bytes)} if manifest else {}
    return Stream(
        run.chunks(), media_type=FORMATS[run.form].media_type, headers=headers(run, wanted, manifest) | length
    )


async def part_of(run: Run, span: re.Match[str], wanted: Wanted) -> Response[Any]:
    """The bytes asked for of a run that is named."""
    manifest = await run.whole()
    start, last = int(span[1]), min(int(span[2] or manifest.bytes), manifest.bytes - 1)
    if start > last:
        return Response(b"", status_code=416, headers={"content-range": f"bytes */{manifest.bytes}"})
    said = headers(run, wanted, manifest) | {
        "content-range": f"bytes {start}-{last}/{manifest.bytes}",
        "content-length": str(last - start + 1),
    }
    chunks = run.chunks(start, last - start + 1)
    return Stream(chunks, status_code=206, media_type=FORMATS[run.form].media_type, headers=said)


def headers(run: Run, wanted: Wanted, manifest: Manifest | None) -> dict[str, str]:
    name = f"{wanted.dataset}-{wanted.book}{'-demo' if run.demo else ''}.{wanted.form}"
    head = {"ledger-head": str(manifest.head_seq)} if manifest else {}
    return head | {
        "content-disposition": f'attachment; filename="{name}"',
        "etag": f'"{run.id}"',
        "accept-ranges": "bytes",
        "cache-control": "private, no-cache",
    }


ROUTES = [exported]
