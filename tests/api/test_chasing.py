"""What is chased on a day, whose turn it is, and rates: exact lists and figures over rows laid down as they would stand."""

from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest

from inspections.chain import Writes
from inspections.chasing import TURN_ROLES, states_of, turns
from inspections.demo.places import account_bodies, enterprise_bodies
from inspections.findings import FindingRow
from inspections.rectification import rows as table_rows
from inspections.rectification import states
from inspections.replay import digests, rebuild
from inspections.storage.engine import Storage
from tests.api.test_letters import batch, letter
from tests.casework import DOES, assigned, step
from tests.ledger.county import BOOK, NOW, Clock
from tests.people import COUNTY, INSPECTOR, PUBLISHER, RESPONSIBLE, REVIEWER, got, signed_in, written

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
TODAY = "2026-11-22"
#: the one firm the demonstration's 责任单位 answers for
FIRM = next(body["grants"][0] for body in account_bodies(TODAY) if body["account"] == RESPONSIBLE)[
    "enterprise"
]


def row(state: str = "rectifying", unit: str = "xiangtang_town", **changes: Any) -> FindingRow:
    """A finding as the view has it."""
    path = f"nanchang_county/{unit}/"
    said = {
        "id": str(uuid4()), "book": BOOK, "seq": 1, "unit": unit, "unit_path": path, "source": "letter", "kind": None,
        "visit": None, "item": None, "site": None, "enterprise": None, "category": "road", "severity": "major",
        "state": state, "type": states()[state].type, "opened_on": "2026-11-01", "due_on": None, "lat": None,
        "lon": None, "accuracy_m": None, "photos": 1, "notices": 0, "actor": "xianju", "received_at": NOW.isoformat(),
        "level": "county", "batch": None, "number": None, "received_on": "2026-11-01", "responsible": unit,
        "responsible_path": path, "responsible_enterprise": None, "round": 1, "cycle": 1, "original_due_on": None,
        "extended": 0, "fixed_on": None, "closed_on": None, "first_closed_on": None, "last_step_on": "2026-11-20",
    }  # fmt: skip
    known = {name: value for name, value in (said | changes).items() if name in FindingRow.__struct_fields__}
    return FindingRow(**known)


async def lay(storage: Storage, *several: FindingRow) -> None:
    await storage.insert(Writes(rows={one.where(): one for one in several}))


async def test_overdue_soon_and_stalled_by_who_answers_with_ages(
    client: httpx.AsyncClient, county: Storage, county_user: Headers
) -> None:
    late = row(due_on="2026-11-12", original_due_on="2026-11-12", seq=1)
    later = row(due_on="2026-11-21", seq=2)
    today = row(due_on=TODAY, seq=3)
    edge = row("accepted", "sanjiang_town", due_on="2026-11-29", seq=4)
    far = row("accepted", "sanjiang_town", due_on="2026-11-30", seq=5)
    idle = row("submitted", "sanjiang_town", due_on="2026-11-01", last_step_on="2026-10-22", seq=6)
    not_idle = row("submitted", "sanjiang_town", last_step_on="2026-10-23", seq=7)
    done = row("closed", "sanjiang_town", due_on="2026-11-01", last_step_on="2026-10-01", seq=8)
    await lay(county, late, later, today, edge, far, idle, not_idle, done)
    chasing = await got(client, "chasing", county_user)
    assert (chasing["today"], chasing["soon_days"], chasing["stalled_days"]) == (TODAY, 7, 30)
    assert [one["seq"] for one in chasing["items"]] == [1, 2, 3, 4, 6]
    first, _, _, _, last = chasing["items"]
    assert (first["overdue_days"], first["state_name"], first["turn"]) == (10, "整改中", "responsible")
    assert (last["overdue"], last["stalled"], last["idle_days"], last["step_name"]) == (
        False,
        True,
        31,
        "申请销号",
    )
    names = ("responsible", "overdue", "soon", "stalled", "oldest_due_on", "overdue_days", "idle_days")
    assert [tuple(one[name] for name in names) for one in chasing["units"]] == [
        ("xiangtang_town", 2, 1, 0, "2026-11-12", 10, None),
        ("sanjiang_town", 0, 1, 1, None, None, 31),
    ]
    for what, seqs in (("overdue", [1, 2]), ("soon", [3, 4]), ("stalled", [6])):
        only = await got(client, f"chasing?what={what}", county_user)
        assert [one["seq"] for one in only["items"]] == seqs
    page = await got(client, "chasing?limit=2", county_user)
    rest = await got(client, f"chasing?limit=2&after={page['next']}", county_user)
    assert [one["seq"] for one in page["items"] + rest["items"]] == [1, 2, 3, 4]
    own = await got(client, "chasing?responsible=sanjiang_town", county_user)
    assert [one["seq"] for one in own["items"]] == [4, 6]


