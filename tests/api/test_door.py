"""The door: every route says whom it lets in, every answer carries its headers, every request leaves one line."""

import json
import re
from io import BytesIO
from typing import Any

import httpx
import pytest

from api.app import create_app, routes
from api.middleware import logger
from inspections.settings import Settings
from tests.people import AUDITOR, EVERYBODY, INSPECTOR, signed_in

pytestmark = pytest.mark.anyio
ROLES = {"inspector", "county", "responsible", "reviewer", "energy_centre", "publisher", "auditor", "admin"}
OPEN = {
    ("POST", "/api/v1/login"),
    ("GET", "/health"),
    ("GET", "/ready"),
    ("GET", "/metrics"),
    *((method, path) for path in ("/", "/{name}", "/app", "/app/{name}") for method in ("GET", "HEAD")),
    *(("GET", f"/api/v1/{path}") for path in ("docs", "docs/{name}")),
    *(("GET", f"/api/v1/schema{path}") for path in ("", "/openapi.json", "/{path}")),
}


@pytest.fixture
def engine() -> str:
    """What stands here is before any database."""
    return "sqlite"


def undeclared(app: Any) -> list[tuple[str, str]]:
    """Routes that do not say whom they let in."""
    return [
        (method, path)
        for method, path, roles in routes(app)
        if not roles or not {*roles} <= ROLES | {"public"}
    ]


def test_every_route_declares_its_roles_and_the_open_ones_are_known() -> None:
    app = create_app(Settings())
    assert undeclared(app) == []
    assert {(method, path) for method, path, roles in routes(app) if "public" in roles} == OPEN
    assert len(routes(app)) > 40


def test_a_route_without_roles_is_found() -> None:
    app = create_app(Settings())
    [(handler, _)] = [
        one.route_handler_map["GET"]
        for one in app.routes
        if one.path == "/api/v1/units"  # type: ignore[union-attr]  # an HTTP route
    ]
    handler.opt.pop("roles")
    assert undeclared(app) == [("GET", "/api/v1/units")]


async def test_a_route_without_roles_lets_nobody_in(client: httpx.AsyncClient) -> None:
    everybody = [await signed_in(client, account) for account in EVERYBODY]
    [(handler, _)] = [
        one.route_handler_map["GET"] for one in client.app.routes if one.path == "/api/v1/units"
    ]  # type: ignore[attr-defined]
    handler.opt.pop("roles")
    answers = [await client.get("/api/v1/units", headers=one) for one in everybody]
    assert {answer.status_code for answer in answers} == {403}


NAMED = re.compile(r"\{(\w+)\}")


