"""Exports: rows counted, bytes repeatable, scope in every data set, filters, increments, what stays inside."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from inspections.exports.asked import Filters, NotExported
from inspections.exports.datasets import DATASETS
from inspections.exports.formats import FORMATS
from inspections.exports.manifest import Manifest
from inspections.exports.spool import Spool
from inspections.ledger import Created
from inspections.storage.engine import Storage
from tests.exports.story import ENTRIES, NOW, TEMPTING, UNITS, VISITS, named
from tests.exports.taking import lines, made, over, rows_in, taken, wanted
from tests.ledger.county import correction, visit, void, write

XIANGTANG = "nanchang_county/xiangtang_town/"
ROWS = {
    "visits": VISITS,
    "findings": 2,
    "audits": 95,
    "coverage": 4 * UNITS,
    "enterprises": len(TEMPTING),
    "listings": 2,
    "intensity": 2,
    "entries": ENTRIES,
}
FILES = [
    (dataset, form)
    for dataset in DATASETS
    for form in FORMATS
    if form != "geojson" or DATASETS[dataset].located
]


@pytest.mark.parametrize(("dataset", "form"), FILES)
def test_rows_in_the_file_and_in_its_manifest(built: str, folder: Path, dataset: str, form: str) -> None:
    body, manifest = taken(built, folder, wanted(dataset, form))
    assert rows_in(body, form) == manifest.rows == ROWS[dataset]
    assert (manifest.bytes, manifest.sha256) == (len(body), hashlib.sha256(body).hexdigest())
    assert (manifest.demo, manifest.columns[-1].title, len(manifest.head_hash)) == (True, "演示", 64)


@pytest.mark.parametrize("form", ["csv", "jsonl", "geojson"])
def test_the_same_head_and_filter_give_the_same_bytes(built: str, tmp_path: Path, form: str) -> None:
    """Whoever takes it out, from a spool of their own, a day later."""
    first = taken(built, tmp_path / "a", wanted("visits", form))
    later = NOW.replace(day=23)
    assert taken(built, tmp_path / "b", wanted("visits", form, exporter="shenji"), later)[0] == first[0]


def test_nothing_found_is_still_a_whole_file(built: str, folder: Path) -> None:
    for form in FORMATS:
        body, manifest = taken(built, folder, wanted("visits", form, Filters(unit="nowhere")))
        assert (rows_in(body, form), manifest.rows) == (0, 0)


@pytest.mark.parametrize(
    ("dataset", "filters", "rows"),
    [
        ("visits", Filters(kind="dust_ready_mix"), 0),
        ("visits", Filters(state="no_entry"), 1),
        ("visits", Filters(unit="xiangtang_town"), 4),
        ("visits", Filters(unit="xiangtang_town", first="2026-10"), 2),
        ("visits", Filters(unit="xiangtang_town", first="2026-09-04", last="2026-09-04"), 1),
        ("visits", Filters(unit="xiangtang_town", last="2026-08"), 1),
        ("visits", Filters(enterprise=str(named("firm/示例铸造厂"))), 4),
        ("findings", Filters(state="assigned"), 2),
        ("findings", Filters(last="2026-09"), 0),
        ("coverage", Filters(state="excused"), 1),
        ("coverage", Filters(first="2026-10", last="2026-10"), UNITS),
        ("enterprises", Filters(unit="xiangtang_town"), len(TEMPTING)),
        ("listings", Filters(kind="green_factory"), 1),
        ("intensity", Filters(kind="target"), 1),
    ],
)
def test_filters(built: str, folder: Path, dataset: str, filters: Filters, rows: int) -> None:
    assert taken(built, folder, wanted(dataset, "jsonl", filters))[1].rows == rows


@pytest.mark.parametrize("dataset", ["visits", "coverage", "findings"])
def test_nothing_outside_the_scope_is_in_any_data_set(built: str, folder: Path, dataset: str) -> None:
    body, manifest = taken(built, folder, wanted(dataset, "csv", scopes=(XIANGTANG,)))
    assert {line["单位编号"] for line in lines(body)} == {"xiangtang_town"}
    assert manifest.rows == {"visits": 4, "coverage": 4, "findings": 2}[dataset]


@pytest.mark.parametrize("dataset", DATASETS)
def test_without_a_scope_there_is_nothing(built: str, folder: Path, dataset: str) -> None:
    assert taken(built, folder, wanted(dataset, "csv", scopes=()))[1].rows == 0


def test_every_row_of_a_demonstration_says_so(built: str, folder: Path) -> None:
    for dataset in DATASETS:
        assert {line["演示"] for line in lines(taken(built, folder, wanted(dataset, "csv"))[0])} == {"是"}
    collection = json.loads(taken(built, folder, wanted("visits", "geojson"))[0])
    assert collection["demo"] is True and {one["properties"]["demo"] for one in collection["features"]} == {
        True
    }


def test_a_position_is_wgs84_longitude_first(built: str, folder: Path) -> None:
    collection = json.loads(taken(built, folder, wanted("visits", "geojson"))[0])
    assert "crs" not in collection
    for feature in collection["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert 115 < lon < 117 and 28 < lat < 29
        assert not {"lat", "lon"} & feature["properties"].keys()


def test_the_running_month_is_not_called_missing(built: str, folder: Path) -> None:
    states: dict[str, set[str]] = {}
    for line in lines(taken(built, folder, wanted("coverage", "csv"))[0]):
        states.setdefault(line["月份"], set()).add(line["情况"])
    assert "缺报" in states["2026-08"] and "还没到期" not in states["2026-08"]
    assert "还没到期" in states["2026-11"] and "缺报" not in states["2026-11"]


PRIVATE = ("示例县局人员", "示例乡镇人员", "示例工业集中区外围")


def test_names_and_free_text_leave_only_when_asked_for(built: str, folder: Path) -> None:
    for dataset in DATASETS:
        body = taken(built, folder, wanted(dataset, "jsonl"))[0].decode()
        assert not [name for name in (*PRIVATE, "示例证件号", "没有硬化", "示例签字人") if name in body]
    body = taken(built, folder, wanted("visits", "jsonl", private=True))[0].decode()
    assert all(name in body for name in PRIVATE) and "示例证件号" not in body
    assert "没有硬化" in taken(built, folder, wanted("findings", "jsonl", private=True))[0].decode()


def test_what_was_erased_is_gone_from_an_export(of_my_own: str, tmp_path: Path) -> None:
    asked = wanted("visits", "jsonl", Filters(state="no_entry"), private=True)

    async def run(storage: Storage) -> list[list[str]]:
        before, _ = await made(storage, Spool(tmp_path / "before"), asked)
        await storage.run("vault_erase", entry=str(named("visit/shut")), path="present.0.name")
        after, _ = await made(storage, Spool(tmp_path / "after"), asked)
        return [json.loads(before)["people"], json.loads(after)["people"]]

    assert over(of_my_own, run) == [["示例县局人员", "示例乡镇人员"], ["示例乡镇人员"]]


def test_an_increment_has_what_was_corrected_and_names_what_was_voided(of_my_own: str, folder: Path) -> None:
    """A correction keeps the visit's place in the ledger, and a voided visit is in no file: both must reach a reader."""
    corrected, voided = named("visit/liantang_subdistrict/2026-10"), named("visit/tacheng_township/2026-08")

    async def run(storage: Storage) -> tuple[list[dict[str, Any]], Manifest]:
        head = (await made(storage, Spool(folder), wanted("visits", "jsonl")))[1].head_seq
        body = visit("liantang_subdistrict", NOW.replace(month=10, day=4), place="示例更正的地点")
        assert isinstance(await write(storage, correction(corrected, body)), Created)
        assert isinstance(await write(storage, void(voided)), Created)
        asked = wanted("visits", "jsonl", Filters(since=head), private=True)
        after, manifest = await made(storage, Spool(folder), asked)
        return [json.loads(line) for line in after.splitlines()], manifest

    [row], manifest = over(of_my_own, run)
    assert (row["id"], row["place"], manifest.voided) == (str(corrected), "示例更正的地点", (str(voided),))


