"""The same picture is found again among all photos, on both engines; prints come after the photo and can be made anew."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import msgspec
import pytest

from inspections.decoding import Decoder
from inspections.likeness import Print, words
from inspections.photos import Folder
from inspections.reuse import Archive, Printing, Same
from inspections.storage.engine import Storage, utc_now
from tests.likeness.scenes import TRICKS, encoded, pair, plain
from tests.pictures import sha256_of

pytestmark = pytest.mark.anyio


@pytest.fixture
async def archive(storage: Storage, tmp_path: Path) -> AsyncIterator[Archive]:
    decoder = Decoder()
    yield Archive(storage, Folder(tmp_path / "photos"), decoder)
    await decoder.close()


async def kept(archive: Archive, content: bytes) -> str:
    sha256 = sha256_of(content)
    archive.photos.lay(sha256, content)
    await archive.keep(sha256, utc_now())
    return sha256


async def same(archive: Archive, sha256: str) -> list[Same]:
    found = await archive.same(sha256, utc_now())
    assert found is not None
    return found


@pytest.mark.parametrize("trick", TRICKS)
async def test_a_picture_is_found_again_whatever_was_done_to_it(archive: Archive, trick: str) -> None:
    first = await kept(archive, encoded(plain(1), 85))
    await kept(archive, encoded(plain(2), 85))
    again = await kept(archive, TRICKS[trick](plain(1), Random(1)))
    [found] = await same(archive, again)
    assert found.sha256 == first
    assert found.sameness > 0.9
    assert found.mirrored == (trick == "mirrored")
    assert [one.sha256 for one in await same(archive, first)] == [again]


async def test_an_honest_pair_is_not_called_the_same(archive: Archive) -> None:
    before, after = pair(10_000)
    await kept(archive, encoded(before, 85))
    found = await same(archive, await kept(archive, encoded(after, 85)))
    assert [one for one in found if not one.nearly] == []


async def test_a_print_is_made_when_asked_for_and_made_anew_without_a_trace(archive: Archive) -> None:
    first, again = encoded(plain(1), 85), encoded(plain(1), 60)
    for content in (first, again):
        archive.photos.lay(sha256_of(content), content)
    assert await archive.same(sha256_of(again), utc_now()) == []
    assert await archive.printed(sha256_of(again))
    await archive.keep(sha256_of(first), utc_now())
    own = await archive.drawn(sha256_of(again))
    before = await marks_like(archive, own)
    assert len(before) > 20
    archive.photos.grey(sha256_of(first)).unlink()
    await archive.keep(sha256_of(first), utc_now())
    assert await marks_like(archive, own) == before
    archive.photos.grey(sha256_of(first)).unlink()
    assert [one.sha256 for one in await same(archive, sha256_of(again))] == [sha256_of(first)]


async def marks_like(archive: Archive, own: Print) -> list[tuple[int, int, int]]:
    """Marks of all photos under the words of one."""
    asked = msgspec.json.encode(words(own)).decode()
    return sorted(await archive.storage.rows("photo_mark_found", words=asked, photo=0, most=400))


async def test_what_can_no_longer_be_drawn_has_an_empty_print_and_is_like_nothing(archive: Archive) -> None:
    sha256 = await kept(archive, b"\xff\xd8\xff no picture any more")
    assert await archive.printed(sha256)
    assert await archive.same(sha256, utc_now()) is None
    assert await archive.same("0" * 64, utc_now()) is None


async def test_photos_that_came_without_a_print_get_one_at_the_next_start(archive: Archive) -> None:
    content = encoded(plain(1), 85)
    sha256 = sha256_of(content)
    archive.photos.lay(sha256, content)
    came = {
        "account": "xunchayuan",
        "bytes": len(content),
        "received_at": "2026-11-22T08:00:00Z",
        "damaged": False,
    }
    await archive.storage.run("photo_keep", sha256=sha256, **came)
    printing = Printing(archive, lambda sha256, error: pytest.fail(f"{sha256} {error}"))
    while not await archive.printed(sha256):
        await asyncio.sleep(0.05)
    await printing.idle()
    await printing.close()
    assert [one async for one in archive.unprinted(named=False)] == []
