"""Photos (照片): original bytes, content-addressed, each written once and for good.

Owns: the files below one folder: originals named by SHA-256, uploads on their way (`.arriving`), what is drawn from
them (`.drawn`, `.grey`). Does not own who may see one (evidence.py), what a picture is (pictures.py) or HTTP. The local
writer is ours because kept libraries do not sync a file and its folder before they answer: an acknowledged photo survives
a power cut. Every name is made here, none comes from outside but a checked SHA-256. Source: design.md §4; docs/design/0008.
"""

import asyncio
import errno
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple
from uuid import uuid4

from inspections.facts import Fault

MOST_BYTES: Final = 12 * 2**20  #: in one request
MOST_IN_PARTS: Final = 32 * 2**20  #: a whole photo; 50-megapixel phones write 20 MB
PART_MOST: Final = 2 * 2**20
PART_LEAST: Final = 64 * 2**10  #: but for the last one
KEPT_S: Final = 14 * 86400  #: how long an upload may pause before its parts are thrown away
BLOCK: Final = 256 * 2**10

Examine = Callable[[Path], Awaitable[None]]  #: raises PhotoRefused for what is no picture


class PhotoRefused(ValueError):
    """Not what was announced; every reason, in Chinese. `code` chooses the problem type."""

    def __init__(self, *faults: Fault, code: str = "refused") -> None:
        super().__init__(*(fault.message for fault in faults))
        self.faults, self.code = faults, code


class NoRoom(OSError):
    """The disk is full, or its reserve would be touched."""


class OutOfPlace(Exception):
    """A part that does not begin where the upload stands; `offset` is where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Part(NamedTuple):
    """Bytes first…last (both included) of a photo of `total` bytes."""

    first: int
    last: int
    total: int

    def faults(self, length: int) -> Iterator[Fault]:
        """What cannot be: `length` bytes were sent as this part."""
        size = self.last - self.first + 1
        if size < 1 or self.last >= self.total:
            yield Fault("Content-Range", "range", "起止不对：应为 首字节-末字节/总长，末字节小于总长。")
        elif size != length:
            yield Fault("Content-Range", "length", f"说有 {size} 字节，实际收到 {length} 字节。")
        if self.total > MOST_IN_PARTS:
            yield Fault("Content-Range", "too-large", f"照片最大 {MOST_IN_PARTS >> 20} MB。")
        if size > PART_MOST:
            yield Fault("Content-Range", "part-too-large", f"一段最大 {PART_MOST >> 20} MB。")
        if size < PART_LEAST and self.last + 1 != self.total:
            yield Fault("Content-Range", "part-too-small", f"除最后一段外，一段至少 {PART_LEAST >> 10} KB。")


HASH_DIFFERS: Final = Fault("", "hash-differs", "收到的内容与编号（SHA-256）不一致，请重发。")
TOO_LARGE: Final = Fault("", "too-large", f"一次最多发 {MOST_BYTES >> 20} MB，更大的请分段发。")


class Folder:
    """Photos below one folder; taking stops while less than `reserve_mb` is free on its disk."""

    def __init__(self, root: Path, reserve_mb: int = 0) -> None:
        self.root, self.reserve_mb = root, reserve_mb

    def path(self, sha256: str) -> Path:
        """Where the bytes are or would be: folders by the first two digits."""
        return self.root / sha256[:2] / sha256

    def drawn(self, sha256: str, name: str) -> Path:
        """Where a picture drawn from it is or would be."""
        return self.root / ".drawn" / sha256[:2] / f"{sha256}-{name}.jpg"

    def grey(self, sha256: str) -> Path:
        """Where the small grey picture of it is or would be, by which it is held against others."""
        return self.root / ".grey" / sha256[:2] / f"{sha256}.jpg"

    def size(self, sha256: str) -> int | None:
        """Length in bytes; None when it is not here."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def holds(self, sha256: str) -> bool:
        return self.size(sha256) is not None

    async def read(self, sha256: str) -> bytes:
        return await asyncio.to_thread(self.path(sha256).read_bytes)

    def head(self, sha256: str) -> bytes:
        """The first bytes, which tell the format."""
        with self.path(sha256).open("rb") as file:
            return file.read(HEAD_BYTES)

    async def stream(self, sha256: str) -> AsyncIterator[bytes]:
        with self.path(sha256).open("rb") as file:
            while block := await asyncio.to_thread(file.read, BLOCK):
                yield block

    def lay(self, sha256: str, content: bytes) -> None:
        """Bytes made here, not yet synced: who lays many syncs the disk once, before anybody relies on them."""
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    async def take(self, sha256: str, chunks: AsyncIterator[bytes], examine: Examine) -> int:
        """Write a whole photo, synced before this returns its length in bytes; PhotoRefused, NoRoom."""
        arriving = self._arriving(uuid4().hex)
        try:
            with noticing_full():
                found = await _written(arriving, chunks)
            return await self._accept(arriving, found, sha256, examine)
        finally:
            arriving.unlink(missing_ok=True)

    def offset(self, sha256: str, account: str) -> int:
        """How many bytes of an upload in parts are here."""
        try:
            return self._part_path(sha256, account).stat().st_size
        except FileNotFoundError:
            return 0

    async def take_part(self, sha256: str, account: str, part: Part, content: bytes, examine: Examine) -> int:
        """Add a part; where to go on. The last one makes the photo: PhotoRefused, OutOfPlace, NoRoom."""
        path, whole = self._arriving(f"{sha256}.{account}"), self._arriving(uuid4().hex)
        with noticing_full():
            offset = await asyncio.to_thread(_added, path, whole, part, content)
        if offset < part.total:
            return offset
        try:
            if offset > part.total:
                raise PhotoRefused(Fault("Content-Range", "total", "总长和先前各段不一致，请从头重发。"))
            await self._accept(whole, await asyncio.to_thread(_digest, whole), sha256, examine)
        finally:
            whole.unlink(missing_ok=True)
        return offset

    async def _accept(self, arriving: Path, digest: str, sha256: str, examine: Examine) -> int:
        """What has arrived whole becomes a photo, or is refused with every reason."""
        if digest != sha256:
            raise PhotoRefused(HASH_DIFFERS)
        await examine(arriving)
        with noticing_full():
            return await asyncio.to_thread(_settle, arriving, self.path(sha256))

    def _arriving(self, name: str) -> Path:
        """A place for something on its way; NoRoom when the disk is too full to begin."""
        folder = self.root / ".arriving"
        folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < self.reserve_mb * 2**20:
            raise NoRoom
        return folder / name

    def _part_path(self, sha256: str, account: str) -> Path:
        return self.root / ".arriving" / f"{sha256}.{account}"

    def sweep(self) -> int:
        """Throw away uploads nobody went on with; how many."""
        folder = self.root / ".arriving"
        stale = [path for path in folder.glob("*") if path.stat().st_mtime < time.time() - KEPT_S]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)


