"""The frozen peer: the same write path as one would ordinarily build it, with FastAPI, pydantic and the SQLAlchemy ORM.

FROZEN: the ratio is as strong as this file is weak, so its hash is printed with every figure and it changes only with
a reason in docs/design/0006-benchmarks.md. Same schema (our migrations), same durability (WAL, FULL), bearer token
against the database with a cache of 2 s, role and scope, unit in force, duplicate check, the same checklist rule, the
same sealing and chained hash, one log line with a request id. One session per request in BEGIN IMMEDIATE.
Run: `python -m bench.peer DATABASE PORT POOL` (POOL 0: the library's default).
"""

import hashlib
import json
import sys
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

import structlog
import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Response
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bench.peer_models import (
    AccountRow,
    EntryRow,
    Receipt,
    SettingRow,
    SiteRow,
    TokenRow,
    UnitRow,
    VaultRow,
    Visit,
)
from bench.peer_writing import BEIJING, chained, decide, digest, private_values, receipt, sealed, visit_row
from inspections.kinds import KINDS
from inspections.kinds.answers import Review, review

GENESIS = "0" * 64
CACHE_S = 2.0
WRITERS = ("inspector", "county")
SETTINGS = {"cut_off_day": "5", "clock_doubt_minutes": "5", "visits_per_enterprise_year": "2"}
log = structlog.get_logger()


class Who(NamedTuple):
    account: str
    grants: tuple[dict[str, Any], ...]

    def over(self, path: str) -> dict[str, Any] | None:
        """The grant that lets them write below a unit path today."""
        today = datetime.now(BEIJING).date().isoformat()
        for grant in self.grants:
            in_force = grant["valid_from"] <= today <= (grant["valid_to"] or "9999")
            if grant["role"] in WRITERS and path.startswith(grant["path"]) and in_force:
                return grant
        return None


def engine_for(database: str, pool: int) -> AsyncEngine:
    """SQLite in WAL with FULL durability; every transaction takes the write lock at once."""
    sized = {"pool_size": pool, "max_overflow": 0, "pool_timeout": 60} if pool else {}
    engine = create_async_engine(f"sqlite+aiosqlite:///{database}", connect_args={"timeout": 60}, **sized)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("begin immediate")

    return engine


engine = engine_for(sys.argv[1], int(sys.argv[3]))
sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()
cache: dict[str, tuple[float, Who]] = {}


async def session_of() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


Session = Annotated[AsyncSession, Depends(session_of)]


async def authenticated(session: Session, authorization: Annotated[str, Header()] = "") -> Who:
    """The account behind a bearer token, asked of the database at most every 2 s."""
    hashed = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).hexdigest()
    until, who = cache.get(hashed, (0.0, None))
    if who is None or until < time.monotonic():
        who = await who_holds(session, hashed)
        cache[hashed] = (time.monotonic() + CACHE_S, who)
    return who


async def who_holds(session: AsyncSession, hashed: str) -> Who:
    token = await session.get(TokenRow, hashed)
    if token is None or token.revoked_at or token.expires_at <= datetime.now(UTC).isoformat():
        raise HTTPException(401)
    account = await session.get(AccountRow, token.account)
    if account is None or account.disabled:
        raise HTTPException(401)
    return Who(account.account, tuple(json.loads(account.grants)))


@app.put("/api/v1/entries/{entry_id}", status_code=201)
async def put_entry(
    entry_id: uuid.UUID,
    visit: Visit,
    who: Annotated[Who, Depends(authenticated)],
    session: Session,
    response: Response,
) -> Receipt:
    body = visit.model_dump(mode="json", exclude_defaults=True)
    known = await session.scalar(select(EntryRow).where(EntryRow.id == str(entry_id)))
    if known is not None:
        response.status_code = 200
        return await repeated(session, known, body, who)
    unit, grant, site = await place_of(session, visit, who)
    settings = await settings_of(session, unit.book)
    seen = reviewed(visit)
    head = await head_of(session, unit.book)
    decision = decide(visit, seen, grant, int(settings["cut_off_day"]))
    entry = chained(
        head, visit, str(entry_id), unit, who.account, decision, sealed(session, str(entry_id), body)
    )
    session.add(entry)
    session.add(visit_row(visit, entry, unit, site, seen, decision))
    await session.commit()
    return receipt(entry)


async def repeated(session: AsyncSession, known: EntryRow, body: dict[str, Any], who: Who) -> Receipt:
    """The same again answers with the first receipt; anything else under this id is a conflict."""
    vault = await session.scalars(select(VaultRow).where(VaultRow.entry == known.id))
    salts = {row.path: row.salt for row in vault}
    for holder, name, path in private_values(body):
        holder[name] = digest(salts.get(path) or "", holder[name])
    if known.actor != who.account or json.loads(known.stored)["body"] != body:
        raise HTTPException(409)
    return receipt(known)


async def place_of(
    session: AsyncSession, visit: Visit, who: Who
) -> tuple[UnitRow, dict[str, Any], SiteRow | None]:
    """Unit within the sender's scope and in force in that month; the site belongs to it."""
    unit = await session.get(UnitRow, visit.unit)
    grant = who.over(unit.path) if unit else None
    if unit is None or grant is None:
        raise HTTPException(403)
    if (
        not (unit.valid_from or "") <= f"{visit.period}-31"
        or (unit.valid_to or "9999") < f"{visit.period}-01"
    ):
        raise HTTPException(422, "unit-not-in-force")
    site = await session.get(SiteRow, str(visit.site)) if visit.site else None
    if visit.site and (site is None or site.unit != visit.unit):
        raise HTTPException(422, "site-elsewhere")
    return unit, grant, site


async def settings_of(session: AsyncSession, book: str) -> Mapping[str, str]:
    found = await session.scalars(
        select(SettingRow).where(SettingRow.book == book, SettingRow.name.in_(list(SETTINGS)))
    )
    return {**SETTINGS, **{row.name: row.value for row in found}}


def reviewed(visit: Visit) -> Review:
    """The checklist, judged by the very rule of the ledger."""
    kind = KINDS.get((visit.kind, visit.kind_version))
    if kind is None:
        raise HTTPException(422, "unknown-kind")
    day = visit.started_at.astimezone(BEIJING).date()
    seen = review(kind, visit.answers, visit.texts, [photo.slot for photo in visit.photos], day)
    if seen.faults:
        raise HTTPException(422, [fault.code for fault in seen.faults])
    return seen


async def head_of(session: AsyncSession, book: str) -> tuple[int, str, str]:
    query = select(EntryRow.seq, EntryRow.hash, EntryRow.received_at).where(EntryRow.book == book)
    row = (await session.execute(query.order_by(EntryRow.seq.desc()).limit(1))).first()
    return (row[0], row[1], row[2]) if row else (0, GENESIS, "")


class OneLine:
    """A request id on every answer and one log line per request."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        request_id, began, status = str(uuid.uuid4()), time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((b"x-request-id", request_id.encode()))
            await send(message)

        try:
            await self.inner(scope, receive, noting)
        finally:
            took_ms = round((time.perf_counter() - began) * 1000, 1)
            log.info("request", request_id=request_id, method=scope["method"], status=status, ms=took_ms)


if __name__ == "__main__":
    structlog.configure(
        processors=[structlog.processors.TimeStamper("iso"), structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    uvicorn.run(OneLine(app), port=int(sys.argv[2]), loop="uvloop", http="httptools", access_log=False)
