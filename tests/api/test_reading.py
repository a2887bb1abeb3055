"""Registers, tasks, coverage, photos, calculators, the API's own description: what each reader gets."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.openapi import entry_schemas
from api.words import FIELDS, TYPES
from inspections.demo.answers import SHUT_OUT
from inspections.rules import VOCABULARY
from tests.ledger.county import NOW, Clock, visit, zero_report
from tests.people import COUNTY, INSPECTOR, PUBLISHER, RESPONSIBLE, got, signed_in, written

pytestmark = pytest.mark.anyio
Headers = dict[str, str]


def body(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "made_at": NOW.isoformat(), **fields}


def firm(name: str, unit: str = "xiangtang_town", **fields: Any) -> dict[str, Any]:
    return body("enterprise", enterprise=str(uuid4()), unit=unit, name=name, **fields)


def site(name: str, unit: str = "xiangtang_town") -> dict[str, Any]:
    return body(
        "site", site=str(uuid4()), unit=unit, name=name, kinds=["steel_patrol"], valid_from="2026-01-01"
    )


async def test_units_are_those_below_ones_grants(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    assert [one["name"] for one in (await got(client, "units", inspector))["items"]] == ["向塘镇"]
    everything = (await got(client, "units", county_user))["items"]
    assert sum(one["supervised"] for one in everything) == 24
    assert {type(one["supervised"]) for one in everything} == {bool}


async def test_a_list_is_paged_to_its_end_without_gap_or_repeat(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    whole = [one["unit"] for one in (await got(client, "units", county_user))["items"]]
    seen, path = [], "units?limit=7"
    while path:
        answer = await client.get(f"/api/v1/{path}", headers=county_user)
        seen += [one["unit"] for one in answer.json()["items"]]
        path = answer.links["next"]["url"].removeprefix("/api/v1/") if "next" in answer.links else ""
        assert bool(path) == (answer.json()["next"] is not None)
    assert seen == whole


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("铸造", True),
        ("slzzc", True),
        ("SLZ", True),
        ("旧名", True),
        ("0121ma35", True),
        ("没有", False),
        ("%", False),
        ("_", False),
    ],
)
async def test_an_enterprise_is_found_by_any_part_of_what_it_is_or_was_called(
    client: httpx.AsyncClient, inspector: Headers, q: str, found: bool
) -> None:
    first = firm("示例旧名厂", credit_code="91360121MA35000156")
    await written(client, inspector, first)
    await written(client, inspector, first | {"name": "示例铸造厂"})
    items = (await got(client, f"enterprises?q={q.replace('%', '%25')}", inspector))["items"]
    assert [(one["name"], one["former_names"]) for one in items] == (
        [("示例铸造厂", ["示例旧名厂"])] if found else []
    )


async def test_another_units_enterprises_and_sites_are_not_there(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    await written(client, county_user, firm("示例外镇厂", "wuyang_town"))
    await written(client, county_user, site("示例外镇点位", "wuyang_town"))
    assert (await got(client, "enterprises", inspector))["items"] == []
    assert (await got(client, "sites?unit=wuyang_town", inspector))["items"] == []
    assert len((await got(client, "enterprises", county_user))["items"]) == 1


async def test_a_task_is_done_place_by_place(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    places = [site("示例点位一"), site("示例点位二")]
    for place in places:
        await written(client, county_user, place)
    ids = [place["site"] for place in places]
    plan = body(
        "plan", unit="xiangtang_town", period="2026-11", on="2026-11-24", people=[INSPECTOR], sites=ids
    )
    plan_id = await written(client, county_user, plan)
    other = await written(client, county_user, plan | {"people": ["shenhe"], "sites": []})
    await written(client, inspector, visit(site=ids[0], plan=plan_id))
    [task] = (await got(client, "tasks", inspector))["items"]
    assert (task["task"], task["unit_name"], task["date"]) == (plan_id, "向塘镇", "2026-11-24")
    assert [(one["name"], one["done"]) for one in task["sites"]] == [
        ("示例点位一", True),
        ("示例点位二", False),
    ]
    assert task["done"] is False
    await written(client, inspector, visit(site=ids[1]))
    assert (await got(client, "tasks", inspector))["items"][0]["done"] is True
    assert {one["task"] for one in (await got(client, "tasks", county_user))["items"]} == {plan_id, other}


async def test_who_could_not_be_reached_is_chased_until_somebody_gets_in(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    place = site("示例锁门点位")
    await written(client, inspector, place)
    locked = visit(site=place["site"], answers=SHUT_OUT)
    visit_id = await written(client, inspector, locked)
    line = await got(client, f"visits/{visit_id}", inspector)
    assert line["inspected"] is False
    chased = (await got(client, "tasks", inspector))["not_entered"]
    assert [(one["visit"], one["unit_name"]) for one in chased] == [(visit_id, "向塘镇")]
    await written(client, inspector, visit(site=place["site"], started_at="2026-11-22T10:30:00+08:00"))
    assert (await got(client, "tasks", inspector))["not_entered"] == []


async def test_a_place_on_no_list_is_chased_until_its_unit_is_patrolled_again(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    shut = await written(client, inspector, visit(answers=SHUT_OUT))
    chased = (await got(client, "tasks", inspector))["not_entered"]
    assert [(one["visit"], one["site"]) for one in chased] == [(shut, None)]
    await written(client, inspector, visit(started_at="2026-11-22T10:30:00+08:00"))
    assert (await got(client, "tasks", inspector))["not_entered"] == []


async def test_visits_are_filtered_and_newest_first(
    client: httpx.AsyncClient, county_user: Headers, clock: Clock
) -> None:
    made = []
    for unit in ("xiangtang_town", "wuyang_town", "xiangtang_town"):
        made.append(await written(client, county_user, visit(unit)))
        clock.forward(minutes=1)
    seen = [one["id"] for one in (await got(client, "visits", county_user))["items"]]
    assert seen == made[::-1]
    assert len((await got(client, "visits?unit=wuyang_town", county_user))["items"]) == 1
    assert (
        len((await got(client, "visits?bbox=115.9,28.4,116,28.5&period=2026-11", county_user))["items"]) == 3
    )
    assert (await got(client, "visits?bbox=115,28,115.5,28.2", county_user))["items"] == []
    page = await got(client, "visits?limit=2", county_user)
    rest = await got(client, f"visits?limit=2&after={page['next']}", county_user)
    assert [one["id"] for one in page["items"] + rest["items"]] == seen


async def test_coverage_keeps_the_three_figures_apart(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers, clock: Clock
) -> None:
    for place in (site("示例点位一"), site("示例点位二"), site("示例点位三", "wuyang_town")):
        await written(client, county_user, place)
    [first, *_] = (await got(client, "sites", inspector))["items"]
    await written(client, inspector, visit(site=first["site"]))
    await written(client, county_user, zero_report("wuyang_town"))
    excuse = body("excuse", unit="bayi_township", period="2026-11", reason="示例：道路中断")
    await written(client, county_user, excuse)
    year = await got(client, "coverage?kind=steel_patrol&year=2026", county_user)
    [month] = year["months"]
    assert (month["period"], month["in_force"], month["reported"], month["joint"]) == ("2026-11", 21, 2, 1)
    assert (month["reported_percent"], month["joint_percent"], month["sites_percent"]) == (
        "9.52",
        "4.76",
        "33.33",
    )
    assert (month["zero_only"], month["excused"], month["missing"], month["pending"]) == (1, 1, 0, 18)
    assert (year["year_total"]["in_force"], year["year_total"]["reported_percent"]) == (0, None)
    states = {one["name"]: one["cells"][0]["state"] for one in year["units"]}
    assert (states["向塘镇"], states["武阳镇"], states["八一乡"]) == ("joint", "zero_only", "excused")
    assert (states["三江镇"], len(states)) == ("pending", 21)
    clock.forward(days=14)
    county_user, inspector = await signed_in(client, COUNTY), await signed_in(client, INSPECTOR)
    year = await got(client, "coverage?kind=steel_patrol&year=2026", county_user)
    assert [(one["period"], one["missing"], one["pending"]) for one in year["months"]] == [
        ("2026-11", 18, 0),
        ("2026-12", 0, 21),
    ]
    assert year["year_total"]["reported_percent"] == "9.52"
    mine = await got(client, "coverage?kind=steel_patrol&year=2026", inspector)
    assert [one["unit"] for one in mine["units"]] == ["xiangtang_town"]
    assert mine["months"][0]["reported_percent"] == "100.00"


async def test_a_frozen_month_shows_later_changes_to_the_county_only(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers, clock: Clock
) -> None:
    await written(client, inspector, visit())
    clock.forward(days=14)
    county_user = await signed_in(client, COUNTY)
    report = body("report", unit="nanchang_county", period="2026-11")
    await written(client, county_user, report)
    frozen = (await got(client, "coverage?year=2026", county_user))["months"][0]
    assert (frozen["changed"], frozen["reported"]) == ({}, 1)
    assert isinstance(frozen["frozen_seq"], int)
    late = visit("wuyang_town", made_at="2026-12-06T09:00:00+08:00")
    await written(client, county_user, late)
    changed = (await got(client, "coverage?year=2026", county_user))["months"][0]["changed"]
    assert changed == {"reported": [1, 2], "joint": [1, 2], "missing": [20, 19], "late": [0, 1]}
    mine = await got(client, "coverage?year=2026", await signed_in(client, INSPECTOR))
    assert mine["months"][0]["frozen_seq"] is None


async def test_calculators_answer_and_name_every_fault(client: httpx.AsyncClient) -> None:
    headers = await signed_in(client, RESPONSIBLE)
    asked = {"code": "91360121MA35000156"}
    answer = await client.post("/api/v1/calc/credit-code", headers=headers, json=asked)
    assert (answer.status_code, answer.json()["valid"]) == (200, True)
    wrong = await client.post(
        "/api/v1/calc/deadline", headers=headers, json={"from": "x", "kind": "moon", "y": 1}
    )
    assert wrong.status_code == 422
    assert {one["path"] for one in wrong.json()["errors"]} == {"from", "kind", "y", "count"}
    assert (await client.post("/api/v1/calc/fortune", headers=headers, json={})).status_code == 404


async def test_publications_and_lists_for_whoever_publishes(client: httpx.AsyncClient) -> None:
    publisher = await signed_in(client, PUBLISHER)
    approval = body(
        "publication",
        unit="nanchang_county",
        dataset="green_factory",
        source="示例局",
        document_no="示例〔2026〕1号",
    )
    await written(client, publisher, approval)
    [line] = (await got(client, "publications", publisher))["items"]
    assert (line["dataset"], line["approved_by"], line["withdrawn"]) == ("green_factory", PUBLISHER, False)
    assert (await got(client, "listings?list=green_factory", publisher))["items"] == []


async def test_the_api_describes_itself(client: httpx.AsyncClient) -> None:
    text = await got(client, "schema/openapi.json", {})
    operations = [one for methods in text["paths"].values() for one in methods.values()]
    assert all(one["summary"] and one["description"] and one["x-roles"] for one in operations)
    assert text["paths"]["/api/v1/entries/{entry_id}"]["put"]["requestBody"]["content"]["application/json"]
    assert len(text["components"]["schemas"]["AnyEntry"]["oneOf"]) == len(VOCABULARY.rules)
    page = await client.get("/api/v1/docs/")
    assert "page.js" in page.text
    assert (await client.get("/api/v1/docs/page.js")).status_code == 200


def test_every_field_of_every_entry_has_its_words() -> None:
    used = {name for schema in entry_schemas().values() for name in schema.get("properties", {})}
    assert used == set(FIELDS)
    assert set(TYPES) == set(VOCABULARY.rules)
