"""Energy intensity (能耗强度): the goal that was set and the change that was reported, each as its paper prints it.

Owns: `intensity_target` and `intensity_result`, one line each with its source; the difference to a goal, in percentage
points. Does not own: working a rate out of energy and value added, nor combining figures (the calculators), nor what is
public (publication.py). A figure of one period says nothing about another: only equal periods are ever compared.
Source: domain.md §0, §4, §12 T01–T03 [K, C]; the change rate is signed, negative is a fall.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from msgspec import Meta

from inspections.entries import Entry, Text, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, Row, decide, unless
from inspections.people import writers
from inspections.units import Unit

#: the period as the paper states it: a year, the months of one year together, or a span of years
Stated = Annotated[
    str,
    Meta(
        pattern=r"^20[0-9]{2}(-(0[1-9]|1[0-2])\.\.(0[1-9]|1[0-2])|\.\.20[0-9]{2})?$(?!\n)",
        examples=["2021-01..09", "2021", "2021..2025"],
    ),
]
Signed = Annotated[str, Meta(pattern=r"^-?[0-9]{1,3}(\.[0-9]{1,4})?$(?!\n)", examples=["-12.32"])]
#: two papers that round on their own may differ by one in the last digit they print
LAST_DIGIT = Decimal("0.01")


class IntensityTarget(Entry, frozen=True, kw_only=True, tag="intensity_target"):
    """A goal for one indicator and period, from now on. The whole state."""

    figure: UUID  #: our own id of the line
    unit: UnitKey  #: whose goal it is
    indicator: Text  #: 规模以上工业单位增加值能耗
    period: Stated
    change_percent: Signed  #: the goal as a signed change: −2 means it should fall by 2 %
    source_unit: Annotated[str, Meta(max_length=200)] = ""  #: 来源单位: who set it
    document_no: Annotated[str, Meta(max_length=200)] = ""  #: 文号; a paper without one is named by its title
    state: Literal["preliminary", "final"] = "final"
    base_revised: bool = False  #: the base year's figure was revised since
    public_basis: Annotated[str, Meta(max_length=400)] = ""  #: 可公开依据; empty: stays inside
    caveat: Annotated[str, Meta(max_length=400)] = ""  #: what a reader must know beside the number

    def subject(self, entry_id: str) -> str:
        return f"intensity/{self.figure}"


class IntensityResult(Entry, frozen=True, kw_only=True, tag="intensity_result"):
    """A reported change of one indicator over one period, from now on. The whole state."""

    figure: UUID
    unit: UnitKey  #: whose result it is
    indicator: Text
    period: Stated
    change_percent: Signed  #: against the same months of the year before, comparable prices
    target_percent: Signed | None = None  #: the goal, only if the same paper prints it
    over_pp: Signed | None = None  #: 超额, percentage points, only if the same paper prints it
    source_unit: Annotated[str, Meta(max_length=200)] = ""  #: 来源单位: who reported it
    document_no: Annotated[str, Meta(max_length=200)] = ""
    state: Literal["preliminary", "final"] = "preliminary"
    base_revised: bool = False
    public_basis: Annotated[str, Meta(max_length=400)] = ""
    caveat: Annotated[str, Meta(max_length=400)] = ""

    def subject(self, entry_id: str) -> str:
        return f"intensity/{self.figure}"


Intensity = IntensityTarget | IntensityResult


class IntensityRow(Row, frozen=True, array_like=True, kw_only=True):
    """A line today. `role` is target or result; a target has neither target_percent nor over_pp."""

    table: ClassVar[str] = "intensity"
    key: ClassVar = ("figure",)
    figure: str
    book: str
    seq: int
    unit: str
    unit_path: str
    role: str
    indicator: str
    period: str
    change_percent: str
    target_percent: str | None
    over_pp: str | None
    source_unit: str
    document_no: str
    state: str
    base_revised: bool
    public_basis: str
    caveat: str


def over_achieved_pp(change_percent: str, target_percent: str) -> str:
    """Goal minus result, both signed, in percentage points: −2 − (−12.32) = 10.32. Negative: the goal was missed."""
    return f"{Decimal(target_percent) - Decimal(change_percent):f}"


def needs(entry: Intensity, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield IntensityRow.at(str(entry.figure))


def judge(entry: Intensity, facts: Facts, actor: Actor, _now: datetime) -> Decision | Refusal:
    old = facts.get(IntensityRow.at(str(entry.figure)))
    kind = str(entry.__struct_config__.tag)
    return decide(
        unless(
            old is None or actor.grant_over(writers(kind), old.unit_path),
            "figure-taken",
            "这个编号已被占用。",
            at="figure",
        ),
        unless(old is None or old.role == role_of(entry), "other-role", "目标和结果不能互换。", at="figure"),
        unless(in_order(entry.period), "period-reversed", "时段的起止颠倒了。", at="period"),
        *disagreements(entry),
        notices=not_yet_public(entry),
    )


def role_of(entry: Intensity) -> str:
    return "target" if isinstance(entry, IntensityTarget) else "result"


def in_order(period: str) -> bool:
    """ "2021-01..09" and "2021..2025" go forward."""
    first, _, last = period.partition("..")
    return not last or first[-len(last) :] <= last


def disagreements(entry: Intensity) -> Iterator[Fault | None]:
    """A paper whose own three numbers do not agree is kept only with a word about it."""
    if isinstance(entry, IntensityResult) and entry.target_percent and entry.over_pp:
        difference = over_achieved_pp(entry.change_percent, entry.target_percent)
        apart = abs(Decimal(difference) - Decimal(entry.over_pp))
        yield unless(
            apart <= LAST_DIGIT or entry.caveat,
            "pp-disagrees",
            f"目标减结果是 {difference} 个百分点，不是 {entry.over_pp}；原文确是这样的，请在说明里写明。",
            at="over_pp",
        )


def not_yet_public(entry: Intensity) -> Iterator[Fault | None]:
    """What the gate will refuse is said when the figure is entered."""
    told = "没有{}的数字不能公开。"
    yield unless(entry.source_unit, "no-source", told.format("来源单位"), at="source_unit")
    yield unless(entry.document_no, "no-document", told.format("文号"), at="document_no")
    yield unless(entry.public_basis, "no-basis", told.format("可公开依据"), at="public_basis")


def effects(entry: Intensity, _decision: Decision, _facts: Facts, at: At) -> Iterable[IntensityRow]:
    result = entry if isinstance(entry, IntensityResult) else None
    yield IntensityRow(
        figure=str(entry.figure),
        book=at.book,
        seq=at.seq,
        unit=entry.unit,
        unit_path=at.unit,
        role=role_of(entry),
        indicator=entry.indicator,
        period=entry.period,
        change_percent=entry.change_percent,
        target_percent=result.target_percent if result else None,
        over_pp=result.over_pp if result else None,
        source_unit=entry.source_unit,
        document_no=entry.document_no,
        state=entry.state,
        base_revised=entry.base_revised,
        public_basis=entry.public_basis,
        caveat=entry.caveat,
    )
