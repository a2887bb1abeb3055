"""`xuncha init` and `xuncha demo`: a county in an empty folder. Does not own what is in it (api/county.py)."""

import asyncio

import click

from api import county
from api.commands import Command, now, progress, settings, show_json


@click.command("init", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def init(as_json: bool) -> None:
    """建一个空账本：单位、节假日和法定数据（init）。

    只在空文件夹里建。没有账号：接着用 xuncha account add 建第一个管理员。
    """
    given = settings()
    count = asyncio.run(county.make_empty(given, now()))
    if as_json:
        show_json({"data": str(given.data), "entries": count})
        return
    click.echo(f"已在 {given.data} 建好空账本，写入 {count} 条记录。")
    click.echo("下一步：xuncha account add guanli --name 姓名 --role admin --unit nanchang_county")


@click.command("demo", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答（含密码）")
def demo(as_json: bool) -> None:
    """建一个演示县：21 个单位、60 家示例企业、24 个月的巡察（demo）。

    只在空文件夹里建。每个演示账号给一个随机密码；设了 XUNCHA_DEMO_PASSWORD 就都用它。
    """
    given = settings()
    progress("正在建演示数据")
    count, passwords = asyncio.run(county.make_demo(given, now()))
    if as_json:
        show_json({"data": str(given.data), "entries": count, "passwords": passwords})
        return
    click.echo(f"已在 {given.data} 建好演示县，写入 {count} 条记录。企业、人员和巡察都是编的。")
    show_passwords(passwords)


def show_passwords(passwords: dict[str, str]) -> None:
    """Accounts and passwords, told once."""
    click.echo("演示账号和密码（只显示这一次）：")
    for account, password in passwords.items():
        click.echo(f"  {account:<11} {password}")
