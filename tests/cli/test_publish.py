"""The main job without a browser: a patrol enters the ledger, `publish` shows the new figure, the export holds the row."""

import asyncio
import csv
import json
from pathlib import Path
from uuid import uuid4

from inspections.demo import actor_named
from inspections.demo.visits import steel
from inspections.filing import file_entries
from inspections.ledger import judge_group
from inspections.publication import Snapshot
from inspections.publishing import current, snapshot_of
from inspections.storage import open_storage
from tests.cli.conftest import NOW, call
from tests.people import INSPECTOR


def patrol(folder: Path) -> str:
    """One joint patrol in 向塘镇 this month, filed as the phone would; its id."""

    async def filed() -> str:
        storage = await open_storage(f"sqlite:///{folder / 'xuncha.db'}", judge_group)
        entry_id = uuid4()
        try:
            actor = await actor_named(storage, INSPECTOR, NOW)
            body = steel("xiangtang_town", "示例机械加工厂", NOW, "", {}) | {"made_at": NOW.isoformat()}
            await file_entries(storage, actor, [(entry_id, body)])
        finally:
            await storage.close()
        return str(entry_id)

    return asyncio.run(filed())


def released(folder: Path) -> Snapshot:
    release = current(folder / "site")
    assert release
    return snapshot_of(folder / "site", release)


def reported_in_november(folder: Path) -> int:
    [coverage] = released(folder).coverage
    return next(month.reported for month in coverage.months if month.period == "2026-11")


def test_a_patrol_changes_the_public_figure_and_stands_in_the_export(demo: Path, tmp_path: Path) -> None:
    assert call("publish").exit_code == 0
    before = reported_in_november(demo)
    entry_id = patrol(demo)
    assert call("publish").exit_code == 0
    assert reported_in_november(demo) == before + 1
    page = (demo / "site/current/site/coverage/steel_patrol-2026/index.html").read_text("utf-8")
    assert f">{before + 1}<" in page.replace("\n", "")
    assert call("export", "visits", "-o", str(tmp_path / "v.csv")).exit_code == 0
    with (tmp_path / "v.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = [row for row in csv.DictReader(file) if row["记录编号"] == entry_id]
    assert (row["单位"], row["结果"], row["联合巡察"]) == ("向塘镇", "无发现", "是")
    assert call("publish", "rollback").exit_code == 0
    assert reported_in_november(demo) == before
    listed = json.loads(call("publish", "list", "--json").stdout)
    assert [one["current"] for one in listed] == [False, True]


def test_check_and_preview_leave_the_public_site_as_it_is(demo: Path) -> None:
    checked = call("publish", "--check")
    assert checked.exit_code == 0
    assert "和现在公开的相比：" in checked.output and "绿色工厂的行数：0 → 2" in checked.output
    assert call("publish", "--preview").exit_code == 0
    assert current(demo / "site") is None
    assert (demo / "site/preview/site/index.html").is_file()


def test_there_is_nothing_to_go_back_to_at_first(demo: Path) -> None:
    result = call("publish", "rollback")
    assert (result.exit_code, result.stderr) == (1, "没有更早的版本可以退回。\n")


def test_the_demonstration_says_so_on_its_pages(demo: Path) -> None:
    call("publish", "--preview")
    assert "演示" in (demo / "site/preview/site/index.html").read_text("utf-8")
