"""The one way in: needs → judge → effects for a group of entries, then one transaction, then the answers.

Owns: judging a group (pure, the same for both engines, tests, import and rebuild) and the answers it gives. Does not
own what an entry means (the module of its type), storage, or HTTP. `judge_group` is a generator: it yields what it
asks of storage and is sent the rows, so it knows neither threads nor event loops. Source: design.md §2;
docs/design/0002-one-door.md.
"""

import hashlib
from collections.abc import Generator, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from inspections import letters, people
from inspections.chain import (
    PAGE,
    Ask,
    Head,
    Inbox,
    InboxUse,
    Known,
    Page,
    Rows,
    Salt,
    Stored,
    Waiting,
    Writes,
    empty,
    sealed_into,
)
from inspections.entries import Entry, Envelope, Receipt, Sealed, same_body, seal
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, now_text
from inspections.petitioners import without_petitioner
from inspections.rules import decode, rule_of, stored_entry
from inspections.vocabulary import Rule

INBOX_ROWS: Final = 1000
INBOX_BYTES: Final = 50_000_000


class Item(Struct, frozen=True, kw_only=True):
    """One entry on its way in. `actor` is None when the sender's grants must be looked up again (a retry)."""

    id: str
    entry: Entry
    sealed: Sealed
    actor: Actor
    raw: bytes  #: as received, for the inbox
    adopted_by: str | None = None

    @classmethod
    def of(cls, entry_id: str, entry: Entry, actor: Actor, raw: bytes = b"") -> "Item":
        return cls(
            id=entry_id,
            entry=entry,
            sealed=seal(entry, entry_id),
            actor=actor,
            raw=raw or msgspec.json.encode(entry),
        )


class Created(Struct, frozen=True):
    receipt: Receipt


class Repeated(Struct, frozen=True):
    receipt: Receipt


class Conflict(Struct, frozen=True):
    """The id is taken: by another body of one's own, or by somebody else (then nothing more is said)."""

    own: bool


class Pending(Struct, frozen=True):
    """Kept in the inbox until the named parents arrive; not a receipt."""

    waits_for: tuple[str, ...]


class Full(Struct, frozen=True):
    """The account's inbox share is used up: the phone keeps it."""


Answer = Created | Repeated | Conflict | Pending | Refusal | Full


Judging = Generator[Ask, Rows, None]


