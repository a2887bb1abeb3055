"""account and token: made, moved, disabled, revoked; one-time codes are told once."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from inspections import credentials
from inspections.ledger import judge_group
from inspections.settings import load
from inspections.storage import open_storage
from tests.cli.conftest import NOW, call
from tests.people import PASSWORD


def logged_in(folder: Path, account: str, secret: str) -> str:
    """What logging in gives: LoggedIn, Denied or Locked."""

    async def tried() -> str:
        storage = await open_storage(f"sqlite:///{folder / 'xuncha.db'}", judge_group)
        try:
            answer = await credentials.log_in(storage, load(), account, secret, "127.0.0.1", "x", NOW)
            return type(answer).__name__
        finally:
            await storage.close()

    return asyncio.run(tried())


def listed(account: str) -> dict[str, Any]:
    rows = json.loads(call("account", "list", "--json").stdout)
    return next(row for row in rows if row["account"] == account)


def test_a_new_account_logs_in_once_with_its_code(demo: Path) -> None:
    result = call(
        *(
            "account",
            "add",
            "wangwu",
            "--name",
            "示例王五",
            "--role",
            "inspector",
            "--unit",
            "wuyang_town",
            "--json",
        )
    )
    code = json.loads(result.stdout)["one_time_code"]
    assert [logged_in(demo, "wangwu", code) for _ in range(2)] == ["LoggedIn", "Denied"]
    assert listed("wangwu")["grants"][0]["path"] == "nanchang_county/wuyang_town/"


def test_an_account_is_made_once(demo: Path) -> None:
    result = call(
        "account", "add", "fabu", "--name", "示例", "--role", "publisher", "--unit", "nanchang_county"
    )
    assert result.exit_code == 1
    assert result.stderr.startswith("已经有账号 fabu。")


def test_an_account_in_a_unit_that_is_not_there(demo: Path) -> None:
    result = call("account", "add", "wangwu", "--name", "示例", "--role", "inspector", "--unit", "nowhere")
    assert result.exit_code == 1
    assert "没有这个单位" in result.stderr


def test_a_reset_ends_the_old_password(demo: Path) -> None:
    assert logged_in(demo, "fabu", PASSWORD) == "LoggedIn"
    code = json.loads(call("account", "password", "fabu", "--json").stdout)["one_time_code"]
    assert logged_in(demo, "fabu", PASSWORD) == "Denied"
    assert logged_in(demo, "fabu", code) == "LoggedIn"


def test_a_move_ends_the_old_grant_the_day_before(demo: Path) -> None:
    assert (
        call("account", "move", "xunchayuan", "--unit", "sanjiang_town", "--on", "2026-12-01").exit_code == 0
    )
    moved = listed("xunchayuan")
    assert [(one["unit"], one["valid_from"], one.get("valid_to")) for one in moved["grants"]] == [
        ("xiangtang_town", "2026-07-30", "2026-11-30"),
        ("sanjiang_town", "2026-12-01", None),
    ]
    assert moved["name"] == "示例巡察员"


def test_a_disabled_account_keeps_its_history_and_may_do_nothing(demo: Path) -> None:
    assert call("account", "disable", "xunchayuan").exit_code == 0
    row = listed("xunchayuan")
    assert (row["disabled"], row["grants"][0]["unit"]) == (True, "xiangtang_town")


def test_a_machine_has_tokens_and_no_password(demo: Path) -> None:
    call(
        "account",
        "add",
        "jiqi",
        "--name",
        "示例机器",
        "--role",
        "energy_centre",
        "--unit",
        "nanchang_county",
        "--machine",
    )
    made = json.loads(
        call("token", "add", "jiqi", "jn", "--scope", "export", "--days", "30", "--json").stdout
    )
    assert made["token"].startswith("xuncha_")
    assert made["expires_at"].startswith(f"{NOW + timedelta(days=30):%Y-%m-%d}")
    assert call("account", "password", "jiqi").exit_code == 1
    assert call("token", "revoke", "jiqi", "jn").exit_code == 0
    assert call("token", "revoke", "jiqi", "jn").exit_code == 1
    assert made["token"] not in call("token", "list").stdout


def test_a_person_gets_no_token(demo: Path) -> None:
    result = call("token", "add", "fabu", "x")
    assert result.exit_code == 1
    assert "不是机器账号" in result.stderr
