"""Batches and letters as lists, and who looked at petitioners.

Owns: these answers. Does not own what a letter means (inspections/letters.py) or its page (letter_page.py). Letters are for the
county, reviewers and auditors: never for those who have to put right what they tell of. No list holds a private value.
"""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from api.auth import READERS, Call, allow
from api.paging import After, Limit, Page, page_of, places_in, views
from api.routes.visits import LATEST
from inspections.findings import coded

LETTER_READERS: Final = ("county", "reviewer", "auditor")
METHODS: Final = "、".join(f"{key} {name}" for key, name in coded("reply_method").items())


class BatchView(Struct):
    """An inspection from above."""

    book: str
    batch: Annotated[str, Meta(examples=["central_3"])]
    name: Annotated[str, Meta(examples=["第三轮中央生态环境保护督察"])]
    level: Annotated[str, Meta(description="central · provincial · city · county")]
    round: int | None
    part: int | None
    on_site_from: str | None
    on_site_to: str | None
    feedback_on: str | None
    plan_due_on: str | None
    plan_clock: Annotated[str | None, Meta(description="方案期限的算法", examples=["batch_plan_submit"])]
    reply_limit_days: Annotated[int | None, Meta(description="信访件几天内答复，自然日；空着是没有写明")]
    source: str
    confidence: Annotated[str, Meta(description="S 见过原文 · K 常识 · C 算得 · U 待核实")]
    note: str
    letters: Annotated[int, Meta(description="管辖范围内登记了几件信访件")]
    replied: Annotated[int, Meta(description="其中答复了几件")]


class Batches(Struct):
    items: list[BatchView]


class LetterView(Struct):
    """A letter in a list: no private value."""

    letter: Annotated[str, Meta(description="信访件编号")]
    book: str
    seq: Annotated[int, Meta(description="登记时在台账里的编号")]
    entry: Annotated[str, Meta(description="最后一版的记录编号")]
    unit: str
    unit_name: str
    batch: str | None
    batch_name: str | None
    number: Annotated[str, Meta(description="受理编号", examples=["X2JX202405120037"])]
    focus: Annotated[bool, Meta(description="重点件")]
    received_on: str
    assigned_on: str
    reply_limit_days: int | None
    due_on: Annotated[str | None, Meta(description="下一个期限；都办完了，或待核实，为 null")]
    category: str
    finding: Annotated[str | None, Meta(description="反映的问题；还没挂上为 null")]
    anonymous: bool
    named: Annotated[bool, Meta(description="登记了信访人；是谁另由 POST /letters/{id}/petitioner 查看")]
    replied_on: str | None
    reply_method: str | None
    reply_no: str | None
    actor: str
    received_at: str


class ReadingView(Struct):
    """Somebody looked at who wrote a letter."""

    id: str
    book: str
    seq: int
    letter: str
    number: str | None
    account: str
    purpose: str
    read_at: str


@get(
    "/batches",
    opt=allow(*READERS),
    summary="督察批次",
    description="进驻日子晚的在前；件数只数管辖范围内的。",
)
async def batches(call: NamedDependency[Call]) -> Batches:
    rows = await call.storage.rows("batches", book=call.settings.book, scopes=call.scopes)
    return Batches(views(BatchView, rows))


@get(
    "/letters",
    opt=allow(*LETTER_READERS),
    summary="信访件",
    description=f"最近登记的在前，不含信访人。可按批次、单位、问题、是否答复等筛选。答复方式：{METHODS}。",
)
async def letters(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    batch: Annotated[str | None, QueryParameter(description="督察批次")] = None,
    unit: Annotated[str | None, QueryParameter(description="监管单位编号")] = None,
    category: Annotated[str | None, QueryParameter(description="问题类别")] = None,
    finding: Annotated[UUID | None, QueryParameter(description="反映哪个问题")] = None,
    number: Annotated[str | None, QueryParameter(max_length=60, description="受理编号")] = None,
    focus: Annotated[bool | None, QueryParameter(description="重点件")] = None,
    anonymous: Annotated[bool | None, QueryParameter(description="匿名件")] = None,
    replied: Annotated[bool | None, QueryParameter(description="已答复的，或没答复的")] = None,
    linked: Annotated[bool | None, QueryParameter(description="已挂到问题的，或没挂的")] = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[LetterView]]:
    """Newest first."""
    before, before_id = places_in(after, *LATEST)
    items = await letter_views(
        call,
        batch=batch,
        unit=unit,
        category=category,
        finding=finding and str(finding),
        number=number,
        focus=focus,
        anonymous=anonymous,
        replied=replied,
        linked=linked,
        before=before,
        before_id=before_id,
        limit=limit,
    )
    return page_of(request, items, limit, *((items[-1].received_at, items[-1].letter) if items else ()))


UNASKED: Final = dict.fromkeys(
    (
        *("id", "batch", "unit", "category", "finding", "number"),
        *("focus", "anonymous", "replied", "linked"),
    )
)


async def letter_views(
    call: Call, *, before: str = LATEST[0], before_id: str = LATEST[1], limit: int = 500, **asked: Any
) -> list[LetterView]:
    """Letters within the reader's scopes that answer to every filter asked for, newest first."""
    rows = await call.storage.rows(
        "letters",
        scopes=call.scopes,
        before=before,
        before_id=before_id,
        limit=limit,
        **(UNASKED | asked),
    )
    return views(LetterView, rows)


@get(
    "/readings",
    opt=allow("county", "auditor"),
    summary="谁看过信访人",
    description="每次查看都留一条记录，最近的在前。",
)
async def readings(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    letter: Annotated[UUID | None, QueryParameter(description="哪件信访件")] = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[ReadingView]]:
    before, before_id = places_in(after, *LATEST)
    items = await reading_views(
        call, str(letter) if letter else None, before=before, before_id=before_id, limit=limit
    )
    return page_of(request, items, limit, *((items[-1].read_at, items[-1].id) if items else ()))


async def reading_views(
    call: Call,
    letter: str | None,
    before: str = LATEST[0],
    before_id: str = LATEST[1],
    limit: int = 500,
) -> list[ReadingView]:
    rows = await call.storage.rows(
        "readings", scopes=call.scopes, letter=letter, before=before, before_id=before_id, limit=limit
    )
    return views(ReadingView, rows)


ROUTES = [batches, letters, readings]
