"""A case as its page shows it: the steps that were taken, and those the reader can take now with what each still lacks.

Owns: these lines. Does not own the table (inspections/rectification.py), the guards (inspections/guards.py) or who may
see a finding. A doer never reads who objected to a closing. Source: domain.md §5.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from msgspec import Meta, Struct

from api.auth import Call
from api.evidence import PhotoView
from api.trails import Told
from inspections.cases import Case, case_of
from inspections.chain import Stored
from inspections.facts import Decision, Fault
from inspections.findings import FindingRow
from inspections.guards import fields_of, missing, papers_for
from inspections.months import day_of
from inspections.people import ROLES, WRITES
from inspections.rectification import Row, allowed, needs, row_of, states, way
from inspections.standing import Context
from inspections.step_contents import Step
from inspections.steps import acting
from inspections.trail import decision_of
from inspections.trail import told as body_of

BESIDE: Final = ("public_draft", "objection")  #: what is said beside the steps
Body = dict[str, Any]


class NeedView(Struct):
    """Something a step asks for."""

    key: str
    name: str
    explanation: str
    fields: Annotated[list[str], Meta(description="在步骤的哪几项里写；空为看以前各步或看办理人")]
    papers: Annotated[list[str], Meta(description="交哪几种文书")]


class OpenStep(Struct):
    """A step the reader can take from here."""

    step: Annotated[str, Meta(examples=["submit"])]
    name: Annotated[str, Meta(examples=["报自验"])]
    to: str
    to_name: str
    effect: Annotated[str, Meta(description="办了以后另有什么变化")]
    needs: list[NeedView]
    missing: Annotated[list[Fault], Meta(description="现在还缺的，一次列全；写进步骤里就不缺了")]


class TakenStep(Struct):
    """One step of the history, or what was said beside: with what was handed in."""

    id: str
    seq: int
    type: Annotated[str, Meta(description="step · public_draft 公开稿 · objection 异议")]
    step: str | None
    name: str
    from_name: str | None
    to: str | None
    to_name: str | None
    marks: str
    cycle: Annotated[int, Meta(description="第几个周期，反弹后加一")]
    round: Annotated[int, Meta(description="第几轮，退回后加一")]
    actor: str
    actor_name: str
    role_name: str
    made_at: str
    received_at: str
    body: Annotated[Any, Meta(description="这一步写了什么，保密内容已还原")]
    pictures: list[PhotoView]


class Milestone(Struct):
    """A state on the way to 已销号."""

    state: Annotated[str, Meta(examples=["planned"])]
    name: Annotated[str, Meta(examples=["方案审核"])]
    on: Annotated[str | None, Meta(description="这一周期里到这一步的日子", examples=["2026-11-20"])]


class Work(Struct):
    """What a page says of the work on a finding."""

    taken: list[TakenStep]
    steps: list[OpenStep]
    beside: list[str]
    way: list[Milestone]


def photos_of(told: Told) -> list[Body]:
    """Every photo handed in with a step, so that they are looked up together."""
    return [photo for one in entries(told) for photo in body_of(one, told.vault).get("photos", ())]


def work(told: Told, row: FindingRow, pictures: Iterable[PhotoView], call: Call) -> Work:
    case = case_of(one.envelope() for one in told.stored)
    if case is None:
        return Work([], [], [], [])
    done = list(taken(told, list(pictures), call))
    return Work(done, [*open_steps(told, row, case, call)], [*beside(row, call)], [*milestones(row, done)])


#: a need of some step from here → what may be said beside the steps because of it
SAID_FOR: Final = {"notice_draft_approved": "public_draft", "no_open_objection": "objection"}


def beside(row: FindingRow, call: Call) -> Iterator[str]:
    """The public text where a notice may follow, an objection while one would block closing."""
    asked = {key for found in allowed(row.state, row.level) for key in found.needs}
    for key, kind in SAID_FOR.items():
        if key in asked and acting(call.actor, row, WRITES[kind]):
            yield kind


def milestones(row: FindingRow, done: Iterable[TakenStep]) -> Iterator[Milestone]:
    """The straight way at this level; a state it left again by being sent back keeps its last day."""
    reached = {one.to: day(one) for one in done if one.to and one.cycle == row.cycle}
    first, *rest = way(row.level)
    yield Milestone(first, states()[first].name, reached.get(first) or row.opened_on)
    for state in rest:
        yield Milestone(state, states()[state].name, reached.get(state))


def day(one: TakenStep) -> str:
    return f"{day_of(datetime.fromisoformat(one.received_at))}"


def open_steps(told: Told, row: FindingRow, case: Case, call: Call) -> Iterator[OpenStep]:
    """Those of the table the reader's role takes, from the state it is in."""
    for found in allowed(row.state, row.level):
        if acting(call.actor, row, (found.who,)):
            yield open_step(found, context(told, row, case, found, call))


