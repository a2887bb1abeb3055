"""The small county of the exports, with photos and signatures beside it."""

import asyncio
import hashlib
import io
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest
from PIL import Image

from inspections.documents import Asking, Sources, drafted, made
from inspections.ledger import Created, judge_group
from inspections.photos import Folder
from inspections.storage import open_storage
from inspections.storage.engine import Storage
from tests.exports.story import NOW, build, named
from tests.ledger.county import item, visit, write
from tests.storage.cluster import fresh_database

R = TypeVar("R")
WILD = "{{ 7*7 }}{% raw %}<b>&张三\x07"  #: a name that would be a template, markup and a bell
REMARK = "第一行\n第二行 {_{ 1 }_}"


class Office(NamedTuple):
    """A ledger and its photo folder."""

    url: str
    photos: Path

    def paper(
        self,
        kind: str,
        of: str,
        form: str = "docx",
        scopes: tuple[str, ...] = ("",),
        templates: Path | None = None,
        fonts: Path | None = None,
    ) -> bytes:
        async def run(storage: Storage) -> bytes:
            async with storage.snapshot() as still:
                draft = await drafted(Asking(still, "360121", scopes, NOW), kind, of, form)
            return await made(draft, Sources(Folder(self.photos), templates, fonts))

        return self.over(run)

    def over(self, work: Callable[[Storage], Awaitable[R]]) -> R:
        async def run() -> R:
            storage = await open_storage(self.url, judge_group)
            try:
                return await work(storage)
            finally:
                await storage.close()

        return asyncio.run(run())


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{folder}/ledger.db" if sqlite else fresh_database(request.getfixturevalue("cluster"))
    return opened(Office(url, folder / "photos"))


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Office:
    """The same on SQLite alone, for what does not touch storage."""
    return opened(Office(f"sqlite:///{tmp_path}/ledger.db", tmp_path / "photos"))


def opened(office: Office) -> Office:
    asyncio.run(build(office.url))
    office.over(lambda storage: furnish(storage, office.photos))
    return office


async def furnish(storage: Storage, photos: Path) -> None:
    """A visit with everything on it: photos there and missing, signed, refused, unsigned; a plan; a frozen month."""
    picture, signature = keep(photos, jpeg()), keep(photos, png())
    body = visit(
        "xiangtang_town",
        NOW,
        place=WILD,
        answers={"melting_present": "no", "dismantling_site": "no", "result": "none_found"},
        texts={"remark": REMARK},
        photos=[
            {"sha256": picture, "slot": "gate", "taken_at": NOW.isoformat()},
            {"sha256": "ef" * 32, "slot": "workshop", "album": True},
        ],
        present=[
            {"side": "bureau", "name": WILD, "certificate": "00123", "signature": signature},
            {"side": "township", "name": "示例乡镇人员", "refused": "不同意记录", "witness": "示例见证人"},
            {"side": "firm", "name": "示例企业人员"},
        ],
    )
    plan = {
        "type": "plan",
        "made_at": NOW.isoformat(),
        "unit": "sanjiang_town",
        "period": "2026-11",
        "on": "2026-11-25",
        "people": ["xianju"],
    }
    report = {"type": "report", "made_at": NOW.isoformat(), "unit": "nanchang_county", "period": "2026-09"}
    for name, one in (("full", body), ("plan", plan), ("report", report)):
        assert isinstance(answer := await write(storage, one, "xianju", named(name)), Created), answer
    late = visit("wuyang_town", NOW.replace(month=9, day=10))
    assert isinstance(await storage.write(item(late)), Created)


def keep(photos: Path, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    path = photos / sha256[:2] / sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return sha256


def jpeg() -> bytes:
    """A large photo lying on its side, with a place in its EXIF."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "CANARY-28.123456"
    Image.new("RGB", (3000, 1500), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (600, 200), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()
