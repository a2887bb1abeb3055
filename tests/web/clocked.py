"""A founded county behind a real server whose clock the test sets: a notice of seven days passes in a moment.

Owns: that server, in a thread of this process. Does not own the county (tests/ledger/county.py).
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from api.app import create_app
from inspections.settings import Settings
from tests.ledger.county import Clock
from tests.people import PASSWORD
from tests.storage.cluster import free_port

CHEAP = {"argon2_memory_kib": 8, "argon2_rounds": 1, "argon2_lanes": 1}


class Clocked:
    """Where it listens, the password of everybody, and its clock."""

    def __init__(self, port: int, clock: Clock) -> None:
        self.url, self.password, self.clock = f"http://127.0.0.1:{port}", PASSWORD, clock


@contextmanager
def clocked(folder: Path, database: Path) -> Iterator[Clocked]:
    """Serves the database until the block ends."""
    port, clock = free_port(), Clock()
    settings = Settings(data=folder, database=f"sqlite:///{database}", port=port, **CHEAP)
    application = create_app(settings, clock=clock)
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.05)
        yield Clocked(port, clock)
    finally:
        server.should_exit = True
        thread.join()
