"""Energy records over HTTP: audits, electricity balances, supervisions as lists and each by itself.

Owns: these answers. Does not own what a record says (inspections/audits.py, balances.py, supervisions.py) or the steps
(inspections/audit_steps.py). The result is the one the decision kept, with the coefficient rows it used, not computed anew.
"""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Meta, Struct
from msgspec.structs import asdict

from api.auth import READERS, Call, allow
from api.paging import After, Limit, Page, page_of, places_in, views
from api.problems import Problem
from api.records import HistoryView, StepAllowed, story_of
from api.routes.visits import LATEST
from inspections.energy_records import STATES, RecordRow
from inspections.facts import Fault

Period = Annotated[
    str | None,
    QueryParameter(
        pattern=r"^20[0-9]{2}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?$(?!\n)", description="年、月或日，如 2025"
    ),
]
UnitFilter = Annotated[str | None, QueryParameter(description="监管单位编号")]
EnterpriseFilter = Annotated[str | None, QueryParameter(description="企业编号")]
STATE_WORDS: Final = " · ".join(f"{key} {name}" for key, name in STATES.items())
AtState = Annotated[str | None, QueryParameter(name="state", description=STATE_WORDS)]


class RecordView(Struct):
    """An energy record in a list: no private value."""

    id: Annotated[str, Meta(description="记录编号：第一版的编号")]
    book: str
    seq: Annotated[int, Meta(description="最近一次变动在台账里的编号")]
    kind: Annotated[str, Meta(description="audit 节能审计 · balance 电平衡 · supervision 节能监察")]
    version: Annotated[str, Meta(description="现在算数的那一版的编号；办步骤、换版时要写")]
    versions: Annotated[int, Meta(description="第几版")]
    unit: Annotated[str, Meta(examples=["xiangtang_town"])]
    unit_name: Annotated[str, Meta(examples=["向塘镇"])]
    enterprise: str
    enterprise_name: str | None
    credit_code: str | None
    period: Annotated[str, Meta(description="审计年度、测试起止日或监察日", examples=["2025"])]
    form: Annotated[str, Meta(description="监察方式：written 书面 · on_site 现场；其他为空")]
    organ: Annotated[str, Meta(description="出具单位", examples=["市节能中心"])]
    state: Annotated[str, Meta(examples=["submitted"])]
    figures: Annotated[
        dict[str, Any],
        Meta(description="结果摘要；审计有当量值、等价值两个数，各有各的口径，不能相加或比较"),
    ]
    lacking: Annotated[list[str], Meta(description="提交、审核前还缺的")]
    notices: int
    due_on: Annotated[str | None, Meta(description="监察文书应送达的最后一天")]
    submitted_on: str | None
    reviewed_on: str | None
    filed_on: str | None
    archive_no: str
    actor: Annotated[str, Meta(description="填报账号")]
    received_at: str


class RecordPage(RecordView, kw_only=True):
    """A record with everything about it."""

    state_name: Annotated[str, Meta(examples=["已提交"])]
    actor_name: str
    body: Annotated[dict[str, Any], Meta(description="现在算数的内容，各数带填报值、核定值、理由和凭证")]
    results: Annotated[
        dict[str, Any] | None,
        Meta(
            description="算出的结果：tce_calorific 当量值、tce_equivalent 等价值，steps 每步的算式、数和所用系数行，warnings 提醒"
        ),
    ]
    bases: Annotated[dict[str, str], Meta(description="结果里每个口径的中文名称")]
    said: Annotated[list[Fault], Meta(description="还缺的、存疑的")]
    service: Annotated[dict[str, Any] | None, Meta(description="监察文书送达期限和推算过程")]
    history: Annotated[list[HistoryView], Meta(description="经过：各版、步骤、更正，旧的在前")]
    steps: Annotated[list[StepAllowed], Meta(description="我现在可以办的步骤和还缺什么")]


BASES: Final = {"tce_calorific": "当量值（吨标准煤）", "tce_equivalent": "等价值（吨标准煤）"}
JSON: Final = ("figures", "lacking")


async def listed(
    request: Request[Any, Any, Any], call: Call, kind: str, limit: int, after: str | None, **asked: Any
) -> Response[Page[RecordView]]:
    """Records of one kind within the reader's scopes, what changed last first."""
    before, before_id = places_in(after, *LATEST)
    rows = await call.storage.rows(
        "energy_records",
        scopes=call.scopes,
        kind=kind,
        before=before,
        before_id=before_id,
        limit=limit,
        **(UNASKED | asked),
    )
    items = views(RecordView, rows, json=JSON)
    return page_of(request, items, limit, *((items[-1].received_at, items[-1].id) if items else ()))