def test_a_finding_past_its_day_is_overdue_on_the_day_of_the_last_entry(built: str, folder: Path) -> None:
    rows = lines(taken(built, folder, wanted("findings", "csv"))[0])
    assert {(row["整改期限"], row["逾期"]) for row in rows} == {("2026-10-20", "是"), ("2026-12-20", "否")}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            ("secrets", "csv"),
            "没有数据集“secrets”，可以导出：visits、findings、coverage、audits、enterprises、listings、intensity、entries。",
        ),
        (("visits", "exe"), "没有格式“exe”，可用：csv、xlsx、jsonl、parquet、geojson。"),
        (("coverage", "geojson"), "覆盖情况没有位置，不能导出 GeoJSON。"),
        (("coverage", "csv", Filters(enterprise="x")), "覆盖情况不能按 enterprise 筛选。"),
        (("enterprises", "csv", Filters(first="2026-01")), "企业不能按 from 筛选。"),
        (("visits", "csv", Filters(first="2026-13")), "“2026-13”不是日期，请写成 2026-07-31 或 2026-07。"),
        (("visits", "csv", Filters(last="gestern")), "“gestern”不是日期，请写成 2026-07-31 或 2026-07。"),
    ],
)
def test_what_cannot_be_exported_is_said(tmp_path: Path, given: tuple[Any, ...], said: str) -> None:
    with pytest.raises(NotExported) as refused:
        wanted(*given).check()
    assert str(refused.value) == said


def test_what_arrives_while_an_export_runs_is_not_in_it(of_my_own: str, folder: Path) -> None:
    """Every page comes from the state in which the first was read."""

    async def run(storage: Storage) -> tuple[int, int]:
        async with storage.snapshot() as still:
            pages = still.pages("export_visits", 2, **everything())
            count = len(await anext(pages))
            assert isinstance(await write(storage, visit("sanjiang_town", NOW)), Created)
            async for page in pages:
                count += len(page)
        return count, (await made(storage, Spool(folder), wanted("visits", "jsonl")))[1].rows

    assert over(of_my_own, run) == (VISITS, VISITS + 1)


def everything() -> dict[str, Any]:
    names = ("unit", "enterprise", "kind", "state", "first", "beyond", "since")
    return {"book": "360121", "scopes": '[""]', **dict.fromkeys(names)}
