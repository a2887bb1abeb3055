"""Photos over HTTP: kept once, whole or in parts, seen by whom it may concern, drawn anew for screens, refused with
every reason when they are something else."""

import asyncio
import io
import os
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from inspections.photos import KEPT_S, PART_LEAST, Folder, OutOfPlace, Part
from tests.architecture.layers import imported, modules
from tests.ledger.county import NOW, visit
from tests.people import AUDITOR, COUNTY, ENERGY, PUBLISHER, REVIEWER, signed_in
from tests.pictures import BLUE, KINDS, RED, encoded, noise, photo, sha256_of, turned_with_position

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
JPEG = photo()
PARTS = PART_LEAST


@pytest.fixture
def folder(client: httpx.AsyncClient) -> Folder:
    return Folder(client.app.state.settings.photos)  # type: ignore[attr-defined]  # the fixture hangs its app there


def files(folder: Folder) -> list[str]:
    return sorted(str(path.relative_to(folder.root)) for path in folder.root.rglob("*") if path.is_file())


def address(content: bytes) -> str:
    return f"/api/v1/photos/{sha256_of(content)}"


async def put(
    client: httpx.AsyncClient, headers: Headers, content: bytes, kind: str = "image/jpeg", **more: str
) -> httpx.Response:
    sent = headers | {"content-type": kind} | more
    return await client.put(address(content), headers=sent, content=content)


async def put_part(
    client: httpx.AsyncClient,
    headers: Headers,
    content: bytes,
    first: int,
    last: int,
    total: int | None = None,
) -> httpx.Response:
    said = f"bytes {first}-{last}/{total or len(content)}"
    sent = headers | {"content-type": "image/jpeg", "content-range": said}
    return await client.put(address(content), headers=sent, content=content[first : last + 1])


def codes(answer: httpx.Response) -> list[str]:
    return [fault["code"] for fault in answer.json()["errors"]]


