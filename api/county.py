"""Making a county in an empty place: the bare one (`init`) and the demonstration (`demo`), for the CLI and `make run`.

Owns: refusing a place that is not empty, building the demonstration aside so that a half-built one is never taken for a
county, the demonstration's passwords. Does not own what is written (inspections/seed.py, inspections/demo).
Source: contract.md (init, demo).
"""

import os
import secrets
import shutil
from datetime import datetime
from pathlib import Path
from typing import Final

from inspections import photos
from inspections.credentials import CODE_ALPHABET, set_password
from inspections.facts import SYSTEM
from inspections.filing import file_entries
from inspections.ledger import judge_group
from inspections.replay import books
from inspections.seed import county_entries
from inspections.settings import DEMO_ACCOUNTS, Settings
from inspections.storage import StorageError, open_storage
from inspections.storage.engine import Storage

#: what a demonstration is built in; left over when that was broken off
BUILDING: Final = ("xuncha-building.db", "xuncha-building.db-wal", "xuncha-building.db-shm")
#: what the demonstration, its pictures and its public pages need, with room to spare
ROOM_MB: Final = 200
#: what may stand in a data folder before there is a county in it
NO_COUNTY: Final = ("server.lock", "server.log", *BUILDING)


def in_folder(settings: Settings) -> bool:
    """Is the ledger a file of the data folder (and not a server somewhere)?"""
    return settings.database == f"sqlite:///{ledger_file(settings)}"


def ledger_file(settings: Settings) -> Path:
    return settings.data / "xuncha.db"


async def is_made(settings: Settings) -> bool:
    """Does the place hold a county already?"""
    if in_folder(settings):
        return ledger_file(settings).exists()
    return await has_entries(settings)


async def has_entries(settings: Settings) -> bool:
    storage = await open_storage(settings.database, judge_group)
    try:
        return bool(await books(storage))
    finally:
        await storage.close()


async def refuse_occupied(settings: Settings) -> None:
    """StorageError when something is here already: a county is made once, in an empty place."""
    make_folder(settings.data)
    found = sorted(path.name for path in settings.data.iterdir() if path.name not in NO_COUNTY)
    if found:
        some = "、".join(found[:3])
        raise StorageError(
            f"数据文件夹 {settings.data} 里已有内容（{some}），没有改动它。请用 XUNCHA_DATA 另指一个空文件夹。"
        )
    if not in_folder(settings) and await has_entries(settings):
        raise StorageError("这个数据库里已有账本，没有改动它。请用 XUNCHA_DATABASE 另指一个空库。")


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failed:
        raise StorageError(
            f"建不了数据文件夹 {folder}：{failed.strerror}。请换一个位置，或改权限。"
        ) from failed
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StorageError(f"数据文件夹 {folder} 不能写入。请改权限，或用 XUNCHA_DATA 另指一个文件夹。")


async def make_empty(settings: Settings, now: datetime) -> int:
    """The bare county: units, calendars, legal facts; the number of entries."""
    await refuse_occupied(settings)
    storage = await open_storage(settings.database, judge_group)
    try:
        return len(await file_entries(storage, SYSTEM, county_entries(now)))
    finally:
        await storage.close()


async def make_demo(
    settings: Settings, now: datetime, months: int | None = None
) -> tuple[int, dict[str, str]]:
    """The demonstration county: number of entries, and each account's password. Its file gets its name last.

    `months` tells only the end of its story, for those who need less of it.
    """
    from inspections import demo  # late: a server that only serves draws no pictures

    clear_broken_off(settings)
    await refuse_occupied(settings)
    refuse_full_disk(settings.data)
    building = settings.data / BUILDING[0]
    building.touch()
    url = f"sqlite:///{building}" if in_folder(settings) else settings.database
    count = await demo.build(url, now, photos.Folder(settings.photos).lay, months or demo.MONTHS)
    os.sync()  # the pictures are on disk before the county has its name
    storage = await open_storage(url, judge_group)
    try:
        passwords = await give_passwords(storage, settings)
    finally:
        await storage.close()
    if in_folder(settings):
        building.replace(ledger_file(settings))
    building.unlink(missing_ok=True)
    return count, passwords


def clear_broken_off(settings: Settings) -> None:
    """A demonstration that was broken off is begun anew: what it left is thrown away, and nothing else."""
    if not (settings.data / BUILDING[0]).exists():
        return
    if settings.photos == settings.data / "photos":
        shutil.rmtree(settings.photos, ignore_errors=True)
    for name in BUILDING:
        (settings.data / name).unlink(missing_ok=True)


def refuse_full_disk(folder: Path) -> None:
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < ROOM_MB:
        raise StorageError(
            f"磁盘只剩 {free_mb} MB，建演示县要 {ROOM_MB} MB。请腾出空间，或用 XUNCHA_DATA 另指一个文件夹。"
        )


async def give_passwords(storage: Storage, settings: Settings) -> dict[str, str]:
    """A password for each demonstration account: its own random one, or the one that is set for all."""
    passwords = {name: settings.demo_password or random_password() for name in DEMO_ACCOUNTS}
    for account, password in passwords.items():
        await set_password(storage, account, password, settings)
    return passwords


def random_password() -> str:
    """Four groups of four signs that nobody mistakes for one another: 78 bits."""
    return "-".join("".join(secrets.choice(CODE_ALPHABET) for _ in range(4)) for _ in range(4))