class Group:
    """A group being judged: the facts so far, what it writes, and the answer to each item."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.received_at = now_text(now)
        self.facts = Facts()
        self.writes = Writes()
        self.answers: dict[int, Answer] = {}
        self.changed: set[Key[Any]] = set()  #: rows that are no longer as they were fetched
        self.created: list[str] = []
        self.pending: dict[str, int] = {}  #: entry id → item that waits for its parent

    def ask(self, keys: Iterable[Key[Any]]) -> Judging:
        """Fetch what is not here yet; fresh questions are asked anew, after what was judged so far is stored."""
        wanted = tuple({key: None for key in keys if key not in self.facts or key.table.fresh})
        if not wanted:
            return
        unseen = self.writes.inbox and any(key.table is Waiting for key in wanted)
        flush = unseen or (any(key.table.fresh for key in wanted) and self.writes)
        first, self.writes = (self.writes, Writes()) if flush else (None, self.writes)
        self.facts.load((yield Ask(wanted, first)))

    def ask_for(self, rule: Rule, entry: Entry) -> Judging:
        """Everything a rule names, in as many steps as it takes: a row may name further keys."""
        asked: set[Key[Any]] = set()
        while wanted := set(rule.needs(entry, self.facts)) - asked:
            asked |= wanted
            yield from self.ask(wanted)

    def keep(self, rows: Iterable[Any]) -> None:
        """Take view rows in; a bare key means the row is gone."""
        for row in rows:
            key = row if isinstance(row, Key) else row.where()
            gone = isinstance(row, Key)
            self.writes.rows[key] = None if gone else row
            self.changed.add(key)
            self.facts.drop(key) if gone else self.facts.put(row)

    def stands(self, named: Sequence[Key[Any]] | None) -> bool:
        """Does what was named beforehand still name everything? Not when a row of it changed since or is asked fresh."""
        return (
            named is not None and self.changed.isdisjoint(named) and not any(key.table.fresh for key in named)
        )

    def settle(self, entry_id: str, digest: str) -> None:
        """An inbox row has found its way into the ledger, perhaps before it was even stored."""
        self.writes.inbox = [row for row in self.writes.inbox if (row.id, row.digest) != (entry_id, digest)]
        self.writes.settled.append((entry_id, digest))

    def wait(self, row: Inbox) -> None:
        """Let the parent find this row when it comes later in the same group."""
        names = Waiting.__struct_fields__[1:]
        for for_id in {row.waits_for, row.id} - {None}:
            key = Waiting.at(for_id)
            if key in self.facts:
                waiting = Waiting(for_id=str(for_id), **{name: getattr(row, name) for name in names})
                self.facts.load([(key, (*self.facts.answers(key), waiting))])


def judge_group(items: Sequence[Item], now: datetime) -> Generator[Ask, Rows, Group]:
    """Judge items in order. Yields questions, is sent rows; returns the group with answers and last writes."""
    group = Group(now)
    named = yield from prefetch(group, items)
    for number, item in enumerate(items):
        answer = group.answers[number] = yield from judge_item(group, item, named[number])
        if isinstance(answer, Pending):
            group.pending[item.id] = number
    yield from retry_waiting(group)
    return group


def prefetch(group: Group, items: Sequence[Item]) -> Generator[Ask, Rows, list[list[Key[Any]]]]:
    """Ask for the whole group at once, in as many rounds as rows name further keys (usually two).

    Returns what each item named in the end; fresh questions among it wait for its turn.
    """
    named: list[list[Key[Any]]] = [[] for _ in items]
    open_items: Sequence[int] = range(len(items))
    while open_items:
        lacking: dict[Key[Any], None] = {}
        still_open = []
        for number in open_items:
            named[number] = list(wants(items[number], group.facts))
            unseen = [key for key in named[number] if key not in group.facts and not key.table.fresh]
            if unseen:
                lacking.update(dict.fromkeys(unseen))
                still_open.append(number)
        open_items = still_open
        yield from group.ask(lacking)
    return named


def wants(item: Item, facts: Facts) -> Iterable[Key[Any]]:
    """What one item needs, with its place in the chain."""
    rule = rule_of(item.entry)
    yield Known.at(item.id)
    yield Waiting.at(item.id)
    yield from (Known.at(str(parent)) for parent in item.entry.parents())
    yield from rule.needs(item.entry, facts)
    yield from rule.asks(item.entry, facts)
    if place := rule.place(item.entry, facts):
        yield Head.at(place.book)


def judge_item(
    group: Group, item: Item, named: Sequence[Key[Any]] | None = None
) -> Generator[Ask, Rows, Answer]:
    """Judge one item. `named` is what it named when the group was prefetched; None when it came later."""
    facts, entry, rule = group.facts, item.entry, rule_of(item.entry)
    parents = [str(parent) for parent in entry.parents()]
    if named is None:
        yield from group.ask((Known.at(item.id), Waiting.at(item.id), *map(Known.at, parents)))
    if known := facts.get(Known.at(item.id)):
        return (yield from answer_known(group, item, known))
    if absent := tuple(parent for parent in parents if facts.get(Known.at(parent)) is None):
        kept = yield from into_inbox(group, item, "parent_missing", Pending(absent), absent[0])
        return kept
    if not group.stands(named):
        yield from group.ask_for(rule, entry)
        yield from group.ask(rule.asks(entry, facts))
    if rule.brings and (refusal := (yield from bring_in(group, item, rule))):
        return (yield from into_inbox(group, item, "refused", refusal))
    decided = yield from decide_on(group, item, rule)
    if isinstance(decided, Refusal):
        return (yield from into_inbox(group, item, "refused", decided))
    return commit(group, item, rule, *decided)


def decide_on(
    group: Group, item: Item, rule: Rule
) -> Generator[Ask, Rows, "Refusal | tuple[Decision, At, Head]"]:
    """Place, authority, rule: the decision with the place in the chain it will have."""
    facts, entry = group.facts, item.entry
    place = rule.place(entry, facts)
    grant = place and rule.authority(entry, facts, item.actor, place)
    if place is None or grant is None:
        return Refusal(
            (Fault("unit", "out-of-scope", "这个单位不在您的权限范围内，或您的角色不能写这类记录。"),),
            "forbidden",
        )
    if Head.at(place.book) not in facts:
        yield from group.ask((Head.at(place.book),))
    head = facts.get(Head.at(place.book)) or empty(place.book)
    received_at = max(group.received_at, head.received_at)
    decision = rule.judge(entry, facts, item.actor, datetime.fromisoformat(received_at))
    if isinstance(decision, Refusal):
        return decision
    said = {**decision.said, "adopted_by": item.adopted_by} if item.adopted_by else decision.said
    decision = msgspec.structs.replace(decision, role=grant.role, unit=grant.path, said=said)
    return decision, At(item.id, place.book, head.seq + 1, place.path, item.actor.account, received_at), head


def bring_in(group: Group, item: Item, rule: Rule) -> Generator[Ask, Rows, Refusal | None]:
    """An adoption brings another entry with it, judged by its own rule first; its refusal is the adoption's."""
    decided = yield from decide_on(group, item, rule)
    if isinstance(decided, Refusal):
        return decided
    brought = rule.brings and rule.brings(item.entry, item.id, group.facts, item.actor)
    if not brought:
        return Refusal((Fault("body", "unreadable", "收到的内容无法识别，请在 body 里给出改好的内容。"),))
    entry_id, entry, author, raw = brought
    inner = Item(
        id=entry_id, entry=entry, sealed=seal(entry, entry_id), actor=author, raw=raw, adopted_by=item.id
    )
    answer = yield from judge_item(group, inner)
    match answer:
        case Created():
            group.settle(str(item.entry.received), item.entry.digest)  # type: ignore[attr-defined]  # only Adopt brings
            return None
        case Refusal():
            return answer
        case _:
            text = "这一条还不能收录：它依据的记录还没到，或已经在册。"
            return Refusal((Fault("received", "not-adopted", text),))


