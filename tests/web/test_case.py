"""A case walked to its end in a browser; every way at both sizes is a part of `make test-long`."""

import shutil
from pathlib import Path

from playwright.sync_api import BrowserType

from tests.web.case_walk import DESK, PHONE, walk
from tests.web.clocked import clocked


def test_a_county_case_is_worked_on_a_phone_and_closed_at_the_desk(
    chromium: BrowserType, sqlite_county: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_county, tmp_path / "county.db")
    with clocked(tmp_path, tmp_path / "county.db") as server:
        walk(chromium, server, tmp_path, "county", {"doer": PHONE, "office": DESK})
