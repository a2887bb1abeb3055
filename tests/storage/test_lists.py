"""A list's query holds only the filters that were asked for, so that either engine may choose an index for them."""

import re

import pytest

from inspections.storage.dialect import POSTGRES, SQLITE
from inspections.storage.queries import asked, named
from tests.storage.direct import execute

pytestmark = pytest.mark.anyio
FILTERED = ("visits", "findings")


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRES], ids=["sqlite", "postgres"])
@pytest.mark.parametrize("query", FILTERED)
def test_a_filter_that_is_not_asked_for_is_not_there(query, dialect):
    names = set(re.findall(r"\$if\(:(\w+)\)", named(dialect)[query]))
    assert {"unit", "enterprise", "kind", "west"} <= names
    bare = asked(query, dialect, dict.fromkeys(names))
    whole = asked(query, dialect, dict.fromkeys(names, "x"))
    assert "$if" not in bare + whole
    assert ".unit = :unit" in whole and ".unit = :unit" not in bare
    some = asked(query, dialect, {"unit": "wuyang_town", "kind": None})
    assert ".unit = :unit" in some and ".kind = :kind" not in some
    assert "between k.value and k.value" in whole
    scoped = "between k.value and k.value" in bare
    assert scoped or "1 = 0" in bare  # without a scope nothing is found
    assert "1 = 0" not in whole


@pytest.mark.parametrize("query", FILTERED)
async def test_newest_first_is_read_off_an_index(url, storage, query):
    """On PostgreSQL with sequential scans forbidden: the planner would take one for an empty table."""
    sqlite = url.startswith("sqlite")
    sql = asked(query, SQLITE if sqlite else POSTGRES, {"within": "a/"})
    for name, value in {
        "scopes": "'[\"a/\"]'",
        "within": "'a/'",
        "before": "'~'",
        "before_id": "'~'",
        "today": "'2026'",
        "limit": "5",
    }.items():
        sql = re.sub(rf":{name}\b", value, sql)
    before = () if sqlite else ("set enable_seqscan = off", "set enable_sort = off")
    explain = "explain query plan " if sqlite else "explain "
    plan = repr(await execute(url, *before, explain + sql))
    assert f"{query[:-1]}_by_received" in plan, plan
