"""A system call trace of the real server: no 2xx is written before the sync has returned."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.conftest import unavailable
from tests.faults.plants import COMMIT_LATER_S
from tests.faults.serving import Serving, serving
from tests.faults.trace import Tracing, read, unsynced
from tests.ledger.county import visit
from tests.storage.cluster import fresh_database, running
from tests.storage.direct import execute

ENTRIES = 10
PAUSE_S = 2 * COMMIT_LATER_S  #: a late commit is over before the next entry is sent


def traced(url: str, data: Path, fault: str = "") -> tuple[int, int]:
    """(answers, answers no sync stands before) of a server that is sent one entry after the other."""
    with serving(url, data, fault) as server:
        server.start()
        token = server.sign_in()
        put(server, token, 1)
        try:
            tracing = Tracing([server.group, *asyncio.run(backends(url))], data / "trace")
        except (FileNotFoundError, PermissionError) as error:
            unavailable(f"no strace here: {error}")
        put(server, token, ENTRIES)
        return unsynced(tracing.end())


async def backends(url: str) -> list[int]:
    """PostgreSQL's processes that work for the server: they are the ones that sync."""
    if url.startswith("sqlite"):
        return []
    asked = (
        "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
    )
    walwriter = "select pid from pg_stat_activity where backend_type = 'walwriter'"
    return [pid for (pid,) in await execute(url, f"{asked} union all {walwriter}")]


def put(server: Serving, token: str, count: int) -> None:
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}) as client:
        for _ in range(count):
            entry = f"http://127.0.0.1:{server.port}/api/v1/entries/{uuid4()}"
            assert client.put(entry, json=visit(at=datetime.now(UTC))).status_code == 201
            time.sleep(PAUSE_S)


@pytest.fixture
def durable_url(engine, tmp_path):
    """An empty database; the tests' common cluster runs with fsync off, so PostgreSQL gets one of its own."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path}/ledger.db"
        return
    try:
        with running() as address:
            yield fresh_database(address)
    except FileNotFoundError as error:
        unavailable(str(error))


def test_every_2xx_stands_after_a_sync_that_returned(durable_url, tmp_path):
    assert traced(durable_url, tmp_path / "data") == (ENTRIES, 0)


@pytest.mark.parametrize("fault", ["synchronous-off", "early-answer"])
def test_a_planted_lie_about_durability_is_seen(tmp_path, fault):
    answers, bare = traced(f"sqlite:///{tmp_path}/ledger.db", tmp_path / "data", fault)
    assert (answers, bare) == (ENTRIES, ENTRIES)


def test_a_trace_is_read_by_when_calls_end_and_answers_begin():
    lines = [
        '8 100.000050 read(9, "PUT /api/v1/entries/1"..., 65536) = 900 <0.000010>',
        "7     100.000100 fdatasync(8)   = 0 <0.000200>",  # short process numbers are padded
        '7 100.000400 sendto(9, "HTTP/1.1 201 Created", 20, 0, NULL, 0) = 20 <0.000010>',
        '8 100.000450 read(9, "PUT /api/v1/entries/2"..., 65536) = 900 <0.000010>',
        "7 100.000500 fdatasync(8 <unfinished ...>",
        '8 100.000600 write(9, "HTTP/1.1 201 Created", 20) = 20 <0.000010>',
        "7 100.000700 <... fdatasync resumed>) = 0 <0.000200>",
        '8 100.000750 <... read resumed>"PUT /api/v1/entries/3"..., 65536) = 900 <0.000010>',
        '8 100.000800 write(9, "HTTP/1.1 200 OK", 20) = 20 <0.000010>',
        '8 100.000900 write(9, "HTTP/1.1 422 Unprocessable", 20) = 20 <0.000010>',
        '8 100.000950 read(9, "PUT /api/v1/entries/4"..., 65536) = 900 <0.000010>',
        "7 100.001000 fsync(8) = -1 EIO (Input/output error) <0.000200>",
        '8 100.001300 write(9, "HTTP/1.1 200 OK", 20) = 20 <0.000010>',
    ]
    assert unsynced(sorted(read(lines))) == (4, 3)
