"""A case walked to its end in a browser; both ways at both sizes are the part `cases-1` of `make test-long`."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, expect

from tests.people import RESPONSIBLE
from tests.web.case_walk import DESK, PHONE, Sheet, handed_over, walk
from tests.web.clocked import clocked
from tests.web.desk import at_desk
from tests.web.looks import ALL

#: level, doer's and office's size
WALKS = [("county", PHONE, DESK), ("central", DESK, PHONE), ("central", PHONE, DESK), ("county", DESK, PHONE)]


@pytest.mark.parametrize(("level", "doer", "office"), WALKS if ALL else WALKS[:1])
def test_a_case_is_walked_by_its_people_to_its_end(
    chromium: BrowserType,
    sqlite_county: Path,
    tmp_path: Path,
    level: str,
    doer: dict[str, int],
    office: dict[str, int],
) -> None:
    shutil.copy(sqlite_county, tmp_path / "county.db")
    with clocked(tmp_path, tmp_path / "county.db") as server:
        walk(chromium, server, tmp_path, level, {"doer": doer, "office": office})


def test_what_was_filled_in_stays_when_the_network_goes_and_is_sent_when_it_returns(
    chromium: BrowserType, sqlite_county: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_county, tmp_path / "county.db")
    with clocked(tmp_path, tmp_path / "county.db") as server:
        finding = handed_over(server, "county")
        with at_desk(chromium, server, RESPONSIBLE, viewport=PHONE) as desk:
            page = desk.open(f"finding/{finding}")
            page.get_by_role("button", name="签收").click()
            sheet = Sheet(page, tmp_path)
            send = sheet.dialog.get_by_role("button", name="签收")
            expect(send).to_contain_text("还差 1 项")
            sheet.write("责任人", "示例责任人")
            expect(send).not_to_contain_text("还差")
            page.context.set_offline(True)
            send.click()
            expect(sheet.dialog.get_by_role("alert")).to_contain_text("连不上服务器")
            expect(sheet.dialog.get_by_label("责任人", exact=True)).to_have_value("示例责任人")
            page.context.set_offline(False)
            send.click()
            expect(sheet.dialog).to_have_count(0)
            expect(page.locator(".head .tag").first).to_have_text("已签收")
            assert desk.thrown == []
