"""Likeness (图像比对): do two photos show the same picture, be it cut, mirrored, encoded anew or photographed off a screen?

Owns: what is kept of a photo for that (its marks), how marks of one are looked for among those of all others, and how
many of them must agree on one way of laying one picture over the other. Does not own reading pixels (marks.py), storage
(reuse.py) or what follows from a likeness (evidence_review.py). Two photos of one place are alike too, and must not be
called the same: agreeing marks only name a candidate, `marks.sameness` decides. Pure: numbers in, numbers out.
Source: issue of rectification, evidence; local features after Lowe (2004), multi-probe hashing after Lv et al. (2007);
every figure below was measured (docs/design/0014-likeness.md).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final, NamedTuple

from msgspec import Struct

#: the waves (across, down) whose signs describe a mark, coarse ones first. Left out: the two every round spot has
WAVES: Final = tuple(
    (u, n - u) for n in range(1, 9) for u in range(n + 1) if (u, n - u) not in ((0, 2), (2, 0))
)[:32]
WORD_BITS: Final = 20  #: the first signs: exactly these are looked up
#: the signs that turn when a picture is mirrored: waves odd across
TURNED: Final = sum(1 << bit for bit, (across, _) in enumerate(WAVES) if across % 2)
FLIPPED: Final = 3  #: signs so faint that both are tried
MOST_OTHER: Final = 7  #: of 32 signs that may differ between the same mark of two pictures
SIZE_OFF: Final = 0.3  #: how far two marks may differ in the scale they speak for, natural logarithm
PLACE_OFF: Final = 6.0  #: how far from where it should be a mark may lie, pixels of a grey picture
WAYS: Final = (False, True)  #: as it is, and mirrored
LEAST_AGREEING: Final = 3  #: marks that agree by chance: two often, three in one photo of thousands
MOST_CANDIDATES: Final = 6  #: photos that are then looked at closely
MOST_SCALE: Final = 5.0  #: one picture over the other, either way


class Mark(Struct, frozen=True, array_like=True):
    """A spot brighter or darker than what is around it, and how that looks."""

    x: float  #: pixels of the grey picture
    y: float
    size: float  #: radius, pixels
    signs: int  #: of WAVES, first in the lowest bit; 1 for positive
    faint: tuple[int, ...]  #: the weakest of the first WORD_BITS signs, weakest first


class Print(Struct, frozen=True):
    """What is kept of a photo."""

    width: int  #: of its grey picture, pixels
    height: int
    marks: tuple[Mark, ...]


class Fit(Struct, frozen=True):
    """How one grey picture lies over another: mirrored first, then x → scale·x + dx, y → scale·y + dy."""

    mirrored: bool
    scale: float
    dx: float
    dy: float
    agreeing: int  #: marks that say so


class Alike(Struct, frozen=True):
    """How one grey picture is another one where they lie over each other."""

    share: float  #: of the blocks that show something: those that show the same, 0 … 1
    differing: int  #: blocks that clearly show something else


class Found(NamedTuple):
    """A mark found by its word: of which photo, where and what (packed)."""

    photo: int
    word: int
    packed: int


class Hit(NamedTuple):
    """A mark here, upright as `Fit` has it, and one like it there."""

    x: float
    y: float
    size: float
    there: Mark


def number_of(sha256: str) -> int:
    """A photo in the index: the first 60 bits of its name. Two of a million photos share them once in a million."""
    return int(sha256[:15], 16)


def word_of(signs: int) -> int:
    return signs & ((1 << WORD_BITS) - 1)


def tried(mark: Mark, mirrored: bool) -> Iterator[int]:
    """The words under which the same mark of another picture may stand."""
    word = word_of(mark.signs ^ (TURNED if mirrored else 0))
    for count in range(FLIPPED + 1):
        for bits in combinations(mark.faint[:FLIPPED], count):
            yield word ^ sum(1 << bit for bit in bits)


def packed(mark: Mark) -> int:
    """Everything but the word, in 44 bits: half pixels, sixteenths of a power of two, the other signs."""
    x, y = (min(round(2 * value), 2047) for value in (mark.x, mark.y))
    size = max(0, min(round(16 * math.log2(mark.size)), 255))
    return ((x << 11 | y) << 8 | size) << (len(WAVES) - WORD_BITS) | mark.signs >> WORD_BITS


def unpacked(found: Found) -> Mark:
    rest = len(WAVES) - WORD_BITS
    place = found.packed >> rest
    signs = (found.packed & ((1 << rest) - 1)) << WORD_BITS | found.word
    return Mark(
        x=(place >> 19) / 2, y=(place >> 8 & 2047) / 2, size=2 ** ((place & 255) / 16), signs=signs, faint=()
    )


def words(own: Print) -> list[int]:
    """Every word to look up for a photo, as it is and mirrored."""
    return sorted({word for mark in own.marks for way in WAYS for word in tried(mark, way)})


def candidates(own: Print, found: Iterable[Found]) -> dict[int, Fit]:
    """Photos with enough marks that agree, those with most first; at most MOST_CANDIDATES."""
    here: dict[int, list[tuple[Mark, bool]]] = defaultdict(list)
    for mark in own.marks:
        for mirrored in WAYS:
            for word in tried(mark, mirrored):
                here[word].append((mark, mirrored))
    hits: dict[tuple[int, bool], list[Hit]] = defaultdict(list)
    for one in found:
        there = unpacked(one)
        for mark, mirrored in here.get(one.word, ()):
            signs = mark.signs ^ (TURNED if mirrored else 0)
            if (signs ^ there.signs).bit_count() <= MOST_OTHER:
                x = own.width - mark.x if mirrored else mark.x
                hits[one.photo, mirrored].append(Hit(x, mark.y, mark.size, there))
    best: dict[int, Fit] = {}
    for (photo, mirrored), some in hits.items():
        fit = fitted(some, mirrored)
        if fit and (photo not in best or fit.agreeing > best[photo].agreeing):
            best[photo] = fit
    chosen = sorted(best.items(), key=lambda pair: (-pair[1].agreeing, pair[0]))
    return dict(chosen[:MOST_CANDIDATES])


def fitted(hits: list[Hit], mirrored: bool) -> Fit | None:
    """The way of laying over that most hits agree on; None when too few do."""
    if len(hits) < LEAST_AGREEING:
        return None
    agreeing = max((agreeing_with(one, hits) for one in hits), key=len)
    if len(agreeing) < LEAST_AGREEING:
        return None
    return least_squares(agreeing, mirrored)


def agreeing_with(one: Hit, hits: list[Hit]) -> list[Hit]:
    """Hits, each of another mark there, that lie where this one's scale and place would put them."""
    scale, found = one.there.size / one.size, {}
    for hit in hits:
        x = scale * (hit.x - one.x) + one.there.x - hit.there.x
        y = scale * (hit.y - one.y) + one.there.y - hit.there.y
        near = x * x + y * y < PLACE_OFF**2
        if near and abs(math.log(hit.there.size / hit.size / scale)) < SIZE_OFF:
            found[hit.there.x, hit.there.y] = hit
    return list(found.values())


def least_squares(hits: list[Hit], mirrored: bool) -> Fit | None:
    """Scale and shift that bring the hits nearest to each other; None where they lie in one spot."""
    count = len(hits)
    x, y = sum(hit.x for hit in hits) / count, sum(hit.y for hit in hits) / count
    to_x, to_y = sum(hit.there.x for hit in hits) / count, sum(hit.there.y for hit in hits) / count
    spread = sum((hit.x - x) ** 2 + (hit.y - y) ** 2 for hit in hits)
    if not spread:
        return None
    scale = (
        sum((hit.x - x) * (hit.there.x - to_x) + (hit.y - y) * (hit.there.y - to_y) for hit in hits) / spread
    )
    if not 1 / MOST_SCALE < scale < MOST_SCALE:
        return None
    return Fit(mirrored, scale, to_x - scale * x, to_y - scale * y, count)
