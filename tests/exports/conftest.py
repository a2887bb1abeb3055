"""The small county's ledger on either engine, made once."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exports.story import build
from tests.storage.cluster import fresh_database


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "postgres":
        url = fresh_database(request.getfixturevalue("cluster"))
    else:
        url = f"sqlite:///{tmp_path_factory.mktemp('exports')}/ledger.db"
    asyncio.run(build(url))
    return url


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same on SQLite alone, for what does not touch storage."""
    url = f"sqlite:///{tmp_path_factory.mktemp('formats')}/ledger.db"
    asyncio.run(build(url))
    return url


@pytest.fixture
def of_my_own(new_url: Callable[[], str]) -> str:
    """The same, to be written to."""
    url = new_url()
    asyncio.run(build(url))
    return url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "spool"
