"""A mail server for tests: speaks enough SMTP over a real socket to take a message, or to refuse it.

Owns: that. It is somebody else's server, so it stands in for it at the socket, not in our code.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Mailbox:
    """What came in: sender, recipients, the message. `refuse`: a line to answer the sender with instead."""

    def __init__(self) -> None:
        self.received: list[tuple[str, list[str], bytes]] = []
        self.refuse = ""
        self.url = ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        sender, to = "", list[str]()
        say("220 example ESMTP")
        while line := (await reader.readline()).decode().strip():
            word = line[:4].upper()
            if word == "MAIL":
                sender = address_in(line)
                say(self.refuse or "250 OK")
            elif word == "RCPT":
                to.append(address_in(line))
                say("250 OK")
            elif word == "DATA":
                say("354 go on")
                raw = await reader.readuntil(b"\r\n.\r\n")
                self.received.append((sender, to, raw.removesuffix(b".\r\n")))
                say("250 OK")
            elif word == "QUIT":
                say("221 bye")
                break
            else:
                say("250 OK")
        writer.close()


def address_in(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]


@asynccontextmanager
async def mail_server() -> AsyncIterator[Mailbox]:
    """One that listens on a port of its own."""
    box = Mailbox()
    server = await asyncio.start_server(box.talk, "127.0.0.1", 0)
    box.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield box
    finally:
        server.close()
