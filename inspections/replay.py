"""Proving and repeating the ledger: verify a chain, rebuild every view, copy to another engine, checkpoints.

Owns: these four walks over all entries, a page at a time (no read transaction stays open). Does not own judging or
effects (ledger.py) or what a broken link is (chain.py). Source: design.md §2, §4; RFC 6962 §2.1.
"""

import hashlib
from collections.abc import AsyncIterator, Sequence

import msgspec
from msgspec import Struct

from inspections.chain import PAGE, Break, Head, Inbox, Stored, Writes, empty, head_of, walk
from inspections.entries import Secret
from inspections.ledger import replay
from inspections.letters import subject_of
from inspections.storage.engine import Storage, StorageError, entries_of
from inspections.storage.views import VIEWS


class Checkpoint(Struct, frozen=True):
    """A book as it stood: whoever keeps one can later see that nothing before it was altered."""

    book: str
    seq: int
    hash: str  #: of the last entry
    root: str  #: RFC 6962 Merkle root over the entries' hashes
    at: str = ""
    key: str = ""  #: Ed25519 public key, hex
    signature: str = ""  #: over the other fields, hex (signing.py)


async def books(storage: Storage) -> list[str]:
    return [row[0] for row in await storage.rows("books")]


async def pages(storage: Storage, book: str) -> AsyncIterator[list[Stored]]:
    """All entries of a book by seq; a gap does not stop the walk."""
    after = 0
    while page := await entries_of(storage, book, after, PAGE):
        yield page
        after = page[-1].seq


async def verify(storage: Storage, kept: Sequence[Checkpoint] = ()) -> list[Break]:
    """Every place where a chain does not hold, all books; kept checkpoints show a cut tail or an exchanged past."""
    found: list[Break] = []
    for book in sorted({*await books(storage), *(one.book for one in kept)}):
        head, hashes = empty(book), dict[int, str]()
        async for page in pages(storage, book):
            found += walk(page, head)
            hashes |= {entry.seq: entry.hash for entry in page}
            head = head_of(page[-1])
        found += against(hashes, head, [one for one in kept if one.book == book])
    return found


def against(hashes: dict[int, str], head: Head, kept: Sequence[Checkpoint]) -> list[Break]:
    found = []
    for one in kept:
        if one.seq > head.seq:
            found.append(Break(one.book, head.seq + 1, f"尾部缺失：检查点记到第 {one.seq} 号"))
        elif hashes.get(one.seq) != one.hash:
            found.append(Break(one.book, one.seq, "与保存的检查点不一致"))
        elif one.root != merkle_root([hashes[seq] for seq in sorted(hashes) if seq <= one.seq]):
            found.append(Break(one.book, one.seq, "检查点之前的记录被改动过"))
    return found


async def checkpoint(storage: Storage, book: str) -> Checkpoint:
    """The book as it stands now, unsigned."""
    head, hashes = empty(book), []
    async for page in pages(storage, book):
        hashes += [entry.hash for entry in page]
        head = head_of(page[-1])
    return Checkpoint(book, head.seq, head.hash, merkle_root(hashes), head.received_at)


def merkle_root(hashes: Sequence[str]) -> str:
    """RFC 6962 §2.1 over the entries' hashes as leaves."""
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(one)).digest() for one in hashes]
    if not level:
        return hashlib.sha256().hexdigest()
    while len(level) > 1:  # an odd last node moves up as it is: the same tree as splitting at powers of two
        paired = [
            hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)
        ]
        level = paired + level[len(paired) * 2 :]
    return level[0].hex()


async def rebuild(storage: Storage) -> dict[str, str]:
    """Empty and fill every view from the entries alone; the digests afterwards."""
    found = await books(storage)
    await storage.rewrite_views(lambda: replay(found))
    return await digests(storage)


async def digests(storage: Storage) -> dict[str, str]:
    """SHA-256 of each view, rows sorted: equal before and after a rebuild, and between engines."""
    found = {}
    for view in VIEWS:
        fetched = await storage.rows(f"all_{view.table}")
        rows = sorted(msgspec.json.encode(msgspec.convert(list(row), view, strict=False)) for row in fetched)
        found[view.table] = hashlib.sha256(b"\n".join(rows)).hexdigest()
    return found


async def copy(source: Storage, target: Storage) -> dict[str, int]:
    """Everything but sessions into an empty database of either engine; the views are then built there."""
    if await books(target):
        raise StorageError("目标数据库里已经有记录；只能复制到空库。")
    await copy_inbox(source, target)
    counts = dict.fromkeys(await books(source), 0)
    for book in counts:
        async for page in pages(source, book):
            await target.insert(Writes(entries=page))
            counts[book] += len(page)
    await copy_beside(source, target)
    await target.run("inbox_arrived")
    await rebuild(target)
    return counts


async def copy_inbox(source: Storage, target: Storage) -> None:
    """First of all: what enters the ledger while it is copied must not be missed in both."""
    names = Inbox.__struct_fields__
    found = [Inbox(**dict(zip(names, row, strict=True))) for row in await source.rows("inbox_all")]
    await target.insert(Writes(inbox=found))


async def copy_beside(source: Storage, target: Storage) -> None:
    """What stands beside the entries: vault, links, secrets, tokens, who brought which photo."""
    entry, path = "", ""
    while rows := await source.rows("vault_all", after_entry=entry, after_path=path, limit=PAGE):
        await target.insert(Writes(secrets=[Secret(*row) for row in rows]))
        entry, path = rows[-1][:2]
    child, parent = "", ""
    while rows := await source.rows("links_all", after_child=child, after_parent=parent, limit=PAGE):
        await target.insert(Writes(links=[(row[0], row[1]) for row in rows]))
        child, parent = rows[-1]
    for names, get, put in COPIED_TABLES:
        for row in await source.rows(get):
            await target.run(put, **dict(zip(names, row, strict=True)))


COPIED_TABLES = (
    (("account", "password", "code", "code_until", "changed_at"), "copy_secrets", "put_secret"),
    (
        ("token_hash", "name", "account", "scopes", "created_at", "expires_at", "revoked_at"),
        "copy_tokens",
        "put_token",
    ),
    (("sha256", "account", "bytes", "received_at", "damaged"), "copy_photos", "photo_keep"),
)


async def erase(storage: Storage, entry: str, path: str) -> bool:
    """Erase one private value: value and salt go, the digest in the chain stays and the chain holds."""
    return await storage.run("vault_erase", entry=entry, path=path) > 0


async def forget(storage: Storage, letter: str) -> int:
    """Erase who wrote a letter from every version of it; how many values went. The chain holds."""
    return await storage.run("petitioner_erase", subject=subject_of(letter))
