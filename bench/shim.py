"""The fsync shim: compiled on the fly, preloaded into a server, its counter read from a shared page.

Owns: building fsync_shim.c and one counter per server. Does not own what a sync costs on the real disk: `sleep_us=None`
only counts. The counter lives in a page because a server that is ended by a signal prints nothing.
"""

import mmap
import os
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).with_name("fsync_shim.c")
SLEEP_US: Final = 1000  #: one sync of the repeatable runs


class Missing(Exception):
    """A program the bench cannot do without is not installed; the message says which and how to get it."""


def require(program: str, package: str) -> str:
    """Path of a program, or Missing with one clear sentence."""
    found = shutil.which(program)
    if found is None:
        raise Missing(f"The bench needs {program}, and it was not found: apt-get install {package}")
    return found


def build(folder: Path) -> Path:
    """Compile the shim into a folder; about 0.2 s, so never cached."""
    library = folder / "fsync_shim.so"
    flags = ("-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC")
    subprocess.run(
        [require("gcc", "gcc"), *flags, "-o", str(library), str(SOURCE), "-ldl"], check=True, timeout=60
    )
    return library


class Syncs:
    """How often one server (all its processes) has called fsync or fdatasync since it began."""

    def __init__(self, library: Path, page: Path, sleep_us: int | None) -> None:
        page.write_bytes(bytes(mmap.PAGESIZE))
        page.chmod(0o666)  # PostgreSQL counts as its own user
        with page.open("r+b") as file:
            self._page = mmap.mmap(file.fileno(), mmap.PAGESIZE)
        self.env = {"LD_PRELOAD": str(library), "BENCH_FSYNC_PAGE": str(page)}
        if sleep_us is not None:
            self.env["BENCH_FSYNC_US"] = str(sleep_us)

    def count(self) -> int:
        return int(struct.unpack_from("=Q", self._page)[0])


def room(disk: bool, name: str) -> Path:
    """A fresh folder for databases: memory for the repeatable runs, the real file system for --disk."""
    above = Path("build/bench") if disk else Path("/dev/shm")
    above.mkdir(parents=True, exist_ok=True)
    for left in above.glob("xuncha-bench-*"):
        if not Path("/proc", left.name.split("-")[2]).exists():  # of a bench that was killed
            shutil.rmtree(left, ignore_errors=True)
    folder = above / f"xuncha-bench-{os.getpid()}-{name}"
    folder.mkdir(mode=0o755)
    return folder.resolve()
