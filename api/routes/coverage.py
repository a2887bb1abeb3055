"""Coverage over HTTP: units × months of one year, with the three figures of each month and of the year.

Owns: putting a reader's scopes side by side and the wire shape. Does not own any figure or what a cell means
(inspections/coverage.py), nor when a month is over (snapshot.is_closed). The year is the sum of its closed months, as
on the public site. Changes since freezing are shown to whoever sees the whole county.
"""

from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct
from msgspec.structs import asdict, replace

from api.auth import READERS, Call, allow
from api.problems import Problem
from inspections import coverage, parameters
from inspections.coverage import Cell, Figures, InUnit, Record
from inspections.facts import Facts, Key
from inspections.kinds import KINDS
from inspections.months import last_day, month_of, months_of
from inspections.parameters import Setting
from inspections.reports import ReportRow
from inspections.snapshot import is_closed

Percent = Annotated[str | None, Meta(description="百分数，两位小数；没有可除的为 null", examples=["95.24"])]


class CellView(Struct):
    """One unit in one month."""

    period: str
    state: Annotated[
        str,
        Meta(
            description="joint 联合巡察 · visit 只有一方到场 · zero 零报告 · zero_only 仅零报告 · excused 说明了原因 · "
            "missing 缺报 · pending 还没到期 · not_in_force 当时未设"
        ),
    ]
    late: Annotated[bool, Meta(description="全在截止日后报送")] = False
    visits: int = 0
    no_entry: Annotated[int, Meta(description="未能进入的次数")] = 0
    reason: str | None = None


class UnitYear(Struct):
    unit: str
    name: str
    cells: list[CellView]


class Sums(Struct, kw_only=True):
    """Counts of a month or a year, and their rates: sums ÷ sums."""

    period: str
    in_force: Annotated[int, Meta(description="月末在册单位数")]
    reported: Annotated[int, Meta(description="有巡察记录或零报告的单位数")]
    reported_percent: Percent
    joint: Annotated[int, Meta(description="有联合巡察的单位数")]
    joint_percent: Percent
    sites: Annotated[int, Meta(description="关注点位数")]
    sites_seen: int
    sites_percent: Percent
    zero_only: int
    excused: int
    missing: int
    pending: int
    late: int
    frozen_seq: Annotated[int | None, Meta(description="月报定稿时账本的最后编号")] = None
    frozen_at: str | None = None
    report: Annotated[str | None, Meta(description="定稿那条记录的编号")] = None
    changed: Annotated[dict[str, tuple[int, int]], Meta(description="定稿后的更正：原数、现数")] = {}


class Coverage(Struct):
    kind: str
    year: int
    months: list[Sums]
    units: list[UnitYear]
    year_total: Sums


@get(
    "/coverage",
    opt=allow(*READERS, "publisher"),
    summary="覆盖情况",
    description="单位 × 月份，和报送率、联合巡察率、点位覆盖率三个数，从不混算；全年为已到期月份之和相除。",
)
async def get_coverage(
    call: NamedDependency[Call],
    year: Annotated[int, QueryParameter(ge=2000, le=2099, description="年份")],
    kind: Annotated[str, QueryParameter(description="检查类别")] = "steel_patrol",
) -> Coverage:
    """The months of a year from the first one with any record to the present one."""
    if not any(name == kind for name, _ in KINDS):
        raise Problem("wrong-parameter", "没有这种检查表。")
    [(first,)] = await call.storage.rows("coverage_first_period", kind=kind, scopes=call.scopes)
    last = month_of(call.now)
    months = [month for month in months_of(year) if (first or last) <= month <= last]
    facts = await facts_for(call, kind, months)
    cut_off = parameters.value(facts, call.settings.book, "cut_off_day")
    records = [joined(facts, call.paths(), kind, month) for month in months]
    closed = [is_closed(month, cut_off, call.now) for month in months]
    return Coverage(
        kind=kind,
        year=year,
        months=[
            month_sums(record, over, report_of(facts, call, record))
            for record, over in zip(records, closed, strict=True)
        ],
        units=unit_years(records, closed),
        year_total=sums(
            str(year),
            coverage.add_up(
                coverage.figures(record) for record, over in zip(records, closed, strict=True) if over
            ),
            closed=True,
        ),
    )


async def facts_for(call: Call, kind: str, months: list[str]) -> Facts:
    paths, book = call.paths(), call.settings.book
    keys: dict[Key[Any], None] = {Setting.at(book, "cut_off_day"): None}
    for month in months:
        keys |= {key: None for path in paths for key in coverage.questions(path, kind, month)}
        keys[ReportRow.at(book, kind, month)] = None
    facts = Facts()
    facts.load(await call.storage.answer(list(keys)))
    return facts


def joined(facts: Facts, paths: list[str], kind: str, month: str) -> Record:
    """One month below several paths, none below another: the rows side by side."""
    parts = [coverage.record_of(facts, path, kind, month) for path in paths]
    several = {
        name: tuple(row for part in parts for row in getattr(part, name))
        for name in ("units", "sites", "visits", "zero_reports", "excuses")
    }
    return Record(kind, month, **several)


def report_of(facts: Facts, call: Call, record: Record) -> ReportRow | None:
    """The month as frozen, for whoever sees all that it counts."""
    report = facts.get(ReportRow.at(call.settings.book, record.kind, record.period))
    return report if report and report.unit_path in call.paths() else None


def month_sums(record: Record, closed: bool, report: ReportRow | None) -> Sums:
    now = coverage.figures(record)
    month = sums(record.period, now, closed=closed)
    if report is None:
        return month
    frozen = msgspec.json.decode(report.figures, type=dict[str, int])
    return replace(
        month,
        frozen_seq=report.at_seq,
        frozen_at=report.frozen_at,
        report=report.id,
        changed=coverage.changed(frozen, now),
    )


def sums(period: str, count: Figures, *, closed: bool) -> Sums:
    """While a month runs, a unit that filed nothing is pending, not missing."""
    pending = 0 if closed else count.missing
    fields = {**asdict(count), "missing": count.missing - pending, **asdict(coverage.rates(count))}
    return Sums(period=period, pending=pending, **fields)


def unit_years(records: list[Record], closed: list[bool]) -> list[UnitYear]:
    """A line for each unit that was in force in one of the months."""
    by_month = [{cell.unit: cell for cell in coverage.cells(record)} for record in records]
    units: dict[str, InUnit] = {unit.unit: unit for record in records for unit in record.units}
    return [
        UnitYear(
            unit.unit,
            unit.name,
            [
                cell_view(cells.get(unit.unit), record.period, over)
                for cells, record, over in zip(by_month, records, closed, strict=True)
            ],
        )
        for unit in units.values()
        if any(unit.in_force_on(f"{last_day(record.period)}") for record in records)
    ]


def cell_view(cell: Cell | None, period: str, closed: bool) -> CellView:
    if cell is None:
        return CellView(period, "not_in_force")
    state = "pending" if cell.state == "missing" and not closed else cell.state
    return CellView(period, state, bool(cell.late), cell.visits, cell.no_entry, cell.reason)


ROUTES = [get_coverage]
