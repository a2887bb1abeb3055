"""What must hold before a figure is printed: rows = 201s, the chain verifies, nothing is there twice.

Owns: these checks, the same for our server and the peer, on both engines. A variant that fails one has no figure.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg

from bench.county import BOOK, PRIVATE_VALUES
from inspections.ledger import judge_group
from inspections.replay import pages, verify
from inspections.storage import open_storage
from inspections.storage.sqlite_library import library

COUNTS = "select (select count(*) from visit), (select count(*) from vault v join visit w on w.id = v.entry)"


def sqlite_url(database: Path) -> str:
    return f"sqlite:///{database}"


def visits_in(database: Path) -> int:
    """Visits stored so far, read beside the running server."""
    connection = library().connect(f"file:{database}?mode=ro", uri=True, timeout=30)
    try:
        return int(connection.execute("select count(*) from visit").fetchone()[0])
    finally:
        connection.close()


async def faults(url: str) -> list[str]:
    """What is wrong with a ledger after its load, in words; empty when everything holds."""
    storage = await open_storage(url, judge_group)
    try:
        found = [f"chain {one.book}/{one.seq}: {one.reason}" for one in await verify(storage)][:3]
        filed = [entry.id async for page in pages(storage, BOOK) for entry in page if entry.type == "visit"]
    finally:
        await storage.close()
    visits, private = await counts(url)
    if len(set(filed)) != len(filed):
        found.append(f"{len(filed) - len(set(filed))} entries are there twice")
    if visits != len(filed):
        found.append(f"{len(filed)} visits in the ledger, {visits} in its view")
    if private != PRIVATE_VALUES * len(filed):
        found.append(f"{private} private values for {len(filed)} visits")
    return found


async def counts(url: str) -> tuple[int, int]:
    """Visits and their private values, counted by the engine itself."""
    if url.startswith("sqlite"):
        connection = library().connect(url.removeprefix("sqlite:///"))
        row: Any = connection.execute(COUNTS).fetchone()
        connection.close()
    else:
        asking = await asyncpg.connect(url)
        row = await asking.fetchrow(COUNTS)
        await asking.close()
    return int(row[0]), int(row[1])


def faults_of(url: str) -> list[str]:
    return asyncio.run(faults(url))


def unequal(rows: int, created: int, accepted: int, connections: int) -> Iterator[str]:
    """One cell: rows = 201s in the server's log, and wrk saw all of them but what was in flight at its end."""
    if rows != created:
        yield f"{rows} rows stored, {created} answers of 201"
    if not accepted <= created <= accepted + connections:
        yield f"{created} answers of 201, wrk counted {accepted} over {connections} connections"
