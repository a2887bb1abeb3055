"""One visit in full: what one page, or one 检查记录, is drawn from.

Owns: putting together the checklist as answered, people, photos, findings and the trail. Does not own any of them.
Private values are put back for every role that reads visits; they never stand in a list. A voided visit is not found
here: its entries remain at /entries/{id}.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct
from msgspec.structs import asdict

from api.auth import READERS, Call, allow
from api.evidence import PhotoView, held_signatures, photo_views
from api.paging import views
from api.problems import Problem
from api.routes.findings import FindingView, finding_views
from api.routes.visits import VisitView
from api.trails import PlaceView, StepView, as_said, place_view, told
from inspections.chain import Child
from inspections.entries import Receipt
from inspections.facts import Fault
from inspections.findings import category_of
from inspections.kinds import KINDS, Kind
from inspections.kinds.answered import AnsweredGroup, answered
from inspections.months import day_of


class PresentView(Struct):
    """One person on the spot."""

    side: Annotated[str, Meta(description="bureau 县局 · township 乡镇 · firm 企业 · other 其他")]
    name: str
    certificate: str | None
    signature: Annotated[str | None, Meta(description="签名图片的 SHA-256")]
    signature_held: Annotated[bool | None, Meta(description="签名图片到了没有；没签为 null")]
    refused: str | None
    witness: str | None


class Raised(Struct):
    """A failed item that should raise a finding, and those that were raised from it."""

    item: str
    text: str
    category: Annotated[str, Meta(description="问题类别，见 GET /rectification")]
    severity: str
    legal_basis: str | None
    slot: str | None
    findings: Annotated[list[str], Meta(description="已登记的问题编号；空的还没登记")]


class Proof(Struct):
    """A test of the checklist that several answers and photos prove together (四个彻底)."""

    key: str
    name: str
    met: bool


class Dependent(Struct):
    """An entry that rests on this one: while it stands, this one is not voided."""

    type: str
    id: str
    seq: int


class VisitPage(VisitView, kw_only=True):
    """A visit with everything about it."""

    kind_name: Annotated[str, Meta(examples=["地条钢巡察"])]
    actor_name: str
    made_at: str
    ended_at: str | None
    clock_offset_s: Annotated[int | None, Meta(description="上次联系时服务器钟比手机快几秒")]
    place: Annotated[str | None, Meta(description="地点的文字说明")]
    position: PlaceView | None
    no_position_reason: str | None
    groups: Annotated[list[AnsweredGroup], Meta(description="检查表各组的题和回答")]
    computed: Annotated[dict[str, str], Meta(description="系统计算的数，按当时的规则")]
    tests: list[Proof]
    lacking: Annotated[list[Fault], Meta(description="还缺的、要再看的")]
    raised: Annotated[list[Raised], Meta(description="不合格项，和从它登记的问题")]
    findings: Annotated[list[FindingView], Meta(description="从这次检查登记的问题")]
    pictures: Annotated[list[PhotoView], Meta(description="照片，到了没有")]
    present: list[PresentView]
    inspection: Annotated[dict[str, Any] | None, Meta(description="入企检查另写明的")]
    receipt: Receipt
    history: Annotated[list[StepView], Meta(description="经过：原来那条、更正、作废，旧的在前")]
    dependents: Annotated[list[Dependent], Meta(description="依据这次检查的记录")]


@get(
    "/visits/{visit_id:uuid}",
    opt=allow(*READERS),
    summary="一次巡察的全部",
    description="一页所需：检查表和回答、不合格项和登记的问题、照片到没到、在场的人、位置、回执、更正的前后。保密内容已还原。",
)
async def visit_page(visit_id: FromPath[UUID], call: NamedDependency[Call]) -> VisitPage:
    """Everything one page shows. 404 outside scope, and once it is void."""
    rows = await call.storage.rows("visit", id=str(visit_id), scopes=call.scopes)
    if not rows:
        raise Problem("not-found")
    [visit] = views(VisitView, rows, json=("failed",))
    story, kind = await told(call, visit.id), KINDS[visit.kind, visit.kind_version]
    body, said = story.trail.body, story.trail.decision.said
    findings = await finding_views(call, visit=visit.id)
    return VisitPage(
        **asdict(visit),
        kind_name=kind.name,
        actor_name=story.names.get(visit.actor, visit.actor),
        made_at=story.trail.made_at,
        position=place_view(body),
        groups=groups_of(kind, body, visit.failed),
        computed=said["computed"],
        tests=[Proof(test.key, test.name, test.key in said["proved"]) for test in kind.tests],
        lacking=list(story.trail.decision.notices),
        raised=[raised(kind, item, findings) for item in visit.failed],
        findings=findings,
        pictures=await photo_views(body.get("photos", ()), kind.slots, call),
        present=await people(body, call),
        receipt=story.receipt(),
        history=story.steps(kind),
        dependents=await dependents(visit.id, call),
        **as_said(body, AS_SAID),
    )


#: fields of the body shown as they are
AS_SAID = ("ended_at", "clock_offset_s", "place", "no_position_reason", "inspection")


def groups_of(kind: Kind, body: dict[str, Any], failed: list[str]) -> list[AnsweredGroup]:
    slots = [photo.get("slot", "") for photo in body.get("photos", ())]
    on = day_of(datetime.fromisoformat(body["started_at"]))
    return answered(kind, body.get("answers", {}), body.get("texts", {}), slots, on, failed)


def raised(kind: Kind, item: str, findings: list[FindingView]) -> Raised:
    question = kind.question(item)
    return Raised(
        item=item,
        text=question.text,
        category=category_of(question),
        severity=question.severity,
        legal_basis=question.legal_basis,
        slot=question.photo,
        findings=[one.id for one in findings if one.item == item],
    )


async def people(body: dict[str, Any], call: Call) -> list[PresentView]:
    given = body.get("present", [])
    held = await held_signatures([one.get("signature") for one in given], call)
    names = ("side", "name", "certificate", "signature", "refused", "witness")
    return [
        PresentView(signature_held=there, **{name: one.get(name) for name in names})
        for one, there in zip(given, held, strict=True)
    ]


async def dependents(visit_id: str, call: Call) -> list[Dependent]:
    [(_, children)] = await call.storage.answer([Child.at(visit_id)])
    return [Dependent(child.type, child.id, child.seq) for child in children]


ROUTES = [visit_page]
