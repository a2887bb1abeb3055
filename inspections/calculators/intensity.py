"""Change of energy intensity (单位工业增加值能耗升降率) and its distance from a goal.

Owns: the change rate from growth rates or from totals, the guard that only equal periods combine, the difference to a
goal in percentage points, and how it is said. Does not own what was reported (inspections/intensity.py). Signed
throughout: negative is a fall. Areas are added up from totals, never from mean rates. Nothing is rounded here.
Source: domain.md §4 [K], §12 T01–T05 [C].
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from inspections.calculators.derivation import Step, step
from inspections.calculators.reading import Fault, WrongInput
from inspections.calculators.rounding import exactly

_SPAN = {"least": Decimal(0), "most": Decimal("1e15")}


class Group(Struct, frozen=True, forbid_unknown_fields=True):
    """An area, branch or firm: totals before and now, value added at comparable prices."""

    energy_tce: Annotated[
        tuple[Decimal, Decimal],
        Meta(description="[基期, 本期] 综合能源消费量，tce，如 [1000, 900]", extra=_SPAN),
    ]
    value_added: Annotated[
        tuple[Decimal, Decimal],
        Meta(description="[基期, 本期] 增加值（可比价），单位一致，如 [5000, 5500]", extra=_SPAN),
    ]


class Change(Struct, frozen=True):
    """A signed change in percent, unrounded, with its derivation."""

    percent: Decimal
    steps: tuple[Step, ...]


@exactly
def change_from_growth(energy_growth: Decimal, value_added_growth: Decimal) -> Change:
    """((1+g_E) ÷ (1+g_V) − 1) × 100, both growth rates in percent over the same months, comparable prices."""
    percent = ((100 + energy_growth) / (100 + value_added_growth) - 1) * 100
    numbers = {"energy_growth_percent": energy_growth, "value_added_growth_percent": value_added_growth}
    formula = "（（1 + 能耗增速）÷（1 + 增加值增速）− 1）× 100"
    return Change(percent, (step("单位增加值能耗升降率（%）", formula, numbers, percent),))


@exactly
def energy_growth(change: Decimal, value_added_growth: Decimal) -> Change:
    """The growth of energy that a change of intensity and a growth of value added imply, in percent."""
    percent = ((100 + change) * (100 + value_added_growth) / 100) - 100
    numbers = {"change_percent": change, "value_added_growth_percent": value_added_growth}
    formula = "（1 + 升降率）×（1 + 增加值增速）− 1，乘 100"
    return Change(percent, (step("能耗增速（%）", formula, numbers, percent),))


@exactly
def change_from_totals(groups: Iterable[Group]) -> Change:
    """The change of the groups together. WrongInput when there is nothing to divide by."""
    rows = list(groups)
    energy = [sum((group.energy_tce[when] for group in rows), Decimal(0)) for when in (0, 1)]
    value = [sum((group.value_added[when] for group in rows), Decimal(0)) for when in (0, 1)]
    if not energy[0] or not all(value):
        message = "合计的基期能耗、基期和本期增加值都应大于0，否则算不出升降率"
        raise WrongInput((Fault("groups", "nothing-to-divide", message),))
    percent = ((energy[1] / value[1]) / (energy[0] / value[0]) - 1) * 100
    numbers = {
        "energy_before": energy[0],
        "energy_now": energy[1],
        "value_added_before": value[0],
        "value_added_now": value[1],
    }
    formula = (
        "各组先合计，再用（本期能耗 ÷ 本期增加值）÷（基期能耗 ÷ 基期增加值）− 1，乘 100；不取各组升降率的平均"
    )
    return Change(percent, (step("单位增加值能耗升降率（%）", formula, numbers, percent),))


@exactly
def over_achievement(change: Decimal, target: Decimal) -> Change:
    """Goal minus change, both signed, in percentage points; negative: missed by so much."""
    points = target - change
    numbers = {"target_percent": target, "change_percent": change}
    return Change(points, (step("超额（百分点）", "目标 − 实际（都带正负号）", numbers, points),))


@exactly
def on_track(total_percent: Decimal, years: int, passed: int) -> Decimal:
    """The cumulative change that should be reached after `passed` of `years` even steps towards a signed total.

    −14 over 5 years is −2.97 in one year and −8.65 after three (domain.md §4 [C]). ValueError outside 0…years.
    """
    if not 0 <= passed <= years or total_percent <= -100:
        raise ValueError(f"{passed} of {years} years towards {total_percent} %")
    return ((1 + total_percent / 100) ** (Decimal(passed) / years) - 1) * 100


def said(change: Decimal, digits: str) -> str:
    """ "下降12.32%" or "上升3.26%": how people write a signed change; `digits` is the change as printed."""
    if not Decimal(digits):
        return "持平"
    return f"{'下降' if change < 0 else '上升'}{digits.lstrip('-')}%"
