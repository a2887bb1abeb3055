"""axe on every screen of the office, light and dark, at the desk's size and at a phone's: no violation at all.

Owns: the table of office screens. Does not own the phone's screens (test_accessibility.py) or what screens do. axe-core is
the one of web/package-lock.json. Rules: WCAG 2.0 to 2.2 A and AA, and best practice.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page

from tests.conftest import unavailable
from tests.web.desk import Desk, at_desk
from tests.web.looks import shared_out

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def first(desk: Desk, **filters: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return str(desk.got(f"visits?limit=1&{query}")["items"][0]["id"])


def record(desk: Desk, kind: str) -> str:
    return f"record/{kind}:{desk.got(f'{kind}s?limit=1')['items'][0]['id']}"


def pressed(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name, exact=True).first.click()


def large_photo(page: Page) -> None:
    page.locator(".shot").first.click()


#: screen → its address, and what is pressed there
SCREENS: dict[str, tuple[Callable[[Desk], str], Callable[[Page], None] | None]] = {
    "today": (lambda _: "", None),
    "month": (lambda _: "month", None),
    "cell": (lambda _: "cell?kind=steel_patrol&unit=xiangtang_town&period=2026-10", None),
    "visits": (lambda _: "visits?unit=xiangtang_town&sort=-started", None),
    "visits on the map": (lambda _: "visits?view=map&nature=outside", None),
    "visit": (lambda desk: f"visit/{first(desk, kind='dust_ready_mix')}", None),
    "photo, large": (lambda desk: f"visit/{first(desk, kind='dust_ready_mix')}", large_photo),
    "visit, correcting": (lambda desk: f"visit/{first(desk, kind='steel_patrol')}", pressed("更正")),
    "visit, voiding": (lambda desk: f"visit/{first(desk, kind='steel_patrol')}", pressed("作废")),
    "no such visit": (lambda _: "visit/00000000-0000-4000-8000-000000000000", None),
    "findings": (lambda _: "findings?type=open&unit=wuyang_town", None),
    "findings on the map": (lambda _: "findings?view=map", None),
    "finding": (lambda desk: f"finding/{desk.got('findings?limit=1')['items'][0]['id']}", None),
    "finding, a step": (
        lambda desk: f"finding/{desk.got('findings?state=assigned&limit=1')['items'][0]['id']}",
        pressed("移交"),
    ),
    "chasing": (lambda _: "chasing", None),
    "letters": (lambda _: "letters", None),
    "letter": (lambda desk: f"letter/{desk.got('letters?limit=1')['items'][0]['letter']}", None),
    "letter, adding": (lambda _: "letters", pressed("登记信访件")),
    "energy": (lambda _: "energy", None),
    "audit": (lambda desk: record(desk, "audit"), None),
    "balance": (lambda desk: record(desk, "balance"), None),
    "supervision": (lambda desk: record(desk, "supervision"), None),
    "audit, filling in": (lambda _: "audit-form", None),
    "an excuse": (lambda desk: f"entry/{desk.got('filings?period=2026-10')['items'][0]['id']}", None),
    "plans": (lambda _: "plans", None),
    "plan, adding": (lambda _: "plans", pressed("加一条计划")),
    "inbox": (lambda _: "inbox", None),
    "enterprises": (lambda _: "firms", None),
    "no such enterprise": (lambda _: "firms?q=zzzz", None),
    "sites": (lambda _: "sites", None),
    "sites on the map": (lambda _: "sites?view=map", None),
}
LOOKS = {"light": {"width": 1440, "height": 900}, "dark": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest, chromium: BrowserType, server: Any) -> Iterator[Desk]:
    if not AXE.exists():
        unavailable("axe-core is not installed: npm ci in web/")
    look = {"color_scheme": request.param, "viewport": LOOKS[request.param]}
    with at_desk(chromium, server, bypass_csp=True, **look) as desk:
        yield desk


@pytest.mark.parametrize(("desk", "screen"), shared_out(LOOKS, SCREENS), indirect=["desk"], scope="module")
def test_axe_finds_nothing(desk: Desk, screen: str) -> None:
    address, press = SCREENS[screen]
    page = desk.open(address(desk))
    page.wait_for_load_state("networkidle")
    if press:
        press(page)
        page.get_by_role("dialog").wait_for()
    page.add_script_tag(path=AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    said = [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]
    assert not said, "\n".join(said)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
