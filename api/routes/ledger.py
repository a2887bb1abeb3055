"""Reading the ledger: one entry, receipts, changes, the inbox.

Owns: these answers, and which types a role may read. Does not own writing (entries.py here) or the chain. Vault values
are put back for whoever may see the entry.
"""

import hashlib
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Meta, Struct

from api.auth import PARTIES, Call, allow
from api.paging import cursor_of, places_in
from api.problems import Problem
from api.reading import json_text
from api.routes.entries import BATCH, WRITERS
from inspections.chain import Stored
from inspections.entries import Receipt, unseal
from inspections.ledger import receipt_of
from inspections.people import may_read

#: an administrator sees no business data, others no accounts (design.md §5)
ADMIN_TYPES: Final = ("account", "setting")
#: of what is filed under a finding a doer reads all but who objected and the words that are to be published
DOER_TYPES: Final = ("finding", "step", "correction")


class Receipts(Struct):
    items: list[Receipt]
    book_head: Annotated[dict[str, int], Meta(description="各账本的最后编号")]


class EntryView(Struct):
    """A stored entry as its readers see it: private values put back, erased ones marked."""

    id: str
    type: str
    v: int
    book: str
    seq: int
    subject: str
    unit: Annotated[str, Meta(description="单位路径")]
    actor: str
    made_at: str
    received_at: str
    hash: str
    prev_hash: str
    decision: Any
    body: Any


class Amendments(Struct):
    items: list[EntryView]


class Changes(Struct):
    items: list[EntryView]
    scope: Annotated[str, Meta(description="权限范围的摘要，下次请求原样带回")]
    next: Annotated[int | None, Meta(description="还有更多时，下一次的 since")]
    head: Annotated[int, Meta(description="账本的最后编号")]


class InboxView(Struct):
    """Something received that is not in the ledger."""

    id: str
    digest: str
    account: str
    unit: str
    reason: Annotated[str, Meta(description="parent_missing · refused · conflict · account_changed")]
    waits_for: str | None
    body: Any
    problem: Any
    received_at: str


class InboxPage(Struct):
    items: list[InboxView]
    next: str | None = None


@get(
    "/entries/{entry_id:uuid}",
    opt=allow(*PARTIES, "admin"),
    summary="一条记录",
    description="原文、判定、编号和校验值；保密内容已还原，删除过的注明。",
)
async def get_entry(entry_id: FromPath[UUID], call: NamedDependency[Call]) -> EntryView:
    """The stored entry with its place in the chain."""
    rows = await call.storage.rows("entry_by_id", id=str(entry_id), scopes=call.scopes)
    found = await entry_views(rows, call)
    if not found:
        raise Problem("not-found")
    return found[0]


@get(
    "/entries/{entry_id:uuid}/amendments",
    opt=allow(*PARTIES),
    summary="一条记录的更正和作废",
    description="按先后排列，最后一条算数；没有就是空的。",
)
async def amendments(entry_id: FromPath[UUID], call: NamedDependency[Call]) -> Amendments:
    """What was done to an entry later: the body of the last correction counts, and nothing does after a void."""
    if not await call.storage.rows("entry_by_id", id=str(entry_id), scopes=call.scopes):
        raise Problem("not-found")
    rows = await call.storage.rows("entry_amendments", id=str(entry_id), scopes=call.scopes)
    return Amendments(await entry_views(rows, call))


@get(
    "/receipts",
    opt=allow(*WRITERS),
    summary="服务器收到了哪些",
    description="这些编号中自己写入的回执；手机见到回执才可删本机副本。",
)
async def receipts(
    ids: Annotated[str, QueryParameter(description="记录编号，逗号分隔，最多 200 个")],
    call: NamedDependency[Call],
) -> Receipts:
    """Receipts of one's own entries among these ids: what the phone may let go of."""
    wanted = [one.strip().lower() for one in ids.split(",") if one.strip()]
    if len(wanted) > BATCH:
        raise Problem("wrong-parameter", f"一次最多问 {BATCH} 个编号。")
    rows = await call.storage.rows("receipts", ids=json_text(wanted), account=call.account)
    stored = [msgspec.convert(list(row), Stored, strict=False) for row in rows]
    books = sorted({call.settings.book, *(one.book for one in stored)})
    heads = dict(await call.storage.rows("book_heads", books=json_text(books)))
    return Receipts([receipt_of(one) for one in stored], heads)


