"""import findings: good lines of an old ledger enter, every faulty one is named by sheet and cell, and again adds nothing."""

import asyncio
import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from inspections.facts import SYSTEM
from inspections.filing import file_entries
from inspections.imports.days import spoken_day
from inspections.imports.tables import letters
from inspections.ledger import judge_group
from inspections.storage import open_storage
from tests.cli.conftest import NOW, call
from tests.cli.old_ledger import TITLES, ledger
from tests.cli.sheets import xlsx

ROWS, FAULTY = 500, 40


def imported(file: Path, *words: str) -> tuple[int, dict[str, Any]]:
    result = call("import", "findings", str(file), "--json", *words)
    return result.exit_code, json.loads(result.stdout)


def saved(
    folder: Path, sheets: dict[str, list[list[str | float]]], merged: dict[str, str] | None = None
) -> Path:
    (folder / "台账.xlsx").write_bytes(xlsx(sheets, merged or {}))
    return folder / "台账.xlsx"


def csv_file(folder: Path, text: str) -> Path:
    (folder / "台账.csv").write_text(text, "utf-8")
    return folder / "台账.csv"


def head() -> int:
    return int(json.loads(call("ledger", "verify", "--json").stdout)["heads"]["360121"])


def test_500_rows_with_40_faults_are_460_openings_and_40_reasons_and_again_none(
    demo: Path, tmp_path: Path
) -> None:
    sheets, planted = ledger(ROWS, FAULTY)
    file, before = saved(tmp_path, sheets), head()
    code, told = imported(file)
    assert (code, told["counts"], told["written"], head()) == (
        1,
        {"new": 460, "changed": 0, "same": 0},
        0,
        before,
    )
    cells = {f"{sheet}!{letters(TITLES.index(title))}{line}" for sheet, line, title in planted}
    assert len(told["faults"]) == FAULTY == len(cells)
    assert {fault["cell"] for fault in told["faults"]} == cells
    assert all(len(fault["message"]) > 6 for fault in told["faults"])
    assert imported(file, "--apply")[1]["written"] == 460
    assert head() == before + 460
    assert imported(file, "--apply")[1]["counts"] == {"new": 0, "changed": 0, "same": 460}
    assert head() == before + 460
    with sqlite3.connect(demo / "xuncha.db") as database:
        assert database.execute("select count(*) from opening where actor = 'system:init'").fetchone() == (
            460,
        )
        assert database.execute("select count(*) from finding where actor = 'system:init'").fetchone() == (0,)


def test_an_altered_line_is_shown_as_different_and_never_doubled(demo: Path, tmp_path: Path) -> None:
    sheets, _ = ledger(6, 0)
    imported(saved(tmp_path, sheets), "--apply")
    before = head()
    sheets["中央"][2][TITLES.index("整改措施")] = "示例：措施改了"
    sheets["中央"].insert(2, ["一、新的小标题"])
    code, told = imported(saved(tmp_path, sheets))
    assert (code, told["counts"]) == (0, {"new": 0, "changed": 1, "same": 5})
    assert [row["differs"] for row in told["rows"] if row["state"] == "changed"] == [["整改措施"]]
    assert imported(saved(tmp_path, sheets), "--apply")[1]["written"] == 1
    assert head() == before + 1
    with sqlite3.connect(demo / "xuncha.db") as database:
        assert database.execute("select count(*) from opening where serial = '1'").fetchone()[0] <= 2
        assert database.execute("select count(*) from opening where actor = 'system:init'").fetchone() == (6,)


def test_a_line_corrected_or_voided_since_is_not_undone_by_the_same_file(demo: Path, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "序号,来源,乡镇,问题描述\n1,信访,向塘镇,示例甲\n2,信访,向塘镇,示例乙\n")
    imported(file, "--apply")
    with sqlite3.connect(demo / "xuncha.db") as database:
        lines = database.execute(
            "select entry, opening, serial from opening where actor = 'system:init' order by serial"
        ).fetchall()
    (mended, opening, _), (gone, _, _) = lines
    made_at = {"made_at": NOW.isoformat()}
    body = {
        "type": "opening",
        **made_at,
        "opening": opening,
        "unit": "xiangtang_town",
        "serial": "1",
        "source": "letter",
    }
    told = body | {"text": "示例：改正", "state": "closed", "closed_on": "2024-09-30"}
    correction = {"type": "correction", **made_at, "target": mended, "body": told, "reason": "示例"}
    void = {"type": "void", **made_at, "target": gone, "reason": "示例：重复"}

    async def amend() -> None:
        storage = await open_storage(f"sqlite:///{demo / 'xuncha.db'}", judge_group)
        await file_entries(storage, SYSTEM, [(uuid4(), correction), (uuid4(), void)])
        await storage.close()

    asyncio.run(amend())
    assert imported(file, "--apply")[1]["counts"] == {"new": 0, "changed": 0, "same": 2}
    with sqlite3.connect(demo / "xuncha.db") as database:
        found = database.execute("select serial, state from opening where actor = 'system:init'").fetchall()
    assert found == [("1", "closed")]


