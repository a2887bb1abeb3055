"""Credentials (口令与会话): passwords, one-time codes, sessions per device, machine tokens, lockout.

Owns: how each is made, checked and ended. None of it is in the ledger; a token or code is kept as its SHA-256 only, a
password as argon2id. Does not own what a good password is (passwords.py), who the accounts are (people.py), or cookies
and headers (api/). Source: design.md §5; OWASP ASVS 5.0 §6, §7.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from uuid import uuid4

import msgspec
from msgspec import Struct

from inspections.facts import Actor, now_text
from inspections.passwords import hashed, verified
from inspections.people import Account, actor_of
from inspections.settings import Settings
from inspections.storage.engine import Storage

TokenScope = Literal["read", "write", "export"]
EVERYWHERE: Final = '[""]'  #: scopes that hold every unit path
CODE_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"  #: nothing that is mistaken for something else
ADDRESS_FACTOR: Final = 10  #: a whole office may sit behind one address
SEEN_EVERY: Final = timedelta(minutes=5)  #: how exactly the idle time is kept


class LoggedIn(Struct, frozen=True):
    token: str  #: told once, kept nowhere
    account: str
    expires_at: str
    must_change_password: bool


class Denied(Struct, frozen=True):
    """Wrong account, password or code; which one is not said."""


class Locked(Struct, frozen=True):
    """Too many failures by this account or from this address."""

    until: datetime


class Who(Struct, frozen=True):
    """Who stands behind a token, now."""

    actor: Actor
    expires_at: str
    must_change_password: bool = False
    scopes: tuple[str, ...] | None = None  #: what a machine's token may do; None for a person


class Device(Struct, frozen=True, array_like=True):
    """One device an account is signed in on."""

    device: str
    label: str
    created_at: str
    seen_at: str
    expires_at: str


class Token(Struct, frozen=True, array_like=True):
    """A machine's token, without the token."""

    name: str
    account: str
    scopes: str  #: separated by blanks
    created_at: str
    expires_at: str
    revoked_at: str | None


# Passwords and codes


async def set_password(
    storage: Storage, account: str, password: str, settings: Settings | None = None
) -> None:
    """The account's password from now on; a pending one-time code ends."""
    kept = await hashed(password, settings or Settings())
    await storage.run("secret_password", account=account, password=kept, now=now_text(datetime.now(UTC)))


async def one_time_code(
    storage: Storage, account: str, now: datetime, settings: Settings | None = None
) -> str:
    """A code to log in with once; the old password and every session end now. Told once, kept as a hash."""
    code = "-".join("".join(secrets.choice(CODE_ALPHABET) for _ in range(4)) for _ in range(3))
    until = now + timedelta(hours=(settings or Settings()).code_hours)
    await storage.run(
        "secret_code",
        account=account,
        code=_digest(_plain(code)),
        code_until=now_text(until),
        now=now_text(now),
    )
    await revoke_all(storage, account, now)
    return code


async def check_password(storage: Storage, settings: Settings, account: str, password: str) -> bool:
    """Is this the account's password? The same work when there is no such account."""
    found = await storage.rows("secret_of", account=account)
    return await verified(found[0][0] if found else None, password, settings)


# Logging in


async def log_in(
    storage: Storage,
    settings: Settings,
    account: str,
    password: str,
    address: str,
    label: str,
    now: datetime,
) -> LoggedIn | Denied | Locked:
    """A new session for the device `label`. Each attempt is counted before it is tried."""
    if until := await _attempt(storage, settings, account, address, now):
        return Locked(until)
    by_password = await check_password(storage, settings, account, password)
    by_code = not by_password and await _use_code(storage, account, password, now)
    if not (by_password or by_code):
        return Denied()
    await storage.run(
        "attempt_forget",
        account_who=f"account:{account}",
        address_who=f"address:{address}",
        now=now_text(now),
        long_ago=now_text(now - timedelta(days=1)),
    )
    return await _session(storage, settings, account, label, now, must_change=by_code)


