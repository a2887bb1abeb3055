"""The bench of the list of findings, small: every question finds its page, by an index. No limits on time."""

import asyncio

import pytest

from bench.findings import PAGE, QUESTIONS, ROWS, parameters, run
from inspections.storage.dialect import SQLITE
from inspections.storage.queries import asked
from inspections.storage.sqlite_library import library

SMALL = 12_000


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """The folder of a small table, and what was measured there."""
    folder = tmp_path_factory.mktemp("findings")
    return folder, asyncio.run(run(folder, SMALL, 1))


def test_every_question_finds_its_page(measured):
    lines = measured[1]
    assert {one.name: one.rows for one in lines} == dict.fromkeys(QUESTIONS, PAGE) | {"a doer of a firm": 30}
    assert ROWS == 1_000_000


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_answered_from_an_index_in_its_order(measured, name):
    given = parameters(QUESTIONS[name])
    sql = asked("findings", SQLITE, given)
    used = {key: value for key, value in given.items() if f":{key}" in sql}
    with library().connect(measured[0] / "findings.db") as database:
        plan = [line[3] for line in database.execute(f"explain query plan {sql}", used)]
    [page, *_] = [line for line in plan if line.startswith(("SEARCH f", "SCAN f"))]
    assert page.startswith("SEARCH f USING") and "received_at" in page
    assert plan.count("USE TEMP B-TREE FOR ORDER BY") == 1, "the page alone is put in order"