async def test_nobody_in_particular_gets_401_everywhere_else(client: httpx.AsyncClient) -> None:
    words = {
        "sha256": "a" * 64,
        "device": "x",
        "account": "x",
        "name": "visits.csv",
        "kind": "visit-record",
        "table": "x",
    }
    closed = [(method, path) for method, path, roles in routes(client.app) if "public" not in roles]  # type: ignore[attr-defined]
    for method, path in closed:
        named = {
            name: words.get(name, "0191c0de-0000-7000-8000-000000000001") for name in NAMED.findall(path)
        }
        answer = await client.request(method, path.format(**named))
        assert answer.status_code == 401, (method, path)
        assert answer.headers["www-authenticate"] == "Bearer"
    assert len(closed) > 25


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/nowhere", "/api/v1/login", "/api/v1/units"])
async def test_every_answer_of_the_api_carries_its_headers(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert len(answer.headers["x-request-id"]) == 16
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_the_app_may_use_camera_and_place_and_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    page = await client.get("/app/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["permissions-policy"] == "camera=(self), geolocation=(self), microphone=()"
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    again = await client.get("/app/", headers={"if-none-match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    bare = await client.get("/app")
    assert (bare.status_code, bare.headers["location"]) == (308, "/app/")
    worker = await client.get("/app/sw.js")
    assert worker.headers["content-type"] == "text/javascript; charset=utf-8"


async def test_the_app_goes_compressed_to_who_takes_it(client: httpx.AsyncClient) -> None:
    plain = await client.get("/app/app.js", headers={"accept-encoding": "identity"})
    zipped = await client.get("/app/app.js", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert plain.headers["vary"] == zipped.headers["vary"] == "accept-encoding"
    head = await client.head("/app/app.js", headers={"accept-encoding": "gzip"})
    assert 0 < int(head.headers["content-length"]) < len(plain.content) / 2
    refused = await client.get("/app/app.js", headers={"accept-encoding": "gzip;q=0"})
    assert refused.content == plain.content and "content-encoding" not in refused.headers
    picture = await client.get("/app/icon-512.png", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in picture.headers


PROBES = [
    *(
        "..%2fapp.py",
        "%2e%2e/app.py",
        "..%5capp.py",
        "%00",
        "sw.js%00.png",
        "....//app.py",
        "/etc/passwd",
        "%ff",
        "x" * 3000,
    ),
    *("static", "index.html/", "../index.html", ".git/config", "%252e%252e/app.py"),
]


@pytest.mark.parametrize("folder", ["/app/", "/api/v1/docs/", "/", "/api/v1/photos/"])
async def test_no_path_leads_out(client: httpx.AsyncClient, folder: str) -> None:
    for probe in PROBES:
        answer = await client.get(f"{folder}{probe}")
        stays = probe in ("index.html/", "../index.html") and answer.status_code == 200
        assert stays or answer.status_code in (400, 401, 404), probe
        assert b"def " not in answer.content
        assert b"root:" not in answer.content


async def test_a_problem_has_its_shape_and_shows_nothing_of_this_machine(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/me")
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "errors", "request_id"}
    assert (problem["type"], problem["status"], problem["title"]) == (
        "/problems/unauthenticated",
        401,
        "请先登录",
    )
    assert problem["request_id"] == answer.headers["x-request-id"]


async def test_405_names_what_is_allowed(client: httpx.AsyncClient) -> None:
    answer = await client.request("PATCH", "/api/v1/units")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_another_host_name_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/kinds", headers={"host": "evil.example"})
    assert (answer.status_code, answer.json()["type"]) == (421, "/problems/wrong-host")
    assert (await client.get("/health", headers={"host": "127.0.0.1:8000"})).status_code == 200
    assert (await client.get("/health", headers={"host": "[::1]:8000"})).status_code == 200


async def test_each_request_leaves_one_line_without_names_values_or_tokens(
    client: httpx.AsyncClient,
) -> None:
    headers, told = await signed_in(client, INSPECTOR), BytesIO()
    client.app.state.log = logger(told)  # type: ignore[attr-defined]
    asked = await client.get("/api/v1/enterprises?q=secretname", headers=headers)
    lost = await client.get("/api/v1/nowhere?q=secretname")
    wrong = await client.put("/api/v1/units", headers=headers)
    out = told.getvalue()
    lines = [json.loads(line) for line in out.splitlines()]
    assert [(line["request_id"], line["status"], line["route"]) for line in lines] == [
        (asked.headers["x-request-id"], 200, "/api/v1/enterprises"),
        (lost.headers["x-request-id"], 404, "-"),
        (wrong.headers["x-request-id"], 405, "-"),
    ]
    for secret in (b"secretname", b"xunchayuan", headers["Authorization"].removeprefix("Bearer ").encode()):
        assert secret not in out


async def test_metrics_are_for_this_machine(client: httpx.AsyncClient) -> None:
    await client.get("/health")
    own = await client.get("/metrics")
    assert own.status_code == 200
    assert 'xuncha_requests_total{method="GET",route="/health",status="200"} 1.0' in own.text
    assert (await client.get("/metrics", headers={"x-forwarded-for": "10.0.0.1"})).status_code == 403
    person = await signed_in(client, AUDITOR)
    assert (
        await client.get("/metrics", headers={**person, "x-forwarded-for": "10.0.0.1"})
    ).status_code == 403


async def test_ready_until_it_stops(client: httpx.AsyncClient) -> None:
    assert (await client.get("/ready")).json()["ready"] is True
    client.app.state.stopping = True  # type: ignore[attr-defined]
    stopping = await client.get("/ready")
    assert (stopping.status_code, stopping.json()["type"]) == (503, "/problems/unavailable")
    assert (await client.get("/health")).status_code == 200