async def _attempt(
    storage: Storage, settings: Settings, account: str, address: str, now: datetime
) -> datetime | None:
    """Take one attempt for the address and for the account; until when either is locked."""
    lock = timedelta(minutes=settings.lock_minutes)
    most = settings.login_failures
    for who, limit in ((f"address:{address}", most * ADDRESS_FACTOR), (f"account:{account}", most)):
        taken = await storage.run(
            "attempt",
            who=who,
            now=now_text(now),
            locked_since=now_text(now - lock),
            counted_since=now_text(now - 2 * lock),
            most=limit,
        )
        if not taken:
            [(newest,)] = await storage.rows("attempt_newest", who=who)
            return datetime.fromisoformat(newest or now_text(now)) + lock
    return None


async def _use_code(storage: Storage, account: str, code: str, now: datetime) -> bool:
    found = await storage.rows("secret_of", account=account)
    digest = _digest(_plain(code))
    if not found or found[0][1] != digest or found[0][2] < now_text(now):
        return False
    return await storage.run("secret_use_code", account=account, code=digest) == 1


async def _session(
    storage: Storage, settings: Settings, account: str, label: str, now: datetime, *, must_change: bool
) -> LoggedIn:
    token = secrets.token_urlsafe(32)
    expires_at = now_text(now + timedelta(days=settings.session_days))
    await storage.run(
        "session_start",
        token_hash=token_hash(token),
        device=str(uuid4()),
        account=account,
        label=label[:120],
        now=now_text(now),
        expires_at=expires_at,
    )
    return LoggedIn(token, account, expires_at, must_change)


# Sessions and tokens


def token_hash(token: str) -> str:
    return _digest(token)


async def session_of(storage: Storage, settings: Settings, token: str, now: datetime) -> Who | None:
    """Who a token (its SHA-256) stands for: None when unknown, revoked, expired, idle too long, or the account may do nothing."""
    found = await storage.rows("credential", token_hash=token)
    if not found:
        return None
    sort, device, seen_at, expires_at, scopes, must_change, *account = found[0]
    person = sort == "session"
    actor = actor_of(msgspec.convert(account, Account, strict=False), device, now)
    idle = timedelta(minutes=settings.idle_minutes)
    seen = datetime.fromisoformat(seen_at)
    ends = min(expires_at, now_text(seen + idle)) if person else expires_at
    if actor is None or ends <= now_text(now):
        return None
    if person and now - seen > min(SEEN_EVERY, idle / 4):
        await storage.run("session_seen", token_hash=token, now=now_text(now))
        ends = min(expires_at, now_text(now + idle))
    return Who(actor, ends, bool(must_change), None if person else tuple(scopes.split()))


async def devices(storage: Storage, account: str, now: datetime) -> list[Device]:
    rows = await storage.rows("session_list", account=account, now=now_text(now))
    return [Device(*row) for row in rows]


async def revoke(storage: Storage, account: str, device: str, now: datetime) -> bool:
    """Sign one device out; False when there is none of that id."""
    return await storage.run("session_revoke", account=account, device=device, now=now_text(now)) > 0


async def revoke_all(storage: Storage, account: str, now: datetime, but: str = "") -> None:
    """Sign every device of an account out, but perhaps one."""
    await storage.run("session_revoke_others", account=account, device=but, now=now_text(now))


async def add_token(
    storage: Storage,
    account: str,
    name: str,
    scopes: tuple[TokenScope, ...],
    expires_at: datetime,
    now: datetime | None = None,
) -> str:
    """A bearer token for a machine's account; told once, kept as a hash."""
    token = f"xuncha_{secrets.token_urlsafe(32)}"
    await storage.run(
        "token_add",
        token_hash=token_hash(token),
        name=name,
        account=account,
        scopes=" ".join(scopes),
        now=now_text(now or datetime.now(UTC)),
        expires_at=now_text(expires_at),
    )
    return token


async def tokens(storage: Storage, scopes: str = EVERYWHERE) -> list[Token]:
    """Tokens of accounts below the unit paths in `scopes`, a JSON list."""
    return [Token(*row) for row in await storage.rows("token_list", scopes=scopes)]


async def revoke_token(storage: Storage, account: str, name: str, now: datetime) -> bool:
    return await storage.run("token_revoke", account=account, name=name, now=now_text(now)) > 0


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(code: str) -> str:
    """A code as typed, without what people add or drop."""
    return code.replace("-", "").replace(" ", "").lower()
