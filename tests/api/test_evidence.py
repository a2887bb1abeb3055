"""The evidence of a finding over HTTP: an honest pair, a picture used twice, another place, and who may read which details."""

import random
from typing import Any
from uuid import uuid4

import httpx
import pytest

from inspections.credentials import set_password
from inspections.settings import Settings
from inspections.storage.engine import Storage
from tests.casework import DOES, assigned, step
from tests.ledger.county import NOW, Clock, write
from tests.likeness.scenes import encoded, mirrored, pair, plain
from tests.people import AUDITOR, COUNTY, INSPECTOR, PASSWORD, REVIEWER, got, signed_in
from tests.pictures import sha256_of

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
TOWN = "shenhe.xiangtang"  #: a reviewer over 向塘镇 alone
BEFORE, AFTER = (encoded(image, 85) for image in pair(10_001))
HERE = {"lat": 28.45, "lon": 115.98, "crs": "WGS84", "accuracy_m": 8}
STATES = {"accept": "assigned", "plan": "accepted", "approve_plan": "planned", "submit": "rectifying"}


def taken(content: bytes, slot: str, at: str, **more: Any) -> dict[str, Any]:
    return {"sha256": sha256_of(content), "slot": slot, "taken_at": at} | more


FIRST = taken(BEFORE, "before", "2026-11-22T09:31:00+08:00")


async def brought(client: httpx.AsyncClient, headers: Headers, *contents: bytes) -> None:
    for content in contents:
        sent = headers | {"content-type": "image/jpeg"}
        answer = await client.put(f"/api/v1/photos/{sha256_of(content)}", headers=sent, content=content)
        assert answer.status_code in (200, 201), answer.text
    await client.app.state.printing.idle()  # type: ignore[attr-defined]  # the fixture hangs its app there


async def submitted(
    storage: Storage, clock: Clock, after: dict[str, Any], where: Any = HERE, **changes: Any
) -> str:
    """A case of 向塘镇 up to its 报自验, ten days after it was found."""
    finding = uuid4()
    await write(storage, assigned(photos=[FIRST], position=HERE, **changes), COUNTY, finding)
    for name, state in STATES.items():
        if name == "submit":
            clock.forward(days=10)
        more = {"photos": [after], "position": where} if name == "submit" else {}
        answer = await write(storage, step(finding, name, state, **more), DOES[name])
        assert not getattr(answer, "faults", ()), answer
    return str(finding)


def codes(answer: Any) -> list[tuple[str, str]]:
    [one] = answer["pairs"]
    return [(reason["code"], reason["grade"]) for reason in one["reasons"]]


async def test_an_honest_pair_has_grade_a_with_its_reasons(
    client: httpx.AsyncClient, county: Storage, clock: Clock, county_user: Headers
) -> None:
    await brought(client, county_user, BEFORE, AFTER)
    after = taken(AFTER, "after", "2026-12-01T15:00:00+08:00")
    finding = await submitted(county, clock, after, HERE | {"lat": 28.4501, "accuracy_m": 12})
    answer = await got(client, f"findings/{finding}/evidence", await signed_in(client, REVIEWER))
    assert (answer["grade"], answer["unprinted"]) == ("A", 0)
    assert codes(answer) == [("same-point", "A"), ("later", "A"), ("not-reused", "A")]
    said = answer["pairs"][0]
    assert said["reasons"][0]["text"] == "两次位置相距 11 米，误差半径 8 米 和 12 米：相符。"
    assert (said["before"]["sha256"], said["after"]["sha256"]) == (sha256_of(BEFORE), sha256_of(AFTER))
    assert [(one["value"], one["confidence"]) for one in answer["limits"]] == [
        (20, "U"),
        (150, "U"),
        (100, "U"),
    ]


