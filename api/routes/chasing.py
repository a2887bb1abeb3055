"""Chasing and rates over HTTP: what is overdue or stalled by who answers for it, and closure by unit, source, batch or month.

Owns: these answers. Does not own what is chased (inspections/chasing.py) or what a rate counts (inspections/rates.py). Both are
computed for the asker's day, within the asker's units. Nothing here names a person: a letter stands with its number only.
"""

from typing import Annotated, Any, Final, Literal

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct
from msgspec.structs import asdict

from api.auth import READERS, Call, allow
from api.clocks import clock_names
from api.paging import After, Limit, cursor_of, places_in
from api.routes.findings import Day
from api.routes.letters import LETTER_READERS
from api.turns import window_of
from inspections import chasing, rates
from inspections.chasing import Window
from inspections.findings import coded
from inspections.months import day_of
from inspections.rates import Sums
from inspections.rectification import states

FIRST: Final = ("", "")
CLOCKS_SHOWN: Final = 500


class UnitChased(Struct):
    """One who answers for findings that are chased."""

    responsible: str
    responsible_name: str
    overdue: int
    soon: int
    stalled: int
    oldest_due_on: Annotated[str | None, Meta(description="超期最久的那件的期限")]
    overdue_days: Annotated[int | None, Meta(description="超期最久几天")]
    idle_days: Annotated[int | None, Meta(description="停滞最久几天")]


class ChasedView(Struct):
    """A finding that is overdue, due soon or stalled."""

    id: str
    seq: int
    unit: str
    unit_name: str
    responsible: str
    responsible_name: str
    source: str
    batch: str | None
    level: str
    severity: str
    state: str
    state_name: str
    opened_on: str
    due_on: str | None
    original_due_on: Annotated[str | None, Meta(description="延期以前的期限")]
    last_step_on: str | None
    turn: Annotated[str, Meta(description="轮到哪个角色", examples=["responsible"])]
    step_name: Annotated[str, Meta(description="等着办哪一步", examples=["报自验"])]
    overdue: bool
    soon: bool
    stalled: bool
    overdue_days: int | None
    idle_days: Annotated[int, Meta(description="几天没有办过步骤")]


class ClockChased(Struct):
    """A deadline of a letter or another thing that is past or near."""

    subject: str
    clock: str
    name: Annotated[str, Meta(examples=["信访事项办结"])]
    unit: str
    unit_name: str
    number: Annotated[str | None, Meta(description="信访件的受理编号")]
    event_on: str
    due_on: str
    original_due_on: str | None
    provisional: bool
    overdue: bool
    overdue_days: int | None


class Chasing(Struct):
    """What is chased on a day."""

    today: str
    soon_days: Annotated[int, Meta(description="几天内到期算将到期（县内设置）")]
    stalled_days: Annotated[int, Meta(description="几天没有步骤算停滞（县内设置）")]
    units: list[UnitChased]
    items: list[ChasedView]
    clocks: Annotated[list[ClockChased], Meta(description="信访等法定期限，过了的和将到的，最多 500 项")]
    next: str | None = None


class RateView(Struct, kw_only=True):
    """Sums under one heading, and their rates."""

    key: str
    name: str
    received: int
    unfounded: Annotated[int, Meta(description="不属实，不进分母")]
    transferred: Annotated[int, Meta(description="移交已接收，不进分母")]
    counted: Annotated[int, Meta(description="分母")]
    closed: Annotated[int, Meta(description="已销号和归档")]
    staged: Annotated[int, Meta(description="阶段性办结和长期坚持，不算销号")]
    rebounded: Annotated[int, Meta(description="反弹后还没有再销号，不算销号")]
    closed_percent: Annotated[str | None, Meta(description="销号率，%", examples=["65.95"])]
    due: Annotated[int, Meta(description="已改好的，和过了原期限的")]
    on_time: Annotated[int, Meta(description="其中按原期限改好的")]
    on_time_percent: Annotated[str | None, Meta(description="按期率，%，按原期限")]
    due_extended: int
    on_time_extended: int
    on_time_extended_percent: Annotated[str | None, Meta(description="按期率，%，按延期后的期限")]


class Rates(Struct):
    by: str
    today: str
    items: list[RateView]
    total: Annotated[RateView, Meta(description="各行之和；率按和算，不是各行的平均")]


@get(
    "/chasing",
    opt=allow(*LETTER_READERS),
    summary="督办清单",
    description="按责任单位列出超期、将到期、停滞的件数和最久的天数，并逐件列出，超期最久的在前；信访等期限另列。按今天算，不另存。",
)
async def chased(
    call: NamedDependency[Call],
    what: Annotated[
        Literal["overdue", "soon", "stalled"] | None, QueryParameter(description="只列哪一类")
    ] = None,
    responsible: Annotated[str | None, QueryParameter(description="责任单位编号")] = None,
    limit: Limit = 100,
    after: After = None,
) -> Chasing:
    """The list a leader chases by."""
    window = await window_of(call)
    day, finding = places_in(after, *FIRST)
    rows = await call.storage.rows(
        "chased",
        scopes=call.scopes,
        **window.asked(),
        overdue=what == "overdue" or None,
        due_soon=what == "soon" or None,
        stalled=what == "stalled" or None,
        responsible=responsible,
        after_day=day,
        after_id=finding,
        limit=limit,
    )
    units = await call.storage.rows("chased_units", scopes=call.scopes, **window.asked())
    items = [chased_view(row, window.today) for row in rows]
    return Chasing(
        today=window.today,
        soon_days=window.soon_days,
        stalled_days=window.stalled_days,
        units=[unit_chased(row, window.today) for row in units],
        items=items,
        clocks=await clocks_chased(call, window),
        next=cursor_of(place_of(items[-1]), items[-1].id) if len(items) == limit else None,
    )


