"""The program `xuncha`: the table of its commands.

Owns: the group and `serve`. Does not own any other command (api/commands/) or how failures are told
(api/commands/__init__.py). Source: contract.md (two commands, program xuncha).
"""

import click

from api.commands import Group, settings
from api.commands.accounts import account
from api.commands.backups import backup, restore, verify_backup
from api.commands.calc import calc
from api.commands.checks import config, doctor
from api.commands.county import demo, init
from api.commands.digests import digest
from api.commands.exports import export
from api.commands.imports import import_group, template_command
from api.commands.ledger import ledger_group
from api.commands.photos import photos_group
from api.commands.publishing import publish
from api.commands.tokens import token


@click.group(cls=Group)
@click.version_option(package_name="xuncha", message="%(prog)s %(version)s", help="显示版本")
def main() -> None:
    """巡察台账（xuncha）：建账、账号、导入、导出、发布、核验。

    设置用 XUNCHA_* 环境变量，见 xuncha config check。
    """


@main.command("serve")
@click.option("--host", help="监听地址，默认 127.0.0.1")
@click.option("--port", type=click.IntRange(1, 65535), help="监听端口，默认 8000")
@click.option("--workers", type=click.IntRange(1, 64), help="进程数；多于一个须用 PostgreSQL")
@click.option("--demo-in-public", is_flag=True, help="有演示账号也监听本机以外的地址")
def serve(host: str | None, port: int | None, workers: int | None, demo_in_public: bool) -> None:
    """启动服务：接口、手机和办公端、公开页面（serve）。"""
    from api import start  # the framework takes a second to import, and no other command needs it

    said = {"host": host, "port": port, "workers": workers, "demo_in_public": demo_in_public or None}
    start.serve(start.with_address(settings(), **said))


for command in (
    init,
    demo,
    account,
    token,
    import_group,
    template_command,
    export,
    digest,
    publish,
    ledger_group,
    photos_group,
    backup,
    restore,
    verify_backup,
    calc,
    config,
    doctor,
):
    main.add_command(command)
