"""Asking beforehand: the ledger's own words, and nothing is written."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.ledger.county import finding, visit, void
from tests.people import got, written

pytestmark = pytest.mark.anyio
Headers = dict[str, str]


async def rehearsed(client: httpx.AsyncClient, headers: Headers, body: dict[str, Any]) -> Any:
    return (await client.post("/api/v1/entries/rehearsal", json=body, headers=headers)).json()


async def test_a_rehearsal_says_what_writing_says_and_writes_nothing(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    seen = await written(client, inspector, visit())
    before = (await got(client, "changes?since=0", county_user))["head"]
    good, bad = finding(visit=seen, photos=[]), finding(visit=seen, source="letter", category="nothing")
    told = await rehearsed(client, inspector, good)
    assert (told["accepted"], told["errors"]) == (True, [])
    assert "no-photo" in {notice["code"] for notice in told["notices"]}
    refused = (await client.put(f"/api/v1/entries/{uuid4()}", json=bad, headers=inspector)).json()
    assert (await rehearsed(client, inspector, bad))["errors"] == refused["errors"]
    assert (await got(client, "changes?since=0", county_user))["head"] == before
    assert len((await got(client, "inbox", inspector))["items"]) == 1  # the one that was really sent


async def test_a_rehearsal_knows_other_units_waiting_parents_and_what_cannot_be_read(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    elsewhere = await rehearsed(client, inspector, finding("wuyang_town"))
    assert [fault["code"] for fault in elsewhere["errors"]] == ["out-of-scope"]
    nowhere = str(uuid4())
    assert (await rehearsed(client, inspector, void(nowhere)))["waits_for"] == [nowhere]
    unread = await rehearsed(client, inspector, {"type": "finding", "unit": 3, "severity": "?"})
    assert {fault["path"] for fault in unread["errors"]} >= {"made_at", "unit", "severity"}
