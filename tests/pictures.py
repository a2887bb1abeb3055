"""Pictures for tests: real files of each format, the same bytes every time.

Owns: how they are drawn. Noise compresses badly, as camera photos do, so sizes are those of a plausible photo.
"""

import hashlib
import io
import random

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIF": "image/heic"}
RED, BLUE = (200, 30, 30), (30, 30, 200)


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def noise(width: int, height: int, seed: int = 0) -> Image.Image:
    """Coarse coloured noise."""
    small = (max(width // 4, 1), max(height // 4, 1))
    pixels = random.Random(seed).randbytes(small[0] * small[1] * 3)
    return Image.frombytes("RGB", small, pixels).resize((width, height))


def encoded(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, form, **options)
    return held.getvalue()


def photo(form: str = "JPEG", width: int = 640, height: int = 480, seed: int = 0) -> bytes:
    return encoded(noise(width, height, seed), form)


def turned_with_position() -> bytes:
    """A JPEG held on its side: red above blue when upright; its EXIF says where it was taken, and by what."""
    upright = Image.new("RGB", (300, 400), BLUE)
    upright.paste(RED, (0, 0, 300, 200))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "EXIF-CANARY-MAKER"
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 32.0, 24.0), 3: "E", 4: (115.0, 57.0, 0.0)})
    return encoded(upright.transpose(Image.Transpose.ROTATE_90), exif=exif.tobytes())