@get(
    "/changes",
    opt=allow(*PARTIES),
    summary="某号之后的全部变化",
    description="管辖范围内按编号排列；作废也是一条记录。权限范围变了回答 410，请清空后从 0 开始。",
)
async def changes(
    call: NamedDependency[Call],
    since: Annotated[int, QueryParameter(ge=0, le=2**53, description="从这个编号之后开始")] = 0,
    book: Annotated[str | None, QueryParameter(pattern=r"^[0-9]{6}$(?!\n)", description="账本")] = None,
    known: Annotated[str | None, QueryParameter(name="scope", description="上次回答里的 scope")] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 200,
) -> Changes:
    """Everything within scope after a place of the ledger; a void is its own tombstone. 410 when the scope changed."""
    mine = hashlib.sha256(call.scopes.encode()).hexdigest()[:16]
    if known is not None and known != mine:
        raise Problem("reset", "您的权限范围变了，请清空本机数据后从 0 开始重新下载。", scope=mine)
    book = book or call.settings.book
    rows = await call.storage.rows("changes", book=book, since=since, scopes=call.scopes, limit=limit)
    heads = dict(await call.storage.rows("book_heads", books=json_text([book])))
    items = await entry_views(rows, call)
    return Changes(items, mine, rows[-1][1] if len(rows) == limit else None, heads.get(book, 0))


@get(
    "/inbox",
    opt=allow(*WRITERS, "auditor"),
    summary="收到但还没入账的",
    description="自己的；县局和审计员看管辖范围内全部。",
)
async def inbox(
    call: NamedDependency[Call],
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
    after: Annotated[str | None, QueryParameter()] = None,
) -> InboxPage:
    """One's own; for the county and the auditor everything below their units."""
    at, entry_id, digest = places_in(after, "", "", "")
    scopes = json_text(call.paths("county", "auditor"))
    rows = await call.storage.rows(
        "inbox_list",
        account=call.account,
        scopes=scopes,
        after_at=at,
        after_id=entry_id,
        after_digest=digest,
        limit=limit,
    )
    items = inbox_views(rows)
    last = items[-1] if len(items) == limit else None
    return InboxPage(items, cursor_of(last.received_at, last.id, last.digest) if last else None)


def inbox_views(rows: list[tuple[Any, ...]]) -> list[InboxView]:
    return [
        InboxView(i, d, account, unit, why, waits, _json(body), _json(problem), received)
        for i, d, account, _, unit, why, waits, body, problem, received in rows
    ]


async def entry_views(rows: list[tuple[Any, ...]], call: Call) -> list[EntryView]:
    """Stored entries of types the reader may see, with their vault values."""
    stored = [msgspec.convert(list(row), Stored, strict=False) for row in rows]
    seen = [one for one in stored if readable(one, call)]
    vault: dict[str, dict[str, str | None]] = {one.id: {} for one in seen}
    for entry, path, value in await call.storage.rows("vault_of_entries", ids=json_text(list(vault))):
        vault[entry][path] = value
    return [entry_view(one, vault[one.id]) for one in seen]


def readable(one: Stored, call: Call) -> bool:
    if call.actor.has("auditor"):
        return True
    if call.only_doer and call.charges():
        return one.type in DOER_TYPES
    if call.actor.has("admin"):
        return one.type in ADMIN_TYPES
    return one.type != "account" and may_read(one.subject, one.unit, call.actor)


def entry_view(stored: Stored, secrets: dict[str, str | None]) -> EntryView:
    envelope = stored.envelope()
    return EntryView(
        **{name: getattr(stored, name) for name in EntryView.__struct_fields__[:-2]},
        decision=msgspec.json.decode(envelope.decision),
        body=unseal(msgspec.json.decode(envelope.body), secrets),
    )


def _json(kept: str) -> Any:
    try:
        return msgspec.json.decode(kept)
    except msgspec.DecodeError:
        return kept


ROUTES = [get_entry, amendments, receipts, changes, inbox]
