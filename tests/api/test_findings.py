"""Findings over HTTP: the list and its filters, one finding in full, the words forms are drawn from."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from inspections.demo.answers import FOUNDRY, PLANT
from tests.ledger.county import NOW, Clock, correction, finding, visit, void
from tests.people import AUDITOR, RESPONSIBLE, got, signed_in, written
from tests.pictures import photo, sha256_of

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
PICTURE = photo("PNG", 64, 48)
LOCKED = FOUNDRY | {"locked_rooms": "yes"}


async def ids(client: httpx.AsyncClient, query: str, headers: Headers) -> list[str]:
    return [one["id"] for one in (await got(client, f"findings?{query}", headers))["items"]]


def firm(name: str) -> dict[str, Any]:
    made = {"type": "enterprise", "made_at": NOW.isoformat(), "unit": "xiangtang_town"}
    return made | {"enterprise": str(uuid4()), "name": name, "credit_code": "91360121MA35000156"}


async def test_findings_are_filtered_within_scope_and_newest_first(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers, clock: Clock
) -> None:
    place = firm("示例搅拌站")
    await written(client, county_user, place)
    seen = await written(client, inspector, visit(answers=LOCKED))
    bodies = {
        "raised": finding(visit=seen, item="locked_rooms", due_on="2026-12-20"),
        "firm": finding(enterprise=place["enterprise"], found_on="2026-11-01", due_on="2026-11-21"),
        "elsewhere": finding(
            "wuyang_town", severity="minor", position={"lat": 28.3, "lon": 116.1, "crs": "WGS84"}
        ),
        "letter": finding("wuyang_town", source="letter", category="water"),
    }
    made = {}
    for name, body in bodies.items():
        made[name] = await written(client, county_user, body)
        clock.forward(minutes=1)
    assert await ids(client, "", county_user) == [*made.values()][::-1]
    assert await ids(client, "", inspector) == [made["firm"], made["raised"]]
    found = {
        "unit=wuyang_town": ["letter", "elsewhere"],
        "source=letter": ["letter"],
        "kind=steel_patrol": ["raised"],
        f"visit={seen}": ["raised"],
        "category=water": ["letter"],
        "severity=minor": ["elsewhere"],
        f"enterprise={place['enterprise']}": ["firm"],
        "overdue=true": ["firm"],
        "overdue=false": ["letter", "elsewhere", "raised"],
        "due_before=2026-12-05": ["letter", "elsewhere", "firm"],
        "bbox=116,28.2,116.2,28.4": ["elsewhere"],
        "state=assigned&type=open": ["letter", "elsewhere", "firm", "raised"],
        "type=closed": [],
        "q=搅拌": ["firm"],
        "q=sljbz": ["firm"],
        "q=MA3500": ["firm"],
        "q=武阳": ["letter", "elsewhere"],
        "q=40 米": [],
        "q=%25": [],
    }
    for query, names in found.items():
        assert await ids(client, query, county_user) == [made[name] for name in names], query
    [line] = (await got(client, "findings?q=搅拌", county_user))["items"]
    assert (line["unit_name"], line["enterprise_name"], line["overdue"]) == ("向塘镇", "示例搅拌站", True)
    assert await ids(client, f"q={line['seq']}", county_user) == [made["firm"]]
    page = await got(client, "findings?limit=3", county_user)
    rest = await got(client, f"findings?limit=3&after={page['next']}", county_user)
    assert [one["id"] for one in page["items"] + rest["items"]] == [*made.values()][::-1]


@pytest.mark.parametrize("query", ["type=lost", "overdue=maybe", "visit=x", "due_before=soon", "bbox=1,2"])
async def test_a_wrong_filter_is_named(client: httpx.AsyncClient, county_user: Headers, query: str) -> None:
    answer = await got(client, f"findings?{query}", county_user, 400)
    assert answer["type"] == "/problems/wrong-parameter"


async def test_one_finding_in_full(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    seen = await written(client, inspector, visit(answers=LOCKED))
    sha256 = sha256_of(PICTURE)
    photos = [{"sha256": sha256, "slot": "before"}, {"sha256": "cd" * 32, "slot": ""}]
    body = finding(visit=seen, item="locked_rooms", photos=photos, legal_basis="示例条款")
    body["position"] |= {"crs": "GCJ02"}
    made = await written(client, inspector, body)
    headers = inspector | {"content-type": "image/png"}
    await client.put(f"/api/v1/photos/{sha256}", headers=headers, content=PICTURE)
    reply = await client.put(
        f"/api/v1/entries/{uuid4()}",
        headers=county_user,
        json=correction(made, body | {"demand": "打开房间复查", "severity": "critical"}, "要求写错了"),
    )
    assert reply.status_code == 201, reply.text
    page = await got(client, f"findings/{made}", inspector)
    assert (page["text"], page["demand"], page["severity"]) == (body["text"], "打开房间复查", "critical")
    assert (page["state_name"], page["source_name"], page["category_name"]) == (
        "待签收",
        "现场检查发现",
        "道路硬化",
    )
    assert (page["item_text"], page["kind_name"]) == ("有没有锁着不让看的房间？", "地条钢巡察")
    assert [(one["slot_name"], one["held"], one["damaged"]) for one in page["pictures"]] == [
        ("整改前", "original", False),
        ("", "missing", False),
    ]
    assert (page["position"]["crs"], page["position"]["lat"]) == ("GCJ02", 28.45)
    assert page["position"]["wgs84"] == {"lat": page["lat"], "lon": page["lon"]}
    assert abs(page["lat"] - 28.45) > 0.001
    assert (page["raised_at"]["id"], page["actor_name"], page["steps"]) == (seen, "示例巡察员", [])
    first, mended = page["history"]
    assert (first["id"], first["type"], first["hash"]) == (made, "finding", page["receipt"]["hash"])
    assert (mended["type"], mended["reason"]) == ("correction", "要求写错了")
    assert [(one["path"], one["old"], one["new"]) for one in mended["changes"]] == [
        ("demand", "硬化道路", "打开房间复查"),
        ("severity", "major", "critical"),
    ]


async def test_a_finding_outlives_the_checklist_its_visit_was_filed_under(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    seen = await written(client, inspector, visit(answers=LOCKED))
    made = await written(client, inspector, finding(visit=seen, item="locked_rooms"))
    await written(client, county_user, correction(seen, visit(kind="dust_ready_mix", answers=PLANT)))
    page = await got(client, f"findings/{made}", county_user)
    assert (page["item"], page["item_text"], page["kind"]) == ("locked_rooms", None, "steel_patrol")


async def test_a_finding_elsewhere_or_void_is_not_there(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    theirs = await written(client, county_user, finding("wuyang_town"))
    await got(client, f"findings/{theirs}", inspector, 404)
    await got(client, f"findings/{theirs}", await signed_in(client, AUDITOR))
    await got(client, f"findings/{theirs}", await signed_in(client, RESPONSIBLE), 404)
    await written(client, county_user, void(theirs))
    await got(client, f"findings/{theirs}", county_user, 404)


async def test_a_visit_others_rest_on_is_not_voided_and_names_them(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    seen = await written(client, inspector, visit(answers=LOCKED))
    made = await written(client, inspector, finding(visit=seen, item="locked_rooms"))
    answer = await client.put(f"/api/v1/entries/{uuid4()}", headers=county_user, json=void(seen))
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/live-children")
    assert made in answer.json()["errors"][0]["message"]


async def test_the_words_name_each_category_with_its_checklists(client: httpx.AsyncClient) -> None:
    words = await got(client, "rectification", await signed_in(client, RESPONSIBLE))
    categories = {one["key"]: one for one in words["categories"]}
    assert categories["road"] == {"key": "road", "name": "道路硬化", "kinds": ["dust_ready_mix"]}
    assert categories["dismantling"]["kinds"] == ["steel_patrol"]
    assert categories["other"]["kinds"] == []
    assert [one["key"] for one in words["severities"]] == ["info", "minor", "major", "critical"]
    assert words["states"][0] == {"key": "assigned", "name": "待签收", "type": "open"}
    assert "returned" not in {one["key"] for one in words["states"]}
