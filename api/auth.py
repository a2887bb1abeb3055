"""Who asks (身份与权限): what a route lets in, who stands behind a token, and the scope of what is answered.

Owns: the declaration every route carries (`opt=allow(…)`), the short memory of tokens, the Call given to handlers.
Does not own passwords and sessions (inspections/credentials.py) or the order of checks at the door (middleware.py).
A route without a declaration lets nobody in.
"""

import re
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from litestar import Litestar, Request
from litestar.routes import HTTPRoute
from msgspec import Struct

from api.problems import Problem
from api.reading import json_text
from inspections.chasing import marks
from inspections.credentials import Who, session_of, token_hash
from inspections.facts import Actor
from inspections.people import ROLES
from inspections.settings import Settings
from inspections.storage.engine import Storage

PUBLIC: Final = "public"  #: open to everybody, said on purpose
EVERYONE: Final = tuple(ROLES)
FIELD: Final = ("inspector", "county")  #: who files
READERS: Final = ("inspector", "county", "reviewer", "energy_centre", "auditor")  #: who sees business data
DOER: Final = "responsible"  #: sees only the findings it answers for
PARTIES: Final = (*READERS, DOER)  #: who sees a finding and what is filed under it

REMEMBER_S: Final = 2.0  #: a revocation by another process counts after this at most
REMEMBER: Final = 10_000


def allow(*roles: str, machines: str = "read", **more: Any) -> dict[str, Any]:
    """What a route lets in. `machines`: the scope a machine's token needs, "" for persons only."""
    return {"roles": roles, "machines": machines, **more}


class Call(Struct, frozen=True):
    """One request as handlers see it."""

    settings: Settings
    storage: Any
    sessions: "Sessions"
    address: str
    now: datetime
    roles: tuple[str, ...] = ()  #: that the route lets in
    who: Who | None = None

    @property
    def actor(self) -> Actor:
        if self.who is None:
            raise Problem("unauthenticated")
        return self.who.actor

    @property
    def account(self) -> str:
        return self.actor.account

    def paths(self, *roles: str) -> list[str]:
        """Unit paths of the officers' grants that count for this route, none below another."""
        wanted = {*(roles or self.roles)} - {DOER}
        found = sorted({grant.path for grant in self.actor.grants if grant.role in wanted})
        return [path for path in found if not any(path != up and path.startswith(up) for up in found)]

    def charges(self) -> list[str]:
        """What the asker answers for as 责任单位, as marks that only a finding's scope understands."""
        return sorted({*marks(self.actor.grants, DOER)}) if DOER in self.roles else []

    @property
    def scopes(self) -> str:
        """Both as the queries take them: a JSON list."""
        return json_text([*self.paths(), *self.charges()])

    @property
    def only_doer(self) -> bool:
        """Is whoever asks let in as 责任单位 alone?"""
        return not self.paths()


class Sessions:
    """Who stands behind a token: asked of storage at most every two seconds."""

    def __init__(self, storage: Storage, settings: Settings) -> None:
        self.storage, self.settings = storage, settings
        self._seen: dict[str, tuple[float, datetime, Who]] = {}  #: asked when, good until, who

    async def who(self, hashed: str, now: datetime) -> Who | None:
        kept = self._seen.get(hashed)
        if kept and time.monotonic() - kept[0] < REMEMBER_S and kept[1] > now:
            return kept[2]
        who = await session_of(self.storage, self.settings, hashed, now)
        if who is None:
            self._seen.pop(hashed, None)
            return None
        if len(self._seen) >= REMEMBER:
            self._seen.clear()
        self._seen[hashed] = (time.monotonic(), datetime.fromisoformat(who.expires_at), who)
        return who

    def forget(self, account: str) -> None:
        """After a change of secrets or grants: ask anew."""
        for hashed in [key for key, (*_, who) in self._seen.items() if who.actor.account == account]:
            del self._seen[hashed]


def token_in(headers: Iterable[tuple[bytes, bytes]]) -> tuple[str, bool]:
    """SHA-256 of the token a request carries ("" for none), and whether it came as a cookie."""
    cookie = b""
    for name, value in headers:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            return token_hash(value[7:].strip().decode("latin-1")), False
        if name == b"cookie" and COOKIE_IN in value:
            cookie = value
    for part in cookie.split(b";"):
        name, _, value = part.strip().partition(b"=")
        if name == COOKIE.encode():
            return token_hash(value.decode("latin-1")), True
    return "", False


COOKIE: Final = "__Host-xuncha"
COOKIE_IN: Final = b"__Host-xuncha="


def provide_call(request: Request[Any, Any, Any]) -> Call:
    found: Call = request.scope["state"]["call"]
    return found


def reads(app: Litestar, actor: Actor) -> list[str]:
    """What an account may read, by the nouns of the addresses: menus show no line that leads to a refusal."""
    return [
        path.removeprefix("/api/v1/")
        for method, path, roles in routes(app)
        if method == "GET" and re.fullmatch(r"/api/v1/[a-z]+", path) and roles and actor.has(*roles)
    ]


def routes(app: Litestar) -> list[tuple[str, str, tuple[str, ...] | None]]:
    """Every route as (method, path, roles); None where nothing was declared."""
    found = [
        (method, route.path_format, handler.opt.get("roles"))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method, (handler, *_) in route.route_handler_map.items()
        if method != "OPTIONS"
    ]
    return sorted(found, key=lambda row: (row[1], row[0]))
