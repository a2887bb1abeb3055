"""Both engines under the same test ids: every test that takes `url` or `storage` runs on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from inspections.ledger import judge_group
from inspections.storage import open_storage
from inspections.storage.engine import Storage
from tests.storage.cluster import fresh_database, running


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    with running() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Empty databases of either engine, as many as are asked for."""
    if request.param == "postgres":
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
