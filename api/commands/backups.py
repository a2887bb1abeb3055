"""`xuncha backup`, `restore`, `verify-backup`: everything the county has, in one file and back.

Owns: these commands, and the note of the last backup that `doctor` reads. Does not own the archive
(inspections/backup.py).
"""

import sys
from pathlib import Path

import click
import msgspec

from api import county
from api.commands import Command, Failure, now, progress, settings, show_json
from inspections import restoring
from inspections.backup import back_up
from inspections.restoring import Checked

LAST = "last-backup.json"  #: in the data folder: when, where to
FILE = click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))


@click.command("backup", cls=Command)
@FILE
def backup(file: Path) -> None:
    """备份账本和全部照片到一个文件；服务不用停（backup）。"""
    given = settings()
    if county.in_folder(given) and not county.ledger_file(given).exists():
        raise Failure(f"{given.data} 里还没有账本。")
    if not file.absolute().parent.is_dir():
        raise Failure(f"没有文件夹 {file.parent}。")
    progress("正在备份")
    made = back_up(given.database, given.data, given.photos, file.absolute(), now())
    given.data.mkdir(parents=True, exist_ok=True)
    note = {"at": made.made_at, "file": str(file.absolute())}
    (given.data / LAST).write_bytes(msgspec.json.encode(note))
    click.echo(
        f"已备份到 {file}：照片 {made.photos} 张，共 {size_of(file.stat().st_size)}。里面有密码散列和签名密钥，请妥善保管。"
    )


@click.command("verify-backup", cls=Command)
@FILE
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def verify_backup(file: Path, as_json: bool) -> None:
    """核验一个备份：校验链、每张照片、该有的都在（verify-backup）。"""
    if not file.is_file():
        raise Failure(f"没有文件 {file}。")
    progress("正在核验")
    found = restoring.check(file)
    if as_json:
        show_json(found)
    for fault in () if as_json else found.faults:
        click.echo(fault, err=True)
    if found.faults:
        sys.exit(1)
    if not as_json:
        click.echo(f"备份完好：{contents(found)}。")


@click.command("restore", cls=Command)
@FILE
@click.option(
    "--to",
    required=True,
    metavar="文件夹",
    type=click.Path(file_okay=False, path_type=Path),
    help="空的数据文件夹",
)
def restore(file: Path, to: Path) -> None:
    """把备份恢复到一个空文件夹，恢复前先核验（restore）。"""
    if not file.is_file():
        raise Failure(f"没有文件 {file}。")
    progress("正在恢复")
    found = restoring.restore(file, to.absolute())
    click.echo(
        f"已恢复到 {to}：{contents(found)}。\n用 XUNCHA_DATA={to} xuncha serve 启动，公开网站用 xuncha publish 重建；"
        "之后手机里还留着的记录会自己补发。"
    )


def contents(found: Checked) -> str:
    books = "".join(f"账本 {book} 到第 {seq} 号，" for book, seq in found.heads.items())
    return f"{books}照片 {found.photos} 张（{size_of(found.photo_bytes)}），备份于 {found.made_at}"


def size_of(size: int) -> str:
    return f"{size / 2**20:.1f} MB"
