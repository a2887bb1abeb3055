"""Registers: units, sites, enterprises, kinds of inspection, listings, energy intensity, publications.

Owns: their lists on the wire. Does not own how they change: that is an entry. All are scoped in the query itself.
"""

from functools import cache
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct
from msgspec.structs import astuple

from api.auth import EVERYONE, READERS, Call, allow
from api.paging import After, Limit, Page, page_of, places_in, views
from inspections.areas import proposed
from inspections.calculators.areas import Proposal
from inspections.certificates import reminder_span, validity
from inspections.entries import Position
from inspections.kinds import KINDS
from inspections.kinds.view import public_view
from inspections.months import day_of
from inspections.reading import read

UnitFilter = Annotated[str | None, QueryParameter(description="监管单位编号")]
Degrees = Annotated[float | None, Meta(description="WGS84，度")]


class UnitView(Struct):
    """A unit with its place in the tree, its dates and both code systems."""

    unit: Annotated[str, Meta(examples=["xiangtang_town"])]
    book: str
    path: str
    name: Annotated[str, Meta(examples=["向塘镇"])]
    pinyin: str
    kind: str
    parent: str | None
    supervised: bool
    valid_from: str | None
    valid_to: str | None
    nbs_code: Annotated[str | None, Meta(description="统计用区划代码")]
    mca_code: Annotated[str | None, Meta(description="民政区划代码")]
    predecessor: str | None
    successor: str | None
    source: str
    confidence: str
    note: str


class SiteView(Struct):
    """A place on the watch-list."""

    site: str
    unit: str
    name: str
    enterprise: str | None
    kinds: list[str]
    address: str
    lat: Degrees
    lon: Degrees
    valid_from: str
    valid_to: str | None


class EnterpriseView(Struct):
    """An enterprise, with every name it had before."""

    enterprise: str
    unit: str
    name: str
    former_names: list[str]
    initials: Annotated[str, Meta(description="拼音首字母")]
    credit_code: str | None
    address: str
    industry: str
    lat: Degrees
    lon: Degrees
    state: str
    split_from: str | None
    merged_into: str | None


class ListingView(Struct):
    """One line of a public list."""

    listing: str
    list: str
    unit: str
    name: str
    enterprise: str | None
    fields: dict[str, str]
    valid_from: str | None
    valid_to: str | None
    source: str
    document_no: str | None
    claimed_in: str
    note: str
    unnamed: int
    renews: Annotated[str | None, Meta(description="这张证书接续的那一行")]
    state: Annotated[
        str, Meta(description="今天：valid 有效 · expired 失效 · not_yet 未生效 · unstated 未载明有效期")
    ]
    days_left: Annotated[int | None, Meta(description="到有效期最后一天还有几天，当天为 0")]


class IntensityView(Struct):
    """A goal or a result as its paper prints it; percents are signed, negative is a fall."""

    figure: str
    role: Annotated[str, Meta(description="target 目标 · result 结果")]
    unit: str
    indicator: Annotated[str, Meta(examples=["规模以上工业单位增加值能耗"])]
    period: Annotated[str, Meta(description="原文的时段", examples=["2021-01..09"])]
    change_percent: Annotated[str, Meta(description="升降率，%", examples=["-12.32"])]
    target_percent: Annotated[str | None, Meta(description="同一份文件印出的目标，%")]
    over_pp: Annotated[str | None, Meta(description="同一份文件印出的超额，百分点")]
    source_unit: str
    document_no: str
    state: Annotated[str, Meta(description="preliminary 初步 · final 最终")]
    base_revised: bool
    public_basis: str
    caveat: str


class PublicationView(Struct):
    """What may be public, on whose word."""

    book: str
    dataset: str
    kind: str
    period_from: str | None
    period_to: str | None
    open_months: bool
    source: str
    document_no: str
    withdrawn: bool
    approved_by: str
    approved_at: str


@get(
    "/units",
    opt=allow(*EVERYONE),
    summary="监管单位",
    description="管辖范围内的单位，含已撤并的；统计代码与民政代码分开。",
)
async def units(
    request: Request[Any, Any, Any], call: NamedDependency[Call], limit: Limit = 500, after: After = None
) -> Response[Page[UnitView]]:
    """The units below one's grants, those that ended too."""
    (start,) = places_in(after, "")
    rows = await call.storage.rows("units", scopes=call.scopes, after=start, limit=limit)
    items = views(UnitView, rows)
    return page_of(request, items, limit, items[-1].path if items else "")


@get(
    "/units/at",
    opt=allow(*READERS),
    summary="这个位置在哪个单位",
    description="按县里自己的辖区范围推荐单位；误差半径够不着边界才算确定，否则由人来选。没有导入范围时不推荐。",
)
async def unit_at(
    call: NamedDependency[Call],
    lat: Annotated[float, QueryParameter(ge=-90, le=90, description="纬度，度")],
    lon: Annotated[float, QueryParameter(ge=-180, le=180, description="经度，度")],
    crs: Annotated[str, QueryParameter(pattern=r"^(WGS84|CGCS2000|GCJ02|BD09)$(?!\n)", description="坐标系")],
    accuracy_m: Annotated[float, QueryParameter(ge=0, le=100_000, description="误差半径，米")] = 0,
) -> Proposal:
    """A proposal; the person's choice wins."""
    given = {"lat": lat, "lon": lon, "crs": crs, "accuracy_m": accuracy_m}
    rows = await call.storage.rows("areas", scopes=call.scopes, day=f"{day_of(call.now)}")
    return proposed([(unit, geometry) for unit, geometry in rows], read(given, Position))


