"""`xuncha token …`: long-lived credentials of machines, told once, revoked at once.

Owns: these commands. Does not own the tokens themselves (inspections/credentials.py) or the accounts (accounts.py).
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any, Final, get_args

import click
import msgspec

from api.commands import Failure, Group, now, open_ledger, show_json, show_rows
from api.commands.accounts import found
from inspections.credentials import EVERYWHERE, TokenScope, add_token, revoke_token, tokens
from inspections.months import BEIJING

SCOPES: Final = get_args(TokenScope)


@click.group("token", cls=Group)
def token() -> None:
    """令牌：给机器账号用的长期凭据（token）。"""


@token.command("add")
@click.argument("name_of_account", metavar="账号")
@click.argument("name", metavar="名称")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPES),
    default=("read",),
    help="能做什么，可多次给",
)
@click.option("--days", default=365, type=click.IntRange(1, 3660), help="几天后失效，默认 365")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def add_one(
    name_of_account: str, name: str, scopes: tuple[TokenScope, ...], days: int, as_json: bool
) -> None:
    """给机器账号一个令牌。"""
    until = now() + timedelta(days=days)
    made = asyncio.run(token_made(name_of_account, name, scopes, until))
    if as_json:
        show_json({"account": name_of_account, "name": name, "token": made, "expires_at": until})
    else:
        click.echo(f"令牌（只显示这一次，{until.astimezone(BEIJING):%Y-%m-%d} 失效）：\n{made}")


async def token_made(account_name: str, name: str, scopes: tuple[TokenScope, ...], until: datetime) -> str:
    async with open_ledger() as storage:
        row = await found(storage, account_name)
        if row is None or not row.machine:
            raise Failure(f"{account_name} 不是机器账号。先用 xuncha account add … --machine 建一个。")
        return await add_token(storage, account_name, name, scopes, until)


@token.command("list")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def list_tokens(as_json: bool) -> None:
    """列出令牌（不含令牌本身）。"""
    found_tokens = asyncio.run(all_tokens())
    if as_json:
        show_json([msgspec.structs.asdict(one) for one in found_tokens])
        return
    rows = [
        {
            "账号": one["account"],
            "名称": one["name"],
            "范围": one["scopes"],
            "失效": one["expires_at"][:10],
            "吊销": (one["revoked_at"] or "")[:10],
        }
        for one in map(msgspec.structs.asdict, found_tokens)
    ]
    show_rows(rows, "还没有令牌。")


async def all_tokens() -> list[Any]:
    async with open_ledger() as storage:
        return list(await tokens(storage, EVERYWHERE))


@token.command("revoke")
@click.argument("name_of_account", metavar="账号")
@click.argument("name", metavar="名称")
def revoke(name_of_account: str, name: str) -> None:
    """吊销一个令牌，立即失效。"""
    if not asyncio.run(revoked(name_of_account, name)):
        raise Failure(f"{name_of_account} 没有叫 {name} 的有效令牌。")
    click.echo(f"已吊销 {name_of_account} 的令牌 {name}。")


async def revoked(account_name: str, name: str) -> bool:
    async with open_ledger() as storage:
        return await revoke_token(storage, account_name, name, now())
