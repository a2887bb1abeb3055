"""Backup (备份): the ledger with everything beside it, and every photo, in one tar file.

Owns: what the archive holds, in which order, and when it counts as whole. Does not own reading one (restoring.py) or
taking the ledger's snapshot (storage/snapshot.py). An archive is the same for both engines: an SQLite ledger. Photos
follow the ledger, so that each one it knows of is in it; the manifest comes last, so that a file broken off is none. One
photo at a time is in memory, and no list of them. Source: design.md §2; notes on reliability, point 10.
"""

import asyncio
import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from inspections import replay
from inspections.ledger import judge_group
from inspections.storage import open_storage
from inspections.storage.snapshot import snapshot

LEDGER: Final = "xuncha.db"
KEY: Final = "checkpoint.key"
MANIFEST: Final = "manifest.json"


class NoBackup(Exception):
    """It could not be made, or cannot be put back; the message is Chinese."""


class Manifest(Struct, frozen=True, kw_only=True):
    """The last member of an archive: what it must hold."""

    format: int = 1
    made_at: str
    ledger_sha256: str
    key_sha256: str | None  #: of the file that signs checkpoints
    photos: int
    photo_bytes: int


def back_up(database: str, data: Path, photos: Path, file: Path, now: datetime) -> Manifest:
    """Write an archive beside a running server; `file` appears when it is whole and on disk."""
    if file.exists():
        raise NoBackup(f"{file} 已经存在，请换一个文件名。")
    with TemporaryDirectory(prefix=".xuncha-backup-", dir=file.parent) as folder:
        ledger, archive = Path(folder) / LEDGER, Path(folder) / "archive"
        if database.startswith("sqlite:///"):
            snapshot(Path(database.removeprefix("sqlite:///")), ledger)
        else:
            asyncio.run(copied(database, f"sqlite:///{ledger}"))
        manifest = pack(archive, ledger, data / KEY, photos, now)
        archive.rename(file)
    synced(file.parent)
    return manifest


async def copied(database: str, target: str) -> None:
    """The whole database in another one."""
    async with AsyncExitStack() as stack:
        source = await open_storage(database, judge_group)
        stack.push_async_callback(source.close)
        copy = await open_storage(target, judge_group)
        stack.push_async_callback(copy.close)
        await replay.copy(source, copy)


def pack(archive: Path, ledger: Path, key: Path, photos: Path, now: datetime) -> Manifest:
    """Ledger, key, photos by name, manifest."""
    count = size = 0
    with os.fdopen(os.open(archive, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            ledger_sha256 = add(tar, ledger, LEDGER)
            key_sha256 = add(tar, key, KEY) if key.exists() else None
            for photo in photos_in(photos):
                add(tar, photo, f"photos/{photo.parent.name}/{photo.name}")
                count, size = count + 1, size + photo.stat().st_size
            manifest = Manifest(
                made_at=now.isoformat(),
                ledger_sha256=ledger_sha256,
                key_sha256=key_sha256,
                photos=count,
                photo_bytes=size,
            )
            content = msgspec.json.encode(manifest)
            told = tarfile.TarInfo(MANIFEST)
            told.size = len(content)
            tar.addfile(told, io.BytesIO(content))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def photos_in(folder: Path) -> Iterator[Path]:
    """Every original, by name; what is on its way or drawn from one is left out."""
    for number in range(256):
        yield from sorted((folder / f"{number:02x}").glob("[0-9a-f]*"))


class Hashing(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        return block


def add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Put a file in; the SHA-256 of what was read."""
    told = tarfile.TarInfo(name)
    with path.open("rb") as file:
        told.size = os.fstat(file.fileno()).st_size
        hashing = Hashing(file)
        tar.addfile(told, hashing)
    forget_members(tar)
    return hashing.digest.hexdigest()


def forget_members(tar: tarfile.TarFile) -> None:
    """The library remembers every member, which a county's photos would make large."""
    tar.members.clear()  # type: ignore[attr-defined]  # an attribute the stubs leave out


def synced(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
