"""Photos (照片): original bytes, content-addressed, each written once and for good.

Owns: the files below one folder, named by SHA-256, and which kinds of picture are taken. Does not own who may see one
(storage query `photo_bringers`) or what a photo shows. The local writer is ours because kept libraries do not sync a
file and its folder before they answer: an acknowledged photo survives a power cut. Source: design.md §4.
"""

import asyncio
import hashlib
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final
from uuid import uuid4

MOST_BYTES: Final = 12 * 1024 * 1024
HEAD_BYTES: Final = 12  #: enough to tell the kinds apart
#: first bytes of each kind taken; the declared type must be the real one
MAGIC: Final = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/webp": b"RIFF"}


class PhotoRefused(ValueError):
    """Not the bytes that were announced; `code` names why, the message is Chinese."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class NoRoom(OSError):
    """The disk's reserve would be touched."""


def kind_of(head: bytes) -> str | None:
    """The media type the first bytes speak of."""
    if head.startswith(b"RIFF") and head[8:HEAD_BYTES] != b"WEBP":
        return None
    return next((kind for kind, start in MAGIC.items() if head.startswith(start)), None)


class Folder:
    """Photos below one folder; taking stops while less than `reserve_mb` is free on its disk."""

    def __init__(self, root: Path, reserve_mb: int = 0) -> None:
        self.root, self.reserve_mb = root, reserve_mb

    def path(self, sha256: str) -> Path:
        """Where the bytes are or would be: folders by the first two digits."""
        return self.root / sha256[:2] / sha256

    def holds(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    async def read(self, sha256: str) -> bytes:
        return await asyncio.to_thread(self.path(sha256).read_bytes)

    async def put(self, sha256: str, content: bytes) -> int:
        """Bytes that are already here."""

        async def whole() -> AsyncIterator[bytes]:
            yield content

        return await self.take(sha256, whole(), kind_of(content[:HEAD_BYTES]) or "")

    async def take(self, sha256: str, chunks: AsyncIterator[bytes], content_type: str) -> int:
        """Write what arrives and sync it before returning its length in bytes; PhotoRefused, NoRoom."""
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self.root).free < self.reserve_mb * 2**20:
            raise NoRoom
        arriving = target.with_name(f".{uuid4().hex}")
        try:
            size = await _written(arriving, sha256, chunks, content_type)
            await asyncio.to_thread(_settle, arriving, target)
        finally:
            arriving.unlink(missing_ok=True)
        return size


async def _written(arriving: Path, sha256: str, chunks: AsyncIterator[bytes], content_type: str) -> int:
    """The bytes in a file of their own, synced, and what they say they are."""
    digest, size, head = hashlib.sha256(), 0, b""
    with arriving.open("wb") as file:
        async for chunk in chunks:
            head = (head + chunk)[:HEAD_BYTES]
            digest.update(chunk)
            size += len(chunk)
            if size > MOST_BYTES:
                raise PhotoRefused("too-large", "照片超过 12 MB。")
            file.write(chunk)
        if digest.hexdigest() != sha256:
            raise PhotoRefused("hash-differs", "收到的内容与编号（SHA-256）不一致，请重发。")
        if kind_of(head) is None or kind_of(head) != content_type:
            raise PhotoRefused("not-this-picture", "内容不是所说的 JPEG、PNG 或 WebP 图片。")
        file.flush()
        await asyncio.to_thread(os.fsync, file.fileno())
    return size


def _settle(arriving: Path, target: Path) -> None:
    """Give the synced file its name, and sync the names too."""
    arriving.rename(target)
    for folder in (target.parent, target.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
