"""The demonstration county whole: two years of the story, made once, and what must be true of it."""

import asyncio
import hashlib
import io
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
import shapely
from PIL import Image

from api.county import make_demo
from inspections.calculators import credit_code
from inspections.calculators.distance import distance_m
from inspections.chain import Stored
from inspections.coverage import Figures, figures, questions, record_of
from inspections.demo.cases import FIRM
from inspections.demo.places import centres, firm_id
from inspections.demo.script import MONTHS
from inspections.demo.visits import entry_id
from inspections.enterprises import Enterprise
from inspections.facts import Decision, Facts
from inspections.findings import FindingRow, coded
from inspections.ledger import judge_group
from inspections.rectification import states
from inspections.reports import ReportRow
from inspections.seed import named
from inspections.settings import Settings
from inspections.sites import Site
from inspections.storage import open_storage
from inspections.storage.engine import Storage
from tests.cli.conftest import NOW
from tests.cli.test_county import body_of, entries_in
from tests.people import PASSWORD

GEO = Path(__file__).parents[2] / "inspections/reference/geo/nanchangxian_360121.tianditu_cgcs2000.geojson"
GPS, EXIF = 0x8825, 0x8769


class Told(NamedTuple):
    """The whole story: its folder, its entries, and their bodies."""

    folder: Path
    entries: list[Stored]
    bodies: list[dict[str, Any]]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [body for entry, body in zip(self.entries, self.bodies, strict=True) if entry.type == kind]

    def ask(self, question: Any) -> Any:
        """What an asynchronous question to the opened ledger answers."""

        async def asked() -> Any:
            storage = await open_storage(f"sqlite:///{self.folder / 'xuncha.db'}", judge_group)
            try:
                return await question(storage)
            finally:
                await storage.close()

        return asyncio.run(asked())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("whole") / "data"
    cheap = {"argon2_memory_kib": 8, "argon2_rounds": 1, "argon2_lanes": 1}
    settings = Settings(data=folder, demo_password=PASSWORD, **cheap)
    count, _ = asyncio.run(make_demo(settings, NOW, MONTHS))
    entries = entries_in(folder)
    assert len(entries) == count
    return Told(folder, entries, [body_of(entry) for entry in entries])


def decisions(told: Told, kind: str) -> list[Decision]:
    stored = (entry for entry in told.entries if entry.type == kind)
    return [msgspec.json.decode(entry.envelope().decision, type=Decision) for entry in stored]


def test_entries_were_received_when_they_happened(told: Told) -> None:
    received = [entry.received_at for entry in told.entries]
    assert received == sorted(received)
    assert (received[0][:10], received[-1] <= "2026-11-22T02:00:00") == ("2024-11-29", True)


def test_each_of_the_21_units_is_planned_in_each_of_24_months(told: Told) -> None:
    planned = Counter(plan["period"] for plan in told.of("plan"))
    assert (len(planned), min(planned), max(planned)) == (24, "2024-12", "2026-11")
    assert set(planned.values()) == {21}


def test_frozen_months_and_the_one_that_was_corrected_afterwards(told: Told) -> None:
    async def asked(storage: Storage) -> tuple[dict[str, Figures], Figures]:
        months = sorted({plan["period"] for plan in told.of("plan")})
        rows = await storage.answer([ReportRow.at("360121", "steel_patrol", month) for month in months])
        keys = questions("nanchang_county/", "steel_patrol", "2026-06")
        facts = Facts()
        facts.load(await storage.answer(keys))
        now = figures(record_of(facts, "nanchang_county/", "steel_patrol", "2026-06"))
        return {row.period: msgspec.json.decode(row.figures, type=Figures) for _, row in rows if row}, now

    frozen, june = told.ask(asked)
    assert (len(frozen), max(frozen)) == (23, "2026-10")
    last = {month: (one.in_force, one.reported, one.joint) for month, one in frozen.items()}
    assert [last[month] for month in ("2026-08", "2026-09", "2026-10")] == [
        (21, 19, 18),
        (21, 20, 17),
        (21, 20, 19),
    ]
    assert (frozen["2026-08"].excused, frozen["2026-08"].missing, frozen["2026-08"].zero_only) == (1, 1, 1)
    assert june.joint == frozen["2026-06"].joint + 1


