"""Holidays and clocks over HTTP: a year's arrangement, what a new one would move, and the clocks of the law.

Owns: these answers. Does not own what a calendar moves (inspections/recounts.py) or how a deadline is counted
(inspections/deadlines.py). A preview asks the very rule that the entry will meet and writes nothing. A clock marked U stands
in the list with 待核实: it decides nothing.
"""

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from msgspec import Meta, Struct

from api.auth import EVERYONE, Call, allow
from api.problems import Problem
from inspections import deadlines, people
from inspections.calendars import Calendar, CalendarDay, as_entered
from inspections.deadlines import NAME, Clock, ClockRow, Move
from inspections.facts import Facts, Refusal
from inspections.filing import foreseen
from inspections.months import day_of
from inspections.reference import table


class DayView(Struct):
    day: Annotated[str, Meta(examples=["2026-02-14"])]
    kind: Annotated[str, Meta(description="off 放假 · work 周末上班", examples=["work"])]
    holiday: Annotated[str, Meta(examples=["春节"])]


class YearView(Struct):
    """One year as deadlines count it."""

    year: int
    loaded: Annotated[bool, Meta(description="放假通知已载入；没有载入的年份只有法定节假日，期限为暂定")]
    source: str
    document_no: str
    days: list[DayView]


class Years(Struct):
    items: list[YearView]


class ClockView(Struct):
    """One clock of the law."""

    key: Annotated[str, Meta(examples=["petition_finish"])]
    name: Annotated[str, Meta(examples=["信访事项办结"])]
    count: Annotated[int | None, Meta(description="数；按批次或待定的为 null", examples=[60])]
    count_max: int | None
    kind: Annotated[str, Meta(description="working 工作日 · natural 自然日 · month 月")]
    direction: Annotated[str, Meta(description="after 之后 · before 之前")]
    bound: Annotated[str, Meta(description="at_most 最迟 · at_least 至少")]
    starts_with: Annotated[str, Meta(description="从何时起算", examples=["受理之日"])]
    law: Annotated[str, Meta(examples=["信访工作条例第34条"])]
    source: str
    confidence: Annotated[str, Meta(description="S 见原文 · K 已知 · C 推算 · U 未核实")]
    unverified: Annotated[bool, Meta(description="待核实：不据此计算任何期限")]
    note: str


class Clocks(Struct):
    items: list[ClockView]


class MovedView(Struct):
    """A deadline that a calendar would move or settle."""

    subject: Annotated[str, Meta(description="哪件事：信访件、问题等的编号")]
    clock: str
    was: str | None
    due_on: str | None
    provisional: Annotated[bool, Meta(description="之后仍为暂定")]
    text: Annotated[str, Meta(description="怎样算出来的")]


class Preview(Struct):
    moves: list[MovedView]
    moved: Annotated[int, Meta(description="日期会变的")]
    settled: Annotated[int, Meta(description="日期不变、由暂定转为确定的")]


@get(
    "/calendars",
    opt=allow(*EVERYONE),
    summary="节假日安排",
    description="期限按它计算：放假日和周末上班日，逐年。不写 year 列出已载入的各年。",
)
async def calendars(
    call: NamedDependency[Call],
    year: Annotated[int | None, QueryParameter(ge=2004, le=2100, description="哪一年")] = None,
) -> Years:
    """The years the county counts by: the seed's, its own entries in their place."""
    rows = await call.storage.rows("calendars", book=call.settings.book)
    entered = {row[0]: row for row in rows}
    counting = as_entered(tuple((row[0], row[1]) for row in rows))
    wanted = [year] if year else sorted(counting.years)
    return Years([year_view(one, entered.get(one), one in counting.years) for one in wanted])


def year_view(year: int, row: tuple[Any, ...] | None, loaded: bool) -> YearView:
    if row is not None:
        days = msgspec.json.decode(row[1], type=list[tuple[str, str, str]])
        return YearView(year, True, row[2], row[3], [DayView(*day) for day in days])
    name = "calendar_cn" if loaded else "provisional_days"
    of_year = [one for one in table(name) if one["date"].startswith(f"{year}-")]
    days = [(one["date"], one.get("kind", "off"), one["holiday_zh"]) for one in of_year]
    source = of_year[0]["source"] if of_year else "放假通知尚未载入"
    return YearView(year, loaded, source, "", [DayView(*day) for day in days])


class Proposed(Struct, forbid_unknown_fields=True):
    """A year's arrangement as the entry `calendar` would say it."""

    year: Annotated[int, Meta(ge=2004, le=2100)]
    days: Annotated[tuple[CalendarDay, ...], Meta(min_length=1, max_length=200)]


@post(
    "/calendars/preview",
    opt=allow("county"),
    status_code=200,
    summary="试算新的节假日安排",
    description="载入这一年的安排后哪些暂定期限会变、会确定；只试算，不写入。已确定的期限不会因此改动。",
)
async def preview(data: JSONBody[Proposed], call: NamedDependency[Call]) -> Preview:
    """What the entry `calendar` would move, by its own rule."""
    unit = call.settings.county
    if not call.actor.grant_over(people.writers("calendar"), f"{unit}/"):
        raise Problem("forbidden", "节假日安排由县局录入。")
    entry = Calendar(made_at=call.now, unit=unit, year=data.year, days=data.days, source="试算")
    decided = await foreseen(call.storage, entry, call.actor, call.now)
    if isinstance(decided, Refusal):
        raise Problem("refused", errors=decided.faults)
    return foreseen_moves(msgspec.convert(decided["moves"], list[Move]))


def foreseen_moves(moves: list[Move]) -> Preview:
    shown = [
        MovedView(one.subject, one.clock, one.was, one.due_on, one.provisional, one.text) for one in moves
    ]
    changed = sum(one.was != one.due_on for one in moves)
    settled = sum(one.was == one.due_on and not one.provisional for one in moves)
    return Preview(shown, changed, settled)


@get(
    "/clocks",
    opt=allow(*EVERYONE),
    summary="法定期限",
    description="各项期限的天数、起算、依据和可信度；标待核实的不据此计算。",
)
async def clocks(call: NamedDependency[Call]) -> Clocks:
    """Each clock as it holds today: the county's row, else the seed's."""
    book, facts = call.settings.book, Facts()
    keys = list(dict.fromkeys(row["key"] for row in table(NAME)))
    facts.load(await call.storage.answer([ClockRow.at(book, NAME, key) for key in keys]))
    today = f"{day_of(call.now)}"
    return Clocks([clock_view(deadlines.clock_of(facts, book, key, today)) for key in keys])


def clock_view(clock: Clock) -> ClockView:
    return ClockView(
        key=clock.key,
        name=clock.name_zh,
        count=int(clock.count) if clock.count else None,
        count_max=int(clock.count_max) if clock.count_max else None,
        kind=clock.kind,
        direction=clock.direction,
        bound=clock.bound,
        starts_with=clock.starts_with_zh,
        law=clock.law + clock.clause,
        source=clock.source,
        confidence=clock.confidence,
        unverified=not clock.decides,
        note=clock.note,
    )


ROUTES = [calendars, preview, clocks]
