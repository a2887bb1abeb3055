"""Signing in, staying in, being shut out: password, cookie, bearer, lockout, one-time code, devices, machines."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from argon2 import PasswordHasher

from inspections.credentials import add_token
from inspections.seed import COUNTY as COUNTY_UNIT
from inspections.storage.engine import Storage
from tests.ledger.county import NOW, Clock
from tests.people import ADMIN, AUDITOR, COUNTY, INSPECTOR, PASSWORD, PUBLISHER, RESPONSIBLE, got, signed_in

pytestmark = pytest.mark.anyio
COOKIE = "__Host-xuncha"


async def log_in(
    client: httpx.AsyncClient, account: str = INSPECTOR, password: str = PASSWORD
) -> httpx.Response:
    client.cookies.clear()
    return await client.post(
        "/api/v1/login", json={"account": account, "password": password, "device": "手机"}
    )


async def test_a_password_gives_a_token_and_a_cookie_that_scripts_never_see(
    client: httpx.AsyncClient,
) -> None:
    answer = await log_in(client)
    assert answer.status_code == 200
    assert set(answer.json()) == {"token", "account", "expires_at", "must_change_password"}
    parts = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= parts
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}={answer.json()['token']};")


@pytest.mark.parametrize(
    ("account", "read", "not_read"),
    [
        (PUBLISHER, {"coverage", "findings", "tasks"}, {"visits", "enterprises"}),
        (RESPONSIBLE, {"findings", "changes"}, {"visits", "enterprises", "coverage"}),
        (AUDITOR, {"visits", "inbox"}, {"tasks"}),
        (ADMIN, {"me"}, {"visits", "coverage", "findings"}),
    ],
)
async def test_me_names_what_the_account_reads_and_nothing_it_is_refused(
    client: httpx.AsyncClient, account: str, read: set[str], not_read: set[str]
) -> None:
    headers = await signed_in(client, account)
    reads = set((await got(client, "me", headers))["reads"])
    assert read <= reads
    assert not_read.isdisjoint(reads)
    refused = {
        noun
        for noun in reads | not_read
        if (await client.get(f"/api/v1/{noun}", headers=headers)).status_code == 403
    }
    assert refused == not_read


async def test_me_says_who_with_which_grants_in_which_book(client: httpx.AsyncClient) -> None:
    me = (await client.get("/api/v1/me", headers=await signed_in(client, INSPECTOR))).json()
    assert me["account"] == "xunchayuan"
    assert me["name"] == "示例巡察员"
    assert me["grants"] == [
        {"role": "inspector", "unit": "xiangtang_town", "unit_name": "向塘镇", "enterprise": None}
    ]
    assert me["book"] == "360121"
    assert me["demo"] is False
    assert me["phone"] == {"photo_copy_first": False, "keep_days": 30}
    assert {"visits", "findings", "tasks"} <= set(me["reads"])


async def test_what_the_county_decides_about_phones_reaches_them(client: httpx.AsyncClient) -> None:
    admin = await signed_in(client, ADMIN)
    for key, value in {"photo_copy_first": "1", "phone_keep_days": "45"}.items():
        setting = {"type": "setting", "made_at": NOW.isoformat(), "unit": COUNTY_UNIT, "reason": "县局通知"}
        body = setting | {"key": key, "value": value}
        assert (await client.put(f"/api/v1/entries/{uuid4()}", headers=admin, json=body)).status_code == 201
    me = (await client.get("/api/v1/me", headers=await signed_in(client, INSPECTOR))).json()
    assert me["phone"] == {"photo_copy_first": True, "keep_days": 45}


@pytest.mark.parametrize(("account", "password"), [(INSPECTOR, "wrong"), ("nobody", PASSWORD), ("", "")])
async def test_a_wrong_login_does_not_say_what_was_wrong(
    client: httpx.AsyncClient, account: str, password: str
) -> None:
    answer = await log_in(client, account, password or "x")
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/login-failed"
    assert "set-cookie" not in answer.headers


async def test_an_unknown_account_costs_the_work_of_a_wrong_password(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    real = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher,
        "verify",
        lambda self, hashed, given: verified.append(hashed) or real(self, hashed, given),
    )
    for account in (INSPECTOR, "nobody"):
        assert (await log_in(client, account, "wrong")).status_code == 401
    parameters = [hashed.rsplit("$", 2)[0] for hashed in verified]
    assert len(parameters) == 2
    assert parameters[0] == parameters[1] == "$argon2id$v=19$m=8,t=1,p=1"


async def test_five_failures_lock_an_account_for_fifteen_minutes_whoever_knows_the_password(
    client: httpx.AsyncClient, clock: Clock
) -> None:
    failed = [(await log_in(client, INSPECTOR, "wrong")).status_code for _ in range(5)]
    assert failed == [401] * 5
    locked = await log_in(client)
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "900")
    assert locked.json()["type"] == "/problems/locked"
    assert (await log_in(client, COUNTY)).status_code == 200
    clock.forward(minutes=14, seconds=59)
    assert (await log_in(client)).status_code == 429
    clock.forward(seconds=2)
    assert (await log_in(client)).status_code == 200


async def test_an_address_that_tries_many_accounts_is_locked_too(client: httpx.AsyncClient) -> None:
    tried = [(await log_in(client, f"nobody{number}", "wrong")).status_code for number in range(51)]
    assert tried == [401] * 50 + [429]


async def test_failures_before_the_right_password_are_forgotten(client: httpx.AsyncClient) -> None:
    for _ in range(3):
        tried = [(await log_in(client, INSPECTOR, "wrong")).status_code for _ in range(4)]
        assert tried == [401] * 4
        assert (await log_in(client)).status_code == 200


async def test_a_cookie_alone_reads_but_changes_nothing_without_the_header(client: httpx.AsyncClient) -> None:
    cookie = {"cookie": f"{COOKIE}={(await log_in(client)).json()['token']}"}
    client.cookies.clear()
    assert (await client.get("/api/v1/me", headers=cookie)).status_code == 200
    refused = await client.post("/api/v1/logout", headers=cookie)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/header-missing")
    assert (await client.post("/api/v1/logout", headers=cookie | {"x-xuncha": "1"})).status_code == 204
    assert (await client.get("/api/v1/me", headers=cookie)).status_code == 401


async def test_logout_ends_this_device_at_once_and_no_other(client: httpx.AsyncClient) -> None:
    here, there = await signed_in(client, INSPECTOR), await signed_in(client, INSPECTOR)
    assert (await client.get("/api/v1/me", headers=here)).status_code == 200
    assert (await client.post("/api/v1/logout", headers=here)).status_code == 204
    assert (await client.get("/api/v1/me", headers=here)).status_code == 401
    assert (await client.get("/api/v1/me", headers=there)).status_code == 200


async def test_a_lost_phone_is_signed_out_from_another_device(client: httpx.AsyncClient) -> None:
    lost, here = await signed_in(client, INSPECTOR), await signed_in(client, INSPECTOR)
    assert (await client.get("/api/v1/me", headers=lost)).status_code == 200
    devices = (await client.get("/api/v1/devices", headers=here)).json()["items"]
    [other] = [one["device"] for one in devices if not one["this"]]
    assert (await client.delete(f"/api/v1/devices/{other}", headers=here)).status_code == 204
    assert (await client.get("/api/v1/me", headers=lost)).status_code == 401
    assert (await client.delete(f"/api/v1/devices/{other}", headers=here)).status_code == 404


async def test_nobody_signs_out_the_device_of_another(client: httpx.AsyncClient) -> None:
    theirs = await signed_in(client, COUNTY)
    [device] = (await client.get("/api/v1/devices", headers=theirs)).json()["items"]
    mine = await signed_in(client, INSPECTOR)
    assert (await client.delete(f"/api/v1/devices/{device['device']}", headers=mine)).status_code == 404
    assert (await client.get("/api/v1/me", headers=theirs)).status_code == 200


async def test_a_session_ends_when_idle_and_lives_while_used(client: httpx.AsyncClient, clock: Clock) -> None:
    used, idle = await signed_in(client, INSPECTOR), await signed_in(client, INSPECTOR)
    for _ in range(3):
        clock.forward(hours=5)
        assert (await client.get("/api/v1/me", headers=used)).status_code == 200
    assert (await client.get("/api/v1/me", headers=idle)).status_code == 401
    clock.forward(days=30)
    assert (await client.get("/api/v1/me", headers=used)).status_code == 401


async def test_a_one_time_code_works_once_and_only_to_set_a_password(client: httpx.AsyncClient) -> None:
    before, admin = await signed_in(client, INSPECTOR), await signed_in(client, ADMIN)
    made = await client.post(f"/api/v1/accounts/{INSPECTOR}/code", headers=admin)
    assert made.status_code == 200
    code = made.json()["code"]
    assert (await client.get("/api/v1/me", headers=before)).status_code == 401
    assert (await log_in(client)).status_code == 401
    entered = await log_in(client, INSPECTOR, code.upper().replace("-", " "))
    assert entered.json()["must_change_password"] is True
    bearer = {"authorization": f"Bearer {entered.json()['token']}"}
    client.cookies.clear()
    assert (
        (await client.get("/api/v1/units", headers=bearer))
        .json()["type"]
        .endswith("password-change-required")
    )
    assert (await log_in(client, INSPECTOR, code)).status_code == 401
    client.cookies.clear()
    changed = await client.post("/api/v1/password", headers=bearer, json={"new": "Lian-tang-2027"})
    assert changed.status_code == 204
    assert (await client.get("/api/v1/units", headers=bearer)).status_code == 200
    assert (await log_in(client, INSPECTOR, "Lian-tang-2027")).status_code == 200


async def test_only_an_administrator_makes_a_code_and_not_of_a_stranger(client: httpx.AsyncClient) -> None:
    county, admin = await signed_in(client, COUNTY), await signed_in(client, ADMIN)
    assert (await client.post(f"/api/v1/accounts/{INSPECTOR}/code", headers=county)).status_code == 403
    assert (await client.post("/api/v1/accounts/nobody/code", headers=admin)).status_code == 404


async def test_a_new_password_names_every_fault_and_signs_the_other_devices_out(
    client: httpx.AsyncClient,
) -> None:
    here, there = await signed_in(client, INSPECTOR), await signed_in(client, INSPECTOR)
    wrong = await client.post("/api/v1/password", headers=here, json={"old": "x", "new": "abc"})
    assert wrong.status_code == 422
    assert [one["code"] for one in wrong.json()["errors"]] == ["wrong-password", "weak-password"]
    good = {"old": PASSWORD, "new": "Lian-tang-2027"}
    assert (await client.post("/api/v1/password", headers=here, json=good)).status_code == 204
    assert (await client.get("/api/v1/me", headers=here)).status_code == 200
    assert (await client.get("/api/v1/me", headers=there)).status_code == 401


async def test_a_machine_may_do_what_its_token_says_until_it_ends(
    client: httpx.AsyncClient, county: Storage, clock: Clock
) -> None:
    token = await add_token(county, COUNTY, "gis", ("read",), clock.now + timedelta(hours=1), clock.now)
    bearer = {"authorization": f"Bearer {token}"}
    assert (await client.get("/api/v1/units", headers=bearer)).status_code == 200
    assert (await client.post("/api/v1/entries", headers=bearer, json={"entries": []})).status_code == 403
    assert (await client.get("/api/v1/devices", headers=bearer)).status_code == 403
    clock.forward(hours=1)
    assert (await client.get("/api/v1/units", headers=bearer)).status_code == 401


async def test_an_account_that_is_disabled_is_out_at_once(client: httpx.AsyncClient) -> None:
    inspector, admin = await signed_in(client, INSPECTOR), await signed_in(client, ADMIN)
    assert (await client.get("/api/v1/me", headers=inspector)).status_code == 200
    body = {"type": "account", "made_at": "2026-11-22T09:30:00+08:00", "unit": "xiangtang_town"}
    body |= {"account": INSPECTOR, "name": "示例巡察员", "disabled": True}
    put = await client.put("/api/v1/entries/0191c0de-0000-7000-8000-000000000001", headers=admin, json=body)
    assert put.status_code == 201, put.text
    assert (await client.get("/api/v1/me", headers=inspector)).status_code == 401
    assert (await log_in(client)).status_code == 401
