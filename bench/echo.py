"""The ceilings: what HTTP alone can do here. Run: `python -m bench.echo typed|asgi PORT`.

`typed`: our own application with its door, bearer token, role, log line, route and decoding of the body, but the answer
is made up: nothing is sealed, judged or stored. `asgi`: a bare function under Litestar's router that reads the body and
answers as many bytes. Both stand where the load writes to. Owns: these two; neither is part of the program.
"""

import sys
from typing import Any, Final

import msgspec
import uvicorn
from litestar import Litestar, asgi
from litestar.types import Receive, Scope, Send

from api import start
from api.auth import Call
from api.reading import body_of
from api.routes import entries
from bench.county import BOOK
from inspections.entries import Receipt
from inspections.ledger import Created
from inspections.rules import VOCABULARY
from inspections.settings import load

ID: Final = "01950000-0000-7000-8000-000000000000"
ZEROS: Final = "0" * 64
RECEIPT: Final = Receipt(
    id=ID,
    type="visit",
    book=BOOK,
    seq=1,
    hash=ZEROS,
    prev_hash=ZEROS,
    received_at="2026-01-01T00:00:00.000000Z",
)
BYTES: Final = msgspec.json.encode(RECEIPT)
HEADERS: Final = [(b"content-type", b"application/json"), (b"content-length", str(len(BYTES)).encode())]


async def answered(_entry_id: str, raw: bytes, _call: Call) -> Created:
    """In the place of the write: read the body, store nothing."""
    body_of(raw, VOCABULARY.decode)
    return Created(RECEIPT)


@asgi("/api/v1/entries", is_mount=True, copy_scope=True)
async def bare(scope: Scope, receive: Receive, send: Send) -> None:
    more = True
    while more:
        message: Any = await receive()
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 201, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BYTES, "more_body": False})


if __name__ == "__main__":
    port = int(sys.argv[2])
    if sys.argv[1] == "typed":
        entries.write = answered  # type: ignore[assignment]  # in this process only
        del entries.put_entry.opt["direct"]  # this ceiling is the framework's own way
        start.serve(start.with_address(load(), port=port))
    else:
        app = Litestar([bare], openapi_config=None, logging_config=None)
        uvicorn.run(app, port=port, loop="uvloop", http="httptools", access_log=False, log_level="warning")