def test_the_last_months_are_the_same_however_far_back_the_story_goes(told: Told, demo: Path) -> None:
    short = {entry.id for entry in entries_in(demo) if entry.type == "visit"}
    whole = {entry.id for entry in told.entries if entry.type == "visit"}
    assert short < whole


def test_every_sort_of_story_is_told(told: Told) -> None:
    said = decisions(told, "visit")
    late = Counter(one["late"] for one in said)
    results = Counter(one["result"] for one in said)
    assert late["late"] > 0 and late["delayed"] > 0
    assert sum(one["doubtful"] for one in said) >= 2
    assert {"none_found", "compliant_use", "no_entry", "suspected"} <= set(results)
    assert {"passed", "pointed_out", "rectify_by"} <= set(results)
    kinds = Counter(entry.type for entry in told.entries)
    for kind in ("zero_report", "excuse", "task", "void", "adopt", "enterprise_merge", "finding"):
        assert kinds[kind] > 0, kind
    assert kinds["correction"] == 3


def test_xiangtang_has_no_record_in_the_running_month(told: Told) -> None:
    filed = [*told.of("visit"), *told.of("zero_report"), *told.of("excuse")]
    here = {body["period"] for body in filed if body["unit"] == "xiangtang_town"}
    assert "2026-11" not in here and len(here) == 23
    assert any(body["period"] == "2026-11" for body in filed)


def test_one_refused_filing_waits_for_the_county(told: Told) -> None:
    async def asked(storage: Storage) -> list[tuple[Any, ...]]:
        return await storage.rows("inbox_all")

    [row] = told.ask(asked)
    assert (row[2], row[5], row[6]) == ("xunchayuan", "refused", None)
    assert "site-elsewhere" in row[8]


def test_sixty_firms_are_plainly_made_up(told: Told) -> None:
    firms = told.of("enterprise")
    assert len({firm["enterprise"] for firm in firms}) == 61  # one of them was entered twice
    assert all(firm["name"].startswith("示例") for firm in firms)
    codes = {firm["credit_code"] for firm in firms if "credit_code" in firm}
    assert len(codes) == 60
    assert all("XUNCHA" in code and credit_code.check(code).valid for code in codes)
    assert not any(credit_code.check(code).warnings for code in codes)


def test_firms_with_a_history(told: Told) -> None:
    names = ("示例商砼有限公司", "示例脚手架租赁站", "示例停产轧钢厂", "示例再生资源公司（重复建档）")
    ids = [str(named(f"demo/enterprise/{name}")) for name in names]

    async def asked(storage: Storage) -> list[Enterprise]:
        return [row for _, row in await storage.answer([Enterprise.at(one) for one in ids])]

    renamed, moved, closed, merged = told.ask(asked)
    assert msgspec.json.decode(renamed.names) == [
        ["示例商砼有限公司", ""],
        ["示例绿色建材有限公司", "2025-10-31"],
    ]
    assert (moved.unit, closed.state) == ("bayi_township", "closed")
    assert merged.merged_into == str(named("demo/enterprise/示例再生资源有限公司"))


def test_places_stand_in_the_county_and_nearest_to_their_own_unit(told: Told) -> None:
    county = shapely.from_geojson(GEO.read_text("utf-8")).geoms[0]

    async def asked(storage: Storage) -> list[Site]:
        ids = {site["site"] for site in told.of("site")}
        return [row for _, row in await storage.answer([Site.at(one) for one in sorted(ids)])]

    sites = told.ask(asked)
    assert len(sites) > 45
    for site in sites:
        assert county.covers(shapely.Point(site.lon, site.lat)), site.name
        nearest = min(centres(), key=lambda unit: distance_m((site.lat, site.lon), centres()[unit]))
        assert nearest == site.unit, (site.name, nearest)
    assert {site["position"]["crs"] for site in told.of("site")} == {"CGCS2000", "GCJ02"}


