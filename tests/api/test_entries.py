"""Writing and reading entries over HTTP: each answer of the ledger has its status, and nothing sent is lost."""

from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest

from inspections.storage.engine import Storage
from tests.ledger.county import NOW, adopt, correction, finding, visit, void, zero_report
from tests.people import ADMIN, AUDITOR, INSPECTOR, PUBLISHER, signed_in

pytestmark = pytest.mark.anyio
Headers = dict[str, str]


async def put(client: httpx.AsyncClient, headers: Headers, body: Any, entry_id: str = "") -> httpx.Response:
    return await client.put(f"/api/v1/entries/{entry_id or uuid4()}", headers=headers, json=body)


async def test_201_is_a_receipt_and_the_same_again_is_200_with_the_same_receipt(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    entry_id = str(uuid4())
    first = await put(client, inspector, visit(), entry_id)
    again = await put(client, inspector, visit(), entry_id)
    assert (first.status_code, again.status_code) == (201, 200)
    receipt = first.json()
    assert again.json() == receipt
    assert (receipt["id"], receipt["type"], receipt["book"]) == (entry_id, "visit", "360121")
    assert len(receipt["hash"]) == len(receipt["prev_hash"]) == 64
    assert {"path", "code", "message"} == set(receipt["notices"][0])


async def test_409_keeps_the_other_body_and_a_stranger_learns_nothing(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    entry_id = str(uuid4())
    assert (await put(client, inspector, visit(), entry_id)).status_code == 201
    other = await put(client, inspector, visit(place="示例另一处"), entry_id)
    assert (other.status_code, other.json()["type"]) == (409, "/problems/conflict")
    stranger = await put(client, county_user, visit(), entry_id)
    assert stranger.status_code == 409
    assert entry_id not in stranger.text
    assert stranger.json()["detail"] != other.json()["detail"]
    kept = (await client.get("/api/v1/inbox", headers=inspector)).json()["items"]
    assert [(one["reason"], one["body"]["place"]) for one in kept] == [("conflict", "示例另一处")]


async def test_202_waits_for_its_parent_and_enters_with_it(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    parent, child = str(uuid4()), str(uuid4())
    waiting = await put(client, inspector, zero_report(rests_on=parent), child)
    assert waiting.status_code == 202
    assert (waiting.json()["status"], waiting.json()["waits_for"]) == ("pending", [parent])
    assert (await put(client, inspector, visit(), parent)).status_code == 201
    found = await client.get(f"/api/v1/receipts?ids={child},{parent},{uuid4()}", headers=inspector)
    assert [one["id"] for one in found.json()["items"]] == [parent, child]
    assert found.json()["book_head"] == {"360121": found.json()["items"][1]["seq"]}


async def test_422_names_every_fault_of_a_body_at_once_and_keeps_it(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    body = visit(period="2026-13", nature="inside", surprise=1)
    del body["started_at"]
    refused = await put(client, inspector, body)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/refused")
    faults = {(one["path"], one["code"]) for one in refused.json()["errors"]}
    assert faults == {
        ("period", "wrong-form"),
        ("nature", "not-a-choice"),
        ("surprise", "unknown-field"),
        ("started_at", "missing"),
    }
    [kept] = (await client.get("/api/v1/inbox", headers=inspector)).json()["items"]
    assert (kept["reason"], kept["body"]) == ("refused", body)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (visit(period="2026-11\n"), "period"),
        (visit(period="2026-\uff11\uff11"), "period"),
        (zero_report(period="20\u0662\u0666-11"), "period"),
        (visit(unit="xiangtang_town\n"), "unit"),
        (finding(found_on="2026-11-01\n"), "found_on"),
        (visit(photos=[{"sha256": "a" * 64 + "\n"}]), "photos.0.sha256"),
    ],
)
async def test_422_for_a_form_with_a_line_break_or_digits_of_another_script(
    client: httpx.AsyncClient, inspector: Headers, body: Any, path: str
) -> None:
    answer = await put(client, inspector, body)
    assert answer.status_code == 422, answer.text
    assert [(one["path"], one["code"]) for one in answer.json()["errors"]] == [(path, "wrong-form")]


async def test_422_for_a_day_no_calendar_has_and_coverage_still_counts(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    made = {"made_at": NOW.isoformat(), "name": "示例", "valid_from": "2026-02-30", "valid_to": "2026-06-31"}
    town = {"type": "unit", "unit": "example_town", "kind": "town", "parent": "nanchang_county"}
    place = {"type": "site", "site": str(uuid4()), "unit": "xiangtang_town", "kinds": ["steel_patrol"]}
    for body in (town, place):
        answer = await put(client, county_user, made | body)
        faults = [(one["path"], one["code"]) for one in answer.json()["errors"]]
        assert faults == [("valid_from", "no-such-day"), ("valid_to", "no-such-day")]
    counted = await client.get("/api/v1/coverage?kind=steel_patrol&year=2026", headers=county_user)
    assert counted.status_code == 200


async def test_422_of_a_rule_and_of_an_unknown_type(client: httpx.AsyncClient, inspector: Headers) -> None:
    ahead = await put(client, inspector, zero_report(period="2027-05"))
    assert [one["code"] for one in ahead.json()["errors"]] == ["month-ahead"]
    unknown = await put(client, inspector, {"type": "poem"})
    assert (unknown.status_code, unknown.json()["errors"][0]["code"]) == (422, "unknown-type")


@pytest.mark.parametrize("unit", ["wuyang_town", "nanchang_county", "no_such_unit"])
async def test_403_for_another_unit_and_nothing_about_it(
    client: httpx.AsyncClient, inspector: Headers, unit: str
) -> None:
    refused = await put(client, inspector, visit(unit))
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/forbidden")
    assert [one["code"] for one in refused.json()["errors"]] == ["out-of-scope"]


async def test_403_for_a_role_that_does_not_write_this_type(client: httpx.AsyncClient) -> None:
    publisher, auditor = await signed_in(client, PUBLISHER), await signed_in(client, AUDITOR)
    assert (await put(client, publisher, visit())).status_code == 403
    assert (await put(client, auditor, visit())).status_code == 403


async def test_429_when_the_inbox_share_is_used_up(
    client: httpx.AsyncClient, inspector: Headers, county: Storage
) -> None:
    fill = {"device": "d", "unit": "nanchang_county/xiangtang_town/", "problem": "{}", "received_at": "2026"}
    fill |= {"account": INSPECTOR, "digest": "x", "body": "{}"}
    for number in range(1000):
        await county.run("inbox_keep", id=f"{number}", most_rows=10**6, most_bytes=10**9, **fill)
    for body in (visit(surprise=1), zero_report(period="2027-05")):
        full = await put(client, inspector, body)
        assert (full.status_code, full.json()["type"]) == (429, "/problems/inbox-full")
        assert int(full.headers["retry-after"]) > 0


async def test_a_void_with_children_answers_409_and_names_them(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    parent = str(uuid4())
    assert (await put(client, inspector, visit(), parent)).status_code == 201
    assert (await put(client, inspector, zero_report(rests_on=parent))).status_code == 201
    refused = await put(client, county_user, void(parent))
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/live-children")


async def test_a_batch_judges_each_by_itself_and_a_child_may_come_before_its_parent(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    parent, child = str(uuid4()), str(uuid4())
    entries = [
        {"id": child, **zero_report(rests_on=parent)},
        {"id": "not-an-id", **visit()},
        {"id": str(uuid4()), "type": "visit", "surprise": 1},
        {"id": parent, **visit()},
        {"id": parent, **visit()},
        {"id": str(uuid4()), **visit("wuyang_town")},
    ]
    answer = await client.post("/api/v1/entries", headers=inspector, json={"entries": entries})
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert results[0]["status"] in (201, 202)  # 201 when both fell into one commit
    assert [one["status"] for one in results[1:]] == [422, 422, 201, 200, 403]
    assert [one["id"] for one in results] == [one["id"] for one in entries]
    assert results[3]["receipt"] == results[4]["receipt"]
    assert (await client.get(f"/api/v1/receipts?ids={child}", headers=inspector)).json()["items"] != []


async def test_a_batch_of_201_is_refused_whole(client: httpx.AsyncClient, inspector: Headers) -> None:
    entries = [{"id": str(uuid4()), **visit()} for _ in range(201)]
    answer = await client.post("/api/v1/entries", headers=inspector, json={"entries": entries})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "too-many")


async def test_an_entry_shows_its_private_values_to_its_readers_only(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    entry_id = str(uuid4())
    assert (await put(client, county_user, visit("wuyang_town"), entry_id)).status_code == 201
    seen = await client.get(f"/api/v1/entries/{entry_id}", headers=county_user)
    assert seen.json()["body"]["place"] == "示例工业集中区外围"
    assert (await client.get(f"/api/v1/entries/{entry_id}", headers=inspector)).status_code == 404
    assert (await client.get(f"/api/v1/visits/{entry_id}", headers=inspector)).status_code == 404
    assert (await client.get(f"/api/v1/visits/{entry_id}", headers=county_user)).status_code == 200


async def test_changes_go_on_page_by_page_and_start_anew_after_a_change_of_scope(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    entry_id = str(uuid4())
    await put(client, inspector, visit(), entry_id)
    await put(client, inspector, void(entry_id))
    since, seen = 0, []
    while True:
        page = (await client.get(f"/api/v1/changes?since={since}&limit=2", headers=inspector)).json()
        seen += page["items"]
        if page["next"] is None:
            break
        since = page["next"]
    assert [one["type"] for one in seen[-2:]] == ["visit", "void"]
    assert all(one["unit"] == "nanchang_county/xiangtang_town/" for one in seen)
    assert "account" not in {one["type"] for one in seen}
    other = await client.get(f"/api/v1/changes?scope={page['scope']}", headers=county_user)
    assert (other.status_code, other.json()["type"]) == (410, "/problems/reset")
    assert other.json()["scope"] != page["scope"]


async def test_an_administrator_sees_accounts_and_no_business(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    entry_id = str(uuid4())
    await put(client, inspector, visit(), entry_id)
    admin = await signed_in(client, ADMIN)
    assert (await client.get(f"/api/v1/entries/{entry_id}", headers=admin)).status_code == 404
    assert (await client.get("/api/v1/visits", headers=admin)).status_code == 403
    accounts = (await client.get("/api/v1/accounts", headers=admin)).json()["items"]
    assert len(accounts) == 9
    assert accounts[-1]["account"] == "zeren"


async def test_the_county_adopts_what_was_refused_and_the_author_stays_named(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    received = str(uuid4())
    refused = await put(client, inspector, visit("wuyang_town"), received)
    assert refused.status_code == 403
    [row] = (await client.get("/api/v1/inbox", headers=county_user)).json()["items"]
    taken = await put(client, county_user, adopt(received, row["digest"], unit="wuyang_town"))
    assert taken.status_code == 201, taken.text
    entry = (await client.get(f"/api/v1/entries/{received}", headers=county_user)).json()
    assert (entry["actor"], entry["decision"]["said"]["adopted_by"]) == (INSPECTOR, taken.json()["id"])


async def test_a_correction_shows_in_the_list_of_visits(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    entry_id = str(uuid4())
    await put(client, inspector, visit(), entry_id)
    changed = correction(entry_id, visit(position=None, no_position_reason="denied"))
    assert (await put(client, inspector, changed)).status_code == 201
    line = (await client.get(f"/api/v1/visits/{entry_id}", headers=inspector)).json()
    assert (line["joint"], line["lat"]) == (False, None)


async def test_what_is_stored_is_what_was_sent(client: httpx.AsyncClient, inspector: Headers) -> None:
    entry_id, body = str(uuid4()), visit(place="示例：“引号”、表情 🙂 和\n换行")
    answer = await client.put(
        f"/api/v1/entries/{entry_id}",
        headers={**inspector, "content-type": "application/json; charset=utf-8"},
        content=msgspec.json.encode(body),
    )
    assert answer.status_code == 201
    seen = (await client.get(f"/api/v1/entries/{entry_id}", headers=inspector)).json()
    assert seen["body"]["place"] == body["place"]
    assert seen["made_at"] == NOW.isoformat()


async def test_a_photo_may_name_its_copy_and_what_its_file_claims(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    claimed = {"taken_at": "2026:11:22 09:31:07", "lat": 28.54, "lon": 115.95}
    photo = {"slot": "gate", "sha256": "0a" * 32, "copy": "0b" * 32, "claimed": claimed}
    entry_id = str(uuid4())
    assert (await put(client, inspector, visit(photos=[photo]), entry_id)).status_code == 201
    stored = (await client.get(f"/api/v1/entries/{entry_id}", headers=inspector)).json()
    assert stored["body"]["photos"] == [photo]
