"""One finding in full: what is wrong, where, with which photos, its trail, and the work on it.

Owns: putting that page together, in five questions at most. Does not own the finding (inspections/findings.py) or the steps
that were taken and can be taken (casework.py). A voided finding is not found here.
"""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta
from msgspec.structs import asdict

from api.auth import PARTIES, Call, allow
from api.casework import Milestone, OpenStep, TakenStep, photos_of, work
from api.evidence import PhotoView, photo_views
from api.paging import views
from api.problems import Problem
from api.routes.findings import FindingView, finding_views
from api.routes.visits import VisitView
from api.trails import PlaceView, StepView, as_said, place_view, told
from inspections.entries import Receipt
from inspections.facts import Fault
from inspections.findings import SLOTS, FindingRow, coded
from inspections.kinds import KINDS, Kind
from inspections.rectification import states


class FindingPage(FindingView, kw_only=True):
    """A finding with everything about it."""

    state_name: Annotated[str, Meta(examples=["待签收"])]
    category_name: Annotated[str, Meta(examples=["道路硬化"])]
    source_name: Annotated[str, Meta(examples=["现场检查发现"])]
    kind_name: str | None
    item_text: Annotated[
        str | None, Meta(description="不合格的那道题", examples=["场内道路是不是全部硬化？"])
    ]
    actor_name: str
    made_at: str
    text: Annotated[str | None, Meta(description="看到了什么问题")]
    demand: Annotated[str | None, Meta(description="整改要求")]
    place: Annotated[str | None, Meta(description="地点的文字说明")]
    legal_basis: str | None
    position: PlaceView | None
    no_position_reason: str | None
    pictures: Annotated[list[PhotoView], Meta(description="照片，到了没有；before 整改前，after 整改后")]
    lacking: Annotated[list[Fault], Meta(description="还缺的")]
    raised_at: Annotated[VisitView | None, Meta(description="提出它的那次检查")]
    receipt: Receipt
    history: Annotated[list[StepView], Meta(description="经过：登记、更正，旧的在前")]
    level_name: Annotated[str, Meta(examples=["县"])]
    taken: Annotated[list[TakenStep], Meta(description="办过的步骤，旧的在前，连同当时交的")]
    steps: Annotated[list[OpenStep], Meta(description="我现在可以办的步骤，各写明还缺什么")]
    beside: Annotated[
        list[str],
        Meta(description="步骤以外我能写的：public_draft 公开稿、objection 异议", examples=[["objection"]]),
    ]
    way: Annotated[list[Milestone], Meta(description="到销号要走的路，到过的写明日子")]


@get(
    "/findings/{finding_id:uuid}",
    opt=allow(*PARTIES, "publisher"),
    summary="一个问题的全部",
    description="一页所需：问题和要求、照片到没到、位置、提出它的检查、回执、更正的前后、办过的步骤、我现在能办的步骤和还缺的。保密内容已还原。",
)
async def finding_page(finding_id: FromPath[UUID], call: NamedDependency[Call]) -> FindingPage:
    """Everything one page shows. 404 outside scope, and once it is void."""
    found = await finding_views(call, id=str(finding_id))
    if not found:
        raise Problem("not-found")
    [finding] = found
    story = await told(call, finding.id)
    body = story.trail.body
    visit = await visit_of(finding.visit, call)
    kind = KINDS[visit.kind, visit.kind_version] if visit else None
    own = body.get("photos", ())
    pictures = await photo_views([*own, *photos_of(story)], SLOTS, call)
    done = work(story, row_of(finding), pictures[len(own) :], call)
    return FindingPage(
        **asdict(finding),
        state_name=states()[finding.state].name,
        category_name=coded("finding_category")[finding.category],
        source_name=coded("finding_source")[finding.source],
        kind_name=kind.name if kind else None,
        item_text=item_text(finding.item, kind),
        actor_name=story.names.get(finding.actor, finding.actor),
        made_at=story.trail.made_at,
        position=place_view(body),
        pictures=pictures[: len(own)],
        lacking=list(story.trail.decision.notices),
        raised_at=visit,
        receipt=story.receipt(),
        history=story.steps(None),
        level_name=coded("finding_level")[finding.level],
        taken=done.taken,
        steps=done.steps,
        beside=done.beside,
        way=done.way,
        **as_said(body, AS_SAID),
    )


#: fields of the body shown as they are
AS_SAID = ("text", "demand", "place", "legal_basis", "no_position_reason")


async def visit_of(visit: str | None, call: Call) -> VisitView | None:
    """The visit within the reader's scopes; a finding keeps its own unit, so it may lie outside."""
    if visit is None:
        return None
    rows = await call.storage.rows("visit", id=visit, scopes=call.scopes)
    return next(iter(views(VisitView, rows, json=("failed",))), None)


def item_text(item: str | None, kind: Kind | None) -> str | None:
    """None too when the visit was since corrected to a checklist that does not ask it."""
    question = kind.by_key.get(item) if item and kind else None
    return question.text if question else None


def row_of(finding: FindingView) -> FindingRow:
    """The row behind the view: it holds every column."""
    return FindingRow(**{name: getattr(finding, name) for name in FindingRow.__struct_fields__})


ROUTES = [finding_page]
