"""Decoding (解码): one process of its own that opens pictures, so that a hostile file costs at most that process.

Owns: starting it, one job at a time, its limits, and a new one after a crash or a timeout. Does not own what a picture
is (pictures.py, which runs over there: the server itself never imports a decoder). A decoder that crashes, loops or
eats memory is a refused file, never a server in trouble. Measured: docs/design/0008-photos.md.
"""

import asyncio
import resource
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec
from msgspec import Struct

from inspections.facts import Fault
from inspections.likeness import Alike, Fit, Print

JOB_S: Final = 30.0  #: longest one picture may take, seconds
JOBS: Final = 300  #: then a fresh process: what a decoder leaked goes with the old one
PROGRAM: Final = (sys.executable, "-m", "inspections.pictures")
MEMORY_MB: Final = 280  #: what the process may have of its own; a picture within the limits stays below 170


class Examine(Struct, frozen=True, tag=True):
    """Is this file a picture of the type it was said to be?"""

    path: str
    declared: str  #: media type


class Draw(Struct, frozen=True, tag=True):
    """Make a JPEG for the screen out of it."""

    path: str
    to: str
    side: int  #: longest side, pixels
    caption: str = ""  #: written into the picture; empty for none


class Fingerprint(Struct, frozen=True, tag=True):
    """Find the marks of a picture, and keep the grey one they were found on."""

    path: str
    to: str  #: where the grey picture goes


class Compare(Struct, frozen=True, tag=True):
    """How much of one grey picture is another one, laid over it so."""

    path: str
    other: str
    fit: Fit


class Seen(Struct, frozen=True, omit_defaults=True):
    """What came of a job: faults when it is no good; damaged when only a part could be read; what was asked for."""

    faults: tuple[Fault, ...] = ()
    damaged: bool = False
    found: Print | None = None
    alike: Alike | None = None


Job = Examine | Draw | Fingerprint | Compare
GAVE_UP: Final = Seen((Fault("", "undecodable", "这个文件打不开：解码时出错、超时或占用内存过多。"),))


class Decoder:
    """The process, started when it is first asked and again when it is gone."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._child: asyncio.subprocess.Process | None = None
        self._jobs = 0

    async def examine(self, path: Path, declared: str) -> Seen:
        return await self._ask(Examine(str(path), declared))

    async def draw(self, path: Path, to: Path, side: int, caption: str) -> Seen:
        return await self._ask(Draw(str(path), str(to), side, caption))

    async def fingerprint(self, path: Path, to: Path) -> Seen:
        return await self._ask(Fingerprint(str(path), str(to)))

    async def compare(self, path: Path, other: Path, fit: Fit) -> Alike | None:
        return (await self._ask(Compare(str(path), str(other), fit))).alike

    async def close(self) -> None:
        if self._child is not None:
            with suppress(ProcessLookupError):
                self._child.kill()
            await self._child.communicate()
        self._child = None

    async def _ask(self, job: Job) -> Seen:
        """One job, tried again once when the process was lost: it may have been killed for another's sake."""
        async with self._turn:
            for _ in range(2):
                answer = await self._answer(job)
                if answer is not None:
                    return answer
            return GAVE_UP

    async def _answer(self, job: Job) -> Seen | None:
        """None when the process ended instead of answering."""
        child = await self._running()
        try:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(msgspec.json.encode(job) + b"\n")
            line = await asyncio.wait_for(child.stdout.readline(), JOB_S)
            return msgspec.json.decode(line, type=Seen)
        except TimeoutError:
            await self.close()
            return GAVE_UP
        except (msgspec.DecodeError, ConnectionError):
            await self.close()
            return None
        except BaseException:  # whoever asked is gone; the answer still to come must reach nobody else
            await self.close()
            raise

    async def _running(self) -> asyncio.subprocess.Process:
        self._jobs += 1
        if self._jobs % JOBS == 0:
            await self.close()
        if self._child is None:
            self._child = await asyncio.create_subprocess_exec(
                *PROGRAM,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,  # Ctrl-C at a terminal is for the server, which then closes this
            )
        return self._child


def drawn_alone(path: Path, side: int) -> bytes | None:
    """A picture drawn by a process of its own for whoever has no event loop; None when it cannot be drawn."""
    with TemporaryDirectory(prefix="xuncha-draw-") as folder:
        job = Draw(str(path), f"{folder}/drawn.jpg", side)
        try:
            told = subprocess.run(PROGRAM, input=msgspec.json.encode(job), capture_output=True, timeout=JOB_S)  # noqa: S603  # our own program
            seen = msgspec.json.decode(told.stdout, type=Seen)
        except (subprocess.TimeoutExpired, msgspec.DecodeError):
            return None
        return None if seen.faults else Path(job.to).read_bytes()


def drawn_together(jobs: Sequence[Draw]) -> list[bool]:
    """Which of many pictures were drawn, one after the other by one process. One that breaks it costs itself only: the
    rest goes on in a fresh one."""
    drawn: list[bool] = []
    while left := jobs[len(drawn) :]:
        lines = b"".join(msgspec.json.encode(job) + b"\n" for job in left)
        try:
            told = subprocess.run(PROGRAM, input=lines, capture_output=True, timeout=JOB_S * len(left)).stdout  # noqa: S603  # our own program
        except subprocess.TimeoutExpired as late:
            told = late.stdout or b""
        answered = [line for line in told.splitlines(keepends=True) if line.endswith(b"\n")]
        drawn += [not msgspec.json.decode(line, type=Seen).faults for line in answered]
        if len(answered) < len(left):
            drawn.append(False)
    return drawn


def confine() -> None:
    """What the process may use at most; beyond it, allocating fails and the file is refused."""
    memory = MEMORY_MB * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
