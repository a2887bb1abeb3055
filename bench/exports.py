"""Exports: our writers against the ordinary ways, and a server that exports a million rows while a phone sends.

Owns: these measurements and their bars. Writers are compared in processor seconds of whole processes, round by round, since
the machine is shared; the server is asked over HTTP for a long table of visits while wrk sends patrols over one connection.
Memory is that of all its processes, over what it held before. Does not own the table (export_table.py) or the peers.
"""

import asyncio
import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

import httpx
from msgspec import Struct

from bench import county, export_table, load
from bench.bars import Bar
from bench.cloning import cloned
from bench.serving import Server, python, running
from bench.shim import SLEEP_US
from bench.write import OURS, Variant, scratch, variant_of
from inspections.credentials import add_token
from inspections.exports.formats import FORMATS
from inspections.ledger import judge_group
from inspections.storage import open_storage

ROWS: Final = 100_000
MANY_ROWS: Final = 1_000_000
RATIOS: Final = {"xlsx": 4.0, "jsonl": 2.5, "csv": 1.0}  #: at least, to the peer
FIRST_BYTE_S: Final = 1.0
OVER_IDLE_MB: Final = 64.0
P99_TIMES: Final = 3.0  #: of the quiet value, at most
SLICE_S: Final = 2.0
LONGEST_S: Final = 900.0


class Spent(Struct, frozen=True):
    """Processor seconds and most memory, MiB, of one process."""

    cpu_s: float
    peak_mb: float


class Sent(Struct, frozen=True):
    """One export over HTTP while a phone sends, and the phone before it, medians over slices of its p99."""

    form: str
    rows: int
    first_byte_s: float
    whole_s: float
    over_idle_mb: float
    quiet_p99_ms: float
    beside_p99_ms: float
    faults: list[str]


def spent(command: Sequence[str], out: Path) -> Spent:
    with out.open("wb") as file:
        process = subprocess.Popen(command, stdout=file)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[2]} ended with {process.returncode}")
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def writers(rounds: int, rows: int) -> dict[str, list[tuple[Spent, Spent | None]]]:
    """Form → ours and the peer's, a pair a round."""
    with scratch(False, "export-writers") as folder:
        table = export_table.file_of(folder / "rows", rows)
        ours = {
            form: python("inspections.exports.writing", table, form, os.getpid())
            for form in FORMATS
            if form != "geojson"
        }
        peers = {form: python("bench.export_peers", form, table, folder / "peer") for form in RATIOS}
        found: dict[str, list[tuple[Spent, Spent | None]]] = {form: [] for form in ours}
        for _ in range(rounds):
            for form, command in ours.items():
                beside = spent(peers[form], folder / "said") if form in peers else None
                found[form].append((spent(command, folder / "ours"), beside))
    return found


def sent(form: str, rows: int) -> Sent:
    """One long export of a server of our own while a phone sends."""
    with scratch(False, f"export-{form}") as folder:
        variant = variant_of(OURS, folder, SLEEP_US)
        home = folder / OURS
        token = asyncio.run(export_token(variant.url or ""))
        with running([variant.server]):
            load.run(variant.server.port, variant.token, county.body(), 1, 1, folder)
            cloned(home / "xuncha.db", "visit", "id", rows)
            quiet = [phone(variant, folder) for _ in range(3)]
            with watched(variant.server) as memory:
                taking = Taking(variant.server.port, token, form)
                beside = [phone(variant, folder)]
                while taking.is_alive():
                    beside.append(phone(variant, folder))
        return Sent(
            form=form,
            rows=rows,
            first_byte_s=taking.first_s,
            whole_s=taking.whole_s,
            over_idle_mb=memory[1] - memory[0],
            quiet_p99_ms=median(quiet),
            beside_p99_ms=median(beside),
            faults=taking.faults(rows),
        )


def phone(variant: Variant, folder: Path) -> float:
    """The p99 of a phone that sends one patrol after the other for a while, ms."""
    return load.run(variant.server.port, variant.token, county.body(), 1, SLICE_S, folder).p99_ms


