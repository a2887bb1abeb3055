"""The parts of `make test-long`, each at most nine minutes on two cores.

Owns: the table PARTS: a name, what it shows, its seed, and a function seed → Outcome. A harness adds its parts here and
keeps its code in its own folder. Does not own running them (__main__.py).
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from tests.faults.kill import campaign
from tests.faults.uploads import campaign as attacked
from tests.fuzz.harness import Tally, county_door, seeds
from tests.fuzz.harness import fuzz as mutants
from tests.likeness.campaign import campaign as replanted
from tests.long.histories import rebuilt
from tests.long.walks import walked
from tests.rules.day_oracle import compare, questions, total
from tests.site.killing import campaign as publishers_killed
from tests.site.size import LIMIT_S, measured
from tests.site.snapshots import small
from tests.storage.cluster import fresh_database, running
from tests.web.lighthouse import LEAST, scores
from tests.web.proxy import HOWS
from tests.web.queue_faults import sweep

KILL_PARTS, KILL_CYCLES = 5, 100  #: for each engine: 500 cycles
FUZZ_PARTS, FUZZ_MUTANTS = 4, 50_000  #: 200,000 mutants
PUBLISH_POINTS = 40
PUBLISH_ENTERPRISES, PUBLISH_RECORDS = 400, 10_000
DEADLINE_PARTS = 4
UPLOAD_PARTS, UPLOADS = 6, 500  #: 3,000 hostile uploads
REUSE_PARTS, REUSE_IMAGES, REUSE_PAIRS = 5, 400, 60  #: 2,000 images and 300 pairs
WALK_PARTS, WALKS = 8, 6_250  #: 50,000 walks
LONGEST_S = 510.0


class Outcome(NamedTuple):
    """What a part came to."""

    holds: bool
    counts: dict[str, object]


class Part(NamedTuple):
    """Something that takes minutes."""

    name: str
    about: str
    seed: int
    run: Callable[[int], Outcome]


def kill(engine: str, seed: int) -> Outcome:
    """SIGKILL of a real server's process group while 16 clients send."""
    with tempfile.TemporaryDirectory(prefix="xuncha-long-") as folder:
        home = Path(folder)
        if engine == "sqlite":
            tally = campaign(f"sqlite:///{home}/ledger.db", home, KILL_CYCLES, seed, seconds=LONGEST_S)
        else:
            with running() as address:
                tally = campaign(fresh_database(address), home, KILL_CYCLES, seed, seconds=LONGEST_S)
    return Outcome(tally.holds() and tally.cycles == KILL_CYCLES, msgspec.to_builtins(tally))


def rebuild(seed: int) -> Outcome:
    """Long random histories: the same views after rebuilding, on both engines and through a copy."""
    with tempfile.TemporaryDirectory(prefix="xuncha-long-") as folder, running("fsync=off") as address:
        return Outcome(*rebuilt(Path(folder), address, seed, LONGEST_S))


def queue(_seed: int) -> Outcome:
    """The phone's queue with a failure of each sort at each request, and the plant that must be caught."""
    with tempfile.TemporaryDirectory(prefix="xuncha-long-") as folder:
        tally = sweep(Path(folder))
    counts = {"points": tally.runs, "requests": tally.steps, "broken": tally.broken}
    return Outcome(tally.runs >= len(HOWS) * (len(tally.steps) - 2) and not tally.broken, counts)


def fuzz(seed: int) -> Outcome:
    """Mutants of one accepted request per route and role: at least 30 % judged, none answered with 500 or more."""

    async def go(folder: Path) -> Tally:
        async with county_door(folder) as door:
            return await mutants(door, await seeds(door), FUZZ_MUTANTS, seed, LONGEST_S)

    with tempfile.TemporaryDirectory(prefix="xuncha-long-") as folder:
        tally = asyncio.run(go(Path(folder)))
    counts = {
        "mutants": tally.total,
        "judged": tally.passed,
        "statuses": {str(status): count for status, count in sorted(tally.statuses.items())},
        "broken": [f"{one.route} {one.role}" for one, _ in tally.broken],
    }
    judged = tally.passed >= 0.30 * tally.total
    return Outcome(tally.total >= FUZZ_MUTANTS and judged and not tally.broken, counts)


def publish_killed(_seed: int) -> Outcome:
    """SIGKILL of a publisher at moments spread over its work: a whole release is always read."""
    newer = replace(small(), head_seq=413, as_of="2026-10-20T10:30:00+08:00")
    with tempfile.TemporaryDirectory(prefix="xuncha-long-") as folder:
        tally = publishers_killed(small(), newer, Path(folder), PUBLISH_POINTS)
    enough = tally.points + tally.finished == PUBLISH_POINTS and tally.points >= 20
    return Outcome(tally.holds() and enough, msgspec.to_builtins(tally))


def publish_size(_seed: int) -> Outcome:
    """The full size from gate to switch, within its limit."""
    with tempfile.TemporaryDirectory(prefix="xuncha-long-") as folder:
        found = measured(small(), Path(folder), PUBLISH_ENTERPRISES, PUBLISH_RECORDS)
    return Outcome(found.seconds <= LIMIT_S, msgspec.to_builtins(found))


