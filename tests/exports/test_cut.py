"""A line that is cut: at 20 random points, recognised by the manifest, gone on with, and the whole has the same hash.

A real server, real sockets, a table long enough to be written by a process while it is sent. The first cut of each format
falls while the file is still growing; before the last is gone on
with the ledger has moved.
"""

import asyncio
import hashlib
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
import uvicorn

from api.app import create_app
from bench.cloning import cloned
from inspections.credentials import set_password
from inspections.exports.formats import FORMATS
from inspections.exports.making import MANY
from inspections.ledger import judge_group
from inspections.settings import Settings
from inspections.storage import open_storage
from inspections.storage.engine import Storage
from tests.conftest import CHEAP
from tests.exports.story import build
from tests.ledger.county import Clock, visit, write
from tests.people import COUNTY, PASSWORD

CUTS = 20
SEED = 20261122
pytestmark = pytest.mark.anyio


class Place(NamedTuple):
    """A server, a person signed in there, and the ledger behind it."""

    port: int
    bearer: str
    storage: Storage


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture
async def place(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Place]:
    settings = Settings(data=tmp_path, reserve_mb=0, **CHEAP)
    await build(settings.database)
    await asyncio.to_thread(cloned, tmp_path / "xuncha.db", "visit", "id", MANY + 1_000)
    storage = await open_storage(settings.database, judge_group, Clock())
    await set_password(storage, COUNTY, PASSWORD, settings)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(create_app(settings, storage, Clock()), log_config=None))
        serving = asyncio.create_task(server.serve([listening]))
        port = listening.getsockname()[1]
        login = json.dumps({"account": COUNTY, "password": PASSWORD, "device": "示例"}).encode()
        said = await ask(port, "POST /api/v1/login", {"Content-Type": "application/json"}, login)
        yield Place(port, json.loads(said.body)["token"], storage)
        server.should_exit = True
        await serving
    await storage.close()


async def ask(
    port: int, what: str, headers: dict[str, str], body: bytes = b"", most: int | None = None
) -> Answer:
    """One request over a line that is cut after `most` bytes of the answer's body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = {"Host": "localhost", "Connection": "close", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    writer.write(f"{what} HTTP/1.1\r\n{head}\r\n".encode() + body)
    first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    said = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
    given = b""
    async for piece in pieces(reader, "chunked" in said.get("transfer-encoding", "")):
        given += piece
        if most is not None and len(given) >= most:
            break
    writer.transport.abort()
    return Answer(int(first.split()[1]), said, given[:most])


async def pieces(reader: asyncio.StreamReader, chunked: bool) -> AsyncIterator[bytes]:
    while chunked and (size := int(await reader.readline(), 16)):
        yield (await reader.readexactly(size + 2))[:-2]
    while not chunked and (piece := await reader.read(65536)):
        yield piece


async def cut_and_gone_on_with(place: Place, form: str, random: Random, size: int, moved: bool) -> int:
    """One file cut at a random point and gone on with, perhaps after the ledger has moved; its whole size."""
    path = f"/api/v1/exports/visits.{form}"
    me = {"Authorization": f"Bearer {place.bearer}"}
    cut = await ask(place.port, f"GET {path}", me, most=random.randrange(1, size))
    run = cut.headers["etag"].strip('"')
    if moved:
        await write(place.storage, visit("sanjiang_town"))
    said = await ask(place.port, f"GET {path}.manifest.json?run={run}", me)
    manifest: dict[str, Any] = json.loads(said.body)
    assert len(cut.body) < manifest["bytes"]
    assert hashlib.sha256(cut.body).hexdigest() != manifest["sha256"]
    onward = me | {"Range": f"bytes={len(cut.body)}-", "If-Range": f'"{run}"'}
    rest = await ask(place.port, f"GET {path}", onward)
    assert (cut.status, rest.status) == (200, 206)
    assert hashlib.sha256(cut.body + rest.body).hexdigest() == manifest["sha256"]
    return int(manifest["bytes"])


async def test_it_is_recognised_and_gone_on_with_to_the_same_hash(place: Place) -> None:
    random, cuts = Random(SEED), 0
    for form in FORMATS:
        size = 40_000  # less than any of them
        for number in range(CUTS // len(FORMATS)):
            last = number == CUTS // len(FORMATS) - 1
            size = await cut_and_gone_on_with(place, form, random, size, moved=last)
            cuts += 1
    assert cuts == CUTS
