"""Exports: rows counted, bytes repeatable, formats as their standards say, scope in every data set."""

import asyncio
import csv
import hashlib
import io
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

import pytest

from inspections import demo
from inspections.exports import DATASETS, FORMATS, Export, Filters, Manifest, NotExported, export
from inspections.exports.writers import Column, csv_row
from inspections.ledger import judge_group
from inspections.storage import open_storage
from inspections.storage.engine import Storage
from tests.storage.cluster import fresh_database

R = TypeVar("R")
NOW = datetime.fromisoformat("2026-11-22T10:00:00+08:00")
XIANGTANG = "nanchang_county/xiangtang_town/"


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demonstration county's ledger on either engine, made once."""
    if request.param == "postgres":
        url = fresh_database(request.getfixturevalue("cluster"))
    else:
        url = f"sqlite:///{tmp_path_factory.mktemp('exports')}/ledger.db"
    asyncio.run(demo.build(url, NOW, no_photo))
    return url


async def no_photo(_sha256: str, _photo: bytes) -> None:
    """Exports hold no photo."""


def over(url: str, work: Callable[[Storage], Awaitable[R]]) -> R:
    async def run() -> R:
        storage = await open_storage(url, judge_group)
        try:
            return await work(storage)
        finally:
            await storage.close()

    return asyncio.run(run())


def taken(
    url: str, dataset: str, form: str, filters: Filters | None = None, scopes: tuple[str, ...] = ("",)
) -> tuple[bytes, Manifest]:
    async def run(storage: Storage) -> tuple[bytes, Manifest]:
        made = await export(storage, "360121", dataset, form, filters or Filters(), scopes)
        body = b"".join([chunk async for chunk in made.chunks(storage)])
        return body, made.manifest()

    return over(url, run)


def lines(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def rows_in(body: bytes, form: str) -> int:
    if form == "csv":
        return len(lines(body))
    return len(json.loads(body)["features"]) if form == "geojson" else len(body.splitlines())


@pytest.mark.parametrize(
    ("dataset", "form", "rows"),
    [
        ("visits", "csv", 81),
        ("visits", "geojson", 81),
        ("visits", "jsonl", 81),
        ("enterprises", "csv", 12),
        ("enterprises", "geojson", 12),
        ("coverage", "csv", 84),
        ("coverage", "jsonl", 84),
    ],
)
def test_rows_in_the_file_and_in_its_manifest(built: str, dataset: str, form: str, rows: int) -> None:
    body, manifest = taken(built, dataset, form)
    assert rows_in(body, form) == manifest.rows == rows
    assert (manifest.bytes, manifest.sha256) == (len(body), hashlib.sha256(body).hexdigest())
    assert manifest.head_seq == 350


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_head_and_filter_give_the_same_bytes(built: str, form: str) -> None:
    assert taken(built, "visits", form) == taken(built, "visits", form)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_is_still_a_whole_file(built: str, form: str) -> None:
    body, manifest = taken(built, "visits", form, Filters(unit="nowhere"))
    assert (rows_in(body, form), manifest.rows) == (0, 0)


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(kind="dust_ready_mix"), 2),
        (Filters(result="compliant_use"), 1),
        (Filters(unit="xiangtang_town"), 9),
        (Filters(unit="xiangtang_town", first="2026-10"), 3),
        (Filters(unit="xiangtang_town", first="2026-09-01", last="2026-09-30"), 3),
        (Filters(unit="xiangtang_town", last="2026-08"), 3),
    ],
)
def test_filters(built: str, filters: Filters, rows: int) -> None:
    assert taken(built, "visits", "jsonl", filters)[1].rows == rows


@pytest.mark.parametrize("dataset", DATASETS)
def test_nothing_outside_the_scope_is_in_any_data_set(built: str, dataset: str) -> None:
    body, manifest = taken(built, dataset, "csv", scopes=(XIANGTANG,))
    assert {line["单位编号"] for line in lines(body)} == {"xiangtang_town"}
    assert 0 < manifest.rows < taken(built, dataset, "csv")[1].rows
    assert taken(built, dataset, "csv", scopes=())[1].rows == 0


