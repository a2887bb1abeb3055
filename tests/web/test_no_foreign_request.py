"""The public site, the app with its service worker, and the API's page ask nobody but the server they come from.

Owns: reading Chromium's own network log, in which every request of every process stands, workers included. Does not own
what the pages show. A planted request to another host must be found in the log, or the log proves nothing.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserType, Page

from tests.web.phone import CHROMIUM, FLAGS, sign_in

pytestmark = pytest.mark.browser
NO_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
ELSEWHERE = "http://planted.invalid/pixel.gif"


def logged(chromium: BrowserType, folder: Path, look: Any) -> list[str]:
    """Every address that a fresh browser asked for while `look` used its first page."""
    log = folder / "network.json"
    context = chromium.launch_persistent_context(
        str(folder / "browser"),
        executable_path=CHROMIUM,
        args=[*FLAGS, NO_NAMES, f"--log-net-log={log}"],
        viewport={"width": 390, "height": 844},
        has_touch=True,
    )
    try:
        look(context.pages[0])
    finally:
        context.close()
    return list(asked_for(json.loads(log.read_text("utf-8"))))


def asked_for(log: dict[str, Any]) -> Iterator[str]:
    """Addresses asked by any page, frame or worker.

    Left out is what the browser asks on its own (its updates, its accounts): a request that no origin began and that is
    no visit of a page.
    """
    started = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    for event in log["events"]:
        given = event.get("params", {})
        own = (given.get("initiator"), given.get("request_type")) == ("not an origin", "other")
        if event["type"] == started and "url" in given and not own:
            yield given["url"]


def hosts(addresses: Iterable[str]) -> set[str | None]:
    return {urlsplit(address).hostname for address in addresses if address.startswith("http")}


def test_site_app_worker_and_api_page_ask_only_their_own_server(
    chromium: BrowserType, server: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def look(page: Page) -> None:
        page.goto(f"{server.url}/", wait_until="networkidle")
        for address in page.eval_on_selector_all("nav a[href]", "all => all.map(one => one.href)"):
            if address.startswith(server.url) and "#" not in address:
                page.goto(address, wait_until="networkidle")
        page.goto(f"{server.url}/api/v1/docs/", wait_until="networkidle")
        page.goto(f"{server.url}/app/")
        sign_in(page, server.password)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload(wait_until="networkidle")
        assert page.evaluate("navigator.serviceWorker.controller !== null")

    addresses = logged(chromium, tmp_path, look)
    paths = {urlsplit(address).path for address in addresses}
    with capsys.disabled():
        print(f"\nnetwork log: {len(addresses)} requests of {len(paths)} paths, hosts {hosts(addresses)}")
    assert hosts(addresses) == {"127.0.0.1"}
    assert {"/", "/app/", "/app/sw.js", "/api/v1/docs/", "/api/v1/schema/openapi.json"} <= paths


def test_a_planted_request_to_another_host_is_found(
    chromium: BrowserType, server: Any, tmp_path: Path
) -> None:
    def look(page: Page) -> None:
        page.goto(f"{server.url}/health")
        page.goto(f"data:text/html,<img src='{ELSEWHERE}'>", wait_until="load")

    assert hosts(logged(chromium, tmp_path, look)) == {"127.0.0.1", "planted.invalid"}
