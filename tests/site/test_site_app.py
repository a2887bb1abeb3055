"""The public site over HTTP, through the framework as it is mounted: each row of what a reader's browser may ask."""

import asyncio
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
from litestar import Litestar, asgi

from api.site import SMALL_BYTES, site_app
from inspections.publishing import Release

MakeRelease = Callable[[Path, int], Release]
BUNDLE = "assets/javascripts/bundle.a5f9d56c.min.js"


class Answer(NamedTuple):
    """What came back; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Browser:
    """Sends paths exactly as written, which an HTTP client would tidy up first."""

    def __init__(self, folder: Path) -> None:
        mounted = asgi("/", is_mount=True, copy_scope=True)(site_app(folder))
        self.app = Litestar([mounted], openapi_config=None)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        return asyncio.run(self._ask(path, method, headers))

    async def _ask(self, path: str, method: str, headers: dict[str, str]) -> Answer:
        raw, _, query = path.partition("?")
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope: Any = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(raw),
            "raw_path": raw.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"testserver"), *named],
            "server": ("testserver", 80),
            "client": ("127.0.0.1", 1),
        }
        await self.app(scope, receive, send)
        start, *bodies = sent
        told = {name.decode(): value.decode() for name, value in start["headers"]}
        assert bodies[-1]["more_body"] is False
        return Answer(start["status"], told, b"".join(part["body"] for part in bodies))


@pytest.fixture(scope="module")
def browser(published: tuple[Path, Release]) -> Browser:
    return Browser(published[0])


@pytest.fixture(scope="module")
def site(published: tuple[Path, Release]) -> Path:
    return published[0] / "current" / "site"


def test_a_page_and_its_headers(browser: Browser, site: Path, published: tuple[Path, Release]) -> None:
    answer = browser.ask("/coverage/")
    assert answer.status == 200
    assert answer.body == (site / "coverage/index.html").read_bytes()
    assert answer.headers == {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(answer.body)),
        "cache-control": "no-cache",
        "etag": f'"{published[1].files["coverage/index.html"].sha256[:32]}"',
        "vary": "Accept-Encoding",
        "accept-ranges": "bytes",
        "x-robots-tag": "noindex",
        "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
    }


def test_head_is_get_without_the_body(browser: Browser) -> None:
    for path in ("/", "/coverage/", f"/{BUNDLE}", "/nothing"):
        got, head = browser.ask(path), browser.ask(path, "HEAD")
        assert (head.status, head.headers, head.body) == (got.status, got.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_get_and_head(browser: Browser, method: str) -> None:
    answer = browser.ask("/", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/coverage", "/coverage/"),
        ("/coverage?year=2026&x=%2F", "/coverage/?year=2026&x=%2F"),
        ("/coverage/steel_patrol-2026", "/coverage/steel_patrol-2026/"),
        ("/%63overage", "/coverage/"),
    ],
)
def test_a_folder_without_its_slash_is_redirected_for_good(
    browser: Browser, path: str, location: str
) -> None:
    answer = browser.ask(path)
    assert (answer.status, answer.headers["location"]) == (308, location)


@pytest.mark.parametrize(
    "path",
    [
        "/../manifest.json",
        "/coverage/../../manifest.json",
        "/%2e%2e/manifest.json",
        "/..%2fmanifest.json",
        "/..%5cmanifest.json",
        "/..\\manifest.json",
        "/%00",
        "/index.html%00.css",
        "/index.html%0d%0aset-cookie:x",
        "//example.com/coverage",
        "//coverage",
        "/coverage//",
        "/./index.html",
        "/%ff%fe",
        "/etc/passwd",
        "/css",
        "/css/",
        "/assets/../index.html",
        "/" + "a" * 5000,
        "/" + "a/" * 2000,
    ],
)
def test_a_path_cannot_leave_the_site(browser: Browser, site: Path, path: str) -> None:
    answer = browser.ask(path)
    assert answer.status == 404
    assert answer.body == (site / "404.html").read_bytes()
    assert "location" not in answer.headers
    assert "没有这一页" in answer.body.decode()


def test_if_none_match(browser: Browser) -> None:
    etag = browser.ask("/").headers["etag"]
    for header in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        again = browser.ask("/", if_none_match=header)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
        assert "content-length" not in again.headers
    assert browser.ask("/", if_none_match='"x"').status == 200
    assert browser.ask("/nothing", if_none_match=etag).status == 404


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=100-", 100, None), ("bytes=-7", -7, None), ("bytes=0-99999999", 0, None)],
)
def test_part_of_a_file(browser: Browser, site: Path, asked: str, first: int, last: int | None) -> None:
    whole = (site / BUNDLE).read_bytes()
    answer = browser.ask(f"/{BUNDLE}", range=asked, accept_encoding="gzip")
    begin = first % len(whole)
    end = len(whole) - 1 if last is None else last
    assert answer.status == 206
    assert answer.body == whole[begin : end + 1]
    assert answer.headers["content-range"] == f"bytes {begin}-{end}/{len(whole)}"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", "bytes=9-5"])
def test_a_part_that_is_not_there(browser: Browser, site: Path, asked: str) -> None:
    answer = browser.ask(f"/{BUNDLE}", range=asked)
    size = (site / BUNDLE).stat().st_size
    assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{size}")


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "bytes=a-b", "lines=0-1", "bytes=-", "bytes=" + "9" * 30 + "-"]
)
def test_a_range_nobody_understands_gets_the_whole(browser: Browser, asked: str) -> None:
    assert browser.ask("/", range=asked).status == 200


def test_if_range_of_another_version_gets_the_whole(browser: Browser) -> None:
    etag = browser.ask("/").headers["etag"]
    assert browser.ask("/", range="bytes=0-1", if_range=etag).status == 206
    assert browser.ask("/", range="bytes=0-1", if_range='"old"').status == 200


@pytest.mark.parametrize(
    ("accepts", "zipped"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.00, *", False),
        ("br", False),
        ("identity", False),
    ],
)
def test_the_smaller_neighbour(browser: Browser, site: Path, accepts: str, zipped: bool) -> None:
    plain, answer = browser.ask("/"), browser.ask("/", accept_encoding=accepts)
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers.get("content-encoding") == ("gzip" if zipped else None)
    assert (gzip.decompress(answer.body) if zipped else answer.body) == plain.body
    assert (answer.headers["etag"] != plain.headers["etag"]) is zipped
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("/data/coverage-steel_patrol-2026.json", "application/json", "no-cache"),
        ("/data/coverage-steel_patrol-2026.csv", "text/csv; charset=utf-8", "no-cache"),
        ("/css/site.css", "text/css; charset=utf-8", "no-cache"),
        (f"/{BUNDLE}", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
    ],
)
def test_types_and_caching(browser: Browser, path: str, kind: str, cache: str) -> None:
    answer = browser.ask(path)
    assert answer.status == 200
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (kind, cache)


def test_a_large_file_comes_whole_and_off_the_event_loop(
    browser: Browser, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = (site / f"{BUNDLE}.map").read_bytes()
    assert len(index) > SMALL_BYTES
    threads: list[int] = []
    real = asyncio.to_thread

    async def counted(function: Any, *args: Any) -> Any:
        threads.append(1)
        return await real(function, *args)

    monkeypatch.setattr(asyncio, "to_thread", counted)
    assert browser.ask(f"/{BUNDLE}.map").body == index
    assert len(threads) == -(-len(index) // (4 * SMALL_BYTES))
    assert browser.ask("/css/tokens.css").status == 200
    assert len(threads) == -(-len(index) // (4 * SMALL_BYTES))


def test_nothing_published_yet(tmp_path: Path) -> None:
    answer = Browser(tmp_path / "none").ask("/")
    assert (answer.status, answer.headers["x-robots-tag"]) == (404, "noindex")
    assert "尚未发布" in answer.body.decode()


def test_a_switch_is_seen_at_the_next_request_and_old_assets_still_answer(
    tmp_path: Path, small_release: MakeRelease
) -> None:
    small_release(tmp_path, 1)
    browser = Browser(tmp_path)
    assert browser.ask("/").body.decode() == "<p>第 1 版</p>"
    small_release(tmp_path, 2)
    assert browser.ask("/").body.decode() == "<p>第 2 版</p>"
    assert browser.ask("/assets/main.00000001.min.css").body == b"/* 1 */"
    small_release(tmp_path, 3)
    assert browser.ask("/assets/main.00000001.min.css").status == 404


def test_a_file_swapped_for_a_link_is_not_followed(tmp_path: Path, small_release: MakeRelease) -> None:
    made = small_release(tmp_path, 1)
    secret = tmp_path / "secret.html"
    secret.write_text("secret")
    page = tmp_path / "releases" / made.id / "site" / "index.html"
    page.unlink()
    page.symlink_to(secret)
    answer = Browser(tmp_path).ask("/")
    assert answer.status == 404
    assert b"secret" not in answer.body
