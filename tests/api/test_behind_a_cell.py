"""What the office looks behind a figure for: filings of a month, amendments of an entry, doubtful visits, areas.

Owns: these reading routes on both engines. Does not own scope (tests/scope) or how a month is counted (tests/ledger).
"""

from typing import Any

import httpx
import pytest

from tests.api.test_areas import area
from tests.ledger.county import NOW, correction, visit, void, zero_report
from tests.people import got, written

pytestmark = pytest.mark.anyio
Headers = dict[str, str]


def excuse(unit: str) -> dict[str, Any]:
    return {
        "type": "excuse",
        "made_at": NOW.isoformat(),
        "unit": unit,
        "period": "2026-11",
        "reason": "汛期道路中断",
    }


async def test_filings_of_a_month_come_in_the_ledgers_order_page_by_page(
    client: httpx.AsyncClient, county_user: Headers, inspector: Headers
) -> None:
    first = await written(client, county_user, excuse("sanjiang_town"))
    second = await written(client, inspector, zero_report())
    await written(client, inspector, zero_report(period="2026-10"))

    page = await got(client, "filings?period=2026-11&limit=1", county_user)
    rest = await got(client, f"filings?period=2026-11&limit=1&after={page['next']}", county_user)
    [one], [two] = page["items"], rest["items"]
    assert (one["id"], one["type"], one["reason"]) == (first, "excuse", "汛期道路中断")
    assert (two["id"], two["type"], two["unit"]) == (second, "zero_report", "xiangtang_town")
    alone = await got(client, "filings?period=2026-11", inspector)
    assert [filing["id"] for filing in alone["items"]] == [second]
    there = await got(client, "filings?period=2026-11&unit=sanjiang_town", county_user)
    assert [filing["id"] for filing in there["items"]] == [first]


async def test_amendments_of_an_entry_in_order_with_their_reasons(
    client: httpx.AsyncClient, county_user: Headers, inspector: Headers
) -> None:
    patrol = await written(client, inspector, visit())
    assert (await got(client, f"entries/{patrol}/amendments", county_user))["items"] == []
    mended = await written(client, county_user, correction(patrol, visit(place="示例乙处"), "地点写错了"))
    gone = await written(client, county_user, void(patrol))

    found = (await got(client, f"entries/{patrol}/amendments", county_user))["items"]
    assert [(one["type"], one["id"]) for one in found] == [("correction", mended), ("void", gone)]
    assert (found[0]["body"]["reason"], found[0]["body"]["body"]["place"]) == ("地点写错了", "示例乙处")
    assert found[1]["body"]["reason"] == "重复填报"


async def test_visits_are_found_by_nature_and_by_an_open_month(
    client: httpx.AsyncClient, county_user: Headers, inspector: Headers
) -> None:
    plain = await written(client, inspector, visit())
    entered = await written(client, inspector, visit(nature="enter"))
    open_month = await written(client, inspector, visit(period="2026-10"))

    async def ids(query: str) -> set[str]:
        return {one["id"] for one in (await got(client, f"visits?{query}", county_user))["items"]}

    assert await ids("nature=enter") == {entered}
    assert await ids("doubtful=true") == {open_month}
    assert await ids("doubtful=false") == {plain, entered}
    answer = await client.get("/api/v1/visits?nature=flying", headers=county_user)
    assert answer.status_code == 400


async def test_areas_are_geojson_within_scope_and_tiles_only_by_setting(
    client: httpx.AsyncClient, county_user: Headers, inspector: Headers
) -> None:
    for unit, west in (("xiangtang_town", 115.85), ("sanjiang_town", 115.95)):
        await written(client, county_user, area(unit, west, west + 0.1))

    found = await got(client, "areas", county_user)
    assert (found["type"], found["tiles"]) == ("FeatureCollection", None)
    assert {one["properties"]["name"] for one in found["features"]} == {"向塘镇", "三江镇"}
    [mine] = (await got(client, "areas", inspector))["features"]
    assert (mine["id"], mine["type"], mine["geometry"]["type"]) == ("xiangtang_town", "Feature", "Polygon")
