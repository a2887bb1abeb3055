"""A canary in every private column and picture tag: not one byte of it comes out, in whatever form it would hide.

READ names the columns a publication reads or needs to find its way; every other column of every table is planted, those
of a table that comes later too.
"""

import asyncio
import base64
import gzip
import html
import io
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from api.county import make_demo
from inspections.ledger import judge_group
from inspections.publication import Snapshot
from inspections.publishing import publish
from inspections.settings import Settings
from inspections.snapshot import staff_names, take
from inspections.storage import open_storage
from tests.ledger.county import BOOK, write

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
CANARY = "KN7x金丝雀"
NUMBER = 77.654321
READ = {
    "entry": "book seq hash received_at",
    "unit": "unit book path name parent valid_from valid_to successor",
    "site": "site unit unit_path kinds valid_from valid_to",
    "visit": "id unit unit_path kind period site late",
    "zero_report": "unit unit_path kind period rests_on late",
    "excuse": "unit unit_path kind period",
    "report": "book kind period unit_path figures",
    "publication": "book dataset kind unit_path period_from period_to source document_no approved_at",
    "listing": "book list name fields valid_from valid_to source document_no claimed_in note",
    "intensity": "book unit role indicator period change_percent target_percent over_pp source_unit document_no state public_basis caveat",
    "setting": "book name value",
    "account": "entry book",
    "vault": "entry path",
}
UNIT = "nanchang_county"
MADE_AT = {"made_at": NOW.isoformat(), "unit": UNIT}
BODIES = [
    ("jieneng", {"type": "listing", "listing": f"00000000-0000-4000-8000-00000000000{number}", "list": name, **more})
    for number, (name, more) in enumerate(
        (
            ("wall_material", {"name": "示例墙材厂", "fields": {"status": "applied"}, "source": "示例总结"}),
            ("ready_mix", {"name": "示例商砼厂", "fields": {"status": "listed"}, "source": "示例目录"}),
        )
    )
] + [
    ("jieneng", {"type": "intensity_result", "figure": "00000000-0000-4000-8000-000000000009", "period": "2021-01..09",
                 "indicator": "规模以上工业单位增加值能耗", "change_percent": "-12.32", "over_pp": "10.32",
                 "source_unit": "示例局", "document_no": "示例文号", "public_basis": "示例依据"}),
    *(("fabu", {"type": "publication", "dataset": dataset, "source": "示例", "document_no": "示例文号"})
      for dataset in ("wall_material", "ready_mix", "intensity")),
    ("guanli", {"type": "setting", "key": "public_units_by_name", "value": "1", "reason": "示例"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A demonstration county with everything published that can be, then a canary wherever nothing is read."""
    folder = tmp_path_factory.mktemp("canaries") / "data"
    cheap = {"argon2_memory_kib": 8, "argon2_rounds": 1, "argon2_lanes": 1}

    async def made() -> None:
        await make_demo(Settings(data=folder, demo_password="x" * 16, **cheap), NOW)
        storage = await open_storage(f"sqlite:///{folder}/xuncha.db", judge_group)
        for by, body in BODIES:
            await write(storage, MADE_AT | body, by)
        await storage.close()

    asyncio.run(made())
    with sqlite3.connect(folder / "xuncha.db") as ledger:
        columns = list(plant(ledger))
    for path in [path for path in (folder / "photos").rglob("*") if path.is_file()]:
        path.write_bytes(tagged())
    return folder, columns


def plant(ledger: sqlite3.Connection) -> Iterator[str]:
    """Put the canary into every column nothing is read from; their names."""
    for (name,) in ledger.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        ledger.execute(f"drop trigger {name}")
    for (table,) in ledger.execute("select name from sqlite_master where type = 'table'").fetchall():
        for _, column, kind, *_ in ledger.execute(f"pragma table_info({table})").fetchall():
            if column in READ.get(table, "").split() or table == "schema_step" or kind == "INTEGER":
                continue
            value = f"coalesce({column}, '') || '{CANARY}-{table}-{column}'" if kind == "TEXT" else NUMBER
            ledger.execute(f"update {table} set {column} = {value}")
            yield f"{table}.{column}"


def tagged() -> bytes:
    """A picture with the canary in every tag a camera writes."""
    picture, out = Image.new("RGB", (8, 8)), io.BytesIO()
    exif = picture.getexif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298):
        exif[tag] = f"KN7x-{tag}"
    exif.get_ifd(0x8825)[29] = "KN7x-gps"
    picture.save(out, "JPEG", exif=exif, comment=CANARY.encode())
    return out.getvalue()


def readings(path: Path) -> Iterator[str]:
    """A file's bytes as they stand and in every form they may hide in."""
    body = path.read_bytes()
    body = gzip.decompress(body) if path.suffix == ".gz" else body
    for text in (body.decode("utf-8", "replace"), body.decode("utf-16-le", "replace")):
        yield text
        yield html.unescape(text)
        yield text.replace("\u200b", "")
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), text).replace(
            "\u200b", ""
        )


MARKS = ("KN7x", "金丝雀", f"{NUMBER}", "77.65", base64.b64encode(b"KN7x").decode()[:5])


def hits(site: Path) -> list[str]:
    return [
        path.relative_to(site).as_posix()
        for path in sorted(site.rglob("*"))
        if path.is_file() and any(mark in text for text in readings(path) for mark in MARKS)
    ]


async def taken(folder: Path) -> tuple[Snapshot, tuple[str, ...]]:
    storage = await open_storage(f"sqlite:///{folder}/xuncha.db", judge_group)
    try:
        return await take(storage, BOOK), await staff_names(storage, BOOK)
    finally:
        await storage.close()


def test_T28_no_canary_comes_out(
    planted: tuple[Path, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, columns = planted
    snapshot, names = asyncio.run(taken(folder))
    assert all((snapshot.coverage, snapshot.coverage[0].units, snapshot.green_factories))
    assert all((snapshot.wall_materials, snapshot.ready_mix, snapshot.intensity, len(names) > 5))
    made = publish(snapshot, tmp_path, staff_names=names, canaries=names)
    with capsys.disabled():
        print(
            f"\ncanaries in {len(columns)} columns and 7 picture tags; {len(made.files)} files read, 0 hits"
        )
    assert {
        "vault.value",
        "enterprise.address",
        "excuse.reason",
        "publication.approved_by",
        "visit.lat",
        "letter.number",
        "petitioner_reading.purpose",
    } <= set(columns)
    assert len(columns) > 150
    assert hits(tmp_path) == []


def test_a_leaked_column_is_seen_wherever_it_goes(planted: tuple[Path, list[str]], tmp_path: Path) -> None:
    """Planted: a private text slips into a public field. The gate does not know it; the bytes are found in every form."""
    snapshot, _ = asyncio.run(taken(planted[0]))
    leaky = replace(snapshot.green_factories[0], industry=f"行业{CANARY}")
    publish(replace(snapshot, green_factories=(leaky,)), tmp_path)
    found = set(hits(tmp_path / "current/site"))
    assert {
        "green-factories/index.html",
        "green-factories/index.html.gz",
        "data/green-factories.csv",
    } <= found
    assert {
        "data/green-factories.json.gz",
        "search/search_index.json",
        "search/search_index.json.gz",
    } <= found