def test_csv_opens_in_chinese_office_programs(built: str) -> None:
    body, _ = taken(built, "visits", "csv")
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.count(b"\r\n") == body.count(b"\n") == 82
    foundry = next(
        line for line in lines(body) if line["企业"] == "示例铸造厂" and line["结果"] == "合规用途"
    )
    assert (foundry["统一社会信用代码"], foundry["性质"]) == ("91360121XUNCHA0108", "入企检查")


@pytest.mark.parametrize("text", ["=1+1", "+8613", "-2", "@x", "\tx", "\rx", "＝1", "－2"])
def test_a_text_that_would_be_a_formula_gets_an_apostrophe(text: str) -> None:
    cells = next(csv.reader(io.StringIO(csv_row([Column("a", "甲")], [text]).decode(), newline="")))
    assert cells == [f"'{text}"]


def test_a_negative_number_stays_a_number() -> None:
    assert csv_row([Column("a", "甲")], [-2.5]) == b"-2.5\r\n"


def test_geojson_is_wgs84_longitude_first(built: str) -> None:
    body, _ = taken(built, "visits", "geojson")
    collection = json.loads(body)
    assert "crs" not in collection
    for feature in collection["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert 115 < lon < 117 and 28 < lat < 29
        assert not {"lat", "lon"} & feature["properties"].keys()


def test_a_row_without_position_has_a_null_geometry(built: str) -> None:
    features = json.loads(taken(built, "enterprises", "geojson")[0])["features"]
    assert {feature["geometry"] is None for feature in features} == {True}


def test_the_running_month_is_not_called_missing(built: str) -> None:
    states: dict[str, set[str]] = {}
    for line in lines(taken(built, "coverage", "csv")[0]):
        states.setdefault(line["月份"], set()).add(line["情况"])
    assert "缺报" in states["2026-08"] and "还没到期" not in states["2026-08"]
    assert "还没到期" in states["2026-11"] and "缺报" not in states["2026-11"]


def test_no_private_value_leaves(built: str) -> None:
    for dataset in DATASETS:
        body, _ = taken(built, dataset, "jsonl")
        for private in ("示例县局人员", "示例乡镇人员", "示例证件号", "示例工业集中区外围", "示例巡察员"):
            assert private not in body.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("secrets", "csv", Filters()), "没有数据集“secrets”，可以导出：visits、enterprises、coverage。"),
        (("visits", "exe", Filters()), "没有格式“exe”，可用：csv、jsonl、geojson。"),
        (("coverage", "geojson", Filters()), "覆盖情况没有位置，不能导出 GeoJSON。"),
        (("visits", "csv", Filters(first="2026-13")), "“2026-13”不是日期，请写成 2026-07-31 或 2026-07。"),
        (("visits", "csv", Filters(last="gestern")), "“gestern”不是日期，请写成 2026-07-31 或 2026-07。"),
    ],
)
def test_what_cannot_be_exported_is_said(built: str, given: tuple[Any, ...], said: str) -> None:
    with pytest.raises(NotExported, match="^" + said.replace("。", "。$")):
        taken(built, *given)


def test_what_arrives_while_an_export_runs_is_not_in_it(new_url: Callable[[], str]) -> None:
    url = new_url()
    asyncio.run(demo.build(url, NOW, no_photo))

    async def run(storage: Storage) -> tuple[Export, Manifest]:
        made = await export(storage, "360121", "visits", "jsonl", Filters(), [""])
        started = made.chunks(storage)
        await anext(started)
        await demo.happen(storage, [late_patrol()], NOW, no_photo)
        async for _ in started:
            pass
        return made, (await whole(storage)).manifest()

    first, after = over(url, run)
    assert (first.rows, after.rows) == (81, 82)


async def whole(storage: Storage) -> Export:
    made = await export(storage, "360121", "visits", "jsonl", Filters(), [""])
    async for _ in made.chunks(storage):
        pass
    return made


def late_patrol() -> demo.Event:
    body = demo.visits.steel("xiangtang_town", "示例机械加工厂", NOW, "")
    return demo.Event(NOW, "xunchayuan", "visit/late", body)
