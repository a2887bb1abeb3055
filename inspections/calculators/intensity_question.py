"""`calc intensity`: a change of energy intensity and its distance from the goal, as JSON.

Owns: the fields of question and answer (contract of `calc`), which figures may stand together, and the sentence. Does
not own the arithmetic (intensity.py). Two periods that differ are refused: figures of different months never combine.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from inspections.calculators.asking import Answer, answering, period_at, shown
from inspections.calculators.derivation import Step
from inspections.calculators.intensity import (
    Change,
    Group,
    change_from_growth,
    change_from_totals,
    energy_growth,
    over_achievement,
    said,
)
from inspections.calculators.periods import PeriodText
from inspections.calculators.reading import Fault, WrongInput
from inspections.calculators.rounding import figure, plain

PERCENT_DIGITS: Final = 2
MOST_DIGITS: Final = 4  #: of a goal: it is repeated as its paper prints it
_PERCENT: Final = {"least": Decimal("-99.9999"), "most": Decimal(100_000)}


class IntensityQuestion(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way to the change: as reported, from two growth rates, or from totals. Signed, negative is a fall."""

    change_percent: Annotated[Decimal | None, Meta(description="升降率，%，如 -12.32", extra=_PERCENT)] = None
    target_percent: Annotated[Decimal | None, Meta(description="目标升降率，%，如 -2", extra=_PERCENT)] = None
    energy_growth_percent: Annotated[
        Decimal | None, Meta(description="能耗增速，%，如 3.5", extra=_PERCENT)
    ] = None
    value_added_growth_percent: Annotated[
        Decimal | None, Meta(description="增加值增速（可比价），%，如 13.7", extra=_PERCENT)
    ] = None
    energy_period: PeriodText | None = None
    value_added_period: PeriodText | None = None
    groups: tuple[Group, ...] = ()


def _intensity(question: IntensityQuestion) -> Answer:
    if faults := (*_periods(question), *_ways(question)):
        raise WrongInput(faults)
    change = _change(question)
    target = question.target_percent
    over = None if target is None else over_achievement(change.percent, target)
    implied = _implied_growth(question)
    lines = [line for found in (change, over, implied) if found for line in found.steps]
    return {
        "change_percent": figure(change.percent, PERCENT_DIGITS),
        "target_percent": None if target is None else plain(target, MOST_DIGITS),
        "over_achievement_pp": None if over is None else figure(over.percent, PERCENT_DIGITS),
        "met": None if over is None else over.percent >= 0,
        "energy_growth_percent": None if implied is None else figure(implied.percent, PERCENT_DIGITS),
        "text": _sentence(change.percent, target, over),
        "steps": shown(lines or [_reported(change.percent)]),
        "warnings": list(_warnings(question)),
    }


def _periods(question: IntensityQuestion) -> Iterator[Fault]:
    """Figures of different months never combine."""
    energy, value = question.energy_period, question.value_added_period
    if (energy is None) != (value is None):
        at = "energy_period" if energy is None else "value_added_period"
        yield Fault(at, "missing", "能耗和增加值的时段要么都写，要么都不写")
    elif energy is not None and value is not None:
        first, second = period_at(energy, "energy_period"), period_at(value, "value_added_period")
        if (first.first, first.last) != (second.first, second.last):
            message = f"能耗是 {energy}，增加值是 {value}，时段不同，不能合在一起算"
            yield Fault("value_added_period", "period-mismatch", message)


def _ways(question: IntensityQuestion) -> Iterator[Fault]:
    growths = (question.energy_growth_percent, question.value_added_growth_percent)
    ways = (question.change_percent is not None, None not in growths, bool(question.groups))
    if sum(ways) > 1:
        yield Fault("", "given-twice", "升降率、两项增速、分组数据三种给法只用一种")
    elif not any(ways):
        message = "请给出升降率 change_percent，或两项增速，或分组数据 groups"
        yield Fault("change_percent", "missing", message)


def _change(question: IntensityQuestion) -> Change:
    if question.change_percent is not None:
        return Change(question.change_percent, ())
    if question.groups:
        return change_from_totals(question.groups)
    energy, value = question.energy_growth_percent, question.value_added_growth_percent
    return change_from_growth(energy or Decimal(0), value or Decimal(0))


def _implied_growth(question: IntensityQuestion) -> Change | None:
    change, value = question.change_percent, question.value_added_growth_percent
    return None if change is None or value is None else energy_growth(change, value)


def _reported(percent: Decimal) -> Step:
    return Step(
        "按所给的升降率", {"change_percent": f"{percent:f}"}, (), "单位增加值能耗升降率（%）", f"{percent:f}"
    )


def _sentence(change: Decimal, target: Decimal | None, over: Change | None) -> str:
    printed = figure(change, PERCENT_DIGITS)
    told = f"{said(change, printed)}（升降率 {printed}%）"
    if target is None or over is None:
        return told
    points = figure(abs(over.percent), PERCENT_DIGITS)
    verdict = f"完成，超额 {points} 个百分点" if over.percent >= 0 else f"未完成，差 {points} 个百分点"
    return f"{told}；目标{said(target, plain(target, MOST_DIGITS))}，{verdict}"


def _warnings(question: IntensityQuestion) -> Iterator[str]:
    combined = question.change_percent is None or question.value_added_growth_percent is not None
    if combined and not question.groups and question.energy_period is None:
        yield "没有写明时段：能耗和增加值必须是同一时段的累计数"


INTENSITY: Final = answering(IntensityQuestion, _intensity)
