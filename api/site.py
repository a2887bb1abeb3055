"""The public site over HTTP: one raw ASGI handler over the files of the current release.

Owns: which release answers, conditional and partial requests, compression, cache and security headers.
Refuses to own: what is in a release (inspections/publishing). It only opens files that the release's
manifest names, so a path cannot climb, and the framework's own static files are not used: they keep
serving an old release after a switch, ignore If-None-Match and Range, and follow links out of the
folder. Source: design.md §6; docs/design/0005.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import quote, unquote

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from inspections.publishing.release import File, Release

Headers = list[tuple[bytes, bytes]]

#: nothing inline and nothing from elsewhere; icons of the theme's style sheet are data: images
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
SECURITY: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
}
TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".gz": "application/gzip",
    ".txt": "text/plain; charset=utf-8",
}
#: the theme's own file names carry a hash of their content
HASHED: Final = re.compile(r"\.[0-9a-f]{8}\.(?:min\.)?\w+$")
_RANGE: Final = re.compile(r"bytes=(?:(\d{1,18})-(\d{1,18})?|-(\d{1,18}))")
#: read at once in the event loop up to this size, in a thread beyond it
SMALL_BYTES: Final = 64 * 1024
UNPUBLISHED: Final = (
    '<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="robots" content="noindex">'
    "<title>尚未发布</title><h1>尚未发布</h1><p>公开网站还没有发布过。发布以后，这里会有巡察情况。</p></html>"
).encode()


class Found(msgspec.Struct, frozen=True):
    """A file of a release, as it will be sent."""

    release: Release
    path: Path
    name: str  #: below site/, as asked for, without .gz
    file: File
    gzipped: bool = False

    @property
    def etag(self) -> str:
        return f'"{self.file.sha256[:32]}"'


class Span(msgspec.Struct, frozen=True):
    """Bytes of a file: from `start`, `length` of them."""

    start: int
    length: int


def site_app(folder: Path) -> ASGIApp:
    """The site published below `folder`, mounted at `/`; the release is looked up at each request."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.WEBSOCKET:
            await send({"type": "websocket.close", "code": 1000, "reason": ""})
        elif scope["method"] not in ("GET", "HEAD"):
            await _plain(send, 405, b"", {"allow": "GET, HEAD"})
        else:
            await _answer(folder, scope, send)

    return app


async def _answer(folder: Path, scope: HTTPScope, send: Send) -> None:
    release = _release(folder, "current")
    name = _asked_name(scope)
    if release is None:
        await _plain(send, 404, UNPUBLISHED, {"x-robots-tag": "noindex"}, scope["method"] == "HEAD")
    elif f"{name}/index.html" in release.files:
        await _plain(send, 308, b"", {"location": _with_slash(scope, name)})
    else:
        asked = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        zipped = "range" not in asked and accepts_gzip(asked.get("accept-encoding", ""))
        found = _find(folder, release, name, zipped)
        await _send(
            send, scope["method"], found or _find(folder, release, "404.html", zipped), asked, bool(found)
        )


def _asked_name(scope: HTTPScope) -> str:
    """The path as it was sent; the framework's own `path` has lost or gained slashes by now."""
    return unquote(scope["raw_path"].decode("latin-1").partition("?")[0], errors="replace").removeprefix("/")


def _with_slash(scope: HTTPScope, name: str) -> str:
    query = scope["query_string"].decode("latin-1")
    return f"/{quote(name)}/" + (f"?{query}" if query else "")


def _release(folder: Path, link: str) -> Release | None:
    """The release a link points to now; one readlink per request, the manifest is read once."""
    try:
        target = (folder / link).readlink()
        return _manifest(folder / "releases" / target.name)
    except OSError:
        return None


@lru_cache(maxsize=8)
def _manifest(release: Path) -> Release:
    return msgspec.json.decode((release / "manifest.json").read_bytes(), type=Release)


def _find(folder: Path, release: Release, name: str, zipped: bool) -> Found | None:
    """The file for this name, or the same asset of the release before: an open page may still ask for it."""
    if name == "" or name.endswith("/"):
        name += "index.html"
    if name not in release.files and name.startswith("assets/"):
        release = _release(folder, "previous") or release
    if name not in release.files:
        return None
    gzipped = zipped and f"{name}.gz" in release.files
    stored = f"{name}.gz" if gzipped else name
    root = folder / "releases" / release.id / "site"
    return Found(release, root / stored, name, release.files[stored], gzipped)


