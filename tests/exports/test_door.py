"""Exports over HTTP and by command: resumed by Range, said by a manifest, within the asker's scope and role."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from api.app import create_app
from api.commands.exports import export
from inspections.credentials import set_password
from inspections.ledger import judge_group
from inspections.settings import Settings
from inspections.storage import open_storage
from tests.conftest import CHEAP
from tests.exports.story import VISITS, build
from tests.ledger.county import Clock, visit, write
from tests.people import AUDITOR, COUNTY, ENERGY, INSPECTOR, PASSWORD, PUBLISHER, signed_in

CSV = "/api/v1/exports/visits.csv"
pytestmark = pytest.mark.anyio


@pytest.fixture
async def door(tmp_path: Path, anyio_backend: str) -> AsyncIterator[httpx.AsyncClient]:
    """The application over the small county, on SQLite."""
    settings = Settings(data=tmp_path, reserve_mb=0, **CHEAP)
    await build(settings.database)
    storage = await open_storage(settings.database, judge_group, Clock())
    for account in (INSPECTOR, COUNTY, ENERGY, AUDITOR, PUBLISHER):
        await set_password(storage, account, PASSWORD, settings)
    app = create_app(settings, storage, Clock())
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 40000))
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url="https://localhost") as client:
        client.storage = storage  # type: ignore[attr-defined]  # to write beside the door
        yield client
    await storage.close()


async def test_a_file_and_its_manifest_agree(door: httpx.AsyncClient) -> None:
    me = await signed_in(door, COUNTY)
    got = await door.get(CSV, headers=me)
    manifest = (await door.get(f"{CSV}.manifest.json", headers=me)).json()
    assert (got.status_code, got.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert got.headers["content-disposition"] == 'attachment; filename="visits-360121-demo.csv"'
    assert (manifest["rows"], manifest["bytes"]) == (VISITS, len(got.content))
    assert manifest["sha256"] == hashlib.sha256(got.content).hexdigest()
    assert got.headers["etag"] == f'"{manifest["run"]}"'


async def test_a_cut_download_goes_on_where_it_stopped_whatever_was_written_since(
    door: httpx.AsyncClient,
) -> None:
    me = await signed_in(door, COUNTY)
    whole = await door.get(CSV, headers=me)
    await write(door.storage, visit("sanjiang_town"))  # type: ignore[attr-defined]  # see the fixture
    half, etag = len(whole.content) // 2, whole.headers["etag"]
    rest = await door.get(CSV, headers=me | {"Range": f"bytes={half}-", "If-Range": etag})
    assert rest.status_code == 206
    assert rest.headers["content-range"] == f"bytes {half}-{len(whole.content) - 1}/{len(whole.content)}"
    assert whole.content[:half] + rest.content == whole.content
    named = await door.get(f"{CSV}?run={etag[1:-1]}", headers=me | {"Range": "bytes=3-9"})
    assert (named.status_code, named.content) == (206, whole.content[3:10])
    beyond = await door.get(f"{CSV}?run={etag[1:-1]}", headers=me | {"Range": "bytes=99999999-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(whole.content)}")


async def test_a_range_of_what_is_not_named_is_answered_in_full(door: httpx.AsyncClient) -> None:
    """Without a name it could be bytes of two states of the ledger put together."""
    me = await signed_in(door, COUNTY)
    first = await door.get(CSV, headers=me)
    await write(door.storage, visit("sanjiang_town"))  # type: ignore[attr-defined]  # see the fixture
    for more in ({"Range": "bytes=10-"}, {"Range": "bytes=10-", "If-Range": '"' + "0" * 40 + '"'}):
        again = await door.get(CSV, headers=me | more)
        assert (again.status_code, again.content.count(b"\r\n")) == (200, first.content.count(b"\r\n") + 1)


async def test_anothers_run_is_not_there(door: httpx.AsyncClient) -> None:
    etag = (await door.get(CSV, headers=await signed_in(door, COUNTY))).headers["etag"][1:-1]
    for account in (AUDITOR, INSPECTOR):
        answer = await door.get(f"{CSV}?run={etag}", headers=await signed_in(door, account))
        assert (answer.status_code, answer.json()["detail"]) == (404, "这次导出已经不在了，请重新导出。")


@pytest.mark.parametrize(
    ("account", "private", "status"),
    [
        (INSPECTOR, True, 200),
        (COUNTY, True, 200),
        (AUDITOR, True, 200),
        (ENERGY, False, 200),
        (ENERGY, True, 403),
        (PUBLISHER, False, 403),
    ],
)
async def test_names_and_free_text_are_for_some_roles(
    door: httpx.AsyncClient, account: str, private: bool, status: int
) -> None:
    answer = await door.get(
        f"/api/v1/exports/visits.jsonl?private={private}", headers=await signed_in(door, account)
    )
    assert answer.status_code == status
    assert ("示例县局人员" in answer.text) == (private and status == 200)


async def test_an_inspector_takes_out_the_own_unit(door: httpx.AsyncClient) -> None:
    answer = await door.get("/api/v1/exports/visits.jsonl", headers=await signed_in(door, INSPECTOR))
    assert {json.loads(line)["unit"] for line in answer.text.splitlines()} == {"xiangtang_town"}


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        (
            "secrets.csv",
            404,
            "可以导出 visits、findings、coverage、audits、enterprises、listings、intensity、entries，"
            "格式 csv、xlsx、jsonl、parquet、geojson。",
        ),
        ("coverage.geojson", 400, "覆盖情况没有位置，不能导出 GeoJSON。"),
        ("enterprises.csv?kind=x", 400, "企业不能按 kind 筛选。"),
        ("visits.csv?from=2026-02-30", 400, "“2026-02-30”不是日期，请写成 2026-07-31 或 2026-07。"),
        ("coverage.csv?private=true", 400, "覆盖情况没有另存的个人信息和文字说明。"),
    ],
)
async def test_what_cannot_be_exported_is_a_problem(
    door: httpx.AsyncClient, asked: str, status: int, said: str
) -> None:
    answer = await door.get(f"/api/v1/exports/{asked}", headers=await signed_in(door, COUNTY))
    assert (answer.status_code, answer.json()["detail"]) == (status, said)


def test_the_command_makes_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(build(f"sqlite:///{tmp_path}/xuncha.db"))
    monkeypatch.setenv("XUNCHA_DATA", str(tmp_path))
    out = tmp_path / "巡察.csv"
    done = CliRunner().invoke(export, ["visits", "-o", str(out), "--state", "no_entry", "--json"])
    manifest = json.loads(done.output)
    assert (done.exit_code, manifest["rows"], manifest["filter"]) == (0, 1, {"state": "no_entry"})
    assert hashlib.sha256(out.read_bytes()).hexdigest() == manifest["sha256"]
    assert json.loads((tmp_path / "巡察.csv.manifest.json").read_bytes()) == manifest
