"""One visit in full: the checklist as answered, who was there, photos, findings, and its trail."""

from typing import Any

import httpx
import pytest

from inspections.demo.answers import FOUNDRY, PLANT
from inspections.demo.visits import person
from tests.ledger.county import correction, finding, visit, void, zero_report
from tests.people import COUNTY, REVIEWER, signed_in, written
from tests.pictures import photo, sha256_of

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
PICTURE = photo("PNG", 64, 48)
GATE, COPY, GONE = sha256_of(PICTURE), "12" * 32, "34" * 32


async def page_of(client: httpx.AsyncClient, visit_id: str, headers: Headers) -> Any:
    answer = await client.get(f"/api/v1/visits/{visit_id}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def answers_in(page: Any) -> dict[str, Any]:
    return {one["key"]: one for group in page["groups"] for one in group["questions"]}


async def test_the_checklist_stands_as_it_was_answered(client: httpx.AsyncClient, inspector: Headers) -> None:
    given = FOUNDRY | {"locked_rooms": "yes", "month_kwh": "1400000"}
    made = await written(client, inspector, visit(answers=given, texts={"nameplate_no": "示例铭牌甲"}))
    page = await page_of(client, made, inspector)
    assert (page["kind_name"], page["unit_name"]) == ("地条钢巡察", "向塘镇")
    assert [group["name"] for group in page["groups"]] == [
        *("入手", "场所", "设备", "电力", "原料和产品", "证照", "四个彻底", "结论")
    ]
    said = answers_in(page)
    assert (said["melting_present"]["said"], said["furnace_type"]["said"]) == ("有", "中频炉")
    assert (said["furnace_capacity_t"]["said"], said["furnace_capacity_t"]["unit"]) == ("5 t", "t")
    assert (said["locked_rooms"]["failed"], said["leased_workshop"]["failed"]) == ("finding", None)
    assert said["nameplate_no"]["said"] == "示例铭牌甲"
    computed = {key: one for key, one in said.items() if one["answer"] == "computed"}
    assert {key: one["given"] for key, one in computed.items()} == page["computed"]
    assert {key: (one["said"], one["failed"]) for key, one in computed.items()} == {
        "power_jump_percent": ("55.21 %", "hint"),
        "suspicion_hint": ("否", None),
    }


async def test_each_failed_item_says_which_findings_were_raised(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    given = PLANT | {"roads_hardened": "no", "spray_running": "no"}
    made = await written(client, inspector, visit(kind="dust_ready_mix", answers=given))
    raised = await written(client, inspector, finding(visit=made, item="roads_hardened"))
    page = await page_of(client, made, inspector)
    assert [(one["item"], one["category"], one["findings"]) for one in page["raised"]] == [
        ("spray_running", "spray", []),
        ("roads_hardened", "road", [raised]),
    ]
    assert page["raised"][0]["severity"] == "major"
    assert "大气污染防治法" in page["raised"][0]["legal_basis"]
    assert [(one["id"], one["due_on"]) for one in page["findings"]] == [(raised, "2026-12-04")]
    assert [(one["type"], one["id"]) for one in page["dependents"]] == [("finding", raised)]


async def test_photos_people_and_position_are_all_there(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    photos = [
        {"sha256": GATE, "slot": "gate", "taken_at": "2026-11-22T09:31:00+08:00"},
        {"sha256": GONE, "slot": "workshop", "copy": COPY, "album": True},
    ]
    people = [
        person("bureau"),
        {"side": "firm", "name": "示例厂长", "refused": "不肯签", "witness": "示例村干部"},
    ]
    where = {"lat": 28.45, "lon": 115.98, "crs": "BD09", "accuracy_m": 12, "provider": "pin"}
    made = await written(client, inspector, visit(photos=photos, present=people, position=where))
    headers = inspector | {"content-type": "image/png"}
    assert (await client.put(f"/api/v1/photos/{GATE}", headers=headers, content=PICTURE)).status_code == 201
    page = await page_of(client, made, await signed_in(client, REVIEWER))
    assert [(one["slot_name"], one["album"], one["held"]) for one in page["pictures"]] == [
        ("大门", False, "original"),
        ("主要车间", True, "missing"),
    ]
    assert page["photos"] == 2
    bureau, boss = page["present"]
    assert (bureau["side"], bureau["signature_held"]) == ("bureau", False)
    assert (boss["name"], boss["refused"], boss["signature_held"]) == ("示例厂长", "不肯签", None)
    assert (page["position"]["crs"], page["position"]["accuracy_m"]) == ("BD09", 12)
    assert page["position"]["wgs84"] == {"lat": page["lat"], "lon": page["lon"]}
    assert page["place"] == "示例工业集中区外围"
    assert {"not-joint"} <= {one["code"] for one in page["lacking"]}


async def test_a_correction_shows_old_and_new_and_the_page_the_body_that_counts(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    body = visit(answers=FOUNDRY, place="示例甲处")
    made = await written(client, inspector, body)
    mended = body | {"place": "示例乙处", "answers": FOUNDRY | {"locked_rooms": "yes"}}
    await written(client, county_user, correction(made, mended, "看错了"))
    await written(client, county_user, zero_report(rests_on=made))
    page = await page_of(client, made, inspector)
    assert (page["place"], page["failed"]) == ("示例乙处", ["locked_rooms"])
    assert answers_in(page)["locked_rooms"]["said"] == "有"
    first, second = page["history"]
    assert (first["type"], first["seq"]) == ("visit", page["receipt"]["seq"])
    assert (second["reason"], second["actor"], second["actor_name"]) == ("看错了", COUNTY, "示例县局检查员")
    assert [(one["label"], one["old"], one["new"]) for one in second["changes"]] == [
        ("有没有锁着不让看的房间？", "no", "yes"),
        ("地点的文字说明，没有点位和企业时写", "示例甲处", "示例乙处"),
    ]
    assert [one["type"] for one in page["dependents"]] == ["zero_report"]


async def test_a_voided_visit_is_not_found_but_its_entries_remain(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    made = await written(client, inspector, visit())
    await written(client, inspector, void(made))
    assert (await client.get(f"/api/v1/visits/{made}", headers=inspector)).status_code == 404
    assert (await client.get(f"/api/v1/entries/{made}", headers=inspector)).status_code == 200
