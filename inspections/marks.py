"""Marks (特征点) of a picture: the spots by which it is found again, and the close look that says same or not.

Owns: the small grey picture everything is measured on, without the bars of a screenshot; finding marks; laying two grey
pictures over each other. Does not own what marks are for (likeness.py). Runs in the decoder's process only (pictures.py).
All loops over pixels are Pillow's. Source: difference of Gaussians after Lowe (2004); figures measured,
docs/design/0014-likeness.md.
"""

import math
from collections.abc import Iterator
from operator import mul
from typing import Final, NamedTuple

from PIL import Image, ImageChops, ImageFilter, ImageOps

from inspections.likeness import FLIPPED, WAVES, WORD_BITS, Alike, Fit, Mark, Print

AREA: Final = 256 * 192  #: pixels of the grey picture, whatever its shape
FINEST: Final = 2.0  #: radius of the smallest blur, pixels
STEP: Final = 2 ** (1 / 3)  #: from one blur to the next
LEVELS: Final = 11
APART: Final = 3  #: blurs that are held against each other lie this many steps apart
MOST_MARKS: Final = 96
LEAST_CONTRAST: Final = 6  #: of 127: fainter spots are noise
MIDDLE: Final = 128  #: no difference
AROUND: Final = 5.0  #: half the side of what is described, in radii of the spot
CELLS: Final = 8  #: a side of it, cells


class Spot(NamedTuple):
    """A spot before it is described."""

    contrast: int
    x: float
    y: float
    size: float


def print_of(grey: Image.Image) -> Print:
    """The marks of a grey picture, strongest first."""
    chosen: list[Spot] = []
    for spot in sorted(spots(grey), reverse=True):
        if all(apart(spot, other) for other in chosen):
            chosen.append(spot)
            if len(chosen) == MOST_MARKS:
                break
    return Print(grey.width, grey.height, tuple(described(grey, spot) for spot in chosen))


# The grey picture

LINES: Final = 96  #: rows and columns that are looked at for bars
BAR: Final = 0.5  #: share of a line that has the colour of the edge; status icons may stand in a bar
OFF: Final = 3  #: of 255: still the same colour


def grey_of(image: Image.Image) -> Image.Image:
    """Grey, without bars, AREA pixels large, light and dark stretched."""
    grey = without_bars(image.convert("L"))
    scale = math.sqrt(AREA / (grey.width * grey.height))
    size = max(16, round(grey.width * scale)), max(16, round(grey.height * scale))
    grey = grey.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC)
    return ImageOps.autocontrast(grey, cutoff=1)


def without_bars(grey: Image.Image) -> Image.Image:
    """What is left of a screenshot when the bars above, below and beside its picture are cut off."""
    small = grey.resize((LINES, LINES), Image.Resampling.NEAREST)
    top, foot = between_bars([small.crop((0, y, LINES, y + 1)).tobytes() for y in range(LINES)])
    left, right = between_bars([small.crop((x, top, x + 1, foot)).tobytes() for x in range(LINES)])
    wide, high = grey.width / LINES, grey.height / LINES
    return grey.crop((round(left * wide), round(top * high), round(right * wide), round(foot * high)))


