"""A line between phone and server that fails where it is told to: at the n-th request, before, within or after it.

Owns: counting requests and cutting them, killing and restarting the server behind. Does not own what the phone sends
or what must come of it (queue_faults.py).
"""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, NamedTuple

from tests.faults.serving import Serving

#: what may happen to one request; `cut` is the network, `killed` the server by SIGKILL
HOWS: Final = ("cut before", "cut within", "cut after", "killed before", "killed within", "killed after")
HOP: Final = {"connection", "transfer-encoding", "keep-alive", "content-length"}


class Fault(NamedTuple):
    step: int  #: which request since arming, from 1; 0 never
    how: str
    at: str = ""  #: counts only requests whose line holds this


NONE: Final = Fault(0, "")


class Line:
    """What the phone takes for the server."""

    def __init__(self, server: Serving) -> None:
        self.server, self.fault, self.lock = server, NONE, threading.Lock()
        self.steps: list[str] = []
        self.fired = False
        self.listener = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.url = f"http://127.0.0.1:{self.listener.server_port}"

    def arm(self, fault: Fault) -> None:
        with self.lock:
            self.fault, self.steps, self.fired = fault, [], False

    def turn(self, request: str) -> str:
        """How this request fails; empty when it goes through."""
        with self.lock:
            self.steps.append(request)
            step = sum(self.fault.at in one for one in self.steps)
            if step != self.fault.step or self.fault.at not in request or self.fired:
                return ""
            self.fired = True
            return self.fault.how


@contextmanager
def line(server: Serving) -> Iterator[Line]:
    between = Line(server)
    thread = threading.Thread(target=between.listener.serve_forever, daemon=True)
    thread.start()
    try:
        yield between
    finally:
        between.listener.shutdown()
        between.listener.server_close()


def handler(between: Line) -> type[BaseHTTPRequestHandler]:
    class Between(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            api = self.path.startswith("/api/")
            how = between.turn(f"{self.command} {self.path}") if api else ""
            raw = b"".join([self.head(), body])
            try:
                if how:
                    self.fail(how, raw, len(body))
                else:
                    self.answer(*self.asked(raw))
            except (OSError, http.client.HTTPException):
                self.close_connection = True  # the server is down: so is the line

        def head(self) -> bytes:
            kept = [(name, value) for name, value in self.headers.items() if name.lower() != "connection"]
            lines = [f"{self.command} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in kept)]
            return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")

        def connected(self) -> socket.socket:
            return socket.create_connection(("127.0.0.1", between.server.port), timeout=60)

        def asked(self, raw: bytes) -> tuple[http.client.HTTPResponse, bytes]:
            with self.connected() as wire:
                wire.sendall(raw)
                answer = http.client.HTTPResponse(wire, method=self.command)
                answer.begin()
                return answer, answer.read()

        def answer(self, told: http.client.HTTPResponse, body: bytes) -> None:
            self.send_response_only(told.status)
            for name, value in told.getheaders():
                if name.lower() not in HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if self.command != "HEAD" else b"")

        def fail(self, how: str, raw: bytes, length: int) -> None:
            """The phone hears nothing; the server hears nothing, half, or all."""
            what, when = how.split()
            try:
                if when == "after":
                    self.asked(raw)
                elif when == "within":
                    self.send_half(raw, length)
                if what == "killed":
                    between.server.kill()
            finally:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            if what == "killed":
                between.server.start()

        def send_half(self, raw: bytes, length: int) -> None:
            with self.connected() as wire:
                wire.sendall(raw[: len(raw) - (length // 2 or 10)])

        def log_message(self, *_: object) -> None:
            """The steps are kept; a line for each would drown them."""

        do_GET = do_PUT = do_POST = do_HEAD = pass_on

    return Between