def commit(group: Group, item: Item, rule: Rule, decision: Decision, at: At, head: Head) -> Created:
    """The entry and its view rows enter the group's memory and its writes."""
    group.keep(rule.effects(item.entry, decision, group.facts, at))
    subject = rule.subject(item.entry, item.id, group.facts)
    stored = sealed_into(head, item.entry, item.sealed, decision, at, subject, item.actor.device)
    group.writes.entries.append(stored)
    group.writes.secrets.extend(item.sealed.secrets)
    group.writes.links.extend((item.id, str(parent)) for parent in item.entry.parents())
    own = (row for row in group.facts.answers(Waiting.at(item.id)) if row.id == item.id)
    for row in own:
        group.settle(row.id, row.digest)
    group.facts.put(Head(book=at.book, seq=at.seq, hash=stored.hash, received_at=at.received_at))
    salts = tuple([Salt(entry=item.id, path=one.path, salt=one.salt) for one in item.sealed.secrets])
    # a Stored says all that a Known says
    group.facts.load(((Known.at(item.id), stored), (Salt.at(item.id), salts)))
    group.changed.add(Known.at(item.id))  # whoever named it beforehand names again what follows from it
    group.created.append(item.id)
    return Created(receipt(stored, decision))


def answer_known(group: Group, item: Item, known: Known) -> Generator[Ask, Rows, Answer]:
    """The id is in the ledger: the same again, or a conflict of which both sides are kept."""
    if known.actor != item.actor.account:
        return Conflict(own=False)
    yield from group.ask((Salt.at(item.id),))
    body = msgspec.json.decode(known.stored, type=Envelope).body
    salts = {row.path: row.salt for row in group.facts.answers(Salt.at(item.id))}
    if same_body(item.entry, bytes(body), salts):
        return Repeated(receipt_of(known))
    return (yield from into_inbox(group, item, "conflict", Conflict(own=True)))


