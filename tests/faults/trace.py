"""What the system was asked, in order: does a sync return before each 2xx is written?

Owns: tracing a server (and on PostgreSQL the backends that work for it) with strace, and reading the trace. One client
sends one entry after the other with a pause between, so a sync that returns between a request and its answer is that
entry's. Does not own killing.
"""

import re
import signal
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

SYNCS = ("fsync", "fdatasync")
CALLS = ",".join(
    (*SYNCS, "read", "recv", "recvfrom", "recvmsg", "write", "writev", "send", "sendto", "sendmsg")
)
#: 1700000000.123456 fdatasync(8) = 0 · … fdatasync(8 <unfinished ...> · … <... fdatasync resumed>) = 0
LINE = re.compile(r"^\S+\s+(?P<at>\d+\.\d+) (?:<\.\.\. )?(?P<call>\w+)(?P<rest>.*)$")


class Seen(NamedTuple):
    """Something that happened, when it was finished (a request read, a sync) or begun (an answer). Seconds."""

    at: float
    what: str  #: "request", "sync" or "answer"


class Tracing:
    """strace on running processes and all their threads, until it is ended."""

    def __init__(self, pids: Iterable[int], file: Path) -> None:
        self.file = file
        attach = [part for pid in pids for part in ("-p", str(pid))]
        command = ["strace", "-f", "-ttt", "-T", "-s", "32", "-e", f"trace={CALLS}", "-o", str(file), *attach]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr
        if "attached" not in (said := self.process.stderr.readline()):
            raise PermissionError(f"strace cannot attach: {said}")

    def end(self) -> list[Seen]:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)
        assert self.process.stderr
        self.process.stderr.close()
        return sorted(read(self.file.read_text("utf-8", "replace").splitlines()))


def read(lines: Iterable[str]) -> Iterator[Seen]:
    """Requests read, syncs finished and 2xx answers begun in a trace."""
    for line in lines:
        if found := LINE.match(line):
            rest, at = found["rest"], float(found["at"])
            took = 0.0 if "resumed" in rest else seconds_taken(rest)
            if found["call"] in SYNCS and re.search(r"= 0 <", rest):
                yield Seen(at + took, "sync")
            elif '"PUT /api' in rest:
                yield Seen(at + took, "request")
            elif '"HTTP/1.1 20' in rest and "resumed" not in rest:
                yield Seen(at, "answer")


def seconds_taken(rest: str) -> float:
    """`… = 0 <0.000200>` took 0.0002 s; a call that is not finished on its line took nothing yet."""
    found = re.search(r"<(\d+\.\d+)>$", rest)
    return float(found[1]) if found else 0.0


def unsynced(seen: Iterable[Seen]) -> tuple[int, int]:
    """(answers, answers without a sync since their request was read)."""
    answers = bare = 0
    synced = False
    for one in seen:
        if one.what == "answer":
            answers, bare = answers + 1, bare + (not synced)
        else:
            synced = one.what == "sync"
    return answers, bare
