"""The built pages in a real browser, behind the real handler: nothing from elsewhere, nothing refused, usable."""

import pytest
from playwright.sync_api import Browser

from tests.site.browsing import PAGES, Watched

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1440, 900)])
def test_no_foreign_request_no_complaint_no_sideways_scroll(
    chromium: Browser, address: str, width: int, height: int
) -> None:
    """A refused inline script or style would be a complaint: the policy is `script-src 'self'` and nothing inline."""
    seen = Watched(chromium, width, height)
    for path in PAGES:
        seen.page.goto(address + path, wait_until="load")
        if path == "404.html":
            seen.complaints.clear()  # the browser reports the status
        assert seen.page.evaluate("document.documentElement.scrollWidth") == width, path
        assert seen.page.locator(".notice").count() == 2
    assert len(seen.asked) > 20
    assert seen.foreign(address) == []
    assert seen.complaints == []
    assert seen.page.context.cookies() == []


def test_the_readers_choice_of_dark_stays(chromium: Browser, address: str) -> None:
    """The theme's own inline scripts are files here; this is what they are for."""
    seen = Watched(chromium)
    seen.page.goto(address)
    seen.page.click("label[title=换成深色]")
    assert seen.page.get_attribute("body", "data-md-color-scheme") == "slate"
    seen.page.goto(address + "coverage/")
    assert seen.page.get_attribute("body", "data-md-color-scheme") == "slate"


def test_search_finds_a_firm_by_its_name(chromium: Browser, address: str) -> None:
    seen = Watched(chromium)
    seen.page.goto(address)
    seen.page.click(".md-search__input")
    seen.page.keyboard.type("益海嘉里 ")  # the theme listens for a key, which an inserted 汉字 is not
    seen.page.wait_for_selector(".md-search-result__link")
    links = seen.page.locator(".md-search-result__link").evaluate_all("all => all.map(one => one.href)")
    assert any("/green-factories/" in link for link in links)
    assert seen.foreign(address) == []
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
