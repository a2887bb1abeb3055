"""The chain (校验链): stored entries, their hashes, and the questions the writer asks about them.

Owns: sealing an envelope into the chain, the rows that stand for stored entries, the inbox row, and checking a chain.
Does not own who may write or what an entry means. Source: design.md §2.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final, NamedTuple

import msgspec
from msgspec import Struct

from inspections.entries import ENCODER, GENESIS, Entry, Envelope, Sealed, chained
from inspections.facts import At, Decision, Key, Lookup, Row


class Stored(Struct, frozen=True, array_like=True, kw_only=True):
    """One row of the table `entry`: the envelope's bytes as text, its hash, and copies of its fields."""

    book: str
    seq: int
    id: str
    type: str
    v: int
    subject: str
    unit: str
    actor: str
    device: str
    made_at: str
    received_at: str
    prev_hash: str
    hash: str
    stored: str

    def envelope(self) -> Envelope:
        return msgspec.json.decode(self.stored, type=Envelope)


class Known(Row, frozen=True, array_like=True, kw_only=True):
    """An entry already in the ledger, by its id."""

    query: ClassVar[str] = "entry_known"
    key: ClassVar = ("id",)
    id: str
    book: str
    seq: int
    type: str
    subject: str
    unit: str
    actor: str
    received_at: str
    stored: str
    hash: str
    prev_hash: str


class Head(Row, frozen=True, array_like=True, kw_only=True):
    """The last entry of a book."""

    query: ClassVar[str] = "entry_head"
    key: ClassVar = ("book",)
    book: str
    seq: int
    hash: str
    received_at: str


class Salt(Lookup, frozen=True, array_like=True, kw_only=True):
    """The salts of an entry's private values, to compare a resend with what was stored."""

    query: ClassVar[str] = "vault_salts"
    fresh: ClassVar[bool] = False
    key: ClassVar = ("entry",)
    entry: str
    path: str
    salt: str | None


class History(Lookup, frozen=True, array_like=True, kw_only=True):
    """Every entry of a subject, by seq: what its view is folded from."""

    query: ClassVar[str] = "entry_history"
    key: ClassVar = ("subject",)
    subject: str
    seq: int
    stored: str


class Page(Lookup, frozen=True, array_like=True, kw_only=True):
    """The next PAGE places of a book after a seq."""

    query: ClassVar[str] = "entry_page"
    key: ClassVar = ("book", "after")
    book: str
    after: int
    seq: int
    id: str
    unit: str
    actor: str
    received_at: str
    stored: str

    def place(self) -> At:
        return At(self.id, self.book, self.seq, self.unit, self.actor, self.received_at)


PAGE: Final = 500


class Child(Lookup, frozen=True, array_like=True, kw_only=True):
    """An entry that names another as its parent and has not been voided."""

    query: ClassVar[str] = "entry_children"
    key: ClassVar = ("parent",)
    parent: str
    id: str
    type: str
    seq: int


class Inbox(Struct, frozen=True, array_like=True, kw_only=True):
    """One row of the inbox: received, kept, not (yet) in the ledger."""

    id: str
    digest: str
    account: str
    device: str
    unit: str  #: path of the sender's first grant: who may see it
    reason: str  #: parent_missing · refused · conflict · account_changed
    waits_for: str | None
    body: str
    problem: str
    received_at: str


class Waiting(Lookup, frozen=True, array_like=True, kw_only=True):
    """Inbox rows that wait for an entry, or that carry its own id."""

    query: ClassVar[str] = "inbox_waiting"
    fresh: ClassVar[bool] = False
    key: ClassVar = ("for_id",)
    for_id: str
    id: str
    digest: str
    account: str
    device: str
    reason: str
    body: str


class InboxUse(Row, frozen=True, array_like=True, kw_only=True):
    """How much of its inbox share an account has used."""

    query: ClassVar[str] = "inbox_use"
    key: ClassVar = ("account",)
    account: str
    rows: int
    size: int


class Writes(Struct, kw_only=True):
    """What a group writes, in order: entries, vault, links to parents, view rows (None = gone), inbox."""

    entries: list[Stored] = []
    secrets: list[Any] = []
    links: list[tuple[str, str]] = []
    rows: dict[Any, Row | None] = {}
    inbox: list[Inbox] = []
    settled: list[tuple[str, str]] = []

    def __bool__(self) -> bool:
        return bool(self.entries or self.rows or self.inbox or self.settled)


class Ask(NamedTuple):
    """What the judge asks of storage. `first` is to be written before the question is answered."""

    keys: tuple[Key[Any], ...]
    first: Writes | None


Rows = list[tuple[Key[Any], Any]]  #: the answer: each key with its row, None, or a tuple of rows


def sealed_into(
    chain: Head, entry: Entry, body: Sealed, decision: Decision, at: At, subject: str, device: str
) -> Stored:
    """The next link of a chain: the envelope as bytes and its hash on the head's."""
    copies: dict[str, Any] = {
        "book": at.book,
        "seq": at.seq,
        "id": at.id,
        "type": str(entry.__struct_config__.tag),
        "v": entry.v,
        "subject": subject,
        "unit": at.unit,
        "actor": at.actor,
        "device": device,
        "made_at": entry.made_at.isoformat(),
        "received_at": at.received_at,
    }
    decided, told = msgspec.Raw(ENCODER.encode(decision)), msgspec.Raw(body.body)
    stored = msgspec.json.encode(Envelope(**copies, decision=decided, body=told))
    return Stored(
        prev_hash=chain.hash,
        hash=chained(bytes.fromhex(chain.hash), stored).hex(),
        stored=stored.decode(),
        **copies,
    )


COPIED = ("book", "seq", "id", "type", "v", "subject", "unit", "actor", "device", "made_at", "received_at")


def empty(book: str) -> Head:
    """The head of a book without entries."""
    return Head(book=book, seq=0, hash=GENESIS.hex(), received_at="")


class Break(Struct, frozen=True):
    """Where a chain does not hold, and why, in Chinese."""

    book: str
    seq: int
    reason: str


def walk(entries: Iterable[Stored], head: Head) -> Iterator[Break]:
    """Check entries that should follow a head: gaps, links, hashes, copies."""
    for entry in entries:
        yield from faults_of(entry, head)
        head = head_of(entry)


def head_of(entry: Stored) -> Head:
    return Head(book=entry.book, seq=entry.seq, hash=entry.hash, received_at=entry.received_at)


def faults_of(entry: Stored, head: Head) -> Iterator[Break]:
    """What is wrong with one entry standing after `head`."""
    if entry.seq != head.seq + 1:
        yield Break(entry.book, head.seq + 1, f"缺号：后面是第 {entry.seq} 号")
    if entry.prev_hash != head.hash and entry.seq == head.seq + 1:
        yield Break(entry.book, entry.seq, "与前一条的校验值接不上")
    try:
        expected = hashlib.sha256(
            b"\x00" + bytes.fromhex(entry.prev_hash) + entry.stored.encode()
        ).hexdigest()
        envelope = entry.envelope()
    except (ValueError, msgspec.DecodeError):
        yield Break(entry.book, entry.seq, "内容无法解读")
        return
    if expected != entry.hash:
        yield Break(entry.book, entry.seq, "内容与校验值不符")
    for name in COPIED:
        if getattr(envelope, name) != getattr(entry, name):
            yield Break(entry.book, entry.seq, f"列 {name} 与内容不符")
