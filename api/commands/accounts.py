"""`xuncha account …`: people's and machines' accounts, made, moved, disabled, reset.

Owns: these commands. An account is an entry of the ledger written by the operator of the server (system:init); secrets
stay beside it. Does not own what a role may do (inspections/people.py) or secrets (inspections/credentials.py).
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any, Final

import click
import msgspec
from uuid_utils.compat import uuid7

from api.commands import Failure, Group, now, open_ledger, settings, show_json, show_rows
from inspections.credentials import EVERYWHERE, one_time_code, revoke_all
from inspections.facts import SYSTEM, Grant
from inspections.filing import Body, file_entries
from inspections.months import day_of
from inspections.people import ROLES, Account
from inspections.storage.engine import Storage

PAGE: Final = 500
COLUMNS: Final = ("account", "name", "unit", "unit_name", "grants", "disabled", "machine", "has_password")


@click.group("account", cls=Group)
def account() -> None:
    """账号：新建、查看、停用、调动、重置密码（account）。"""


@account.command("add")
@click.argument("name_of_account", metavar="账号")
@click.option("--name", required=True, help="姓名")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="角色")
@click.option("--unit", required=True, help="管辖单位编号，如 xiangtang_town")
@click.option("--from", "first_day", help="从哪天起，默认今天")
@click.option("--to", "last_day", help="到哪天止，默认不限")
@click.option("--email", help="提醒发到哪个邮箱")
@click.option("--machine", is_flag=True, help="机器用的账号：只能用令牌，没有密码")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def add(
    name_of_account: str,
    name: str,
    role: str,
    unit: str,
    first_day: str | None,
    last_day: str | None,
    email: str | None,
    machine: bool,
    as_json: bool,
) -> None:
    """新建一个账号，给出一次性登录码。"""
    grant = {"role": role, "unit": unit, "valid_from": first_day or today()}
    body = {
        "type": "account",
        "unit": settings().county,
        "account": name_of_account,
        "name": name,
        "grants": [grant | ({"valid_to": last_day} if last_day else {})],
        "machine": machine,
        "email": email,
    }
    code = asyncio.run(created(body))
    if as_json:
        show_json({"account": name_of_account, "one_time_code": code})
    elif code:
        click.echo(f"已建账号 {name_of_account}。一次性登录码（只显示这一次）：{code}")
    else:
        click.echo(f"已建机器账号 {name_of_account}。用 xuncha token add 给它令牌。")


async def created(body: Body) -> str | None:
    async with open_ledger() as storage:
        if await found(storage, body["account"]):
            raise Failure(f"已经有账号 {body['account']}。调动用 account move，重置用 account password。")
        await write(storage, body)
        return None if body["machine"] else await one_time_code(storage, body["account"], now(), settings())


@account.command("list")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def list_accounts(as_json: bool) -> None:
    """列出账号、角色和管辖单位。"""
    rows = asyncio.run(accounts())
    if as_json:
        show_json(rows)
        return
    shown = [
        {
            "账号": row["account"],
            "姓名": row["name"],
            "角色": "、".join(f"{ROLES[one['role']]}（{one['unit']}）" for one in row["grants"]),
            "状态": "停用" if row["disabled"] else "机器" if row["machine"] else "在用",
        }
        for row in rows
    ]
    show_rows(shown, "还没有账号。")


async def accounts() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    async with open_ledger() as storage:
        after = ""
        while page := await storage.rows("accounts", scopes=EVERYWHERE, after=after, limit=PAGE):
            rows += (dict(zip(COLUMNS, row, strict=True)) for row in page)
            after = page[-1][0]
    flags = ("disabled", "machine", "has_password")
    return [
        row | {"grants": msgspec.json.decode(row["grants"])} | {name: bool(row[name]) for name in flags}
        for row in rows
    ]


@account.command("disable")
@click.argument("name_of_account", metavar="账号")
def disable(name_of_account: str) -> None:
    """停用账号，所有设备立即退出。"""
    asyncio.run(changed(name_of_account, disabled=True))
    click.echo(f"已停用 {name_of_account}，它的设备都已退出。")


@account.command("move")
@click.argument("name_of_account", metavar="账号")
@click.option("--unit", required=True, help="新的管辖单位编号")
@click.option("--role", type=click.Choice(list(ROLES)), help="新的角色，默认不变")
@click.option("--on", "first_day", help="从哪天起，默认今天")
def move(name_of_account: str, unit: str, role: str | None, first_day: str | None) -> None:
    """调到另一个单位：原来的权限在前一天结束，经手的记录不变。"""
    asyncio.run(changed(name_of_account, unit=unit, role=role, first_day=first_day or today()))
    click.echo(f"已把 {name_of_account} 调到 {unit}。")


async def changed(
    account_name: str,
    *,
    disabled: bool = False,
    unit: str | None = None,
    role: str | None = None,
    first_day: str = "",
) -> None:
    """The account's state with one thing changed, as a new entry."""
    async with open_ledger() as storage:
        row = await found(storage, account_name)
        if row is None:
            raise Failure(f"没有账号 {account_name}。")
        [(name, _)] = await storage.rows("person", account=account_name)
        email = next((row[0] for row in await storage.rows("mail_kept", account=account_name)), None)
        grants = msgspec.json.decode(row.grants, type=list[Grant])
        given = [as_given(grant) for grant in grants]
        body = {
            "type": "account",
            "unit": row.unit,
            "account": account_name,
            "name": name or "（已删除）",
            "machine": bool(row.machine),
            "email": email,
            "disabled": disabled or bool(row.disabled),
            "grants": moved(given, unit, role, first_day) if unit else given,
        }
        await write(storage, body)
        if disabled:
            await revoke_all(storage, account_name, now())


def as_given(grant: Grant) -> Body:
    """A stored grant as it was given."""
    names = ("role", "unit", "enterprise", "valid_from", "valid_to")
    return {name: getattr(grant, name) for name in names if getattr(grant, name)}


def moved(grants: list[Body], unit: str, role: str | None, first_day: str) -> list[Body]:
    """Grants in force end the day before; one new grant begins."""
    before = f"{datetime.fromisoformat(first_day).date() - timedelta(days=1)}"
    kept = [
        grant if grant.get("valid_to", "9999") < first_day else grant | {"valid_to": before}
        for grant in grants
        if grant["valid_from"] <= before
    ]
    old_role = grants[-1]["role"] if grants else "inspector"
    return [*kept, {"role": role or old_role, "unit": unit, "valid_from": first_day}]


@account.command("password")
@click.argument("name_of_account", metavar="账号")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def password(name_of_account: str, as_json: bool) -> None:
    """重置：给一个一次性登录码，旧密码和已登录的设备立即失效。"""
    code = asyncio.run(reset(name_of_account))
    if as_json:
        show_json({"account": name_of_account, "one_time_code": code})
    else:
        click.echo(f"{name_of_account} 的一次性登录码（只显示这一次）：{code}")


async def reset(name: str) -> str:
    async with open_ledger() as storage:
        row = await found(storage, name)
        if row is None:
            raise Failure(f"没有账号 {name}。")
        if row.machine:
            raise Failure(f"{name} 是机器账号，没有密码。用 xuncha token add 给它令牌。")
        return await one_time_code(storage, name, now(), settings())


async def found(storage: Storage, name: str) -> Account | None:
    [(_, row)] = await storage.answer([Account.at(name)])
    return row if isinstance(row, Account) else None


async def write(storage: Storage, body: Body) -> None:
    await file_entries(storage, SYSTEM, [(uuid7(), body | {"made_at": now().isoformat()})])


def today() -> str:
    return str(day_of(now()))
