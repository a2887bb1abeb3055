"""Same place, same problem: offered while a problem is entered, by firm, place or metres; what was closed has come back."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from inspections.calculators.distance import distance_m
from inspections.similar import Seen, around, proposal, reasons
from tests.ledger.county import NOW, finding
from tests.people import COUNTY, INSPECTOR, RESPONSIBLE, got, signed_in, written
from tests.storage.direct import execute

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
HERE = (28.45, 115.98)
AT = "lat=28.45&lon=115.98"


def at(lat: float, lon: float, **changes: Any) -> dict[str, Any]:
    return finding(position={"lat": lat, "lon": lon, "crs": "WGS84"}, **changes)


async def ids(client: httpx.AsyncClient, headers: Headers, query: str) -> list[str]:
    page = await got(client, f"findings/similar?category=road&{query}", headers)
    return [one["id"] for one in page["items"]]


async def test_a_problem_150_metres_away_is_offered_and_one_a_metre_farther_is_not(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    near, far = (28.45 + 149.5 / 110_830, 115.98), (28.45 + 151 / 110_830, 115.98)
    assert distance_m(HERE, near) < 150 < distance_m(HERE, far) < 152
    inside = await written(client, county_user, at(*near))
    await written(client, county_user, at(*far))
    await written(client, county_user, at(*near, category="bins"))
    page = await got(client, f"findings/similar?category=road&{AT}", county_user)
    [one] = page["items"]
    assert (one["id"], one["reasons"], one["proposes"], one["cycle"]) == (inside, ["near"], "join", 1)
    assert abs(one["distance_m"] - distance_m(HERE, near)) < 0.1
    assert (page["radius_m"], page["days"]) == (150, 365)


async def test_the_point_is_taken_in_its_own_datum(client: httpx.AsyncClient, county_user: Headers) -> None:
    made = await written(client, county_user, at(*HERE))
    assert await ids(client, county_user, AT) == [made]
    assert await ids(client, county_user, f"{AT}&crs=GCJ02") == []  # 600 m off when it is believed


async def test_a_firm_is_the_same_place_wherever_it_was_seen(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    firm = {
        "type": "enterprise",
        "made_at": NOW.isoformat(),
        "enterprise": str(uuid4()),
        "unit": "xiangtang_town",
    }
    await written(client, county_user, firm | {"name": "示例砂浆厂"})
    made = await written(client, county_user, at(28.5, 116.0, enterprise=firm["enterprise"]))
    page = await got(
        client, f"findings/similar?category=road&enterprise={firm['enterprise']}&{AT}", county_user
    )
    assert [(one["id"], one["reasons"]) for one in page["items"]] == [(made, ["same_enterprise"])]
    old = {
        "type": "opening",
        "made_at": NOW.isoformat(),
        "opening": str(uuid4()),
        "unit": "xiangtang_town",
        "serial": "1",
    }
    told = {"source": "letter", "category": "road", "text": "示例旧账", "state": "rectifying"}
    await written(client, county_user, old | told | {"enterprise": firm["enterprise"]})
    found = (
        await got(client, f"findings/similar?category=road&enterprise={firm['enterprise']}", county_user)
    )["items"]
    assert {(one["id"], one["opening"], one["proposes"]) for one in found} == {
        (made, False, "join"),
        (old["opening"], True, "look"),
    }


async def test_T21_what_was_closed_within_a_year_comes_back_as_a_new_cycle(
    client: httpx.AsyncClient, county_url: str, county_user: Headers
) -> None:
    made = await written(client, county_user, at(*HERE))
    for closed_on, offered in (("2025-11-22", True), ("2025-11-21", False)):
        state = f"state = 'closed', type = 'closed', closed_on = '{closed_on}'"
        await execute(county_url, f"update finding set {state} where id = '{made}'")
        page = await got(client, f"findings/similar?category=road&{AT}", county_user)
        told = [(one["id"], one["proposes"], one["cycle"], one["closed_on"]) for one in page["items"]]
        assert told == ([(made, "reopen", 2, closed_on)] if offered else [])


async def test_nothing_of_another_unit_is_offered(client: httpx.AsyncClient, inspector: Headers) -> None:
    county = await signed_in(client, COUNTY)
    theirs = await written(client, county, at(*HERE) | {"unit": "wuyang_town"})
    assert await ids(client, await signed_in(client, INSPECTOR), AT) == []
    assert await ids(client, county, AT) == [theirs]
    await got(client, f"findings/similar?category=road&{AT}", await signed_in(client, RESPONSIBLE), 403)


@pytest.mark.parametrize(
    "query", ["category=road&lat=28.4", "category=nothing", "category=road&lat=120&lon=20", ""]
)
async def test_a_question_that_cannot_be_meant_is_refused(
    client: httpx.AsyncClient, county_user: Headers, query: str
) -> None:
    await got(client, f"findings/similar?{query}", county_user, 400)


def test_the_box_holds_every_point_within_the_radius() -> None:
    for lat in (-60.0, 0.0, 28.45, 60.0):
        box = around((lat, 115.98), 150)
        for edge in ((box.north, 115.98), (box.south, 115.98), (lat, box.east), (lat, box.west)):
            assert 150 <= distance_m((lat, 115.98), edge) < 153


def test_nobody_is_at_the_same_place_as_nowhere() -> None:
    nowhere = Seen(None, None, None)
    assert reasons(nowhere, nowhere, 150) == ()
    assert [proposal(state, "county") for state in ("assigned", "archived", "unfounded", "transferred")] == [
        "join",
        "reopen",
        "reopen",
        "look",
    ]
