"""The petitioner canary: who wrote a letter comes out of one door only, and each time somebody used it is in the ledger.

A name is planted in every way a letter can arrive (entered, versioned, corrected, refused, unreadable, in conflict, in an adoption); then
every route is asked as every role, every data set taken in every format, and the whole database, the logs and the files read.
"""

import asyncio
import io
import json
import re
import sqlite3
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from inspections.documents import PAPERS
from inspections.entries import Entry, private_places
from inspections.exports.datasets import DATASETS
from inspections.exports.formats import FORMATS
from inspections.ledger import Created, Repeated
from inspections.letters import Letter
from inspections.petitioners import Petitioner
from inspections.replay import forget, verify
from inspections.rules import VOCABULARY
from inspections.storage.dialect import SQLITE
from inspections.storage.engine import Storage
from inspections.storage.queries import named
from tests.fuzz.asgi import Reply, call
from tests.fuzz.harness import ACCOUNTS, Door, county_door, seeds
from tests.ledger.county import write

CANARY = "金丝雀信访人"
WHO = {name: f"{CANARY}-{name}" for name in Petitioner.__struct_fields__}
DOOR = "POST /api/v1/letters/{letter}/petitioner"
Asked = tuple[str, Reply]
Planted = tuple[dict[str, Any], list[str]]  #: a letter, and every entry that carried a canary in
TOLD = "2026-11-20T10:00:00+08:00"


def letter(**changes: Any) -> dict[str, Any]:
    about = {"unit": "xiangtang_town", "category": "other", "text": "示例：来信", "petitioner": WHO}
    said = {"letter": str(uuid.uuid4()), "number": "示例 9 号", "received_on": "2026-11-20"}
    return {"type": "letter", "made_at": TOLD, **said, **about} | changes


async def put(door: Door, body: dict[str, Any], status: int, entry_id: str = "") -> str:
    entry_id = entry_id or str(uuid.uuid4())
    reply = await door.ask("county", "PUT", f"/api/v1/entries/{entry_id}", body=body)
    assert reply.status == status, reply.body.decode()
    return entry_id


async def plant(door: Door) -> Planted:
    """A letter, and every entry that carried a canary in."""
    body = letter()
    first = await put(door, body, 201)
    mended = {"type": "correction", "made_at": TOLD, "target": first, "reason": "示例"}
    ids = [first, await put(door, body | {"focus": True}, 201), await put(door, mended | {"body": body}, 201)]
    await put(door, letter(category="nothing"), 422)
    await put(door, letter(number="示例 10 号") | {"petitoner": WHO}, 422)
    await put(door, mended | {"body": body, "reason": " "}, 422)
    await put(door, letter(number="示例 11 号"), 409, first)
    kept = {"received": str(uuid.uuid4()), "digest": "0" * 64, "reason": "示例"}
    await put(door, {"type": "adopt", "made_at": TOLD, "unit": "xiangtang_town", "body": body, **kept}, 422)
    answer = {"type": "letter_reply", "replied_on": "2026-11-20", "method": "phone", "text": "示例：已答复"}
    await put(door, {"made_at": TOLD, "unit": body["unit"], "letter": body["letter"], **answer}, 201)
    return body, ids


async def near(door: Door, planted: Planted) -> list[Asked]:
    """What leads closest to a letter, as every role there is."""
    body, ids = planted
    paths = [f"entries/{one}{more}" for one in ids for more in ("", "/amendments")]
    paths += [f"letters/{body['letter']}", "letters", "readings", "inbox", "batches"]
    paths += [f"changes?limit=500&since={since}" for since in (0, 500)]
    found = []
    for role in ACCOUNTS:
        for path in paths:
            route, _, query = path.partition("?")
            found.append((f"GET {route}", await door.ask(role, "GET", f"/api/v1/{route}", query)))
        path = f"/api/v1/letters/{body['letter']}/petitioner"
        found.append((DOOR, await door.ask(role, "POST", path, body={"purpose": "示例"})))
    return found


async def everywhere(door: Door, planted: Planted) -> list[Asked]:
    """Every route as every role it lets in, every data set in every format, every paper."""
    found = [
        (one.route, await call(door.app, one.method, one.path, one.query, one.headers, one.body))
        for one in await seeds(door)
    ]
    papers = [f"documents/{kind}/{planted[1][0]}.docx" for kind in PAPERS]
    for path in [f"exports/{name}.{form}" for name in DATASETS for form in FORMATS] + papers:
        found.append((path, await door.ask("county", "GET", f"/api/v1/{path}", "private=true")))
    return found


def readings(body: bytes) -> Iterator[str]:
    """Bytes as text in every form they may hide in: plain, escaped, and inside an archive."""
    for text in (body.decode("utf-8", "replace"), body.decode("utf-16-le", "replace")):
        yield text
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), text)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "replace")


def shows(body: bytes) -> bool:
    return any("金丝雀" in text for text in readings(body))


