"""Pictures for paper: small, upright, without anything the camera wrote beside them.

Owns: making them from what the photo folder holds. Does not own the originals (photos.py). A file that is not there, or
cannot be read, is no picture: the paper says so. Source: domain.md §11 (EXIF).
"""

import io
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from inspections.photos import Folder

LONGEST_PX: Final = 900
QUALITY: Final = 75
MOST_PX: Final = 60_000_000  #: beyond it a picture is not opened

register_heif_opener()


def small(folder: Path, sha256: str | None) -> bytes | None:
    """A small JPEG of a stored picture (PNG where it has transparent parts); None when there is none to show."""
    if sha256 is None or not Folder(folder).holds(sha256):
        return None
    try:
        with Image.open(Folder(folder).path(sha256)) as opened:
            if opened.width * opened.height > MOST_PX:
                return None
            opened.draft("RGB", (LONGEST_PX, LONGEST_PX))
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((LONGEST_PX, LONGEST_PX))
            return encoded(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None


def encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    if picture.mode in ("RGBA", "LA", "P"):
        picture.convert("RGBA").save(out, "PNG")
    else:
        picture.convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
