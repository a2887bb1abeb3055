"""Planted reuse among many photos, and honest pairs between them: what is found, and what is called the same wrongly.

Owns: planting, asking for every photo, the tally, and two planted faults that the tally must show. Does not own the
scenes (scenes.py) or what is measured (inspections/reuse.py), which runs as it does in the server, decoder process included.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Final
from unittest.mock import patch

from msgspec import Struct

from inspections.decoding import Decoder
from inspections.ledger import judge_group
from inspections.photos import Folder
from inspections.reuse import Archive
from inspections.storage import open_storage
from inspections.storage.engine import utc_now
from tests.likeness.scenes import TRICKS, encoded, pair, plain
from tests.pictures import sha256_of

LEAST_RECALL: Final = 0.95
MOST_FALSE: Final = 0.01
#: faults planted into the product: a threshold that takes likeness for sameness, and no look into the mirror
FAULTS: Final[dict[str, dict[str, object]]] = {
    "too-wide": {"inspections.reuse.SAME": 0.1, "inspections.reuse.MOST_DIFFERING": 99},
    "no-mirror": {"inspections.likeness.WAYS": (False,)},
}


class Tally(Struct):
    """What became of the photos."""

    images: int = 0  #: pictures of places, planted ones among them
    pairs: int = 0
    planted: dict[str, int] = {}
    found: dict[str, int] = {}
    asked: int = 0
    false: int = 0  #: photos called the same as one that shows something else
    pairs_called_same: int = 0
    print_ms: float = 0.0  #: a photo, with the decoder's process
    ask_ms: float = 0.0

    def recall(self) -> float:
        return sum(self.found.values()) / max(sum(self.planted.values()), 1)

    def holds(self) -> bool:
        false = self.false <= MOST_FALSE * self.asked
        return self.recall() >= LEAST_RECALL and false and not self.pairs_called_same


class Planted(Struct):
    """A photo, what it really shows, and the trick behind it: "" for none, "pair" for one of an honest pair."""

    sha256: str
    shows: str
    trick: str


def campaign(folder: Path, images: int, pairs: int, seed: int, fault: str = "", url: str = "") -> Tally:
    """`images` pictures, a fifth of them made from others of them, and honest pairs, all asked for once."""
    return asyncio.run(_campaign(folder, images, pairs, seed, fault, url or f"sqlite:///{folder}/ledger.db"))


async def _campaign(folder: Path, images: int, pairs: int, seed: int, fault: str, url: str) -> Tally:
    storage, decoder = await open_storage(url, judge_group), Decoder()
    archive = Archive(storage, Folder(folder / "photos"), decoder)
    tally = Tally(images=images, pairs=pairs)
    try:
        kept, began = [], time.monotonic()
        for planted, content in photos(images, pairs, seed):
            archive.photos.lay(planted.sha256, content)
            drawn = time.monotonic()
            await archive.keep(planted.sha256, utc_now())
            tally.print_ms += 1000 * (time.monotonic() - drawn)
            kept.append(planted)
        tally.print_ms = round(tally.print_ms / len(kept), 1)
        began = time.monotonic()
        with planted_fault(fault):
            await ask(archive, kept, tally)
        tally.ask_ms = round(1000 * (time.monotonic() - began) / len(kept), 1)
    finally:
        await decoder.close()
        await storage.close()
    return tally


@contextmanager
def planted_fault(fault: str) -> Iterator[None]:
    with ExitStack() as stack:
        for name, value in FAULTS.get(fault, {}).items():
            stack.enter_context(patch(name, value))
        yield


async def ask(archive: Archive, kept: list[Planted], tally: Tally) -> None:
    """Which photos show the same picture as this one? Of every photo."""
    shows = {one.sha256: one.shows for one in kept}
    for one in kept:
        same = await archive.same(one.sha256, utc_now()) or ()
        found = [shows[other.sha256] for other in same if not other.nearly]
        tally.asked += 1
        wrong = any(picture != one.shows for picture in found)
        tally.false += wrong
        tally.pairs_called_same += wrong and one.trick == "pair"
        if one.trick in TRICKS:
            tally.planted[one.trick] = tally.planted.get(one.trick, 0) + 1
            tally.found[one.trick] = tally.found.get(one.trick, 0) + (one.shows in found)


def photos(images: int, pairs: int, seed: int) -> Iterator[tuple[Planted, bytes]]:
    """Four pictures of a place and one made from the last of them, trick after trick; then the pairs."""
    thrown, tricks, image = Random(seed), list(TRICKS), plain(seed * 100_000)
    for number in range(images):
        place, trick = number, ""
        if number % 5 == 4:
            place, trick = number - 1, tricks[number // 5 % len(tricks)]
            content = TRICKS[trick](image, thrown)
        else:
            image = plain(seed * 100_000 + number)
            content = encoded(image, thrown.randint(75, 92))
        yield Planted(sha256_of(content), f"place {place}", trick), content
    for number in range(pairs):
        for when, image in zip(("before", "after"), pair(seed * 100_000 + 50_000 + number), strict=True):
            content = encoded(image, thrown.randint(70, 90))
            yield Planted(sha256_of(content), f"pair {number} {when}", "pair"), content
