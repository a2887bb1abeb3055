"""Pictures for paper: small, upright, without anything the camera wrote beside them.

Does not own how large they are (asking.py), the originals (photos.py) or drawing (decoding.py: uploaded files are never opened in
this process). A file that is not there, or cannot be read, is no picture: the paper says so. Source: domain.md §11 (EXIF).
"""

from collections.abc import Iterable

from inspections.decoding import drawn_alone
from inspections.photos import Folder


def small(folder: Folder, files: Iterable[str], longest_px: int) -> bytes | None:
    """A small JPEG of the first stored picture that can be drawn; None when there is none to show."""
    drawn = (drawn_alone(folder.path(sha256), longest_px) for sha256 in files if folder.holds(sha256))
    return next((one for one in drawn if one), None)
