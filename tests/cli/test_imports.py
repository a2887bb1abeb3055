"""import: every faulty cell by its place, nothing written by halves, nothing written twice."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspections import imports
from inspections.facts import SYSTEM
from inspections.filing import file_entries
from inspections.ledger import judge_group
from inspections.seed import county_entries, named
from inspections.storage import open_storage
from tests.cli.conftest import NOW, call
from tests.cli.sheets import xlsx

FAULTY = """\
演示企业台账,,,,,,
企业名称*,统一社会信用代码,所属乡镇(街道),纬度,经度,坐标系,起始日期
示例新厂一,91360121XUNCHA9,向塘镇,28.42,115.96,高德,2026年1月5日
示例新厂二,,没有镇,128.42,115.96,WGS84,2026/13/1
,,塔城乡,28.42,115.96,GPS,
示例新厂三,,塔城乡,28.42,115.96,,
"""
GOOD = """\
企业名称,统一社会信用代码,所属乡镇,地址,联系人
示例新厂一,,向塘镇,示例路 1 号,示例联系人 0791-00000000
示例新厂二,,xiaolan_zone,示例路 2 号,
"""


def imported(dataset: str, file: Path, *words: str) -> tuple[int, dict[str, Any]]:
    result = call("import", dataset, str(file), "--json", *words)
    return result.exit_code, json.loads(result.stdout)


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def head() -> int:
    return int(json.loads(call("ledger", "verify", "--json").stdout)["heads"]["360121"])


def test_every_faulty_cell_is_named_at_once(demo: Path, tmp_path: Path) -> None:
    code, told = imported("enterprises", written(tmp_path, "e.csv", FAULTY))
    assert code == 1
    assert [(fault["line"], fault["cell"]) for fault in told["faults"]] == [
        (3, "B3"),
        (4, "C4"),
        (4, "D4"),
        (4, "G4"),
        (5, "A5"),
        (6, "F6"),
    ]
    said = {fault["cell"]: fault["message"] for fault in told["faults"]}
    assert said["B3"].startswith("应为18位，现为15位")
    assert said["C4"] == "没有单位“没有镇”，请写单位名称或编号（如 向塘镇、xiangtang_town）。"
    assert "把经度和纬度写反" in said["D4"]
    assert said["F6"] == "“坐标系”没有填。"


def test_a_file_with_one_fault_writes_nothing(demo: Path, tmp_path: Path) -> None:
    before = head()
    code, told = imported("enterprises", written(tmp_path, "e.csv", FAULTY), "--apply")
    assert (code, told["written"], head()) == (1, 0, before)


def test_a_dry_run_writes_nothing(demo: Path, tmp_path: Path) -> None:
    before = head()
    code, told = imported("enterprises", written(tmp_path, "e.csv", GOOD))
    assert (code, told["counts"], head()) == (0, {"new": 2, "changed": 0, "same": 0}, before)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_importing_again_adds_nothing(demo: Path, tmp_path: Path, encoding: str) -> None:
    file = written(tmp_path, "e.csv", GOOD, encoding)
    before = head()
    assert imported("enterprises", file, "--apply")[1]["written"] == 2
    assert imported("enterprises", file, "--apply")[1]["counts"] == {"new": 0, "changed": 0, "same": 2}
    assert head() == before + 2


def test_a_private_cell_that_changed_is_a_change_and_changes_back(demo: Path, tmp_path: Path) -> None:
    one, other = written(tmp_path, "a.csv", GOOD), written(tmp_path, "b.csv", GOOD.replace("0791", "0790"))
    imported("enterprises", one, "--apply")
    for file in (other, one):
        code, told = imported("enterprises", file, "--apply")
        assert (code, told["counts"]["changed"], told["written"]) == (0, 1, 1)


def test_a_firm_on_file_is_found_by_its_credit_code(demo: Path, tmp_path: Path) -> None:
    text = "企业名称,统一社会信用代码,所属单位\n示例铸造厂（改名）,91360121xuncha0108,小蓝经开区\n"
    code, told = imported("enterprises", written(tmp_path, "e.csv", text))
    assert (code, told["rows"][0]["state"]) == (0, "changed")


def test_T23_a_credit_code_with_swapped_digits_is_refused_at_its_cell(demo: Path, tmp_path: Path) -> None:
    text = "企业名称,信用代码,乡镇\n示例新厂,91360121MA35000516,向塘镇\n"
    code, told = imported("enterprises", written(tmp_path, "e.csv", text))
    assert code == 1
    [fault] = told["faults"]
    assert fault["cell"] == "B2" and "第18位应为“X”，现为“6”" in fault["message"]


def test_the_same_firm_twice_in_a_file_is_named(demo: Path, tmp_path: Path) -> None:
    text = "企业名称,乡镇\n示例新厂,向塘镇\n示例新厂,向塘镇\n"
    _, told = imported("enterprises", written(tmp_path, "e.csv", text))
    assert [(fault["line"], fault["message"]) for fault in told["faults"]] == [
        (3, "和第 2 行是同一个，请删去一行。")
    ]


def test_an_xlsx_is_read_from_its_first_filled_sheet(demo: Path, tmp_path: Path) -> None:
    rows = [
        ["点位名称", "单位", "检查类别", "列入日期", "纬度"],
        ["示例堆场", "向塘镇", "地条钢", "2026-07-01", 28.4],
    ]
    (tmp_path / "s.xlsx").write_bytes(xlsx({"说明": [], "点位": rows}))
    code, told = imported("sites", tmp_path / "s.xlsx")
    assert code == 1
    assert {fault["cell"] for fault in told["faults"]} == {"点位!C2"}
    assert "可写：地条钢巡察、预拌企业扬尘检查" in told["faults"][0]["message"]


def test_a_code_that_lost_its_last_digits_is_refused(demo: Path, tmp_path: Path) -> None:
    rows: list[list[str | float]] = [
        ["企业名称", "信用代码", "乡镇"],
        ["示例新厂", 913601210000000018.0, "向塘镇"],
    ]
    (tmp_path / "e.xlsx").write_bytes(xlsx({"表": rows}))
    code, told = imported("enterprises", tmp_path / "e.xlsx")
    assert code == 1
    assert told["faults"][0]["cell"] == "B2" and "设为文本" in told["faults"][0]["message"]


def test_several_lines_of_one_account_are_its_grants(demo: Path, tmp_path: Path) -> None:
    text = (
        "账号,姓名,角色,管辖单位,起始日期,截止日期\n"
        "lisi,示例李四,乡镇巡察员,武阳镇,2026-01-01,2026-06-30\n"
        "lisi,示例李四,乡镇巡察员,塔城乡,2026-07-01,\n"
    )
    file = written(tmp_path, "p.csv", text)
    assert imported("people", file, "--apply")[1]["written"] == 1
    lisi = next(
        one for one in json.loads(call("account", "list", "--json").stdout) if one["account"] == "lisi"
    )
    assert [grant["unit"] for grant in lisi["grants"]] == ["wuyang_town", "tacheng_township"]
    assert imported("people", file)[1]["counts"]["same"] == 1


def test_admin_combines_with_nothing_also_by_import(demo: Path, tmp_path: Path) -> None:
    text = "账号,姓名,角色,单位,起始日期\nwang,示例王,管理员,南昌县,2026-01-01\nwang,示例王,发布员,南昌县,2026-01-01\n"
    code, told = imported("people", written(tmp_path, "p.csv", text))
    assert code == 1
    assert "不能兼任" in told["faults"][0]["message"]


@pytest.mark.parametrize(("dataset", "table"), [("units", "units"), ("calendar", "calendar_cn")])
def test_the_seed_tables_import_as_they_are_and_change_nothing(demo: Path, dataset: str, table: str) -> None:
    code, told = imported(dataset, Path("inspections/reference") / f"{table}.csv")
    assert code == 0
    assert (told["counts"]["new"], told["counts"]["changed"]) == (0, 0)


def test_areas_need_a_declared_datum(demo: Path, tmp_path: Path) -> None:
    ring = [[115.9, 28.4], [116.0, 28.4], [116.0, 28.5], [115.9, 28.4]]
    ground = {
        "type": "Feature",
        "properties": {"unit": "向塘镇"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file = written(tmp_path, "a.geojson", json.dumps({"type": "FeatureCollection", "features": [ground]}))
    code, told = imported("areas", file)
    assert (code, told["faults"][0]["cell"]) == (1, "crs")
    assert imported("areas", file, "--crs", "CGCS2000", "--apply")[1]["written"] == 1
    assert imported("areas", file, "--crs", "CGCS2000", "--apply")[1]["counts"]["same"] == 1


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("e.csv", b"\xff\xfe\x00\x01", "文字编码认不出来"),
        ("e.csv", "甲,乙\n1,2\n".encode(), "找不到表头"),
        ("e.xlsx", b"not a workbook", "表格文件打不开"),
        ("e.csv", b"", "找不到表头"),
    ],
)
def test_a_file_that_is_no_register_is_said_so(
    demo: Path, tmp_path: Path, name: str, body: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(body)
    result = call("import", "enterprises", str(tmp_path / name))
    assert result.exit_code == 1
    assert said in result.stderr


def test_the_same_import_on_either_engine(new_url: Callable[[], str]) -> None:
    async def run(url: str) -> list[tuple[int, int]]:
        storage = await open_storage(url, judge_group)
        try:
            await file_entries(storage, SYSTEM, county_entries(NOW))
            found = []
            for _ in range(2):
                outcome = await imports.dry_run(storage, "enterprises", "e.csv", GOOD.encode(), NOW)
                assert outcome.faults == ()
                found.append((outcome.count("same"), await imports.apply(storage, outcome)))
            return found
        finally:
            await storage.close()

    assert asyncio.run(run(new_url())) == [(0, 2), (2, 0)]


NOTICE = """\
日期,类别,节日,来源
2027-01-01,休,元旦,示例通知
2027-01-02,休,元旦,示例通知
2027-01-03,班,元旦,示例通知
"""


def test_a_calendar_says_which_deadlines_it_moves_before_it_is_written(demo: Path, tmp_path: Path) -> None:
    letter = {
        "type": "letter", "made_at": NOW.isoformat(), "letter": str(named("test/letter")), "unit": "xiangtang_town",
        "number": "示例 1 号", "received_on": "2026-11-02", "accepted_on": "2026-11-04", "category": "road",
        "text": "示例来信", "anonymous": True,
    }  # fmt: skip

    async def file_letter() -> None:
        storage = await open_storage(f"sqlite:///{demo}/xuncha.db", judge_group)
        await file_entries(storage, SYSTEM, [(named("test/entry"), letter)])
        await storage.close()

    asyncio.run(file_letter())
    file, before = written(tmp_path, "2027.csv", NOTICE), head()
    code, told = imported("calendar", file)
    [move] = [one for one in told["moves"] if one["subject"] == letter["letter"]]
    assert (code, move["clock"], move["was"], move["due_on"]) == (
        0, "petition_finish", "2027-01-04", "2027-01-03",
    )  # fmt: skip
    assert (told["written"], head()) == (0, before)
    shown = call("import", "calendar", str(file)).output
    assert "期限 2027-01-04 → 2027-01-03" in shown and "这是试算，没有写入" in shown
    assert imported("calendar", file, "--apply")[1]["written"] == 1
    code, again = imported("calendar", file)
    assert (again["counts"]["same"], again["moves"]) == (1, [])
