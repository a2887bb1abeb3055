"""calc, config check, doctor, help: what a script and a person are told."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from api.cli import main
from inspections.calculators.questions import CALCULATORS
from inspections.exports.datasets import DATASETS
from inspections.imports.registers import REGISTERS
from tests.cli.conftest import call

EXAMPLES = Path("inspections/calculators/examples")


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.json")), ids=lambda file: file.stem)
def test_calc_answers_a_file_and_standard_input_alike(file: Path) -> None:
    example = json.loads(file.read_text("utf-8"))
    question = example.get("question", example)
    by_input = call("calc", file.stem, "-", given=json.dumps(question))
    assert by_input.exit_code == 0, by_input.stderr
    assert json.loads(by_input.stdout) == json.loads(json.dumps(CALCULATORS[file.stem](question)))


def test_T17_calc_counts_working_days_across_spring_festival() -> None:
    result = call("calc", "deadline", "-", given='{"from": "2026-02-12", "count": 5, "kind": "working"}')
    answer = json.loads(result.stdout)
    assert (answer["due"], answer["provisional"]) == ("2026-02-26", False)


def test_calc_lists_every_fault_and_exits_2() -> None:
    result = call("calc", "deadline", "-", given='{"from": "gestern", "kind": "lunar", "more": 1}')
    assert result.exit_code == 2
    assert {error["path"] for error in json.loads(result.stdout)["errors"]} == {
        "from",
        "count",
        "kind",
        "more",
    }


@pytest.mark.parametrize("given", ["", "{", "\xff"])
def test_calc_of_no_json_exits_2(given: str) -> None:
    result = call("calc", "deadline", "-", given=given.encode("latin-1"))
    assert result.exit_code == 2
    assert json.loads(result.stdout)["errors"][0]["code"] == "not-json"


def test_calc_of_an_unknown_name_names_what_there_is() -> None:
    result = call("calc", "alchemy", "-", given="{}")
    assert result.exit_code == 2
    assert "credit-code" in result.stderr


def test_config_check_masks_secrets(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_DATABASE", "postgresql://xuncha:geheim@db/xuncha")
    shown = call("config", "check").stdout
    assert "postgresql://xuncha:******@db/xuncha" in shown
    assert "geheim" not in shown


def test_an_unknown_setting_stops_every_command(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_COLOUR", "red")
    result = call("doctor")
    assert (result.exit_code, result.stderr) == (1, "不认识的设置 XUNCHA_COLOUR\n")


def checks(state: str) -> set[str]:
    return {one["check"] for one in json.loads(call("doctor", "--json").stdout) if one["state"] == state}


def test_doctor_of_a_county_in_order(demo: Path) -> None:
    assert call("doctor").exit_code == 0
    assert not checks("bad")
    assert {"SQLite", "数据文件夹", "账本", "时钟", "节假日"} <= checks("good")


def test_doctor_before_there_is_a_county(empty: Path) -> None:
    assert call("doctor").exit_code == 0
    assert "账本" in checks("warning")


def test_doctor_misses_the_years_calendar(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "api.commands.checks.now", lambda: datetime.fromisoformat("2027-03-01T10:00:00+08:00")
    )
    assert call("doctor").exit_code == 1
    assert checks("bad") == {"节假日"}


def test_doctor_sees_a_clock_that_is_behind_the_ledger(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "api.commands.checks.now", lambda: datetime.fromisoformat("2026-11-02T10:00:00+08:00")
    )
    assert checks("bad") == {"时钟"}


def test_doctor_sees_a_full_disk(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_RESERVE_MB", "1000000000")
    assert checks("bad") == {"磁盘"}


@pytest.mark.parametrize(
    "words", [(), ("account",), ("import",), ("publish",), ("ledger",), ("token",), ("export",), ("serve",)]
)
def test_help_is_chinese_with_english_names(words: tuple[str, ...]) -> None:
    shown = call(*words, "--help").stdout
    assert shown.startswith(f"用法：{' '.join(('main', *words))}")
    assert "显示这段说明" in shown
    assert not re.search(r"Show this message|Options:|Commands:|Usage:", shown)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "没有这个命令：nothing。"),
        (("export", "visits"), "缺少参数“"),
        (("export", "everything", "-o", "x"), "的值不对"),
        (("doctor", "--hurry"), "没有选项 --hurry。"),
    ],
)
def test_wrong_use_is_told_in_chinese_and_exits_2(words: tuple[str, ...], said: str) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_reference_page_names_every_command_register_and_needed_column() -> None:
    page = Path("docs/reference/commands.md").read_text("utf-8")
    named = [*main.commands, *REGISTERS, *DATASETS]
    needed = [
        column.titles[0] for register in REGISTERS.values() for column in register.columns if column.required
    ]
    assert [name for name in named if f"`{name}" not in page] == []
    assert [title for title in needed if f"**{title}**" not in page] == []


def test_calc_energy_lists_keys_names_and_units() -> None:
    lines = call("calc", "energy", "--list").stdout.splitlines()
    assert "electricity\t电力\t万kWh" in lines and "compressed_air\t压缩空气\t万m³" in lines
    assert len(lines) == 46