def between_bars(lines: list[bytes]) -> tuple[int, int]:
    """The longest run of lines that have not the colour of the first or the last; all when that is too short."""
    length = len(lines[0])
    edges = {sorted(line)[length // 2] for line in (lines[0], lines[-1])}
    best = start = 0
    until = 0
    for number, line in enumerate((*lines, None)):
        if line is None or any(sum(abs(v - e) <= OFF for v in line) >= BAR * length for e in edges):
            if number - start > until - best:
                best, until = start, number
            start = number + 1
    return (best, until) if until - best >= LINES // 6 else (0, LINES)


# Marks


def spots(grey: Image.Image) -> Iterator[Spot]:
    """Places brighter or darker than all around them, nearby and at the neighbouring sizes."""
    blurs = [grey.filter(ImageFilter.GaussianBlur(FINEST * STEP**level)) for level in range(LEVELS + APART)]
    bright = [ImageChops.subtract(blurs[n], blurs[n + APART], 0.5, MIDDLE) for n in range(LEVELS)]
    for layers in (bright, [ImageChops.invert(layer) for layer in bright]):
        pixels = [layer.tobytes() for layer in layers]
        for level in range(1, LEVELS - 1):
            below, own, above = layers[level - 1 : level + 2]
            highest = widened(ImageChops.lighter(ImageChops.lighter(below, own), above))
            peaks = ImageChops.difference(highest, own.point(NO_NOISE)).tobytes()
            yield from peaks_in(peaks, pixels[level - 1 : level + 2], level, grey.size)


NO_NOISE: Final = [value if value > MIDDLE + LEAST_CONTRAST else 0 for value in range(256)]


def widened(layer: Image.Image) -> Image.Image:
    """Each pixel the highest of the nine around it."""
    for x, y in ((1, 0), (0, 1)):
        beside = ImageChops.lighter(ImageChops.offset(layer, x, y), ImageChops.offset(layer, -x, -y))
        layer = ImageChops.lighter(layer, beside)
    return layer


def peaks_in(peaks: bytes, layers: list[bytes], level: int, size: tuple[int, int]) -> Iterator[Spot]:
    """Where `peaks` is 0, as spots between pixels and levels; only those with all of their surroundings."""
    (below, own, above), (width, height) = layers, size
    radius = FINEST * STEP ** (level + APART / 2 - 0.5)
    least = math.ceil(AROUND * radius / STEP**0.5)
    at = peaks.find(0)
    while at >= 0:
        y, x = divmod(at, width)
        if least <= x < width - least and least <= y < height - least:
            fine_x = x + 0.5 + top_between(own[at - 1], own[at], own[at + 1])
            fine_y = y + 0.5 + top_between(own[at - width], own[at], own[at + width])
            fine = radius * STEP ** top_between(below[at], own[at], above[at])
            if AROUND * fine <= min(fine_x, fine_y, width - fine_x, height - fine_y):
                yield Spot(own[at], fine_x, fine_y, fine)
        at = peaks.find(0, at + 1)


def top_between(before: int, here: int, after: int) -> float:
    """Where between its neighbours a peak really stands, −0.5 … 0.5: the top of the parabola through the three."""
    bend = 2 * here - before - after
    return max(-0.5, min(0.5, (after - before) / (2 * bend))) if bend > 0 else 0.0


def apart(spot: Spot, other: Spot) -> bool:
    """Not the same spot twice."""
    larger = max(spot.size, other.size)
    far = (spot.x - other.x) ** 2 + (spot.y - other.y) ** 2 > (0.6 * larger) ** 2
    return far or larger > 1.7 * min(spot.size, other.size)


def wave(across: int, down: int) -> tuple[float, ...]:
    """One wave of the cosine transform over CELLS × CELLS cells, row by row."""
    turn = math.pi / (2 * CELLS)
    return tuple(
        math.cos((2 * x + 1) * across * turn) * math.cos((2 * y + 1) * down * turn)
        for y in range(CELLS)
        for x in range(CELLS)
    )


BASIS: Final = tuple(wave(across, down) for across, down in WAVES)


def described(grey: Image.Image, spot: Spot) -> Mark:
    """The signs of the waves around a spot."""
    reach = AROUND * spot.size
    box = (spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach)
    cells = grey.resize((CELLS, CELLS), Image.Resampling.BOX, box=box).tobytes()
    strengths = [sum(map(mul, cells, one)) for one in BASIS]
    signs = sum(1 << bit for bit, strength in enumerate(strengths) if strength > 0)
    faint = sorted(range(WORD_BITS), key=lambda bit: abs(strengths[bit]))[:FLIPPED]
    return Mark(round(spot.x, 2), round(spot.y, 2), round(spot.size, 3), signs, tuple(faint))


# The close look

GRID: Final = 64  #: cells along the longer side of what two pictures share
BLOCK: Final = 8  #: cells a side: one block is held against one block
LEAST_SHARED: Final = 0.2  #: of either side; less in common proves nothing
FAINT: Final = 8.0  #: standard deviation of a block below which it shows nothing
SAME_BLOCK: Final = 0.9  #: correlation
OTHER_BLOCK: Final = (
    0.6  #: correlation below which something else is seen; encoding anew leaves 0.75 and more
)
MOST_MOVES: Final = 8
HOPELESS: Final = 0.25  #: mean correlation below which moving a little will not help

#: scale, across, down: the small moves by which pictures are brought to lie better
MOVES: Final = ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1))
Lay = tuple[float, float, float]  #: scale, dx, dy


