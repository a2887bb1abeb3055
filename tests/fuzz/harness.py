"""A demonstration county behind the real application, in this process, and one accepted request per route and role."""

import asyncio
import json
import random
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import structlog
from litestar import Litestar

from api.app import create_app, routes
from api.county import make_demo
from inspections import replay
from inspections.entries import Envelope
from inspections.people import WRITES
from inspections.settings import Settings
from tests.fuzz.asgi import Reply, call
from tests.fuzz.mutants import Seed, mutant

PASSWORD = "Example-12345"
JSON = (b"content-type", b"application/json")
HOST = (b"host", b"127.0.0.1")
ACCOUNTS = {
    "inspector": "xunchayuan", "county": "xianju", "responsible": "zeren", "reviewer": "shenhe", "energy_centre": "jieneng",
    "publisher": "fabu", "auditor": "shenji", "admin": "guanli",
}  # fmt: skip


class Door(NamedTuple):
    """The application with a token per role."""

    app: Litestar
    tokens: dict[str, bytes]

    def headers(self, role: str) -> tuple[tuple[bytes, bytes], ...]:
        return (HOST, JSON, (b"authorization", b"Bearer " + self.tokens[role]))

    async def ask(self, role: str, method: str, path: str, query: str = "", body: Any = None) -> Reply:
        raw = b"" if body is None else json.dumps(body).encode()
        return await call(self.app, method, path, query.encode(), self.headers(role), raw)


@asynccontextmanager
async def county_door(folder: Path, **more: Any) -> AsyncIterator[Door]:
    """The demonstration county made in a folder, served by the real application, everybody logged in."""
    cheap = {"argon2_memory_kib": 8, "argon2_rounds": 1, "argon2_lanes": 1}
    settings = Settings(data=folder, demo_password=PASSWORD, login_failures=10**6, **cheap, **more)
    now = datetime.now(UTC)
    await make_demo(settings, now, months=4)
    app = create_app(settings)
    app.state.log = structlog.wrap_logger(
        structlog.ReturnLogger()
    )  # thousands of lines would drown the result
    async with app.lifespan():
        tokens = {}
        for role, account in ACCOUNTS.items():
            body = json.dumps({"account": account, "password": PASSWORD, "device": role}).encode()
            reply = await call(app, "POST", "/api/v1/login", b"", (HOST, JSON), body)
            assert reply.status == 200, reply.body
            tokens[role] = json.loads(reply.body)["token"].encode()
        yield Door(app, tokens)


Bodies = dict[tuple[str, str], dict[str, Any]]  #: (type, role) → a body this role may write


async def stored_bodies(app: Litestar) -> Bodies:
    """One accepted body of each type for each role that may write it, from the demonstration county."""
    found: Bodies = {}
    for book in await replay.books(app.state.storage):
        async for page in replay.pages(app.state.storage, book):
            for entry in page:
                body = json.loads(bytes(msgspec.json.decode(entry.stored, type=Envelope).body))
                for role in WRITES[entry.type]:
                    at_home = role != "inspector" or body.get("unit") == "xiangtang_town"
                    if at_home and body.get("account") != "guanli":
                        found[entry.type, role] = body
    return found


async def seeds(door: Door) -> list[Seed]:
    """One request that is accepted for every route and role that may use it."""
    bodies = await stored_bodies(door.app)
    visit, finding = [await newest(door, name) for name in ("visits", "findings")]
    letter, opening = await newest(door, "letters", "letter"), await newest(door, "openings", "opening")
    places = {
        "entry_id": visit,
        "visit_id": visit,
        "finding_id": finding,
        **{f"{name}_id": await newest(door, f"{name}s") for name in ("audit", "balance", "supervision")},
        "letter": letter,
        "opening": opening,
        "name": "deadline",
        "table": "unit_product_limits",
        "account": "xunchayuan",
        "sha256": "0" * 64,
        "device": "x",
    }
    found = []
    for method, path, roles in routes(door.app):
        for role in (roles if roles and "public" not in roles else ("inspector",)) or ():
            if role in ACCOUNTS and "code" not in path and "logout" not in path and "password" not in path:
                found += route_seeds(door, method, path, role, places, bodies)
    return found


async def newest(door: Door, name: str, key: str = "id") -> str:
    """The id of the first line of a list."""
    reply = await door.ask("county", "GET", f"/api/v1/{name}", "limit=1")
    return str(json.loads(reply.body)["items"][0][key])


