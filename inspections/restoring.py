"""Restoring (恢复): reading a backup, to check it or to put it back into an empty folder.

Owns: what counts as a whole backup: every hash, the chain, every photo the ledger knows of. Does not own making one
(backup.py). Only members of our own names are taken, so that nothing can be written elsewhere. Source: design.md §2.
"""

import asyncio
import hashlib
import os
import re
import tarfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final, NamedTuple, TextIO

import msgspec
from msgspec import Struct

from inspections import replay
from inspections.backup import KEY, LEDGER, MANIFEST, Manifest, NoBackup, forget_members, synced
from inspections.ledger import judge_group
from inspections.storage import open_storage
from inspections.storage.engine import Storage, heads
from inspections.storage.snapshot import unsound

PHOTO: Final = re.compile(
    r"photos/([0-9a-f]{2})/(?P<sha256>\1[0-9a-f]{62})"
)  # in no other folder than its own
NAMES: Final = "names"
BLOCK: Final = 2**20
PAGE: Final = 1000


class Checked(Struct, frozen=True, kw_only=True):
    """What an archive holds, and everything that is wrong with it, in Chinese."""

    faults: list[str]
    heads: dict[str, int]  #: book → last number
    photos: int
    photo_bytes: int
    made_at: str | None


class Content(Struct, kw_only=True):
    """An archive as it was read."""

    faults: list[str] = []
    manifest: Manifest | None = None
    photos: int = 0
    photo_bytes: int = 0


def check(file: Path) -> Checked:
    """Read the whole archive: every hash, the chain, and each photo the ledger knows of."""
    with TemporaryDirectory(prefix="xuncha-check-") as folder:
        return read(file, Path(folder), None)


def restore(file: Path, to: Path) -> Checked:
    """Fill an empty folder. The ledger gets its name last: a folder broken off holds no ledger."""
    if to.exists() and any(to.iterdir()):
        raise NoBackup(f"{to} 不是空文件夹，恢复只能放进空文件夹。")
    to.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".restoring-", dir=to) as folder:
        found = read(file, Path(folder), to)
        if found.faults:
            raise NoBackup("备份有问题，没有恢复账本：\n" + "\n".join(found.faults))
        os.sync()
        (Path(folder) / LEDGER).rename(to / LEDGER)
    synced(to)
    return found


def read(file: Path, work: Path, to: Path | None) -> Checked:
    """Everything in an archive looked at; the ledger is left in `work`, the rest in `to`."""
    content = unpack(file, work, to)
    faults, last = content.faults, dict[str, int]()
    if not faults and (wrong := unsound(work / LEDGER)):
        faults = [f"账本文件已损坏：{wrong}"]
    if not faults:
        faults, last = asyncio.run(walked(work))
    made_at = content.manifest.made_at if content.manifest else None
    return Checked(
        faults=faults, heads=last, photos=content.photos, photo_bytes=content.photo_bytes, made_at=made_at
    )


async def walked(work: Path) -> tuple[list[str], dict[str, int]]:
    """What is wrong with the ledger and with its photos; the last number of each book."""
    storage = await open_storage(f"sqlite:///{work / LEDGER}", judge_group)
    try:
        faults = [f"账本 {one.book} 第 {one.seq} 号：{one.reason}" for one in await replay.verify(storage)]
        faults += [f"缺照片 {one}" async for one in absent(storage, work / NAMES)]
        return faults, await heads(storage, await replay.books(storage))
    finally:
        await storage.close()


def unpack(file: Path, work: Path, to: Path | None) -> Content:
    """Read every member; the ledger goes to `work`, photos and key to `to`, their names to a list by name."""
    content = Content()
    digests: dict[str, str] = {}
    try:
        with tarfile.open(file, "r:") as tar, (work / NAMES).open("w") as names:
            while member := tar.next():
                forget_members(tar)
                take(tar, member, Targets(work, to, names), content, digests)
    except (tarfile.TarError, msgspec.DecodeError, EOFError, OSError) as error:
        content.faults.append(f"备份读不下去：{error}。文件可能不完整。")
    content.faults += differences(content, digests)
    return content


class Targets(NamedTuple):
    """Where members go."""

    work: Path
    to: Path | None
    names: TextIO


def take(
    tar: tarfile.TarFile,
    member: tarfile.TarInfo,
    targets: Targets,
    content: Content,
    digests: dict[str, str],
) -> None:
    """One member to its place. A name is only ever one of ours, so that nothing can be put elsewhere."""
    held = tar.extractfile(member) if member.isreg() else None
    photo = PHOTO.fullmatch(member.name)
    if held is None or not (photo or member.name in (LEDGER, KEY, MANIFEST)):
        content.faults.append(f"备份里有不认识的内容：{member.name[:80]!r}")
    elif photo:
        if copied(held, targets.to and targets.to / member.name) != photo["sha256"]:
            content.faults.append(f"照片内容和编号不符：{photo['sha256']}")
        content.photos += 1
        content.photo_bytes += member.size
        targets.names.write(f"{photo['sha256']}\n")
    elif member.name == MANIFEST:
        content.manifest = msgspec.json.decode(held.read(BLOCK), type=Manifest)
    else:
        folder = targets.work if member.name == LEDGER else targets.to
        digests[member.name] = copied(held, folder and folder / member.name)


def copied(held: IO[bytes], to: Path | None) -> str:
    """Read to the end, written to a file when there is one; the SHA-256."""
    digest = hashlib.sha256()
    with ExitStack() as stack:
        out = None
        if to is not None:
            to.parent.mkdir(parents=True, exist_ok=True)
            opened = os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            out = stack.enter_context(os.fdopen(opened, "wb"))
        while block := held.read(BLOCK):
            digest.update(block)
            if out is not None:
                out.write(block)
    return digest.hexdigest()


def differences(content: Content, digests: dict[str, str]) -> Iterator[str]:
    """Where the archive is not what its manifest says."""
    told = content.manifest
    if told is None:
        yield "备份不完整：没有清单，可能中途断了。"
        return
    if digests.get(LEDGER) != told.ledger_sha256:
        yield "账本文件和清单不符。"
    if digests.get(KEY) != told.key_sha256:
        yield "检查点签名密钥和清单不符。"
    if (content.photos, content.photo_bytes) != (told.photos, told.photo_bytes):
        yield f"照片应有 {told.photos} 张，只有 {content.photos} 张。"


async def absent(storage: Storage, names: Path) -> AsyncIterator[str]:
    """Photos the ledger knows of that are not in the list; both are walked in order of name."""
    after = ""
    with names.open() as listed:
        here = listed.readline().strip()
        while rows := await storage.rows("photo_names_after", after=after, limit=PAGE):
            for (wanted,) in rows:
                while here and here < wanted:
                    here = listed.readline().strip()
                if here != wanted:
                    yield wanted
            after = rows[-1][0]
