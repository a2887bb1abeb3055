"""Nothing in the ledger is changed or taken away, not even past the program."""

import pytest

from inspections.replay import verify
from tests.ledger.county import found, item, together, visit, zero_report
from tests.storage.direct import execute

pytestmark = pytest.mark.anyio

VISIT = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
async def filed(storage):
    """A founded county with a visit and a zero report that rests on it."""
    await found(storage)
    await together(storage, [item(visit(), entry_id=VISIT), item(zero_report(rests_on=VISIT))])
    return storage


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update entry set actor = 'x' where seq = 3", "entry is append-only"),
        ("delete from entry where seq = 3", "entry is append-only"),
        ("update entry_parent set parent = 'x'", "entry_parent is append-only"),
        ("delete from entry_parent", "entry_parent is append-only"),
        ("delete from vault", "append-only|erased, not deleted"),
    ],
)
async def test_a_change_is_refused(url, filed, statement, said):
    with pytest.raises(Exception, match=said):
        await execute(url, statement)
    assert await verify(filed) == []


@pytest.mark.parametrize("table", ["entry", "entry_parent", "vault"])
async def test_emptying_a_table_is_refused(url, filed, table):
    """PostgreSQL's truncate passes row triggers by; SQLite's own shortcut is a delete without where."""
    before = await execute(url, f"select count(*) from {table}")
    statement = f"delete from {table}" if url.startswith("sqlite") else f"truncate {table}"
    with pytest.raises(Exception, match=r"append-only|erased, not deleted"):
        await execute(url, statement)
    assert await execute(url, f"select count(*) from {table}") == before
