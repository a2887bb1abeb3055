"""Several processes on one database: the command line beside a server, two API processes on PostgreSQL."""

import asyncio
import sys
from contextlib import suppress
from uuid import uuid4

import pytest

from inspections.ledger import Created, Pending, Repeated, judge_group
from inspections.replay import verify
from inspections.storage import StorageError, open_storage
from inspections.storage.postgres import POOL
from tests.ledger.county import correction, found, item, visit
from tests.storage.cluster import fresh_database
from tests.storage.direct import execute
from tests.storage.filer import visit_id

pytestmark = pytest.mark.anyio


async def filer(url, name, count, clients):
    """Start the program; its receipts as (id, seq) once it is done."""
    command = (sys.executable, "-m", "tests.storage.filer", url, name, str(count), str(clients))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    printed, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    return [(line.split()[0], int(line.split()[1])) for line in printed.decode().splitlines()]


async def test_the_command_line_writes_beside_a_running_server(url, storage):
    """Each group reads the head inside its own transaction, so two processes make one chain."""
    await found(storage)
    beside = asyncio.create_task(filer(url, "beside", 60, 1))
    mine = []
    while not beside.done():
        mine.append(await storage.write(item(visit())))
        await asyncio.sleep(0.002)
    receipts = await beside
    assert len(receipts) == 60
    assert all(isinstance(answer, Created) for answer in mine)
    seqs = [answer.receipt.seq for answer in mine] + [seq for _, seq in receipts]
    assert sorted(seqs) == list(range(40, 40 + len(seqs)))
    mixed = sum(seq > mine[0].receipt.seq for _, seq in receipts)
    assert mixed > 0  # they really wrote at the same time
    assert await verify(storage) == []


async def test_two_processes_and_64_clients_make_one_chain(url, storage):
    """Both send the same 200 visits: nothing is doubled, no number is left out."""
    await found(storage)
    both = await asyncio.gather(*(filer(url, "same", 200, 32) for _ in range(2)))
    receipts = [receipt for printed in both for receipt in printed]
    assert {entry_id for entry_id, _ in receipts} == {visit_id("same", number) for number in range(200)}
    assert len(receipts) == 200  # the other process was told Repeated
    assert sorted(seq for _, seq in receipts) == list(range(40, 240))
    assert await execute(url, "select count(*), min(seq), max(seq) from entry") == [(239, 1, 239)]
    assert await verify(storage) == []


async def hold_inbox(url):
    """For a second nobody can put anything into PostgreSQL's inbox; SQLite lets only one write at a time anyway."""
    if url.startswith("postgres"):
        lock = "lock table inbox in exclusive mode"
        await execute(url, "begin", lock, "select pg_sleep(1)", "commit")


async def test_a_child_and_its_parent_at_two_servers_at_once_do_not_miss_each_other(new_url):
    """The child is on its way into the inbox of one while the other commits the parent."""
    url = new_url()
    one, other = [await open_storage(url, judge_group) for _ in range(2)]
    try:
        await found(one)
        parent = uuid4()
        held = asyncio.create_task(hold_inbox(url))
        await asyncio.sleep(0.3)
        child = asyncio.create_task(one.write(item(correction(parent, visit(place="示例乙处")))))
        await asyncio.sleep(0.3)
        created = await other.write(item(visit(), "xianju", parent))
        assert (type(await child), type(created)) == (Pending, Created)
        await held
        assert await execute(url, "select id from inbox") == []
        stored = await execute(
            url, "select type from entry where type in ('visit', 'correction') order by seq"
        )
        assert stored == [("visit",), ("correction",)]
    finally:
        await one.close()
        await other.close()


async def test_connections_that_are_lost_are_told_and_lose_nothing_acknowledged(cluster):
    """PostgreSQL ends every connection again and again while five phones send."""
    url = fresh_database(cluster)
    storage = await open_storage(url, judge_group)
    cut = (
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    try:
        await found(storage)
        answers = []
        for number in range(14):
            waiting = [asyncio.create_task(storage.write(item(visit()))) for _ in range(5)]
            await asyncio.sleep(0.002 * (number % 7))
            await execute(url, cut)
            answers += await asyncio.gather(*waiting, return_exceptions=True)
        assert {type(answer) for answer in answers} <= {Created, Repeated, StorageError}
        receipts = [answer.receipt for answer in answers if isinstance(answer, Created | Repeated)]
        assert 0 < len(receipts) < len(answers), "every phone was spared, or none was"
        assert isinstance(await by_and_by(storage), Created)
        kept = dict(await execute(url, "select id, seq from entry"))
        assert all(kept.get(receipt.id) == receipt.seq for receipt in receipts)
        assert await verify(storage) == []
    finally:
        await storage.close()


async def by_and_by(storage):
    """A write that succeeds once each connection of the pool has been found out to be lost."""
    for _ in range(POOL):
        with suppress(StorageError):
            return await storage.write(item(visit()))
    return await storage.write(item(visit()))
