"""The phone and office app, the API's page, and the public site: files over HTTP.

Owns: which file answers for /app/ and the API's page, and their headers. Does not own the public site's releases
(api/site.py). Only files found at start are ever opened, so a path cannot climb and a link cannot lead away; the
framework's static files follow links, fail on %00 and never answer 304.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final

from litestar import HttpMethod, Request, Response, get, route
from litestar.response import Redirect
from litestar.types import ASGIApp
from msgspec import Struct

from api.auth import PUBLIC, allow
from api.problems import Problem
from api.site import accepts_gzip

STATIC: Final = Path(__file__).parent.parent / "static"
TYPES: Final = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain",
}
#: the app draws what people typed, so nothing inline and nothing from elsewhere may run
PAGE_HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(self), geolocation=(self), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
}
GET_HEAD: Final = (HttpMethod.GET, HttpMethod.HEAD)


class File(Struct, frozen=True):
    """A file as it is sent."""

    content: bytes
    media_type: str
    etag: str
    gzipped: bytes  #: empty for a picture, which gains nothing


@cache
def files(folder: str) -> dict[str, File]:
    """Every file below api/static/<folder>, by its name there; links are left out."""
    root = STATIC / folder
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(root).as_posix(): read(path) for path in found}


def read(path: Path) -> File:
    content = path.read_bytes()
    kind = TYPES.get(path.suffix, "application/octet-stream")
    gzipped = b"" if path.suffix == ".png" else gzip.compress(content, mtime=0)
    return File(content, kind, f'"{hashlib.sha256(content).hexdigest()[:32]}"', gzipped)


def answer(request: Request[Any, Any, Any], folder: str, name: str) -> Response[bytes]:
    """The file of that name; 304 when the asker has it."""
    file = files(folder).get(name.lstrip("/") or "index.html")
    if file is None:
        raise Problem("not-found")
    zipped = bool(file.gzipped) and accepts_gzip(request.headers.get("accept-encoding", ""))
    etag = f'{file.etag[:-1]}-gz"' if zipped else file.etag
    headers = {"etag": etag, "vary": "accept-encoding"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=file.media_type)
    content = file.gzipped if zipped else file.content
    if zipped:
        headers["content-encoding"] = "gzip"
    if request.method == "HEAD":
        headers["content-length"], content = str(len(content)), b""
    return Response(content, media_type=file.media_type, headers=headers)


@route(
    ["/app", "/app/{name:path}"],
    http_method=GET_HEAD,
    opt=allow(PUBLIC, headers=PAGE_HEADERS),
    include_in_schema=False,
    sync_to_thread=False,
)
def app_file(request: Request[Any, Any, Any]) -> Response[Any]:
    """The app's files; /app without its slash is sent to /app/, which relative addresses in it need."""
    raw = request.scope["raw_path"].decode("latin-1").partition("?")[0]
    if raw == "/app":
        return Redirect("/app/", status_code=308)
    return answer(request, "app", request.path_params.get("name", ""))


@get(
    ["/docs", "/docs/{name:path}"],
    opt=allow(PUBLIC, headers=PAGE_HEADERS),
    include_in_schema=False,
    sync_to_thread=False,
)
def api_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """The API described for people: a page of ours that draws the OpenAPI text."""
    raw = request.scope["raw_path"].decode("latin-1").partition("?")[0]
    if raw == "/api/v1/docs":
        return Redirect("/api/v1/docs/", status_code=308)
    return answer(request, "reference", request.path_params.get("name", ""))


@route(
    ["/", "/{name:path}"],
    http_method=GET_HEAD,
    opt=allow(PUBLIC, headers={}),
    include_in_schema=False,
)
async def public_site(request: Request[Any, Any, Any]) -> ASGIApp:
    """Everything that is nothing else is a page of the public site, or its 404."""
    site: ASGIApp = request.app.state.site
    return site
