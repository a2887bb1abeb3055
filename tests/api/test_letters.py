"""Letters: registered, linked, answered singly; who wrote one is seen by few, and never without a record of it."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from inspections.replay import verify
from inspections.storage.engine import Storage
from tests.ledger.county import NOW, correction, finding, void
from tests.people import AUDITOR, INSPECTOR, RESPONSIBLE, REVIEWER, got, signed_in, written

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
WHO = {"name": "金丝雀甲", "phone": "金丝雀乙", "id_number": "金丝雀丙", "address": "金丝雀丁"}
MADE_AT = {"made_at": NOW.isoformat()}


def batch(**changes: Any) -> dict[str, Any]:
    named = {"unit": "nanchang_county", "batch": "example_1", "name": "示例督察", "level": "provincial"}
    return {"type": "batch", **MADE_AT, **named, "reply_limit_days": 10} | changes


def letter(**changes: Any) -> dict[str, Any]:
    about = {"unit": "xiangtang_town", "category": "road", "text": "示例：路面扬尘", "petitioner": WHO}
    said = {"letter": str(uuid4()), "number": "示例 7 号", "received_on": "2026-11-02"}
    return {"type": "letter", **MADE_AT, **said, **about} | changes


def reply(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    about = {"unit": body["unit"], "letter": body["letter"]}
    return {
        "type": "letter_reply",
        **MADE_AT,
        **about,
        "replied_on": "2026-11-12",
        "method": "written",
    } | changes


async def refused(client: httpx.AsyncClient, headers: Headers, body: Any) -> set[tuple[str, str]]:
    answer = await client.put(f"/api/v1/entries/{uuid4()}", headers=headers, json=body)
    assert answer.status_code == 422, answer.text
    return {(fault["path"], fault["code"]) for fault in answer.json()["errors"]}


async def test_three_letters_of_one_problem_are_answered_one_by_one(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    await written(client, county_user, batch())
    problem = await written(client, county_user, finding(source="letter"))
    bodies = [letter(batch="example_1", number=f"示例 {n} 号", finding=problem) for n in (1, 2, 3)]
    for body in bodies:
        await written(client, county_user, body)
    await written(client, county_user, reply(bodies[1], document_no="示例信答 2 号"))
    listed = await got(client, f"letters?finding={problem}", county_user)
    assert {one["number"]: one["replied_on"] for one in listed["items"]} == {
        "示例 1 号": None,
        "示例 2 号": "2026-11-12",
        "示例 3 号": None,
    }
    page = await got(client, f"letters/{bodies[1]['letter']}", county_user)
    assert (page["reply_method_name"], page["reply_no"], page["reply_limit_days"]) == (
        "书面",
        "示例信答 2 号",
        10,
    )
    assert (page["about"]["id"], {one["number"] for one in page["others"]}) == (
        problem,
        {"示例 1 号", "示例 3 号"},
    )
    [own] = [
        one for one in (await got(client, "batches", county_user))["items"] if one["batch"] == "example_1"
    ]
    assert (own["letters"], own["replied"]) == (3, 1)
    unanswered = await got(client, "letters?batch=example_1&replied=false", county_user)
    assert len(unanswered["items"]) == 2


async def test_a_letter_is_linked_later_by_a_new_version_that_keeps_who_wrote_and_the_answer(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    body = letter()
    await written(client, county_user, body)
    answered = await written(client, county_user, reply(body))
    problem = await written(client, county_user, finding(source="letter"))
    unnamed = {name: value for name, value in body.items() if name != "petitioner"}
    await written(client, county_user, unnamed | {"finding": problem})
    page = await got(client, f"letters/{body['letter']}", county_user)
    assert (page["finding"], page["named"], page["replied_on"]) == (problem, True, "2026-11-12")
    assert [step["type"] for step in page["history"]] == ["letter", "letter_reply", "letter"]
    shown = await client.post(
        f"/api/v1/letters/{body['letter']}/petitioner", headers=county_user, json={"purpose": "核对"}
    )
    assert {name: shown.json()[name] for name in WHO} == WHO
    await written(client, county_user, void(answered))
    page = await got(client, f"letters/{body['letter']}", county_user)
    assert (page["finding"], page["replied_on"]) == (problem, None)


async def test_a_letter_of_a_batch_is_due_by_its_days_and_an_everyday_one_by_the_regulation(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    await written(client, county_user, batch())
    handed, everyday = letter(batch="example_1", assigned_on="2026-11-04"), letter(accepted_on="2026-11-06")
    for body in (handed, everyday):
        await written(client, county_user, body)
    [clock] = (await got(client, f"letters/{handed['letter']}", county_user))["clocks"]
    assert (clock["clock"], clock["due_on"]) == ("batch_letter_reply", "2026-11-16")  # the 14th rests
    assert "2026-11-14（周六）" in clock["text"]
    told = (await got(client, f"letters/{everyday['letter']}", county_user))["clocks"]
    assert {one["clock"]: (one["due_on"], one["done_on"]) for one in told} == {
        "petition_acceptance": ("2026-11-17", "2026-11-06"),
        "petition_finish": ("2027-01-05", None),
    }
    await written(client, county_user, reply(handed))
    page = await got(client, f"letters/{handed['letter']}", county_user)
    assert (page["due_on"], page["clocks"][0]["done_on"]) == (None, "2026-11-12")
    await written(client, county_user, handed | {"batch": None, "number": "示例 8 号"})
    page = await got(client, f"letters/{handed['letter']}", county_user)
    assert [(one["clock"], one["done_on"]) for one in page["clocks"]] == [
        ("petition_acceptance", "2026-11-12")
    ]
    assert await refused(client, county_user, letter(number="9", reply_limit_days=61)) == {
        ("reply_limit_days", "count-beyond")
    }


async def test_every_fault_of_a_letter_is_told_at_once(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    await written(client, county_user, letter())
    wrong = letter(
        batch="no_such",
        category="nothing",
        received_on="2027-01-02",
        text=" ",
        finding=str(uuid4()),
        anonymous=True,
    )
    assert await refused(client, county_user, wrong) == {
        ("batch", "unknown-batch"),
        ("category", "unknown-category"),
        ("received_on", "received-ahead"),
        ("text", "nothing-said"),
        ("finding", "finding-elsewhere"),
        ("petitioner", "named-anonymous"),
    }
    assert await refused(client, county_user, letter()) == {("number", "number-taken")}
    assert await refused(client, county_user, letter(number="8", petitioner={})) == {
        ("petitioner", "petitioner-empty")
    }


async def test_a_batch_says_how_fast_letters_are_answered_or_each_letter_does(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    assert await refused(client, county_user, batch(reply_limit_days=None)) == {
        ("reply_limit_days", "no-reply-limit")
    }
    odd = {"on_site_from": "2026-05-08", "on_site_to": "2026-05-01", "plan_clock": "no_such"}
    assert await refused(client, county_user, batch(**odd)) == {
        ("on_site_to", "dates-reversed"),
        ("plan_clock", "unknown-clock"),
    }


async def test_one_that_named_somebody_does_not_become_anonymous(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    body = letter()
    await written(client, county_user, body)
    unnamed = {name: value for name, value in body.items() if name != "petitioner"} | {"anonymous": True}
    assert await refused(client, county_user, unnamed) == {("anonymous", "was-named")}


async def test_a_reading_is_in_the_ledger_before_it_is_answered_and_stays(
    client: httpx.AsyncClient, county: Storage, county_user: Headers
) -> None:
    body = letter()
    await written(client, county_user, body)
    reviewer, auditor = await signed_in(client, REVIEWER), await signed_in(client, AUDITOR)
    path = f"/api/v1/letters/{body['letter']}/petitioner"
    assert (await client.post(path, headers=reviewer, json={"purpose": " "})).status_code == 422
    answer = await client.post(path, headers=reviewer, json={"purpose": "核对答复地址"})
    assert answer.json()["name"] == WHO["name"]
    for headers in (auditor, await signed_in(client, INSPECTOR), await signed_in(client, RESPONSIBLE)):
        assert (await client.post(path, headers=headers, json={"purpose": "看看"})).status_code == 403
    for told in (
        (await got(client, f"letters/{body['letter']}", county_user))["readings"],
        (await got(client, "readings", auditor))["items"],
    ):
        assert [(one["account"], one["purpose"], one["seq"]) for one in told] == [
            (REVIEWER, "核对答复地址", answer.json()["reading"]["seq"])
        ]
    await written(client, county_user, void(await entry_of(client, county_user, body)))
    assert (await client.post(path, headers=reviewer, json={"purpose": "再看"})).status_code == 404
    assert len((await got(client, "readings", auditor))["items"]) == 1
    assert await verify(county) == []


async def entry_of(client: httpx.AsyncClient, headers: Headers, body: dict[str, Any]) -> str:
    return str((await got(client, f"letters/{body['letter']}", headers))["entry"])


async def test_a_corrected_petitioner_is_the_one_that_is_shown(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    body = letter()
    first = await written(client, county_user, body)
    await written(client, county_user, correction(first, body | {"petitioner": {"name": "示例改正"}}))
    path = f"/api/v1/letters/{body['letter']}/petitioner"
    answer = await client.post(path, headers=county_user, json={"purpose": "核对"})
    assert (answer.json()["name"], answer.json()["phone"]) == ("示例改正", None)
    page = await got(client, f"letters/{body['letter']}", county_user)
    assert "金丝雀" not in str(page) and "示例改正" not in str(page)
