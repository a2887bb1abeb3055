"""A server under measurement: started in a process group of its own, asked what it stored and answered, ended by its id.

Owns: child processes, free ports, the counting of stored rows, of 201s in the server's own log and of syncs. Does not
own what the servers do. Nothing started here outlives the bench: every group is ended on the way out, and the kernel
ends what a killed bench leaves behind.
"""

import contextlib
import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from bench.shim import Syncs

READY_S: Final = 60.0
SETTLE_S: Final = 10.0
PR_SET_PDEATHSIG: Final = 1  #: linux/prctl.h
CREATED: Final = re.compile(rb'"status": ?201\b')

Count = Callable[[], int]


class Server:
    """One server. `stored` counts its visits; None for an echo, which stores nothing."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        port: int,
        folder: Path,
        syncs: Syncs,
        stored: Count | None,
        env: dict[str, str] | None = None,
        preloaded: bool = True,
    ) -> None:
        self.name, self.port, self.syncs, self.stored = name, port, syncs, stored
        shim = syncs.env if preloaded else {}  # a command that sets it itself, for its child alone
        self._command, self._env = command, {**os.environ, **shim, **(env or {})}
        self._log_file = folder / f"{name}.log"
        self._read_to, self._created = 0, 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log_file.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    def created(self) -> int:
        """201s in the server's own log so far."""
        with self._log_file.open("rb") as log:
            log.seek(self._read_to)
            new = log.read()
        whole = new.rfind(b"\n") + 1
        self._read_to += whole
        self._created += len(CREATED.findall(new[:whole]))
        return self._created

    def settled(self) -> tuple[int, int]:
        """Rows stored and 201s logged, once what was in flight when the load stopped has ended."""
        until, before = time.monotonic() + SETTLE_S, (-1, -1)
        while True:
            now = (self.stored() if self.stored else 0, self.created())
            if now == before or time.monotonic() > until:
                return now
            before = now
            time.sleep(0.1)

    def resident_mb(self) -> float:
        """Resident memory of the server's process, MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]  # always there

    def wait_until_ready(self) -> None:
        until = time.monotonic() + READY_S
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise RuntimeError(f"{self.name} did not start:\n{self._log_file.read_text()[-2000:]}")

    def stop(self) -> None:
        """End the whole group: politely, then for good."""
        if self._process is None:
            return
        for sign, patience_s in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(patience_s)
                if sign is signal.SIGKILL or not group_alive(self.pid):
                    return


def end_with_parent() -> None:
    """In the child: be told to end when the bench is gone, even when it was killed without a word."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@contextlib.contextmanager
def running(servers: Sequence[Server]) -> Iterator[None]:
    """All started and ready, and all ended whatever happens."""
    try:
        for server in servers:
            server.start()
        for server in servers:
            server.wait_until_ready()
        yield
    finally:
        for server in servers:
            server.stop()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def python(module: str, *arguments: Any) -> list[str]:
    return [sys.executable, "-m", module, *(str(one) for one in arguments)]