def alike(own: Image.Image, other: Image.Image, fit: Fit) -> Alike:
    """The two grey pictures laid over each other as well as they go; nothing alike when they share too little."""
    if fit.mirrored:
        own = ImageOps.mirror(own)
    lay: Lay = (fit.scale, fit.dx, fit.dy)
    best, step = worth(own, other, lay), 2.0
    for _ in range(MOST_MOVES if best > HOPELESS else 0):
        tried = [moved(lay, move, step, own, other) for move in MOVES]
        values = [worth(own, other, one) for one in tried]
        if max(values) > best:
            best, lay = max(values), tried[values.index(max(values))]
        else:
            step /= 2
    found = list(correlations(own, other, lay))
    same = sum(value > SAME_BLOCK for value in found)
    return Alike(same / max(len(found), 1), sum(value < OTHER_BLOCK for value in found))


def moved(lay: Lay, move: tuple[int, int, int], step: float, own: Image.Image, other: Image.Image) -> Lay:
    """A little larger or smaller about the middle, or a little aside; `step` in pixels of the other picture."""
    scale = lay[0] * (1 + move[0] * step / other.width)
    kept = (lay[0] - scale) / 2
    return scale, lay[1] + kept * own.width + move[1] * step, lay[2] + kept * own.height + move[2] * step


def worth(own: Image.Image, other: Image.Image, lay: Lay) -> float:
    """How well they lie: the mean correlation of the blocks."""
    found = list(correlations(own, other, lay))
    return sum(found) / len(found) if found else -1.0


def correlations(own: Image.Image, other: Image.Image, lay: Lay) -> Iterator[float]:
    """For each block of the shared part that shows something, how much the two are one."""
    scale, dx, dy = lay
    left, top = max(0.0, dx), max(0.0, dy)
    right, foot = min(other.width, dx + scale * own.width), min(other.height, dy + scale * own.height)
    if right - left < LEAST_SHARED * other.width or foot - top < LEAST_SHARED * other.height:
        return
    cell = max(right - left, foot - top) / GRID
    size = max(BLOCK, int((right - left) / cell)), max(BLOCK, int((foot - top) / cell))
    box = (left - dx) / scale, (top - dy) / scale, (right - dx) / scale, (foot - dy) / scale
    inside = max(0.0, box[0]), max(0.0, box[1]), min(float(own.width), box[2]), min(float(own.height), box[3])
    there = other.resize(size, Image.Resampling.BOX, box=(left, top, right, foot))
    here = own.resize(size, Image.Resampling.BOX, box=inside)
    for y in range(0, size[1] - BLOCK + 1, BLOCK):
        for x in range(0, size[0] - BLOCK + 1, BLOCK):
            block = (x, y, x + BLOCK, y + BLOCK)
            value = correlation(here.crop(block).tobytes(), there.crop(block).tobytes())
            if value is not None:
                yield value


def correlation(here: bytes, there: bytes) -> float | None:
    """−1 … 1; None where neither shows anything."""
    count = len(here)
    mean, other = sum(here) / count, sum(there) / count
    spread = sum(map(mul, here, here)) - count * mean * mean
    beside = sum(map(mul, there, there)) - count * other * other
    if max(spread, beside) < count * FAINT**2:
        return None
    if min(spread, beside) <= 0:
        return 0.0
    return float((sum(map(mul, here, there)) - count * mean * other) / math.sqrt(spread * beside))
