"""Both engines for the ledger's own tests, as in tests/storage; a clock that can be set."""

from collections.abc import AsyncIterator

import pytest

from inspections.ledger import judge_group
from inspections.storage import open_storage
from inspections.storage.engine import Storage
from tests.ledger.county import Clock, found
from tests.storage.conftest import anyio_backend as anyio_backend
from tests.storage.conftest import cluster as cluster
from tests.storage.conftest import new_url as new_url
from tests.storage.conftest import url as url


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def county(url: str, clock: Clock, anyio_backend: str) -> AsyncIterator[Storage]:
    """A founded county on either engine."""
    storage = await open_storage(url, judge_group, clock)
    await found(storage)
    yield storage
    await storage.close()
