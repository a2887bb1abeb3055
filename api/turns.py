"""Findings that wait for the asker's own step, as /tasks shows them.

Owns: these lines. Does not own whose turn it is or what is overdue (inspections/chasing.py).
"""

from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from api.auth import Call
from api.reading import json_text
from inspections import chasing
from inspections.chasing import Window
from inspections.facts import Facts
from inspections.months import day_of
from inspections.rectification import states

SHOWN: Final = 100  #: for each role; the rest is in the list of findings


class Duty(Struct):
    """A finding whose next step is the asker's."""

    id: str
    seq: int
    unit: str
    unit_name: str
    site_name: str | None
    enterprise_name: str | None
    level: str
    severity: str
    state: str
    state_name: Annotated[str, Meta(examples=["整改中"])]
    role: Annotated[str, Meta(description="以哪个角色办", examples=["responsible"])]
    step: Annotated[str, Meta(examples=["submit"])]
    step_name: Annotated[str, Meta(examples=["报自验"])]
    due_on: str | None
    original_due_on: str | None
    overdue: bool
    soon: Annotated[bool, Meta(description="将到期，几天内见 due_soon_days")]
    stalled: Annotated[bool, Meta(description="很久没有办过步骤，几天见 stalled_days")]
    overdue_days: int | None
    idle_days: int


async def window_of(call: Call) -> Window:
    """By the county's settings, for the asker's day."""
    facts, book = Facts(), call.settings.book
    facts.load(await call.storage.answer(list(chasing.keys(book))))
    return chasing.window(facts, book, day_of(call.now))


async def duties_of(call: Call) -> list[Duty]:
    """Role by role, the nearest day first."""
    window = await window_of(call)
    found: list[Duty] = []
    for role in chasing.TURN_ROLES:
        scopes = sorted({*chasing.marks(call.actor.grants, role)})
        if not scopes:
            continue
        rows = await call.storage.rows(
            "duties",
            scopes=json_text(scopes),
            states=json_text(chasing.states_of(role)),
            **window.asked(),
            limit=SHOWN,
        )
        found += [duty(row, role, window.today) for row in rows]
    return found


def duty(row: tuple[Any, ...], role: str, today: str) -> Duty:
    names = (
        *("id", "seq", "unit", "unit_name", "site_name", "enterprise_name", "level", "severity", "state"),
        *("due_on", "original_due_on", "last_step_on", "opened_on", "overdue", "soon", "stalled"),
    )
    said = dict(zip(names, row, strict=True))
    idle_since = said.pop("last_step_on") or said["opened_on"]
    said.pop("opened_on")
    flags = {name: bool(said[name]) for name in ("overdue", "soon", "stalled")}
    turn = chasing.turns()[said["state"]]
    return Duty(
        **said | flags,
        state_name=states()[said["state"]].name,
        role=role,
        step=turn.step,
        step_name=turn.name,
        overdue_days=chasing.days_since(said["due_on"], today) if flags["overdue"] else None,
        idle_days=chasing.days_since(idle_since, today) or 0,
    )
