"""Findings over HTTP: the list, and the words and the table of steps that forms, filters and buttons are drawn from.

Owns: these answers. Does not own what a finding means (inspections/findings.py) or the table (rectification.py). Overdue is
computed for the asker's day. What may be searched are names of places and the number in the ledger, never what was
written about them.
"""

from functools import cache
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from api.auth import EVERYONE, PARTIES, Call, allow
from api.paging import After, Limit, Page, page_of, places_in, views
from api.reading import json_text
from api.routes.visits import LATEST, NOWHERE, Bbox, Box, box
from inspections.findings import coded
from inspections.guards import FIELD
from inspections.kinds import KINDS
from inspections.months import day_of
from inspections.people import ROLES
from inspections.rectification import needs, rows, states
from inspections.step_contents import PAPERS

Day = Annotated[
    str | None,
    QueryParameter(pattern=r"^20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]$(?!\n)", description="日子，如 2026-12-04"),
]


class FindingView(Struct):
    """A finding in a list: no private value."""

    id: str
    book: str
    seq: Annotated[int, Meta(description="台账里的编号", examples=[46711])]
    unit: Annotated[str, Meta(examples=["xiangtang_town"])]
    unit_name: Annotated[str, Meta(examples=["向塘镇"])]
    source: Annotated[str, Meta(examples=["visit"])]
    kind: Annotated[str | None, Meta(description="从哪类检查提出", examples=["dust_ready_mix"])]
    visit: str | None
    item: Annotated[str | None, Meta(description="不合格的那道题", examples=["roads_hardened"])]
    site: str | None
    site_name: str | None
    enterprise: str | None
    enterprise_name: str | None
    category: Annotated[str, Meta(examples=["road"])]
    severity: Annotated[str, Meta(description="info 记录 · minor 一般 · major 较重 · critical 严重")]
    state: Annotated[str, Meta(description="整改状态，见 GET /rectification", examples=["assigned"])]
    type: Annotated[str, Meta(description="open 未改好 · fixed 自认改好 · closed 了结")]
    opened_on: Annotated[str, Meta(examples=["2026-11-22"])]
    due_on: Annotated[str | None, Meta(examples=["2026-12-04"])]
    overdue: Annotated[bool, Meta(description="按今天算已超期")]
    lat: Annotated[float | None, Meta(description="WGS84，度")]
    lon: Annotated[float | None, Meta(description="WGS84，度")]
    accuracy_m: Annotated[float | None, Meta(description="位置误差半径，米")]
    photos: int
    notices: Annotated[int, Meta(description="还缺几项")]
    actor: Annotated[str, Meta(description="登记人账号")]
    received_at: str
    unit_path: str
    level: Annotated[str, Meta(description="central 中央 · provincial 省 · city 市 · county 县 · self 自查")]
    batch: Annotated[str | None, Meta(description="督察、交办的批次", examples=["central_3"])]
    number: Annotated[str | None, Meta(description="交办编号")]
    received_on: Annotated[str | None, Meta(description="收到交办的日子")]
    responsible: Annotated[str, Meta(description="责任单位", examples=["xiangtang_town"])]
    responsible_name: Annotated[str, Meta(examples=["向塘镇"])]
    responsible_path: str
    responsible_enterprise: Annotated[str | None, Meta(description="责任企业")]
    round: Annotated[int, Meta(description="第几轮，退回后加一")]
    cycle: Annotated[int, Meta(description="第几个周期，反弹后加一")]
    original_due_on: Annotated[str | None, Meta(description="延期以前的期限")]
    extended: Annotated[int, Meta(description="延期几次")]
    fixed_on: Annotated[str | None, Meta(description="责任单位这一轮报自验的日子")]
    closed_on: Annotated[str | None, Meta(description="这一周期的销号日期")]
    first_closed_on: Annotated[str | None, Meta(description="第一次销号的日期，反弹也不改")]
    last_step_on: Annotated[str | None, Meta(description="最近办理的日子")]


class Word(Struct):
    key: str
    name: str


class Category(Struct):
    key: str
    name: str
    kinds: Annotated[list[str], Meta(description="哪些检查表里有这一组；空为都可用")]


class State(Struct):
    key: str
    name: str
    type: Annotated[str, Meta(description="open · fixed · closed")]


class StepRow(Struct):
    """One row of the table of steps."""

    state: Annotated[str, Meta(description="从哪个状态", examples=["rectifying"])]
    step: Annotated[str, Meta(examples=["submit"])]
    name: Annotated[str, Meta(examples=["报自验"])]
    to: Annotated[str, Meta(description="到哪个状态", examples=["submitted"])]
    who: Annotated[str, Meta(description="哪种角色办", examples=["responsible"])]
    who_name: str
    needs: Annotated[list[str], Meta(description="要齐的条件，见 needs")]
    levels: Annotated[list[str], Meta(description="哪些级别的问题")]
    marks: Annotated[str, Meta(description="returned 退回 · extended 延期 · reopened 反弹，或空")]
    effect: str


class NeedWord(Struct):
    key: str
    name: str
    explanation: str
    field: Annotated[str, Meta(description="在步骤的哪一项里写；空为看以前各步或看办理人")]


class Rectification(Struct):
    """The words of findings, and the table by which they are put right."""

    sources: list[Word]
    severities: list[Word]
    categories: list[Category]
    states: list[State]
    levels: list[Word]
    papers: list[Word]
    steps: list[StepRow]
    needs: list[NeedWord]


