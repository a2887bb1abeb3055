"""Taking the public snapshot (公开快照) from the ledger: what publications allow, as it stands at the book's head.

Owns: the one way from views to the Public* Structs. Does not own what may be public (publication.py), the gate or the
pages (publishing/). The site build never opens the database; this is the only reader. Source: design.md §6.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from inspections import coverage, parameters
from inspections.facts import Facts
from inspections.kinds import kind as checklist
from inspections.months import cut_off, month_of, months_between
from inspections.parameters import Setting
from inspections.publication import Footer, PublicBasis, PublicCoverage, PublicListing, PublicMonth, Snapshot
from inspections.publications import PublicationRow
from inspections.reports import ReportRow
from inspections.storage.engine import Storage, StorageError


async def take(storage: Storage, book: str, footer: Footer | None = None) -> Snapshot:
    """Everything that may be public of a book, as of its last entry."""
    head = await storage.rows("head_of_book", book=book)
    county = await storage.rows("county_of_book", book=book)
    if not head or not county:
        raise StorageError(f"账本 {book} 还是空的。")
    seq, digest, as_of = head[0]
    approved = [
        msgspec.convert(list(row), PublicationRow, strict=False)
        for row in await storage.rows("publications_of_book", book=book)
    ]
    facts = Facts()
    facts.load(await storage.answer([Setting.at(book, "cut_off_day"), Setting.at(book, "demonstration")]))
    now = datetime.fromisoformat(as_of)
    return Snapshot(
        book=book,
        county_name=county[0][2],
        as_of=as_of,
        head_seq=seq,
        head_hash=digest,
        demo=parameters.value(facts, book, "demonstration") == 1,
        footer=footer or Footer(),
        basis=tuple(basis(one) for one in approved),
        coverage=tuple(
            [year for one in approved for year in await years(storage, one, county[0][1], facts, now)]
        ),
        green_factories=await green_factories(storage, book, approved),
    )


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
    cut_off = parameters.value(facts, approved.book, "cut_off_day")
    shown = [
        public_month(
            facts, scope, approved.kind, month, facts.get(reports[month]), is_closed(month, cut_off, now)
        )
        for month in months
        if approved.open_months or facts.get(reports[month])
    ]
    closed = [month for month in months if is_closed(month, cut_off, now)]
    return [
        one_year(approved.kind, year, shown, closed) for year in sorted({one.period[:4] for one in shown})
    ]


def is_closed(month: str, cut_off_day: int, now: datetime) -> bool:
    """Is the month's cut-off past? Until then a unit that filed nothing is not yet 缺报."""
    return now >= cut_off(month, cut_off_day)


def public_month(
    facts: Facts, scope: str, kind: str, month: str, report: ReportRow | None, closed: bool
) -> PublicMonth:
    """A frozen month as it was frozen, any other as it stands."""
    count = coverage.figures(coverage.record_of(facts, scope, kind, month))
    if report:
        count = msgspec.json.decode(report.figures, type=coverage.Figures)
    elif not closed:
        count = msgspec.structs.replace(count, missing=0)
    return counted(month, count, report)


def counted(period: str, count: coverage.Figures, report: ReportRow | None = None) -> PublicMonth:
    fields: dict[str, Any] = msgspec.structs.asdict(count) | msgspec.structs.asdict(coverage.rates(count))
    return PublicMonth(
        period=period, frozen=report is not None, frozen_seq=report.at_seq if report else None, **fields
    )


def one_year(kind: str, year: str, shown: Sequence[PublicMonth], closed: Sequence[str]) -> PublicCoverage:
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
    )


async def green_factories(
    storage: Storage, book: str, approved: Sequence[PublicationRow]
) -> tuple[PublicListing, ...]:
    if not any(one.dataset == "green_factory" for one in approved):
        return ()
    rows = await storage.rows("listings_of_book", book=book, list="green_factory")
    return tuple(listed(number + 1, *row) for number, row in enumerate(rows))


def listed(
    number: int,
    name: str,
    fields: str,
    source: str,
    document_no: str | None,
    claimed_in: str,
    note: str,
    _to: str,
) -> PublicListing:
    """A line of the list; a column without a source of its own stays empty and shows as 待核实."""
    given = msgspec.json.decode(fields, type=dict[str, str])
    names = ("batch", "announced_on", "industry", "removed_on", "removed_reason")
    return PublicListing(
        number=number,
        name=name,
        level=given.get("level", "national"),  # type: ignore[arg-type]  # the gate refuses another level
        status="removed" if given.get("removed_on") else given.get("status"),  # type: ignore[arg-type]  # as the entry says
        source=source,
        document_no=document_no,
        claimed_in=claimed_in or None,
        note=note or None,
        assessor=given.get("third_party"),
        **{key: given.get(key) for key in names},
    )
