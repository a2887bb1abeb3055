"""The main job on a phone of 390×844, by taps and typing only, in a real Chromium against the running server.

Owns: what the inspector sees and that his patrol arrives once, with and without network. Does not own: the rules of a
visit (tests of inspections.visits), the app's pure logic (web/test, run by node).
"""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import (
    Page,
    Route,
    expect,
)

from tests.web.phone import (
    SEND_WITHIN_MS,
    Phone,
    answer,
    fill_a_patrol,
    head,
    receipt_number,
    shoot,
    sign_in,
)

pytestmark = pytest.mark.browser


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