def test_every_picture_is_there_small_and_its_own(told: Told) -> None:
    photos = [photo for body in (*told.of("visit"), *told.of("finding")) for photo in body["photos"]]
    names = Counter(photo["sha256"] for photo in photos)
    again = {body["target"] for body in told.of("void")}  # the one visit that was sent twice shows the same
    assert len(again) == 1
    assert sum(count > 1 for count in names.values()) <= 2
    files = [path for path in (told.folder / "photos").rglob("*") if path.is_file()]
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in files)
    assert set(names) <= {path.name for path in files}
    assert sum(path.stat().st_size for path in files) < 25_000_000


def test_a_photo_carries_the_time_and_place_its_entry_claims(told: Told) -> None:
    photo = told.of("visit")[0]["photos"][0]
    file = told.folder / "photos" / photo["sha256"][:2] / photo["sha256"]
    image = Image.open(io.BytesIO(file.read_bytes()))
    data = image.getexif()
    degrees, minutes, seconds = (float(part) for part in data.get_ifd(GPS)[2])
    assert image.format == "JPEG"
    assert data.get_ifd(EXIF)[0x9003] == photo["claimed"]["taken_at"]
    assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(photo["claimed"]["lat"], abs=1e-5)


def test_cases_stand_at_every_resting_state_and_the_rest_is_open(told: Told) -> None:
    async def asked(storage: Storage) -> list[FindingRow]:
        ids = [entry.id for entry in told.entries if entry.type == "finding"]
        return [row for _, row in await storage.answer([FindingRow.at(one) for one in ids])]

    rows = told.ask(asked)
    assert {row.state for row in rows} >= {state.key for state in states().values() if state.resting}
    assert {row.type for row in rows if row.enterprise != firm_id(FIRM)} == {"open"}
    assert {row.severity for row in rows} == {"minor", "major", "critical"}
    assert {row.source for row in rows} == set(coded("finding_source")) - {"supervision"}
    notices = [notice.code for one in decisions(told, "finding") for notice in one.notices]
    assert notices == []


def test_most_findings_are_new_and_few_are_overdue(told: Told) -> None:
    due = [finding["due_on"] for finding in told.of("finding") if finding.get("enterprise") != firm_id(FIRM)]
    overdue = [day for day in due if day < f"{NOW:%Y-%m-%d}"]
    assert (len(due), len(overdue), min(overdue)) == (11, 5, "2026-10-21")


def test_T16_the_foundry_lacks_nothing_and_is_compliant(told: Told) -> None:
    firm = str(named("demo/enterprise/示例铸造厂"))
    found = [
        (body, msgspec.json.decode(entry.envelope().decision, type=Decision))
        for entry, body in zip(told.entries, told.bodies, strict=True)
        if body.get("enterprise") == firm and entry.type == "visit"
    ]
    assert len(found) == 4
    for body, decision in found:
        assert (body["answers"]["furnace_capacity_t"], decision["result"]) == ("5", "compliant_use")
        assert [notice.code for notice in decision.notices] == []


def test_the_suspected_place_was_dismantled_in_all_four_points(told: Told) -> None:
    visits = [entry_id(f"visit/{month}/guangfu_town/0") for month in ("2026-02", "2026-04")]
    suspected, dismantled = (
        msgspec.json.decode(entry.envelope().decision, type=Decision)
        for entry in told.entries
        if entry.id in visits
    )
    assert (suspected["result"], "mould_pit" in suspected["failed"]) == ("suspected", True)
    assert dismantled["proved"] == ["dismantled"]


def test_facts_of_the_report_and_no_more(told: Told) -> None:
    lines = told.of("listing")
    green = [one for one in lines if one["list"] == "green_factory"]
    wall = [one for one in lines if one["list"] == "wall_material"]
    assert [one["name"] for one in green] == ["益海嘉里", "百威雪津"]
    assert all(one["fields"] == {"level": "national"} and "document_no" not in one for one in green)
    assert "第五批" in green[1]["claimed_in"] and "待核实" in green[1]["note"]
    assert [(one["name"], one.get("unnamed", 0)) for one in wall] == [
        ("海来建材", 0),
        ("鑫超建材", 0),
        ("其他企业", 2),
    ]
    assert all(one["fields"] == {"status": "applied"} for one in wall)
    [figure] = told.of("intensity_result")
    assert (figure["change_percent"], figure["over_pp"], figure["period"]) == (
        "-12.32",
        "10.32",
        "2021-01..09",
    )
    assert not told.of("intensity_target")
