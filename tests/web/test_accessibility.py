"""axe finds nothing on any screen, light and dark: one row per screen, with the way to reach it.

Owns: the table SCREENS and running axe-core on each. Does not own sizes and contrast measured otherwise
(test_patrol_in_the_browser.py). A screen that joins the app joins this table.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.web.looks import looks_of
from tests.web.phone import Phone, answer, shoot, sign_in
from tests.web.test_rebuild import packages as packages  # the fixture that brings axe-core

pytestmark = pytest.mark.browser

TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN: Final = """tags => axe.run(document, { runOnly: { type: 'tag', values: tags } }).then(({ violations }) =>
  violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`))"""


class Screen(NamedTuple):
    """A screen and how it is reached from the one before it in the table."""

    name: str
    reach: Callable[[Page], object]


class Face(NamedTuple):
    """Screens that one person sees on one device, in the order in which they are visited."""

    name: str
    account: str
    size: tuple[int, int]
    screens: tuple[Screen, ...]


def at(address: str) -> Callable[[Page], object]:
    def go(page: Page) -> None:
        page.goto(page.url.partition("#")[0] + address)

    return go


def tap(role: Any, name: str) -> Callable[[Page], object]:
    return lambda page: page.get_by_role(role, name=name).first.tap()


def begin_a_visit(page: Page) -> None:
    page.get_by_role("button", name="开始巡察").tap()
    page.get_by_role("button", name="还没选地点").wait_for()


def all_equipment(page: Page) -> None:
    close(page)
    answer(page, "melting_present", "有")
    shoot(page, "gate")
    answer(page, "locked_rooms", "有")
    page.get_by_role("radio", name=re.compile("入企检查")).tap()
    page.get_by_role("button", name="登记成问题").wait_for()


def refuse_to_sign(page: Page) -> None:
    close(page)
    page.get_by_role("button", name="企业", exact=True).tap()
    page.get_by_label("姓名").fill("示例厂长")
    page.get_by_role("radio", name="拒签").tap()


def raise_a_finding(page: Page) -> None:
    close(page)
    page.get_by_role("button", name="登记成问题").tap()
    page.get_by_role("heading", name="登记问题").wait_for()


def send_a_bare_visit_offline(page: Page) -> None:
    page.context.set_offline(True)
    at("#/")(page)
    begin_a_visit(page)
    page.get_by_role("radio", name=re.compile("属地巡查")).tap()
    page.get_by_role("button", name="提交").tap()
    page.get_by_role("button", name="先这样报送").tap()
    expect(page.get_by_role("article", name="待传的记录")).to_be_visible()


def book_it(page: Page) -> None:
    page.context.set_offline(False)
    page.get_by_role("link", name=re.compile(r"第 \d+ 号")).first.tap(timeout=35_000)
    page.get_by_role("article", name="入账回执").wait_for()


def close(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="关闭").tap()


PHONE: Final = Face(
    "phone",
    "xunchayuan",
    (390, 844),
    (
        Screen("home", lambda page: page.get_by_role("button", name="开始巡察").wait_for()),
        Screen("visit", begin_a_visit),
        Screen("visit, place", tap("button", "还没选地点")),
        Screen("visit, all equipment", all_equipment),
        Screen("visit, photo", lambda page: page.locator("button.slot").first.tap()),
        Screen("visit, person", refuse_to_sign),
        Screen("visit, signature", lambda page: (close(page), tap("button", "签名")(page))),
        Screen("visit, missing", lambda page: (close(page), tap("button", "提交")(page))),
        Screen("finding from an item", raise_a_finding),
        Screen("finding, missing", tap("button", "提交问题")),
        Screen("home with a draft", lambda page: (close(page), at("#/")(page))),
        Screen("finding alone", at("#/finding")),
        Screen("zero report", at("#/zero")),
        Screen("receipt, waiting", send_a_bare_visit_offline),
        Screen("outbox, offline", tap("link", "看待传")),
        Screen("receipt", book_it),
        Screen("outbox, empty", at("#/outbox")),
        Screen("account", at("#/me")),
        Screen("password", at("#/password")),
    ),
)
COUNTY_ON_THE_PHONE: Final = Face(
    "county on the phone",
    "xianju",
    (390, 844),
    (
        Screen("going out", at("#/field")),
        Screen("visit without a unit yet", begin_a_visit),
    ),
)
SCREENS: Final = (PHONE, COUNTY_ON_THE_PHONE)


@pytest.mark.parametrize("face", SCREENS, ids=lambda face: face.name)
def test_axe_finds_nothing_light_and_dark(
    face: Face, chromium: BrowserType, server: Any, tmp_path: Path, packages: Path
) -> None:
    phone = Phone(chromium, server, tmp_path / "phone")
    page = phone.start()
    page.set_viewport_size({"width": face.size[0], "height": face.size[1]})
    axe = (packages / "axe-core" / "axe.min.js").read_text("utf-8")
    page.get_by_role("heading", name="登录").wait_for()
    found = violations(page, axe, "login", ("light", "dark"))
    sign_in(page, server.password, face.account)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(2500)  # the later screens are fetched ahead
    for number, screen in enumerate(face.screens):
        screen.reach(page)
        page.wait_for_timeout(300)
        found += violations(page, axe, screen.name, looks_of(("light", "dark"), number))
    phone.context.close()
    assert found == []


def violations(page: Page, axe: str, screen: str, schemes: Sequence[str]) -> list[str]:
    """At full height, so that what lies under the foot until one scrolls is measured too, and as a whole."""
    page.evaluate(axe)
    found, size = [], page.viewport_size
    assert size
    whole = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(whole, size["height"])})
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{screen}, {scheme}: {one}" for one in page.evaluate(RUN, TAGS)]
    page.set_viewport_size(size)
    return found


def test_axe_sees_a_planted_fault(chromium: BrowserType, server: Any, tmp_path: Path, packages: Path) -> None:
    phone = Phone(chromium, server, tmp_path / "phone")
    page = phone.start()
    page.get_by_role("heading", name="登录").wait_for()
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/app/icon.svg\">')"
    )
    found = violations(
        page, (packages / "axe-core" / "axe.min.js").read_text("utf-8"), "login", ("light", "dark")
    )
    phone.context.close()
    assert [one.partition(":")[0] for one in found] == ["login, light", "login, dark"]
    assert all("image-alt" in one for one in found)
