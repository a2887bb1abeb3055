"""Photos over HTTP: brought by their SHA-256, whole or in parts, asked for by it, as they came or drawn for a screen.

Owns: these three requests. Does not own the files (inspections/photos.py) or what a picture is (pictures.py). An
original goes out as an attachment; whoever may read an entry that names a photo may see it, so may who brought it and
the county over that person; nobody else learns that it exists.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from uuid import uuid4

from litestar import Request, Response, get, head, put
from litestar.di import NamedDependency
from litestar.exceptions import InternalServerException
from litestar.params import HeaderParameter, PathParameter, QueryParameter
from litestar.response import Stream
from msgspec import Meta, Struct

from api.auth import DOER, FIELD, PARTIES, Call, allow
from api.problems import Problem
from api.reading import json_text
from inspections.amendments import Correction
from inspections.decoding import Decoder
from inspections.enterprises import Enterprise
from inspections.entries import Entry
from inspections.evidence import caption
from inspections.facts import Key, now_text
from inspections.photos import (
    KINDS,
    MOST_BYTES,
    PART_MOST,
    Folder,
    NoRoom,
    OutOfPlace,
    Part,
    PhotoRefused,
    kind_of,
)
from inspections.rules import stored_entry
from inspections.sites import Site
from inspections.units import Unit

Sha256 = Annotated[
    str, PathParameter(pattern=r"^[0-9a-f]{64}$(?!\n)", description="内容的 SHA-256，十六进制小写")
]
Size = Annotated[
    Literal["thumb", "screen"] | None,
    QueryParameter(description="thumb 320 像素、screen 1600 像素的 JPEG；不写则为原件"),
]
ContentRange = Annotated[
    str | None,
    HeaderParameter(
        name="Content-Range",
        description="分段发送：bytes 首字节-末字节/总长。一段 64 KB 至 2 MB（最后一段可以更小），整张最大 32 MB",
        required=False,
    ),
]
SIDES: Final = {"thumb": 320, "screen": 1600}  #: longest side, pixels
RANGE: Final = re.compile(r"bytes (\d{1,9})-(\d{1,9})/(\d{1,9})")
OFFSET: Final = "upload-offset"  #: header: how many bytes of an unfinished upload are here
FOR_A_DAY: Final = {"cache-control": "private, max-age=86400", "vary": "authorization, cookie"}


class Kept(Struct):
    """A photo that is on disk."""

    sha256: str
    bytes: int
    damaged: Annotated[bool, Meta(description="文件有损坏，只能看到一部分，已原样保存")] = False


class Arriving(Struct):
    """A photo of which some parts are here."""

    sha256: str
    offset: Annotated[int, Meta(description="已收到的字节数，下一段从这里发")]
    bytes: Annotated[int, Meta(description="总字节数")]


@put(
    "/photos/{sha256:str}",
    opt=allow(*FIELD, "reviewer", DOER, machines="write", media=KINDS),
    status_code=201,
    request_max_body_size=MOST_BYTES,
    summary="上传一张照片",
    description="原件，按内容的 SHA-256 存放；JPEG、PNG、WebP、HEIC。一次发完最大 12 MB；带 Content-Range 可分段发，整张最大 32 MB。"
    "201 新收；200 早已有；202 收下一段，从 Upload-Offset 接着发；409 这一段接不上，Upload-Offset 写明从哪里接；"
    "422 内容与编号不符或不是照片，逐条写明原因，不留文件。有损坏但还看得出内容的照片照收，并标明 damaged。",
)
async def put_photo(
    sha256: Sha256,
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    content_range: ContentRange = None,
) -> Response[Kept | Arriving]:
    """The original bytes, whole or one part of them."""
    photos, looked = folder(call), Look(request)
    there = photos.holds(sha256)
    try:
        if content_range is None:
            size = await photos.take(sha256, body(request), looked)
        else:
            part, content = await part_of(content_range, request)
            size = await photos.take_part(sha256, call.account, part, content, looked)
            if size < part.total:
                told = Arriving(sha256, size, part.total)
                return Response(told, status_code=202, headers={OFFSET: str(size)})
    except PhotoRefused as refused:
        raise Problem(refused.code, errors=refused.faults) from None
    except OutOfPlace as wrong:
        raise Problem("out-of-place", headers={OFFSET: str(wrong.offset)}, offset=wrong.offset) from None
    except NoRoom:
        raise Problem("storage-full") from None
    kept = Kept(sha256, size, looked.damaged)
    await call.storage.run(
        "photo_keep",
        sha256=sha256,
        account=call.account,
        bytes=size,
        received_at=now_text(call.now),
        damaged=kept.damaged,
    )
    request.app.state.printing.add(sha256)
    return Response(kept, status_code=200 if there else 201)


class Look:
    """The decoder's look at what has arrived under the media type it was announced with."""

    def __init__(self, request: Request[Any, Any, Any]) -> None:
        self.declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        self.decoder: Decoder = request.app.state.decoder
        self.damaged = False

    async def __call__(self, path: Path) -> None:
        seen = await self.decoder.examine(path, self.declared)
        if seen.faults:
            raise PhotoRefused(*seen.faults)
        self.damaged = seen.damaged


