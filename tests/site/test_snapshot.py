"""The snapshot as the ledger gives it: only what is approved, frozen months, corrections, units by name, one head."""

from datetime import UTC, datetime
from typing import Any

import pytest

from inspections.ledger import Created
from inspections.publication import Snapshot
from inspections.publishing import gate
from inspections.snapshot import take
from inspections.storage.engine import Storage, StorageError
from tests.ledger.county import BOOK, NOW, visit, void, write

pytestmark = pytest.mark.anyio
COUNTY = {"unit": "nanchang_county", "made_at": NOW.isoformat()}
OCTOBER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
APPROVED = {"source": "示例局", "document_no": "示例〔2026〕1号"}


async def said(storage: Storage, by: str = "xianju", **body: Any) -> str:
    """Written, or the test fails; the entry's id."""
    answer = await write(storage, COUNTY | body, by)
    assert isinstance(answer, Created), answer
    return answer.receipt.id


async def coverage_approved(storage: Storage, **more: Any) -> None:
    months = {"period_from": "2026-09", "period_to": "2026-11"}
    await said(
        storage,
        "fabu",
        type="publication",
        dataset="coverage",
        kind="steel_patrol",
        **APPROVED,
        **months,
        **more,
    )


async def frozen_october(storage: Storage) -> str:
    """One joint patrol in October, and the month frozen; the patrol's id."""
    patrol = await write(storage, visit(at=OCTOBER))
    assert isinstance(patrol, Created)
    await said(storage, type="report", kind="steel_patrol", period="2026-10")
    return patrol.receipt.id


async def test_nothing_is_public_until_a_publication_says_so(county: Storage) -> None:
    await frozen_october(county)
    snapshot = await take(county, BOOK)
    assert (snapshot.basis, snapshot.coverage, snapshot.green_factories, snapshot.intensity) == (
        (),
        (),
        (),
        (),
    )


async def test_only_frozen_months_unless_the_approval_says_more(county: Storage) -> None:
    await frozen_october(county)
    await coverage_approved(county)
    [year] = (await take(county, BOOK)).coverage
    assert [(month.period, month.frozen, month.joint) for month in year.months] == [("2026-10", True, 1)]
    assert (year.units, year.year_total.joint) == ((), 1)
    await coverage_approved(county, open_months=True)
    [year] = (await take(county, BOOK)).coverage
    assert [month.period for month in year.months] == ["2026-09", "2026-10", "2026-11"]


async def test_a_frozen_month_that_changed_shows_what_it_was(county: Storage) -> None:
    patrol = await frozen_october(county)
    await coverage_approved(county)
    [[before]] = [year.months for year in (await take(county, BOOK)).coverage]
    assert before.before == {}
    assert isinstance(await write(county, void(patrol)), Created)
    snapshot = await take(county, BOOK)
    [[after]] = [year.months for year in snapshot.coverage]
    assert (after.joint, after.reported, after.missing) == (0, 0, 21)
    assert after.before == {"joint": 1, "reported": 1, "missing": 20, "late": 1}
    assert after.frozen_seq == before.frozen_seq
    assert gate(snapshot) == ()


async def test_units_by_name_only_if_the_county_says_so_and_only_frozen(county: Storage) -> None:
    await frozen_october(county)
    await coverage_approved(county, open_months=True)
    await said(county, "guanli", type="setting", key="public_units_by_name", value="1", reason="县里决定公开")
    snapshot = await take(county, BOOK)
    [year] = snapshot.coverage
    states = {unit.name: unit.states for unit in year.units}
    assert len(states) == 21
    assert states["向塘镇"] == {"2026-10": "joint"}
    assert states["三江镇"] == {"2026-10": "missing"}
    assert gate(snapshot) == ()


async def test_a_figure_without_a_basis_stays_inside_and_one_without_a_number_stops_the_gate(
    county: Storage,
) -> None:
    figure = {
        "type": "intensity_result",
        "indicator": "规模以上工业单位增加值能耗",
        "change_percent": "-12.32",
    }
    inside = {"figure": "00000000-0000-4000-8000-000000000001", "period": "2021-01..10"}
    shown = {"figure": "00000000-0000-4000-8000-000000000002", "period": "2021-01..09", "over_pp": "10.32"}
    await said(county, "jieneng", **figure, **inside)
    await said(county, "jieneng", **figure, **shown, public_basis="门户网站已公开", source_unit="示例局")
    await said(county, "fabu", type="publication", dataset="intensity", **APPROVED)
    snapshot = await take(county, BOOK)
    [one] = snapshot.intensity
    assert (one.period, one.target_percent, one.worked_out) == ("2021-01..09", "-2.00", "target_percent")
    assert [(fault.path, fault.message) for fault in gate(snapshot)] == [
        ("intensity.0.document_no", "这个数字没有文号，不能公开。")
    ]


async def test_a_line_keeps_what_its_source_says_and_no_more(county: Storage) -> None:
    line = {"type": "listing", "list": "wall_material", "source": "示例总结"}
    ids = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(3)]
    await said(county, "jieneng", listing=ids[0], name="海来建材", fields={"status": "applied"}, **line)
    await said(
        county, "jieneng", listing=ids[1], name="等 4 家", fields={"status": "applied"}, unnamed=2, **line
    )
    await said(
        county,
        "jieneng",
        listing=ids[2],
        name="示例厂",
        fields={"valid_to": "2025-01-01"},
        valid_to="2026-11-30",
        **line,
    )
    await said(county, "fabu", type="publication", dataset="wall_material", **APPROVED)
    told = [
        (one.name, one.status, one.unnamed, one.valid_to) for one in (await take(county, BOOK)).wall_materials
    ]
    assert told == [
        ("海来建材", "applied", 0, None),
        ("等 4 家", "applied", 2, None),
        ("示例厂", None, 0, "2026-11-30"),
    ]


async def test_somebody_writing_meanwhile_never_mixes_two_moments(
    county: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time the snapshot is nearly done another entry comes in: it starts over, and gives up in the end."""
    from inspections import snapshot as taking

    await coverage_approved(county)
    honest, writes = taking.taken, iter(range(3))

    async def busy(*given: Any) -> Snapshot:
        made = await honest(*given)
        if next(writes, None) is not None:
            await write(county, visit())
        return made

    monkeypatch.setattr(taking, "taken", busy)
    snapshot = await take(county, BOOK)
    assert (snapshot.head_seq,) == ((await taking.head_of(county, BOOK))[0],)
    writes = iter(range(1000))
    with pytest.raises(StorageError, match="稍后再发布"):
        await take(county, BOOK)
