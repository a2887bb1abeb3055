"""The seal on released checklists: released.json holds the SHA-256 of every file that went out.

Owns: saying which released file was altered. Does not own: releasing (a person adds the file, its line in
KINDS and its hash). Entries name the version they were answered under, so an altered file would change what
the past means.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

FOLDER: Final = Path(__file__).parent


def hashes() -> dict[str, str]:
    """File name → SHA-256 at its release."""
    return msgspec.json.decode((FOLDER / "released.json").read_bytes(), type=dict[str, str])


def changed(released: Mapping[str, str], folder: Path) -> list[str]:
    """Names of released files that differ from their hash or are gone."""
    return [name for name, digest in released.items() if digest != _digest(folder / name)]


def _digest(file: Path) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None