async def test_a_photo_of_each_format_is_kept_once_and_given_back_as_it_came(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    for form, kind in KINDS.items():
        content = photo(form)
        assert (await client.head(address(content), headers=inspector)).status_code == 404
        first = await put(client, inspector, content, kind)
        kept = {"sha256": sha256_of(content), "bytes": len(content), "damaged": False}
        assert (first.status_code, first.json()) == (201, kept)
        assert (await put(client, inspector, content, kind)).status_code == 200
        assert (await client.head(address(content), headers=inspector)).status_code == 200
        answer = await client.get(address(content), headers=inspector)
        assert (answer.status_code, answer.content) == (200, content)
        assert answer.headers["content-type"] == kind
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["cache-control"].startswith("private")


async def test_who_may_read_an_entry_may_see_the_photos_it_names(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    copy = photo(seed=1)
    for content in (JPEG, copy):
        await put(client, inspector, content)
    reviewer = await signed_in(client, REVIEWER)
    energy = await signed_in(client, ENERGY)
    county = await signed_in(client, COUNTY)
    for headers, before in ((county, 200), (reviewer, 404), (energy, 404)):
        assert (await client.get(address(JPEG), headers=headers)).status_code == before
    named = {"slot": "gate", "sha256": sha256_of(JPEG), "copy": sha256_of(copy)}
    entry = await client.put(f"/api/v1/entries/{uuid4()}", headers=inspector, json=visit(photos=[named]))
    assert entry.status_code == 201
    for headers in (county, reviewer, energy):
        for content in (JPEG, copy):
            assert (await client.get(address(content), headers=headers)).status_code == 200
    publisher = await signed_in(client, PUBLISHER)
    assert (await client.get(address(JPEG), headers=publisher)).status_code == 403


async def test_parts_are_joined_and_the_way_on_is_told(client: httpx.AsyncClient, inspector: Headers) -> None:
    content = encoded(noise(1200, 900), quality=95)
    assert len(content) > 3 * PARTS
    first = await put_part(client, inspector, content, 0, PARTS - 1)
    assert (first.status_code, first.headers["upload-offset"]) == (202, str(PARTS))
    assert first.json() == {"sha256": sha256_of(content), "offset": PARTS, "bytes": len(content)}
    asked = await client.head(address(content), headers=inspector)
    assert (asked.status_code, asked.headers["upload-offset"]) == (404, str(PARTS))
    again = await put_part(client, inspector, content, 0, PARTS - 1)
    assert (again.status_code, again.headers["upload-offset"]) == (202, str(PARTS))
    gap = await put_part(client, inspector, content, 2 * PARTS, 3 * PARTS - 1)
    assert (gap.status_code, gap.json()["type"], gap.json()["offset"]) == (
        409,
        "/problems/out-of-place",
        PARTS,
    )
    overlapping = await put_part(client, inspector, content, PARTS // 2, 2 * PARTS - 1)
    assert overlapping.json()["offset"] == 2 * PARTS
    last = await put_part(client, inspector, content, 2 * PARTS, len(content) - 1)
    assert (last.status_code, last.json()["bytes"]) == (201, len(content))
    assert (await client.get(address(content), headers=inspector)).content == content


async def test_another_account_neither_sees_nor_spoils_an_upload_in_parts(
    client: httpx.AsyncClient, inspector: Headers, folder: Folder
) -> None:
    content = encoded(noise(1200, 900), quality=95)
    await put_part(client, inspector, content, 0, PARTS - 1)
    county = await signed_in(client, COUNTY)
    asked = await client.head(address(content), headers=county)
    assert (asked.status_code, asked.headers["upload-offset"]) == (404, "0")
    wrong = county | {"content-type": "image/jpeg", "content-range": f"bytes 0-{PARTS - 1}/{PARTS}"}
    refused = await client.put(address(content), headers=wrong, content=bytes(PARTS))
    assert (refused.status_code, codes(refused)) == (422, ["hash-differs"])
    last = await put_part(client, inspector, content, PARTS, len(content) - 1)
    assert last.status_code == 201
    assert files(folder) == [f"{sha256_of(content)[:2]}/{sha256_of(content)}"]


RANGES = [
    ("bytes 0-99", 100, ""),
    ("bytes=0-99/100", 100, ""),
    ("bytes -5-99/100", 100, ""),
    ("bytes 0-99/*", 100, ""),
    ("bytes 99-0/100", 100, "range"),
    ("bytes 0-100/100", 101, "range"),
    ("bytes 0-99/100", 99, "length"),
    ("bytes 0-99/1000000", 100, "part-too-small"),
    ("bytes 0-99/999999999", 100, "too-large"),
]


async def test_a_range_that_cannot_be_is_refused(
    client: httpx.AsyncClient, inspector: Headers, folder: Folder
) -> None:
    for said, sent, code in RANGES:
        headers = inspector | {"content-type": "image/jpeg", "content-range": said}
        answer = await client.put(address(JPEG), headers=headers, content=bytes(sent))
        assert answer.status_code == 400, said
        assert "Content-Range" in answer.json()["detail"]
        assert not code or code in codes(answer), said
    assert files(folder) == []


async def test_two_phones_sending_the_same_photo_make_one(
    client: httpx.AsyncClient, inspector: Headers, folder: Folder
) -> None:
    content = encoded(noise(1200, 900), quality=95)
    starts = range(0, len(content), PARTS)

    async def whole() -> int:
        return (await put(client, inspector, content)).status_code

    async def in_parts() -> int:
        status = 0
        for first in starts:
            last = min(first + PARTS, len(content)) - 1
            status = (await put_part(client, inspector, content, first, last)).status_code
        return status

    found = await asyncio.gather(*(whole() for _ in range(4)), *(in_parts() for _ in range(4)))
    assert set(found) <= {200, 201, 202, 409}
    assert files(folder)[-1] == f"{sha256_of(content)[:2]}/{sha256_of(content)}"
    assert folder.path(sha256_of(content)).read_bytes() == content


async def test_parts_racing_for_one_file_never_spoil_it(folder: Folder) -> None:
    async def nothing_wrong(_path: Path) -> None: ...

    async def in_parts(content: bytes, account: str) -> None:
        for first in range(0, len(content), PART_LEAST):
            part = Part(first, min(first + PART_LEAST, len(content)) - 1, len(content))
            with suppress(OutOfPlace):
                await folder.take_part(
                    sha256_of(content), account, part, content[first : part.last + 1], nothing_wrong
                )

    for _ in range(30):
        content = os.urandom(2 * PART_LEAST + 7)
        await asyncio.gather(*(in_parts(content, "xunchayuan") for _ in range(6)))  # PhotoRefused: spoilt


ARCHIVE = io.BytesIO()
with zipfile.ZipFile(ARCHIVE, "w") as packed:
    packed.writestr("../../evil.sh", "x")
GIF = encoded(noise(40, 40), "GIF")
ANIMATED = encoded(noise(40, 40), "WEBP", save_all=True, append_images=[noise(40, 40, 1)])
HUGE = encoded(Image.new("1", (30_000, 30_000)), "PNG")


NO_PHOTOS = [
    (b"<html><script>alert(1)</script>", "image/png", ["not-a-picture"]),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png", ["not-a-picture"]),
    (ARCHIVE.getvalue(), "image/jpeg", ["not-a-picture"]),
    (GIF, "image/png", ["not-a-picture"]),
    (b"", "image/png", ["not-a-picture"]),
    (JPEG[:300], "image/jpeg", ["not-a-picture"]),
    (JPEG, "image/png", ["other-type"]),
    (ANIMATED, "image/webp", ["many-pictures"]),
    (ANIMATED, "image/jpeg", ["other-type", "many-pictures"]),
    (HUGE, "image/png", ["too-many-pixels", "too-long"]),
    (HUGE, "image/jpeg", ["other-type", "too-many-pixels", "too-long"]),
]


async def test_what_is_no_photo_is_refused_with_every_reason_and_leaves_nothing(
    client: httpx.AsyncClient, inspector: Headers, folder: Folder
) -> None:
    for content, kind, found in NO_PHOTOS:
        answer = await put(client, inspector, content, kind)
        assert (answer.status_code, codes(answer)) == (422, found)
        assert all("。" in fault["message"] for fault in answer.json()["errors"])
    assert files(folder) == []


async def test_bytes_other_than_the_address_says_leave_nothing(
    client: httpx.AsyncClient, inspector: Headers, folder: Folder
) -> None:
    sent = inspector | {"content-type": "image/jpeg"}
    answer = await client.put(address(JPEG), headers=sent, content=JPEG + b"x")
    assert (answer.status_code, codes(answer), files(folder)) == (422, ["hash-differs"], [])


async def test_a_damaged_camera_photo_is_kept_as_it_came_while_it_still_shows_something(
    client: httpx.AsyncClient, inspector: Headers, folder: Folder
) -> None:
    half, head = JPEG[: len(JPEG) // 2], JPEG[:700]
    answer = await put(client, inspector, half)
    assert (answer.status_code, answer.json()["damaged"]) == (201, True)
    assert folder.path(sha256_of(half)).read_bytes() == half
    screen = await client.get(f"{address(half)}?size=screen", headers=inspector)
    assert (screen.status_code, screen.headers["content-type"]) == (200, "image/jpeg")
    refused = await put(client, inspector, head)
    assert (refused.status_code, codes(refused)) == (422, ["nothing-visible"])
    with_film = (
        JPEG + b"\0\0\0\x18ftypmp42" + bytes(4000)
    )  # a phone's live photo has its film behind the picture
    assert (await put(client, inspector, with_film)).json()["damaged"] is False


async def test_what_is_drawn_is_upright_small_and_without_a_byte_of_exif(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    content = turned_with_position()
    await put(client, inspector, content)
    for size, side in (("thumb", 320), ("screen", 400)):
        answer = await client.get(f"{address(content)}?size={size}", headers=inspector)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert answer.headers["cache-control"].startswith("private")
        assert b"CANARY" not in answer.content
        assert b"Exif" not in answer.content
        image = Image.open(io.BytesIO(answer.content))
        assert (max(image.size), image.width < image.height, len(image.getexif())) == (side, True, 0)
        for at, colour in ((0.25, RED), (0.6, BLUE)):
            seen = image.getpixel((image.width // 2, int(image.height * at)))
            assert all(abs(a - b) < 40 for a, b in zip(seen, colour, strict=True))


async def test_the_caption_stands_in_what_is_drawn_and_never_in_the_original(
    client: httpx.AsyncClient, inspector: Headers, folder: Folder
) -> None:
    white = encoded(Image.new("RGB", (800, 600), "white"))
    plain = b""
    for named in ([], [{"sha256": sha256_of(white), "taken_at": "2026-11-22T09:31:00+08:00"}]):
        await put(client, inspector, white)
        body = visit(photos=named)
        assert (
            await client.put(f"/api/v1/entries/{uuid4()}", headers=inspector, json=body)
        ).status_code == 201
        screen = await client.get(f"{address(white)}?size=screen", headers=inspector)
        image = Image.open(io.BytesIO(screen.content)).convert("L")
        dark = sum(image.crop((0, 520, 800, 600)).histogram()[:200])
        assert (dark > 5000) == bool(named)
        assert sum(image.crop((0, 0, 800, 500)).histogram()[:200]) == 0
        assert screen.content != plain
        plain = screen.content
    assert (await client.get(address(white), headers=inspector)).content == white


async def test_a_corrected_entry_is_captioned_anew(
    client: httpx.AsyncClient, inspector: Headers, folder: Folder
) -> None:
    entry, named = str(uuid4()), [{"sha256": sha256_of(JPEG), "taken_at": "2026-11-22T09:31:00+08:00"}]
    await put(client, inspector, JPEG)
    body = visit(photos=named)
    assert (await client.put(f"/api/v1/entries/{entry}", headers=inspector, json=body)).status_code == 201
    first = await client.get(f"{address(JPEG)}?size=screen", headers=inspector)
    named[0]["taken_at"] = "2026-11-22T09:05:00+08:00"
    mended = {"type": "correction", "made_at": NOW.isoformat(), "target": entry, "reason": "拍摄时间写错了"}
    mended["body"] = visit(photos=named)
    answer = await client.put(f"/api/v1/entries/{uuid4()}", headers=inspector, json=mended)
    assert answer.status_code == 201, answer.text
    second = await client.get(f"{address(JPEG)}?size=screen", headers=inspector)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content != second.content
    assert len(list((folder.root / ".drawn").rglob("*.jpg"))) == 2


def test_uploaded_pictures_are_opened_in_one_process_only() -> None:
    openers = {
        name
        for name, _, tree in modules(Path())
        if any(module.split(".")[0] in ("PIL", "pillow_heif") for _, module in imported(tree))
    }
    assert openers == {
        "inspections.pictures",
        "inspections.marks",
        "inspections.demo.pictures",
    }  # the last draws, and opens none; marks work for pictures, in its process


async def test_what_is_drawn_once_is_kept_and_nobody_else_gets_it(
    client: httpx.AsyncClient, inspector: Headers, folder: Folder
) -> None:
    await put(client, inspector, JPEG)
    first = await client.get(f"{address(JPEG)}?size=thumb", headers=inspector)
    (kept,) = (folder.root / ".drawn").rglob("*.jpg")
    kept.write_bytes(b"kept")
    assert (await client.get(f"{address(JPEG)}?size=thumb", headers=inspector)).content == b"kept"
    assert first.content[:3] == b"\xff\xd8\xff"
    energy = await signed_in(client, ENERGY)
    assert (await client.get(f"{address(JPEG)}?size=thumb", headers=energy)).status_code == 404
    assert (await client.get(f"{address(JPEG)}?size=huge", headers=inspector)).status_code == 400


async def test_drawing_that_is_broken_off_leaves_nothing(
    client: httpx.AsyncClient, inspector: Headers, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken_off(_path: Path, to: Path, _side: int, _caption: str) -> None:
        to.write_bytes(b"half")
        raise ConnectionError

    await put(client, inspector, JPEG)
    monkeypatch.setattr(client.app.state.decoder, "draw", broken_off)  # type: ignore[attr-defined]  # as above
    with suppress(ConnectionError):
        await client.get(f"{address(JPEG)}?size=thumb", headers=inspector)
    assert not [name for name in files(folder) if name.startswith(".drawn")]


async def test_a_photo_of_thirteen_megabytes_or_of_another_type_is_refused(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    assert (await put(client, inspector, JPEG + bytes(13 * 1024 * 1024))).status_code == 413
    assert (await put(client, inspector, JPEG, "image/svg+xml")).status_code == 415


async def test_uploads_nobody_goes_on_with_are_thrown_away(
    client: httpx.AsyncClient, inspector: Headers, folder: Folder
) -> None:
    content = encoded(noise(1200, 900), quality=95)
    await put_part(client, inspector, content, 0, PARTS - 1)
    assert folder.sweep() == 0
    (part,) = (folder.root / ".arriving").iterdir()
    long_ago = time.time() - KEPT_S - 60
    os.utime(part, (long_ago, long_ago))
    assert folder.sweep() == 1
    assert files(folder) == []


async def test_the_auditor_sees_what_the_county_people_brought(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    await put(client, inspector, JPEG)
    assert (await client.get(address(JPEG), headers=await signed_in(client, AUDITOR))).status_code == 200


async def test_a_decoder_that_dies_is_replaced(client: httpx.AsyncClient, inspector: Headers) -> None:
    decoder = client.app.state.decoder  # type: ignore[attr-defined]
    assert (await put(client, inspector, JPEG)).status_code == 201
    decoder._child.kill()
    assert (await put(client, inspector, photo(seed=2))).status_code == 201
