"""Taking the public snapshot (公开快照) from the ledger: what publications allow, as it stands at the book's head.

Owns: the one way from views to the Public* Structs. Does not own what may be public (publication.py), the gate or the
pages (publishing/). The site build never opens the database; this is the only reader. Source: design.md §6.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from inspections import coverage, parameters, public_lines
from inspections.facts import Facts
from inspections.kinds import kind as checklist
from inspections.months import cut_off, month_of, months_between
from inspections.parameters import Setting
from inspections.publication import (
    Footer,
    PublicBasis,
    PublicCoverage,
    PublicListing,
    PublicMonth,
    PublicUnit,
    Snapshot,
)
from inspections.publications import PublicationRow
from inspections.reports import ReportRow
from inspections.storage.engine import Storage, StorageError

#: how often the snapshot starts over because somebody wrote meanwhile
TRIES: Final = 20
LISTS: Final[Mapping[str, Callable[[Iterable[Sequence[Any]]], tuple[PublicListing, ...]]]] = {
    "green_factory": public_lines.green_factories,
    "wall_material": public_lines.wall_materials,
    "ready_mix": public_lines.ready_mix,
}


async def take(storage: Storage, book: str, footer: Footer | None = None) -> Snapshot:
    """Everything that may be public of a book, as of its last entry: of one head, however busy the ledger is."""
    for _ in range(TRIES):
        head = await head_of(storage, book)
        snapshot = await taken(storage, book, head, footer or Footer())
        if await head_of(storage, book) == head:
            return snapshot
    raise StorageError("台账一直有新记录写入，没能取到同一时刻的数据，请稍后再发布。")


async def head_of(storage: Storage, book: str) -> tuple[int, str, str]:
    """Number, hash and time of the last entry."""
    for row in await storage.rows("head_of_book", book=book):
        return row[0], row[1], row[2]
    raise StorageError(f"账本 {book} 还是空的。")


async def taken(storage: Storage, book: str, head: tuple[int, str, str], footer: Footer) -> Snapshot:
    [(_, scope, county)] = await storage.rows("county_of_book", book=book)
    seq, digest, as_of = head
    approved = [
        msgspec.convert(list(row), PublicationRow, strict=False)
        for row in await storage.rows("publications_of_book", book=book)
    ]
    facts = Facts()
    names = ("cut_off_day", "demonstration", "public_units_by_name")
    facts.load(await storage.answer([Setting.at(book, name) for name in names]))
    now = datetime.fromisoformat(as_of)
    lists = {one.dataset: await listed(storage, book, one.dataset) for one in approved}
    return Snapshot(
        book=book,
        county_name=county,
        as_of=as_of,
        head_seq=seq,
        head_hash=digest,
        demo=parameters.value(facts, book, "demonstration") == 1,
        footer=footer,
        basis=tuple(basis(one) for one in approved),
        coverage=tuple([year for one in approved for year in await years(storage, one, scope, facts, now)]),
        green_factories=lists.get("green_factory", ()),
        wall_materials=lists.get("wall_material", ()),
        ready_mix=lists.get("ready_mix", ()),
        intensity=public_lines.intensity(await storage.rows("intensity_of_book", book=book))
        if any(one.dataset == "intensity" for one in approved)
        else (),
    )


async def listed(storage: Storage, book: str, dataset: str) -> Any:
    """The lines of an approved list; nothing for a data set that is no list."""
    if dataset not in LISTS:
        return ()
    return LISTS[dataset](await storage.rows("listings_of_book", book=book, list=dataset))


async def staff_names(storage: Storage, book: str) -> tuple[str, ...]:
    """Names that must not appear in a snapshot."""
    return tuple(row[0] for row in await storage.rows("staff_names", book=book))


def basis(row: PublicationRow) -> PublicBasis:
    return PublicBasis(
        dataset=row.dataset,  # type: ignore[arg-type]  # the entry's Literal is the same
        kind=row.kind,
        source=row.source,
        document_no=row.document_no,
        approved_at=row.approved_at,
    )


async def years(
    storage: Storage, approved: PublicationRow, scope: str, facts: Facts, now: datetime
) -> Sequence[PublicCoverage]:
    """The approved months of one kind, a Struct per year."""
    if approved.dataset != "coverage":
        return ()
    last = min(approved.period_to or "", month_of(now))
    months = tuple(months_between(approved.period_from or last, last))
    keys = {key for month in months for key in coverage.questions(scope, approved.kind, month)}
    reports = {month: ReportRow.at(approved.book, approved.kind, month) for month in months}
    facts.load(await storage.answer([*keys, *reports.values()]))
    cut_off_day = parameters.value(facts, approved.book, "cut_off_day")
    named = parameters.value(facts, approved.book, "public_units_by_name") == 1
    closed = [month for month in months if is_closed(month, cut_off_day, now)]
    records = {
        month: coverage.record_of(facts, scope, approved.kind, month)
        for month in months
        if approved.open_months or facts.get(reports[month])
    }
    shown = [
        public_month(record, facts.get(reports[month]), month in closed) for month, record in records.items()
    ]
    frozen = [record for month, record in records.items() if facts.get(reports[month])]
    return [
        one_year(approved.kind, year, shown, closed, units_named(frozen, year) if named else ())
        for year in sorted({one.period[:4] for one in shown})
    ]


def is_closed(month: str, cut_off_day: int, now: datetime) -> bool:
    """Is the month's cut-off past? Until then a unit that filed nothing is not yet 缺报."""
    return now >= cut_off(month, cut_off_day)


def public_month(record: coverage.Record, report: ReportRow | None, closed: bool) -> PublicMonth:
    """A month as it stands; of a frozen one also what it was when frozen, wherever that differs (更正)."""
    count = coverage.figures(record)
    if report is None:
        return counted(record.period, count if closed else replace(count, missing=0))
    was = msgspec.json.decode(report.figures, type=dict[str, int])
    before = {name: old for name, (old, _) in coverage.changed(was, count).items()}
    return replace(counted(record.period, count), frozen=True, frozen_seq=report.at_seq, before=before)


def counted(period: str, count: coverage.Figures) -> PublicMonth:
    fields: dict[str, Any] = msgspec.structs.asdict(count) | msgspec.structs.asdict(coverage.rates(count))
    return PublicMonth(period=period, **fields)


def units_named(frozen: Sequence[coverage.Record], year: str) -> tuple[PublicUnit, ...]:
    """Each unit of the year's frozen months with what can be said of it."""
    records = [record for record in frozen if record.period.startswith(year)]
    by_month = {record.period: {one.unit: one.state for one in coverage.cells(record)} for record in records}
    names = {unit.unit: unit.name for record in records for unit in record.units}
    lines = [
        (name, {month: states[unit] for month, states in by_month.items() if unit in states})
        for unit, name in names.items()
    ]
    return tuple(PublicUnit(name=name, states=states) for name, states in lines if states)  # type: ignore[arg-type]  # coverage.state_of gives only these words


def one_year(
    kind: str, year: str, shown: Sequence[PublicMonth], closed: Sequence[str], units: tuple[PublicUnit, ...]
) -> PublicCoverage:
    """A year's months and the sum of its closed ones."""
    months = tuple(month for month in shown if month.period.startswith(year))
    over = [month for month in months if month.period in closed]
    names = coverage.Figures.__struct_fields__
    total = coverage.add_up(coverage.Figures(*(getattr(month, name) for name in names)) for month in over)
    return PublicCoverage(
        kind=kind,
        kind_name=checklist(kind).name,
        year=int(year),
        months=months,
        year_total=counted(year, total),
        closed_through=over[-1].period if over else None,
        units=units,
    )
