"""Certificates over HTTP: reminded of before they end, renewed by a line of their own, the old one kept."""

from typing import Any

import httpx
import pytest

from tests.people import got, written

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
OLD = "01890000-0000-7000-8000-00000000c001"
NEW = "01890000-0000-7000-8000-00000000c002"


def certificate(listing: str, valid_from: str, valid_to: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "listing",
        "made_at": "2026-11-22T09:00:00+08:00",
        "listing": listing,
        "unit": "nanchang_county",
        "list": "wall_material",
        "name": "示例新型墙材厂",
        "fields": {"product_name": "示例烧结多孔砖"},
        "valid_from": valid_from,
        "valid_to": valid_to,
        "source": "示例认定公告",
        **more,
    }


async def lines(client: httpx.AsyncClient, headers: Headers, query: str) -> dict[str, dict[str, Any]]:
    items = (await got(client, f"listings?list=wall_material{query}", headers))["items"]
    return {one["listing"]: one for one in items if one["listing"] in (OLD, NEW)}


async def reminded(client: httpx.AsyncClient, headers: Headers) -> list[tuple[str, int]]:
    tasks = await got(client, "tasks", headers)
    return [(one["listing"], one["days_left"]) for one in tasks["renewals"] if one["listing"] in (OLD, NEW)]


async def test_T22_a_renewal_keeps_the_old_row_and_ends_the_reminder(
    client: httpx.AsyncClient, county_user: Headers, inspector: Headers
) -> None:
    await written(client, county_user, certificate(OLD, "2023-12-01", "2026-11-30"))
    line = (await lines(client, county_user, "&ends_within=8"))[OLD]
    assert (line["state"], line["days_left"]) == ("valid", 8)
    assert await lines(client, county_user, "&ends_within=7") == {}
    assert await reminded(client, county_user) == [(OLD, 8)]
    assert await reminded(client, inspector) == []
    await written(client, county_user, certificate(NEW, "2026-12-01", "2029-11-30", renews=OLD))
    both = await lines(client, county_user, "")
    assert {listing: (one["valid_to"], one["state"], one["renews"]) for listing, one in both.items()} == {
        OLD: ("2026-11-30", "valid", None),
        NEW: ("2029-11-30", "not_yet", OLD),
    }
    assert await reminded(client, county_user) == []


@pytest.mark.parametrize(
    ("changed", "path", "code"),
    [
        ({"renews": NEW}, "renews", "no-such-listing"),
        ({"list": "ready_mix", "fields": {}}, "renews", "other-list"),
        ({"valid_from": "2023-12-01"}, "valid_from", "renewal-not-later"),
    ],
)
async def test_a_renewal_follows_a_line_of_the_same_list(
    client: httpx.AsyncClient, county_user: Headers, changed: dict[str, Any], path: str, code: str
) -> None:
    await written(client, county_user, certificate(OLD, "2023-12-01", "2026-11-30"))
    body = certificate(NEW, "2026-12-01", "2029-11-30", renews=OLD) | changed
    answer = await client.put(
        "/api/v1/entries/01890000-0000-7000-8000-00000000c0ff", headers=county_user, json=body
    )
    assert answer.status_code == 422, answer.text
    assert [(one["path"], one["code"]) for one in answer.json()["errors"]] == [(path, code)]
