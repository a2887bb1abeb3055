"""The write path on PostgreSQL: one transaction for a group against one for each entry, below HTTP and over it.

Owns: these turns. Below HTTP the writers share this process with the storage, which costs both sides the same; what is
compared is the ledger, not the network. Over HTTP it is the real server at 64 connections.
"""

import asyncio
import time
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final

import asyncpg
import uvloop

from bench import checks, county
from bench.each import EachItsOwn
from bench.postgres import cluster, create
from bench.serving import Server, free_port, python, running
from bench.shim import SLEEP_US, Syncs, build
from bench.write import CONNECTIONS, WARM_UP_S, Cell, Outcome, Variant, about, once, scratch
from inspections.ledger import Created, Item, judge_group
from inspections.storage.postgres import Postgres

ENGINES: Final = {"group": Postgres, "each": EachItsOwn}
OVER_HTTP: Final = {"http-group": "group", "http-each": "each"}
MOST_PER_S: Final = 4000  #: items made ready for a second of a cell, so that making them is not timed

_numbers = count(1)


def measure(rounds: int, seconds: float, disk: bool) -> Outcome:
    """Ledger level at 1, 16, 64 and HTTP at 64, interleaved within each part."""
    with scratch(disk, "pg") as folder:
        syncs = Syncs(build(folder), folder / "syncs", None if disk else SLEEP_US)
        with cluster(folder, syncs) as (_, port):
            urls = {name: create(port, name.replace("-", "_")) for name in (*ENGINES, *OVER_HTTP)}
            tokens = {name: asyncio.run(county.seed(url)) for name, url in urls.items()}
            faults: dict[str, list[str]] = {name: [] for name in urls}
            cells = uvloop.run(ledger_level(urls, rounds, seconds, syncs))
            cells += http_level(urls, tokens, rounds, seconds, folder, syncs, faults)
            for name, url in urls.items():
                faults[name] += checks.faults_of(url)
    return Outcome(cells, {name: found for name, found in faults.items() if found}, about())


async def ledger_level(urls: dict[str, str], rounds: int, seconds: float, syncs: Syncs) -> list[Cell]:
    engines = {name: await engine.open(urls[name], judge_group) for name, engine in ENGINES.items()}
    try:
        for name, storage in engines.items():
            await written(name, storage, 0, 16, WARM_UP_S, syncs)
        return [
            await written(name, storage, number, connections, seconds, syncs)
            for number in range(1, rounds + 1)
            for connections in CONNECTIONS
            for name, storage in engines.items()
        ]
    finally:
        for storage in engines.values():
            await storage.close()


async def written(name: str, storage: Any, number: int, writers: int, seconds: float, syncs: Syncs) -> Cell:
    """Writers that each send the next entry as soon as the last is on disk."""
    raw = county.body()
    waiting = [county.item(next(_numbers), raw) for _ in range(int(MOST_PER_S * seconds))]
    took: list[float] = []
    before, began = syncs.count(), time.perf_counter()
    await asyncio.gather(*(writer(storage, waiting, began + seconds, took) for _ in range(writers)))
    spent, took_ms = time.perf_counter() - began, sorted(one * 1000 for one in took)
    return Cell(
        round=number,
        connections=writers,
        variant=name,
        per_second=len(took) / spent,
        p50_ms=took_ms[len(took) // 2],
        p99_ms=took_ms[len(took) * 99 // 100],
        max_ms=took_ms[-1],
        accepted=len(took),
        rows=len(took),
        created=len(took),
        syncs=syncs.count() - before,
    )


async def writer(storage: Any, waiting: list[Item], until: float, took: list[float]) -> None:
    while waiting and time.perf_counter() < until:
        item, began = waiting.pop(), time.perf_counter()
        answer = await storage.write(item)
        assert isinstance(answer, Created), answer
        took.append(time.perf_counter() - began)


def http_level(
    urls: dict[str, str],
    tokens: dict[str, str],
    rounds: int,
    seconds: float,
    folder: Path,
    syncs: Syncs,
    faults: dict[str, list[str]],
) -> list[Cell]:
    """The real server on both engines at 64 connections. The syncs are PostgreSQL's, which serves one at a time."""
    variants = [variant_of(name, urls[name], tokens[name], folder, syncs) for name in OVER_HTTP]
    with running([variant.server for variant in variants]):
        for variant in variants:
            once(variant, 0, 16, WARM_UP_S, folder, faults)
        return [
            once(variant, number, 64, seconds, folder, faults)
            for number in range(1, rounds + 1)
            for variant in variants
        ]


def variant_of(name: str, url: str, token: str, folder: Path, syncs: Syncs) -> Variant:
    home, port = folder / name, free_port()
    home.mkdir()
    command = python("bench.ours", port, OVER_HTTP[name])
    env = {"XUNCHA_DATA": str(home), "XUNCHA_DATABASE": url}
    server = Server(name, command, port, home, syncs, partial(visits_in, url), env, preloaded=False)
    return Variant(server, token, url)


def visits_in(url: str) -> int:
    async def asked() -> int:
        connection = await asyncpg.connect(url)
        try:
            return int(await connection.fetchval("select count(*) from visit"))
        finally:
            await connection.close()

    return asyncio.run(asked())
