"""Every format opens in the programs people use, and says the same: LibreOffice, GDAL, pandas, openpyxl.

A wrong writer is noticed: the planted ones forget the apostrophe, or write a code as a number.
"""

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import pytest

from inspections.exports import sheet, text_files
from inspections.exports.columns import Column, Values, shown
from inspections.exports.datasets import DATASETS
from tests.conftest import unavailable
from tests.exports.story import CODE, FOUNDRY, TEMPTING
from tests.exports.taking import csv_cells, plain, sheet_cells, taken, wanted

SLOW_S = 180  #: the first start of LibreOffice under load
NAME, ADDRESS, CREDIT = 4, 7, 6  #: columns of enterprises


def of(url: str, folder: Path, dataset: str, form: str) -> bytes:
    return taken(url, folder, wanted(dataset, form))[0]


def jsonl_cells(body: bytes, columns: tuple[Column, ...]) -> list[list[Any]]:
    rows = [json.loads(line) for line in body.splitlines()]
    return [[plain(shown(column)([row[column.key]])[0]) for column in columns] for row in rows]


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_cell_is_the_same_in_csv_xlsx_and_json(on_sqlite: str, folder: Path, dataset: str) -> None:
    columns = DATASETS[dataset].all_columns(False)
    head, *rows = csv_cells(of(on_sqlite, folder, dataset, "csv"))
    sheet_head, *sheet = sheet_cells(of(on_sqlite, folder, dataset, "xlsx"))
    assert head == sheet_head == [column.title for column in columns]
    asked = [[numeric(cell, column) for cell, column in zip(row, columns, strict=True)] for row in rows]
    assert asked == [[plain(cell) for cell in row] for row in sheet]
    assert asked == jsonl_cells(of(on_sqlite, folder, dataset, "jsonl"), columns)


def numeric(cell: str, column: Column) -> str:
    """A number's cell in the one plain form."""
    return plain(float(cell)) if cell and column.sort in ("integer", "number") else cell


def test_geojson_says_the_same_as_json_lines(on_sqlite: str, folder: Path) -> None:
    features = json.loads(of(on_sqlite, folder, "visits", "geojson"))["features"]
    rows = [json.loads(line) for line in of(on_sqlite, folder, "visits", "jsonl").splitlines()]
    for feature, row in zip(features, rows, strict=True):
        lon, lat = feature["geometry"]["coordinates"]
        assert feature["properties"] | {"lat": lat, "lon": lon} == row


def test_names_that_tempt_a_spreadsheet_stay_text(on_sqlite: str, folder: Path) -> None:
    kept = {name.strip() for name in TEMPTING}
    _, *sheet = sheet_cells(of(on_sqlite, folder, "enterprises", "xlsx"))
    assert {row[NAME] for row in sheet} == kept
    assert all(isinstance(cell, str) for row in sheet for cell in (row[NAME], row[ADDRESS]))
    raw = list(
        csv.reader(of(on_sqlite, folder, "enterprises", "csv").decode("utf-8-sig").splitlines(keepends=True))
    )
    names = {row[NAME] for row in raw[1:]}
    assert {"'=1+1", "'＝1+1", "'+8613", "'-2", "'@x", "''quoted", "00123", "1e5"} <= names


def test_a_negative_number_is_not_taken_for_a_formula(on_sqlite: str, folder: Path) -> None:
    body = of(on_sqlite, folder, "intensity", "csv").decode("utf-8-sig")
    assert ",-12.30," in body and "'-12.30" not in body
    rows = [json.loads(line) for line in of(on_sqlite, folder, "intensity", "jsonl").splitlines()]
    assert [row["change_percent"] for row in rows] == [-12.3, -2]


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\x07b", "a_x0007_b"), ("_x0041_", "_x005F_x0041_"), ("<&>", "&lt;&amp;&gt;"), ("a\nb", "a\nb")],
)
def test_what_a_sheet_cannot_hold_is_escaped_as_the_standard_says(text: str, kept: str) -> None:
    assert sheet.written(text) == kept


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    assert sheet.written("字" * 40_000) == "字" * (32_767 - 10) + "……（太长，已截断）"