def open_step(found: Row, context: Context) -> OpenStep:
    return OpenStep(
        step=found.step,
        name=found.name,
        to=found.to,
        to_name=states()[found.to].name,
        effect=found.effect,
        needs=[need_view(key, context) for key in found.needs],
        missing=missing(found.needs, context),
    )


def need_view(key: str, context: Context) -> NeedView:
    need = needs()[key]
    return NeedView(need.key, need.name, need.explanation, fields_of(key), papers_for(key, context))


def context(told: Told, row: FindingRow, case: Case, found: Row, call: Call) -> Context:
    """As if the step were taken now with nothing in it."""
    empty = Step(finding=UUID(row.id), step=found.step, from_state=row.state, made_at=call.now)
    today = day_of(call.now)
    return Context(entry=empty, row=row, case=case, actor=call.actor, today=today, letters=told.letters)


def entries(told: Told) -> Iterator[Stored]:
    return (one for one in told.stored if one.type in ("step", *BESIDE))


def taken(told: Told, pictures: list[PhotoView], call: Call) -> Iterator[TakenStep]:
    """In their order, each with its round and its pictures."""
    cycle = round_ = 1
    for one in entries(told):
        if one.type in BESIDE and call.only_doer:
            continue
        body, decision = body_of(one, told.vault), decision_of(one)
        yield taken_step(one, body, decision, (cycle, round_), pictures, told.names)
        marks = decision.said.get("marks")
        if marks == "reopened":
            cycle, round_ = cycle + 1, 1
        elif marks == "returned":
            round_ += 1


def taken_step(
    one: Stored,
    body: Body,
    decision: Decision,
    at: tuple[int, int],
    pictures: list[PhotoView],
    names: dict[str, str],
) -> TakenStep:
    start, end, marks = (decision.said.get(name) for name in ("from", "to", "marks"))
    own = {photo["sha256"] for photo in body.get("photos", ())}
    shown = {picture.sha256: picture for picture in pictures if picture.sha256 in own}
    return TakenStep(
        id=one.id,
        seq=one.seq,
        type=one.type,
        step=body.get("step"),
        name=name_of(one.type, body, start),
        from_name=states()[start].name if start else None,
        to=end,
        to_name=states()[end].name if end else None,
        marks=marks or "",
        cycle=at[0],
        round=at[1],
        actor=one.actor,
        actor_name=names.get(one.actor, one.actor),
        role_name=ROLES.get(decision.role, decision.role),
        made_at=one.made_at,
        received_at=one.received_at,
        body=body,
        pictures=list(shown.values()),
    )


def name_of(kind: str, body: Body, start: str | None) -> str:
    """What the step is called, at the level it was taken: names differ only by state."""
    if kind == "public_draft":
        return "批准公开稿"
    if kind == "objection":
        return "处理异议" if body.get("settles") else "提出异议"
    levels = ("self", "central")
    found = (row_of(start or "", body["step"], level) for level in levels)
    return next((row.name for row in found if row), body["step"])
