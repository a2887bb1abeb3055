"""A phone as the browser tests drive it: a persistent Chromium whose storage survives a kill, and what fingers do on it."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Error, Page, Request, expect

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PLACE = {"latitude": 28.545, "longitude": 115.944, "accuracy": 12}
SEND_WITHIN_MS = 35_000
WAIT_MS = 30_000  #: for anything on a screen: the machine of a test may be busy
expect.set_options(timeout=WAIT_MS)


@dataclass
class Phone:
    """One phone: its storage survives `kill`, its faults are collected."""

    chromium: BrowserType
    server: Any
    storage: Path
    faults: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def start(self, *, offline: bool = False, place: dict[str, float] | None = PLACE) -> Page:
        self.context: BrowserContext = self.chromium.launch_persistent_context(
            str(self.storage),
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport={"width": 390, "height": 844},
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            geolocation=place,
            permissions=["geolocation"] if place else [],
        )
        self.context.set_default_timeout(WAIT_MS)
        self.context.on("request", self._noted)
        self.context.set_offline(offline)
        page = self.context.pages[0]
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        page.goto(f"{self.server.url}/app/")
        return page

    def _noted(self, request: Request) -> None:
        if not request.url.startswith((self.server.url, "blob:", "data:")):
            self.foreign.append(request.url)
        if request.method == "PUT" and "/entries/" in request.url:
            self.sent.append(request.url.rsplit("/", 1)[1])

    def kill(self, page: Page) -> None:
        """Ends the page as a crash does: without any farewell event."""
        with pytest.raises(Error):
            page.goto("chrome://crash")
        self.context.close()


def sign_in(page: Page, password: str, account: str = "xunchayuan") -> None:
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").tap()
    page.get_by_role("navigation", name="主要页面").wait_for()


def answer(page: Page, question: str, choice: str) -> None:
    page.locator(f"#q-{question}").get_by_role("radio", name=choice, exact=True).tap()


def shoot(page: Page, slot: str, content: bytes | None = None) -> None:
    """The camera's file for a slot; a picture of the screen when it does not matter which."""
    attach(page, slot, content or page.screenshot(type="jpeg"))
    expect(page.get_by_role("main").locator(f"[id^=q-photo_{slot}] img")).to_be_visible()


def attach(page: Page, slot: str, content: bytes, *, album: bool = False) -> None:
    source = f"input[data-slot={slot}]{'[data-album]' if album else ':not([data-album])'}"
    page.locator(source).first.set_input_files(
        {"name": f"{slot}.jpg", "mimeType": "image/jpeg", "buffer": content}
    )


def sign(page: Page, name: str) -> None:
    page.get_by_role("listitem").filter(has_text=name).get_by_role("button", name="签名").tap()
    pad = page.get_by_label("签名板").bounding_box()
    assert pad
    page.mouse.move(pad["x"] + 40, pad["y"] + 60)
    page.mouse.down()
    page.mouse.move(pad["x"] + 160, pad["y"] + 130, steps=8)
    page.mouse.up()
    page.get_by_role("button", name="用这个签名").tap()


def fill_a_patrol(page: Page, gate: bytes | None = None) -> None:
    """No melting equipment, both photos, position, both sides present and signed."""
    page.get_by_role("button", name="开始巡察").tap()
    page.get_by_role("button", name="还没选地点").tap()
    page.get_by_role("dialog").locator("ul button").first.tap()
    answer(page, "melting_present", "没有")
    shoot(page, "gate", gate)
    shoot(page, "workshop")
    expect(page.get_by_text("定位良好，误差 12 米")).to_be_visible()
    answer(page, "dismantling_site", "不是")
    answer(page, "result", "无发现")
    page.get_by_role("radio", name=re.compile("属地巡查")).tap()
    page.get_by_role("button", name="县局", exact=True).tap()
    page.get_by_label("姓名").fill("熊县检")
    page.get_by_role("button", name="好了").tap()
    for row in page.locator("#people .person").all():
        sign(page, row.locator("b").inner_text())
    expect(page.locator("#people header")).to_contain_text("2 / 2 人已签")


def head(page: Page) -> int:
    """The ledger's last number, asked as the app asks."""
    answer = page.evaluate(
        "id => fetch('/api/v1/receipts?ids=' + id).then(answer => answer.json())", str(uuid4())
    )
    return int(answer["book_head"]["360121"])


def receipt_number(page: Page) -> int:
    slip = page.get_by_role("article", name="入账回执")
    slip.wait_for(timeout=SEND_WITHIN_MS)
    found = re.search(r"第\s*(\d+)\s*号", slip.inner_text())
    assert found
    return int(found[1])
