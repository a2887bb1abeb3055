"""The spool: each run is one file, made once from one state of the ledger and kept for a day.

Owns: names and lives of the files, one maker per run across processes, reading a file while it grows. Rows are copied
out in one short read transaction; only then are they written in their format, so no reader, however slow, holds the
ledger. The maker holds a lock on the growing file, which ends with its process: whoever reads sees a broken run as such.
Does not own formats, columns or HTTP. Source: design.md §7.
"""

import asyncio
import contextlib
import errno
import hashlib
import re
import shutil
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

import msgspec
from msgspec.structs import replace

from inspections.exports.columns import Row, settle, settlers
from inspections.exports.formats import FORMATS
from inspections.exports.manifest import About, Manifest
from inspections.exports.run import Broken, Run, claimed, given_back
from inspections.exports.taking import Wanted, at_head, copied_out, name_of, owner
from inspections.storage.engine import Storage, StorageFull

KEPT_S: Final = 24 * 3600
AT_ONCE: Final = 2  #: runs written at the same time in one process
NAME: Final = re.compile("[0-9a-f]{40}")


class Spool:
    """Runs below one folder. Making one stops when less than `reserve_mb` is free on its disk."""

    def __init__(self, folder: Path, reserve_mb: int = 0) -> None:
        self.folder, self.reserve_mb = folder, reserve_mb
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._making: set[asyncio.Task[None]] = set()
        self._why: dict[str, BaseException] = {}  #: what broke a run off, until it is told
        self._closing = False

    async def run(self, storage: Storage, wanted: Wanted, now: datetime) -> Run:
        """The run that is asked for: the one already there for this state of the ledger, or a new one. NotExported."""
        wanted.check()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.clean(time.time())
        async with storage.snapshot() as still:
            asked = await at_head(still, wanted)
            run = Run(name_of(wanted, asked), self.folder, wanted.form, asked.demo)
            if run.manifest() or (lock := claimed(run)) is None:
                return run
            if shutil.disk_usage(self.folder).free < self.reserve_mb * 2**20:
                given_back(run, lock)
                raise StorageFull("磁盘剩余不多，不能导出。")
            try:
                about = await copied_out(still, run.rows, wanted, asked, now)
            except BaseException as error:
                given_back(run, lock)
                raise as_full(error) from error
        task = asyncio.create_task(self._make(run, about, lock))
        self._making.add(task)
        task.add_done_callback(self._made)
        return run

    async def begun(self, run: Run) -> None:
        """There is something to read. StorageFull or Broken when the run was given up."""
        with self._explained(run):
            await run.begun()

    async def whole(self, run: Run) -> Manifest:
        """All of it is there. StorageFull or Broken when the run was given up."""
        with self._explained(run):
            return await run.whole()

    @contextlib.contextmanager
    def _explained(self, run: Run) -> Iterator[None]:
        try:
            yield
        except Broken as broken:
            raise self._why.pop(run.id, broken) from None

    async def kept(self, run_id: str, wanted: Wanted) -> Run | None:
        """A run of the same person's by its name, whole; None if it is gone, or no longer theirs to see."""
        run = Run(run_id, self.folder, wanted.form, False)
        if not NAME.fullmatch(run_id) or run_id[:8] != owner(wanted.exporter):
            return None
        if run.growing.exists():
            await run.whole()
        manifest = run.manifest()
        same = ("dataset", "scopes", "private", "book")
        if manifest is None or not run.file.exists():
            return None
        theirs = all(getattr(manifest, name) == getattr(wanted, name) for name in same)
        return replace(run, demo=manifest.demo) if theirs else None

    async def _make(self, run: Run, about: About, lock: IO[bytes]) -> None:
        """Write the file, then its manifest: a file without one is not whole."""
        try:
            async with self._turns:
                await asyncio.to_thread(self._write, run, about)
        except BaseException as error:
            self._why[run.id] = as_full(error)
            given_back(run, lock)
            raise
        finally:
            lock.close()

    def _write(self, run: Run, about: About) -> None:
        with run.growing.open("r+b") as out:
            FORMATS[run.form].write(out, about, self._rows(run.rows, about))
            out.flush()
        with run.growing.open("rb") as made:
            digest = hashlib.file_digest(made, "sha256").hexdigest()
        manifest = about.manifest(run.id, run.growing.stat().st_size, digest)
        run.growing.rename(run.file)
        part = run.folder / f"{run.id}.json.part"
        part.write_bytes(msgspec.json.encode(manifest))
        part.rename(run.folder / f"{run.id}.json")
        run.rows.unlink()

    def _rows(self, rows: Path, about: About) -> Iterator[Row]:
        """What was copied out, settled."""
        ways, decode = settlers(about.columns), msgspec.json.Decoder(list[Any]).decode
        with rows.open("rb") as lines:
            for line in lines:
                if self._closing:
                    raise Broken(Broken.__doc__)
                yield settle(decode(line), ways)

    def _made(self, task: "asyncio.Task[None]") -> None:
        """Whoever reads the file sees that it broke off; nobody awaits the task itself."""
        self._making.discard(task)
        if not task.cancelled():
            task.exception()

    def clean(self, now: float) -> None:
        """Away with what is older than a day."""
        for file in self.folder.glob("*"):
            try:
                if file.stat().st_mtime < now - KEPT_S:
                    file.unlink()
            except FileNotFoundError:
                continue

    async def tend(self) -> None:
        """Clean every hour for as long as the server runs: a file with names in it does not stay for want of a next one."""
        while True:
            self.clean(time.time())
            await asyncio.sleep(3600)

    async def close(self) -> None:
        """Break off what is being made."""
        self._closing = True
        await asyncio.gather(*self._making, return_exceptions=True)


def as_full(error: BaseException) -> BaseException:
    """A full disk as such."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return StorageFull(StorageFull.__doc__) if full else error
