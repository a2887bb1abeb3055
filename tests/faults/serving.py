"""A founded county behind a real server that can be killed and started again.

Owns: making the database, the warm parent, readiness, signing in. Does not own what is measured (kill.py, trace.py).
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import httpx

from inspections.credentials import set_password
from inspections.ledger import judge_group
from inspections.settings import Settings
from inspections.storage import open_storage
from tests.ledger.county import found
from tests.people import INSPECTOR
from tests.storage.cluster import free_port

ACCOUNT, PASSWORD = "xianju", "Xiang-tang-2026"
CHEAP = {"argon2_memory_kib": 8, "argon2_rounds": 1, "argon2_lanes": 1}
READY_WITHIN_S = 30


async def make_county(url: str) -> None:
    """A founded county in which a county user and a township's inspector can sign in."""
    storage = await open_storage(url, judge_group)
    try:
        await found(storage)
        for account in (ACCOUNT, INSPECTOR):
            await set_password(storage, account, PASSWORD, Settings(**CHEAP))
    finally:
        await storage.close()


class Serving:
    """One server after another on the same port and database, each in a process group of its own."""

    def __init__(self, url: str, data: Path, fault: str = "") -> None:
        self.port, self.group = free_port(), 0
        environment = os.environ | {
            "XUNCHA_DATA": str(data),
            "XUNCHA_DATABASE": url,
            "XUNCHA_PORT": str(self.port),
            **{f"XUNCHA_{name.upper()}": str(value) for name, value in CHEAP.items()},
        }
        command = [sys.executable, "-m", "tests.faults.warm", fault]
        self.log = (data / "server.log").open("a+")
        self.parent = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def tell(self, command: str) -> int:
        """Tell the warm parent something; the number it answers."""
        assert self.parent.stdin and self.parent.stdout
        print(command, file=self.parent.stdin, flush=True)
        return int(self.parent.stdout.readline() or self.give_up("the warm parent has ended"))

    def give_up(self, why: str) -> NoReturn:
        self.log.seek(0)
        raise RuntimeError(f"{why}:\n{self.log.read()[-2000:]}")

    def start(self) -> None:
        self.group = self.tell("start")
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/ready").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.02)
        self.give_up("the server is not ready")

    def sign_in(self) -> str:
        """A token; sessions outlive the server."""
        said = {"account": ACCOUNT, "password": PASSWORD, "device": "kill"}
        answer = httpx.post(f"http://127.0.0.1:{self.port}/api/v1/login", json=said)
        return str(answer.raise_for_status().json()["token"])

    def kill(self) -> None:
        """SIGKILL to the whole process group, and wait until it is gone."""
        os.killpg(self.group, signal.SIGKILL)
        self.tell("wait")
        self.group = 0

    def end(self) -> None:
        if self.group:
            self.kill()
        assert self.parent.stdin and self.parent.stdout
        self.parent.stdin.close()
        self.parent.wait(10)
        self.parent.stdout.close()
        self.log.close()


@contextmanager
def serving(url: str, data: Path, fault: str = "") -> Iterator[Serving]:
    """A founded county in an empty database, its server not yet started."""
    with ThreadPoolExecutor(1) as beside:  # a browser test has a loop of its own in this thread
        beside.submit(asyncio.run, make_county(url)).result()
    data.mkdir(parents=True, exist_ok=True)
    server = Serving(url, data, fault)
    try:
        yield server
    finally:
        server.end()
