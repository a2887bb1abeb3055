"""Coverage of a month on a real ledger: three figures that are never blended, the traps T14, T15, T16, T26, T27."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from inspections import coverage
from inspections.calculators.rounding import percent
from inspections.demo.answers import FOUNDRY, PLANT, SHUT_OUT
from inspections.demo.visits import person
from inspections.facts import Facts, Refusal
from inspections.ledger import Created
from inspections.months import months_of
from inspections.seed import COUNTY
from inspections.storage.views import VIEWS
from tests.histories import supervised
from tests.ledger.county import NOW, correction, visit, void, write, zero_report

pytestmark = pytest.mark.anyio

SCOPE = f"{COUNTY}/"
CUT_OFF = datetime(2026, 12, 5, 16, tzinfo=UTC)  # 5 December 24:00 in Beijing: the last moment for November


async def record(storage, period, kind="steel_patrol", scope=SCOPE):
    facts = Facts()
    facts.load(await storage.answer(coverage.questions(scope, kind, period)))
    return coverage.record_of(facts, scope, kind, period)


async def figures(storage, period="2026-11", kind="steel_patrol"):
    return coverage.figures(await record(storage, period, kind))


async def cell(storage, unit, period="2026-11"):
    return next(one for one in coverage.cells(await record(storage, period)) if one.unit == unit)


def notices(answer):
    assert isinstance(answer, Created), answer
    return {notice.code for notice in answer.receipt.notices}


# Traps by name


async def test_T14_20_zero_reports_and_one_silent_unit_are_95_24_percent_and_one_missing(county):
    units = supervised()
    assert len(units) == 21
    for unit in units[:-1]:
        await write(county, zero_report(unit))
    seen = await figures(county)
    assert (seen.in_force, seen.reported, seen.missing, seen.zero_only) == (21, 20, 1, 20)
    assert coverage.rates(seen).reported_percent == "95.24"
    assert (seen.joint, coverage.rates(seen).joint_percent) == (0, "0.00")
    assert (await cell(county, units[-1])).state == "missing"
    await write(county, zero_report(units[-1]))
    assert coverage.rates(await figures(county)).reported_percent == "100.00"
    assert (await figures(county)).joint == 0  # a filing is not a patrol


async def test_T15_a_patrol_at_16_30_utc_on_31_july_belongs_to_august(county, clock):
    at = clock.now = datetime(2026, 7, 31, 16, 30, tzinfo=UTC)
    assert "month-doubtful" not in notices(await write(county, visit(at=at, period="2026-08"), "xunchayuan"))
    assert ((await figures(county, "2026-07")).joint, (await figures(county, "2026-08")).joint) == (0, 1)
    rows = await county.rows("all_visit")
    assert any("2026-08-01T00:30:00+08:00" in row for row in rows)


async def test_T15_declared_for_july_it_waits_for_a_person_who_decides(county, clock):
    at = clock.now = datetime(2026, 7, 31, 16, 30, tzinfo=UTC)
    entry_id, body = uuid4(), visit(at=at, period="2026-07")
    assert "month-doubtful" in notices(await write(county, body, "xunchayuan", entry_id))
    for month in ("2026-07", "2026-08"):
        assert (await figures(county, month)).reported == 0
    await write(county, correction(entry_id, body | {"period": "2026-08"}))
    assert ((await figures(county, "2026-07")).joint, (await figures(county, "2026-08")).joint) == (0, 1)


async def test_T16_a_foundry_with_a_medium_frequency_furnace_is_a_compliant_use(county):
    answer = await write(county, visit("xiaolan_zone", answers=FOUNDRY, nature="outside"))
    assert isinstance(answer, Created)
    result, failed, inspected = (await columns(county, "visit", "result", "failed", "inspected"))[0]
    assert (result, msgspec.json.decode(failed), bool(inspected)) == ("compliant_use", [], True)


async def test_T26_a_record_of_2021_stays_in_liantang_town_and_rolls_up_to_the_subdistrict(county, clock):
    clock.now = datetime(2021, 9, 10, 2, tzinfo=UTC)
    assert isinstance(await write(county, visit("liantang_town", at=clock.now)), Created)
    clock.now = NOW
    then = await cell(county, "liantang_town", "2021-09")
    assert (then.state, then.period) == ("joint", "2021-09")
    units = (await record(county, "2021-09")).units
    names = {unit.unit: unit.name for unit in units}
    heir = coverage.heirs(units, date(2026, 11, 30))
    assert (names["liantang_town"], names[heir["liantang_town"]]) == ("莲塘镇", "莲塘街道")
    assert not [one for one in coverage.cells(await record(county, "2021-09")) if "subdistrict" in one.unit][
        1:
    ]


async def test_T26_the_old_town_takes_no_record_of_today_and_names_its_successor(county):
    answer = await write(county, visit("liantang_town"))
    assert isinstance(answer, Refusal)
    assert [(fault.path, fault.code) for fault in answer.faults] == [("unit", "unit-not-in-force")]


async def test_T27_the_highest_downwind_difference_is_0_555_and_raises_a_finding(county):
    answers = PLANT | {"tsp_upwind": "0.187", "tsp_downwind_1": "0.612", "tsp_downwind_2": "0.742"}
    entry = await write(county, visit("dongxin_subdistrict", kind="dust_ready_mix", answers=answers))
    stored = next(
        msgspec.json.decode(row[13])
        for row in await county.rows("entries_after", book="360121", after=39, limit=9)
        if row[2] == entry.receipt.id
    )
    assert stored["decision"]["said"]["computed"] == {"tsp_difference": "0.555"}
    assert "tsp_difference" in stored["decision"]["said"]["failed"]


async def columns(storage, table, *names):
    """Some columns of every row of a view."""
    fields = next(view for view in VIEWS if view.table == table).__struct_fields__
    places = [fields.index(name) for name in names]
    return [tuple(row[place] for place in places) for row in await storage.rows(f"all_{table}")]


# The three figures


async def test_a_visit_that_could_not_get_in_is_a_filing_and_no_inspection(county):
    assert isinstance(await write(county, visit(answers=SHUT_OUT)), Created)
    seen, here = await figures(county), await cell(county, "xiangtang_town")
    assert (seen.reported, seen.joint) == (1, 0)
    assert (here.state, here.visits, here.no_entry) == ("visit", 1, 1)


async def test_a_township_alone_is_a_visit_and_not_joint(county):
    answer = await write(county, visit(present=[person("township")]))
    assert "not-joint" in notices(answer)
    assert (await cell(county, "xiangtang_town")).state == "visit"


async def test_a_zero_report_counts_as_zero_on_a_joint_patrol_elsewhere_as_zero_only(county):
    joint = uuid4()
    await write(county, visit("wuyang_town"), "xianju", joint)
    await write(county, zero_report("wuyang_town", rests_on=str(joint)))
    await write(county, zero_report("bayi_township"))
    assert (await cell(county, "wuyang_town")).state == "joint"
    assert (await cell(county, "bayi_township")).state == "zero_only"


async def test_an_excused_unit_stays_in_the_denominator_apart_from_the_missing(county):
    excuse = {"type": "excuse", "made_at": NOW.isoformat(), "unit": "youlan_town", "period": "2026-11"}
    await write(county, excuse | {"reason": "汛期道路中断"})
    seen = await figures(county)
    assert (seen.in_force, seen.reported, seen.excused, seen.missing) == (21, 0, 1, 20)
    assert (await cell(county, "youlan_town")).reason == "汛期道路中断"


async def site(storage, name, **changes):
    site_id = str(uuid4())
    body = {
        "type": "site",
        "made_at": NOW.isoformat(),
        "site": site_id,
        "unit": "xiangtang_town",
        "name": name,
    }
    await write(storage, body | {"kinds": ["steel_patrol"], "valid_from": "2026-01-01"} | changes)
    return site_id


async def test_sites_seen_counts_listed_sites_once_and_only_where_somebody_got_in(county):
    first, second, _ = [await site(county, f"示例堆场{number}") for number in "甲乙丙"]
    gone = await site(county, "示例旧厂房", valid_to="2026-11-29")
    for where, answers in ((first, {}), (first, {}), (second, {"answers": SHUT_OUT}), (gone, {})):
        assert isinstance(await write(county, visit(site=where, **answers)), Created)
    seen = await figures(county)
    assert (seen.sites, seen.sites_seen) == (3, 1)
    assert coverage.rates(seen).sites_percent == "33.33"


async def test_without_any_listed_site_there_is_no_percentage(county):
    assert coverage.rates(await figures(county)).sites_percent is None


# Cut-off and freezing


@pytest.mark.parametrize(
    ("made", "arrives", "mark"),
    [
        (CUT_OFF - timedelta(hours=1), CUT_OFF - timedelta(microseconds=1), ""),
        (CUT_OFF - timedelta(hours=1), CUT_OFF, "delayed"),
        (CUT_OFF - timedelta(hours=1), CUT_OFF + timedelta(days=7), "delayed"),
        (CUT_OFF, CUT_OFF + timedelta(seconds=1), "late"),
    ],
    ids=["in time", "补传 from the very moment", "补传 a week later", "迟报"],
)
async def test_what_comes_after_the_cut_off_counts_and_is_marked(county, clock, made, arrives, mark):
    clock.now = arrives
    entry = await write(county, visit(at=datetime(2026, 11, 28, 2, tzinfo=UTC), made_at=made.isoformat()))
    assert isinstance(entry, Created)
    assert await columns(county, "visit", "late") == [(mark,)]
    seen = await figures(county)
    assert (seen.joint, seen.late) == (1, int(bool(mark)))


async def test_one_filing_in_time_is_enough(county, clock):
    clock.now = CUT_OFF - timedelta(days=1)
    november = datetime(2026, 11, 28, 2, tzinfo=UTC)
    await write(county, zero_report())
    clock.now = CUT_OFF + timedelta(days=1)
    await write(county, visit(at=november, made_at=clock.now.isoformat()))
    assert (await cell(county, "xiangtang_town")).late == ""
    assert (await figures(county)).late == 0


async def test_the_county_sets_its_own_cut_off_day(county, clock):
    setting = {"type": "setting", "made_at": NOW.isoformat(), "unit": COUNTY, "reason": "县局通知"}
    await write(county, setting | {"key": "cut_off_day", "value": "10"}, "guanli")
    clock.now = CUT_OFF + timedelta(days=4)
    await write(county, visit(at=datetime(2026, 11, 28, 2, tzinfo=UTC)))
    assert await columns(county, "visit", "late") == [("",)]


async def test_a_frozen_month_that_is_corrected_shows_old_and_new(county):
    october = NOW - timedelta(days=30)
    kept, taken = uuid4(), uuid4()
    await write(county, visit(at=october), "xianju", kept)
    await write(county, visit("wuyang_town", at=october), "xianju", taken)
    report = {"type": "report", "made_at": NOW.isoformat(), "unit": COUNTY, "period": "2026-10"}
    assert isinstance(await write(county, report), Created)
    frozen = msgspec.json.decode((await columns(county, "report", "figures"))[0][0])
    assert coverage.changed(frozen, await figures(county, "2026-10")) == {}
    await write(county, void(taken, "重复填报"))
    await write(county, correction(kept, visit(at=october, present=[])))
    now = await figures(county, "2026-10")
    corrected = {"reported": (2, 1), "joint": (2, 0), "missing": (19, 20), "late": (2, 1)}
    assert coverage.changed(frozen, now) == corrected
    assert msgspec.json.decode((await columns(county, "report", "figures"))[0][0]) == frozen


async def test_a_month_is_frozen_once_and_only_when_it_is_over(county):
    report = {"type": "report", "made_at": NOW.isoformat(), "unit": COUNTY}
    for period, code in (("2026-11", "month-not-over"), ("2026-10", None), ("2026-10", "already-frozen")):
        answer = await write(county, report | {"period": period})
        assert (answer.faults[0].code if isinstance(answer, Refusal) else None) == code


# Units that begin and end inside a year


async def unit(storage, key, **fields):
    body = {"type": "unit", "made_at": NOW.isoformat(), "unit": key, "parent": COUNTY, "supervised": True}
    answer = await write(storage, body | {"name": f"示例{key}", "kind": "town"} | fields)
    assert isinstance(answer, Created), answer


async def test_a_predecessors_record_in_the_month_of_change_counts_for_its_successor(county):
    await unit(county, "old_town", valid_to="2026-06-15", successor="new_street")
    await unit(county, "new_street", valid_from="2026-06-16", predecessor="old_town")
    await write(county, visit("old_town", at=datetime(2026, 6, 10, 2, tzinfo=UTC)))
    june = coverage.cells(await record(county, "2026-06"))
    assert [one.state for one in june if one.unit in ("old_town", "new_street")] == ["joint"]
    assert (await cell(county, "new_street", "2026-06")).visits == 1
    assert (await cell(county, "old_town", "2026-05")).state == "missing"


async def test_the_year_is_sums_over_sums_with_units_that_begin_and_end_inside_it(county):
    """21 units all year, one ending in March, one from October on: 21 × 12 + 2 + 3 unit months."""
    await unit(county, "ends_town", valid_to="2026-03-15")
    await unit(county, "begins_town", valid_from="2026-10-01")
    for month, filers in (("2026-01", ["ends_town", "xiangtang_town"]), ("2026-10", ["begins_town"])):
        for filer in filers:
            await write(county, visit(filer, at=datetime.fromisoformat(f"{month}-10T02:00:00+00:00")))
    months = [await figures(county, month) for month in months_of(2026)]
    assert [one.in_force for one in months] == [22, 22] + [21] * 7 + [22] * 3
    year = coverage.add_up(months)
    assert (year.in_force, year.reported, year.missing) == (21 * 12 + 2 + 3, 3, 21 * 12 + 2)
    assert coverage.rates(year).reported_percent == percent(3, 257) == "1.17"
