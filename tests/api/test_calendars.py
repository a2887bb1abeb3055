"""Holidays and clocks over HTTP: the years in force, a preview that writes nothing, clocks with what is unverified."""

from datetime import date

import httpx
import pytest

from inspections.storage.engine import Storage
from tests.people import INSPECTOR, got, signed_in, written
from tests.rules.day_oracle import Question
from tests.storage.test_recounts import calendar, plant

pytestmark = pytest.mark.anyio
Headers = dict[str, str]


async def test_the_years_the_county_counts_by(client: httpx.AsyncClient, inspector: Headers) -> None:
    years = (await got(client, "calendars", inspector))["items"]
    assert [one["year"] for one in years] == list(range(2016, 2027))
    [now] = (await got(client, "calendars?year=2026", inspector))["items"]
    assert (now["loaded"], len(now["days"])) == (True, 39)
    assert {"day": "2026-02-14", "kind": "work", "holiday": "春节"} in now["days"]
    [later] = (await got(client, "calendars?year=2027", inspector))["items"]
    assert (later["loaded"], len(later["days"])) == (False, 13)


async def test_a_preview_says_what_the_entry_will_do_and_writes_nothing(
    client: httpx.AsyncClient, county: Storage, county_user: Headers
) -> None:
    await plant(county, {"T19": Question(date(2026, 12, 28), 5, "working", "after")})
    body = calendar()
    asked = {"year": 2027, "days": body["days"]}
    answer = await client.post("/api/v1/calendars/preview", headers=county_user, json=asked)
    assert answer.status_code == 200, answer.text
    [move] = answer.json()["moves"]
    assert (move["subject"], move["was"], move["due_on"]) == ("T19", "2027-01-05", "2027-01-04")
    assert (answer.json()["moved"], answer.json()["settled"]) == (1, 0)
    assert (await got(client, "calendars?year=2027", county_user))["items"][0]["loaded"] is False

    await written(client, county_user, body)
    [after] = (await got(client, "calendars?year=2027", county_user))["items"]
    assert (after["loaded"], after["source"]) == (True, "示例通知")
    again = await client.post("/api/v1/calendars/preview", headers=county_user, json=asked)
    assert again.json() == {"moves": [], "moved": 0, "settled": 0}


async def test_a_faulty_preview_names_every_fault_and_others_may_not_ask(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    days = [{"day": "2027-02-30", "kind": "off"}, {"day": "2026-01-01", "kind": "off"}]
    asked = {"year": 2027, "days": days}
    answer = await client.post("/api/v1/calendars/preview", headers=county_user, json=asked)
    assert answer.status_code == 422
    assert [one["code"] for one in answer.json()["errors"]] == ["no-such-day", "other-year"]
    inspector = await signed_in(client, INSPECTOR)
    refused = await client.post("/api/v1/calendars/preview", headers=inspector, json=asked)
    assert refused.status_code == 403


async def test_clocks_say_what_is_unverified(client: httpx.AsyncClient, inspector: Headers) -> None:
    clocks = {one["key"]: one for one in (await got(client, "clocks", inspector))["items"]}
    finish = clocks["petition_finish"]
    assert (finish["count"], finish["kind"], finish["law"]) == (60, "natural", "信访工作条例第34条")
    assert {key for key, one in clocks.items() if one["unverified"]} == {
        "batch_letter_reply",
        "closure_notice",
        "paper_answer",
        "supervision_rectification",
        "supervision_extension_request",
        "supervision_extension",
        "energy_report",
        "patrol_month_cut_off",
    }
