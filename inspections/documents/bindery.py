"""The bindery (装订): files of one case or of many, as one PDF or as a ZIP, made once for a state of the ledger and kept for a day.

Owns: which cases, one binding at a time, the file and its life, what lies in the ZIP. Does not own what lies in a file
(case_file.py) or how it looks (press.py). Everything is read within one short snapshot; drawing and packing come after it,
so a thick file never holds the ledger. What was made lies in the folder of exports, which is emptied by age. Source: issue §7.
"""

import asyncio
import hashlib
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from inspections.documents.asking import Asking, Filled, NoPaper, NotThere, Sources, standing
from inspections.documents.case_file import FileSaid, file_of
from inspections.documents.filling import FIXED, filled
from inspections.documents.press import bound
from inspections.photos import Folder, kind_of
from inspections.storage.engine import Storage, StorageFull

FORMS: Final = {"pdf": "application/pdf", "zip": "application/zip"}
MOST: Final = 100  #: cases in one file: their pictures are all on the same desk
SUFFIXES: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic"}
UNNAMEABLE: Final = re.compile(r'[\x00-\x1f\\/:*?"<>|]')
EDITION: Final = 1  #: changes when the same words make another file
LIST: Final = "校验值.txt"


class Order(Struct, frozen=True):
    """What to bind: one finding, or all that answer to every filter given."""

    form: str
    book: str
    scopes: tuple[str, ...]  #: officers' unit paths; a file is never the responsible unit's
    account: str
    id: str | None = None
    unit: str | None = None
    state: str | None = None
    type: str | None = None
    source: str | None = None
    batch: str | None = None
    level: str | None = None
    responsible: str | None = None
    first: str | None = None  #: days of opening, both included
    last: str | None = None


class Bindery:
    """Files below one folder. Making one stops when less than `reserve_mb` is free on its disk."""

    def __init__(self, folder: Path, reserve_mb: int = 0) -> None:
        self.folder, self.reserve_mb = folder, reserve_mb
        self._turn = asyncio.Semaphore(1)
        self._making: dict[Path, asyncio.Task[None]] = {}

    async def ordered(self, storage: Storage, order: Order, sources: Sources, now: datetime) -> Path:
        """Where the file is or will be; it is being made when this returns. NotThere, NoPaper, StorageFull."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        async with storage.snapshot() as still:
            asking = Asking(still, order.book, order.scopes, now)
            here = await standing(asking)
            facts = msgspec.json.encode([EDITION, order, here.head_seq, here.head_hash])
            path = self.folder / f"case-file-{hashlib.sha256(facts).hexdigest()[:32]}.{order.form}"
            if path.exists() or path in self._making:
                return path
            if shutil.disk_usage(self.folder).free < self.reserve_mb * 2**20:
                raise StorageFull("磁盘剩余不多，不能装订案卷。")
            files = [await file_of(asking, one) for one in await cases(asking, order)]
        made_at = int(here.as_of.timestamp())
        self._making[path] = asyncio.create_task(self._make(path, files, sources, made_at))
        return path

    async def whole(self, path: Path) -> None:
        """Wait until it is made. NoFont, NoPaper or what else kept it from being made."""
        if task := self._making.get(path):
            try:
                await asyncio.shield(task)
            finally:
                if task.done():
                    self._making.pop(path, None)

    async def _make(self, path: Path, files: Sequence[FileSaid], sources: Sources, made_at: int) -> None:
        async with self._turn:
            await asyncio.to_thread(write, path, files, sources, made_at)

    async def close(self) -> None:
        """What is being made is left: it goes on in its thread until its process ends, and has no name."""
        for task in self._making.values():
            task.cancel()
        await asyncio.gather(*self._making.values(), return_exceptions=True)


async def cases(asking: Asking, order: Order) -> list[str]:
    names = ("id", "unit", "state", "type", "source", "batch", "level", "responsible", "first", "last")
    given = {name: getattr(order, name) for name in names}
    rows = await asking.ledger.rows("cases_to_bind", scopes=asking.scopes_json, limit=MOST + 1, **given)
    if not rows:
        raise NotThere
    if len(rows) > MOST:
        raise NoPaper(f"一次最多装订 {MOST} 件，请缩小范围。")
    return [one for (one,) in rows]


def write(path: Path, files: Sequence[FileSaid], sources: Sources, made_at: int) -> None:
    """The file under its name once it is whole."""
    part = path.with_suffix(f"{path.suffix}.part")
    try:
        if path.suffix == ".zip":
            pack(part, files, sources, made_at)
        else:
            part.write_bytes(bound(files, sources, made_at))
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def pack(target: Path, files: Sequence[FileSaid], sources: Sources, made_at: int) -> None:
    """The bound PDF, each case's papers as DOCX and its photos and scans as they came, and the hash of everything."""
    sums = []
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members(files, sources, made_at):
            data = content.read_bytes() if isinstance(content, Path) else content
            archive.writestr(zipfile.ZipInfo(name, FIXED), data)
            sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
        archive.writestr(zipfile.ZipInfo(LIST, FIXED), "".join(sums).encode())


def members(files: Sequence[FileSaid], sources: Sources, made_at: int) -> Iterator[tuple[str, bytes | Path]]:
    yield "案卷.pdf", bound(files, sources, made_at)
    for number, one in enumerate(files, 1):
        folder = f"{number:03d}-{nameable(one.case_no)}"
        for at, sheet in enumerate(one.sheets, 1):
            if sheet.kind:
                paper = filled(sheet.kind, Filled(sheet.said), sources)
                yield f"{folder}/文书/{at:02d}-{nameable(sheet.name)}.docx", paper
        for said in one.files:
            if sources.photos.holds(said["sha256"]):
                yield f"{folder}/原件/{original(said, sources.photos)}", sources.photos.path(said["sha256"])


def original(said: dict[str, str], photos: Folder) -> str:
    suffix = SUFFIXES.get(kind_of(photos.head(said["sha256"])), "bin")
    return f"{nameable(said['name'])}-{said['sha256'][:16]}.{suffix}"


def nameable(text: str) -> str:
    """A name any system can hold."""
    return UNNAMEABLE.sub("_", text)[:60]