def uploads(seed: int) -> Outcome:
    """Hostile uploads against a real server: only 2xx and 4xx, under 300 MiB, no file but photos where photos belong."""
    with tempfile.TemporaryDirectory(prefix="xuncha-long-") as folder:
        tally = attacked(Path(folder), UPLOADS, seed, seconds=LONGEST_S)
    return Outcome(tally.holds() and tally.sent >= UPLOADS, msgspec.to_builtins(tally))


def reuse(seed: int) -> Outcome:
    """Planted reuse and honest pairs in one archive: at least 95 % found, at most 1 % false, no honest pair called the same."""
    with tempfile.TemporaryDirectory(prefix="xuncha-long-") as folder:
        tally = replanted(Path(folder), REUSE_IMAGES, REUSE_PAIRS, seed)
    return Outcome(tally.holds(), msgspec.to_builtins(tally) | {"recall": round(tally.recall(), 4)})


def lighthouse(_seed: int) -> Outcome:
    """Lighthouse on public home, login, home and form: every category at least 95."""
    with tempfile.TemporaryDirectory(prefix="xuncha-long-") as folder:
        found = scores(Path(folder), rounds=3)
    return Outcome(all(score >= LEAST for one in found.values() for score in one.values()), dict(found))


def looked(file: str, _seed: int) -> Outcome:
    """Every look of what one file of browser tests holds: light and dark, desk and phone."""
    command = [sys.executable, "-m", "pytest", "-q", file]
    ended = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"TEST_ALL_LOOKS": "1"})
    return Outcome(
        ended.returncode == 0, {"pytest": (ended.stdout or ended.stderr).strip().rpartition("\n")[2]}
    )


def deadlines(quarter: int, _seed: int) -> Outcome:
    """A quarter of every day of 2016 to 2026 × count × kind × direction against the oracle of days."""
    tally = compare(one for number, one in enumerate(questions()) if number % DEADLINE_PARTS == quarter)
    holds = not tally.wrong and tally.asked == total() // DEADLINE_PARTS
    return Outcome(holds, {"asked": tally.asked, "compared": tally.compared, "differences": len(tally.wrong)})


def walks(seed: int) -> Outcome:
    """Random steps by random people: no finding is closed without every guard; views are rebuilt the same."""
    with tempfile.TemporaryDirectory(prefix="xuncha-long-") as folder:
        return Outcome(*walked(Path(folder), seed, WALKS, LONGEST_S))


AXE: Final = (
    "tests/site/test_accessibility.py",
    "tests/web/test_accessibility.py",
    "tests/web/test_office_accessibility.py",
)

PARTS: Final = (
    *(
        Part(f"axe-{number}", f"axe on every look of every screen: {file}", 0, partial(looked, file))
        for number, file in enumerate(AXE, 1)
    ),
    Part(
        "cases-1",
        "a county and a central case walked at both sizes",
        0,
        partial(looked, "tests/web/test_case.py"),
    ),
    Part("lighthouse-1", "Lighthouse on the four first pages", 0, lighthouse),
    Part("publish-kill", f"{PUBLISH_POINTS} kills of a publisher", 0, publish_killed),
    Part("publish-size", f"{PUBLISH_ENTERPRISES} enterprises, {PUBLISH_RECORDS} records", 0, publish_size),
    *(
        Part(
            f"kill-{engine}-{number}",
            f"{KILL_CYCLES} kills of a server on {engine}",
            20261122 + number,
            partial(kill, engine),
        )
        for engine in ("sqlite", "postgres")
        for number in range(1, KILL_PARTS + 1)
    ),
    *(
        Part(f"fuzz-{number}", f"{FUZZ_MUTANTS} byte and value mutants", number, fuzz)
        for number in range(1, FUZZ_PARTS + 1)
    ),
    *(
        Part(
            f"deadlines-{quarter + 1}",
            "every deadline of 2016 to 2026, a quarter of them",
            0,
            partial(deadlines, quarter),
        )
        for quarter in range(DEADLINE_PARTS)
    ),
    *(
        Part(
            f"reuse-{number}",
            f"reuse planted among {REUSE_IMAGES} images, {REUSE_PAIRS} honest pairs",
            number,
            reuse,
        )
        for number in range(1, REUSE_PARTS + 1)
    ),
    *(
        Part(f"walks-{number}", f"{WALKS} random walks of findings", 100_000 * number, walks)
        for number in range(1, WALK_PARTS + 1)
    ),
    Part("queue-1", "a phone's queue cut, and its server killed, at every request", 1, queue),
    *(
        Part(f"uploads-{number}", f"{UPLOADS} hostile uploads", 3000 + number, uploads)
        for number in range(1, UPLOAD_PARTS + 1)
    ),
    *(
        Part(
            f"rebuild-{number}", "random histories of every type, rebuilt and copied", 7000 * number, rebuild
        )
        for number in range(1, 4)
    ),
)
