"""`xuncha config check` and `xuncha doctor`: is this place fit to run the ledger?

Owns: these checks and their sentences. Does not own the settings (inspections/settings.py) or the walks over the chain.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, NamedTuple

import click
import msgspec

from api import county
from api.commands import Group, now, open_ledger, settings, show_json
from api.commands.backups import LAST
from inspections.calendars import CalendarRow
from inspections.chain import Head
from inspections.months import day_of
from inspections.settings import Settings
from inspections.storage import StorageError
from inspections.storage.sqlite_library import LEAST, library

MARKS: Final = {"good": "✓", "warning": "!", "bad": "✗"}
CLOCK_FLOOR: Final = datetime.fromisoformat(
    "2026-11-01T00:00:00+08:00"
)  #: no clock is right before this was written
CLOCK_BEHIND_S: Final = 300
BACKUP_DAYS: Final = 2  #: older is said aloud


class Finding(NamedTuple):
    """What one check says."""

    check: str
    state: Literal["good", "warning", "bad"]
    text: str


@click.group("config", cls=Group)
def config() -> None:
    """设置（config）。"""


@config.command("check")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def check(as_json: bool) -> None:
    """列出正在起作用的每项设置，密码打码；有错就说明。"""
    effective = settings().effective()
    if as_json:
        show_json(effective)
        return
    for name, value in effective.items():
        click.echo(f"{name}={value}")


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def doctor(as_json: bool) -> None:
    """体检：磁盘、SQLite、时钟、节假日、字体、文件夹和账本（doctor）。"""
    found = asyncio.run(findings(settings()))
    if as_json:
        show_json([one._asdict() for one in found])
    else:
        for one in found:
            click.echo(f"{MARKS[one.state]} {one.check}：{one.text}")
    if any(one.state == "bad" for one in found):
        sys.exit(1)


async def findings(given: Settings) -> list[Finding]:
    """Every check, in the order people would look."""
    found = [python_version(), sqlite_version(), *folders(given), disk(given), fonts(), last_backup(given)]
    return [*found, *await ledger_findings(given)]


def python_version() -> Finding:
    return Finding("Python", "good", ".".join(map(str, sys.version_info[:3])))


def sqlite_version() -> Finding:
    try:
        return Finding("SQLite", "good", f"{library().sqlite_version}（最低 {'.'.join(map(str, LEAST))}）")
    except StorageError as failed:
        return Finding("SQLite", "bad", str(failed))


def folders(given: Settings) -> Iterator[Finding]:
    for name, folder in (
        ("数据文件夹", given.data),
        ("照片文件夹", given.photos),
        ("公开网站文件夹", given.site),
    ):
        there = nearest(folder)
        writable = os.access(there, os.W_OK | os.X_OK)
        state: Literal["good", "bad"] = "good" if writable else "bad"
        yield Finding(name, state, f"{folder} {'可以写入' if writable else '不能写入，请改权限'}")


def nearest(folder: Path) -> Path:
    """The folder, or the first one above it that exists."""
    folder = folder.absolute()
    while not folder.exists():
        folder = folder.parent
    return folder


def disk(given: Settings) -> Finding:
    free_mb = shutil.disk_usage(nearest(given.data)).free // 1_000_000
    enough = free_mb > given.reserve_mb
    text = f"剩余 {free_mb} MB" + ("" if enough else f"，低于 {given.reserve_mb} MB，不再收照片，请腾出空间")
    return Finding("磁盘", "good" if enough else "bad", text)


def last_backup(given: Settings) -> Finding:
    """How old the last backup is that was made from here."""
    try:
        note = msgspec.json.decode((given.data / LAST).read_bytes(), type=dict[str, str])
        age = now() - datetime.fromisoformat(note["at"])
    except (OSError, msgspec.MsgspecError, KeyError, ValueError):
        return Finding("备份", "warning", "还没有备份过：xuncha backup 文件")
    old = age.days >= BACKUP_DAYS
    said = f"{age.days} 天前，{note['file']}" + ("；请再备份" if old else "")
    return Finding("备份", "warning" if old else "good", said)


def fonts() -> Finding:
    """Documents in PDF and the line under a photo need a Chinese font; pages and exports do not."""
    try:
        command = ["fc-list", ":lang=zh", "family"]
        listed = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)  # noqa: S603  # fixed words
    except (OSError, subprocess.SubprocessError):
        return Finding("字体", "warning", "查不到中文字体（没有 fontconfig）；网页和导出不受影响")
    count = len(set(listed.stdout.splitlines()))
    if count:
        return Finding("字体", "good", f"中文字体 {count} 种")
    return Finding("字体", "warning", "没有中文字体，生成 PDF 前请安装 fonts-noto-cjk；网页和导出不受影响")


async def ledger_findings(given: Settings) -> list[Finding]:
    """What only the ledger can tell: it opens, its clock, the calendar."""
    if county.in_folder(given) and not county.ledger_file(given).exists():
        return [Finding("账本", "warning", "还没有建：先运行 xuncha init 或 xuncha demo"), clock(None)]
    started = time.perf_counter()
    years = (day_of(now()).year, day_of(now()).year + 1)
    async with open_ledger(given) as storage:
        [(_, head)] = await storage.answer([Head.at(given.book)])
        rows = dict(await storage.answer([CalendarRow.at(given.book, year) for year in years]))
    took_ms = (time.perf_counter() - started) * 1000
    text = f"第 {head.seq} 号记录，打开用时 {took_ms:.0f} 毫秒" if head else "还没有记录"
    loaded = {year: rows[CalendarRow.at(given.book, year)] is not None for year in years}
    return [Finding("账本", "good" if head else "warning", text), clock(head), calendar(loaded)]


def clock(head: Head | None) -> Finding:
    """The clock may not stand before the last entry: the ledger would keep that time instead."""
    moment = now()
    if moment < CLOCK_FLOOR:
        return Finding("时钟", "bad", f"{moment:%Y-%m-%d %H:%M}（UTC），明显不对，请校时")
    behind = (datetime.fromisoformat(head.received_at) - moment).total_seconds() if head else 0
    if behind > CLOCK_BEHIND_S:
        return Finding("时钟", "bad", f"比最后一条记录慢 {behind:.0f} 秒，请校时")
    return Finding("时钟", "good", f"{moment:%Y-%m-%d %H:%M}（UTC）")


def calendar(loaded: dict[int, bool]) -> Finding:
    """This year's notice must be there; next year's comes in November."""
    (this, has_this), (following, has_next) = loaded.items()
    if not has_this:
        return Finding("节假日", "bad", f"缺 {this} 年放假安排，期限算不准：xuncha import calendar 文件")
    if not has_next and now().month == 12:
        return Finding("节假日", "warning", f"还没有 {following} 年放假安排，跨年期限为暂定")
    return Finding("节假日", "good", f"已有 {this} 年" + (f"和 {following} 年" if has_next else ""))