async def body(request: Request[Any, Any, Any]) -> AsyncIterator[bytes]:
    """What arrives. A sender who goes away is no fault of the server, as the framework would have it."""
    try:
        async for chunk in request.stream():
            yield chunk
    except InternalServerException:
        raise Problem("malformed", "没有发完就断开了，请重发。") from None


async def part_of(content_range: str, request: Request[Any, Any, Any]) -> tuple[Part, bytes]:
    """The part a header speaks of, and its bytes; a Problem when both do not fit together."""
    said = RANGE.fullmatch(content_range.strip())
    if said is None:
        raise Problem("wrong-parameter", "Content-Range 应写作 bytes 首字节-末字节/总长。")
    part, content = Part(*map(int, said.groups())), bytearray()
    async for chunk in body(request):
        content += chunk
        if len(content) > PART_MOST:
            raise Problem("too-large", f"一段最大 {PART_MOST >> 20} MB。")
    if faults := tuple(part.faults(len(content))):
        raise Problem("wrong-parameter", "Content-Range 有误，见下面的清单。", faults)
    return part, bytes(content)


@head(
    "/photos/{sha256:str}",
    opt=allow(*PARTIES),
    summary="有没有这张照片",
    description="200 有；404 没有或无权看。没发完的上传在 404 的 Upload-Offset 里写明已收到多少字节，0 为没有。",
)
async def has_photo(sha256: Sha256, call: NamedDependency[Call]) -> None:
    """200 when it is there for this asker; else 404 with how much of the asker's own upload is."""
    if not await visible(sha256, call):
        raise Problem("not-found", headers={OFFSET: str(folder(call).offset(sha256, call.account))})


@get(
    "/photos/{sha256:str}",
    opt=allow(*PARTIES),
    summary="一张照片",
    description="原件作为附件给出。size=thumb 或 screen 给重新编码的 JPEG：不带 EXIF，方向已摆正，下方写明时间、地点、编号；"
    "原件和记录里都没有这行字。给能看到有关记录的人、上传的人和管辖他的县局、审计员。",
)
async def get_photo(
    sha256: Sha256, request: Request[Any, Any, Any], call: NamedDependency[Call], size: Size = None
) -> Response[Any]:
    """The original as it came, or a picture drawn from it."""
    if not await visible(sha256, call):
        raise Problem("not-found")
    photos = folder(call)
    if size:
        return await drawn(sha256, size, request.app.state.decoder, call)
    kind = kind_of(photos.head(sha256))
    name = f"{sha256[:16]}.{kind.rpartition('/')[2]}"
    told = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-length": f"{photos.size(sha256)}",
    }
    return Stream(photos.stream(sha256), media_type=kind, headers={**FOR_A_DAY, **told})


async def drawn(sha256: str, size: str, decoder: Decoder, call: Call) -> Response[bytes]:
    """The picture for a screen, drawn when it is first asked for; its name holds what is written into it."""
    photos, words = folder(call), await caption_of(sha256, call)
    name = f"{size}-{hashlib.sha256(words.encode()).hexdigest()[:16]}"
    target = photos.drawn(sha256, name)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        making = target.with_name(f".{uuid4().hex}")
        try:
            seen = await decoder.draw(photos.path(sha256), making, SIDES[size], words)
            if seen.faults:
                raise Problem("not-found", "这张照片画不出小图，请下载原件。", seen.faults)
            making.replace(target)
        finally:  # also when whoever asked has gone away
            making.unlink(missing_ok=True)
    return Response(await asyncio.to_thread(target.read_bytes), media_type="image/jpeg", headers=FOR_A_DAY)


async def caption_of(sha256: str, call: Call) -> str:
    """Time, place and number as the first readable entry has them; "" for what no entry shows as a photo.

    One line: 2026-11-22 09:30 · 向塘镇 示例铸造 · 28.54321, 115.95321 · 360121-48213.
    """
    rows = await call.storage.rows("photo_named", sha256=sha256, scopes=call.scopes)
    if not rows:
        return ""
    book, seq, stored, album = rows[0]
    found = stored_entry(stored)
    entry = found.body if isinstance(found, Correction) else found
    said = caption(entry, sha256)
    at = f"{said.taken_at[:10]} {said.taken_at[11:16]}" + (" 相册图片" if album else "")
    position = "{:.5f}, {:.5f}".format(*said.position) if said.position else ""
    return " · ".join(part for part in (at, await place_of(entry, call), position, f"{book}-{seq}") if part)


async def place_of(entry: Entry, call: Call) -> str:
    """The unit and the site or the firm of an entry, by name."""
    tables = (("unit", Unit), ("site", Site), ("enterprise", Enterprise))
    keys: list[Key[Any]] = [
        table.at(str(given)) for name, table in tables if (given := getattr(entry, name, None))
    ]
    names = [row.name for _, row in await call.storage.answer(keys) if row]
    return " ".join(names[:2])


async def visible(sha256: str, call: Call) -> bool:
    """Is it here, and may the asker know?"""
    over = json_text(call.paths("county", "auditor"))
    rows = await call.storage.rows(
        "photo_readable", sha256=sha256, account=call.account, over=over, scopes=call.scopes
    )
    return bool(rows) and folder(call).holds(sha256)


def folder(call: Call) -> Folder:
    return Folder(call.settings.photos, call.settings.reserve_mb)


ROUTES = [put_photo, has_photo, get_photo]
