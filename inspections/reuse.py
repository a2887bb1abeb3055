"""Reuse (重复使用): the print of each photo, kept when it has come, and the question which photos show the same picture.

Owns: making and keeping prints one after the other, and asking for the same picture among all photos. Does not own what a
print is (likeness.py), reading pixels (marks.py) or who may learn of what is found (evidence_review.py). A print comes
after the photo is safe and acknowledged, never before; one that is missing is made when it is asked for, by the command,
or at the next start. Source: design.md §4; docs/design/0014-likeness.md.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Final, NamedTuple
from uuid import uuid4

import msgspec

from inspections.decoding import Decoder
from inspections.facts import now_text
from inspections.likeness import Alike, Fit, Found, Print, candidates, number_of, packed, word_of, words
from inspections.photos import Folder
from inspections.storage.engine import Storage, StorageError, utc_now

SAME: Final = 0.84  #: share of blocks from which two photos show the same picture
MOST_DIFFERING: Final = (
    0  #: blocks that may clearly differ; beyond, it may be the same view on another day, or be painted over
)
MOST_COMMON: Final = 400  #: photos that may have a word; a commoner one tells nothing
EMPTY: Final = Print(
    0, 0, ()
)  #: of a file that can no longer be drawn: kept, so that it is not tried for ever
LEAST_MARKS: Final = 10  #: a blank wall cannot be told from another
PAGE: Final = 200


class Same(NamedTuple):
    """Another photo that shows the same picture, or nearly."""

    sha256: str
    sameness: float  #: share of the common part that is the same, 0 … 1
    mirrored: bool
    nearly: bool = False  #: something in it clearly differs


class Archive(NamedTuple):
    """Where prints are made and kept."""

    storage: Storage
    photos: Folder
    decoder: Decoder

    async def keep(self, sha256: str, now: datetime) -> Print:
        """Make the print of a photo that is here and keep it; one that is there already gives way."""
        own, photo = await self.drawn(sha256), number_of(sha256)
        marks = [(word_of(mark.signs), packed(mark)) for mark in own.marks]
        await self.storage.run("photo_mark_drop", photo=photo)
        await self.storage.run("photo_mark_keep", photo=photo, marks=msgspec.json.encode(marks).decode())
        await self.storage.run(
            "photo_print_keep", photo=photo, sha256=sha256, marks=len(marks), printed_at=now_text(now)
        )
        return own

    async def drawn(self, sha256: str) -> Print:
        """The print of a photo; its grey picture is drawn on the way."""
        target = self.photos.grey(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        making = target.with_name(f".{uuid4().hex}")
        try:
            seen = await self.decoder.fingerprint(self.photos.path(sha256), making)
            if seen.found is None:
                return EMPTY
            making.replace(target)
        finally:
            making.unlink(missing_ok=True)
        return seen.found

    async def printed(self, sha256: str) -> bool:
        return bool(await self.storage.rows("photo_prints_of", photos=f"[{number_of(sha256)}]"))

    async def same(self, sha256: str, now: datetime) -> list[Same] | None:
        """Photos that show the same picture or nearly, the likest first; None when its file is not here or shows too little."""
        if not self.photos.holds(sha256):
            return None
        own = await (self.drawn(sha256) if await self.printed(sha256) else self.keep(sha256, now))
        if len(own.marks) < LEAST_MARKS:
            return None
        asked = msgspec.json.encode(words(own)).decode()
        rows = await self.storage.rows(
            "photo_mark_found", words=asked, photo=number_of(sha256), most=MOST_COMMON
        )
        fits = await asyncio.to_thread(candidates, own, [Found(*row) for row in rows])
        named = await self.storage.rows("photos_by_number", photos=msgspec.json.encode(list(fits)).decode())
        found = []
        for photo, other in named:
            alike = await self._compared(sha256, other, fits[photo])
            if alike and alike.share >= SAME:
                nearly = alike.differing > MOST_DIFFERING
                found.append(Same(other, alike.share, fits[photo].mirrored, nearly))
        return sorted(found, key=lambda one: (one.nearly, -one.sameness, one.sha256))

    async def _compared(self, sha256: str, other: str, fit: Fit) -> Alike | None:
        if not self.photos.grey(other).exists():
            if not self.photos.holds(other):
                return None
            await self.drawn(other)
        return await self.decoder.compare(self.photos.grey(sha256), self.photos.grey(other), fit)

    async def unprinted(self, named: bool) -> AsyncIterator[str]:
        """Photos without a print, by name: those that came over the network, with `named` all that an entry names."""
        after = ""
        while rows := await self.storage.rows(
            "photos_unprinted", after=after, limit=PAGE, named=named or None
        ):
            for (after,) in rows:
                if self.photos.holds(after):
                    yield after


class Printing:
    """Prints of photos as they come, made one at a time behind whoever waits for an answer."""

    def __init__(self, archive: Archive, failed: Callable[[str, Exception], None]) -> None:
        self.archive, self.failed = archive, failed
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._task = asyncio.create_task(self._work())

    def add(self, sha256: str) -> None:
        """A photo has come; at once done."""
        self._waiting.put_nowait(sha256)

    async def idle(self) -> None:
        """Until everything that was added has been printed."""
        await self._waiting.join()

    async def close(self) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _work(self) -> None:
        with contextlib.suppress(StorageError):
            async for sha256 in self.archive.unprinted(named=False):
                self.add(sha256)
        while True:
            sha256 = await self._waiting.get()
            try:
                if not await self.archive.printed(sha256):
                    await self.archive.keep(sha256, utc_now())
            except (
                OSError,
                StorageError,
            ) as error:  # a full disk, a database restarted: the next start goes on
                self.failed(sha256, error)
            finally:
                self._waiting.task_done()
