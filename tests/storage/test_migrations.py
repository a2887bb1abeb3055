"""The schema: brought to its head, refused when it is not ours, and equal to the Structs."""

import pytest

from inspections.ledger import judge_group
from inspections.storage import StorageError, open_storage
from inspections.storage.dialect import POSTGRES, SQLITE, Dialect
from inspections.storage.migrate import migrations
from inspections.storage.views import VIEWS
from tests.storage.direct import execute

pytestmark = pytest.mark.anyio


def dialect(url: str) -> Dialect:
    return SQLITE if url.startswith("sqlite") else POSTGRES


async def open_and_close(url: str) -> None:
    await (await open_storage(url, judge_group)).close()


async def test_a_fresh_database_is_at_the_head(url, storage):
    applied = await execute(url, "select number, name, checksum from schema_step order by number")
    assert applied == [(step.number, step.name, step.checksum) for step in migrations(dialect(url))]


async def test_opening_again_applies_nothing(url, storage):
    before = await execute(url, "select number, applied_at from schema_step order by number")
    await open_and_close(url)
    assert await execute(url, "select number, applied_at from schema_step order by number") == before


async def test_data_of_a_newer_program_is_refused(url, storage):
    await execute(url, "insert into schema_step values (9999, '9999_later', 'x', '2030-01-01')")
    with pytest.raises(StorageError, match="更新的版本写过（第 9999 步）"):
        await open_and_close(url)


async def test_a_step_that_was_changed_after_it_ran_is_refused(url, storage):
    await execute(url, "update schema_step set checksum = 'other' where number = 1")
    with pytest.raises(StorageError, match="0001_ledger 与已执行的不一致"):
        await open_and_close(url)


async def test_the_columns_of_each_view_are_the_fields_of_its_struct(url, storage):
    in_tables = {view.table: sorted(await columns(url, view.table)) for view in VIEWS}
    assert in_tables == {view.table: sorted(view.__struct_fields__) for view in VIEWS}
    keys = {view.table: await primary_key(url, view.table) for view in VIEWS}
    assert keys == {view.table: set(view.key) for view in VIEWS}


#: what is no view: copied with the ledger (tests/ledger/test_rebuild.py), or of one server only
COPIED = {"entry", "entry_parent", "vault", "inbox", "secret", "token", "photo"}
NOT_COPIED = {"schema_step", "session", "failed_login", "outgoing"}
NOT_COPIED |= {"photo_print", "photo_mark"}  # drawn from the files anew


async def test_every_table_is_a_view_or_known_to_be_none(url, storage):
    assert await tables(url) - COPIED - NOT_COPIED == {view.table for view in VIEWS}


async def tables(url: str) -> set[str]:
    if dialect(url) is SQLITE:
        found = await execute(url, "select name from sqlite_master where type = 'table'")
    else:
        found = await execute(
            url, "select table_name from information_schema.tables where table_schema = 'public'"
        )
    return {str(name) for (name,) in found}


async def columns(url: str, table: str) -> list[str]:
    if dialect(url) is SQLITE:
        return [row[1] for row in await execute(url, f"pragma table_info({table})")]
    question = f"select column_name from information_schema.columns where table_name = '{table}'"
    return [row[0] for row in await execute(url, question)]


async def primary_key(url: str, table: str) -> set[str]:
    if dialect(url) is SQLITE:
        return {row[1] for row in await execute(url, f"pragma table_info({table})") if row[5]}
    question = (
        "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)"
        f" where i.indisprimary and i.indrelid = '{table}'::regclass"
    )
    return {row[0] for row in await execute(url, question)}