async def _written(arriving: Path, chunks: AsyncIterator[bytes]) -> str:
    """What arrives in a file of its own; its SHA-256."""
    digest, size = hashlib.sha256(), 0
    with arriving.open("xb") as file:
        async for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                raise PhotoRefused(TOO_LARGE, code="too-large")
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _added(path: Path, whole: Path, part: Part, content: bytes) -> int:
    """Append what is new of a part; a finished upload moves to `whole`, out of everybody's reach. The length now.

    Two phones may send the same parts: the lock and the look at the name keep a late writer out of a file that has
    already become a photo.
    """
    if part.first and not path.exists():
        raise OutOfPlace(0)
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutOfPlace(file.tell()) from None
        if not path.exists() or not os.path.samestat(os.fstat(file.fileno()), path.stat()):
            raise OutOfPlace(0)
        size = file.seek(0, os.SEEK_END)  # not where it ended when it was opened: that was before the lock
        if part.first > size:
            raise OutOfPlace(size)
        file.write(content[size - part.first :])
        file.flush()
        size = max(size, part.last + 1)
        if size >= part.total:
            path.rename(whole)
    return size


def _settle(arriving: Path, target: Path) -> int:
    """Sync the file, give it its name, and sync the names too; its length."""
    _sync(arriving)
    target.parent.mkdir(parents=True, exist_ok=True)
    arriving.rename(target)
    _sync(target.parent)
    _sync(target.parent.parent)
    return target.stat().st_size


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def noticing_full() -> Iterator[None]:
    """A full disk is its own kind of failure."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise NoRoom from error
        raise


HEAD_BYTES: Final = 12
#: first bytes of each format, and its media type
MAGIC: Final = (
    (slice(0, 3), (b"\xff\xd8\xff",), "image/jpeg"),
    (slice(0, 8), (b"\x89PNG\r\n\x1a\n",), "image/png"),
    (slice(8, 12), (b"WEBP",), "image/webp"),
    (slice(8, 12), (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "image/heic"),
)
KINDS: Final = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")


def kind_of(head: bytes) -> str:
    """The media type the first bytes speak of."""
    return next((kind for at, starts, kind in MAGIC if head[at] in starts), "application/octet-stream")