def place_of(item: ChasedView) -> str:
    """Where a line stands in the list's order."""
    return item.due_on or "9" if states()[item.state].type == "open" else "9"


def unit_chased(row: tuple[Any, ...], today: str) -> UnitChased:
    *said, oldest, idle_since = row
    overdue_days, idle_days = (chasing.days_since(day, today) for day in (oldest, idle_since))
    names = UnitChased.__struct_fields__[: len(said)]
    return UnitChased(
        **dict(zip(names, said, strict=True)),
        oldest_due_on=oldest,
        overdue_days=overdue_days,
        idle_days=idle_days,
    )


def chased_view(row: tuple[Any, ...], today: str) -> ChasedView:
    names = (
        *("id", "seq", "unit", "unit_name", "responsible", "responsible_name", "source", "batch", "level"),
        *("severity", "state", "opened_on", "due_on", "original_due_on", "last_step_on"),
        *("overdue", "soon", "stalled"),
    )
    said = dict(zip(names, row, strict=True))
    turn = chasing.turns()[said["state"]]
    flags = {name: bool(said[name]) for name in ("overdue", "soon", "stalled")}
    return ChasedView(
        **said | flags,
        state_name=states()[said["state"]].name,
        turn=turn.role,
        step_name=turn.name,
        overdue_days=chasing.days_since(said["due_on"], today) if said["overdue"] else None,
        idle_days=chasing.days_since(said["last_step_on"] or said["opened_on"], today) or 0,
    )


async def clocks_chased(call: Call, window: Window) -> list[ClockChased]:
    asked = {"today": window.today, "soon": window.soon}
    rows = await call.storage.rows("clocks_chased", scopes=call.scopes, limit=CLOCKS_SHOWN, **asked)
    return [clock_chased(row, window.today) for row in rows]


def clock_chased(row: tuple[Any, ...], today: str) -> ClockChased:
    names = (
        *("subject", "clock", "unit", "unit_name", "number", "event_on", "due_on", "original_due_on"),
        *("provisional", "overdue"),
    )
    said = dict(zip(names, row, strict=True))
    flags = {name: bool(said[name]) for name in ("provisional", "overdue")}
    overdue_days = chasing.days_since(said["due_on"], today) if flags["overdue"] else None
    return ClockChased(**said | flags, name=clock_names()[said["clock"]], overdue_days=overdue_days)


@get(
    "/rates",
    opt=allow(*READERS),
    summary="销号率、按期率",
    description="按责任单位、来源、批次或收到的月份；销号率 = 已销号（含归档）÷（收到 − 不属实 − 移交已接收 − 作废）。"
    "按期以原期限为准，延期后的列在旁边。合计的率按各行之和算。接收的历史台账不计。",
)
async def rate_table(
    call: NamedDependency[Call],
    by: Annotated[
        Literal["unit", "source", "batch", "month"],
        QueryParameter(description="unit 责任单位 · source 来源 · batch 批次 · month 月份"),
    ] = "unit",
    batch: Annotated[str | None, QueryParameter(description="只算这个批次")] = None,
    source: Annotated[str | None, QueryParameter(description="只算这种来源")] = None,
    level: Annotated[str | None, QueryParameter(description="只算这一级")] = None,
    since: Day = None,
    until: Day = None,
) -> Rates:
    """Sums ÷ sums, for today."""
    today = f"{day_of(call.now)}"
    asked = {"batch": batch, "source": source, "level": level, "since": since, "until": until}
    rows = await call.storage.rows("rates", scopes=call.scopes, by=by, today=today, **asked)
    found = {row[0]: sums_in(row) for row in rows}
    names = await names_of(by, call)
    return Rates(
        by,
        today,
        [rate_view(key, names.get(key, key), one) for key, one in found.items()],
        rate_view("", "合计", rates.total(found.values())),
    )


def sums_in(row: tuple[Any, ...]) -> Sums:
    """Columns in the order of the fields."""
    return Sums(**dict(zip(Sums.__struct_fields__, row[1:], strict=True)))


async def names_of(by: str, call: Call) -> dict[str, str]:
    """What headings are called."""
    if by == "unit":
        rows = await call.storage.rows("all_unit_names", book=call.settings.book)
        return dict(rows)
    if by == "batch":
        batches = await call.storage.rows("batch_names", book=call.settings.book)
        return {"": "不属于批次", **dict(batches)}
    return dict(coded("finding_source")) if by == "source" else {}


def rate_view(key: str, name: str, sums: Sums) -> RateView:
    shares = {
        share: getattr(sums, share)
        for share in ("counted", "closed_percent", "on_time_percent", "on_time_extended_percent")
    }
    return RateView(key=key, name=name, **asdict(sums), **shares)


ROUTES = [chased, rate_table]
