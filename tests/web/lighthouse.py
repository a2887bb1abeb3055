"""Lighthouse on four pages a person meets first: its scores as counts for the long run.

Owns: reaching each page in a Chromium that is signed in, and asking Lighthouse (fetched by npx in the pinned version) for its
four categories on a slow phone. Does not own a limit of its own: the pages must reach LEAST. The public home of a
demonstration must not be indexed, so the one audit that asks for indexing is left out. Not a test: it needs the network.
"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from tests.conftest import free_port, started
from tests.web.phone import CHROMIUM, FLAGS, sign_in

LEAST: Final = 95
LIGHTHOUSE: Final = "lighthouse@12.8.2"
CATEGORIES: Final = "performance,accessibility,best-practices,seo"


def stay(_page: Page) -> None:
    """As it opens."""


def signed_in(page: Page) -> None:
    sign_in(page, page.password)  # type: ignore[attr-defined]  # set in `scores`
    page.get_by_role("button", name="开始巡察").wait_for()


def in_a_visit(page: Page) -> None:
    page.get_by_role("button", name="开始巡察").tap()
    page.get_by_role("button", name="提交").wait_for()


#: page name, address, how it is reached from the page before
PAGES: Final[tuple[tuple[str, str, Callable[[Page], None]], ...]] = (
    ("public home", "/", stay),
    ("login", "/app/", stay),
    ("home", "/app/", signed_in),
    ("form", "/app/", in_a_visit),
)


def scores(folder: Path, rounds: int = 1) -> dict[str, dict[str, int]]:
    """The scores of each page in per cent: of several rounds the median round by performance."""
    found: dict[str, list[dict[str, int]]] = {}
    with started(folder / "data") as server, sync_playwright() as playwright:
        port = free_port()
        context = playwright.chromium.launch_persistent_context(
            str(folder / "browser"),
            executable_path=CHROMIUM,
            args=[*FLAGS, f"--remote-debugging-port={port}"],
            viewport={"width": 390, "height": 844},
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
        )
        page: Any = context.pages[0]
        page.password = server.password
        for name, address, reach in PAGES:
            if page.url.partition("#")[0] != f"{server.url}{address}":
                page.goto(f"{server.url}{address}")
            reach(page)
            found[name] = [asked(page.url, port, folder) for _ in range(rounds)]
        context.close()
    return {
        name: sorted(some, key=lambda one: one["performance"])[len(some) // 2] for name, some in found.items()
    }


def asked(url: str, port: int, folder: Path) -> dict[str, int]:
    """One run of Lighthouse in the browser that listens on the port."""
    report = folder / "lighthouse.json"
    command = ["npx", "--yes", LIGHTHOUSE, url, f"--port={port}", "--quiet", "--output=json"]
    command += [f"--output-path={report}", f"--only-categories={CATEGORIES}", "--disable-storage-reset"]
    command += ["--skip-audits=is-crawlable"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    categories = json.loads(report.read_text("utf-8"))["categories"]
    return {name: round(100 * one["score"]) for name, one in categories.items()}