@get(
    "/rectification",
    opt=allow(*EVERYONE),
    summary="问题整改的用词和步骤",
    description="来源、级别、严重程度、类别、状态，每个状态能办的步骤、谁办、要齐哪些条件；表单、筛选和按钮据此画出。",
)
async def rectification() -> Rectification:
    """Sources, severities, categories and states with their Chinese names."""
    return words()


@cache
def words() -> Rectification:
    asked_in = {
        group: sorted({kind.kind for kind in KINDS.values() for one in kind.questions if one.group == group})
        for group in coded("finding_category")
    }
    return Rectification(
        sources=[Word(key, name) for key, name in coded("finding_source").items()],
        severities=[Word(key, name) for key, name in coded("severity").items()],
        categories=[Category(key, name, asked_in[key]) for key, name in coded("finding_category").items()],
        states=[State(state.key, state.name, state.type) for state in states().values() if state.resting],
        levels=[Word(key, name) for key, name in coded("finding_level").items()],
        papers=[Word(key, name) for key, name in PAPERS.items()],
        steps=[
            StepRow(
                **{
                    name: getattr(row, name)
                    for name in ("state", "step", "name", "to", "who", "marks", "effect")
                },
                who_name=ROLES[row.who],
                needs=list(row.needs),
                levels=list(row.levels),
            )
            for row in rows()
        ],
        needs=[
            NeedWord(one.key, one.name, one.explanation, FIELD.get(one.key, "")) for one in needs().values()
        ],
    )


@get(
    "/findings",
    opt=allow(*PARTIES, "publisher"),
    summary="问题",
    description="最近登记的在前。可按状态、单位、责任单位、企业、来源、级别、批次、类别、是否超期、期限、范围框筛选；"
    "责任单位只看得到自己负责的；q 查企业、点位、单位名称、信用代码、"
    "拼音首字母和编号。",
)
async def findings(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    at_state: Annotated[str | None, QueryParameter(name="state", description="整改状态")] = None,
    type: Annotated[
        Literal["open", "fixed", "closed"] | None, QueryParameter(description="open · fixed · closed")
    ] = None,
    unit: Annotated[str | None, QueryParameter(description="监管单位编号")] = None,
    enterprise: Annotated[str | None, QueryParameter(description="企业编号")] = None,
    source: Annotated[str | None, QueryParameter(description="来源")] = None,
    kind: Annotated[str | None, QueryParameter(description="检查类别")] = None,
    category: Annotated[str | None, QueryParameter(description="问题类别")] = None,
    severity: Annotated[str | None, QueryParameter(description="严重程度")] = None,
    visit: Annotated[UUID | None, QueryParameter(description="从哪次检查提出")] = None,
    level: Annotated[str | None, QueryParameter(description="级别")] = None,
    batch: Annotated[str | None, QueryParameter(description="批次")] = None,
    responsible: Annotated[str | None, QueryParameter(description="责任单位编号")] = None,
    overdue: Annotated[bool | None, QueryParameter(description="按今天算超期的，或没超期的")] = None,
    due_before: Day = None,
    bbox: Bbox = None,
    q: Annotated[str, QueryParameter(max_length=60, description="名称的一部分、拼音首字母或编号")] = "",
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[FindingView]]:
    """Newest first."""
    before, before_id = places_in(after, *LATEST)
    items = await finding_views(
        call,
        state=at_state,
        type=type,
        unit=unit,
        enterprise=enterprise,
        source=source,
        kind=kind,
        category=category,
        severity=severity,
        visit=visit and str(visit),
        level=level,
        batch=batch,
        responsible=responsible,
        overdue=overdue,
        due_before=due_before,
        box=box(bbox),
        part=part_of(q),
        number=number_of(q),
        before=before,
        before_id=before_id,
        limit=limit,
    )
    return page_of(request, items, limit, *((items[-1].received_at, items[-1].id) if items else ()))


DIGITS: Final = 16  #: more than any ledger's number has
#: filters of the query that are not asked for
UNASKED: Final = dict.fromkeys(
    (
        *("id", "state", "type", "unit", "enterprise", "source", "kind", "category", "severity", "visit"),
        *(
            "within",
            "charged",
            "firm",
            "scopes",
            "level",
            "batch",
            "responsible",
            "overdue",
            "due_before",
            "part",
            "number",
        ),
    )
)


async def finding_views(
    call: Call,
    *,
    box: Box = NOWHERE,
    before: str = LATEST[0],
    before_id: str = LATEST[1],
    limit: int = 500,
    **asked: Any,
) -> list[FindingView]:
    """Findings within the reader's scopes that answer to every filter asked for, newest first."""
    west, south, east, north = box
    rows = await call.storage.rows(
        "findings",
        today=f"{day_of(call.now)}",
        west=west,
        south=south,
        east=east,
        north=north,
        before=before,
        before_id=before_id,
        limit=limit,
        **(UNASKED | scope([*call.paths(), *call.charges()]) | asked),
    )
    return views(FindingView, rows)


def scope(marks: list[str]) -> dict[str, str]:
    """The asker's scopes as the query takes them: one by itself, so that an index serves it; several as a list."""
    if len(marks) != 1:
        return {"scopes": json_text(marks)}
    [mark] = marks
    return {{"!": "charged", "@": "firm"}.get(mark[0], "within"): mark.lstrip("!@")}


def number_of(q: str) -> int:
    """The place in the ledger a search may name; no entry has number 0."""
    return int(q) if q.strip().isdecimal() and len(q.strip()) < DIGITS else 0


def part_of(q: str) -> str | None:
    """What is searched for anywhere in a name, as a pattern; None without a question."""
    wanted = "".join(f"!{sign}" if sign in "!%_" else sign for sign in q.strip().lower())
    return f"%{wanted}%" if wanted else None


ROUTES = [rectification, findings]
