"""Two API processes on one PostgreSQL, one book, 64 clients over HTTP: one chain, nothing doubled."""

import asyncio
import time
from collections import Counter

from inspections.chain import Stored, empty, walk
from inspections.ledger import judge_group
from inspections.storage import open_storage
from inspections.storage.engine import entries_of
from tests.faults.kill import Phones
from tests.faults.serving import Serving, serving
from tests.ledger.county import BOOK
from tests.storage.cluster import fresh_database

RECEIPTS = 50  #: of each server at least
GIVE_UP_S = 120


async def everything(url: str) -> list[Stored]:
    storage = await open_storage(url, judge_group)
    try:
        return await entries_of(storage, BOOK, 0, 100_000)
    finally:
        await storage.close()


def test_two_api_processes_with_64_clients_write_one_chain(cluster, tmp_path, capsys):
    url = fresh_database(cluster)
    with serving(url, tmp_path / "one") as one:
        (tmp_path / "other").mkdir()
        other = Serving(url, tmp_path / "other")
        try:
            heard = [sent(server, name) for server, name in ((one, "one"), (other, "other"))]
            for phones in heard:
                await_receipts(phones)
            receipts = [phones.end_and_count() for phones in heard]
        finally:
            other.end()
    entries = asyncio.run(everything(url))
    acknowledged = Counter(entry_id for _, found in receipts for entry_id in found)
    numbers = {entry.id: entry.seq for entry in entries}
    with capsys.disabled():
        print(f"\ntwo servers: {[len(found) for _, found in receipts]} receipts, {len(entries)} entries")
    assert [odd for odd, _ in receipts] == [0, 0]
    assert min(len(found) for _, found in receipts) >= RECEIPTS
    assert set(acknowledged.values()) == {1}
    assert all(numbers[entry_id] == seq for _, found in receipts for entry_id, seq in found.items())
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert list(walk(entries, empty(BOOK))) == []


def sent(server: Serving, name: str) -> Phones:
    """32 clients at work on one of the servers."""
    server.start()
    return Phones(server.port, server.sign_in(), name, clients=32)


def await_receipts(phones: Phones) -> None:
    """Until the server has acknowledged enough; how soon depends on what else the machine does."""
    given_up_at = time.monotonic() + GIVE_UP_S
    while phones.said.qsize() < RECEIPTS and time.monotonic() < given_up_at:
        time.sleep(0.05)
