"""init and demo: what is written, in which order, and that a place with something in it is left alone."""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from inspections.chain import Stored
from inspections.ledger import judge_group
from inspections.reference import table
from inspections.replay import pages
from inspections.storage import open_storage
from tests.cli.conftest import HEAD, call
from tests.people import PASSWORD
from tests.storage.cluster import fresh_database


def entries_in(folder: Path) -> list[Stored]:
    async def read() -> list[Stored]:
        storage = await open_storage(f"sqlite:///{folder / 'xuncha.db'}", judge_group)
        try:
            return [entry async for page in pages(storage, "360121") for entry in page]
        finally:
            await storage.close()

    return asyncio.run(read())


def body_of(entry: Stored) -> dict[str, Any]:
    return dict(msgspec.json.decode(entry.envelope().body))


def test_init_writes_the_county_first_by_the_system(empty: Path) -> None:
    assert call("init").exit_code == 0
    first, *_ = entries = entries_in(empty)
    assert (first.seq, first.type, first.actor, body_of(first)["unit"]) == (
        1,
        "unit",
        "system:init",
        "nanchang_county",
    )
    assert {entry.actor for entry in entries} == {"system:init"}


def test_init_keeps_every_row_of_the_seed_tables(empty: Path) -> None:
    call("init")
    entries = entries_in(empty)
    kinds = [entry.type for entry in entries]
    assert kinds.count("unit") == len(table("units"))
    assert kinds.count("calendar") == 11  # 2016 to 2026
    assert kinds.count("reference") == len(table("parameters")) + len(table("deadlines"))
    assert "account" not in kinds


def test_init_keeps_the_two_code_systems_apart(empty: Path) -> None:
    call("init")
    tangnan = next(body_of(entry) for entry in entries_in(empty) if "tangnan" in entry.subject)
    assert (tangnan["nbs_code"], tangnan["mca_code"]) == ("360121103", "360121104")


def test_two_inits_give_the_same_ids(empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("init")
    monkeypatch.setenv("XUNCHA_DATA", str(tmp_path / "other"))
    call("init")
    assert [entry.id for entry in entries_in(empty)] == [entry.id for entry in entries_in(tmp_path / "other")]


@pytest.mark.parametrize("command", ["init", "demo"])
def test_a_folder_with_something_in_it_is_left_alone(command: str, empty: Path) -> None:
    empty.mkdir()
    (empty / "家里的文件.txt").write_text("不要动我", "utf-8")
    result = call(command)
    assert result.exit_code == 1
    assert "已有内容（家里的文件.txt）" in result.stderr
    assert [path.name for path in empty.iterdir()] == ["家里的文件.txt"]


@pytest.mark.parametrize("command", ["init", "demo"])
def test_a_county_is_made_once(command: str, demo: Path) -> None:
    before = [entry.hash for entry in entries_in(demo)]
    assert call(command).exit_code == 1
    assert [entry.hash for entry in entries_in(demo)] == before


def test_a_demonstration_in_postgresql_is_made_once(
    empty: Path, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_DATABASE", fresh_database(cluster))
    assert json.loads(call("demo", "--json").stdout)["entries"] == HEAD
    assert call("ledger", "verify").stdout == f"账本 360121：第 1 至 {HEAD} 号完整，校验链完好。\n"
    monkeypatch.setenv("XUNCHA_DATA", str(empty.with_name("other")))
    assert call("init").stderr.startswith("这个数据库里已有账本，没有改动它。")


def test_a_demonstration_broken_off_is_begun_anew(empty: Path) -> None:
    empty.mkdir()
    (empty / "xuncha-building.db").write_bytes(b"half of a county")
    (empty / "photos/aa").mkdir(parents=True)
    (empty / "photos/aa/half").touch()
    assert call("demo").exit_code == 0
    assert sorted(path.name for path in empty.iterdir()) == ["photos", "xuncha.db"]
    assert not (empty / "photos/aa/half").exists()


def test_photos_of_somebody_else_are_left_alone(empty: Path) -> None:
    (empty / "photos").mkdir(parents=True)
    (empty / "photos/mine").touch()
    assert "已有内容（photos）" in call("demo").stderr
    assert (empty / "photos/mine").exists()


def test_a_full_disk_is_told_before_anything_is_made(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.county.shutil.disk_usage", lambda _: SimpleNamespace(free=120 * 2**20))
    assert call("demo").stderr == (
        "磁盘只剩 120 MB，建演示县要 200 MB。请腾出空间，或用 XUNCHA_DATA 另指一个文件夹。\n"
    )
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("command", ["init", "demo"])
def test_a_folder_that_cannot_be_written(command: str, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.county.os.access", lambda *_: False)
    assert call(command).stderr.startswith(f"数据文件夹 {empty} 不能写入。")


def test_demo_prints_a_password_for_each_account(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_DATA", str(tmp_path / "set"))
    names = {"xunchayuan", "xianju", "zeren", "shenhe", "shenhe2", "jieneng", "fabu", "shenji", "guanli"}
    assert json.loads(call("demo", "--json").stdout)["passwords"] == dict.fromkeys(names, PASSWORD)
    monkeypatch.setenv("XUNCHA_DATA", str(tmp_path / "random"))
    monkeypatch.delenv("XUNCHA_DEMO_PASSWORD")
    assert len(set(json.loads(call("demo", "--json").stdout)["passwords"].values())) == len(names)


@pytest.mark.parametrize(
    "day", ["2027-01-01T00:05:00+08:00", "2026-12-31T23:00:00+08:00", "2028-02-29T10:00:00+08:00"]
)
def test_a_demonstration_can_be_made_on_any_day(
    day: str, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.commands.county.now", lambda: datetime.fromisoformat(day))
    assert call("demo").exit_code == 0
    kinds = {body_of(entry)["kind"] for entry in entries_in(empty) if entry.type == "visit"}
    assert kinds == {"steel_patrol", "dust_ready_mix"}
