"""Hostile uploads against a real server: only 2xx and 4xx, little memory, and no file but where photos belong.

Owns: sending the attacks, watching the server's memory and every folder around it, the tally. Does not own the attacks
(hostile.py) or the server (serving.py). An accepted photo is also asked for as a thumbnail, so that drawing is attacked
as well.
"""

import hashlib
import http.client
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

from tests.faults.hostile import Attack, attacks
from tests.faults.serving import ACCOUNT, Serving, serving

MOST_MB: Final = 300  #: server and decoder together
STEP_S: Final = 0.02
PART: Final = re.compile(rf"[0-9a-f]{{64}}\.{ACCOUNT}")
DATABASE: Final = re.compile(r"(ledger\.db(-wal|-shm)?|server\.log|server\.lock)")


class Tally(Struct):
    """What became of the attacks."""

    sent: int = 0
    statuses: dict[str, int] = {}
    accepted: int = 0
    peak_mb: int = 0
    broken: list[str] = []  #: answers of 500 and more, or none at all
    strays: list[str] = []  #: files where none belong, or photos that are not what their name says

    def holds(self) -> bool:
        return not self.broken and not self.strays and self.peak_mb < MOST_MB


def campaign(folder: Path, count: int, seed: int, fault: str = "", seconds: float = 1e9) -> Tally:
    """Attacks one after the other on a server of its own, until `seconds` have passed."""
    data, canary, tally = folder / "home" / "data", folder / "home" / "canary", Tally()
    for each in (data, canary):
        each.mkdir(parents=True)
    (canary / "note").write_text("untouched")
    with serving(f"sqlite:///{data / 'ledger.db'}", data, fault) as server:
        server.start()
        token, before = server.sign_in(), listing(folder)
        deadline = time.monotonic() + seconds
        with watched(server.group, tally), ThreadPoolExecutor(4) as pool:
            for attack in attacks(count, seed):
                if time.monotonic() > deadline:
                    break
                sending = [pool.submit(judged, server, token, attack) for _ in range(attack.times)]
                for sent in sending:
                    note(tally, attack, *sent.result())
        tally.strays = sorted(strays(folder, data / "photos", before))
    return tally


def judged(server: Serving, token: str, attack: Attack) -> tuple[int, int]:
    """The status of an attack, and of the thumbnail when it was accepted (0: not asked, or no answer)."""
    status = asked(server, token, "PUT", attack.target, attack.content, attack.headers)
    drawn = 0
    if status in (200, 201):
        drawn = asked(server, token, "GET", f"{attack.target}?size=thumb") or 599
    return status or 599, drawn


def asked(
    server: Serving,
    token: str,
    method: str,
    target: str,
    content: bytes = b"",
    headers: dict[str, str] | None = None,
) -> int:
    """The status; 0 when the server did not answer. The request line is sent as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.putrequest(method, f"/api/v1/photos/{target}", skip_accept_encoding=True)
        for name, value in {
            "Authorization": f"Bearer {token}",
            "Content-Length": str(len(content)),
            **(headers or {}),
        }.items():
            connection.putheader(name, value.encode())
        connection.endheaders(content)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def note(tally: Tally, attack: Attack, status: int, drawn: int) -> None:
    tally.sent += 1
    tally.accepted += status in (200, 201)
    tally.statuses = dict(sorted((Counter(tally.statuses) + Counter([str(status)])).items()))
    if status >= 500 or drawn >= 500:
        tally.broken.append(f"{attack.sort} {attack.target[:16]}: {status} {drawn}")


def listing(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def strays(folder: Path, photos: Path, before: set[str]) -> Iterator[str]:
    """Files that are new where none may be, and photos whose bytes are not those of their name."""
    if (folder / "home" / "canary" / "note").read_text() != "untouched":
        yield "canary"
    for name in listing(folder) - before:
        path = folder / name
        if path.is_dir() or DATABASE.fullmatch(path.name):
            continue
        in_photos = path.relative_to(photos).parts if path.is_relative_to(photos) else ()
        match in_photos:
            case (".arriving", part) if PART.fullmatch(part):
                continue
            case (".drawn", shard, drawn) if drawn.startswith(shard) and drawn.endswith(".jpg"):
                continue
            case (".grey", shard, _) if len(shard) == 2:
                continue
            case (shard, sha256) if sha256[:2] == shard and held(path) == sha256:
                continue
        yield name


def held(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def watched(server: int, tally: Tally) -> Iterator[None]:
    """Keep the largest sum of resident memory of the server and the processes it started, in MiB."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(STEP_S):
            tally.peak_mb = max(tally.peak_mb, sum(resident_mb(pid) for pid in (server, *children(server))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def children(parent: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{parent}/task").glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]
    except OSError:
        return []


def resident_mb(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 // 2**20
    except (OSError, IndexError):
        return 0
