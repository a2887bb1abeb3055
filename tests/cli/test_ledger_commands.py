"""ledger verify, rebuild, copy, checkpoint, erase: what an operator is told, and the exit code."""

import json
from pathlib import Path

import pysqlite3.dbapi2 as sqlite3

from inspections.seed import named
from tests.cli.conftest import HEAD, call


def change(folder: Path, *statements: str) -> None:
    """What somebody with the file in his hands could do."""
    connection = sqlite3.connect(str(folder / "xuncha.db"))
    try:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    finally:
        connection.close()


def test_a_whole_chain(demo: Path) -> None:
    result = call("ledger", "verify")
    assert (result.exit_code, result.stdout) == (0, f"账本 360121：第 1 至 {HEAD} 号完整，校验链完好。\n")


def test_an_altered_entry_is_named(demo: Path) -> None:
    change(
        demo,
        "drop trigger entry_no_update",
        "update entry set stored = replace(stored, '示例铸造厂', '别的铸造厂') where type = 'enterprise'",
    )
    result = call("ledger", "verify", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["valid"], len(told["breaks"])) == (1, False, 1)
    assert told["breaks"][0]["reason"] == "内容与校验值不符"


def test_a_cut_tail_shows_against_a_checkpoint(demo: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    assert call("ledger", "checkpoint", "-o", str(kept)).exit_code == 0
    change(demo, "drop trigger entry_no_delete", f"delete from entry where seq = {HEAD}")
    assert call("ledger", "verify").exit_code == 0
    result = call("ledger", "verify", "--checkpoint", str(kept))
    assert (result.exit_code, result.stderr) == (
        1,
        f"账本 360121 第 {HEAD} 号：尾部缺失：检查点记到第 {HEAD} 号\n",
    )


def test_rebuild_gives_the_same_views(demo: Path) -> None:
    result = call("ledger", "rebuild", "--json")
    assert (result.exit_code, json.loads(result.stdout)["changed"]) == (0, [])


def test_rebuild_mends_a_view_that_was_altered(demo: Path) -> None:
    change(demo, "update unit set name = '别的镇' where unit = 'xiangtang_town'")
    assert json.loads(call("ledger", "rebuild", "--json").stdout)["changed"] == ["unit"]
    assert json.loads(call("ledger", "rebuild", "--json").stdout)["changed"] == []


def test_copy_into_another_database(demo: Path, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    result = call("ledger", "copy", "--to", target)
    assert (result.exit_code, result.stdout) == (0, f"账本 360121：已复制 {HEAD} 条记录。\n")
    assert call("ledger", "copy", "--to", target).exit_code == 1


def test_an_erased_name_is_gone_and_the_chain_holds(demo: Path) -> None:
    connection = sqlite3.connect(str(demo / "xuncha.db"))
    query = "select entry from vault v join entry e on e.id = v.entry where e.type = 'account' and path = 'name' and value = '示例巡察员'"
    [(entry,)] = connection.execute(query).fetchall()
    connection.close()
    assert call("ledger", "erase", entry, "name", "--yes").exit_code == 0
    assert call("ledger", "erase", entry, "nothing", "--yes").exit_code == 1
    assert call("ledger", "verify").exit_code == 0
    assert "示例巡察员" not in call("account", "list").stdout


def test_without_a_county_every_command_says_how_to_begin(empty: Path) -> None:
    for words in (
        ("ledger", "verify"),
        ("account", "list"),
        ("publish", "--check"),
        ("export", "visits", "-o", "x.csv"),
    ):
        result = call(*words)
        assert result.exit_code == 1
        assert "先运行 xuncha init" in result.stderr


def test_an_export_of_before_does_not_bring_back_what_was_erased(demo: Path, tmp_path: Path) -> None:
    """The same question at the same place of the ledger is answered from the spool, and erasing writes no entry."""

    def people() -> str:
        file = tmp_path / "visits.jsonl"
        assert call("export", "visits", "-o", file, "--private").exit_code == 0
        return file.read_text("utf-8")

    lines = [json.loads(line) for line in people().splitlines()]
    visit = next(line["id"] for line in lines if line["people"])
    before = next(line["people"] for line in lines if line["id"] == visit)
    assert call("ledger", "erase", visit, "present.0.name", "--yes").exit_code == 0
    after = next(one["people"] for one in map(json.loads, people().splitlines()) if one["id"] == visit)
    assert after == before[1:]


def test_who_wrote_a_letter_is_forgotten_once(demo: Path) -> None:
    letter = str(named("demo/letter/示例受理-001"))
    assert call("ledger", "forget", letter, "--yes").stdout == "已删除。记录里只留下校验值。\n"
    assert call("ledger", "verify").exit_code == 0
    again = call("ledger", "forget", letter, "--yes")
    assert (again.exit_code, again.stderr) == (1, f"信访件 {letter} 没有可删除的信访人。\n")
