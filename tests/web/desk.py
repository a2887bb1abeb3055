"""A desk: Chromium at 1440×900 with mouse and keyboard, signed in, its faults collected.

Owns: opening the office face. Does not own what is looked at (test_office*.py). No service worker: what is tested is the
page, the worker is the phone's (test_patrol_in_the_browser.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserType, Page

from tests.web.phone import CHROMIUM, FLAGS


@dataclass
class Desk:
    """One page of the office, and what it must not do."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    thrown: list[str] = field(default_factory=list)  #: what nothing caught

    def open(self, address: str) -> Page:
        self.page.goto("about:blank")  # else only the hash changes, and what was read before would stand
        self.page.goto(f"{self.url}/app/#/office/{address}")
        return self.page

    def got(self, path: str) -> Any:
        """What the API answers this account."""
        return self.page.evaluate("path => fetch('/api/v1/' + path).then(answer => answer.json())", path)

    def put(self, body: dict[str, Any]) -> int:
        """Writes an entry behind the page's back; the status."""
        call = """body => fetch('/api/v1/entries/' + crypto.randomUUID(), {
          method: 'PUT', body: JSON.stringify(body),
          headers: {'Content-Type': 'application/json', 'X-Xuncha': '1'}}).then(answer => answer.status)"""
        return int(self.page.evaluate(call, body))


@contextmanager
def at_desk(chromium: BrowserType, server: Any, account: str = "xianju", **context: Any) -> Iterator[Desk]:
    browser: Browser = chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    try:
        yield signed_in(browser, server, account, **context)
    finally:
        browser.close()


def signed_in(browser: Browser, server: Any, account: str, **context: Any) -> Desk:
    size = {"viewport": {"width": 1440, "height": 900}} | context
    opened = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", service_workers="block", **size)
    opened.set_default_timeout(30_000)
    page = opened.new_page()
    desk = Desk(page, server.url)
    page.on("console", lambda said: said.type == "error" and desk.faults.append(said.text))
    page.on("pageerror", lambda error: desk.thrown.append(str(error)))
    opened.on(
        "request",
        lambda request: (
            request.url.startswith((server.url, "blob:", "data:")) or desk.foreign.append(request.url)
        ),
    )
    page.goto(f"{server.url}/app/")
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码").fill(server.password)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("navigation", name="主要页面").wait_for()
    return desk
