"""Photos as readers of an entry see them: named by their slot, and whether the server holds them yet.

Owns: that line, and which visits still lack a photo. Does not own the files (inspections/photos.py), nor who may see an
original (routes/photos.py). Held is the original, only its smaller copy, or nothing: then it is still on a phone.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from api.auth import Call
from api.reading import json_text
from inspections.photos import Folder

MOST_VISITS: Final = 500  #: two months of a county; beyond that the oldest are not looked at


class PhotoView(Struct):
    """One photo of an entry."""

    sha256: str
    slot: str
    slot_name: Annotated[str, Meta(examples=["厂门"])]
    taken_at: str | None
    album: Annotated[bool, Meta(description="从相册选的")]
    copy: Annotated[str | None, Meta(description="先发的小图的 SHA-256")]
    claimed: Annotated[Any, Meta(description="照片文件自己写的时间、位置；只作参考")]
    held: Annotated[str, Meta(description="original 原件已到 · copy 只到小图 · missing 还没传到")]
    damaged: Annotated[bool, Meta(description="文件有损坏，只能看到一部分")]
    bytes: Annotated[int | None, Meta(description="原件字节数")]
    received_at: Annotated[str | None, Meta(description="原件收到的时刻；不经网络来的没有")]


async def photo_views(
    photos: Iterable[Mapping[str, Any]], slots: Mapping[str, str], call: Call
) -> list[PhotoView]:
    """The photos of a body, in its order."""
    photos = list(photos)
    held = await asyncio.to_thread(states, photos, Folder(call.settings.photos))
    rows = await call.storage.rows("photos_held", hashes=json_text([photo["sha256"] for photo in photos]))
    came = {sha256: known for sha256, *known in rows}
    return [
        PhotoView(
            sha256=photo["sha256"],
            slot=(slot := photo.get("slot", "")),
            slot_name=slots.get(slot, slot),
            taken_at=photo.get("taken_at"),
            album=photo.get("album", False),
            copy=photo.get("copy"),
            claimed=photo.get("claimed"),
            held=state,
            damaged=bool(broken),
            bytes=size,
            received_at=received_at,
        )
        for photo, state in zip(photos, held, strict=True)
        for size, received_at, broken in (came.get(photo["sha256"], (None, None, 0)),)
    ]


def states(photos: Iterable[Mapping[str, Any]], kept: Folder) -> list[str]:
    return [held(photo, kept) for photo in photos]


def held(photo: Mapping[str, Any], kept: Folder) -> str:
    if kept.holds(photo["sha256"]):
        return "original"
    return "copy" if photo.get("copy") and kept.holds(photo["copy"]) else "missing"


async def held_signatures(pictures: Sequence[str | None], call: Call) -> list[bool | None]:
    """For each signature whether its picture has come; None where nobody signed."""
    kept = Folder(call.settings.photos)

    def there() -> list[bool | None]:
        return [kept.holds(one) if one else None for one in pictures]

    return await asyncio.to_thread(there)


async def visits_lacking_photos(call: Call, scopes: str, since: str) -> int:
    """How many visits from a month on name a photo whose original has not come."""
    rows = await call.storage.rows("visits_with_photos", scopes=scopes, since=since, limit=MOST_VISITS)
    return await asyncio.to_thread(lacking, [stored for (stored,) in rows], Folder(call.settings.photos))


class _Pictured(Struct):
    photos: list[dict[str, Any]] = []


class _Envelope(Struct):
    body: _Pictured


def lacking(stored: Iterable[str], kept: Folder) -> int:
    named = (msgspec.json.decode(one, type=_Envelope).body.photos for one in stored)
    return sum(any(held(photo, kept) != "original" for photo in photos) for photos in named)
