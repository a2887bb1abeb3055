"""Visits as lists, tasks, and coverage.

Owns: these answers. Does not own the figures (inspections/coverage.py) or what a visit means. A task is a plan without
its visit yet: computed here from plans and visits, never stored.
"""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Meta, Struct

from api.auth import FIELD, READERS, Call, allow
from api.paging import After, Limit, Page, cursor_of, page_of, places_in, views
from api.problems import Problem
from api.reading import json_text
from inspections.facts import Fault
from inspections.months import first_day, month_of

Period = Annotated[str | None, QueryParameter(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="月份")]
Bbox = Annotated[str | None, QueryParameter(description="西,南,东,北，WGS84 度")]
LATEST = ("~", "~")  #: after every instant and every id


class VisitView(Struct):
    """A visit in a list: no private value."""

    id: str
    book: str
    seq: int
    unit: str
    kind: str
    kind_version: int
    period: str
    nature: Annotated[str, Meta(description="outside 属地巡查 · enter 入企检查")]
    site: str | None
    enterprise: str | None
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
    failed: list[str]
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


class TaskSite(Struct):
    site: str
    name: str
    done: bool


class TaskView(Struct):
    """One unit's patrol of one month, and how far it is."""

    task: str
    plan: Annotated[str, Meta(description="计划这条记录的编号")]
    kind: str
    period: str
    unit: str
    unit_name: str
    date: str | None
    sites: list[TaskSite]
    people: list[str]
    done: bool


class NotEntered(Struct):
    """A visit that could not get in, and nobody did since."""

    visit: str
    unit: str
    unit_name: str
    kind: str
    period: str
    site: str | None
    enterprise: str | None
    result: str
    started_at: str


class Tasks(Struct):
    items: list[TaskView]
    not_entered: Annotated[list[NotEntered], Meta(description="未能进入、还要再去的")]
    next: str | None = None


@get(
    "/visits",
    opt=allow(*READERS),
    summary="巡察、检查",
    description="最近收到的在前，可按类别、单位、企业、月份、结果、性质、月份定否、范围框筛选。",
)
async def visits(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    kind: Annotated[str | None, QueryParameter(description="检查类别")] = None,
    unit: Annotated[str | None, QueryParameter(description="监管单位编号")] = None,
    enterprise: Annotated[str | None, QueryParameter(description="企业编号")] = None,
    period: Period = None,
    result: Annotated[str | None, QueryParameter(description="结果")] = None,
    nature: Annotated[
        str | None,
        QueryParameter(pattern="^(outside|enter)$", description="outside 属地巡查 · enter 入企检查"),
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
        period=period,
        result=result,
        nature=nature,
        doubtful=doubtful,
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


def box(bbox: str | None) -> tuple[float | None, float | None, float | None, float | None]:
    """West, south, east, north in degrees; all None without a box."""
    if bbox is None:
        return None, None, None, None
    try:
        west, south, east, north = (float(one) for one in bbox.split(","))
    except ValueError:
        west = south = east = north = float("nan")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        fault = Fault("bbox", "wrong-form", "应为 西,南,东,北 四个度数，西不大于东，南不大于北。")
        raise Problem("wrong-parameter", errors=[fault])
    return west, south, east, north


@get(
    "/visits/{visit_id:uuid}",
    opt=allow(*READERS),
    summary="一次巡察",
    description="列表里的一行；全文见 /entries/{id}。",
)
async def visit(visit_id: FromPath[UUID], call: NamedDependency[Call]) -> VisitView:
    """Its line; the whole entry is at /entries/{id}."""
    rows = await call.storage.rows("visit", id=str(visit_id), scopes=call.scopes)
    if not rows:
        raise Problem("not-found")
    return views(VisitView, rows, json=("failed",))[0]


@get(
    "/filings",
    opt=allow(*READERS),
    summary="零报告、免巡",
    description="一个月里除巡察以外报送的：零报告和免巡说明，按入账先后。",
)
async def filings(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    period: Annotated[str, QueryParameter(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="月份")],
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


@get(
    "/tasks",
    opt=allow(*FIELD),
    summary="要做的事",
    description="巡察员看自己的计划，县局看全部；另列一年内未能进入、还要再去的。",
)
async def tasks(
    call: NamedDependency[Call],
    since: Annotated[
        str | None,
        QueryParameter(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="从哪个月起，不写为上个月"),
    ] = None,
    limit: Limit = 200,
    after: After = None,
) -> Tasks:
    """An inspector's own plans, the county's all; and who could not be reached, for a year back."""
    period, start = places_in(after, "", "")
    this_month = month_of(call.now)
    county = call.actor.has("county")
    rows = await call.storage.rows(
        "plans",
        scopes=call.scopes,
        since=since or f"{first_day(this_month) - timedelta(days=1):%Y-%m}",
        named="" if county else msgspec.json.encode(call.account).decode(),
        after_period=period,
        after=start,
        limit=limit,
    )
    year_ago = f"{int(this_month[:4]) - 1}{this_month[4:]}"
    chased = await call.storage.rows("visits_not_entered", scopes=call.scopes, since=year_ago, limit=limit)
    cursor = cursor_of(rows[-1][2], rows[-1][0]) if len(rows) == limit else None
    return Tasks(await tasks_of(rows, call), views(NotEntered, chased), cursor)


async def tasks_of(plans: list[tuple[Any, ...]], call: Call) -> list[TaskView]:
    seen: dict[str, set[str | None]] = {}
    for plan, site in await call.storage.rows("plans_seen", plans=json_text([row[0] for row in plans])):
        seen.setdefault(plan, set()).add(site)
    listed = {row[0]: msgspec.json.decode(row[6], type=list[str]) for row in plans}
    wanted = sorted({site for several in listed.values() for site in several})
    names = dict(await call.storage.rows("site_names", sites=json_text(wanted)))
    return [
        task(
            row,
            [TaskSite(s, names.get(s, ""), s in seen.get(row[0], ())) for s in listed[row[0]]],
            row[0] in seen,
        )
        for row in plans
    ]


def task(plan: tuple[Any, ...], sites: list[TaskSite], visited: bool) -> TaskView:
    """Done: every place was seen, or, where none is named, the unit was visited."""
    plan_id, kind, period, unit, unit_name, on_day, _, people = plan
    done = all(site.done for site in sites) if sites else visited
    return TaskView(
        task=plan_id,
        plan=plan_id,
        kind=kind,
        period=period,
        unit=unit,
        unit_name=unit_name,
        date=on_day,
        sites=sites,
        people=msgspec.json.decode(people),
        done=done,
    )


ROUTES = [visits, visit, filings, tasks]
