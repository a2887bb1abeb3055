"""Listings (名单): green factories first; wall-material certificates and the ready-mix catalogue use the same entry.

Owns: one line of a public list with its source, and its history. Does not own what may be public (publication.py).
A claim is not a certificate: `status` says which (domain.md §0: 申报 ≠ 认定). A renewal is a new line that names the old
one; the old line stays. How long a line holds: certificates.py. Source: domain.md §6, §7; reference/listing_fields.csv.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from inspections.enterprises import Enterprise
from inspections.entries import Day, Entry, Text, UnitKey, id_text
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, Row, decide, unless
from inspections.people import writers
from inspections.reference import table
from inspections.units import Unit


class Listing(Entry, frozen=True, kw_only=True, tag="listing"):
    """One line of a list as it is from now on. The whole state."""

    listing: UUID  #: our own id of the line
    unit: UnitKey
    list: Literal["green_factory", "wall_material", "ready_mix"]
    name: Text  #: as the source prints it
    enterprise: UUID | None = None
    fields: dict[str, Annotated[str, Meta(max_length=400)]] = {}  #: columns of reference/listing_fields.csv
    valid_from: Day | None = None
    valid_to: Day | None = None
    source: Annotated[str, Meta(min_length=2, max_length=400)]  #: where it stands
    document_no: Annotated[str, Meta(max_length=100)] | None = None
    claimed_in: Annotated[str, Meta(max_length=400)] = ""  #: another place that says it, perhaps differently
    note: Annotated[str, Meta(max_length=400)] = ""  #: a conflict between sources is recorded, not hidden
    unnamed: Annotated[int, Meta(ge=0, le=10_000)] = 0  #: firms the source counts here without naming them
    renews: UUID | None = None  #: the line whose certificate this one follows

    def subject(self, entry_id: str) -> str:
        return f"listing/{self.listing}"


class ListingRow(Row, frozen=True, array_like=True, kw_only=True):
    """A line today. `fields` is a JSON object."""

    table: ClassVar[str] = "listing"
    key: ClassVar = ("listing",)
    listing: str
    book: str
    seq: int
    unit: str
    unit_path: str
    list: str
    name: str
    enterprise: str | None
    fields: str
    valid_from: str | None
    valid_to: str | None
    source: str
    document_no: str | None
    claimed_in: str
    note: str
    unnamed: int
    renews: str | None


def columns(name: str) -> frozenset[str]:
    return frozenset(row["key"] for row in table("listing_fields") if row["list"] == name)


@cache
def choices(name: str, column: str) -> frozenset[str]:
    """What a column may say; empty when it is free text. "@list" stands for a list of code_lists.csv."""
    [given] = [
        row["choices"] for row in table("listing_fields") if (row["list"], row["key"]) == (name, column)
    ] or [""]
    if given.startswith("@"):
        return frozenset(row["key"] for row in table("code_lists") if row["group"] == given[1:])
    return frozenset(given.split("|")) - {""}


def needs(entry: Listing, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield ListingRow.at(str(entry.listing))
    if entry.enterprise:
        yield Enterprise.at(str(entry.enterprise))
    if entry.renews:
        yield ListingRow.at(str(entry.renews))


def judge(entry: Listing, facts: Facts, actor: Actor, _now: datetime) -> Decision | Refusal:
    known = columns(entry.list)
    firm = facts.get(Enterprise.at(str(entry.enterprise))) if entry.enterprise else None
    old = facts.get(ListingRow.at(str(entry.listing)))
    return decide(
        unless(
            old is None or actor.grant_over(writers("listing"), old.unit_path),
            "listing-taken",
            "这个编号已被占用。",
            at="listing",
        ),
        unless(entry.enterprise is None or firm, "enterprise-elsewhere", "这家企业不在册。", at="enterprise"),
        unless(
            not (entry.valid_from and entry.valid_to) or entry.valid_from <= entry.valid_to,
            "dates-reversed",
            "失效日期早于生效日期。",
            at="valid_to",
        ),
        *renewal_faults(entry, facts),
        *(
            unless(key in known, "unknown-column", "这份名单没有这一栏。", at=f"fields.{key}")
            for key in entry.fields
        ),
        *(
            unless(
                value in choices(entry.list, key),
                "no-such-choice",
                "这一栏没有这个选项。",
                at=f"fields.{key}",
            )
            for key, value in entry.fields.items()
            if choices(entry.list, key)
        ),
    )


def renewal_faults(entry: Listing, facts: Facts) -> Iterator[Fault | None]:
    """A renewal follows another line of the same list and firm; both lines stay."""
    if entry.renews is None:
        return
    old = facts.get(ListingRow.at(str(entry.renews)))
    if old is None or old.book != facts[Unit.at(entry.unit)].book or entry.renews == entry.listing:
        yield unless(False, "no-such-listing", "没有要换的那张证书。", at="renews")
        return
    yield unless(old.list == entry.list, "other-list", "换证应在同一份名单里。", at="renews")
    yield unless(
        old.enterprise == id_text(entry.enterprise), "other-firm", "要换的证书是另一家企业的。", at="renews"
    )
    yield unless(
        entry.valid_from and entry.valid_from > (old.valid_from or ""),
        "renewal-not-later",
        "换发的证书应写明生效日期，且晚于原证。",
        at="valid_from",
    )


def effects(entry: Listing, _decision: Decision, _facts: Facts, at: At) -> Iterable[ListingRow]:
    yield ListingRow(
        listing=str(entry.listing),
        book=at.book,
        seq=at.seq,
        unit=entry.unit,
        unit_path=at.unit,
        list=entry.list,
        name=entry.name,
        enterprise=id_text(entry.enterprise),
        fields=msgspec.json.encode(entry.fields, order="deterministic").decode(),
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        source=entry.source,
        document_no=entry.document_no,
        claimed_in=entry.claimed_in,
        note=entry.note,
        unnamed=entry.unnamed,
        renews=id_text(entry.renews),
    )
