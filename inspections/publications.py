"""Publications (公开审批): nothing is public until one of these entries says so.

Owns: the entry `publication` and what it lets out. Does not own the columns that may be public (publication.py) or how
the site is made (publishing/). A figure without source and document number is refused. Source: design.md §6.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

from inspections.entries import Entry, Month, Text, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Key, Refusal, Row, decide, unless
from inspections.units import Unit


class Publication(Entry, frozen=True, kw_only=True, tag="publication"):
    """A data set may be public from now on, on this basis; `withdraw` takes it back."""

    unit: UnitKey  #: the county
    dataset: Literal["coverage", "green_factory", "wall_material", "ready_mix", "intensity"]
    kind: Annotated[str, Meta(max_length=40)] = ""  #: for coverage: which inspection
    period_from: Month | None = None  #: for coverage
    period_to: Month | None = None
    open_months: bool = False  #: months not yet frozen may be shown, marked 进行中
    source: Text  #: who stands for the figures
    document_no: Text  #: 公开审批文号
    withdraw: bool = False
    note: Annotated[str, Meta(max_length=400)] = ""

    def subject(self, entry_id: str) -> str:
        return f"publication/{self.unit}/{self.dataset}/{self.kind}"


class PublicationRow(Row, frozen=True, array_like=True, kw_only=True):
    """What may be public now."""

    table: ClassVar[str] = "publication"
    key: ClassVar = ("book", "dataset", "kind")
    book: str
    dataset: str
    kind: str
    unit_path: str
    id: str
    period_from: str | None
    period_to: str | None
    open_months: bool
    source: str
    document_no: str
    withdrawn: bool
    approved_by: str
    approved_at: str


def needs(entry: Publication, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)


def judge(entry: Publication, facts: Facts, _actor: Actor, _now: datetime) -> Decision | Refusal:
    months = entry.period_from and entry.period_to
    return decide(
        unless(facts[Unit.at(entry.unit)].parent is None, "county-only", "公开由县一级审批。", at="unit"),
        unless(
            entry.dataset != "coverage" or (entry.kind and months),
            "months-missing",
            "请写明检查类别和起止月份。",
            at="period_from",
        ),
        unless(
            not (entry.period_from and entry.period_to) or entry.period_from <= entry.period_to,
            "dates-reversed",
            "截止月份早于起始月份。",
            at="period_to",
        ),
    )


def effects(entry: Publication, _decision: Decision, _facts: Facts, at: At) -> Iterable[PublicationRow]:
    yield PublicationRow(
        book=at.book,
        dataset=entry.dataset,
        kind=entry.kind,
        unit_path=at.unit,
        id=at.id,
        period_from=entry.period_from,
        period_to=entry.period_to,
        open_months=entry.open_months,
        source=entry.source,
        document_no=entry.document_no,
        withdrawn=entry.withdraw,
        approved_by=at.actor,
        approved_at=at.received_at,
    )
