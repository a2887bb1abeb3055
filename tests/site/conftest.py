"""Releases built once from the small snapshot, and a browser, for all tests of the site."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, sync_playwright

from inspections.publication import Snapshot
from inspections.publishing import Release, publish
from inspections.publishing.release import keep, switch
from tests.conftest import unavailable
from tests.site.browsing import served
from tests.site.snapshots import COMPLETE, small


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return small()


@pytest.fixture(scope="session")
def complete(snapshot: Snapshot) -> Snapshot:
    """Real figures on the county portal: nothing left to warn about."""
    return replace(snapshot, demo=False, footer=COMPLETE)


@pytest.fixture(scope="session")
def small_release(snapshot: Snapshot) -> Callable[[Path, int], Release]:
    """Makes a real release of one small page without a build, and switches to it; the number is its second."""

    def make(folder: Path, second: int) -> Release:
        site = folder / f"work-{second}" / "site"
        (site / "assets").mkdir(parents=True)
        (site / "index.html").write_text(f"<p>第 {second} 版</p>")
        (site / "404.html").write_text("<p>没有这一页</p>")
        (site / f"assets/main.0000000{second}.min.css").write_text(f"/* {second} */")
        stamped = replace(snapshot, as_of=f"2026-10-20T09:30:{second:02d}+08:00")
        made = keep(folder, site, stamped, "0" * 64)
        switch(folder, made)
        return made

    return make


@pytest.fixture(scope="session")
def published(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Release]:
    """A publishing folder with one release; tests only read it."""
    folder = tmp_path_factory.mktemp("public")
    return folder, publish(snapshot, folder)


@pytest.fixture(scope="session")
def address(published: tuple[Path, Release]) -> Iterator[str]:
    """Where that release is served by the real handler."""
    with served(published[0]) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        unavailable("没有 Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
