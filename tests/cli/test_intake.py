"""The workbook on the command line, and its formulas as LibreOffice reckons them."""

import asyncio
import io
import shutil
import subprocess
from pathlib import Path

from openpyxl import load_workbook

from inspections.demo import energy
from inspections.demo.places import enterprise_bodies
from inspections.facts import SYSTEM
from inspections.filing import file_entries
from inspections.intake.forms import FORMS, QUANTITIES
from inspections.ledger import judge_group
from inspections.seed import named
from inspections.storage import open_storage
from tests.cli.conftest import call
from tests.conftest import unavailable
from tests.intake_books import filled
from tests.ledger.county import NOW

CODES = {body["name"]: body.get("credit_code", "") for body in enterprise_bodies()}


def test_every_form_is_protected_but_for_the_cells_to_fill_in(tmp_path: Path) -> None:
    for kind in FORMS:
        out = tmp_path / f"{kind}.xlsx"
        assert call("template", kind, "-o", out).exit_code == 0
        book = load_workbook(out)
        assert all(sheet.protection.sheet for sheet in book)
        formulas = [
            cell
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.value.startswith("=")
        ]
        assert all(cell.protection.locked for cell in formulas)
        lists = [one for sheet in book for one in sheet.data_validations.dataValidation if one.type == "list"]
        assert lists and all(one.formula1.startswith("代码!$") for one in lists)


def test_formulas_as_libreoffice_reckons_them(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        unavailable("no LibreOffice here")
    body = energy.plant_audit(2025)
    (tmp_path / "filled.xlsx").write_bytes(filled("audit", body, CODES[energy.PLANT]))
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    convert = ("soffice", "--headless", "--norestore", profile, "--convert-to", "xlsx:Calc MS Excel 2007 XML")
    subprocess.run(
        (*convert, "--outdir", tmp_path / "out", tmp_path / "filled.xlsx"),
        check=True,
        capture_output=True,
        timeout=240,
    )
    book = load_workbook(io.BytesIO((tmp_path / "out/filled.xlsx").read_bytes()), data_only=True)
    checks = [row[-1].value for row in book["能源"].iter_rows(min_row=4, max_row=9, max_col=10)]
    assert [float(value) for value in checks] == [0.0] * 6
    [coal] = [
        [cell.value for cell in row[:7]]
        for row in book[QUANTITIES].iter_rows(min_row=4, max_row=60)
        if (row[1].value, row[2].value) == ("原煤", "消费量")
    ]
    assert coal == ["能源", "原煤", "消费量", "t", 645, 640, -5]


def test_imported_from_the_command_line(empty: Path, tmp_path: Path) -> None:
    assert call("init").exit_code == 0
    asyncio.run(with_firm(f"sqlite:///{empty}/xuncha.db"))
    file = tmp_path / "audit.xlsx"
    file.write_bytes(filled("audit", energy.plant_audit(2025), CODES[energy.PLANT]))
    tried = call("import", "audits", file)
    assert (tried.exit_code, "新增 1" in tried.output, "没有写入" in tried.output) == (0, True, True)
    assert "已写入 1 条记录" in call("import", "audits", file, "--apply").output
    assert "不变 1" in call("import", "audits", file, "--apply").output


async def with_firm(url: str) -> None:
    storage = await open_storage(url, judge_group)
    try:
        [firm] = [body for body in enterprise_bodies() if body["name"] == energy.PLANT]
        await file_entries(storage, SYSTEM, [(named("test/firm"), firm | {"made_at": NOW.isoformat()})])
    finally:
        await storage.close()