UNASKED: Final = dict.fromkeys(("id", "unit", "enterprise", "period", "state", "form"))


async def whole(call: Call, kind: str, record_id: UUID) -> RecordPage:
    """One record with its story. 404 outside scope."""
    before, before_id = LATEST
    rows = await call.storage.rows(
        "energy_records",
        scopes=call.scopes,
        kind=kind,
        before=before,
        before_id=before_id,
        limit=1,
        **(UNASKED | {"id": f"{record_id}"}),
    )
    if not rows:
        raise Problem("not-found")
    [view] = views(RecordView, rows, json=JSON)
    [(_, row)] = await call.storage.answer([RecordRow.at(view.id)])
    story = await story_of(call, row)
    decision = story.decision
    return RecordPage(
        **asdict(view),
        state_name=STATES[view.state],
        actor_name=story.names.get(view.actor, view.actor),
        body=story.body,
        results=decision.said.get("results"),
        bases=BASES if kind == "audit" else {},
        said=list(decision.notices),
        service=decision.said.get("service"),
        history=story.history,
        steps=story.steps,
    )


@get(
    "/audits",
    opt=allow(*READERS),
    summary="节能审计",
    description="最近变动的在前。可按年度、单位、企业、状态筛选。两个口径的综合能耗并列，不混用。",
)
async def audits(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    period: Period = None,
    unit: UnitFilter = None,
    enterprise: EnterpriseFilter = None,
    at_state: AtState = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[RecordView]]:
    """Audits, what changed last first."""
    asked = {"period": period, "unit": unit, "enterprise": enterprise, "state": at_state}
    return await listed(request, call, "audit", limit, after, **asked)


@get(
    "/audits/{audit_id:uuid}",
    opt=allow(*READERS),
    summary="一份节能审计的全部",
    description="内容、两个口径的结果和每步算式、所用系数行（来源、可信度）、提醒、各版和更正的前后、我现在可以办的步骤。",
)
async def audit(audit_id: FromPath[UUID], call: NamedDependency[Call]) -> RecordPage:
    """Everything one page shows. 404 outside scope, and once it is void."""
    return await whole(call, "audit", audit_id)


@get(
    "/balances",
    opt=allow(*READERS),
    summary="电平衡",
    description="最近变动的在前。可按测试起始的年月、单位、企业、状态筛选。",
)
async def balances(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    period: Period = None,
    unit: UnitFilter = None,
    enterprise: EnterpriseFilter = None,
    at_state: AtState = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[RecordView]]:
    """Electricity balances, what changed last first."""
    asked = {"period": period, "unit": unit, "enterprise": enterprise, "state": at_state}
    return await listed(request, call, "balance", limit, after, **asked)


@get(
    "/balances/{balance_id:uuid}",
    opt=allow(*READERS),
    summary="一份电平衡的全部",
    description="内容、结果和每步算式、提醒、各版和更正的前后、我现在可以办的步骤。",
)
async def balance(balance_id: FromPath[UUID], call: NamedDependency[Call]) -> RecordPage:
    """Everything one page shows. 404 outside scope, and once it is void."""
    return await whole(call, "balance", balance_id)


@get(
    "/supervisions",
    opt=allow(*READERS),
    summary="节能监察",
    description="最近变动的在前。可按监察日的年月、单位、企业、状态、方式筛选。",
)
async def supervisions(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    period: Period = None,
    unit: UnitFilter = None,
    enterprise: EnterpriseFilter = None,
    at_state: AtState = None,
    kind: Annotated[
        str | None,
        QueryParameter(
            pattern=r"^(written|on_site)$(?!\n)", description="written 书面监察 · on_site 现场监察"
        ),
    ] = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[RecordView]]:
    """Supervisions, what changed last first."""
    asked = {"period": period, "unit": unit, "enterprise": enterprise, "state": at_state, "form": kind}
    return await listed(request, call, "supervision", limit, after, **asked)


@get(
    "/supervisions/{supervision_id:uuid}",
    opt=allow(*READERS),
    summary="一次节能监察的全部",
    description="内容、文书、送达期限和推算过程、各版和更正的前后、我现在可以办的步骤。",
)
async def supervision(supervision_id: FromPath[UUID], call: NamedDependency[Call]) -> RecordPage:
    """Everything one page shows. 404 outside scope, and once it is void."""
    return await whole(call, "supervision", supervision_id)


ROUTES = [audits, audit, balances, balance, supervisions, supervision]
