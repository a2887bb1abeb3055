"""A PostgreSQL cluster of the tests' own: made, started, stopped and removed again.

Owns: that cluster and fresh databases in it. Does not own what is in them. The server refuses to run as root, so root
runs Debian's binaries as `postgres`.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

_numbers = count(1)


def binaries() -> Path:
    """Debian's newest PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise FileNotFoundError("PostgreSQL is missing: apt-get install postgresql")
    return found[-1]


def as_postgres(*command: str) -> None:
    """Run one of its programs as the user it accepts."""
    prefix = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def running(*settings: str) -> Iterator[str]:
    """The address of a running cluster, without a database name; `settings` such as "log_min_messages=fatal"."""
    home = Path(tempfile.mkdtemp(prefix="xuncha-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    data, port = home / "data", free_port()
    options = " ".join(f"-c {one}" for one in (*settings, f"port={port}", f"unix_socket_directories={home}"))
    try:
        as_postgres(
            f"{binaries()}/initdb",
            "-D",
            f"{data}",
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C",
        )
        as_postgres(
            f"{binaries()}/pg_ctl", "-D", f"{data}", "-w", "-l", f"{home}/log", "-o", options, "start"
        )
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        if (data / "postmaster.pid").exists():
            as_postgres(f"{binaries()}/pg_ctl", "-D", f"{data}", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fresh_database(address: str) -> str:
    """The address of a new, empty database."""
    name = f"ledger_{os.getpid()}_{next(_numbers)}"
    create = (f"{binaries()}/createdb", "--maintenance-db", f"{address}/postgres", name)
    subprocess.run(create, check=True)
    return f"{address}/{name}"
