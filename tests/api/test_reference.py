"""Reference data over HTTP: every row with its source, what is unverified marked, a county's own row in its place."""

import httpx
import pytest

from tests.people import got

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
BODY = {
    "type": "reference",
    "made_at": "2026-11-22T09:30:00+08:00",
    "unit": "nanchang_county",
    "name": "unit_product_limits",
    "row": "beer/total",
    "values": {
        "standard": "GB 32047-2015",
        "edition": "2015",
        "product_zh": "啤酒",
        "indicator_zh": "单位产品综合能耗",
        "unit": "kgce/kL",
        "level1": "30",
        "level2": "40",
        "level3": "65",
    },
    "valid_to": "2026-07-31",
    "source": "示例标准文本",
    "confidence": "S",
}
ENTRY = "01890000-0000-7000-8000-00000000e501"


async def beer(client: httpx.AsyncClient, headers: Headers, on: str) -> dict[str, object]:
    items = (await got(client, f"reference/unit_product_limits?on={on}", headers))["items"]
    [row] = [one for one in items if one["row"] == "beer/total"]
    return row


async def test_the_edition_of_a_day_and_what_is_unverified(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    old, new = await beer(client, inspector, "2025-06-30"), await beer(client, inspector, "2026-09-01")
    assert (old["values"]["standard"], old["unverified"]) == ("GB 32047-2015", True)
    assert (new["values"]["level3"], new["unverified"], new["own"]) == ("60", False, False)
    every = await got(client, "reference/unit_product_limits", inspector)
    assert len(every["items"]) == 56
    assert every["columns"][:3] == ["standard", "edition", "product"]


async def test_a_row_of_the_county_stands_in_the_place_of_the_seeds(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    answer = await client.put(f"/api/v1/entries/{ENTRY}", headers=county_user, json=BODY)
    assert answer.status_code == 201, answer.text
    row = await beer(client, inspector, "2025-06-30")
    assert (row["own"], row["unverified"], row["source"]) == (True, False, "示例标准文本")
    assert (await beer(client, inspector, "2026-09-01"))["own"] is False


async def test_a_row_that_does_not_fit_its_table_is_refused_with_every_fault(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    wrong = BODY | {
        "values": {**BODY["values"], "level1": "dreissig", "colour": "red"},
        "valid_to": "2026-02-30",
    }
    answer = await client.put(f"/api/v1/entries/{ENTRY}", headers=county_user, json=wrong)
    assert answer.status_code == 422
    assert {one["path"] for one in answer.json()["errors"]} == {"values.level1", "values.colour", "valid_to"}
    nowhere = await client.put(
        f"/api/v1/entries/{ENTRY}", headers=county_user, json=BODY | {"name": "recipes"}
    )
    assert [one["path"] for one in nowhere.json()["errors"]] == ["name"]


async def test_an_unknown_table_and_an_impossible_day(client: httpx.AsyncClient, inspector: Headers) -> None:
    assert (await client.get("/api/v1/reference/recipes", headers=inspector)).status_code == 404
    for day in ("2026-02-30", "gestern"):
        answer = await client.get(f"/api/v1/reference/deadlines?on={day}", headers=inspector)
        assert answer.status_code == 422, answer.text
