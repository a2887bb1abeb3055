"""Pictures for paper: small, upright, without anything the camera wrote beside them.

Does not own how large they are (asking.py), the originals (photos.py) or drawing (decoding.py: uploaded files are never opened in
this process). A file that is not there, or cannot be read, is no picture: the paper says so. Source: domain.md §11 (EXIF).
"""

from collections.abc import Iterable
from pathlib import Path

from inspections.decoding import Draw, drawn_alone, drawn_together
from inspections.photos import Folder


def small(folder: Folder, files: Iterable[str], longest_px: int) -> bytes | None:
    """A small JPEG of the first stored picture that can be drawn; None when there is none to show."""
    drawn = (drawn_alone(folder.path(sha256), longest_px) for sha256 in files if folder.holds(sha256))
    return next((one for one in drawn if one), None)


Wish = tuple[tuple[str, ...], int]  #: files that may stand there, the best first; the longest side in pixels


def drawn_into(folder: Path, photos: Folder, wishes: Iterable[Wish]) -> dict[Wish, str]:
    """Each wish once as a small JPEG in the folder, by its file name; what cannot be drawn is left out."""
    found: dict[Wish, str] = {}
    left = {wish: [file for file in wish[0] if photos.holds(file)] for wish in wishes}
    while left := {wish: files for wish, files in left.items() if files and wish not in found}:
        jobs = [
            Draw(str(photos.path(files.pop(0))), f"{folder}/picture-{len(found) + number}.jpg", wish[1])
            for number, (wish, files) in enumerate(left.items())
        ]
        drawn = drawn_together(jobs)
        found |= {wish: Path(job.to).name for wish, job, good in zip(left, jobs, drawn, strict=True) if good}
    return found