def receipt_of(known: Stored | Known) -> Receipt:
    envelope = msgspec.json.decode(known.stored, type=Envelope)
    return receipt(known, msgspec.json.decode(envelope.decision, type=Decision))


def receipt(entry: Stored | Known, decision: Decision) -> Receipt:
    return Receipt(
        id=entry.id,
        type=entry.type,
        book=entry.book,
        seq=entry.seq,
        hash=entry.hash,
        prev_hash=entry.prev_hash,
        received_at=entry.received_at,
        notices=decision.notices,
    )


def into_inbox(
    group: Group, item: Item, reason: str, answer: Answer, waits_for: str | None = None
) -> Generator[Ask, Rows, Answer]:
    """Keep what was received, within the account's share; the answer stays what it was."""
    digest = hashlib.sha256(item.raw).hexdigest()
    yield from group.ask((InboxUse.at(item.actor.account),))
    use = group.facts.get(InboxUse.at(item.actor.account))
    rows, size = (use.rows, use.size) if use else (0, 0)
    if rows >= INBOX_ROWS or size + len(item.raw) > INBOX_BYTES:
        return Full()
    group.facts.put(InboxUse(account=item.actor.account, rows=rows + 1, size=size + len(item.raw)))
    row = Inbox(
        id=item.id,
        digest=digest,
        account=item.actor.account,
        device=item.actor.device,
        unit=item.actor.grants[0].path if item.actor.grants else "",
        reason=reason,
        waits_for=waits_for,
        body=without_petitioner(item.raw, letters.FIELDS).decode(),
        problem=msgspec.json.encode(answer).decode(),
        received_at=now_text(group.now),
    )
    group.writes.inbox.append(row)
    group.wait(row)
    return answer


def retry_waiting(group: Group) -> Judging:
    """A parent's commit brings in its children from the inbox by id, oldest first (UUIDv7), and theirs in turn."""
    seen: set[tuple[str, str]] = set()
    for parent in group.created:  # grows while it is walked: a child may be a parent too
        yield from group.ask((Waiting.at(parent),))
        for row in sorted(group.facts.answers(Waiting.at(parent)), key=lambda row: (row.id, row.digest)):
            if row.reason == "parent_missing" and row.id != parent and (row.id, row.digest) not in seen:
                seen.add((row.id, row.digest))
                yield from retry(group, row)


def retry(group: Group, row: Waiting) -> Judging:
    """Judge one waiting entry with its author's grants of today."""
    account = people.Account.at(row.account)
    yield from group.ask((account,))
    actor = people.actor_of(group.facts.get(account), row.device, group.now)
    if actor is None:
        return
    entry = decode(row.body.encode())
    answer = yield from judge_item(group, Item.of(row.id, entry, actor, row.body.encode()))
    if isinstance(answer, Created | Repeated):
        group.settle(row.id, row.digest)
        if row.id in group.pending:  # it came before its parent in this very group
            group.answers[group.pending[row.id]] = answer


def replay(books: Iterable[str]) -> Generator[Ask, Rows, Group]:
    """The effects of every stored entry in its order, without judging: how views are built again."""
    group = Group(datetime.fromtimestamp(0, UTC))
    for book in books:
        after = 0
        while rows := (yield from next_page(group, book, after)):
            for row in rows:
                yield from refill(group, row)
            after += PAGE
    return group


def next_page(group: Group, book: str, after: int) -> Generator[Ask, Rows, tuple[Page, ...]]:
    yield from group.ask((Page.at(book, after),))
    return group.facts.answers(Page.at(book, after))


def refill(group: Group, row: Page) -> Judging:
    entry = stored_entry(row.stored)
    rule = rule_of(entry)
    yield from group.ask_for(rule, entry)
    decision = msgspec.json.decode(msgspec.json.decode(row.stored, type=Envelope).decision, type=Decision)
    group.keep(rule.effects(entry, decision, group.facts, row.place()))
