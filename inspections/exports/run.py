"""One run's files: read while it grows, by whoever, in whichever process.

Owns: the file that grows, the lock of its maker, telling a run that goes on from one that was given up. The lock ends
with the maker's process. Does not own making it (spool.py).
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from inspections.exports.manifest import Manifest
from inspections.storage.engine import StorageError

CHUNK: Final = 64 * 1024
LOOK_AGAIN_S: Final = 0.02


class Broken(StorageError):
    """这次导出没有做完，请重新导出。"""


class Run(Struct, frozen=True):
    """One run's files."""

    id: str
    folder: Path
    form: str
    demo: bool  #: of a demonstration county

    @property
    def file(self) -> Path:
        return self.folder / f"{self.id}.{self.form}"

    @property
    def growing(self) -> Path:
        return self.folder / f"{self.id}.{self.form}.part"

    @property
    def rows(self) -> Path:
        """What was copied out of the ledger, until the file is whole."""
        return self.folder / f"{self.id}.rows"

    def manifest(self) -> Manifest | None:
        """What the run came to; None until it is whole."""
        try:
            return msgspec.json.decode((self.folder / f"{self.id}.json").read_bytes(), type=Manifest)
        except FileNotFoundError:
            return None

    async def begun(self) -> None:
        """There is something to read, or all of it. Broken."""
        while self.manifest() is None:
            with open_to_read(self) as file:
                if os.fstat(file.fileno()).st_size:
                    return
                given_up(self, file)
            await asyncio.sleep(LOOK_AGAIN_S)

    async def whole(self) -> Manifest:
        """Its manifest, once the file is whole. Broken."""
        while (manifest := self.manifest()) is None:
            with open_to_read(self) as file:
                given_up(self, file)
            await asyncio.sleep(LOOK_AGAIN_S)
        return manifest

    async def chunks(self, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """Bytes from a place on, as they come; Broken in the middle when the maker is gone."""
        with open_to_read(self) as file:
            file.seek(start)
            while length is None or length > 0:
                chunk = await asyncio.to_thread(file.read, min(CHUNK, length or CHUNK))
                if chunk:
                    length = None if length is None else length - len(chunk)
                    yield chunk
                elif manifest := self.manifest():
                    if file.tell() >= manifest.bytes:
                        return
                else:
                    given_up(self, file)
                    await asyncio.sleep(LOOK_AGAIN_S)


def open_to_read(run: Run) -> BinaryIO:
    for path in (run.growing, run.file):
        try:
            return path.open("rb")
        except FileNotFoundError:
            continue
    raise Broken(Broken.__doc__)


def given_up(run: Run, file: BinaryIO) -> None:
    """Broken when nobody makes the run any more: its lock is free, and it is not whole."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    fcntl.flock(file, fcntl.LOCK_UN)
    if run.manifest() is None:
        raise Broken(Broken.__doc__)


def claimed(run: Run) -> BinaryIO | None:
    """The growing file, locked and empty, if nobody else makes this run or has made it."""
    file = run.growing.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    if run.manifest() or not same_file(file, run.growing):
        given_back(run, file)
        return None
    file.truncate(0)
    return file


def same_file(file: BinaryIO, path: Path) -> bool:
    """Has nobody renamed or removed it since it was opened?"""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def given_back(run: Run, lock: BinaryIO) -> None:
    """Nobody makes this run now."""
    run.rows.unlink(missing_ok=True)
    if same_file(lock, run.growing):
        run.growing.unlink(missing_ok=True)
    lock.close()