def test_merged_cells_count_for_each_of_their_rows(demo: Path, tmp_path: Path) -> None:
    rows: list[list[str | float]] = [
        ["序号", "来源", "所属乡镇", "问题描述", "交办日期"],
        ["1", "信访件", "向塘镇", "示例甲", 45432.0],
        ["2", "", "", "示例乙", "2024年5月20日"],
        ["合计", "", "", "", ""],
    ]
    code, told = imported(saved(tmp_path, {"表": rows}, {"表": "B2:B3 C2:C3 A4:E4"}), "--apply")
    assert (code, told["written"], told["faults"]) == (0, 2, [])
    with sqlite3.connect(demo / "xuncha.db") as database:
        found = database.execute(
            "select serial, source, unit, assigned_on, state from opening where actor = 'system:init' order by serial"
        ).fetchall()
    assert found == [
        ("1", "letter", "xiangtang_town", "2024-05-20", "rectifying"),
        ("2", "letter", "xiangtang_town", "2024-05-20", "rectifying"),
    ]


def test_who_wrote_a_letter_is_never_taken_over_and_that_is_said(demo: Path, tmp_path: Path) -> None:
    file = csv_file(
        tmp_path,
        "序号,来源,乡镇,问题描述,信访人,联系电话,奇怪的列\n1,信访,向塘,示例问题,金丝雀甲,金丝雀乙,x\n",
    )
    code, told = imported(file, "--apply")
    assert (code, told["written"]) == (0, 1)
    assert told["notes"] == [
        "没有带入的列：信访人、联系电话。信访人请在信访件里登记，只存保密库。",
        "不认识的列，没有带入：奇怪的列。",
    ]
    assert "金丝雀" not in (demo / "xuncha.db").read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ("2024-09-30,,", "closed"),
        (",2024-08-30,", "submitted"),
        (",,不属实", "unfounded"),
        (",,", "rectifying"),
    ],
)
def test_a_line_that_names_no_state_is_read_from_its_days(
    demo: Path, tmp_path: Path, cells: str, state: str
) -> None:
    file = csv_file(
        tmp_path, f"序号,来源,乡镇,问题描述,销号日期,完成日期,是否属实\n1,信访,向塘镇,示例,{cells}\n"
    )
    assert imported(file, "--apply")[1]["faults"] == []
    with sqlite3.connect(demo / "xuncha.db") as database:
        assert database.execute("select state from opening where actor = 'system:init'").fetchone() == (
            state,
        )


def test_a_file_without_a_ledger_is_said_so(demo: Path, tmp_path: Path) -> None:
    result = call("import", "findings", str(csv_file(tmp_path, "甲,乙\n1,2\n")))
    assert result.exit_code == 1
    assert "没有一张表认得出是台账" in result.stderr


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-31",
        "2026/7/31 9:30",
        "2026.7.31",
        "26.7.31",
        "20260731",
        "2026年7月31日前",
        "２０２６年７月３１号",
        "二〇二六年七月三十一日",
        "46234",
        "46234.5",
        "2026-07-31 00:00:00",
        " 2026 年 7 月 31 日 ",
    ],
)
def test_days_as_people_type_them(text: str) -> None:
    assert spoken_day(text) == date(2026, 7, 31)


@pytest.mark.parametrize(
    "text",
    ["7月31日", "2026-02-30", "2026-7-1至2026-8-1", "2026113", "1026-07-31", "立行立改", "", "2026年7月"],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert spoken_day(text) is None


def test_a_time_limit_may_be_a_months_or_a_years_end() -> None:
    assert spoken_day("2024年2月底前", month_will_do=True) == date(2024, 2, 29)
    assert spoken_day("2024年底", month_will_do=True) == date(2024, 12, 31)
