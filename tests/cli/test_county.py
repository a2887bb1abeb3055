"""init and demo: what is written, in which order, and that a place with something in it is left alone."""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from inspections.chain import Stored
from inspections.coverage import Figures
from inspections.facts import Decision
from inspections.ledger import judge_group
from inspections.reference import table
from inspections.replay import pages
from inspections.reports import ReportRow
from inspections.storage import open_storage
from tests.cli.conftest import call
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
    assert json.loads(call("demo", "--json").stdout)["entries"] == 350
    assert call("ledger", "verify").stdout == "账本 360121：第 1 至 350 号完整，校验链完好。\n"
    monkeypatch.setenv("XUNCHA_DATA", str(empty.with_name("other")))
    assert call("init").stderr.startswith("这个数据库里已有账本，没有改动它。")


def test_a_demonstration_broken_off_is_begun_anew(empty: Path) -> None:
    empty.mkdir()
    (empty / "building.db").write_bytes(b"half of a county")
    assert call("demo").exit_code == 0
    assert sorted(path.name for path in empty.iterdir()) == ["photos", "xuncha.db"]


def test_demo_prints_a_password_for_each_account(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_DATA", str(tmp_path / "set"))
    names = {"xunchayuan", "xianju", "zeren", "shenhe", "shenhe2", "jieneng", "fabu", "shenji", "guanli"}
    assert json.loads(call("demo", "--json").stdout)["passwords"] == dict.fromkeys(names, PASSWORD)
    monkeypatch.setenv("XUNCHA_DATA", str(tmp_path / "random"))
    monkeypatch.delenv("XUNCHA_DEMO_PASSWORD")
    assert len(set(json.loads(call("demo", "--json").stdout)["passwords"].values())) == len(names)


def test_the_demonstration_has_a_past(demo: Path) -> None:
    """Entries were received when they happened, so that late is late and the rest is not."""
    entries = entries_in(demo)
    received = [entry.received_at for entry in entries]
    assert received == sorted(received)
    assert received[0][:10] == "2026-07-30"
    assert received[-1] <= "2026-11-22T02:00:00"


def test_the_demonstrations_frozen_months(demo: Path) -> None:
    async def frozen() -> dict[str, Figures]:
        storage = await open_storage(f"sqlite:///{demo / 'xuncha.db'}", judge_group)
        try:
            months = ("2026-08", "2026-09", "2026-10", "2026-11")
            rows = await storage.answer([ReportRow.at("360121", "steel_patrol", month) for month in months])
            return {row.period: msgspec.json.decode(row.figures, type=Figures) for _, row in rows if row}
        finally:
            await storage.close()

    months = asyncio.run(frozen())
    assert {month: (one.in_force, one.reported, one.joint) for month, one in months.items()} == {
        "2026-08": (21, 19, 18),
        "2026-09": (21, 20, 17),
        "2026-10": (21, 20, 19),
    }
    assert (months["2026-08"].excused, months["2026-08"].missing, months["2026-08"].zero_only) == (1, 1, 1)
    assert months["2026-09"].late == 1


def test_xiangtang_has_no_record_in_the_running_month(demo: Path) -> None:
    filed = [body_of(entry) for entry in entries_in(demo) if entry.type in {"visit", "zero_report", "excuse"}]
    here = {body["period"] for body in filed if body["unit"] == "xiangtang_town"}
    assert here == {"2026-08", "2026-09", "2026-10"}
    assert any(body["period"] == "2026-11" for body in filed)


def test_demonstration_firms_are_plainly_made_up(demo: Path) -> None:
    firms = [body_of(entry) for entry in entries_in(demo) if entry.type == "enterprise"]
    assert len(firms) == 12
    assert all(firm["name"].startswith("示例") and "XUNCHA" in firm["credit_code"] for firm in firms)


def test_listings_say_what_the_report_says_and_no_more(demo: Path) -> None:
    found = [body_of(entry) for entry in entries_in(demo) if entry.type == "listing"]
    assert [one["name"] for one in found] == ["益海嘉里", "百威雪津"]
    assert all(one["fields"] == {"level": "national"} and "document_no" not in one for one in found)
    assert "第五批" in found[1]["claimed_in"] and "待核实" in found[1]["note"]


def test_every_photo_of_the_demonstration_is_there(demo: Path) -> None:
    for entry in entries_in(demo):
        for photo in body_of(entry).get("photos", ()):
            file = demo / "photos" / photo["sha256"][:2] / photo["sha256"]
            assert file.read_bytes().startswith(b"\x89PNG")


def test_T16_the_demonstrations_foundry_lacks_nothing_and_is_compliant(demo: Path) -> None:
    [foundry] = [
        entry
        for entry in entries_in(demo)
        if body_of(entry).get("answers", {}).get("result") == "compliant_use"
    ]
    assert body_of(foundry)["answers"]["furnace_capacity_t"] == "5"
    assert msgspec.json.decode(foundry.envelope().decision, type=Decision).notices == ()


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
