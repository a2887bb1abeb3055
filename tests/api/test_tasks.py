"""What is to be done: filings and places due, open findings, one's own inbox, and the county's line of today."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from inspections.demo.answers import SHUT_OUT
from tests.ledger.county import NOW, Clock, finding, visit, zero_report
from tests.people import INSPECTOR, signed_in
from tests.pictures import photo, sha256_of

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
PICTURE = photo("PNG", 64, 48)


async def written(client: httpx.AsyncClient, headers: Headers, body: Any, status: int = 201) -> str:
    entry_id = str(uuid4())
    answer = await client.put(f"/api/v1/entries/{entry_id}", headers=headers, json=body)
    assert answer.status_code == status, answer.text
    return entry_id


async def tasks(client: httpx.AsyncClient, headers: Headers) -> Any:
    answer = await client.get("/api/v1/tasks", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def site(name: str, unit: str, **changes: Any) -> dict[str, Any]:
    made = {"type": "site", "made_at": NOW.isoformat(), "site": str(uuid4()), "valid_from": "2026-01-01"}
    return made | {"unit": unit, "name": name, "kinds": ["steel_patrol"]} | changes


async def test_a_filing_is_due_until_something_is_filed(
    client: httpx.AsyncClient, inspector: Headers, clock: Clock
) -> None:
    due = await tasks(client, inspector)
    assert (due["period"], due["cut_off"], due["county"]) == ("2026-11", "2026-12-05", None)
    assert due["filings"] == [
        {
            "unit": "xiangtang_town",
            "unit_name": "向塘镇",
            "kind": "steel_patrol",
            "period": "2026-11",
            "due_on": "2026-12-05",
        }
    ]
    clock.forward(days=12)  # 4 December: last month's filing is still in time
    inspector = await signed_in(client, INSPECTOR)
    due = await tasks(client, inspector)
    assert [(one["period"], one["due_on"]) for one in due["filings"]] == [
        ("2026-11", "2026-12-05"),
        ("2026-12", "2027-01-05"),
    ]
    await written(client, inspector, zero_report())
    assert [one["period"] for one in (await tasks(client, inspector))["filings"]] == ["2026-12"]
    clock.forward(days=2)  # 6 December: what is missing for November is late now
    due = await tasks(client, await signed_in(client, INSPECTOR))
    assert [one["period"] for one in due["filings"]] == ["2026-12"]


async def test_a_watched_place_is_due_until_somebody_gets_in(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    mine, ended = site("示例甲点位", "xiangtang_town"), site("示例旧点位", "xiangtang_town")
    for place in (mine, ended | {"valid_to": "2026-10-31"}, site("示例外镇点位", "wuyang_town")):
        await written(client, county_user, place)
    await written(client, inspector, visit(site=mine["site"], answers=SHUT_OUT))
    [due] = (await tasks(client, inspector))["sites"]
    assert (due["name"], due["unit_name"], due["kind"]) == ("示例甲点位", "向塘镇", "steel_patrol")
    await written(client, inspector, visit(site=mine["site"]))
    assert (await tasks(client, inspector))["sites"] == []
    assert [one["name"] for one in (await tasks(client, county_user))["sites"]] == ["示例外镇点位"]


async def test_open_findings_come_by_their_day_within_scope(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    days = {"later": "2026-12-20", "soon": "2026-11-22", "past": "2026-11-21"}
    made = {
        name: await written(client, inspector, finding(due_on=day, found_on="2026-11-01"))
        for name, day in days.items()
    }
    whenever = finding()
    del whenever["due_on"]
    made["whenever"] = await written(client, inspector, whenever)
    await written(client, county_user, finding("wuyang_town"))
    due = (await tasks(client, inspector))["findings"]
    assert [(one["id"], one["overdue"]) for one in due] == [
        (made["past"], True),
        (made["soon"], False),
        (made["later"], False),
        (made["whenever"], False),
    ]
    assert (due[0]["unit_name"], due[0]["category"], due[0]["state"]) == ("向塘镇", "road", "assigned")


async def test_ones_own_inbox_is_there_and_nobody_elses(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    waiting = await written(client, inspector, finding(visit=str(uuid4())), 202)
    refused = await written(client, inspector, zero_report(period="2098-01"), 422)
    rows = (await tasks(client, inspector))["inbox"]
    assert {(one["id"], one["type"], one["reason"]) for one in rows} == {
        (waiting, "finding", "parent_missing"),
        (refused, "zero_report", "refused"),
    }
    theirs = await tasks(client, county_user)
    assert (theirs["inbox"], theirs["county"]["inbox"]) == ([], 2)


async def test_the_countys_line_of_today(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers, clock: Clock
) -> None:
    place = site("示例点位", "xiangtang_town")
    await written(client, county_user, place)
    sha256 = sha256_of(PICTURE)
    seen = visit(site=place["site"], photos=[{"sha256": sha256, "slot": "gate"}])
    await written(client, inspector, seen)
    await written(client, inspector, visit(period="2026-10"))
    await written(client, county_user, zero_report("wuyang_town"))
    await written(client, inspector, finding())
    await written(client, inspector, finding(due_on="2026-11-20", found_on="2026-11-01"))
    today = (await tasks(client, county_user))["county"]
    assert today == {
        "units": 21,
        "units_not_filed": 19,
        "sites": 1,
        "sites_seen": 1,
        "visits_doubtful": 1,
        "visits_lacking_photos": 2,
        "inbox": 0,
        "findings_open": 2,
        "findings_overdue": 1,
    }
    headers = inspector | {"content-type": "image/png"}
    answer = await client.put(f"/api/v1/photos/{sha256}", headers=headers, content=PICTURE)
    assert answer.status_code == 201, answer.text
    assert (await tasks(client, county_user))["county"]["visits_lacking_photos"] == 1