async def walk(folder: Path) -> tuple[list[Asked], list[Any], set[str]]:
    """Every answer, what was logged, and the readings the ledger has."""
    log = structlog.testing.CapturingLogger()
    async with county_door(folder) as door:
        door.app.state.log = structlog.wrap_logger(log)
        planted = await plant(door)
        told = [*await near(door, planted), *await everywhere(door, planted)]
        kept = await door.app.state.storage.rows("all_petitioner_reading")
    return told, log.calls, {row[0] for row in kept}


def outside_the_vault(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every table of the ledger but the vault, and every other file, as bytes."""
    with sqlite3.connect(folder / "xuncha.db") as ledger:
        for (table,) in ledger.execute("select name from sqlite_master where type = 'table'").fetchall():
            if table != "vault":
                rows = ledger.execute(f"select * from {table}").fetchall()
                yield table, "\n".join(str(value) for row in rows for value in row).encode()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.name.startswith("xuncha.db"):
            yield file.name, file.read_bytes()


def test_T28_who_wrote_a_letter_comes_out_of_one_door_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told, logged, kept = asyncio.run(walk(tmp_path))
    assert [f"{route} {reply.status}" for route, reply in told if route != DOOR and shows(reply.body)] == []
    assert "金丝雀" not in repr(logged) and len(logged) >= len(told)
    assert [name for name, body in outside_the_vault(tmp_path) if shows(body)] == []
    shown = [reply for route, reply in told if route == DOOR and shows(reply.body)]
    assert {reply.status for route, reply in told if route == DOOR} == {200, 403}
    recorded = {json.loads(reply.body)["reading"]["id"] for reply in shown}
    assert len(recorded) == len(shown) >= 4 and recorded <= kept
    with capsys.disabled():
        print(
            f"\npetitioner: {len(told)} answers read, {len(shown)} readings, each recorded, 0 canaries outside the door"
        )


def test_a_query_that_does_not_pass_it_over_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the one query that puts private values back forgets to leave the petitioner out."""
    open_to_all = named(SQLITE)["vault_of_entries"].replace("v.path not like '%petitioner.%' and", "")
    assert open_to_all != named(SQLITE)["vault_of_entries"]
    monkeypatch.setitem(named(SQLITE), "vault_of_entries", open_to_all)

    async def go() -> list[str]:
        async with county_door(tmp_path) as door:
            told = await near(door, await plant(door))
        return [route for route, reply in told if route != DOOR and shows(reply.body)]

    found = asyncio.run(go())
    assert {route.partition("/")[0] for route in found} == {"GET entries", "GET changes"}


#: queries that do not put private values before a reader, and the one that may show a petitioner
APART = {"vault_salts", "vault_all", "vault_erase", "petitioner_erase", "petitioner_values"}


def test_every_query_that_reads_private_values_passes_the_petitioner_over() -> None:
    texts = {name: text for name, text in named(SQLITE).items() if re.search(r"\bvault\b", text)}
    assert texts.keys() >= APART
    kept_out = re.compile(r"path not like '%petitioner\.%'|path = '(name|email)'")
    assert [name for name, text in texts.items() if name not in APART and not kept_out.search(text)] == []


@pytest.mark.anyio
async def test_forgetting_takes_every_version_and_the_chain_holds(county: Storage) -> None:
    """On both engines; what was erased is equal to whatever is sent again under the same number."""
    body, entry_id = letter(), uuid.uuid4()
    for one, number in ((body, entry_id), (body | {"focus": True}, uuid.uuid4())):
        assert isinstance(await write(county, one, "xianju", number), Created)
    mended = {"type": "correction", "made_at": TOLD, "target": str(entry_id), "body": body, "reason": "示例"}
    assert isinstance(await write(county, mended), Created)
    subject = f"letter/{body['letter']}"
    assert len(await county.rows("petitioner_values", subject=subject)) == 3 * len(WHO)
    assert await forget(county, body["letter"]) == 3 * len(WHO)
    assert {value for _, _, value in await county.rows("petitioner_values", subject=subject)} == {None}
    rest = await county.rows("vault_values", entry=str(entry_id))
    assert dict(rest) == {"text": "示例：来信"}
    assert isinstance(await write(county, body, "xianju", entry_id), Repeated)
    assert await verify(county) == []
    assert await forget(county, body["letter"]) == 0


@pytest.mark.parametrize("kind", VOCABULARY.by_entry, ids=lambda kind: kind.__name__)
def test_whatever_names_a_petitioner_lies_where_the_queries_pass_it_over(kind: type[Entry]) -> None:
    """Every value of a Petitioner, in whichever entry, has `petitioner.` in its path: nothing else keeps it in."""
    paths = ["/".join(place) for place in places(private_places(kind))]
    named_in = [
        path for path in paths if path.rpartition("/")[2].removeprefix("?letter?") in ("phone", "id_number")
    ]
    assert all("petitioner/" in path for path in named_in)
    assert (kind is Letter) <= bool(named_in)


def places(tree: Any) -> Iterator[tuple[str, ...]]:
    for name, below in tree.items():
        yield from ((name, *more) for more in places(below)) if below else [(name,)]
