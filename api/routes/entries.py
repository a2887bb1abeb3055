"""Writing entries: one, or a batch.

Owns: bytes into entries, the ledger's answers into HTTP. Does not own any rule (inspections/ledger.py), nor reading
them (ledger.py here). A body that is
JSON but cannot be read as an entry is kept in the inbox as refused: nothing an inspector wrote is ever lost.
"""

import asyncio
import hashlib
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

import msgspec
from litestar import Response, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, RawBody
from litestar.types import Receive, Scope, Send
from msgspec import Meta, Struct

from api.auth import Call, allow
from api.problems import PROBLEMS, Problem, problem_of
from api.reading import body_of, bytes_of
from inspections import letters
from inspections.entries import Receipt
from inspections.facts import Fault, Refusal, now_text
from inspections.ledger import (
    INBOX_BYTES,
    INBOX_ROWS,
    Answer,
    Conflict,
    Created,
    Full,
    Item,
    Pending,
    Repeated,
)
from inspections.people import WRITES
from inspections.petitioners import without_petitioner
from inspections.reading import Unreadable
from inspections.rehearsal import rehearse
from inspections.rules import VOCABULARY

ENTRY_BYTES: Final = 256 * 1024
BATCH: Final = 200
BATCH_BYTES: Final = 8 * 1024 * 1024
WRITERS: Final = tuple(sorted({role for roles in WRITES.values() for role in roles}))
PUT_WORDS: Final = (
    "201 已写入磁盘并给回执；200 早已写入的同一份；202 等所依据的记录，不是回执；"
    "409 编号已有另一份；422 列出全部错误；403、429 见问题说明。可以放心重发。"
)


class Batch(Struct, forbid_unknown_fields=True):
    entries: Annotated[list[dict[str, Any]], Meta(max_length=BATCH, description="每条带 id，其余同单条")]


class Result(Struct, omit_defaults=True):
    """What became of one entry of a batch."""

    id: str
    status: int
    receipt: Receipt | None = None
    problem: dict[str, Any] | None = None


class Results(Struct):
    results: list[Result]


def told_of(answer: Answer) -> tuple[int, Any]:
    """Status and body of what the ledger accepted or keeps waiting; a Problem for everything else."""
    match answer:
        case Created(receipt=receipt):
            return 201, receipt
        case Repeated(receipt=receipt):
            return 200, receipt
        case Pending():
            return 202, waiting(answer)
    raise refused(answer)


class Rehearsed(Struct):
    """What the ledger would say to an entry."""

    accepted: Annotated[bool, Meta(description="照这样写会入账")]
    errors: Annotated[list[Fault], Meta(description="不入账的原因，一次列全")]
    notices: Annotated[list[Fault], Meta(description="会入账，但还缺的")]
    waits_for: Annotated[list[str], Meta(description="要等的记录，先到了才入账")]


@post(
    "/entries/rehearsal",
    opt=allow(*WRITERS),
    status_code=200,
    request_max_body_size=ENTRY_BYTES,
    summary="试办一条记录",
    description="同一套规则判断一遍，什么也不写入，也不进收件箱；表单据此显示还缺什么。",
)
async def rehearsal(body: RawBody, call: NamedDependency[Call]) -> Rehearsed:
    """What `PUT /entries/{id}` would answer now with a new id."""
    try:
        entry = body_of(bytes(body), VOCABULARY.decode)
    except Unreadable as unreadable:
        return Rehearsed(False, list(unreadable.faults), [], [])
    raw = bytes(body)
    match await rehearse(call.storage, Item.of(str(uuid4()), entry, call.actor, raw), call.now):
        case Created(receipt=receipt):
            return Rehearsed(True, [], list(receipt.notices), [])
        case Pending(waits_for=waits_for):
            return Rehearsed(False, [], [], list(waits_for))
        case Refusal(faults=faults):
            return Rehearsed(False, list(faults), [], [])
        case Conflict() | Full() as answer:
            raise refused(answer)
        case Repeated():  # the id is new
            raise AssertionError("a new id is never known")


async def put_entry_directly(scope: Scope, receive: Receive, send: Send) -> None:
    """The same answer without the framework's arguments and response: the one route where they weigh."""
    raw = await bytes_of(scope, receive, ENTRY_BYTES)
    status, told = told_of(await write(str(scope["path_params"]["entry_id"]), raw, scope["state"]["call"]))
    body = msgspec.json.encode(told)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


