"""For whoever runs the server: alive, ready, metrics.

Owns: these answers. Does not own what is counted (metrics.py). /health does no work; /ready asks the database to write
and looks at the disk; /metrics is for this machine, or for a machine's token.
"""

import ipaddress
import shutil
from datetime import timedelta
from typing import Any

from litestar import MediaType, Request, get
from litestar.di import NamedDependency
from msgspec import Struct

from api.auth import PUBLIC, Call, allow, token_in
from api.problems import Problem
from inspections.facts import now_text


class Alive(Struct):
    status: str = "ok"


class Ready(Struct):
    ready: bool
    free_mb: int


@get("/health", opt=allow(PUBLIC), summary="进程活着", description="不碰数据库。")
async def health() -> Alive:
    return Alive()


@get(
    "/ready",
    opt=allow(PUBLIC),
    summary="能收记录",
    description="数据库能写、磁盘有余才是 200；停止中为 503。",
)
async def ready(request: Request[Any, Any, Any], call: NamedDependency[Call]) -> Ready:
    """503 while stopping, when the database does not take a write, or when the disk's reserve is reached."""
    free_mb = shutil.disk_usage(call.settings.data).free // 2**20
    if request.app.state.stopping or free_mb < call.settings.reserve_mb:
        raise Problem("unavailable", "服务正在停止，或磁盘快满了。", headers={"retry-after": "5"})
    await call.storage.run("session_expire", before=now_text(call.now - timedelta(days=30)))
    return Ready(True, free_mb)


@get(
    "/metrics",
    opt=allow(PUBLIC),
    media_type=MediaType.TEXT,
    summary="运行数字（Prometheus）",
    description="本机，或带 read 令牌的机器。",
)
async def metrics(request: Request[Any, Any, Any], call: NamedDependency[Call]) -> bytes:
    """From this machine directly, or with a machine's token of scope read."""
    if not is_local(call.address, request.headers):
        hashed, _ = token_in(request.scope["headers"])
        who = await call.sessions.who(hashed, call.now) if hashed else None
        if who is None or who.scopes is None or "read" not in who.scopes:
            raise Problem("forbidden", "只有本机或带令牌的机器能看运行数字。")
    text: bytes = request.app.state.metrics.text()
    return text


def is_local(address: str, headers: Any) -> bool:
    """From this machine, and not through a proxy on it."""
    try:
        loopback = ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
    return loopback and "x-forwarded-for" not in headers and "forwarded" not in headers


ROUTES = [health, ready, metrics]
