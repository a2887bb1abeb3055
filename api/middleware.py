"""The door: the one middleware every routed request passes, in a fixed order, and the log line it leaves.

Owns: request id, host, media type, who asks, the CSRF header, role, security headers, one JSON line per request and its
metrics. Does not own what a route declares (auth.allow) or what problems look like (problems.py). It is one middleware
because each layer, and each guard on a thread, costs a share of every write (docs/design/0002). 404 and 405 of the
router never come here: `unrouted` gives them the same id and line.
"""

import os
import sys
import time
from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import Any, BinaryIO, Final, cast

import msgspec
import structlog
from litestar import Request, Response
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.auth import PUBLIC, Call, token_in
from api.problems import Problem, problem_of, where
from api.reading import ClientDisconnected

SAFE: Final = ("GET", "HEAD", "OPTIONS")
JSON_ONLY: Final = ("application/json",)
API_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-resource-policy": "same-origin",
}
Headers = Mapping[bytes, bytes]


def logger(stream: BinaryIO | None = None) -> Any:
    """JSON lines on standard output, or another stream."""
    return structlog.wrap_logger(
        structlog.BytesLogger(stream or sys.stdout.buffer),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=lambda line, **_: msgspec.json.encode(line)),
        ],
    ).bind()  # once, not for every line


class Door(ASGIMiddleware):
    """Admits a request or answers it with a problem; then tells what became of it.

    A route with `direct` in its opt is answered by that function instead of the framework's handler, whose arguments and
    response cost more than an entry's whole way to the disk (docs/design/0006). The handler stays its declaration:
    routing, method, path parameters, role and OpenAPI are as everywhere; only the body's limit is the function's own.
    """

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        started, status = time.perf_counter(), 0
        request_id = scope["state"]["request_id"] = new_id()
        added = headers_of(scope["route_handler"].opt, request_id)

        async def answered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = list(message["headers"])
                names = {name for name, _ in given}
                message["headers"] = given + [pair for pair in added if pair[0] not in names]
            await send(message)

        try:
            try:
                await admit(cast(HTTPScope, scope))
                if direct := scope["route_handler"].opt.get("direct"):
                    await direct(scope, receive, answered)
                    return
            except ClientDisconnected:
                return
            except Exception as error:  # whatever keeps a request out is answered as a problem
                request: Request[Any, Any, Any] = Request(scope, receive, send)
                refused = answer_problem(request, error).to_asgi_response(app=None, request=request)
                await refused(scope, receive, answered)
            else:
                await next_app(scope, receive, answered)
        finally:
            tell(cast(HTTPScope, scope), status, time.perf_counter() - started)


async def admit(scope: HTTPScope) -> None:
    """Host, address, media type, who, CSRF header, role: a Problem for the first that does not hold."""
    opt, method, state = scope["route_handler"].opt, scope["method"], scope["litestar_app"].state
    named = {name: value for name, value in scope["headers"] if name in LOOKED_AT}
    check_host(named.get(b"host", b""), state.settings.allowed_hosts)
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:
        raise Problem("wrong-parameter", "地址里有不能用的字符（U+0000）。")
    if method not in SAFE:
        check_media_type(named, opt.get("media", JSON_ONLY))
    roles, now, who = opt.get("roles", ()), state.clock(), None
    if PUBLIC not in roles:
        hashed, by_cookie = token_in(scope["headers"])
        who = await state.sessions.who(hashed, now) if hashed else None
        if who and by_cookie and method not in SAFE and named.get(b"x-xuncha") != b"1":
            raise Problem("header-missing", "用 Cookie 登录时，改动数据的请求要带 X-Xuncha: 1。")
        check_role(who, roles, opt)
    address = scope["client"][0] if scope["client"] else ""
    scope["state"]["call"] = Call(state.settings, state.storage, state.sessions, address, now, roles, who)


LOOKED_AT: Final = (b"host", b"content-type", b"content-length", b"transfer-encoding", b"x-xuncha")


def check_host(host: bytes, allowed: tuple[str, ...]) -> None:
    """A page elsewhere must not reach this server under its own name (DNS rebinding)."""
    name = host.decode("latin-1").lower()
    bare = name if name.endswith("]") else name.rpartition(":")[0] or name
    if "*" not in allowed and bare not in allowed:
        raise Problem("wrong-host", "没有用登记的域名访问；请管理员核对 XUNCHA_ALLOWED_HOSTS。")


def check_media_type(named: Headers, wanted: tuple[str, ...]) -> None:
    sent = named.get(b"content-type", b"").decode("latin-1").lower()
    kind, _, charset = sent.partition(";")
    if not sent and named.get(b"content-length", b"0") == b"0" and b"transfer-encoding" not in named:
        return
    if kind.strip() not in wanted or charset.strip().replace('"', "") not in ("", "charset=utf-8"):
        raise Problem("media-type", f"只收 {'、'.join(wanted)}。")


def check_role(who: Any, roles: tuple[str, ...], opt: Mapping[str, Any]) -> None:
    if who is None:
        raise Problem("unauthenticated", headers={"www-authenticate": "Bearer"})
    if who.must_change_password and not opt.get("before_password"):
        raise Problem("password-change-required", "一次性登录码只能用来登录，请先设新密码。")
    if not who.actor.has(*roles):
        raise Problem("forbidden")
    if who.scopes is not None and opt["machines"] not in who.scopes:
        raise Problem("forbidden", "这个令牌不能做这件事。")


def headers_of(opt: Mapping[str, Any], request_id: str) -> list[tuple[bytes, bytes]]:
    told: Mapping[str, str] = opt.get("headers", API_HEADERS)
    return [*encoded(tuple(told.items())), (b"x-request-id", request_id.encode())]


@cache
def encoded(told: tuple[tuple[str, str], ...]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode(), value.encode()) for name, value in told)


_PROCESS: Final = os.urandom(4).hex()
_NUMBERS: Final = count(1)


def new_id() -> str:
    """Which process, which request of it; asking the system for random bytes each time costs more than the rest."""
    return f"{_PROCESS}{next(_NUMBERS) % 2**32:08x}"


def answer_problem(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Any error as a problem; an unforeseen one is logged with its frames and without its message."""
    problem = problem_of(error, request)
    state = request.scope["state"]
    unrouted = "request_id" not in state
    request_id = state.setdefault("request_id", new_id())
    if problem.code == "internal":
        request.app.state.log.error(
            "unforeseen", request_id=request_id, error=type(error).__name__, frames=where(error)
        )
    response = problem.response(request_id)
    if unrouted:
        response.headers.update({**API_HEADERS, "x-request-id": request_id})
        tell(request.scope, problem.status, 0.0)
    return response


def tell(scope: HTTPScope, status: int, seconds: float) -> None:
    """One line and one count per request: the route's template, never its values."""
    state, route = scope["litestar_app"].state, scope.get("path_template") or "-"
    state.metrics.answered(scope["method"], route, status, seconds)
    state.log.info(
        "request",
        request_id=scope["state"]["request_id"],
        method=scope["method"],
        route=route,
        status=status,
        ms=round(seconds * 1000, 2),
    )
