"""Phones that send and send again, in a process of their own: python -m tests.faults.clients PORT TOKEN COUNT NAME.

Owns: COUNT clients, each with one entry on its way at a time, kept until it is acknowledged, whatever happens to the
server. Prints `ack ID SEQ STATUS` for each receipt, `down ID` when a connection breaks with ID unanswered (`-` when
none was), `odd STATUS BODY` for anything else.
"""

import asyncio
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from uuid import uuid5

import msgspec

from tests.ledger.county import visit
from tests.storage.filer import NAMES, UNITS

TRY_AGAIN_S = 0.005


class Line:
    """One connection to the server, opened anew when it has broken."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def exchange(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of the answer, or ConnectionError."""
        reader, writer = self.streams or await self.open()
        writer.write(request)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            return int(head.split()[1]), await reader.readexactly(length)
        except asyncio.IncompleteReadError:
            raise ConnectionResetError from None

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while True:
            try:
                self.streams = await asyncio.open_connection("127.0.0.1", self.port)
                return self.streams
            except ConnectionRefusedError:
                await asyncio.sleep(TRY_AGAIN_S)

    def broken(self) -> None:
        if self.streams:
            self.streams[1].close()
        self.streams = None


def requests(port: int, token: str, name: str) -> Iterator[tuple[str, bytes]]:
    """Entries without end: their ids and the bytes to send."""
    now = datetime.now(UTC)
    bodies = [msgspec.json.encode(visit(unit, at=now)) for unit in UNITS]
    for number in count():
        entry_id, body = str(uuid5(NAMES, f"{name}/{number}")), bodies[number % len(bodies)]
        head = (
            f"PUT /api/v1/entries/{entry_id} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        yield entry_id, head.encode() + body


async def client(port: int, token: str, name: str) -> None:
    line = Line(port)
    for entry_id, request in requests(port, token, name):
        await until_acknowledged(line, entry_id, request)


async def until_acknowledged(line: Line, entry_id: str, request: bytes) -> None:
    while True:
        connected = line.streams is not None
        try:
            status, body = await line.exchange(request)
        except ConnectionError:
            line.broken()
            print("down", entry_id if connected else "-", flush=True)
            continue
        if status in (200, 201):
            print("ack", entry_id, msgspec.json.decode(body)["seq"], status, flush=True)
            return
        print("odd", status, body.decode(), flush=True)
        await asyncio.sleep(1)


async def main(port: int, token: str, clients: int, name: str) -> None:
    await asyncio.gather(*(client(port, token, f"{name}/{number}") for number in range(clients)))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]))
