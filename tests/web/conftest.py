"""One Chromium for the module, one phone for each test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, sync_playwright

from tests.web.phone import Phone


@pytest.fixture(scope="module")
def chromium() -> Iterator[BrowserType]:
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture
def phone(chromium: BrowserType, server: Any, tmp_path: Path) -> Iterator[Phone]:
    phone = Phone(chromium, server, tmp_path / "phone")
    yield phone
    phone.context.close()
