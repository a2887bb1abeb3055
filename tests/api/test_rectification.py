"""Cases over HTTP: worked by their roles, refused with everything missing, seen by whom they concern, in five questions."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from inspections.demo.places import firm_id
from tests.casework import DOES, WAYS, assigned, draft, notice, step
from tests.ledger.county import NOW, Clock, correction, finding
from tests.people import ADMIN, COUNTY, PUBLISHER, RESPONSIBLE, REVIEWER, got, signed_in, written
from tests.pictures import photo, sha256_of

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
FIRM = firm_id("示例机械加工厂")  #: the one RESPONSIBLE answers for


@pytest.fixture
async def people(client: httpx.AsyncClient) -> dict[str, Headers]:
    """Who works a case, signed in."""
    return {
        account: await signed_in(client, account)
        for account in (COUNTY, RESPONSIBLE, REVIEWER, "shenhe2", PUBLISHER)
    }


async def case(client: httpx.AsyncClient, county: Headers, **changes: Any) -> str:
    """A finding of the firm that RESPONSIBLE answers for."""
    firm = {"type": "enterprise", "made_at": NOW.isoformat(), "unit": "xiangtang_town", "enterprise": FIRM}
    await client.put(f"/api/v1/entries/{uuid4()}", headers=county, json=firm | {"name": "示例机械加工厂"})
    return await written(client, county, assigned(**changes) | {"enterprise": FIRM})


async def take(
    client: httpx.AsyncClient, people: dict[str, Headers], of: str, name: str, **changes: Any
) -> httpx.Response:
    """A step from where its taker sees the finding."""
    by = people[changes.pop("by", DOES[name])]
    state = (await got(client, f"findings/{of}", by))["state"]
    return await client.put(f"/api/v1/entries/{uuid4()}", headers=by, json=step(of, name, state, **changes))


@pytest.mark.parametrize("level", ["county", "central"])
async def test_a_case_is_worked_by_its_roles_to_the_archive(
    client: httpx.AsyncClient, people: dict[str, Headers], clock: Clock, level: str
) -> None:
    made = await case(client, people[COUNTY], level=level)
    for name in WAYS[level]:
        changes: dict[str, Any] = {}
        if name == "notice":
            words = await written(client, people["shenhe2"], draft(made))
            changes["notice"] = notice(words, clock)
        if name == "close":
            early = await take(client, people, made, name)
            assert [one["code"] for one in early.json()["errors"]] == ["notice_over"]
            clock.forward(days=8)
            people |= {account: await signed_in(client, account) for account in people}
        mine = await got(client, f"findings/{made}", people[DOES[name]])
        assert name in [one["step"] for one in mine["steps"]]
        answer = await take(client, people, made, name, **changes)
        assert answer.status_code == 201, (name, answer.text)
    page = await got(client, f"findings/{made}", people[COUNTY])
    assert (page["state_name"], page["type"], page["closed_on"]) == ("归档", "closed", "2026-11-30")
    assert [one["step"] for one in page["taken"] if one["type"] == "step"] == [*WAYS[level]]
    assert [one["step"] for one in page["steps"]] == ["reopen"]
    closing = next(one for one in page["taken"] if one["step"] == "close")
    assert (closing["name"], closing["from_name"], closing["to_name"]) == ("销号", "公示", "已销号")
    assert (closing["role_name"], closing["body"]["papers"][0]["number"]) == ("核查验收", "示例销〔2026〕3号")


async def test_T20_a_refusal_names_everything_missing_in_chinese_and_nothing_moves(
    client: httpx.AsyncClient, people: dict[str, Headers]
) -> None:
    made = await case(client, people[COUNTY])
    for name in ("accept", "plan", "approve_plan"):
        assert (await take(client, people, made, name)).status_code == 201
    bare = dict.fromkeys(("same_kind", "penalty")) | {"photos": [], "papers": [], "done": [1]}
    answer = await take(client, people, made, "submit", **bare)
    assert answer.status_code == 422
    assert [(one["path"], one["code"]) for one in answer.json()["errors"]] == [
        ("done", "measures_done"),
        ("photos", "photos_before_after"),
        ("penalty", "penalty_done"),
        ("same_kind", "same_kind_checked"),
        ("papers", "self_check_paper"),
    ]
    page = await got(client, f"findings/{made}", people[RESPONSIBLE])
    assert (page["state"], len(page["taken"])) == ("rectifying", 3)
    submit = next(one for one in page["steps"] if one["step"] == "submit")
    assert [one["message"] for one in submit["missing"]][
        1
    ] == "整改前后照片：同一点位整改前、整改后各一张以上。"
    assert (await take(client, people, made, "submit")).status_code == 201
    assert (await take(client, people, made, "request_closure")).status_code == 201
    own = [{"name": "示例甲", "unit": "xiangtang_town"}, {"name": "示例乙", "account": RESPONSIBLE}]
    answer = await take(client, people, made, "check", checkers=own)
    assert [one["code"] for one in answer.json()["errors"]] == ["checkers_independent"]
    assert (await got(client, f"findings/{made}", people[COUNTY]))["state"] == "closure_requested"


async def test_a_step_on_what_has_moved_or_by_the_wrong_role_is_refused(
    client: httpx.AsyncClient, people: dict[str, Headers]
) -> None:
    made = await case(client, people[COUNTY])
    assert (await take(client, people, made, "accept", by=COUNTY)).status_code == 403
    assert (await take(client, people, made, "accept")).status_code == 201
    late = step(made, "plan", "assigned")
    answer = await client.put(f"/api/v1/entries/{uuid4()}", headers=people[RESPONSIBLE], json=late)
    [fault] = answer.json()["errors"]
    assert (fault["code"], "已签收" in fault["message"]) == ("moved-on", True)
    answer = await take(client, people, made, "archive")
    assert [one["code"] for one in answer.json()["errors"]] == ["no-such-step-here"]


async def test_a_doer_sees_its_own_findings_and_nothing_else(
    client: httpx.AsyncClient, people: dict[str, Headers], clock: Clock
) -> None:
    county, doer = people[COUNTY], people[RESPONSIBLE]
    picture = photo("PNG", 64, 48)
    own = await case(client, county, photos=[{"sha256": sha256_of(picture), "slot": "before"}])
    put = await client.put(
        f"/api/v1/photos/{sha256_of(picture)}",
        headers=county | {"content-type": "image/png"},
        content=picture,
    )
    assert put.status_code == 201
    other_photo = photo("PNG", 48, 64)
    theirs = await written(
        client, county, finding(photos=[{"sha256": sha256_of(other_photo), "slot": "before"}])
    )
    await client.put(
        f"/api/v1/photos/{sha256_of(other_photo)}",
        headers=county | {"content-type": "image/png"},
        content=other_photo,
    )
    words = await written(client, people["shenhe2"], draft(own))
    assert [one["id"] for one in (await got(client, "findings", doer))["items"]] == [own]
    await got(client, f"findings/{theirs}", doer, 404)
    await got(client, f"entries/{theirs}", doer, 404)
    await got(client, f"entries/{words}", doer, 404)
    assert (await got(client, f"entries/{own}", doer))["id"] == own
    told = (await got(client, "changes?since=0&limit=500", doer))["items"]
    assert {one["subject"] for one in told} == {own}
    assert {one["type"] for one in told} == {"finding"}
    for sha256, status in ((sha256_of(picture), 200), (sha256_of(other_photo), 404)):
        assert (await client.get(f"/api/v1/photos/{sha256}", headers=doer)).status_code == status
    assert (await client.get("/api/v1/exports/visits.csv", headers=doer)).status_code == 403
    listed = (await client.get("/api/v1/exports/findings.csv", headers=doer)).text
    assert (own in listed, theirs in listed) == (True, False)
    page = await got(client, f"findings/{own}", doer)
    assert (page["taken"], [one["step"] for one in page["steps"]]) == ([], ["accept"])


async def test_a_doer_cannot_work_what_is_not_its_own(
    client: httpx.AsyncClient, people: dict[str, Headers]
) -> None:
    theirs = await written(client, people[COUNTY], assigned())
    accept = step(theirs, "accept", "assigned")
    answer = await client.put(f"/api/v1/entries/{uuid4()}", headers=people[RESPONSIBLE], json=accept)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/forbidden")


async def test_a_rebound_keeps_the_old_closing_and_begins_a_new_cycle(
    client: httpx.AsyncClient, people: dict[str, Headers], clock: Clock
) -> None:
    """T21: the old 销号日期 stays, the item stands in cycle 2 and is open again."""
    made = await case(client, people[COUNTY])
    for name in WAYS["county"][:-1]:
        words = await written(client, people["shenhe2"], draft(made)) if name == "notice" else None
        clock.forward(days=8 if name == "close" else 0)
        people |= {account: await signed_in(client, account) for account in people} if name == "close" else {}
        answer = await take(client, people, made, name, **({"notice": notice(words, clock)} if words else {}))
        assert answer.status_code == 201, (name, answer.text)
    clock.forward(days=20)
    people |= {account: await signed_in(client, account) for account in people}
    assert (await take(client, people, made, "reopen")).status_code == 201
    page = await got(client, f"findings/{made}", people[COUNTY])
    assert (page["state"], page["type"], page["cycle"], page["round"]) == ("reopened", "open", 2, 1)
    assert (page["closed_on"], page["first_closed_on"], page["due_on"]) == (None, "2026-11-30", None)
    first = await take(client, people, made, "accept")
    assert first.status_code == 201
    bare = await take(client, people, made, "plan", papers=[])
    lacking = [one["code"] for one in bare.json()["errors"]]
    assert lacking == [
        "plan_complete",
        "plan_paper",
    ]  # its day is past, and the first cycle's paper is not taken


async def test_what_fixes_the_way_of_a_case_is_not_corrected_once_somebody_worked_on_it(
    client: httpx.AsyncClient, people: dict[str, Headers]
) -> None:
    made = await case(client, people[COUNTY], level="central")
    assert (await take(client, people, made, "accept")).status_code == 201
    softer = assigned("self") | {"enterprise": FIRM, "responsible": "wuyang_town"}
    answer = await client.put(
        f"/api/v1/entries/{uuid4()}", headers=people[COUNTY], json=correction(made, softer)
    )
    assert [(one["path"], one["code"]) for one in answer.json()["errors"]] == [
        ("body.source", "fixed-once-used"),
        ("body.level", "fixed-once-used"),
        ("body.responsible", "fixed-once-used"),
    ]
    mended = assigned("central") | {"enterprise": FIRM, "text": "示例：写清楚了"}
    await written(client, people[COUNTY], correction(made, mended))
    page = await got(client, f"findings/{made}", people[COUNTY])
    assert (page["text"], page["state"], page["last_step_on"]) == ("示例：写清楚了", "accepted", "2026-11-22")


async def test_a_case_page_asks_five_questions(
    client: httpx.AsyncClient, people: dict[str, Headers], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await case(client, people[COUNTY])
    for name in ("accept", "plan", "approve_plan", "progress", "submit"):
        assert (await take(client, people, made, name)).status_code == 201
    storage = client.app.state.storage  # type: ignore[attr-defined]  # the fixture puts it there
    asked: list[str] = []
    real = storage.rows

    async def counted(query: str, **parameters: Any) -> Any:
        asked.append(query)
        return await real(query, **parameters)

    await got(client, f"findings/{made}", people[COUNTY])  # whoever asks is remembered for a while
    monkeypatch.setattr(storage, "rows", counted)
    await got(client, f"findings/{made}", people[COUNTY])
    assert len(asked) <= 5, asked


async def test_the_table_is_told_with_its_words(client: httpx.AsyncClient) -> None:
    told = await got(client, "rectification", await signed_in(client, ADMIN))
    submit = next(one for one in told["steps"] if (one["state"], one["step"]) == ("rectifying", "submit"))
    assert (submit["name"], submit["who_name"], submit["to"]) == ("报自验", "责任单位", "submitted")
    words = {one["key"]: one for one in told["needs"]}
    assert set(submit["needs"]) <= words.keys()
    assert words["plan_complete"]["explanation"] == "目标、措施、时限、责任单位齐全，一问题一方案"
    assert {"key": "check_sheet", "name": "现场核查表"} in told["papers"]
