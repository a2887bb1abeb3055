"""Energy records over HTTP: lists and filters, one audit in full with both bases and its story, steps open to the asker."""

from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest

from inspections.demo import energy
from inspections.demo.places import enterprise_bodies, firm_id
from tests.ledger.county import NOW, Clock, correction
from tests.people import ENERGY, RESPONSIBLE, REVIEWER, got, signed_in, written

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
MADE = {"made_at": NOW.isoformat()}
FIRMS = (energy.PLANT, energy.BREWERY, energy.FOUNDRY, energy.READY_MIX)


@pytest.fixture
async def centre(client: httpx.AsyncClient, county_user: Headers) -> Headers:
    """The energy centre signed in, with four firms on file."""
    for body in enterprise_bodies():
        if body["name"] in FIRMS:
            await written(client, county_user, body | MADE)
    return await signed_in(client, ENERGY)


async def step(client: httpx.AsyncClient, who: Headers, record: str, name: str, **more: str) -> None:
    body = {"type": "audit_step", "record": record, "version": record, "step": name}
    await written(client, who, body | MADE | more)


async def ids(client: httpx.AsyncClient, path: str, headers: Headers) -> list[str]:
    return [one["id"] for one in (await got(client, path, headers))["items"]]


async def test_lists_are_filtered_within_scope_and_the_last_changed_comes_first(
    client: httpx.AsyncClient, centre: Headers, inspector: Headers, clock: Clock
) -> None:
    made = {}
    for name, body in (
        ("plant", energy.plant_audit(2025)),
        ("brewery", energy.brewery_audit(2024)),
        ("foundry", energy.foundry_audit(2025)),
    ):
        made[name] = await written(client, centre, body | MADE)
        clock.forward(minutes=1)
    await step(client, centre, made["plant"], "submit")
    found = {
        "": ["plant", "foundry", "brewery"],
        "?period=2025": ["plant", "foundry"],
        "?state=submitted": ["plant"],
        "?unit=xiaolan_zone": ["foundry", "brewery"],
        f"?enterprise={firm_id(energy.BREWERY)}": ["brewery"],
        "?period=2023": [],
    }
    for query, names in found.items():
        assert await ids(client, f"audits{query}", centre) == [made[name] for name in names], query
    assert await ids(client, "audits", inspector) == [made["plant"]]
    page = await got(client, "audits?limit=2", centre)
    rest = await got(client, f"audits?limit=2&after={page['next']}", centre)
    assert [one["id"] for one in page["items"] + rest["items"]] == [
        made[name] for name in ("plant", "foundry", "brewery")
    ]
    assert page["items"][0]["figures"]["tce_calorific"] == "3670.45"
    assert page["items"][0]["enterprise_name"] == energy.PLANT


async def test_one_audit_in_full(
    client: httpx.AsyncClient, centre: Headers, inspector: Headers, county_user: Headers
) -> None:
    made = await written(client, centre, energy.plant_audit(2025) | MADE)
    again = energy.plant_audit(2025) | MADE | {"record": made, "replaces": made, "scope": "全厂"}
    second = await written(client, centre, again)
    page = await got(client, f"audits/{made}", centre)
    assert (page["versions"], page["version"], page["state_name"]) == (2, second, "草稿")
    assert (page["results"]["tce_calorific"], page["results"]["tce_equivalent"]) == ("3670.45", "5831.65")
    assert page["bases"]["tce_equivalent"] == "等价值（吨标准煤）"
    rows = [row for line in page["results"]["steps"] for row in line["rows"]]
    assert {("electricity", "K"), ("diesel", "K")} <= {(row["key"], row["confidence"]) for row in rows}
    assert page["body"]["conclusions"] == "示例：用能数据与票据一致。"
    assert page["body"]["energies"][2]["consumed"]["verified"] == "640"
    assert [(one["step"], one["missing"]) for one in page["steps"]] == [
        ("submit", []),
        ("cancel", [{"path": "reasons", "code": "no-reasons", "message": "请写明理由。"}]),
    ]
    first, changed = page["history"]
    assert (first["type"], first["actor_name"], first["changes"]) == ("audit", "示例节能中心", [])
    assert [(one["path"], one["old"], one["new"]) for one in changed["changes"]] == [
        ("scope", "全厂生产和辅助系统", "全厂")
    ]
    assert (await got(client, f"audits/{made}", inspector))["steps"] == []
    await got(client, f"balances/{made}", centre, 404)
    await got(client, f"audits/{made}", await signed_in(client, RESPONSIBLE), 403)


