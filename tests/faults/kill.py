"""The server is killed while phones send, again and again: is everything there that was acknowledged?

Owns: the campaign and its tally. 16 clients in another process; SIGKILL of the server's process group at a random
moment with requests unanswered; then every acknowledged id must be present once and the chain valid. At the end the
whole ledger is verified and every view rebuilt. Source: docs of the ledger's promise, design.md §2 (200/201 = on disk).
"""

import asyncio
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from random import Random

import msgspec

from inspections.chain import empty, head_of, walk
from inspections.ledger import judge_group
from inspections.replay import digests, rebuild, verify
from inspections.storage import open_storage
from inspections.storage.engine import Storage, entries_of
from tests.faults.serving import Serving, serving
from tests.ledger.county import BOOK

CLIENTS = 16
SILENCE_S = 30


class Tally(msgspec.Struct, kw_only=True):
    """What a campaign came to."""

    engine: str
    seed: int
    cycles: int = 0  #: kills with at least one request unanswered; only these count
    idle_kills: int = 0  #: kills that happened to meet none
    acknowledged: int = 0  #: receipts the clients got
    unanswered: int = 0  #: requests on their way when the server was killed
    already_stored: int = 0  #: resent after the kill and answered 200
    lost: int = 0  #: acknowledged and not there
    moved: int = 0  #: acknowledged with another number than it has
    breaks: int = 0  #: places where the chain does not hold
    odd: int = 0  #: answers that were neither 200 nor 201
    entries: int = 0
    views_rebuilt_equal: bool = False
    seconds: float = 0.0

    def holds(self) -> bool:
        return self.lost + self.moved + self.breaks + self.odd == 0 and self.views_rebuilt_equal


class Phones:
    """The process of the clients, and what they have printed."""

    def __init__(self, port: int, token: str, name: str, clients: int = CLIENTS) -> None:
        command = [sys.executable, "-m", "tests.faults.clients", str(port), token, str(clients), name]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.said: queue.Queue[list[str]] = queue.Queue()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.put(line.split(maxsplit=3))

    def hear(self) -> list[str]:
        return self.said.get(timeout=SILENCE_S)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.listener.join()

    def end_and_count(self) -> tuple[int, dict[str, int]]:
        """(answers that were no receipts, id → number of each receipt) of all that was not heard yet."""
        self.end()
        said = [self.said.get() for _ in range(self.said.qsize())]
        return sum(what == "odd" for what, *_ in said), {
            one[1]: int(one[2]) for one in said if one[0] == "ack"
        }


def campaign(url: str, data: Path, cycles: int, seed: int, fault: str = "", seconds: float = 1e9) -> Tally:
    """Up to so many cycles, or until the time is over (the last cycle is finished)."""
    tally = Tally(engine=url.partition(":")[0], seed=seed)
    random, began = Random(seed), time.monotonic()
    checked = Checked(url)
    with serving(url, data, fault) as server:
        server.start()
        phones = Phones(server.port, server.sign_in(), f"kill/{seed}")
        try:
            while tally.cycles < cycles and time.monotonic() - began < seconds:
                cycle(server, phones, random, tally, checked)
        finally:
            phones.end()
    asyncio.run(checked.at_the_end(tally))
    tally.seconds = round(time.monotonic() - began, 1)
    return tally


def cycle(server: Serving, phones: Phones, random: Random, tally: Tally, checked: "Checked") -> None:
    """Some receipts, a kill, a look at what is there, a new server."""
    acknowledged: dict[str, int] = {}
    hear_until(phones, tally, acknowledged, receipts=1)
    time.sleep(random.uniform(0.01, 0.25))
    server.kill()
    unanswered = hear_until(phones, tally, acknowledged, broken=CLIENTS)
    tally.unanswered += unanswered
    tally.cycles += unanswered > 0
    tally.idle_kills += unanswered == 0
    asyncio.run(checked.look(acknowledged, tally))
    server.start()


def hear_until(
    phones: Phones, tally: Tally, acknowledged: dict[str, int], receipts: int = 0, broken: int = 0
) -> int:
    """Listen until so many receipts have come or connections broken; how many requests were unanswered."""
    unanswered = 0
    while receipts > 0 or broken > 0:
        what, *said = phones.hear()
        if what == "ack":
            acknowledged[said[0]] = int(said[1])
            tally.acknowledged += 1
            tally.already_stored += said[2] == "200"
            receipts -= 1
        elif what == "down":
            unanswered += said[0] != "-"
            broken -= 1
        else:
            tally.odd += 1
    return unanswered


class Checked:
    """The ledger as far as it has been checked; each look goes on from there."""

    def __init__(self, url: str) -> None:
        self.url, self.head = url, empty(BOOK)
        self.numbers: dict[str, int] = {}

    async def look(self, acknowledged: dict[str, int], tally: Tally) -> None:
        """While no server runs: new entries hang together, and each acknowledged one is among them."""
        storage = await open_storage(self.url, judge_group)
        try:
            await self.walk_on(storage, tally)
        finally:
            await storage.close()
        tally.lost += sum(entry_id not in self.numbers for entry_id in acknowledged)
        tally.moved += sum(self.numbers.get(one, seq) != seq for one, seq in acknowledged.items())

    async def walk_on(self, storage: Storage, tally: Tally) -> None:
        while page := await entries_of(storage, BOOK, self.head.seq):
            tally.breaks += len(list(walk(page, self.head)))
            tally.moved += sum(entry.id in self.numbers for entry in page)
            self.numbers |= {entry.id: entry.seq for entry in page}
            self.head = head_of(page[-1])

    async def at_the_end(self, tally: Tally) -> None:
        """All of it once more, and the views from the entries alone."""
        storage = await open_storage(self.url, judge_group)
        try:
            await self.walk_on(storage, tally)
            tally.breaks += len(await verify(storage))
            before = await digests(storage)
            tally.views_rebuilt_equal = await rebuild(storage) == before
        finally:
            await storage.close()
        tally.entries = self.head.seq
