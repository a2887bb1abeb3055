"""A published folder behind the real handler, and a page that remembers what it asked for.

Owns: serving for a test and watching. Does not own the browser itself (the fixture `chromium` of conftest.py).
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from litestar import Litestar, asgi
from playwright.sync_api import Browser, Page

from api.site import site_app

#: every page of the small snapshot
PAGES = (
    *("", "coverage/", "coverage/steel_patrol-2026/", "intensity/", "green-factories/", "wall-materials/"),
    *("ready-mix/", "open-data/", "method/", "glossary/", "404.html"),
)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the site published below a folder."""
    mounted = asgi("/", is_mount=True, copy_scope=True)(site_app(folder))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = Litestar([mounted], openapi_config=None)
    server = uvicorn.Server(uvicorn.Config(app, ws="none", lifespan="off", log_level="warning"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)


class Watched:
    """A page that remembers what it asked for, what the browser complained about, and whether a dialog opened."""

    def __init__(self, browser: Browser, width: int = 1440, height: int = 900, **context: object) -> None:
        size = {"width": width, "height": height}
        self.page: Page = browser.new_page(viewport=size, locale="zh-CN", **context)  # type: ignore[arg-type]  # options of a context
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def foreign(self, address: str) -> list[str]:
        return [url for url in self.asked if not url.startswith((address, "data:"))]