@put(
    "/entries/{entry_id:uuid}",
    opt=allow(*WRITERS, machines="write", direct=put_entry_directly),
    status_code=201,
    request_max_body_size=ENTRY_BYTES,
    summary="写入一条记录",
    description=PUT_WORDS,
)
async def put_entry(entry_id: FromPath[UUID], body: RawBody, call: NamedDependency[Call]) -> Response[Any]:
    """201 a new entry · 200 the same again · 202 waits for its parent · 409, 422, 403, 429 as problems."""
    status, told = told_of(await write(str(entry_id), bytes(body), call))
    return Response(told, status_code=status)


@post(
    "/entries",
    opt=allow(*WRITERS, machines="write"),
    status_code=200,
    request_max_body_size=BATCH_BYTES,
    summary="写入一批记录",
    description="最多 200 条，逐条判断，一条有错不影响别的；次序照旧，结果逐条给出。",
)
async def post_entries(data: JSONBody[Batch], call: NamedDependency[Call]) -> Results:
    """Each as if sent alone, in this order, in one commit where it can be; one fault never stops its neighbours."""
    return Results(list(await asyncio.gather(*(one_of_batch(dict(body), call) for body in data.entries))))


async def one_of_batch(body: dict[str, Any], call: Call) -> Result:
    given = str(body.pop("id", ""))
    try:
        answer = await write(str(UUID(given)), msgspec.json.encode(body), call)
    except RecursionError:
        return Result(given, 400, problem=Problem("malformed").body(""))
    except ValueError:
        fault = Fault("id", "not-an-id", "应为 UUID 编号")
        return Result(given, 422, problem=Problem("refused", errors=[fault]).body(""))
    except Exception as error:  # one entry's trouble is its own answer, not its neighbours'
        problem = problem_of(error)
        return Result(given, problem.status, problem=problem.body(""))
    if isinstance(answer, Created | Repeated):
        return Result(given, 201 if isinstance(answer, Created) else 200, receipt=answer.receipt)
    if isinstance(answer, Pending):
        return Result(given, 202, problem=waiting(answer))
    problem = refused(answer)
    return Result(given, problem.status, problem=problem.body(""))


async def write(entry_id: str, raw: bytes, call: Call) -> Answer:
    """Read the bytes, hand the entry to the ledger, forget what is known of an account that it changes."""
    if len(raw) > ENTRY_BYTES:
        raise Problem("too-large")
    try:
        entry = body_of(raw, VOCABULARY.decode)
    except Unreadable as unreadable:
        return await keep_unreadable(entry_id, raw, unreadable, call)
    answer: Answer = await call.storage.write(Item.of(entry_id, entry, call.actor, raw))
    if account := getattr(entry, "account", None):
        call.sessions.forget(account)
    return answer


async def keep_unreadable(entry_id: str, raw: bytes, unreadable: Unreadable, call: Call) -> Answer:
    refusal = Refusal(unreadable.faults)
    kept = await call.storage.run(
        "inbox_keep",
        id=entry_id,
        digest=hashlib.sha256(raw).hexdigest(),
        account=call.account,
        device=call.actor.device,
        unit=call.actor.grants[0].path,
        body=without_petitioner(raw, letters.FIELDS).decode(),
        problem=msgspec.json.encode(refusal).decode(),
        received_at=now_text(call.now),
        most_rows=INBOX_ROWS,
        most_bytes=INBOX_BYTES,
    )
    return refusal if kept else Full()


def waiting(answer: Pending) -> dict[str, Any]:
    """202 is no receipt: the phone keeps the entry."""
    detail = "已收下，等它所依据的记录到了再入账。"
    return {"status": "pending", "waits_for": answer.waits_for, "detail": detail}


def refused(answer: Refusal | Conflict | Full) -> Problem:
    match answer:
        case Refusal(code=code, faults=faults):
            return Problem(code if code in PROBLEMS else "refused", errors=faults)
        case Conflict(own=True):
            return Problem("conflict", "这个编号已有另一份内容，两份都已留下，请到收件箱核对。")
        case Conflict():
            return Problem("conflict", "这个编号不能用，请换一个再发。")
        case Full():
            detail = "收件箱里没处理完的太多，请先留在手机里，联系县局处理。"
            return Problem("inbox-full", detail, headers={"retry-after": "3600"})


ROUTES = [put_entry, post_entries, rehearsal]
