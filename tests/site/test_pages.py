"""The built pages in a real browser, behind the real handler: nothing from elsewhere, nothing refused, usable."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from litestar import Litestar, asgi
from playwright.sync_api import Browser, Page, sync_playwright

from api.site import site_app
from inspections.publishing import Release

pytestmark = pytest.mark.browser
PAGES = ("", "coverage/", "coverage/steel_patrol-2026/", "green-factories/", "method/")


@pytest.fixture(scope="module")
def address(published: tuple[Path, Release]) -> Iterator[str]:
    mounted = asgi("/", is_mount=True, copy_scope=True)(site_app(published[0]))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = Litestar([mounted], openapi_config=None)
    server = uvicorn.Server(uvicorn.Config(app, ws="none", lifespan="off", log_level="warning"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None and not os.environ.get("XUNCHA_REQUIRE_ALL"):
        pytest.skip("没有 Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Watched:
    """A page that remembers what it asked for and what the browser complained about."""

    def __init__(self, browser: Browser, width: int, height: int) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1440, 900)])
def test_no_foreign_request_no_complaint_no_sideways_scroll(
    chromium: Browser, address: str, width: int, height: int
) -> None:
    """A refused inline script or style would be a complaint: the policy is `script-src 'self'` and nothing inline."""
    seen = Watched(chromium, width, height)
    for path in PAGES:
        seen.page.goto(address + path, wait_until="load")
        assert seen.page.evaluate("document.documentElement.scrollWidth") == width, path
        assert seen.page.locator(".notice").count() == 2
    assert len(seen.asked) > 20
    assert [url for url in seen.asked if not url.startswith(address)] == []
    assert seen.complaints == []
    assert seen.page.context.cookies() == []


def test_the_readers_choice_of_dark_stays(chromium: Browser, address: str) -> None:
    """The theme's own inline scripts are files here; this is what they are for."""
    seen = Watched(chromium, 1440, 900)
    seen.page.goto(address)
    seen.page.click("label[title=换成深色]")
    assert seen.page.get_attribute("body", "data-md-color-scheme") == "slate"
    seen.page.goto(address + "coverage/")
    assert seen.page.get_attribute("body", "data-md-color-scheme") == "slate"


def test_search_finds_a_firm_by_its_name(chromium: Browser, address: str) -> None:
    seen = Watched(chromium, 1440, 900)
    seen.page.goto(address)
    seen.page.click(".md-search__input")
    seen.page.keyboard.type("益海嘉里 ")  # the theme listens for a key, which an inserted 汉字 is not
    seen.page.wait_for_selector(".md-search-result__link")
    links = seen.page.locator(".md-search-result__link").evaluate_all("all => all.map(one => one.href)")
    assert any("/green-factories/" in link for link in links)
    assert [url for url in seen.asked if not url.startswith(address)] == []
    assert seen.complaints == []


def test_the_page_prints_whole_on_a4(chromium: Browser, address: str) -> None:
    seen = Watched(chromium, 718, 1000)  # A4 less 2 × 10 mm at 96 dpi
    seen.page.goto(address + "coverage/")
    seen.page.emulate_media(media="print")
    assert not seen.page.locator(".md-header").is_visible()
    assert seen.page.locator("table.wide thead").is_visible()
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 718
    assert seen.page.locator("footer time").is_visible()
    assert seen.page.locator(".notice").first.is_visible()
