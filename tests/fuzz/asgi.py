"""The application called in this process, without a socket: thousands of requests a second."""

import asyncio
from typing import Any, NamedTuple


class Reply(NamedTuple):
    status: int
    headers: dict[bytes, bytes]
    body: bytes


async def call(
    app: Any, method: str, path: str, query: bytes, headers: tuple[tuple[bytes, bytes], ...], body: bytes
) -> Reply:
    """One request as a server would hand it over: the path percent-decoded, the raw path beside it. The caller hangs up
    when the answer has come to its end."""
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquoted(path), "raw_path": path.encode("ascii", "replace"), "query_string": query, "root_path": "",
        "headers": [*headers, (b"content-length", str(len(body)).encode())], "client": ("127.0.0.1", 40000), "server": ("127.0.0.1", 8000),
        "state": {}, "extensions": {},
    }  # fmt: skip
    sent: list[dict[str, Any]] = []
    inbox = [{"type": "http.request", "body": body, "more_body": False}]
    answered = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if not inbox:
            await answered.wait()
        return inbox.pop() if inbox else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            answered.set()

    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    return Reply(start["status"], dict(start["headers"]), b"".join(one.get("body", b"") for one in sent[1:]))


def unquoted(path: str) -> str:
    from urllib.parse import unquote

    return (
        unquote(path, errors="surrogateescape").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    )
