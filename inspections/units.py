"""Units (监管单位): county, towns, townships, subdistricts, zones, with effective dates and two code systems.

Owns: what a unit is, its place in the tree and its succession (T26). Does not own coverage or who works there.
Statistics and Civil Affairs use the same nine digits for different towns, so the two codes never share a column and
the key is our own. Source: domain.md §10 [S]; reference/units.csv.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from inspections.entries import Day, Entry, Text, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Place, Refusal, Row, decide, unless
from inspections.months import is_day

Code = Annotated[str, Meta(pattern=r"^[0-9]{6}([0-9]{3})?$(?!\n)", description="区划代码,6 或 9 位数字")]


class UnitEntry(Entry, frozen=True, kw_only=True, tag="unit"):
    """A unit as it is from now on: founded, renamed, ended or succeeded. The whole state, never a patch."""

    unit: UnitKey  #: our own stable key
    name: Text
    pinyin: Annotated[str, Meta(max_length=100)] = ""
    kind: Text  #: county, town, township, subdistrict, zone, office, committee, other
    parent: UnitKey | None = None  #: the unit above; None for a county
    supervised: bool = False  #: counts for coverage while in force
    valid_from: Day | None = None  #: first day; None: not known, before all records
    valid_to: Day | None = None  #: last day; None: still in force
    nbs_code: Code | None = None  #: statistics code
    mca_code: Code | None = None  #: Civil Affairs code
    predecessor: UnitKey | None = None
    successor: UnitKey | None = None
    source: Annotated[str, Meta(max_length=400)] = ""
    confidence: Annotated[str, Meta(pattern=r"^[SKCU]$(?!\n)")] = (
        "K"  #: S seen, K known, C computed, U uncertain (待核实)
    )
    note: Annotated[str, Meta(max_length=400)] = ""

    def subject(self, entry_id: str) -> str:
        return f"unit/{self.unit}"

    def anchor(self) -> str:
        return self.parent or self.unit


class Unit(Row, frozen=True, array_like=True, kw_only=True):
    """A unit today."""

    table: ClassVar[str] = "unit"
    key: ClassVar = ("unit",)
    unit: str
    book: str
    path: str  #: keys from the county down, each followed by a slash: the scope of everything filed here
    name: str
    pinyin: str
    kind: str
    parent: str | None
    supervised: bool
    valid_from: str | None
    valid_to: str | None
    nbs_code: str | None
    mca_code: str | None
    predecessor: str | None
    successor: str | None
    source: str
    confidence: str
    note: str
    last_seq: int

    def in_force_on(self, day: str) -> bool:
        return (self.valid_from or "") <= day and (self.valid_to is None or day <= self.valid_to)


def place(entry: UnitEntry, facts: Facts) -> Place | None:
    """A unit stays where it first was; a county is the root of its own book."""
    if here := facts.peek(Unit.at(entry.unit)):
        return Place(here.book, here.path)
    if entry.parent is None:
        return Place(entry.nbs_code[:6], f"{entry.unit}/") if entry.nbs_code else None
    above = facts.peek(Unit.at(entry.parent))
    return Place(above.book, f"{above.path}{entry.unit}/") if above else None


def needs(entry: UnitEntry, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    if entry.parent:
        yield Unit.at(entry.parent)


def days_exist(entry: Entry, *names: str) -> Iterator[Fault | None]:
    """Each of these days of an entry is one of the calendar: one that is not would stop whatever counts with it."""
    for name in names:
        yield unless(is_day(getattr(entry, name)), "no-such-day", "没有这一天。", at=name)


def judge(entry: UnitEntry, facts: Facts, actor: Actor, _now: object) -> Decision | Refusal:
    here = facts.get(Unit.at(entry.unit))
    return decide(
        *days_exist(entry, "valid_from", "valid_to"),
        unless(
            here is None or here.parent == entry.parent,
            "unit-cannot-move",
            "单位不能改换上级；请结束旧单位，另建新单位。",
            at="parent",
        ),
        unless(
            not (entry.valid_from and entry.valid_to) or entry.valid_from <= entry.valid_to,
            "dates-reversed",
            "失效日期早于生效日期。",
            at="valid_to",
        ),
        unless(
            entry.parent or actor.has("system"), "county-by-init", "县级账本只能由初始化建立。", at="parent"
        ),
    )


def effects(entry: UnitEntry, _decision: Decision, facts: Facts, at: At) -> Iterable[Unit]:
    yield Unit(
        **{name: getattr(entry, name) for name in Unit.__struct_fields__ if hasattr(entry, name)},
        book=at.book,
        path=at.unit,
        last_seq=at.seq,
    )


def unit_place(entry: Entry, facts: Facts) -> Place | None:
    """Where most entries belong: the unit they name."""
    here = facts.peek(Unit.at(entry.anchor()))
    return Place(here.book, here.path) if here else None


def valid_in(unit: Unit, first: str, last: str) -> bool:
    """Was the unit in force on any day of the span?"""
    return (unit.valid_from or "") <= last and (unit.valid_to is None or unit.valid_to >= first)
