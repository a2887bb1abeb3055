"""The program `xuncha` called in this process, in an empty folder or in the demonstration county, made once.

Owns: these fixtures. The only fake is the clock: it is 22 November 2026, 10:00 in Beijing.
"""

import shutil
from datetime import datetime
from pathlib import Path

import click.testing
import pytest

from api.cli import main
from tests.people import PASSWORD

NOW = datetime.fromisoformat("2026-11-22T10:00:00+08:00")
MONTHS = 4  #: of the demonstration's story; all of it is told in test_demo.py
HEAD = 684  #: the last entry of those
COMMANDS = ("accounts", "backups", "checks", "county", "digests", "imports", "tokens")
CHEAP = {"XUNCHA_ARGON2_MEMORY_KIB": "8", "XUNCHA_ARGON2_ROUNDS": "1", "XUNCHA_ARGON2_LANES": "1"}


def call(*words: str, given: bytes | str | None = None) -> click.testing.Result:
    return click.testing.CliRunner().invoke(main, [str(word) for word in words], input=given)


def settle(patch: pytest.MonkeyPatch) -> None:
    for name, value in (CHEAP | {"XUNCHA_DEMO_PASSWORD": PASSWORD}).items():
        patch.setenv(name, value)
    patch.setattr("inspections.demo.MONTHS", MONTHS)
    for command in COMMANDS:
        patch.setattr(f"api.commands.{command}.now", lambda: NOW)


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hour for every command, cheap passwords, nothing from the machine's own environment."""
    settle(monkeypatch)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that does not exist yet."""
    monkeypatch.setenv("XUNCHA_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "data"
    with pytest.MonkeyPatch.context() as patch:
        settle(patch)
        patch.setenv("XUNCHA_DATA", str(folder))
        result = call("demo", "--json")
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def demo(made_once: Path, empty: Path) -> Path:
    """The demonstration county in a folder of its own."""
    shutil.copytree(made_once, empty)
    return empty
