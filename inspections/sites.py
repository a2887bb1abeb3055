"""Sites (点位): the dated watch-list of places to be seen, with or without an enterprise or a credit code.

Owns: what stands on the list and when, and what it means that an entry names a site or an enterprise. Does not own
whether a site was seen (coverage.py).
Source: domain.md §1; design.md §1.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, ClassVar, Protocol
from uuid import UUID

import msgspec
from msgspec import Meta

from inspections.enterprises import Enterprise
from inspections.entries import Day, Entry, Position, Private, Text, UnitKey, id_text
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, Row, decide, unless
from inspections.positions import wgs84
from inspections.units import Unit, days_exist


class SiteEntry(Entry, frozen=True, kw_only=True, tag="site"):
    """A place on the watch-list as it is from now on. The whole state."""

    site: UUID  #: our own id
    unit: UnitKey
    name: Text  #: how the township calls it; no personal names
    kinds: tuple[str, ...]  #: kinds of inspection it is watched for, e.g. ["steel_patrol"]
    enterprise: UUID | None = None
    address: Annotated[str, Meta(max_length=200)] = ""
    position: Position | None = None
    reason: Private | None = None  #: why it is watched (a tip, an old furnace): vault only
    valid_from: Day  #: first day on the list
    valid_to: Day | None = None  #: last day on the list

    def subject(self, entry_id: str) -> str:
        return f"site/{self.site}"


class Site(Row, frozen=True, array_like=True, kw_only=True):
    """A place on the watch-list today. `kinds` is a JSON list."""

    table: ClassVar[str] = "site"
    key: ClassVar = ("site",)
    site: str
    book: str
    unit: str
    unit_path: str
    name: str
    kinds: str
    enterprise: str | None
    address: str
    lat: float | None
    lon: float | None
    valid_from: str
    valid_to: str | None
    last_seq: int


def needs(entry: SiteEntry, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield Site.at(str(entry.site))
    if entry.enterprise:
        yield Enterprise.at(str(entry.enterprise))


def judge(entry: SiteEntry, facts: Facts, actor: Actor, _now: object) -> Decision | Refusal:
    old = facts.get(Site.at(str(entry.site)))
    firm = facts.get(Enterprise.at(str(entry.enterprise))) if entry.enterprise else None
    return decide(
        *days_exist(entry, "valid_from", "valid_to"),
        unless(
            entry.enterprise is None or (firm and firm.unit_path.startswith(facts[Unit.at(entry.unit)].path)),
            "enterprise-elsewhere",
            "这家企业不在册，或不在这个单位。",
            at="enterprise",
        ),
        unless(
            old is None or actor.grant_over(("inspector", "county", "system"), old.unit_path),
            "move-needs-both",
            "移出原单位需要对原单位也有权限。",
            at="unit",
        ),
        unless(
            entry.valid_to is None or entry.valid_from <= entry.valid_to,
            "dates-reversed",
            "移出日期早于列入日期。",
            at="valid_to",
        ),
        unless(entry.kinds, "no-kind", "请写明按哪类检查关注。", at="kinds"),
    )


def effects(entry: SiteEntry, _decision: Decision, _facts: Facts, at: At) -> Iterable[Site]:
    here = wgs84(entry.position)
    yield Site(
        site=str(entry.site),
        book=at.book,
        unit=entry.unit,
        unit_path=at.unit,
        name=entry.name,
        kinds=msgspec.json.encode(entry.kinds).decode(),
        enterprise=id_text(entry.enterprise),
        address=entry.address,
        lat=here and here[0],
        lon=here and here[1],
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        last_seq=at.seq,
    )


class Placed(Protocol):
    """An entry of a unit that may name a place on file."""

    @property
    def unit(self) -> str: ...
    @property
    def site(self) -> UUID | None: ...
    @property
    def enterprise(self) -> UUID | None: ...


def needs_of_place(entry: Placed) -> Iterator[Key[Any]]:
    if entry.site:
        yield Site.at(str(entry.site))
    if entry.enterprise:
        yield Enterprise.at(str(entry.enterprise))


def place_faults(entry: Placed, facts: Facts, unit: Unit) -> Iterator[Fault | None]:
    """Site and enterprise belong to the unit, to its predecessor or to its successor."""
    named: tuple[tuple[str, Any, UUID | None], ...] = (
        ("site", Site, entry.site),
        ("enterprise", Enterprise, entry.enterprise),
    )
    for name, table, given in named:
        if given:
            row = facts.get(table.at(str(given)))
            fits = row and row.unit in (entry.unit, unit.predecessor, unit.successor)
            yield unless(fits, f"{name}-elsewhere", "这个点位或企业不在册，或不在这个单位。", at=name)


def enterprise_of(entry: Placed, facts: Facts) -> str | None:
    """The firm an entry is about: named, or the one its site belongs to."""
    if entry.enterprise:
        return str(entry.enterprise)
    site = facts.get(Site.at(str(entry.site))) if entry.site else None
    return site.enterprise if site else None
