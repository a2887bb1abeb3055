"""The clocks of letters: by the limit of a batch or the regulation, ended by the answer, moved only by extension or calendar."""

from typing import Any

import httpx
import pytest

from inspections.replay import digests, rebuild
from inspections.storage.engine import Storage
from tests.api.test_letters import batch, letter, refused, reply
from tests.ledger.county import correction, void
from tests.people import got, written
from tests.storage.test_recounts import calendar

pytestmark = pytest.mark.anyio
Headers = dict[str, str]


async def clocks(
    client: httpx.AsyncClient, headers: Headers, body: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    page = await got(client, f"letters/{body['letter']}", headers)
    return {one["clock"]: one for one in page["clocks"]}


async def test_a_letter_of_a_batch_runs_by_the_batchs_limit_until_it_is_answered(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    await written(client, county_user, batch())
    body = letter(batch="example_1", assigned_on="2026-11-04")
    await written(client, county_user, body)
    [clock] = (await clocks(client, county_user, body)).values()
    assert (clock["clock"], clock["event_on"], clock["due_on"]) == (
        "batch_letter_reply", "2026-11-04", "2026-11-16",
    )  # fmt: skip  # the 14th is a Saturday
    assert (clock["overdue"], clock["done_on"]) == (True, None)
    assert "11-14是休息日，顺延到其后第一个工作日2026-11-16（周一）" in clock["text"]
    answered = await written(client, county_user, reply(body, replied_on="2026-11-12"))
    [clock] = (await clocks(client, county_user, body)).values()
    assert (clock["overdue"], clock["done_on"]) == (False, "2026-11-12")
    await written(client, county_user, void(answered))
    [clock] = (await clocks(client, county_user, body)).values()
    assert (clock["overdue"], clock["done_on"]) == (True, None)


async def test_an_everyday_petition_is_accepted_finished_and_extended_with_the_old_day_kept(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    body = letter(received_on="2026-09-18")
    await written(client, county_user, body)
    found = await clocks(client, county_user, body)
    assert {key: one["due_on"] for key, one in found.items()} == {"petition_acceptance": "2026-10-08"}  # T18
    await written(client, county_user, body | {"accepted_on": "2026-09-24"})
    found = await clocks(client, county_user, body)
    assert (found["petition_acceptance"]["done_on"], found["petition_finish"]["due_on"]) == (
        "2026-09-24", "2026-11-23",
    )  # fmt: skip
    longer = {"accepted_on": "2026-09-24", "extension_days": 30, "extension_approval": "示例批准 1 号"}
    await written(client, county_user, body | longer)
    finish = (await clocks(client, county_user, body))["petition_finish"]
    assert (finish["original_due_on"], finish["due_on"], finish["provisional"]) == (
        "2026-11-23", "2026-12-23", False,
    )  # fmt: skip


async def test_an_extension_needs_acceptance_approval_and_at_most_thirty_days(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    await written(client, county_user, batch())
    long = letter(accepted_on="2026-11-05", extension_days=31)
    assert await refused(client, county_user, long) == {
        ("extension_days", "count-beyond"),
        ("extension_approval", "no-approval"),
    }
    early = letter(extension_days=5, extension_approval="示例")
    assert await refused(client, county_user, early) == {("extension_days", "nothing-to-extend")}
    of_batch = letter(batch="example_1", extension_days=5, extension_approval="示例")
    assert await refused(client, county_user, of_batch) == {("extension_days", "nothing-to-extend")}
    ahead = letter(accepted_on="2026-11-30")
    assert await refused(client, county_user, ahead) == {("accepted_on", "accepted-odd")}


async def test_an_anonymous_petition_has_nobody_to_notify(
    client: httpx.AsyncClient, county_user: Headers
) -> None:
    body = letter(anonymous=True, accepted_on="2026-11-03")
    del body["petitioner"]
    await written(client, county_user, body)
    assert set(await clocks(client, county_user, body)) == {"petition_finish"}


async def test_T19_a_notice_moves_what_was_provisional_and_a_later_correction_keeps_the_move(
    client: httpx.AsyncClient, county: Storage, county_user: Headers
) -> None:
    body = letter(received_on="2026-11-02", accepted_on="2026-11-04")
    await written(client, county_user, body)
    finish = (await clocks(client, county_user, body))["petition_finish"]
    assert (finish["due_on"], finish["provisional"]) == ("2027-01-04", True)  # 1-3 is a Sunday
    await written(client, county_user, calendar())
    moved = (await clocks(client, county_user, body))["petition_finish"]
    assert (moved["due_on"], moved["original_due_on"], moved["provisional"]) == (
        "2027-01-03", "2027-01-03", False,
    )  # fmt: skip  # people work on that Sunday
    assert "1-3（周日）补班，不算休息日" in moved["text"]
    answered = await written(client, county_user, reply(body, replied_on="2026-11-20"))
    other = reply(body, replied_on="2026-11-21")
    await written(
        client, county_user, correction(answered, other)
    )  # folds the letter anew from its decisions
    again = (await clocks(client, county_user, body))["petition_finish"]
    assert (again["due_on"], again["provisional"], again["done_on"]) == ("2027-01-03", False, "2026-11-21")
    before = await digests(county)
    assert await rebuild(county) == before