async def test_the_countys_own_days_move_what_is_chased(
    client: httpx.AsyncClient, county: Storage, county_user: Headers
) -> None:
    await lay(county, row(due_on="2026-12-20", last_step_on="2026-11-16"))
    assert (await got(client, "chasing", county_user))["items"] == []
    admin = await signed_in(client, "guanli")
    for key, days in (("due_soon_days", "30"), ("stalled_days", "5")):
        setting = {"type": "setting", "made_at": NOW.isoformat(), "unit": "nanchang_county", "key": key}
        await written(client, admin, setting | {"value": days, "reason": "县局通知"})
    [one] = (await got(client, "chasing", county_user))["items"]
    assert (one["soon"], one["stalled"], one["idle_days"]) == (True, True, 6)


async def test_deadlines_of_letters_are_chased_by_their_number_and_name_nobody(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    await written(client, county_user, batch())
    body = letter(batch="example_1", assigned_on="2026-11-04")
    await written(client, county_user, body)
    answer = await client.get("/api/v1/chasing", headers=county_user)
    [clock] = answer.json()["clocks"]
    names = ("subject", "name", "number", "unit", "due_on", "overdue", "overdue_days", "provisional")
    assert tuple(clock[name] for name in names) == (
        body["letter"], "督察期间交办信访件办理反馈", "示例 7 号", "xiangtang_town", "2026-11-16", True, 6, False,
    )  # fmt: skip
    assert "金丝雀" not in answer.text


def test_each_state_has_one_role_whose_turn_it_is() -> None:
    assert {turn.role for turn in turns().values()} == set(TURN_ROLES)
    for state, turn in turns().items():
        assert {one.who for one in table_rows() if (one.state, one.step) == (state, turn.step)} == {turn.role}
    assert set(states_of("publisher")) == {"checked", "superior_agreed"}
    resting = {key for key, state in states().items() if state.resting}
    assert resting - set(turns()) == set()


async def test_each_person_sees_what_waits_for_their_own_step(
    client: httpx.AsyncClient, county: Storage, county_user: Headers
) -> None:
    told = {
        "accepted": row("accepted", seq=1, due_on="2026-11-20", responsible_enterprise=FIRM),
        "planned": row("planned", seq=2),
        "checked": row("checked", seq=3),
        "county_verified": row("county_verified", seq=4, level="central"),
        "of_another": row("accepted", seq=5, responsible_enterprise=str(uuid4())),
    }
    await lay(county, *told.values())
    seen = {}
    for account in (RESPONSIBLE, REVIEWER, PUBLISHER, COUNTY, INSPECTOR):
        duties = (await got(client, "tasks", await signed_in(client, account)))["duties"]
        seen[account] = [(one["seq"], one["role"], one["step_name"]) for one in duties]
    assert seen == {
        RESPONSIBLE: [(1, "responsible", "报方案")],
        REVIEWER: [(2, "reviewer", "批准方案")],
        PUBLISHER: [(3, "publisher", "公示")],
        COUNTY: [(4, "county", "上报")],
        INSPECTOR: [],
    }
    doer = await got(client, "tasks", await signed_in(client, RESPONSIBLE))
    assert (doer["duties"][0]["overdue_days"], doer["filings"], doer["items"], doer["findings"]) == (
        2,
        [],
        [],
        [],
    )


async def test_a_duty_ends_with_its_step(client: httpx.AsyncClient, county_user: Headers) -> None:
    firm = next(body for body in enterprise_bodies() if body["enterprise"] == FIRM)
    await written(client, county_user, firm | {"made_at": NOW.isoformat()})
    finding = await written(client, county_user, assigned(enterprise=FIRM, place=None))
    doer = await signed_in(client, RESPONSIBLE)
    [before] = (await got(client, "tasks", doer))["duties"]
    assert (before["id"], before["step"]) == (finding, "accept")
    await written(client, doer, step(finding, "accept", "assigned"))
    [after] = (await got(client, "tasks", doer))["duties"]
    assert (after["id"], after["step"], after["idle_days"]) == (finding, "plan", 0)


async def test_T21_a_rebound_is_not_closed_and_its_old_day_is_kept(
    client: httpx.AsyncClient, county: Storage, county_user: Headers
) -> None:
    await written(client, county_user, batch(batch="central_3", name="示例督察"))
    of_batch = {
        "batch": "central_3",
        "level": "central",
        "closed_on": "2026-10-01",
        "first_closed_on": "2026-10-01",
    }
    closed = [row("closed" if number % 2 else "archived", **of_batch) for number in range(2100)]
    staged = [row("staged", batch="central_3", level="central") for _ in range(1084)]
    await lay(county, *closed, *staged)
    [before] = (await got(client, "rates?by=batch", county_user))["items"]
    names = ("key", "name", "received", "counted", "closed", "staged", "rebounded", "closed_percent")
    assert tuple(before[name] for name in names) == (
        "central_3", "示例督察", 3184, 3184, 2100, 1084, 0, "65.95",
    )  # fmt: skip
    back = msgspec.structs.replace(closed[0], state="reopened", type="open", cycle=2, closed_on=None)
    await lay(county, back)
    [after] = (await got(client, "rates?by=batch", county_user))["items"]
    assert tuple(after[name] for name in names) == (
        "central_3", "示例督察", 3184, 3184, 2099, 1084, 1, "65.92",
    )  # fmt: skip


async def test_rates_are_sums_over_sums_and_leave_out_what_does_not_count(
    client: httpx.AsyncClient, county: Storage, county_user: Headers
) -> None:
    in_time = {"original_due_on": "2026-11-10", "due_on": "2026-11-10", "fixed_on": "2026-11-10"}
    only_extended = {
        "original_due_on": "2026-11-10",
        "due_on": "2026-11-20",
        "fixed_on": "2026-11-15",
        "extended": 1,
    }
    await lay(
        county,
        row("closed", **in_time),
        row("closed", **only_extended),
        row("rectifying", original_due_on="2026-11-10", due_on="2026-12-10", extended=1),
        row("rectifying", original_due_on="2026-12-10", due_on="2026-12-10"),
        row("unfounded", **in_time),
        row("transferred", **in_time),
        row("closed", "sanjiang_town", source="visit", received_on="2026-10-31", **in_time),
    )
    units = await got(client, "rates", county_user)
    names = ("key", "received", "counted", "closed", "closed_percent", "due", "on_time", "on_time_percent")
    assert [tuple(one[name] for name in names) for one in units["items"]] == [
        ("sanjiang_town", 1, 1, 1, "100.00", 1, 1, "100.00"),
        ("xiangtang_town", 6, 4, 2, "50.00", 3, 1, "33.33"),
    ]
    assert [one["name"] for one in units["items"]] == ["三江镇", "向塘镇"]
    total = units["total"]
    assert tuple(total[name] for name in names[1:]) == (7, 5, 3, "60.00", 4, 2, "50.00")
    assert (total["due_extended"], total["on_time_extended"], total["on_time_extended_percent"]) == (
        3,
        3,
        "100.00",
    )
    months = await got(client, "rates?by=month", county_user)
    assert [(one["key"], one["received"]) for one in months["items"]] == [("2026-10", 1), ("2026-11", 6)]
    sources = await got(client, "rates?by=source&since=2026-11-01", county_user)
    assert [(one["name"], one["received"]) for one in sources["items"]] == [("信访件", 6)]
    empty = await got(client, "rates?batch=none", county_user)
    assert (empty["items"], empty["total"]["closed_percent"]) == ([], None)


async def test_progress_is_due_a_month_after_the_last_while_it_is_being_put_right(
    client: httpx.AsyncClient, county: Storage, county_user: Headers, clock: Clock
) -> None:
    firm = next(body for body in enterprise_bodies() if body["enterprise"] == FIRM)
    await written(client, county_user, firm | {"made_at": NOW.isoformat()})
    finding = await written(client, county_user, assigned(enterprise=FIRM, place=None))

    async def take(name: str, state: str) -> tuple[object, ...] | None:
        await written(client, await signed_in(client, DOES[name]), step(finding, name, state))
        rows = await county.rows("deadlines_of", subject=finding)
        return (rows[0][0], rows[0][1], rows[0][2], rows[0][6]) if rows else None

    assert await take("accept", "assigned") is None
    assert await take("plan", "accepted") is None
    assert await take("approve_plan", "planned") == ("progress_report", "2026-11-22", "2026-12-22", None)
    clock.forward(days=5)
    assert await take("progress", "rectifying") == (
        "progress_report",
        "2026-11-27",
        "2026-12-28",
        None,
    )  # 27: Sunday
    assert await take("submit", "rectifying") == ("progress_report", "2026-11-27", "2026-12-28", "2026-11-27")
    before = await digests(county)
    assert await rebuild(county) == before
