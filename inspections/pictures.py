"""Pictures (图片): is a file a picture we take, and what is drawn from it for a screen.

Owns: the formats with their limits, the look at an arriving file, thumbnails with caption. Runs in a process of its own
(decoding.py); only that process imports a decoder. A damaged file that still shows something is kept, because it may be
the only evidence; one that shows nothing is not. What is drawn is encoded anew: no EXIF, no byte of the original.
Source: design.md §4; limits are ours, measured in docs/design/0008-photos.md.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import pillow_heif
from PIL import Image, ImageDraw, ImageFile, ImageFont, ImageOps

from inspections.decoding import GAVE_UP, Compare, Draw, Examine, Fingerprint, Job, Seen, confine
from inspections.facts import Fault
from inspections.marks import alike, grey_of, print_of

MOST_SIDE: Final = 20_000  #: pixels
MOST_MEMBERS: Final = 16  #: pictures in one file: phones add depth and gain maps behind the photo
SHOWN: Final = 0.1  #: share of rows that must show something for a damaged picture to be kept
QUALITY: Final = 80


class Format(NamedTuple):
    """One format that is taken. How many pixels fit depends on what its decoder holds at once."""

    kinds: tuple[str, ...]  #: media types it may be declared as
    megapixels: int


JPEG: Final = Format(("image/jpeg",), 120)  # read at a fraction of its size; 108-megapixel phones exist
FORMATS: Final = {
    "JPEG": JPEG,
    "MPO": JPEG,
    "progressive": Format(JPEG.kinds, 51),  # a JPEG whose decoder must hold all of it
    "PNG": Format(("image/png",), 24),
    "WEBP": Format(("image/webp",), 8),
    "HEIF": Format(("image/heic", "image/heif"), 25),
}


def examine(path: Path, declared: str) -> Seen:
    """Every reason why the file is not taken; none when it is."""
    try:
        with opened(path) as image:
            faults = tuple(faults_of(image, declared))
    except MemoryError:
        return GAVE_UP
    except Exception:  # whatever a decoder raises on its first look: this is no picture
        return Seen((Fault("", "not-a-picture", "这个文件不是 JPEG、PNG、WebP 或 HEIC 图片。"),))
    return Seen(faults) if faults else looked_at(path)


def faults_of(image: Image.Image, declared: str) -> Iterator[Fault]:
    """What the head of a file says that is too much, or other than was said."""
    form = FORMATS["progressive" if image.info.get("progressive") else image.format or ""]
    if declared not in form.kinds:
        yield Fault("", "other-type", f"内容是 {form.kinds[0]}，和所说的 {declared or '（没写）'} 不一致。")
    if image.width * image.height > form.megapixels * 1_000_000:
        text = f"有 {image.width * image.height // 10_000} 万像素，这种格式最多 {form.megapixels * 100} 万。"
        yield Fault("", "too-many-pixels", text)
    if max(image.size) > MOST_SIDE:
        yield Fault("", "too-long", f"长边 {max(image.size)} 像素，最多 {MOST_SIDE}。")
    members = getattr(image, "n_frames", 1)
    if members > (MOST_MEMBERS if form.kinds is JPEG.kinds else 1):
        yield Fault("", "many-pictures", f"文件里有 {members} 幅图，应是一张照片，不收动图。")


def looked_at(path: Path) -> Seen:
    """Decode it: whole, or as much as there is."""
    try:
        small(path, side=0, tolerant=False)
        return Seen()
    except MemoryError:
        return GAVE_UP
    except Exception:  # damaged; decoders raise what they like
        return Seen(damaged=True) if shows_something(path) else Seen((NOTHING,))


NOTHING: Final = Fault("", "nothing-visible", "图片已损坏，看不出任何内容。")


def shows_something(path: Path) -> bool:
    """Enough rows of a damaged picture are not of one colour."""
    try:
        grey = small(path, side=0, tolerant=True).convert("L")
    except Exception:  # not even a part of it
        return False
    width, height = grey.size
    pixels = grey.tobytes()
    rows = (pixels[start : start + width] for start in range(0, len(pixels), width))
    return sum(len(set(row)) > 1 for row in rows) >= height * SHOWN


def draw(path: Path, to: Path, side: int, caption: str) -> Seen:
    """A JPEG no longer than `side`, upright, on white, with the caption along its foot."""
    image = small(path, side, tolerant=True)
    image.thumbnail((side, side))
    image = upright(image)
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    if caption:
        write(sheet, caption)
    with to.open("wb") as file:
        sheet.save(file, "JPEG", quality=QUALITY, optimize=True)
        os.fsync(file.fileno())
    return Seen()


def fingerprint(path: Path, to: Path) -> Seen:
    """The marks of a picture, upright; its grey one is kept for the close look."""
    grey = grey_of(upright(small(path, GREY_SIDE, tolerant=True)))
    with to.open("wb") as file:
        grey.save(file, "JPEG", quality=GREY_QUALITY)
    return Seen(found=print_of(grey))


GREY_SIDE: Final = 640  #: pixels a picture is at least decoded to before it is made small and grey
GREY_QUALITY: Final = 90


def compare(job: Compare) -> Seen:
    with Image.open(job.path, formats=("JPEG",)) as own, Image.open(job.other, formats=("JPEG",)) as other:
        own.load()
        other.load()
        return Seen(alike=alike(own, other, job.fit))


def opened(path: Path) -> Image.Image:
    return Image.open(path, formats=("JPEG", "PNG", "WEBP", "HEIF"))


def small(path: Path, side: int, *, tolerant: bool) -> Image.Image:
    """The picture, decoded no larger than it must be: at least `side` pixels long, 0 for as small as it goes."""
    ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
    with opened(path) as image:
        if image.format == "HEIF":
            return in_strips(path, side)
        scale = max(side / max(image.size), 1 / MOST_SHRUNK)
        image.draft("RGB", (int(image.width * scale), int(image.height * scale)))
        image.load()
        return plain(image)


def in_strips(path: Path, side: int) -> Image.Image:
    """A HEIF picture shrunk strip by strip: the whole of it stands in memory once, not twice."""
    image = pillow_heif.open_heif(path, convert_hdr_to_8bit=True)
    data, stride = memoryview(image.data), image.stride
    width, height = image.size
    fits = max(width, height) // max(side, 1)
    shrink = max(factor for factor in (1, 2, 4, MOST_SHRUNK) if factor <= max(fits, 1))
    found = Image.new("RGB", (-(-width // shrink), -(-height // shrink)))
    for top in range(0, height, STRIP):
        rows = min(STRIP, height - top)
        lines = bytes(data[top * stride : (top + rows) * stride])
        strip = Image.frombytes(image.mode, (width, rows), lines, "raw", image.mode, stride)
        found.paste(plain(strip).reduce(shrink).convert("RGB"), (0, top // shrink))
    return found


MOST_SHRUNK: Final = 8  #: what a JPEG can be shrunk by while it is decoded
STRIP: Final = 64  #: rows; a multiple of every shrink that is used


def plain(image: Image.Image) -> Image.Image:
    """In colours of eight bits, with transparency when there is some; no second copy when it is so already."""
    alpha = image.mode in ("RGBA", "RGBa", "LA", "PA") or "transparency" in image.info
    mode = "RGBA" if alpha else "RGB"
    return image if image.mode == mode else image.convert(mode)


def upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF says; as it lies when the EXIF cannot be read."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # a broken EXIF may raise anything
        return image


def write(sheet: Image.Image, caption: str) -> None:
    """The caption on a dark band, as large as the width allows."""
    size = max(12, sheet.width // 40)
    face, speaks_chinese = font(size)
    text = caption if speaks_chinese else " ".join(latin(caption).split())
    while size > 8 and face.getlength(text) > sheet.width - size:
        size -= 1
        face, _ = font(size)
    canvas = ImageDraw.Draw(sheet, "RGBA")
    canvas.rectangle((0, sheet.height - 2 * size, sheet.width, sheet.height), fill=(0, 0, 0, 150))
    canvas.text((size // 2, sheet.height - size), text, fill="white", font=face, anchor="lm")


def latin(text: str) -> str:
    """What can be written without a Chinese font: digits, positions, numbers."""
    return "".join(sign if sign.isascii() else " " for sign in text)


@cache
def font(size: int) -> tuple[ImageFont.FreeTypeFont, bool]:
    """A font of `size` pixels, and whether it has Chinese signs."""
    if file := chinese_font():
        return ImageFont.truetype(file, size), True
    face = ImageFont.load_default(size)
    assert isinstance(face, ImageFont.FreeTypeFont)
    return face, False


@cache
def chinese_font() -> str:
    """The file of a font for Chinese as fontconfig knows it; "" when there is none."""
    try:
        command = ["fc-list", ":lang=zh-cn:style=Regular", "file"]
        found = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout  # noqa: S603  # fixed words
    except (OSError, subprocess.SubprocessError):
        return ""
    return min((line.partition(":")[0] for line in found.splitlines()), default="")


def main() -> None:
    """Answer jobs, one JSON line each, until nobody asks any more."""
    confine()
    Image.MAX_IMAGE_PIXELS = None  # our own limits are narrower and name every reason
    pillow_heif.register_heif_opener(
        thumbnails=False, decode_threads=1
    )  # a thumbnail inside may show something else
    jobs = msgspec.json.Decoder(Job)
    for line in sys.stdin.buffer:
        answer = done(jobs.decode(line))
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()


def done(job: Job) -> Seen:
    try:
        match job:
            case Examine():
                return examine(Path(job.path), job.declared)
            case Draw():
                return draw(Path(job.path), Path(job.to), job.side, job.caption)
            case Fingerprint():
                return fingerprint(Path(job.path), Path(job.to))
            case Compare():
                return compare(job)
    except Exception:  # an old or damaged file that no longer draws
        return GAVE_UP


if __name__ == "__main__":
    main()
