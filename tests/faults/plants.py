"""Faults planted into a server, to see that the harnesses notice them.

Owns: two lies about durability on SQLite (`synchronous-off` never asks the disk; `early-answer` answers, then commits) and
two ways to be careless with photos (`decoder-inside` decodes in the server and lets its errors through; `raw-name` keeps a
file under the name its sender gave it).
"""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PIL import Image

from api.routes.photos import Look
from inspections.storage import sqlite

COMMIT_LATER_S: Final = 0.1  #: long against the rest of a group, so that a kill nearly always falls between


def synchronous_off() -> None:
    """Every connection of the server leaves it to the system when to write."""
    honest = sqlite.connect

    def connect(path: Any, **how: Any) -> Any:
        connection = honest(path, **how)
        connection.execute("pragma synchronous=off")
        return connection

    sqlite.connect = connect


def early_answer() -> None:
    """Callers hear of their receipts before the commit; what brings no entry (a sign-in) stays honest."""
    honest = sqlite.Sqlite._commit

    def commit(storage: Any, jobs: list[Any]) -> None:
        items = [job for job, _, _ in jobs if not callable(job)]
        if len(items) < len(jobs):
            honest(storage, jobs)
            return
        run = storage._connection.execute
        run("begin immediate")
        group = storage._drive(storage.judge(items, storage.clock()))
        storage._append(group.writes)
        results = [group.answers[number] for number in range(len(items))]
        jobs[0][1].call_soon_threadsafe(sqlite.deliver, [future for _, _, future in jobs], results)
        time.sleep(COMMIT_LATER_S)
        run("commit")

    sqlite.Sqlite._commit = commit  # type: ignore[method-assign]  # that is the fault


def decoder_inside() -> None:
    async def look(looked: Look, path: Path) -> None:
        with Image.open(path) as image:
            image.load()

    Look.__call__ = look  # type: ignore[method-assign]  # that is the fault


def raw_name() -> None:
    honest_init, honest_call = Look.__init__, Look.__call__

    def init(looked: Any, request: Any) -> None:
        honest_init(looked, request)
        looked.said = re.findall(r'filename="([^"]*)"', request.headers.get("content-disposition", ""))

    async def look(looked: Any, path: Path) -> None:
        await honest_call(looked, path)
        for name in looked.said:
            (path.parent.parent / name).write_bytes(path.read_bytes())  # that is the fault

    Look.__init__, Look.__call__ = init, look  # type: ignore[method-assign]  # that is the fault


PLANTS: Final[dict[str, Callable[[], None]]] = {
    "synchronous-off": synchronous_off,
    "early-answer": early_answer,
    "decoder-inside": decoder_inside,
    "raw-name": raw_name,
}
