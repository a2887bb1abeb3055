"""The main job on a phone of 390×844, by taps and typing only, in a real Chromium against the running server.

Owns: what the inspector sees and that his patrol arrives once, with and without network. Does not own: the rules of a
visit (tests of inspections.visits), the app's pure logic (web/test, run by node).
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import (
    BrowserContext,
    BrowserType,
    Error,
    Page,
    Request,
    Route,
    expect,
    sync_playwright,
)

pytestmark = pytest.mark.browser

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
        self.context.set_default_timeout(10_000)
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


@pytest.fixture(scope="module")
def chromium() -> Iterator[BrowserType]:
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture
def phone(chromium: BrowserType, server: Any, tmp_path: Path) -> Iterator[Phone]:
    phone = Phone(chromium, server, tmp_path / "phone")
    yield phone
    phone.context.close()


def sign_in(page: Page, password: str, account: str = "xunchayuan") -> None:
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").tap()
    page.get_by_role("navigation", name="主要页面").wait_for()


def answer(page: Page, question: str, choice: str) -> None:
    page.locator(f"#q-{question}").get_by_role("radio", name=choice, exact=True).tap()


def shoot(page: Page, slot: str) -> None:
    jpeg = page.screenshot(type="jpeg")
    page.locator(f"input[data-slot={slot}]").set_input_files(
        {"name": f"{slot}.jpg", "mimeType": "image/jpeg", "buffer": jpeg}
    )
    expect(page.get_by_role("main").locator(f"[id^=q-photo_{slot}] img")).to_be_visible()


def sign(page: Page, name: str) -> None:
    page.get_by_role("listitem").filter(has_text=name).get_by_role("button", name="签名").tap()
    pad = page.get_by_label("签名板").bounding_box()
    assert pad
    page.mouse.move(pad["x"] + 40, pad["y"] + 60)
    page.mouse.down()
    page.mouse.move(pad["x"] + 160, pad["y"] + 130, steps=8)
    page.mouse.up()
    page.get_by_role("button", name="用这个签名").tap()


def fill_a_patrol(page: Page) -> None:
    """No melting equipment, both photos, position, both sides present and signed."""
    page.get_by_role("button", name="开始巡察").tap()
    page.get_by_role("button", name="还没选地点").tap()
    page.get_by_role("dialog").locator("ul button").first.tap()
    answer(page, "melting_present", "没有")
    shoot(page, "gate")
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


def test_a_steel_patrol_by_taps_is_sent_and_gets_a_receipt(phone: Phone) -> None:
    page = phone.start()
    sign_in(page, phone.server.password)
    before = head(page)
    fill_a_patrol(page)
    submit = page.get_by_role("button", name="提交")
    box = submit.bounding_box()
    assert submit.inner_text() == "提交"  # nothing is missing
    assert box and box["y"] > 560 and box["height"] >= 48
    submit.tap()

    assert receipt_number(page) == before + 1
    assert head(page) == before + 1
    assert phone.sent and len(set(phone.sent)) == 1
    assert re.search(r"校验\s*[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}", page.get_by_role("article").inner_text())
    assert phone.faults == []
    assert phone.foreign == []


def test_filled_offline_and_killed_twice_it_goes_out_exactly_once(phone: Phone) -> None:
    page = phone.start()
    sign_in(page, phone.server.password)
    before = head(page)
    page.get_by_role("button", name="开始巡察").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    phone.context.set_offline(True)

    fill_a_patrol(page)
    page.get_by_label("需要补充说明的").fill("路边有新堆的废钢")
    page.wait_for_timeout(1000)
    phone.kill(page)

    page = phone.start(offline=True)
    expect(page.get_by_text("离线")).to_be_visible()
    page.locator("a.cell").filter(has_text="草稿").tap()
    expect(page.get_by_label("需要补充说明的")).to_have_value("路边有新堆的废钢")
    expect(page.locator(".slots img")).to_have_count(2)
    page.get_by_role("button", name="提交").tap()
    expect(page.get_by_role("status").filter(has_text="离线·待传 1")).to_be_visible()
    phone.kill(page)

    page = phone.start(offline=True)
    expect(page.get_by_role("status").filter(has_text="离线·待传 1")).to_be_visible()
    assert phone.sent == []
    phone.context.set_offline(False)
    page.get_by_role("link", name=re.compile(r"第 \d+ 号")).first.tap(timeout=SEND_WITHIN_MS)
    assert receipt_number(page) == before + 1
    assert head(page) == before + 1
    assert len(set(phone.sent)) == 1
    assert phone.foreign == []


def test_without_permission_to_locate_it_is_sent_with_the_reason(phone: Phone) -> None:
    page = phone.start(place=None)
    sign_in(page, phone.server.password)
    page.get_by_role("button", name="开始巡察").tap()
    page.get_by_role("button", name="定位", exact=True).tap()
    expect(page.get_by_text("手机没有允许定位")).to_be_visible()
    page.get_by_role("radio", name=re.compile("属地巡查")).tap()
    page.get_by_role("button", name="提交").tap()
    expect(page.get_by_role("dialog").get_by_role("button", name="定位")).to_be_visible()
    with page.expect_request(lambda request: "/entries/" in request.url) as asked:
        page.get_by_role("button", name="先这样报送").tap()
    entry = json.loads(asked.value.post_data or "")
    assert entry["position"] is None
    assert entry["no_position_reason"] == "denied"
    assert receipt_number(page) > 0


def test_cut_within_a_photo_and_after_the_commit_it_is_booked_once(phone: Phone) -> None:
    page = phone.start()
    sign_in(page, phone.server.password)
    before = head(page)
    cuts: list[str] = []

    def cut_photo(route: Route) -> None:
        if route.request.method != "PUT" or len(cuts) == 1:
            return route.continue_()
        cuts.append("photo")
        return route.abort()

    def cut_answer(route: Route) -> None:
        if "answer" in cuts:
            return route.continue_()
        cuts.append("answer")
        assert route.fetch().status == 201
        return route.abort()

    phone.context.route("**/api/v1/photos/*", cut_photo)
    phone.context.route("**/api/v1/entries/*", cut_answer)
    page.get_by_role("button", name="开始巡察").tap()
    shoot(page, "gate")
    page.get_by_role("radio", name=re.compile("属地巡查")).tap()
    page.get_by_role("button", name="提交").tap()
    page.get_by_role("button", name="先这样报送").tap()

    assert receipt_number(page) == before + 1
    assert cuts == ["photo", "answer"]
    assert head(page) == before + 1
    assert len(phone.sent) == 2 and len(set(phone.sent)) == 1


def keep_one_offline(phone: Phone, page: Page) -> None:
    """A bare visit that waits on the phone."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    phone.context.set_offline(True)
    page.get_by_role("button", name="开始巡察").tap()
    page.get_by_role("radio", name=re.compile("属地巡查")).tap()
    page.get_by_role("button", name="提交").tap()
    page.get_by_role("button", name="先这样报送").tap()
    page.get_by_role("link", name="回到待办").tap()
    expect(page.get_by_role("status").filter(has_text="离线·待传 1")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("link", name="我", exact=True).tap()
    page.get_by_role("button", name="退出登录").tap()


def test_what_one_account_left_waiting_is_never_sent_under_another(phone: Phone) -> None:
    page = phone.start()
    sign_in(page, phone.server.password)
    keep_one_offline(phone, page)
    sign_out(page)
    page.get_by_role("button", name="仍然退出").tap()
    page.get_by_role("heading", name="登录").wait_for()

    phone.context.set_offline(False)
    sign_in(page, phone.server.password, "xianju")
    page.wait_for_timeout(2000)
    assert phone.sent == []
    sign_out(page)

    sign_in(page, phone.server.password)
    page.get_by_role("link", name=re.compile(r"第 \d+ 号")).first.tap(timeout=SEND_WITHIN_MS)
    assert receipt_number(page) > 0
    assert len(set(phone.sent)) == 1


def test_refused_by_the_server_it_goes_back_into_its_form(phone: Phone) -> None:
    page = phone.start()
    sign_in(page, phone.server.password)
    page.get_by_role("button", name="开始巡察").tap()
    page.get_by_role("radio", name=re.compile("属地巡查")).tap()
    page.get_by_role("button", name="还没选地点").tap()
    page.get_by_label("其他地点").fill("村" * 4001)  # one sign more than a private text may have
    page.get_by_role("button", name="就在这里查").tap()
    page.get_by_role("button", name="提交").tap()
    page.get_by_role("button", name="先这样报送").tap()
    expect(page.get_by_text("需处理").first).to_be_visible()
    page.get_by_role("link", name="看待传").tap()
    page.get_by_role("button", name="去改").tap()
    page.get_by_role("button", name=re.compile("村村")).tap()
    page.get_by_label("其他地点").fill("山背村路口")
    page.get_by_role("button", name="就在这里查").tap()
    page.get_by_role("button", name="提交").tap()
    page.get_by_role("button", name="先这样报送").tap()
    assert receipt_number(page) > 0
    assert len(set(phone.sent)) == 1  # the same entry, never doubled


def test_wrong_password_is_said_and_nothing_is_signed_in(phone: Phone) -> None:
    page = phone.start()
    page.get_by_label("账号").fill("xunchayuan")
    page.get_by_label("密码").fill("不是这个密码")
    page.get_by_role("button", name="登录").tap()
    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


def test_the_county_sees_this_years_coverage(phone: Phone) -> None:
    page = phone.start()
    sign_in(page, phone.server.password, "xianju")
    expect(page.get_by_text("今年合计")).to_be_visible()
    for figure in ("报送率", "联合巡察率", "点位覆盖率"):
        expect(page.get_by_text(figure, exact=True).first).to_be_visible()
    assert page.get_by_role("row").count() >= 22  # 21 units under one head
    assert phone.faults == []


MEASURE: str = """() => {
  const shown = (one) => one.getClientRects().length > 0 && !one.closest('.vh, [hidden]')
  const wrong = []
  for (const one of document.querySelectorAll('a, button, label:has(input), select, .field')) {
    const { width, height } = one.getBoundingClientRect()
    if (shown(one) && (width < 44 || height < 48)) wrong.push(`${one.outerHTML.slice(0, 80)}: ${width}×${height}`)
  }
  for (const one of document.querySelectorAll('body *'))
    if (shown(one) && parseFloat(getComputedStyle(one).fontSize) < 16) wrong.push(`text: ${one.outerHTML.slice(0, 80)}`)
  if (document.documentElement.scrollWidth > innerWidth) wrong.push(`wider than ${innerWidth}`)
  return wrong
}"""


@pytest.mark.parametrize("width_px", [320, 390])
def test_targets_and_text_are_large_enough_and_nothing_scrolls_sideways(phone: Phone, width_px: int) -> None:
    page = phone.start()
    page.set_viewport_size({"width": width_px, "height": 844})
    found: dict[str, list[str]] = {"login": page.evaluate(MEASURE)}
    sign_in(page, phone.server.password)
    steps: dict[str, Callable[[], object]] = {
        "home": page.get_by_role("button", name="开始巡察").wait_for,
        "visit": page.get_by_role("button", name="开始巡察").tap,
        "equipment": lambda: answer(page, "melting_present", "有"),
        "missing": page.get_by_role("button", name="提交").tap,
        "outbox": lambda: page.goto(f"{phone.server.url}/app/#/outbox"),
        "zero": lambda: page.goto(f"{phone.server.url}/app/#/zero"),
        "me": lambda: page.goto(f"{phone.server.url}/app/#/me"),
    }
    for name, step in steps.items():
        step()
        page.wait_for_timeout(300)
        found[name] = page.evaluate(MEASURE)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