@get("/sites", opt=allow(*READERS), summary="点位", description="关注点位，有企业的写明企业。")
async def sites(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    unit: UnitFilter = None,
    limit: Limit = 500,
    after: After = None,
) -> Response[Page[SiteView]]:
    """The watch-list, with who owns the place if that is known."""
    (start,) = places_in(after, "")
    rows = await call.storage.rows("sites", scopes=call.scopes, unit=unit, after=start, limit=limit)
    items = views(SiteView, rows, json=("kinds",))
    return page_of(request, items, limit, items[-1].site if items else "")


@get(
    "/enterprises",
    opt=allow(*READERS),
    summary="企业",
    description="按名称、曾用名、信用代码的任一部分或拼音首字母查找。",
)
async def enterprises(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    q: Annotated[
        str, QueryParameter(max_length=60, description="名称、曾用名、信用代码的一部分，或拼音首字母")
    ] = "",
    unit: UnitFilter = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[EnterpriseView]]:
    """Found by any part of a name, former name or credit code, or by pinyin initials."""
    path, start = places_in(after, "", "")
    wanted = "".join(f"!{letter}" if letter in "!%_" else letter for letter in q.strip().lower())
    rows = await call.storage.rows(
        "enterprises",
        scopes=call.scopes,
        unit=unit,
        q=q.strip(),
        part=f"%{wanted}%",
        after_path=path,
        after=start,
        limit=limit,
    )
    items = views(EnterpriseView, ((*row[1:4], former(row[4], row[3]), *row[5:]) for row in rows))
    return page_of(request, items, limit, *((rows[-1][0], items[-1].enterprise) if rows else ()))


def former(names: str, today: str) -> list[str]:
    """Names it had, without today's."""
    return [name for name, _ in msgspec.json.decode(names) if name != today]


@get(
    "/listings", opt=allow(*READERS, "publisher"), summary="名单", description="绿色工厂等名单，每行有出处。"
)
async def listings(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    which: Annotated[str | None, QueryParameter(name="list", description="green_factory 等")] = None,
    ends_within: Annotated[
        int | None, QueryParameter(ge=0, le=999, description="几天内到期、还没换证的；不写列全部")
    ] = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[ListingView]]:
    """Lines of the public lists with their sources, and where each stands today."""
    (start,) = places_in(after, "")
    today = day_of(call.now)
    span = (None, None) if ends_within is None else reminder_span(today, ends_within)
    rows = await call.storage.rows(
        "listings",
        scopes=call.scopes,
        list=which,
        ends_from=span[0],
        ends_to=span[1],
        after=start,
        limit=limit,
    )
    standing = [astuple(validity(row[6], row[7], today)) for row in rows]
    told = [(*row, *holds) for row, holds in zip(rows, standing, strict=True)]
    items = views(ListingView, told, json=("fields",))
    return page_of(request, items, limit, items[-1].listing if items else "")


@get(
    "/intensity",
    opt=allow(*READERS, "publisher"),
    summary="能耗强度",
    description="目标和结果，原文怎么印就怎么给；不同时段的数字不放在一起算。",
)
async def intensity(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    role: Annotated[
        str | None,
        QueryParameter(pattern=r"^(target|result)$(?!\n)", description="target 目标 · result 结果"),
    ] = None,
    period: Annotated[
        str | None, QueryParameter(max_length=20, description="原文的时段，如 2021-01..09")
    ] = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[IntensityView]]:
    """Goals and results with their papers."""
    (start,) = places_in(after, "")
    rows = await call.storage.rows(
        "intensity", scopes=call.scopes, role=role, period=period, after=start, limit=limit
    )
    items = views(IntensityView, rows)
    return page_of(request, items, limit, items[-1].figure if items else "")


@get(
    "/publications",
    opt=allow("county", "publisher", "auditor"),
    summary="公开审批",
    description="现在可以公开什么，谁批的，文号。",
)
async def publications(call: NamedDependency[Call]) -> Page[PublicationView]:
    """What may be public now."""
    return Page(views(PublicationView, await call.storage.rows("publications", scopes=call.scopes)))


@get(
    "/kinds",
    opt=allow(*EVERYONE),
    media_type=MediaType.JSON,
    summary="检查表",
    description="全部已发布的检查表及版本；表单据此画出。条件写法见 docs/reference/kinds.md。",
)
async def kinds() -> bytes:
    """Every released checklist: questions, choices, conditions; forms are drawn from this."""
    return kinds_json()


@cache
def kinds_json() -> bytes:
    return msgspec.json.encode({"items": [public_view(kind) for kind in KINDS.values()]})


ROUTES = [units, unit_at, sites, enterprises, listings, intensity, publications, kinds]