def test_a_workbook_has_its_explanation_dictionary_and_codes(on_sqlite: str, folder: Path) -> None:
    import io

    import openpyxl

    body, manifest = taken(on_sqlite, folder, wanted("visits", "xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(body))
    assert book.sheetnames == ["说明", "巡察检查", "数据字典", "代码表"]
    said = dict(row[:2] for row in book["说明"].iter_rows(min_row=3, values_only=True))
    assert (said["行数"], said["导出人"]) == (str(manifest.rows), "xianju")
    assert said["导出时间"] == "2026-11-22 10:00:00（北京时间）"
    assert said["该记录校验值"] == manifest.head_hash and "演示" in said
    table = book["巡察检查"]
    assert (table.freeze_panes, table.auto_filter.ref) == ("A2", f"A1:AC{manifest.rows + 1}")
    assert [row[0].value for row in book["数据字典"].iter_rows(min_row=2)] == [
        one.key for one in manifest.columns
    ]
    codes = {row[:2]: row[2] for row in book["代码表"].iter_rows(min_row=2, values_only=True)}
    assert codes["result", "no_entry"] == "未能进入"


def test_a_workbook_of_the_same_state_differs_in_its_explanation_only(on_sqlite: str, tmp_path: Path) -> None:
    import io
    import zipfile

    def parts(folder: str, exporter: str) -> dict[str, bytes]:
        body, _ = taken(on_sqlite, tmp_path / folder, wanted("visits", "xlsx", exporter=exporter))
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            return {name: file.read(name) for name in file.namelist()}

    mine, theirs = parts("a", "xianju"), parts("b", "shenji")
    differing = {name for name in mine if mine[name] != theirs[name]}
    assert differing == {"xl/sharedStrings.xml"}  # the one line 导出人


def test_pandas_reads_numbers_dates_and_codes_as_such(on_sqlite: str, folder: Path) -> None:
    (folder.parent / "visits.xlsx").write_bytes(of(on_sqlite, folder, "visits", "xlsx"))
    frame = pandas.read_excel(
        folder.parent / "visits.xlsx", sheet_name="巡察检查", engine="openpyxl", dtype={"账本": str}
    )
    assert f"{frame['开始时间（北京时间）'].dtype}".startswith("datetime64")
    assert frame["纬度（WGS84）"].dtype.kind == "f" and frame["照片数"].dtype.kind == "i"
    assert set(frame["统一社会信用代码"].dropna()) == {CODE} and set(frame["账本"]) == {"360121"}
    (folder.parent / "firms.csv").write_bytes(of(on_sqlite, folder, "enterprises", "csv"))
    read = pandas.read_csv(folder.parent / "firms.csv", dtype=str)
    assert CODE in set(read["统一社会信用代码"]) and "00123" in set(read["企业名称"])


def ran(*command: str | Path) -> str:
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=SLOW_S).stdout
    except FileNotFoundError:
        unavailable(f"no {command[0]} here")
        raise


def test_gdal_opens_geojson_and_csv(on_sqlite: str, folder: Path) -> None:
    for name, dataset in (("visits.geojson", "visits"), ("firms.csv", "enterprises")):
        (folder.parent / name).write_bytes(of(on_sqlite, folder, dataset, name.rpartition(".")[2]))
    said = ran("ogrinfo", "-ro", "-al", "-so", folder.parent / "visits.geojson")
    assert "Layer name: visits" in said and "Feature Count: 9" in said and "WGS 84" in said
    ran(
        "ogr2ogr",
        "-f",
        "CSV",
        "-lco",
        "GEOMETRY=AS_XY",
        folder.parent / "out.csv",
        folder.parent / "visits.geojson",
    )
    out = list(csv.DictReader((folder.parent / "out.csv").open(encoding="utf-8")))
    assert {(row["unit_name"], row["X"], row["Y"]) for row in out} >= {("向塘镇", "115.98", "28.45")}
    assert {row["credit_code"] for row in out} == {"", CODE}
    said = ran("ogrinfo", "-ro", "-al", folder.parent / "firms.csv")
    assert f"统一社会信用代码 (String) = {CODE}" in said and f"企业名称 (String) = {FOUNDRY}" in said


def test_libreoffice_opens_the_workbook_and_the_csv(on_sqlite: str, folder: Path) -> None:
    home = folder.parent
    for form in ("xlsx", "csv"):
        (home / f"firms.{form}").write_bytes(of(on_sqlite, folder, "enterprises", form))
    profile = f"-env:UserInstallation=file://{home}/profile"
    quiet = ("soffice", "--headless", "--norestore", profile, "--convert-to")
    as_text = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    ran(*quiet, as_text, "--outdir", home / "sheet", home / "firms.xlsx")
    [table] = (home / "sheet").glob("*.csv")
    columns = len(DATASETS["enterprises"].all_columns(False))
    texts = "/".join(f"{number}/2" for number in range(1, columns + 1))
    ran(*quiet, "xlsx", f"--infilter=CSV:44,34,76,1,{texts}", "--outdir", home / "book", home / "firms.csv")
    expected = csv_cells((home / "firms.csv").read_bytes())
    assert csv_read(table) == expected
    opened = [[plain(cell) for cell in row] for row in sheet_cells_of(home / "book/firms.xlsx")]
    assert [[cell.removeprefix("'") for cell in row] for row in opened] == expected


def csv_read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def sheet_cells_of(path: Path) -> list[list[Any]]:
    import openpyxl

    return [list(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def forget_the_apostrophe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "safe", lambda texts: texts)


def write_codes_as_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = sheet.cells

    def numbered(column: Column, look: str) -> Callable[[Values], list[str]]:
        text, number = honest(column, look), honest(column._replace(sort="number"), look)
        return lambda values: [
            (number if isinstance(value, str) and value.isdigit() else text)([value])[0] for value in values
        ]

    monkeypatch.setattr(sheet, "cells", numbered)


@pytest.mark.parametrize("plant", [forget_the_apostrophe, write_codes_as_numbers])
def test_a_planted_fault_is_caught(
    on_sqlite: str, folder: Path, monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        test_names_that_tempt_a_spreadsheet_stay_text(on_sqlite, folder)
