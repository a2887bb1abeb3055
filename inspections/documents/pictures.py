"""Pictures for paper: small, upright, without anything the camera wrote beside them.

Owns: how large they are. Does not own the originals (photos.py) or drawing (decoding.py: uploaded files are never opened in
this process). A file that is not there, or cannot be read, is no picture: the paper says so. Source: domain.md §11 (EXIF).
"""

from collections.abc import Iterable
from typing import Final

from inspections.decoding import drawn_alone
from inspections.photos import Folder

LONGEST_PX: Final = 900


def small(folder: Folder, files: Iterable[str]) -> bytes | None:
    """A small JPEG of the first stored picture that can be drawn; None when there is none to show."""
    drawn = (drawn_alone(folder.path(sha256), LONGEST_PX) for sha256 in files if folder.holds(sha256))
    return next((one for one in drawn if one), None)
