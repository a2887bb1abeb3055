"""签到表: who was there. Of a visit with the signatures it has, of a plan with lines to sign on.

Owns: what stands on it. Does not own visits or plans.
"""

from datetime import date
from typing import Any, Final
from uuid import UUID

from inspections.documents.asking import (
    Asking,
    Filled,
    NotThere,
    Standing,
    day_text,
    moment_text,
    month_text,
    standing,
)
from inspections.documents.visit_record import person, visit_of
from inspections.kinds import kind as checklist

LINES: Final = 10  #: at least so many, the rest empty
EMPTY: Final = {"side": "　", "name": "　", "certificate": "　", "signature": "　"}


async def gather(asking: Asking, of: str) -> Filled:
    here = await standing(asking)
    try:
        plan = str(UUID(of))
    except ValueError:
        raise NotThere from None
    rows = await asking.ledger.rows("paper_plan", id=plan, scopes=asking.scopes_json)
    return await of_plan(asking, here, rows[0]) if rows else await of_visit(asking, here, of)


async def of_visit(asking: Asking, here: Standing, of: str) -> Filled:
    seen = await visit_of(asking, of)
    body, row = seen.body, seen.row
    people = [person(one) for one in body.get("present", ())]
    place = row["site_name"] or row["enterprise_name"] or body.get("place")
    when = moment_text(body["started_at"])
    return Filled(page(here, seen.kind.name, row["unit_name"], when, place, people))


async def of_plan(asking: Asking, here: Standing, row: tuple[Any, ...]) -> Filled:
    """The people who are to go stand on it by name; they and whoever joins them sign by hand."""
    kind, period, unit, on_day, sites, accounts = row
    names = await asking.ledger.rows("people_named", accounts=accounts)
    places = await asking.ledger.rows("sites_named", sites=sites)
    people = [{**EMPTY, "name": name or account} for account, name in sorted(names)]
    when = day_text(date.fromisoformat(on_day)) if on_day else f"{month_text(period)}＿＿日"
    place = "、".join(sorted(str(one[1]) for one in places))
    return Filled(page(here, checklist(kind).name, unit, when, place or None, people))


def page(
    here: Standing, kind: str, unit: str, when: str | None, place: str | None, people: list[dict[str, Any]]
) -> dict[str, Any]:
    people = people + [dict(EMPTY)] * max(0, LINES - len(people))
    return {
        "demo": here.demo,
        "county": here.county,
        "title": f"{kind}签到表",
        "unit": unit,
        "when": when,
        "place": place,
        "people": [{"number": number, **one} for number, one in enumerate(people, 1)],
    }
