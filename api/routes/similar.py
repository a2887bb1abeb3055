"""Same place, same problem over HTTP: asked while a problem is being entered, so that it is not entered twice.

Owns: that answer. Does not own when two are the same (inspections/similar.py) or the radius and the time (settings of the county).
"""

from datetime import timedelta
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from api.auth import Call, allow
from api.problems import Problem
from api.routes.people import county_settings
from inspections.calculators.datums import Point, convert
from inspections.findings import coded
from inspections.months import day_of
from inspections.rectification import states
from inspections.similar import Seen, apart_m, around, proposal, reasons

MOST: Final = 50
Crs = Literal["WGS84", "CGCS2000", "GCJ02", "BD09"]
Degrees = Annotated[float | None, QueryParameter(ge=-180, le=180, description="度，和 crs 一起写")]


class SimilarView(Struct):
    """One that may be the same problem."""

    id: Annotated[str, Meta(description="问题的编号；历史台账的为它自己的编号")]
    seq: int
    opening: Annotated[bool, Meta(description="出自历史台账，未经系统核验")]
    unit: str
    unit_name: str
    site_name: str | None
    enterprise_name: str | None
    severity: str
    state: str
    state_name: str
    type: str
    opened_on: str
    due_on: str | None
    closed_on: str | None
    distance_m: Annotated[float | None, Meta(description="相距几米，按椭球面算")]
    reasons: Annotated[
        list[str], Meta(description="same_site 同一点位 · same_enterprise 同一企业 · near 在半径以内")
    ]
    proposes: Annotated[
        str, Meta(description="join 就是这一个，不必另登记 · reopen 销号后又出现，按反弹重开 · look 看一看")
    ]
    cycle: Annotated[int, Meta(description="重开后是第几个周期；不重开为现在的周期")]


class SimilarPage(Struct):
    items: list[SimilarView]
    radius_m: int
    days: Annotated[int, Meta(description="销号多少天以内的也列出")]


@get(
    "/findings/similar",
    opt=allow("inspector", "county", "reviewer", "auditor"),
    summary="同一地点的同类问题",
    description="登记问题时先问：同一企业、同一点位，或相距不超过设置的米数（默认 150），同一类别，没改好的或一年内销号的。"
    "近的在前。只是提示，由人决定。",
)
async def similar(
    call: NamedDependency[Call],
    category: Annotated[str, QueryParameter(max_length=40, description="问题类别")],
    enterprise: Annotated[UUID | None, QueryParameter(description="企业编号")] = None,
    site: Annotated[UUID | None, QueryParameter(description="点位编号")] = None,
    lat: Degrees = None,
    lon: Degrees = None,
    crs: Annotated[Crs, QueryParameter(description="坐标系")] = "WGS84",
) -> SimilarPage:
    """Nearest first, those without a point last."""
    if category not in coded("finding_category"):
        raise Problem("wrong-parameter", "没有这种问题类别。")
    if (lat is None) != (lon is None) or not -90 <= (lat or 0) <= 90:
        raise Problem("wrong-parameter", "纬度、经度要一起写，纬度在 -90 到 90 之间。")
    here = Seen(str(site) if site else None, str(enterprise) if enterprise else None, point_of(lat, lon, crs))
    settings = await county_settings(call, "same_place_m", "same_problem_days")
    radius, days = settings["same_place_m"], settings["same_problem_days"]
    asked = {"category": category, "since": f"{day_of(call.now) - timedelta(days=days)}"}
    found = await on_file(call, here, radius, asked)
    found.sort(key=lambda one: (one.distance_m is None, one.distance_m or 0.0, one.id))
    return SimilarPage(found[:MOST], radius, days)


def point_of(lat: float | None, lon: float | None, crs: Crs) -> tuple[float, float] | None:
    if lat is None or lon is None:
        return None
    there = convert(Point(lat, lon), crs, "WGS84")
    return there.lat, there.lon


async def on_file(call: Call, here: Seen, radius: int, asked: dict[str, str]) -> list[SimilarView]:
    """Of what the box and the names bring, all that is truly the same place."""
    box = around(here.point, radius)._asdict() if here.point else dict.fromkeys(BOX)
    given = {"site": here.site, "enterprise": here.enterprise, "scopes": call.scopes, "limit": 10 * MOST}
    found = []
    for query in ("findings_similar", "openings_similar"):
        rows = await call.storage.rows(query, **box, **given, **asked)
        seen = (view_of(row, here, radius, opening=query == "openings_similar") for row in rows)
        found += [one for one in seen if one.reasons]
    return found


BOX: Final = ("south", "west", "north", "east")


def view_of(row: Any, here: Seen, radius: int, *, opening: bool) -> SimilarView:
    (
        key,
        seq,
        unit,
        unit_name,
        site,
        site_name,
        firm,
        firm_name,
        severity,
        state,
        kind,
        level,
        cycle,
        *rest,
    ) = row
    opened_on, due_on, closed_on, lat, lon = rest
    there = Seen(site, firm, (lat, lon) if lat is not None else None)
    metres = apart_m(here, there)
    proposes = "look" if opening else proposal(state, level)
    return SimilarView(
        id=key,
        seq=seq,
        opening=opening,
        unit=unit,
        unit_name=unit_name,
        site_name=site_name,
        enterprise_name=firm_name,
        severity=severity,
        state=state,
        state_name=states()[state].name,
        type=kind,
        opened_on=opened_on,
        due_on=due_on,
        closed_on=closed_on,
        distance_m=None if metres is None else round(metres, 1),
        reasons=[*reasons(here, there, radius)],
        proposes=proposes,
        cycle=cycle + 1 if proposes == "reopen" else cycle,
    )


ROUTES = [similar]