def accepts_gzip(header: str) -> bool:
    """gzip or * is named and not refused with q=0."""
    weights = {}
    for part in header.lower().split(","):
        coding, _, rest = part.partition(";")
        weights[coding.strip()] = re.sub(r"\s", "", rest)
    chosen = weights.get("gzip", weights.get("*"))
    return chosen is not None and not re.fullmatch(r"q=0(\.0*)?", chosen)


async def _send(send: Send, method: str, found: Found | None, asked: dict[str, str], exists: bool) -> None:
    """The file as asked for: 200, 206, 304 or 416; the site's 404 page with 404."""
    opened = _opened(found) if found else None
    if found is None or opened is None:
        await _plain(send, 404, "没有这一页。".encode(), {"x-robots-tag": "noindex"}, method == "HEAD")
        return
    with opened:
        headers, size = _headers(found), found.file.size
        part = _part(asked, found) if method == "GET" else None
        if not exists:
            await _stream(send, 404, headers, opened, Span(0, size), method)
        elif _matches(asked.get("if-none-match", ""), found.etag):
            await _start(send, 304, headers)
        elif part is None:
            await _stream(send, 200, headers, opened, Span(0, size), method)
        elif (span := _span(part, size)) is None:
            await _start(send, 416, [*headers, _header("content-range", f"bytes */{size}")])
        else:
            place = f"bytes {span.start}-{span.start + span.length - 1}/{size}"
            await _stream(send, 206, [*headers, _header("content-range", place)], opened, span, method)


def _opened(found: Found) -> BinaryIO | None:
    """The open file; None when it is gone, or has been replaced by a link to somewhere else."""
    root = found.path.parents[found.name.count("/")].resolve()
    try:
        return found.path.open("rb") if found.path.resolve().is_relative_to(root) else None
    except OSError:
        return None


def _headers(found: Found) -> Headers:
    lasting = found.name.startswith("assets/") and HASHED.search(found.name)
    told = {
        "content-type": TYPES.get(Path(found.name).suffix, "application/octet-stream"),
        "cache-control": "public, max-age=31536000, immutable" if lasting else "no-cache",
        "etag": found.etag,
        "vary": "Accept-Encoding",
        "accept-ranges": "bytes",
        **({"content-encoding": "gzip"} if found.gzipped else {}),
        **({"x-robots-tag": "noindex"} if found.release.noindex else {}),
        **SECURITY,
    }
    return [_header(name, value) for name, value in told.items()]


def _header(name: str, value: str) -> tuple[bytes, bytes]:
    return name.encode("latin-1"), value.encode("latin-1")


def _matches(header: str, etag: str) -> bool:
    """If-None-Match compares weakly: W/"x" and "x" are the same here."""
    return (
        any(one.strip().removeprefix("W/") in (etag, "*") for one in header.split(",")) if header else False
    )


def _part(asked: dict[str, str], found: Found) -> re.Match[str] | None:
    """One range of bytes, and of this very version when If-Range names one; several ranges get the whole."""
    same = asked.get("if-range", found.etag) == found.etag
    return _RANGE.fullmatch(asked.get("range", "").strip()) if same else None


def _span(part: re.Match[str], size: int) -> Span | None:
    """What of a file of `size` bytes is asked for; None when that lies outside."""
    first, last, tail = part.groups()
    if tail is not None:
        start, end = max(size - int(tail), 0), size - 1
    else:
        start, end = int(first), min(int(last or size), size - 1)
    return Span(start, end - start + 1) if start <= end else None


async def _stream(send: Send, status: int, headers: Headers, file: BinaryIO, span: Span, method: str) -> None:
    await _start(send, status, [*headers, _header("content-length", str(span.length))], method != "HEAD")
    if method == "HEAD":
        return
    async for chunk in _chunks(file, span):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _chunks(file: BinaryIO, span: Span) -> AsyncIterator[bytes]:
    file.seek(span.start)
    if span.length <= SMALL_BYTES:
        yield file.read(span.length)
        return
    left = span.length
    while left and (chunk := await asyncio.to_thread(file.read, min(left, 4 * SMALL_BYTES))):
        left -= len(chunk)
        yield chunk


async def _start(send: Send, status: int, headers: Headers, body_follows: bool = False) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if not body_follows:
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _plain(send: Send, status: int, body: bytes, more: dict[str, str], head: bool = False) -> None:
    """A short answer that is no file of a release."""
    told = {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(body)),
        "cache-control": "no-cache",
        **SECURITY,
        **more,
    }
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [_header(*pair) for pair in told.items()],
        }
    )
    await send({"type": "http.response.body", "body": b"" if head else body, "more_body": False})
