"""Visits as lists, and what units filed beside them.

Owns: these answers. Does not own the figures (inspections/coverage.py), what a visit means, or what is to be done
(tasks.py).
"""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from api.auth import READERS, Call, allow
from api.paging import After, Limit, Page, page_of, places_in, views
from api.problems import Problem
from inspections.facts import Fault

Period = Annotated[
    str | None, QueryParameter(pattern=r"^20[0-9][0-9]-(0[1-9]|1[0-2])$(?!\n)", description="月份")
]
Bbox = Annotated[str | None, QueryParameter(description="西,南,东,北，WGS84 度")]
Box = tuple[float | None, float | None, float | None, float | None]
NOWHERE: Box = (None, None, None, None)  #: no box asked for
LATEST = ("~", "~")  #: after every instant and every id


class VisitView(Struct):
    """A visit in a list: no private value."""

    id: str
    book: str
    seq: int
    unit: Annotated[str, Meta(examples=["xiangtang_town"])]
    unit_name: Annotated[str, Meta(examples=["向塘镇"])]
    kind: Annotated[str, Meta(examples=["steel_patrol"])]
    kind_version: int
    period: Annotated[str, Meta(examples=["2026-11"])]
    nature: Annotated[str, Meta(description="outside 属地巡查 · enter 入企检查")]
    site: str | None
    site_name: str | None
    enterprise: str | None
    enterprise_name: str | None
    plan: str | None
    result: str | None
    inspected: Annotated[bool, Meta(description="进去看了；未能进入的不算")]
    joint: Annotated[bool, Meta(description="联合巡察")]
    doubtful: Annotated[bool, Meta(description="算哪个月待县局确认")]
    late: Annotated[str, Meta(description="late 迟报 · delayed 补传")]
    started_at: str
    lat: float | None
    lon: float | None
    accuracy_m: Annotated[float | None, Meta(description="位置误差半径，米")]
    photos: int
    notices: Annotated[int, Meta(description="还缺几项")]
    failed: Annotated[list[str], Meta(description="不合格、应登记问题的题")]
    actor: Annotated[str, Meta(description="填报人账号")]
    received_at: str


class FilingView(Struct):
    """What a unit filed for a month beside visits, or the office for it."""

    type: Annotated[str, Meta(description="zero_report 零报告 · excuse 免巡")]
    id: str
    seq: int
    unit: str
    period: str
    late: Annotated[str, Meta(description="late 迟报 · delayed 补传")]
    rests_on: Annotated[str | None, Meta(description="零报告所依据的巡察")]
    reason: Annotated[str | None, Meta(description="免巡的原因")]


@get(
    "/visits",
    opt=allow(*READERS),
    summary="巡察、检查",
    description="最近收到的在前，可按类别、单位、企业、点位、月份、结果、性质、月份定否、范围框筛选。",
)
async def visits(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    kind: Annotated[str | None, QueryParameter(description="检查类别")] = None,
    unit: Annotated[str | None, QueryParameter(description="监管单位编号")] = None,
    enterprise: Annotated[str | None, QueryParameter(description="企业编号")] = None,
    site: Annotated[str | None, QueryParameter(description="点位编号")] = None,
    period: Period = None,
    result: Annotated[str | None, QueryParameter(description="结果")] = None,
    nature: Annotated[
        str | None,
        QueryParameter(pattern=r"^(outside|enter)$(?!\n)", description="outside 属地巡查 · enter 入企检查"),
    ] = None,
    doubtful: Annotated[bool | None, QueryParameter(description="只看算哪个月待确认的，或只看已定的")] = None,
    bbox: Bbox = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[VisitView]]:
    """Newest first."""
    west, south, east, north = box(bbox)
    before, before_id = places_in(after, *LATEST)
    rows = await call.storage.rows(
        "visits",
        scopes=call.scopes,
        kind=kind,
        unit=unit,
        enterprise=enterprise,
        site=site,
        period=period,
        result=result,
        nature=nature,
        doubtful=doubtful or None,
        certain=(doubtful is False) or None,
        west=west,
        south=south,
        east=east,
        north=north,
        before=before,
        before_id=before_id,
        limit=limit,
    )
    items = views(VisitView, rows, json=("failed",))
    return page_of(request, items, limit, *((items[-1].received_at, items[-1].id) if items else ()))


def box(bbox: str | None) -> Box:
    """West, south, east, north in degrees; all None without a box."""
    if bbox is None:
        return NOWHERE
    try:
        west, south, east, north = (float(one) for one in bbox.split(","))
    except ValueError:
        west = south = east = north = float("nan")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        fault = Fault("bbox", "wrong-form", "应为 西,南,东,北 四个度数，西不大于东，南不大于北。")
        raise Problem("wrong-parameter", errors=[fault])
    return west, south, east, north


@get(
    "/filings",
    opt=allow(*READERS),
    summary="零报告、免巡",
    description="一个月里除巡察以外报送的：零报告和免巡说明，按入账先后。",
)
async def filings(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    period: Annotated[
        str, QueryParameter(pattern=r"^20[0-9][0-9]-(0[1-9]|1[0-2])$(?!\n)", description="月份")
    ],
    kind: Annotated[str, QueryParameter(description="检查类别")] = "steel_patrol",
    unit: Annotated[str | None, QueryParameter(description="监管单位编号")] = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[FilingView]]:
    """Zero reports and excuses of a month, in the ledger's order."""
    (start,) = places_in(after, 0)
    rows = await call.storage.rows(
        "filings", scopes=call.scopes, kind=kind, period=period, unit=unit, after=start, limit=limit
    )
    items = views(FilingView, rows)
    return page_of(request, items, limit, items[-1].seq if items else 0)


ROUTES = [visits, filings]
