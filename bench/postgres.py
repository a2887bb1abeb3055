"""A PostgreSQL cluster of the bench's own: made, started with the shim, and gone afterwards. Never the machine's own.

Owns: the cluster. PostgreSQL refuses to run as root, so root runs it as Debian's `postgres`; the folder is its own.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.serving import Server, free_port, running
from bench.shim import Missing, Syncs, require

DEBIAN: Final = Path("/usr/lib/postgresql")
SETTINGS: Final = (
    *("fsync=on", "synchronous_commit=on", "full_page_writes=on", "wal_sync_method=fdatasync"),
    *("listen_addresses=127.0.0.1", "shared_buffers=128MB", "max_connections=60"),
)


def binaries() -> Path:
    """Debian's newest server programs, or those on the path."""
    found = (
        sorted(DEBIAN.glob("*/bin"), key=lambda folder: int(folder.parent.name)) if DEBIAN.is_dir() else []
    )
    if found:
        return found[-1]
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    raise Missing(
        "The PostgreSQL part needs a PostgreSQL server, and none was found: apt-get install postgresql"
    )


def as_postgres(*command: str) -> list[str]:
    """The command as the user PostgreSQL may run as, in the same process, so that a signal reaches it at once."""
    if os.geteuid() != 0:
        return list(command)
    user = ("--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig=TERM")
    return [require("setpriv", "util-linux"), *user, "--", *command]


@contextmanager
def cluster(folder: Path, syncs: Syncs) -> Iterator[tuple[Server, int]]:
    """A running server whose syncs are counted (and slowed, with the shim), and its port."""
    home, port = folder / "cluster", free_port()
    home.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    bin_folder = binaries()
    made = as_postgres(
        f"{bin_folder}/initdb", "-A", "trust", "-U", "bench", "-E", "UTF8", "--locale=C", "-D", str(home)
    )
    subprocess.run(made, check=True, capture_output=True, timeout=120, cwd="/")
    options = [
        part for one in (*SETTINGS, f"port={port}", f"unix_socket_directories={home}") for part in ("-c", one)
    ]
    preload = [f"{name}={value}" for name, value in syncs.env.items()]
    command = as_postgres("env", *preload, f"{bin_folder}/postgres", "-D", str(home), *options)
    server = Server("postgres", command, port, folder, syncs, None, preloaded=False)
    with running([server]):
        yield server, port


def create(port: int, name: str) -> str:
    """A fresh database; its URL."""
    made = [f"{binaries()}/createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "bench", name]
    subprocess.run(made, check=True, capture_output=True, timeout=60)
    return f"postgresql://bench@127.0.0.1:{port}/{name}"
