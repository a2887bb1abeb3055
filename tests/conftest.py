"""What every folder of tests may use: both engines under the same test ids, a founded county, the application in this
process, and a real server in another.

Owns: these fixtures. Does not own the cluster (tests/storage/cluster.py) or what a founded county is
(tests/ledger/county.py). What cannot run here is skipped visibly, and fails when XUNCHA_REQUIRE_ALL is set.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple

import httpx
import hypothesis
import pytest

from api.app import create_app
from api.county import make_demo
from inspections.credentials import set_password
from inspections.ledger import judge_group
from inspections.settings import Settings
from inspections.storage import open_storage
from inspections.storage.engine import Storage, utc_now
from tests.ledger.county import Clock, found
from tests.people import EVERYBODY, PASSWORD
from tests.storage.cluster import binaries, free_port, fresh_database, running

CHEAP = {"argon2_memory_kib": 8, "argon2_rounds": 1, "argon2_lanes": 1}
MONTHS = 4  #: of the demonstration's story; tests/cli/test_start.py tells all of it
START_WITHIN_S = 400  #: the demonstration and its site are made first, on two cores that others use too
COPIES = count(1)
# How fast this machine is today is no property of the code: a deadline or a slow first draw never fails a test.
hypothesis.settings.register_profile(
    "xuncha", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("xuncha")


def unavailable(reason: str) -> None:
    """Skip, or fail where everything must run."""
    (pytest.fail if os.environ.get("XUNCHA_REQUIRE_ALL") else pytest.skip)(reason)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    with ExitStack() as stack:
        try:
            address = stack.enter_context(running("fsync=off"))
        except (FileNotFoundError, subprocess.CalledProcessError) as error:
            unavailable(f"no PostgreSQL cluster here: {error}")
        yield address


def copied_database(template: str) -> str:
    """The address of a new database with everything the template holds; nobody may be connected to that."""
    address, _, name = template.rpartition("/")
    copy = f"{name}_copy_{next(COPIES)}"
    create = (f"{binaries()}/createdb", "--maintenance-db", f"{address}/postgres", "-T", name, copy)
    subprocess.run(create, check=True)
    return f"{address}/{copy}"


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Empty databases of either engine, as many as are asked for."""
    if engine == "postgres":
        return partial(fresh_database, request.getfixturevalue("cluster"))
    numbers = count(1)
    return lambda: f"sqlite:///{tmp_path}/ledger-{next(numbers)}.db"


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    """An empty database of either engine."""
    return new_url()


@pytest.fixture
async def storage(url: str, anyio_backend: str) -> AsyncIterator[Storage]:
    opened = await open_storage(url, judge_group)
    yield opened
    await opened.close()


async def seed(url: str) -> None:
    """A founded county whose people have the password of the tests."""
    storage = await open_storage(url, judge_group, Clock())
    try:
        await found(storage)
        for account in EVERYBODY:
            await set_password(storage, account, PASSWORD, Settings(**CHEAP))
    finally:
        await storage.close()


@pytest.fixture(scope="session")
def sqlite_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.db"
    asyncio.run(seed(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_county(cluster: str) -> str:
    address = fresh_database(cluster)
    asyncio.run(seed(address))
    return address


@pytest.fixture
def county_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A founded county of its own, copied from one that is made once."""
    if engine == "postgres":
        return copied_database(request.getfixturevalue("postgres_county"))
    shutil.copy(request.getfixturevalue("sqlite_county"), tmp_path / "county.db")
    return f"sqlite:///{tmp_path}/county.db"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def county(county_url: str, clock: Clock, anyio_backend: str) -> AsyncIterator[Storage]:
    """The founded county, opened, at the hour the clock says."""
    opened = await open_storage(county_url, judge_group, clock)
    yield opened
    await opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", **CHEAP)


@pytest.fixture
async def client(county: Storage, settings: Settings, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    """The application over the founded county, called without a socket."""
    app = create_app(settings, county, clock)
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 40000))
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url="https://localhost") as asked:
        asked.app = app  # type: ignore[attr-defined]  # tests may look behind the door
        yield asked


class Server(NamedTuple):
    """A real server in another process, with the demonstration county."""

    url: str
    password: str
    data: Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own: nobody else has written to it."""
    with started(tmp_path / "fresh") as server:
        yield server


@contextmanager
def started(data: Path) -> Iterator[Server]:
    settings = Settings(data=data, demo_password=PASSWORD, **CHEAP)
    with ThreadPoolExecutor(1) as apart:  # a browser test has a loop of its own in this thread
        apart.submit(asyncio.run, make_demo(settings, utc_now(), MONTHS)).result()
    port = free_port()
    environment = os.environ | {"XUNCHA_DATA": str(data), "XUNCHA_DEMO_PASSWORD": PASSWORD}
    command = [sys.executable, "-m", "api.start", "--port", str(port)]
    with (data.parent / f"{data.name}.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", process, data.parent / f"{data.name}.log")
        yield Server(f"http://127.0.0.1:{port}", PASSWORD, data)
    finally:
        process.terminate()
        process.wait(15)


def wait_until_ready(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text('utf-8')[-4000:]}")
