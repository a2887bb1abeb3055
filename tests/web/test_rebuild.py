"""The committed app is what its source builds, and its shell is small enough for a township's network.

Owns: bytes and sizes of api/static/app. Does not own what the app does (the browser tests).
"""

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import unavailable

ROOT = Path(__file__).parent.parent.parent
WEB = ROOT / "web"
BUILT = ROOT / "api" / "static" / "app"
SHELL_BYTES = 40 * 1024


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def packages() -> Path:
    """web/node_modules as the lock file says."""
    if not shutil.which("npm"):
        unavailable("no Node here: the app cannot be rebuilt")
    if not (WEB / "node_modules" / "vite").exists():
        run("npm", "ci", "--no-audit", "--no-fund")
    return WEB / "node_modules"


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.mark.usefixtures("packages")
def test_a_rebuild_is_byte_identical_to_what_is_committed(tmp_path: Path) -> None:
    run("npm", "run", "build", "--", "--outDir", str(tmp_path / "app"), "--emptyOutDir")
    rebuilt, committed = contents(tmp_path / "app"), contents(BUILT)
    assert sorted(rebuilt) == sorted(committed)
    assert [name for name in rebuilt if rebuilt[name] != committed[name]] == []


@pytest.mark.usefixtures("packages")
def test_types_and_pure_logic_hold() -> None:
    run("npm", "run", "check")
    run("npm", "test")


def shell() -> list[str]:
    """What a first start must fetch before anything is drawn."""
    page = (BUILT / "index.html").read_text("utf-8")
    return re.findall(r'(?:src|href)="/app/([^"]+\.(?:js|css))"', page)


def test_the_shell_stays_within_its_budget() -> None:
    sizes = {name: len(gzip.compress((BUILT / name).read_bytes(), 9)) for name in shell()}
    assert set(sizes) == {"app.js", "app.css"}
    assert sum(sizes.values()) <= SHELL_BYTES, sizes


def test_the_worker_keeps_every_file_of_the_app() -> None:
    worker = (BUILT / "sw.js").read_text("utf-8")
    files = {f"/app/{file.name}" for file in BUILT.iterdir()} - {"/app/sw.js", "/app/index.html"} | {"/app/"}
    assert all(f'"{name}"' in worker for name in files)
