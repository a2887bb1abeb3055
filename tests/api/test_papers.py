"""Papers that were issued: numbers by rule and once only, the scan bound by its hash, the service, what a machine may not do."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from inspections.deadlines import DeadlineRow
from inspections.storage.engine import Storage
from tests.ledger.county import NOW, finding, void
from tests.people import ADMIN, COUNTY, INSPECTOR, REVIEWER, got, signed_in, written

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
SCAN, RECEIPT = "5c" * 32, "5d" * 32


def paper(about: str, **changes: Any) -> dict[str, Any]:
    return {
        "type": "paper",
        "made_at": NOW.isoformat(),
        "paper": str(uuid4()),
        "unit": "xiangtang_town",
        "about": about,
        "kind": "urging",
        "number": "南工信督〔2026〕1号",
        "issuer": "示例县工业和信息化局",
        "issued_on": "2026-11-20",
        "text": "请于月底前改好并报送照片。",
    } | changes


def rule(kind: str = "urging", value: str = "南工信督〔{year}〕{n}号") -> dict[str, Any]:
    where = {"type": "setting", "made_at": NOW.isoformat(), "unit": "nanchang_county"}
    return where | {"key": f"number_rule_{kind}", "value": value, "reason": "局里的编号规则"}


async def refused(client: httpx.AsyncClient, headers: Headers, body: dict[str, Any]) -> list[tuple[str, str]]:
    answer = await client.put(f"/api/v1/entries/{uuid4()}", headers=headers, json=body)
    assert answer.status_code == 422, answer.text
    return [(fault["path"], fault["code"]) for fault in answer.json()["errors"]]


@pytest.fixture
async def county_user(client: httpx.AsyncClient) -> Headers:
    return await signed_in(client, COUNTY)


@pytest.fixture
async def problem(client: httpx.AsyncClient, county_user: Headers) -> str:
    return await written(client, county_user, finding())


async def test_the_next_number_follows_the_rule_and_is_used_once(
    client: httpx.AsyncClient, county_user: Headers, problem: str
) -> None:
    words = await got(client, "papers/kinds", county_user)
    assert [(one["name"], one["next"]) for one in words["kinds"][:2]] == [("交办单", None), ("督办单", None)]
    await written(client, await signed_in(client, ADMIN), rule())
    for number in (1, 2, 12):
        await written(client, county_user, paper(problem, number=f"南工信督〔2026〕{number}号"))
    await written(client, county_user, paper(problem, number="南工信督〔2025〕40号", issued_on="2025-11-20"))
    urging = (await got(client, "papers/kinds", county_user))["kinds"][1]
    assert (urging["rule"], urging["next"]) == ("南工信督〔{year}〕{n}号", "南工信督〔2026〕13号")
    assert await refused(client, county_user, paper(problem, number="南工信督〔2026〕12号")) == [
        ("number", "number-taken")
    ]


@pytest.mark.parametrize(
    "value", ["南工信督〔{year}〕号", "{n}", "{year}{n}", "南〔{year}〕{n}号{n}", "x{y}{n}号"]
)
async def test_a_rule_must_have_a_year_and_a_number(client: httpx.AsyncClient, value: str) -> None:
    assert await refused(client, await signed_in(client, ADMIN), rule(value=value)) == [
        ("value", "bad-value")
    ]


async def test_the_scan_and_the_service_come_later_and_the_rest_stays(
    client: httpx.AsyncClient, county_user: Headers, problem: str
) -> None:
    first = paper(problem, due_on="2026-11-30")
    await written(client, county_user, first)
    later = {key: first[key] for key in first if key not in ("number", "text", "due_on")}
    service = {"method": "direct", "served_on": "2026-11-21", "receiver": "示例签收人", "scan": RECEIPT}
    await written(client, county_user, later | {"scan": SCAN})
    entry = await written(client, county_user, later | {"service": service})
    [found] = (await got(client, f"papers?about={problem}", county_user))["items"]
    assert (found["number"], found["due_on"], found["scan"]) == ("南工信督〔2026〕1号", "2026-11-30", SCAN)
    assert (found["method"], found["served_on"], found["service_scan"]) == ("direct", "2026-11-21", RECEIPT)
    assert "示例签收人" not in str(found)
    stored = await got(client, f"entries/{entry}", county_user)
    assert stored["body"]["service"]["receiver"] == "示例签收人"
    assert await refused(
        client, county_user, later | {"scan": "5e" * 32, "number": "南工信督〔2026〕9号"}
    ) == [
        ("number", "signed"),
        ("scan", "signed"),
    ]


async def test_a_wrong_scan_goes_with_the_entry_that_brought_it(
    client: httpx.AsyncClient, county_user: Headers, problem: str
) -> None:
    first = paper(problem)
    await written(client, county_user, first)
    entry = await written(client, county_user, first | {"scan": SCAN, "issued_on": "2026-11-19"})
    await written(client, county_user, void(entry))
    [found] = (await got(client, f"papers?about={problem}", county_user))["items"]
    assert (found["scan"], found["issued_on"]) == (None, "2026-11-20")
    await written(client, county_user, first | {"scan": RECEIPT})
    [found] = (await got(client, f"papers?about={problem}", county_user))["items"]
    assert (found["scan"], found["number"]) == (RECEIPT, "南工信督〔2026〕1号")


async def test_the_day_it_was_served_starts_its_clock(
    client: httpx.AsyncClient, county: Storage, county_user: Headers, problem: str
) -> None:
    """Five working days from Thursday 2026-11-19; before the service there is no day. Its answer ends the clock."""
    first = paper(problem, issued_on="2026-11-18", within_days=5, within="working")
    await written(client, county_user, first)
    [found] = (await got(client, f"papers?about={problem}", county_user))["items"]
    assert (found["due_on"], found["within_days"]) == (None, 5)
    bare = {key: first[key] for key in first if key not in ("within_days", "within")}
    await written(client, county_user, bare | {"service": {"method": "post", "served_on": "2026-11-19"}})
    [found] = (await got(client, f"papers?about={problem}", county_user))["items"]
    assert (found["served_on"], found["due_on"]) == ("2026-11-19", "2026-11-26")
    key = DeadlineRow.at(first["paper"], "paper_answer")
    [(_, running)] = await county.answer([key])
    assert (running.due_on, running.done_on) == ("2026-11-26", None)
    assert "自送达之日起算" in running.text
    await written(client, county_user, bare | {"answered_on": "2026-11-21"})
    [(_, ended)] = await county.answer([key])
    assert (ended.due_on, ended.done_on) == ("2026-11-26", "2026-11-21")
    both = paper(problem, number=None, due_on="2026-12-01", within_days=5)
    assert await refused(client, county_user, both) == [("within_days", "two-deadlines")]


async def test_every_fault_is_told_at_once(
    client: httpx.AsyncClient, county_user: Headers, problem: str
) -> None:
    wrong = paper(
        problem, kind="check_sheet", issued_on="2026-11-31", due_on="2026-11-01",
        service={"method": "left", "served_on": "2027-01-01"},
    )  # fmt: skip
    assert await refused(client, county_user, wrong) == [
        ("issued_on", "no-such-day"),
        ("issued_on", "issued-ahead"),
        ("due_on", "due-before-issued"),
        ("service.served_on", "served-odd"),
        ("service.reason", "no-reason"),
        ("number", "no-number-here"),
    ]


async def test_an_order_needs_its_legal_basis(
    client: httpx.AsyncClient, county_user: Headers, problem: str
) -> None:
    order = paper(problem, kind="order")
    assert await refused(client, county_user, order) == [("kind", "no-basis")]
    basis = rule() | {"key": "rectification_order_basis", "value": "示例条例第一条"}
    await written(client, await signed_in(client, ADMIN), basis)
    await written(client, county_user, order)


async def test_what_it_is_about_stays_and_other_hands_stay_off(
    client: httpx.AsyncClient, county_user: Headers, problem: str
) -> None:
    first = paper(problem)
    await written(client, county_user, first)
    other = await written(client, county_user, finding())
    changed = first | {"about": other, "kind": "reminder"}
    assert await refused(client, county_user, changed) == [("kind", "kind-fixed"), ("about", "about-fixed")]
    elsewhere = await written(client, county_user, finding("sanjiang_town"))
    assert await refused(client, county_user, paper(elsewhere)) == [
        ("about", "about-elsewhere"),
        ("number", "number-taken"),
    ]
    answer = await client.put(
        f"/api/v1/entries/{uuid4()}", headers=await signed_in(client, INSPECTOR), json=first
    )
    assert answer.status_code == 403
    await written(client, await signed_in(client, REVIEWER), paper(problem, number="南工信督〔2026〕2号"))


async def test_a_township_sees_its_own_papers_only(
    client: httpx.AsyncClient, county_user: Headers, problem: str
) -> None:
    await written(client, county_user, paper(problem))
    elsewhere = await written(client, county_user, finding("sanjiang_town"))
    theirs = paper(elsewhere, unit="sanjiang_town", number="南工信督〔2026〕2号")
    await written(client, county_user, theirs)
    township = await signed_in(client, INSPECTOR)
    assert [one["unit"] for one in (await got(client, "papers", township))["items"]] == ["xiangtang_town"]
    assert (await got(client, f"papers?about={elsewhere}", township))["items"] == []
    page = await got(client, "papers?limit=1", county_user)
    [rest] = (await got(client, f"papers?limit=1&after={page['next']}", county_user))["items"]
    assert (page["items"][0]["number"], rest["number"]) == ("南工信督〔2026〕2号", "南工信督〔2026〕1号")
