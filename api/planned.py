"""Plans as tasks: each unit's patrol of a month, and how far it is.

Owns: that line. Does not own plans (inspections/plans.py) or the page of everything to be done (routes/tasks.py). A task is
a plan with what was seen of it, computed and never stored.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from api.auth import Call
from api.reading import json_text


class TaskSite(Struct):
    site: str
    name: str
    done: bool


class TaskView(Struct):
    """One unit's patrol of one month, and how far it is."""

    task: str
    plan: Annotated[str, Meta(description="计划这条记录的编号")]
    kind: str
    period: str
    unit: str
    unit_name: str
    date: str | None
    sites: list[TaskSite]
    people: list[str]
    done: bool


async def plans_of(call: Call, since: str, limit: int, place: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """An inspector's own plans, the county's all."""
    county = call.actor.has("county")
    rows: list[tuple[Any, ...]] = await call.storage.rows(
        "plans",
        scopes=call.scopes,
        since=since,
        named="" if county else msgspec.json.encode(call.account).decode(),
        after_period=place[0],
        after=place[1],
        limit=limit,
    )
    return rows


async def tasks_of(plans: list[tuple[Any, ...]], call: Call) -> list[TaskView]:
    seen: dict[str, set[str | None]] = {}
    for plan, site in await call.storage.rows("plans_seen", plans=json_text([row[0] for row in plans])):
        seen.setdefault(plan, set()).add(site)
    listed = {row[0]: msgspec.json.decode(row[6], type=list[str]) for row in plans}
    wanted = sorted({site for several in listed.values() for site in several})
    names = {row[0]: row[1] for row in await call.storage.rows("sites_named", sites=json_text(wanted))}
    return [
        task(
            row,
            [TaskSite(s, names.get(s, ""), s in seen.get(row[0], ())) for s in listed[row[0]]],
            row[0] in seen,
        )
        for row in plans
    ]


def task(plan: tuple[Any, ...], sites: list[TaskSite], visited: bool) -> TaskView:
    """Done: every place was seen, or, where none is named, the unit was visited."""
    plan_id, kind, period, unit, unit_name, on_day, _, people = plan
    done = all(site.done for site in sites) if sites else visited
    return TaskView(
        task=plan_id,
        plan=plan_id,
        kind=kind,
        period=period,
        unit=unit,
        unit_name=unit_name,
        date=on_day,
        sites=sites,
        people=msgspec.json.decode(people),
        done=done,
    )
