"""Lines of old ledgers over HTTP: the list and one line in full.

Owns: these answers. Does not own what a line means (inspections/openings.py) or taking lines over (inspections/imports). Every
answer says that it was not verified by this system.
"""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Meta, Struct
from msgspec.structs import asdict

from api.auth import READERS, Call, allow
from api.paging import After, Limit, Page, page_of, places_in, views
from api.problems import Problem
from api.routes.visits import LATEST
from api.trails import StepView, told
from inspections.entries import Receipt
from inspections.findings import coded
from inspections.rectification import states

UNVERIFIED: Final = "未经系统核验"


class OpeningView(Struct):
    """A line in a list: no private value."""

    opening: Annotated[str, Meta(description="历史台账编号")]
    book: str
    seq: int
    entry: Annotated[str, Meta(description="最后一版的记录编号")]
    unit: str
    unit_name: str
    number: Annotated[str, Meta(description="交办编号")]
    serial: Annotated[str, Meta(description="序号")]
    source: str
    level: str
    batch: str | None
    assigned_on: str | None
    enterprise: str | None
    enterprise_name: str | None
    category: str
    founded: Annotated[str | None, Meta(description="yes 属实 · partly 部分属实 · no 不属实")]
    responsible: Annotated[str, Meta(description="责任单位，照原表")]
    due_on: str | None
    finished_on: str | None
    closed_on: str | None
    closure_no: str
    state: str
    type: Literal["open", "fixed", "closed"]
    lat: float | None
    lon: float | None
    taken_from: Annotated[str, Meta(description="出自哪份表、哪一行")]
    actor: str
    received_at: str


class OpeningPage(OpeningView, kw_only=True):
    """A line with everything it said."""

    verified: Annotated[str, Meta(examples=[UNVERIFIED])]
    state_name: str
    source_name: str
    category_name: str
    said: Annotated[dict[str, Any], Meta(description="原表各栏，字段见记录 opening；保密内容已还原")]
    receipt: Receipt
    history: list[StepView]


UNASKED: Final = dict.fromkeys(("id", "unit", "enterprise", "source", "batch", "state", "type", "number"))


@get(
    "/openings",
    opt=allow(*READERS),
    summary="历史台账",
    description=f"从表格带进来的历史问题，{UNVERIFIED}：不进销号率，不受销号条件约束。交办日期晚的在前。",
)
async def openings(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    unit: Annotated[str | None, QueryParameter(description="监管单位编号")] = None,
    enterprise: Annotated[str | None, QueryParameter(description="企业编号")] = None,
    source: Annotated[str | None, QueryParameter(description="来源")] = None,
    batch: Annotated[str | None, QueryParameter(description="督察批次")] = None,
    at_state: Annotated[str | None, QueryParameter(name="state", description="整改状态")] = None,
    type: Annotated[
        Literal["open", "fixed", "closed"] | None, QueryParameter(description="open · fixed · closed")
    ] = None,
    number: Annotated[str | None, QueryParameter(max_length=60, description="交办编号")] = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[OpeningView]]:
    """The last assigned first."""
    before, before_id = places_in(after, *LATEST)
    asked = {"unit": unit, "enterprise": enterprise, "source": source, "batch": batch, "number": number}
    items = await opening_views(
        call, before=before, before_id=before_id, limit=limit, state=at_state, type=type, **asked
    )
    return page_of(
        request, items, limit, *((items[-1].assigned_on or "", items[-1].opening) if items else ())
    )


async def opening_views(
    call: Call, *, before: str = LATEST[0], before_id: str = LATEST[1], limit: int = 500, **asked: Any
) -> list[OpeningView]:
    """Lines within the reader's scopes that answer to every filter asked for."""
    places = {"scopes": call.scopes, "before": before, "before_id": before_id, "limit": limit}
    return views(OpeningView, await call.storage.rows("openings", **places, **(UNASKED | asked)))


@get(
    "/openings/{opening:uuid}",
    opt=allow(*READERS),
    summary="历史台账的一行",
    description=f"原表各栏、整改状态、经过。{UNVERIFIED}。",
)
async def opening_page(opening: FromPath[UUID], call: NamedDependency[Call]) -> OpeningPage:
    """404 outside scope, and once it is void."""
    found = await opening_views(call, id=str(opening))
    if not found:
        raise Problem("not-found")
    [line] = found
    story = await told(call, line.entry)
    return OpeningPage(
        **asdict(line),
        verified=UNVERIFIED,
        state_name=states()[line.state].name,
        source_name=coded("finding_source")[line.source],
        category_name=coded("finding_category")[line.category],
        said={name: value for name, value in story.trail.body.items() if name != "made_at"},
        receipt=story.receipt(),
        history=story.steps(None),
    )


ROUTES = [openings, opening_page]
