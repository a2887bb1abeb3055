"""Photos over HTTP: brought by their SHA-256, asked for by it.

Owns: these three requests. Does not own the files (inspections/photos.py). An original goes out as an attachment, to
whoever brought it and to the county over its people; nobody else learns that it exists.
"""

from typing import Annotated, Any

from litestar import Request, Response, get, head, put
from litestar.di import NamedDependency
from litestar.params import PathParameter
from msgspec import Struct

from api.auth import FIELD, READERS, Call, allow
from api.problems import Problem
from api.reading import json_text
from inspections.facts import Fault, now_text
from inspections.photos import HEAD_BYTES, MAGIC, MOST_BYTES, Folder, NoRoom, PhotoRefused, kind_of

Sha256 = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}$", description="内容的 SHA-256，十六进制小写")]


class Kept(Struct):
    sha256: str
    bytes: int


@put(
    "/photos/{sha256:str}",
    opt=allow(*FIELD, machines="write", media=tuple(MAGIC)),
    status_code=201,
    request_max_body_size=MOST_BYTES,
    summary="上传一张照片",
    description="原件，按内容的 SHA-256 存放，最大 12 MB。201 新收；200 早已有；422 内容与编号不符或不是图片。",
)
async def put_photo(
    sha256: Sha256, request: Request[Any, Any, Any], call: NamedDependency[Call]
) -> Response[Kept]:
    """The original bytes. 201 new · 200 already there · 422 when they are not what the address says."""
    photos = folder(call)
    there = photos.holds(sha256)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        size = await photos.take(sha256, request.stream(), kind)
    except PhotoRefused as refused:
        code = refused.code if refused.code == "too-large" else "refused"
        raise Problem(code, errors=[Fault("", refused.code, refused.message)]) from None
    except NoRoom:
        raise Problem("storage-full") from None
    await call.storage.run(
        "photo_keep", sha256=sha256, account=call.account, bytes=size, received_at=now_text(call.now)
    )
    return Response(Kept(sha256, size), status_code=200 if there else 201)


@head(
    "/photos/{sha256:str}",
    opt=allow(*READERS),
    summary="有没有这张照片",
    description="200 有，404 没有或无权看。",
)
async def has_photo(sha256: Sha256, call: NamedDependency[Call]) -> None:
    """200 when it is there for this asker, 404 otherwise."""
    await check_visible(sha256, call)


@get(
    "/photos/{sha256:str}",
    opt=allow(*READERS),
    summary="一张照片的原件",
    description="只给上传的人和管辖他的县局、审计员。",
)
async def get_photo(sha256: Sha256, call: NamedDependency[Call]) -> Response[bytes]:
    """The original bytes as they came."""
    await check_visible(sha256, call)
    content = await folder(call).read(sha256)
    kind = kind_of(content[:HEAD_BYTES]) or "application/octet-stream"
    name = f"{sha256[:16]}.{kind.rpartition('/')[2]}"
    return Response(
        content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'}
    )


async def check_visible(sha256: str, call: Call) -> None:
    """Not-found for whoever may not see it. What nobody brought (a demonstration, a restore) is the county's."""
    over = call.paths("county", "auditor")
    rows = await call.storage.rows("photo_bringers", sha256=sha256, scopes=json_text(over))
    mine = any(account == call.account or within for account, within in rows)
    if not (mine or (not rows and f"{call.settings.county}/" in over)) or not folder(call).holds(sha256):
        raise Problem("not-found")


def folder(call: Call) -> Folder:
    return Folder(call.settings.photos, call.settings.reserve_mb)


ROUTES = [put_photo, has_photo, get_photo]
