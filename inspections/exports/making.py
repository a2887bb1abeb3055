"""Making one run: copy the rows out, write the file, then its manifest. A file without a manifest is not whole.

Owns: the order of these steps, in a thread for a short table and in a process of its own for a long one, few at the same
time. The rows are copied within one short read transaction and written outside it, so no reader, however slow, holds the
ledger; a long table is written while it is still copied. The lock on the growing file ends with whoever writes it. Does
not own names and lives of files (spool.py), what is copied (taking.py) or formats.
"""

import asyncio
import contextlib
import hashlib
import os
import sys
from collections.abc import AsyncIterator
from typing import BinaryIO, Final, NamedTuple

import msgspec

from inspections.exports import writing
from inspections.exports.manifest import About, Taken
from inspections.exports.run import Broken, Run
from inspections.exports.taking import Wanted, copied_out, voided_since
from inspections.storage.engine import Still

AT_ONCE: Final = 2  #: files written at the same time by one server
MANY: Final = 5_000  #: rows that are worth a process


class Begun(NamedTuple):
    """A run whose file is locked by us, and the state of the ledger it is of."""

    run: Run
    wanted: Wanted
    about: About
    lock: BinaryIO
    still: Still
    transaction: contextlib.AsyncExitStack


class Maker:
    """Makes files until it is closed."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._writers: set[asyncio.subprocess.Process] = set()
        self._closing = False

    async def make(self, begun: Begun) -> None:
        """The whole run; the lock stays with who asks."""
        rows = 0
        async with self._writing(begun) as long, begun.transaction:
            async for rows in copied_out(begun.still, begun.run.rows, begun.wanted, begun.about):
                self._go_on()
                if rows > MANY:
                    long.set()
            voided = await voided_since(begun.still, begun.wanted, begun.about.asked)
        await asyncio.to_thread(finished, begun, Taken(rows, voided))

    def close(self) -> None:
        """Break off what is being made."""
        self._closing = True
        for writer in self._writers:
            with contextlib.suppress(ProcessLookupError):
                writer.kill()

    def _go_on(self) -> None:
        if self._closing:
            raise Broken(Broken.__doc__)

    @contextlib.asynccontextmanager
    async def _writing(self, begun: Begun) -> AsyncIterator[asyncio.Event]:
        """Written by a process from the moment the event is set, else by a thread at the end."""
        long = asyncio.Event()
        process = asyncio.create_task(self._in_a_process(begun, long))
        try:
            yield long
            if long.is_set():
                await process
            else:
                async with self._turns:
                    await asyncio.to_thread(
                        writing.write_file, begun.run.rows, begun.lock, begun.run.form, self._go_on
                    )
        finally:
            process.cancel()
            await asyncio.gather(process, return_exceptions=True)

    async def _in_a_process(self, begun: Begun, long: asyncio.Event) -> None:
        await long.wait()
        command = (sys.executable, "-m", writing.__name__, begun.run.rows, begun.run.form, str(os.getpid()))
        async with self._turns:
            writer = await asyncio.create_subprocess_exec(*command, stdout=begun.lock)
            self._writers.add(writer)
            try:
                if code := await writer.wait():
                    raise (
                        OSError(code, os.strerror(code))
                        if code > writing.GIVEN_UP
                        else Broken(Broken.__doc__)
                    )
            finally:
                self._writers.discard(writer)
                with contextlib.suppress(ProcessLookupError):
                    writer.kill()
                await writer.wait()


def finished(begun: Begun, taken: Taken) -> None:
    """The file under its name, and its manifest beside it."""
    run = begun.run
    with run.growing.open("rb") as made:
        digest = hashlib.file_digest(made, "sha256").hexdigest()
    manifest = begun.about.manifest(run.id, taken, run.growing.stat().st_size, digest)
    run.growing.rename(run.file)
    part = run.folder / f"{run.id}.json.part"
    part.write_bytes(msgspec.json.encode(manifest))
    part.rename(run.folder / f"{run.id}.json")
    run.rows.unlink()
