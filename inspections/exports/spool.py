"""The spool: each run is one file, made once from one state of the ledger and kept for a day.

Owns: names and lives of the files, one maker per run across processes: the maker holds a lock on the growing file, so
whoever reads sees a broken run as such. Does not own making one (making.py), reading one (run.py), formats, columns or
HTTP. Source: design.md §7.
"""

import asyncio
import contextlib
import errno
import re
import shutil
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from inspections.exports.making import Begun, Maker
from inspections.exports.manifest import Manifest
from inspections.exports.run import Broken, Run, claimed, given_back
from inspections.exports.taking import Wanted, about_run, at_head, name_of, owner
from inspections.storage.engine import Storage, StorageFull

KEPT_S: Final = 24 * 3600
NAME: Final = re.compile("[0-9a-f]{40}")


class Spool:
    """Runs below one folder. Making one stops when less than `reserve_mb` is free on its disk."""

    def __init__(self, folder: Path, reserve_mb: int = 0) -> None:
        self.folder, self.reserve_mb = folder, reserve_mb
        self._maker = Maker()
        self._making: set[asyncio.Task[None]] = set()
        self._why: dict[str, BaseException] = {}  #: what broke a run off, until it is told

    async def run(self, storage: Storage, wanted: Wanted, now: datetime) -> Run:
        """The run that is asked for: the one already there for this state of the ledger, or a new one. NotExported."""
        wanted.check()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.clean(time.time())
        async with contextlib.AsyncExitStack() as transaction:
            still = await transaction.enter_async_context(storage.snapshot())
            asked = await at_head(still, wanted)
            run = Run(name_of(wanted, asked), self.folder, wanted.form, asked.demo)
            if run.manifest() or (lock := claimed(run)) is None:
                return run
            if shutil.disk_usage(self.folder).free < self.reserve_mb * 2**20:
                given_back(run, lock)
                raise StorageFull("磁盘剩余不多，不能导出。")
            about = about_run(wanted, asked, now)
            begun = Begun(run, wanted, about, lock, still, transaction.pop_all())
        task = asyncio.create_task(self._make(begun))
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

    async def _make(self, begun: Begun) -> None:
        """Nobody awaits this: why a run broke off is kept for who reads the file, before the lock is given back."""
        try:
            await self._maker.make(begun)
        except BaseException as error:
            self._why[begun.run.id] = as_full(error)
            given_back(begun.run, begun.lock)
            raise
        finally:
            begun.lock.close()

    def _made(self, task: "asyncio.Task[None]") -> None:
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
        self._maker.close()
        await asyncio.gather(*self._making, return_exceptions=True)


def as_full(error: BaseException) -> BaseException:
    """A full disk as such."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return StorageFull(StorageFull.__doc__) if full else error