async def test_reviewed_filed_and_corrected_both_values_stay(
    client: httpx.AsyncClient, centre: Headers, county_user: Headers
) -> None:
    reviewer = await signed_in(client, REVIEWER)
    made = await written(client, centre, energy.plant_audit(2025) | MADE)
    await step(client, centre, made, "submit")
    [review] = [
        one for one in (await got(client, f"audits/{made}", reviewer))["steps"] if one["step"] == "review"
    ]
    assert (review["name"], review["to_name"], review["missing"]) == ("审核通过", "已审核", [])
    await step(client, reviewer, made, "review")
    await step(client, centre, made, "file", archive_no="示例档 1 号")
    mended: dict[str, Any] = energy.plant_audit(2025) | MADE
    mended["energies"][5] = energy.use("lpg", "t", "13.8", "7.6")
    await written(client, county_user, correction(made, mended, "漏计一票"))
    page = await got(client, f"audits/{made}", centre)
    assert (page["state"], page["archive_no"], page["results"]["tce_calorific"]) == (
        "filed",
        "示例档 1 号",
        "3672.17",
    )
    assert [one["type"] for one in page["history"]] == ["audit", *["audit_step"] * 3, "correction"]
    told = page["history"][-1]
    assert told["reason"] == "漏计一票"
    assert [one["path"] for one in told["changes"]] == ["energies"]
    assert told["changes"][0]["old"][5]["consumed"]["reported"] == "12.8"
    assert told["changes"][0]["new"][5]["consumed"]["reported"] == "13.8"


async def test_balances_and_supervisions(client: httpx.AsyncClient, centre: Headers) -> None:
    balance = await written(client, centre, energy.foundry_balance(date(2026, 3, 1)) | MADE)
    seen = await written(client, centre, energy.supervision(date(2026, 5, 12)) | MADE)
    assert await ids(client, "balances?period=2026-03", centre) == [balance]
    assert await ids(client, "balances?period=2026-04", centre) == []
    assert await ids(client, "supervisions?kind=on_site&period=2026", centre) == [seen]
    assert await ids(client, "supervisions?kind=written", centre) == []
    page = await got(client, f"balances/{balance}", centre)
    assert (page["results"]["utilisation_percent"], page["figures"]["unaccounted_percent"]) == (
        "75.98",
        "0.35",
    )
    page = await got(client, f"supervisions/{seen}", centre)
    assert (page["organ"], page["due_on"], page["service"]["due_on"]) == (
        "示例市节能监察中心",
        "2026-06-02",
        "2026-06-02",
    )
    assert page["body"]["officers"][0] == {"name": "示例监察员甲", "certificate": "示例证 0001"}
    assert page["results"] is None


@pytest.mark.parametrize("path", ["audits?period=soon", "audits?limit=0", "supervisions?kind=quick"])
async def test_a_wrong_filter_is_named(client: httpx.AsyncClient, county_user: Headers, path: str) -> None:
    assert (await got(client, path, county_user, 400))["type"] == "/problems/wrong-parameter"


async def test_a_record_nobody_has_is_not_there(client: httpx.AsyncClient, county_user: Headers) -> None:
    for kind in ("audits", "balances", "supervisions"):
        await got(client, f"{kind}/{uuid4()}", county_user, 404)
