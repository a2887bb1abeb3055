"""Pictures for paper: small, upright, without anything the camera wrote beside them.

Owns: how large they are. Does not own the originals (photos.py) or drawing (decoding.py: uploaded files are never opened in
this process). A file that is not there, or cannot be read, is no picture: the paper says so. Source: domain.md §11 (EXIF).
"""

from pathlib import Path
from typing import Final

from inspections.decoding import drawn_alone
from inspections.photos import Folder

LONGEST_PX: Final = 900


def small(folder: Path, sha256: str | None) -> bytes | None:
    """A small JPEG of a stored picture; None when there is none to show."""
    if sha256 is None or not Folder(folder).holds(sha256):
        return None
    return drawn_alone(Folder(folder).path(sha256), LONGEST_PX)
