"""The write path over HTTP: our server, the peer with two pools and both ceilings, all up at once, loaded in turns.

Owns: which variants there are, the turns (round → connections → variant, so that a busy minute hits all alike), and
one cell of measurement. Does not own what is said about the cells (figures.py) or the bars (bars.py).
"""

import asyncio
import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import Struct

from bench import checks, county, load
from bench.serving import Server, free_port, python, running
from bench.shim import SLEEP_US, Syncs, build, room

CONNECTIONS: Final = (1, 16, 64)
OURS: Final = "ours"
PEERS: Final = ("peer-1", "peer-default")
ECHOES: Final = ("echo-typed", "echo-asgi")
WARM_UP_S: Final = 0.5


class Cell(Struct, frozen=True):
    """One variant, one number of connections, one round."""

    round: int
    connections: int
    variant: str
    per_second: float  #: accepted answers
    p50_ms: float
    p99_ms: float
    max_ms: float
    accepted: int  #: 2xx that wrk saw
    rows: int  #: stored, those in flight at the end included
    created: int  #: 201s in the server's own log
    syncs: int


class Outcome(Struct, frozen=True):
    """What a run found: cells, what is wrong with a variant (then it has no figure), and what was run."""

    cells: list[Cell]
    faults: dict[str, list[str]]
    about: dict[str, str]


class Variant(NamedTuple):
    server: Server
    token: str
    url: str | None  #: its ledger; None for an echo


def measure(
    names: Sequence[str], rounds: int, seconds: float, disk: bool, at: Sequence[int] = CONNECTIONS
) -> Outcome:
    """Run the turns and check every ledger afterwards."""
    with scratch(disk, "write") as folder:
        variants = [variant_of(name, folder, None if disk else SLEEP_US) for name in names]
        faults: dict[str, list[str]] = {name: [] for name in names}
        with running([variant.server for variant in variants]):
            for variant in variants:
                once(variant, 0, 16, WARM_UP_S, folder, faults)
            cells = [
                once(variant, number, connections, seconds, folder, faults)
                for number in range(1, rounds + 1)
                for connections in at
                for variant in variants
            ]
        for variant in variants:
            if variant.url:
                faults[variant.server.name] += checks.faults_of(variant.url)
    return Outcome(cells, {name: found for name, found in faults.items() if found}, about())


def once(
    variant: Variant,
    number: int,
    connections: int,
    seconds: float,
    folder: Path,
    faults: dict[str, list[str]],
) -> Cell:
    """One cell. A fault is noted under the variant's name and takes all its figures away."""
    server = variant.server
    rows, created, syncs = *server.settled(), server.syncs.count()
    seen = load.run(server.port, variant.token, county.body(), connections, seconds, folder)
    rows_after, created_after = server.settled()
    cell = Cell(
        round=number,
        connections=connections,
        variant=server.name,
        per_second=seen.per_second,
        p50_ms=seen.p50_ms,
        p99_ms=seen.p99_ms,
        max_ms=seen.max_ms,
        accepted=seen.accepted,
        rows=rows_after - rows,
        created=created_after - created,
        syncs=server.syncs.count() - syncs,
    )
    if seen.refused or seen.broken:
        faults[server.name].append(f"{seen.refused} refused, {seen.broken} broken answers")
    if variant.url:
        faults[server.name] += checks.unequal(cell.rows, cell.created, cell.accepted, connections)
    return cell


def variant_of(name: str, folder: Path, sleep_us: int | None) -> Variant:
    """A ledger of its own, seeded, and the server that will stand on it."""
    home = folder / name
    home.mkdir()
    syncs = Syncs(build(home), home / "syncs", sleep_us)
    database, port = home / "xuncha.db", free_port()
    url = checks.sqlite_url(database)
    token = asyncio.run(county.seed(url))
    stores = name not in ECHOES
    stored = partial(checks.visits_in, database) if stores else None
    env = {"XUNCHA_DATA": str(home)}
    server = Server(name, command(name, database, port), port, home, syncs, stored, env)
    return Variant(server, token, url if stores else None)


def command(name: str, database: Path, port: int) -> list[str]:
    """How a variant is started."""
    return {
        OURS: python("bench.ours", port),
        "peer-1": python("bench.peer", database, port, 1),
        "peer-default": python("bench.peer", database, port, 0),
        "echo-typed": python("bench.echo", "typed", port),
        "echo-asgi": python("bench.echo", "asgi", port),
    }[name]


@contextmanager
def scratch(disk: bool, name: str) -> Iterator[Path]:
    """A folder for one run, gone afterwards."""
    folder = room(disk, name)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def about() -> dict[str, str]:
    """What the figures stand for: the peer's frozen source by its hash, and its SQLite."""
    import sqlite3

    from inspections.storage.sqlite_library import library

    return {
        "peer": peer_hash(),
        "peer_sqlite": sqlite3.sqlite_version,
        "our_sqlite": str(library().sqlite_version),
    }


def peer_hash() -> str:
    """SHA-256 over the peer's files; a figure without it cannot be compared with an older one."""
    files = sorted(Path(__file__).parent.glob("peer*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
