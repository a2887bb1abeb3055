"""axe finds nothing on any public page: light and dark, on a screen and on a phone."""

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.site.browsing import PAGES, Watched
from tests.web.looks import ALL
from tests.web.test_rebuild import packages as packages  # the fixture that brings axe-core

pytestmark = pytest.mark.browser
TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN: Final = """tags => axe.run(document, { runOnly: { type: 'tag', values: tags } }).then(({ violations }) =>
  violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).join(' | ')}`))"""


LOOKS: Final = {
    "light phone": (390, 844),
    "dark desk": (1440, 900),
    "dark phone": (390, 844),
    "light desk": (1440, 900),
}


@pytest.mark.parametrize("look", LOOKS if ALL else list(LOOKS)[:2])
def test_axe_finds_nothing(chromium: Browser, address: str, packages: Path, look: str) -> None:
    axe = (packages / "axe-core" / "axe.min.js").read_text("utf-8")
    seen = Watched(chromium, *LOOKS[look], color_scheme=look.split()[0], reduced_motion="reduce")
    found = []
    for path in PAGES:
        seen.page.goto(address + path)
        seen.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        seen.page.wait_for_function(
            "() => document.getAnimations().every(one => one.playState !== 'running')"
        )
        seen.page.evaluate(axe)
        found += [f"{path} {fault}" for fault in seen.page.evaluate(RUN, TAGS)]
    assert found == []


def test_a_planted_fault_is_found(chromium: Browser, address: str, packages: Path) -> None:
    seen = Watched(chromium)
    seen.page.goto(address)
    seen.page.evaluate("document.querySelector('.lead').style.color = '#ccc'")
    seen.page.evaluate((packages / "axe-core" / "axe.min.js").read_text("utf-8"))
    assert [fault.split(":")[0] for fault in seen.page.evaluate(RUN, TAGS)] == ["color-contrast"]