class Taking(threading.Thread):
    """An export being downloaded, and its manifest."""

    def __init__(self, port: int, token: str, form: str) -> None:
        super().__init__(daemon=True)
        self.url = f"http://127.0.0.1:{port}/api/v1/exports/visits.{form}"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.first_s = self.whole_s = float("inf")
        self.bytes, self.manifest = 0, {"bytes": -1, "rows": -1}
        self.start()

    def run(self) -> None:
        began = time.monotonic()
        with httpx.stream("GET", self.url, headers=self.headers, timeout=LONGEST_S) as answer:
            for piece in answer.iter_raw():
                self.first_s = min(self.first_s, time.monotonic() - began)
                self.bytes += len(piece)
            run = answer.headers["etag"].strip('"')
        self.whole_s = time.monotonic() - began
        said = httpx.get(f"{self.url}.manifest.json?run={run}", headers=self.headers, timeout=60)
        self.manifest = said.json()

    def faults(self, rows: int) -> list[str]:
        """A figure stands only for a whole file with at least the rows that were there."""
        whole = self.bytes == self.manifest["bytes"] and self.manifest["rows"] >= rows
        return [] if whole else [f"{self.bytes} bytes came, the manifest says {self.manifest}"]


async def export_token(url: str) -> str:
    storage = await open_storage(url, judge_group)
    try:
        until = datetime.now(UTC) + timedelta(days=1)
        return await add_token(storage, county.ACCOUNT, "bench", ("export",), until)
    finally:
        await storage.close()


@contextmanager
def watched(server: Server) -> Iterator[list[float]]:
    """Memory of the server's processes, MiB: what it is now, and the most while this lasts."""
    memory, ended = [resident_mb(server.pid)] * 2, threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            memory[1] = max(memory[1], resident_mb(server.pid))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield memory
    finally:
        ended.set()
        watching.join()


def resident_mb(group: int) -> float:
    """Resident memory of every process of a group, pages shared with others counted in each."""
    found = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                said = re.search(r"VmRSS:\s+(\d+) kB", (folder / "status").read_text())
                found += int(said[1]) / 1024 if said else 0.0
        except OSError:
            continue
    return found


def bars(found: dict[str, list[tuple[Spent, Spent | None]]], over: Sequence[Sent]) -> Iterator[Bar]:
    for form, bound in RATIOS.items():
        ratios = [peer.cpu_s / ours.cpu_s for ours, peer in found[form] if peer]
        yield Bar(f"{form} of {ROWS:,} rows, times as fast as the ordinary way", bound, median(ratios))
    for one in over:
        told, sound = f"{one.form} of {one.rows:,} rows", not one.faults
        for name, bound, value in (
            ("first byte, s", FIRST_BYTE_S, one.first_byte_s),
            ("memory over idle, MiB", OVER_IDLE_MB, one.over_idle_mb),
            ("a phone's p99, times the quiet one", P99_TIMES, one.beside_p99_ms / one.quiet_p99_ms),
        ):
            yield Bar(f"{told}: {name}", bound, value if sound else None, at_least=False)


def table(found: dict[str, list[tuple[Spent, Spent | None]]], over: Sequence[Sent]) -> str:
    """What was measured, a line each."""
    lines = [
        f"writers, {ROWS:,} rows of {len(export_table.COLUMNS)} columns: processor seconds (MiB at most)"
    ]
    for form, pairs in found.items():
        ours = f"{median(pair[0].cpu_s for pair in pairs):.2f} ({max(pair[0].peak_mb for pair in pairs):.0f})"
        theirs = [pair[1].cpu_s for pair in pairs if pair[1]]
        lines.append(f"  {form:<8} ours {ours}" + (f", peer {median(theirs):.2f}" if theirs else ""))
    for one in over:
        lines.append(
            f"  {one.form} of {one.rows:,} over HTTP: first byte {one.first_byte_s:.2f} s, whole {one.whole_s:.1f} s, "
            f"{one.over_idle_mb:.0f} MiB over idle; a phone's p99 {one.quiet_p99_ms:.1f} ms quiet, {one.beside_p99_ms:.1f} beside"
        )
        lines += [f"    no figure: {fault}" for fault in one.faults]
    return "\n".join(lines)
