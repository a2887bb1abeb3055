"""Deadlines of one thing as its page shows them. Does not own counting (inspections/deadlines.py) or who sees the thing."""

from functools import cache
from typing import Annotated

from msgspec import Meta, Struct

from api.auth import Call
from inspections.deadlines import NAME
from inspections.months import day_of
from inspections.reference import table


class DeadlineView(Struct):
    """One clock of a letter, a finding or a supervision."""

    clock: Annotated[str, Meta(examples=["petition_finish"])]
    name: Annotated[str, Meta(examples=["信访事项办结"])]
    event_on: Annotated[str, Meta(description="起算之日")]
    due_on: Annotated[str | None, Meta(description="最后一天；待核实的为 null")]
    original_due_on: Annotated[str | None, Meta(description="延期以前的最后一天")]
    provisional: Annotated[bool, Meta(description="暂定：那一年的放假通知还没有载入")]
    waiting: Annotated[bool, Meta(description="须满的时间，不是要在此前办完的")]
    done_on: str | None
    overdue: Annotated[bool, Meta(description="按今天算，没办完且已过最后一天")]
    text: Annotated[str, Meta(description="怎样算出来的，含计入的补班日和依据")]


async def deadlines_of(call: Call, subject: str) -> list[DeadlineView]:
    """The clocks of something the asker may see, the nearest first."""
    today = f"{day_of(call.now)}"
    rows = await call.storage.rows("deadlines_of", subject=subject)
    names = ("clock", "event_on", "due_on", "original_due_on", "provisional", "waiting", "done_on", "text")
    return [view(dict(zip(names, row, strict=True)), today) for row in rows]


def view(said: dict[str, object], today: str) -> DeadlineView:
    due_on, done_on = said["due_on"], said["done_on"]
    flags = {name: bool(said[name]) for name in ("provisional", "waiting")}
    late = isinstance(due_on, str) and due_on < today and done_on is None and not flags["waiting"]
    return DeadlineView(**{**said, **flags}, name=clock_names()[str(said["clock"])], overdue=late)  # type: ignore[arg-type]  # columns by name


@cache
def clock_names() -> dict[str, str]:
    return {row["key"]: row["name_zh"] for row in table(NAME)}