async def test_a_picture_of_another_town_used_again_is_told_and_named_only_to_who_may_read_it(
    client: httpx.AsyncClient, county: Storage, clock: Clock, county_user: Headers, settings: Settings
) -> None:
    old, again = encoded(plain(7), 85), mirrored(plain(7), random.Random(7))
    await brought(client, county_user, BEFORE, old, again)
    elsewhere = assigned(unit="sanjiang_town", photos=[taken(old, "before", "2026-11-21T09:00:00+08:00")])
    await write(county, elsewhere, COUNTY, uuid4())
    finding = await submitted(county, clock, taken(again, "after", "2026-12-01T15:00:00+08:00"))
    answer = await got(client, f"findings/{finding}/evidence", await signed_in(client, AUDITOR))
    assert (answer["grade"], codes(answer)[-1]) == ("C", ("reused", "C"))
    text = answer["pairs"][0]["reasons"][-1]["text"]
    assert text.startswith("整改后的照片以前用过：2026-11-22 的问题 360121-")
    assert "左右翻转后，画面重合部分" in text

    grant = {"role": "reviewer", "unit": "xiangtang_town", "valid_from": "2020-01-01"}
    enrolled = {"type": "account", "made_at": NOW.isoformat(), "unit": "xiangtang_town", "account": TOWN}
    await write(county, enrolled | {"name": "示例", "grants": [grant]}, "guanli")
    await set_password(county, TOWN, PASSWORD, settings)
    answer = await got(client, f"findings/{finding}/evidence", await signed_in(client, TOWN))
    text = answer["pairs"][0]["reasons"][-1]["text"]
    assert answer["grade"] == "C"
    assert text.startswith("整改后的照片以前用过：档案里的另一条记录（不在您的管辖范围内，不显示是哪条）")
    assert "360121-" not in text


async def test_the_photo_before_handed_in_again_from_an_album_elsewhere_says_all_of_it(
    client: httpx.AsyncClient, county: Storage, clock: Clock, county_user: Headers
) -> None:
    await brought(client, county_user, BEFORE)
    far = HERE | {"lat": 28.46, "accuracy_m": 15}
    finding = await submitted(
        county, clock, taken(BEFORE, "after", "2026-11-22T09:31:00+08:00", album=True), far
    )
    answer = await got(client, f"findings/{finding}/evidence", await signed_in(client, COUNTY))
    assert codes(answer) == [
        *(("elsewhere", "C"), ("not-later", "C")),
        *(("album", "B"), ("after-is-before", "C")),
    ]
    assert answer["meaning"] == "有矛盾或重复使用，请退回或写明理由"


async def test_what_has_not_come_is_said_and_nothing_is_graded_without_a_photo_after(
    client: httpx.AsyncClient, county: Storage, clock: Clock, county_user: Headers
) -> None:
    finding = uuid4()
    await write(county, assigned(photos=[FIRST]), COUNTY, finding)
    answer = await got(client, f"findings/{finding}/evidence", county_user)
    assert (answer["grade"], answer["pairs"], answer["unprinted"]) == (None, [], 1)
    late = await submitted(county, clock, taken(AFTER, "after", "2026-12-01T15:00:00+08:00"), None)
    answer = await got(client, f"findings/{late}/evidence", await signed_in(client, COUNTY))
    assert answer["grade"] == "B"
    assert codes(answer)[0] == ("no-position", "B")
    assert codes(answer)[2:] == [("not-held", "B"), ("not-compared", "B")]


async def test_doers_and_inspectors_do_not_see_it(
    client: httpx.AsyncClient, county: Storage, clock: Clock
) -> None:
    finding = await submitted(county, clock, taken(AFTER, "after", "2026-12-01T15:00:00+08:00"))
    for account in ("zeren", INSPECTOR):
        await got(client, f"findings/{finding}/evidence", await signed_in(client, account), 403)
    await got(client, f"findings/{uuid4()}/evidence", await signed_in(client, REVIEWER), 404)


async def test_the_decision_is_part_of_the_check(county: Storage, clock: Clock) -> None:
    finding = await submitted(county, clock, after := taken(AFTER, "after", "2026-12-01T15:00:00+08:00"))
    await write(county, step(finding, "request_closure", "submitted"), DOES["request_closure"])
    decided = {
        "after": after["sha256"],
        "before": FIRST["sha256"],
        "accepted": True,
        "grade": "B",
        "reason": "到现场看过",
    }
    said = step(finding, "check", "closure_requested", evidence_decisions=[decided])
    answer = await write(county, said, DOES["check"])
    assert not getattr(answer, "faults", ()), answer
