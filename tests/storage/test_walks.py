"""Random steps by random people never close a finding without every guard; the views are rebuilt the same."""

import shutil
from collections import Counter
from random import Random

import pytest

from inspections.ledger import judge_group
from inspections.replay import digests, rebuild, verify
from inspections.storage import open_storage
from tests.walks import closings, walk_together, wrong_with

pytestmark = pytest.mark.anyio
SEED, WALKS, STEPS = 20260401, 500, 24


@pytest.fixture
async def sqlite_only(sqlite_county, tmp_path, clock, anyio_backend):
    """A founded county: what a guard says does not depend on the engine."""
    shutil.copy(sqlite_county, tmp_path / "walks.db")
    opened = await open_storage(f"sqlite:///{tmp_path}/walks.db", judge_group, clock)
    yield opened
    await opened.close()


async def test_500_random_walks_never_close_without_every_guard(sqlite_only, clock, capsys):
    walks = await walk_together(sqlite_only, clock, Random(SEED), WALKS, STEPS)
    closed = [(one, at) for one in walks for at in closings(one)]
    wrong = [(one.level, one.id, lacking) for one, at in closed if (lacking := wrong_with(one, at))]
    with capsys.disabled():
        said = Counter(one.level for one, _ in closed)
        print(
            f"\nrandom walks: {len(walks)}, taken {sum(len(one.told) for one in walks)}, closed {dict(said)}"
        )
    assert wrong == []
    assert len({one.level for one, _ in closed}) == 5, "a level that never closes proves nothing about it"
    before = await digests(sqlite_only)
    assert await rebuild(sqlite_only) == before
    assert await verify(sqlite_only) == []