def route_seeds(
    door: Door, method: str, path: str, role: str, places: dict[str, str], bodies: Bodies
) -> list[Seed]:
    name, headers = f"{method} {path}", door.headers(role)
    filled = path.replace("templates/{name:str}", "templates/audit.xlsx").replace("{kind:str}", "audit")
    for key, value in places.items():
        filled = (
            filled.replace("{" + key + "}", value)
            .replace("{" + key + ":uuid}", value)
            .replace("{" + key + ":str}", value)
        )
    if method == "PUT" and "entries" in path:
        mine = [(kind, body) for (kind, who), body in bodies.items() if who == role]
        return [
            Seed(f"{name} {kind}", role, method, filled, b"", headers, dumped(body)) for kind, body in mine
        ]
    if method == "POST" and path.endswith("/entries"):
        mine = [{"id": str(uuid.uuid4()), **body} for (_, who), body in bodies.items() if who == role]
        return [Seed(name, role, method, filled, b"", headers, dumped({"entries": mine[:3]}))]
    body = {"login": {"account": "nobody", "password": "x", "device": "x"}}.get(path.rsplit("/", 1)[-1])
    if "calc" in path:
        body = {"from": "2026-02-12", "count": 5, "kind": "working"}
    if path.endswith("petitioner"):
        body = {"purpose": "核对答复地址"}
    query = QUERIES.get(path.rsplit("/", 1)[-1], "").format(**places).encode()
    return [Seed(name, role, method, filled, query, headers, dumped(body) if body else b"")]


QUERIES = {
    "unit_product_limits": "on=2026-09-01",
    "coverage": "kind=steel_patrol&year=2026",
    "receipts": "ids={visit_id}",
    "changes": "book=360121&since=0&limit=5",
    "visits": "kind=steel_patrol&limit=5",
    "openings": "type=closed&batch=central_3&limit=5",
    "letters": "batch=central_3&replied=false&linked=true&limit=5",
    "findings": "type=open&overdue=true&q=sl&limit=5",
    "enterprises": "q=sl",
    "similar": "category=road&lat=28.5&lon=115.9&crs=WGS84",
    "at": "lat=28.5&lon=115.9&crs=WGS84",
}


def dumped(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


class Tally(NamedTuple):
    """What became of the mutants."""

    statuses: Counter[int]
    passed: int  #: got through authentication and decoding: a rule or a query answered
    broken: list[tuple[Seed, int]]  #: answers ≥ 500

    @property
    def total(self) -> int:
        return sum(self.statuses.values())


async def fuzz(door: Door, found: list[Seed], count: int, seed: int, seconds: float = 10**6) -> Tally:
    """Send mutants, a few at a time as phones do; stops early when the time is up."""
    rng, statuses, broken = random.Random(seed), Counter[int](), list[tuple[Seed, int]]()
    writes, reads = [one for one in found if one.body], [one for one in found if not one.body]
    until, passed = time.monotonic() + seconds, 0
    while statuses.total() < count and time.monotonic() < until:
        batch = [
            mutant(fresh(rng.choice(writes if rng.random() < WRITES_SHARE or not reads else reads), rng), rng)
            for _ in range(TOGETHER)
        ]
        replies = await asyncio.gather(
            *(call(door.app, one.method, one.path, one.query, one.headers, one.body) for one in batch)
        )
        statuses.update(reply.status for reply in replies)
        passed += sum(map(was_judged, replies))
        if statuses.total() % 4096 < TOGETHER:  # else the inbox shares fill up, and every refusal ends as 429
            await door.app.state.storage.run("inbox_expire", before="9")
        broken += [
            (one, reply.status) for one, reply in zip(batch, replies, strict=True) if reply.status >= 500
        ]
    return Tally(statuses, passed, broken)


TOGETHER = 32
WRITES_SHARE = 0.7


def fresh(one: Seed, rng: random.Random) -> Seed:
    """The same request under an id nobody has used."""
    if one.method != "PUT" or "entries" not in one.route:
        return one
    return one._replace(
        path=f"{one.path.rpartition('/')[0]}/{uuid.UUID(int=rng.getrandbits(128), version=4)}"
    )


def was_judged(reply: Reply) -> bool:
    """Did the request get past authentication and decoding? A refusal by a rule did, an unreadable body did not."""
    if reply.status == 422:
        codes = {one["code"] for one in json.loads(reply.body).get("errors", ())}
        return not codes & UNREADABLE
    return reply.status in {200, 201, 202, 204, 206, 304, 404, 409, 410, 429}


UNREADABLE = {
    "missing", "unknown-field", "not-an-instant", "not-an-id", "wrong-form", "not-a-choice", "too-long", "too-short", "too-many",
    "too-few", "too-small", "too-large", "not-an-object", "not-a-list", "not-yes-no", "not-text", "not-a-number", "unknown-type", "nul",
    "unreadable",
}  # fmt: skip
