"""What `make run` runs: look at the place, make the demonstration on the first start, then serve.

Owns: the checks before starting with their plain sentences, the first start, one server per folder, serving with uvicorn
and ending cleanly. Does not own the application (api/app.py) or what is in the county (api/county.py).
Source: contract.md (make run, serve).
"""

import asyncio
import fcntl
import ipaddress
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec
import uvicorn

from api import county
from api.commands import Command, Failure, now, open_ledger, settings
from api.commands.county import show_passwords
from api.commands.publishing import published
from inspections.publishing import current
from inspections.settings import DEMO_ACCOUNTS, Settings

if TYPE_CHECKING:
    from litestar import Litestar

APP: Final = "api.start:application"
STOP_WITHIN_S: Final = 10


@click.command("start", cls=Command)
@click.option("--port", type=click.IntRange(1, 65535), help="监听端口")
def start(port: int | None) -> None:
    """第一次运行时建好演示县并发布公开页面，然后启动服务。"""
    given = with_address(settings(), port=port)
    refuse_unfit(given)
    with only_server(given.data):
        first_start(given)
        refuse_unusable(given)
        run_server(given)


def serve(given: Settings) -> None:
    """Serve an existing county until somebody stops it."""
    refuse_unfit(given)
    refuse_unusable(given)
    with only_server(given.data):
        run_server(given)


def first_start(given: Settings) -> None:
    """The demonstration county and its first publication, where they are not there yet."""
    if not asyncio.run(county.is_made(given)):
        click.echo("第一次运行，正在建演示县…")
        count, passwords = asyncio.run(county.make_demo(given, now()))
        click.echo(f"演示县已建好：{count} 条记录。企业、人员和巡察都是编的。")
        show_passwords(passwords)
    if current(given.site) is None:
        asyncio.run(published(given, lambda step: click.echo(f"公开网站：{step}…")))


def refuse_unfit(given: Settings) -> None:
    """What can be told before anything is made."""
    if given.workers > 1 and given.database.startswith("sqlite:"):
        raise Failure("多个进程要用 PostgreSQL：请设 XUNCHA_DATABASE=postgresql://…，或用 --workers 1。")
    refuse_taken_port(given)
    county.make_folder(given.data)


def refuse_unusable(given: Settings) -> None:
    """A ledger that cannot be opened is told before anything is served; so is a demonstration that would be public.

    Its passwords are printed on a screen: it stays on this machine unless somebody says otherwise.
    """
    demonstration = asyncio.run(demo_accounts(given))
    if demonstration and not is_loopback(given.host) and not given.demo_in_public:
        raise Failure(
            f"账本里有演示账号，只在本机提供服务，不监听 {given.host}。确要对外演示，请加 --demo-in-public。"
        )


async def demo_accounts(given: Settings) -> int:
    async with open_ledger(given) as storage:
        accounts = msgspec.json.encode(DEMO_ACCOUNTS).decode()
        [(count,)] = await storage.rows("demo_accounts", accounts=accounts)
        return int(count)


def refuse_taken_port(given: Settings) -> None:
    """A port in use is told before anything is made."""
    family = socket.AF_INET6 if ":" in given.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((given.host, given.port))
        except OSError as failed:
            raise Failure(taken(given, failed)) from failed


def taken(given: Settings, failed: OSError) -> str:
    where = f"{given.host}:{given.port}"
    if isinstance(failed, PermissionError):
        return f"没有权限监听 {where}：1024 以下的端口要管理员权限，请换一个，如 PORT=8080 make run。"
    return f"{where} 已被别的程序占用或不能监听。请换一个端口，如 PORT={given.port + 1} make run。"


@contextmanager
def only_server(folder: Path) -> Iterator[None]:
    """Hold the folder for one server; the system lets go when the process ends. Commands may write beside it."""
    with (folder / "server.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise Failure(f"已有一个服务在用 {folder}，一个数据文件夹只能有一个服务。") from held
        yield


def run_server(given: Settings) -> None:
    """Serve until SIGINT or SIGTERM; requests under way get ten seconds to end."""
    for name, value in (("host", given.host), ("port", given.port), ("workers", given.workers)):
        os.environ[f"XUNCHA_{name.upper()}"] = str(value)  # what the application and further processes read
    click.echo(addresses(given))
    for one in (signal.SIGINT, signal.SIGTERM):  # uvicorn raises them again when it has ended
        signal.signal(one, lambda *_: None)
    uvicorn.run(
        APP,
        factory=True,
        host=given.host,
        port=given.port,
        workers=given.workers,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )
    click.echo("已停止。")


def application() -> "Litestar":
    """The application of one server process, with the settings of its environment."""
    from api.app import create_app  # late: a reason not to start need not wait for the framework

    return create_app(settings())


def addresses(given: Settings) -> str:
    host = f"[{given.host}]" if ":" in given.host else given.host
    base = f"http://{host}:{given.port}"
    return f"公开页面 {base}/\n手机和办公端 {base}/app/\n接口说明 {base}/api/v1/docs/\n按 Ctrl-C 停止。"


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def with_address(given: Settings, **said: object) -> Settings:
    """The settings with what the command line says over them; None: nothing said."""
    return msgspec.structs.replace(
        given, **{name: value for name, value in said.items() if value is not None}
    )


if __name__ == "__main__":
    start()
