"""`calc energy`: an energy account with its emissions and classes as JSON.

Owns: the fields of question and answer (contract of `calc`) and how many digits a figure is printed with. Does not own
the arithmetic (energy.py, carbon.py, classes.py).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from inspections.calculators.asking import Answer, by_law, period_at, shown
from inspections.calculators.carbon import Emissions, Family, emissions
from inspections.calculators.classes import Classes, energy_classes
from inspections.calculators.energies import catalogue
from inspections.calculators.energy import Both, PerProduct, Product, account
from inspections.calculators.energy_item import Counted, Item
from inspections.calculators.periods import PeriodText
from inspections.calculators.rounding import figure
from inspections.calculators.rows import Tables
from inspections.reference import full_width, table

TCE_DIGITS: Final = 2


class EnergyQuestion(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was used in a period."""

    period: PeriodText
    items: tuple[Item, ...]
    products: tuple[Product, ...] = ()
    electricity_equivalent_kgce_per_kwh: Annotated[
        Decimal | None,
        Meta(
            description="本年电力等价系数，kgce/kWh，如 0.303",
            extra={"least": Decimal("0.1"), "most": Decimal(1)},
        ),
    ] = None
    grid: Annotated[str, Meta(max_length=40, description="电网，如 central_china（华中，含江西）")] = (
        "central_china"
    )
    factor_year: Annotated[
        Annotated[int, Meta(ge=1990, le=2100)] | Annotated[str, Meta(pattern=r"^20[0-9]{2}$(?!\n)")] | None,
        Meta(description="电力排放因子的年份，如 2023"),
    ] = None
    co2_method: Annotated[
        Family,
        Meta(
            description="inventory（清单因子）、planning_tce（规划系数）或 mixed（清单优先，缺的用规划系数）"
        ),
    ] = "mixed"


def _energy(question: EnergyQuestion, tables: Tables) -> Answer:
    period = period_at(question.period)
    found = account(
        question.items, period, question.products, question.electricity_equivalent_kgce_per_kwh, tables
    )
    year = None if question.factor_year is None else int(question.factor_year)
    co2 = emissions(found.items, period, question.grid, year, question.co2_method, tables)
    classes = energy_classes(found.total, period, tables)
    return {
        **_totals(found.total),
        "per_product": [_per_product(one) for one in found.products],
        "co2_t": _carbon(co2),
        "reporting_class": None if classes is None else _classes(classes),
        "items": [_item(one) for one in found.items],
        "feedstock": _totals(found.feedstock),
        "nonfossil": _totals(found.nonfossil),
        "steps": shown((*found.steps, *(classes.steps if classes else ()), *co2.steps)),
        "warnings": [*found.warnings, *(_sensitive(classes) if classes else ()), *co2.warnings],
    }


def _carbon(co2: Emissions) -> Answer:
    return {
        "direct": printed(co2.direct),
        "heat": printed(co2.heat),
        "electricity": printed(co2.electricity),
        "total": printed(co2.total),
        "method": co2.method,
        "mixed": co2.mixed,
    }


def _classes(classes: Classes) -> Answer:
    return {
        "calorific": None if classes.calorific is None else classes.calorific["key"],
        "equivalent": None if classes.equivalent is None else classes.equivalent["key"],
        "basis_sensitive": classes.basis_sensitive,
    }


def _sensitive(classes: Classes) -> Iterator[str]:
    if classes.calorific and classes.equivalent and classes.basis_sensitive:
        names = full_width(
            f"当量值属“{classes.calorific['name_zh']}”，等价值属“{classes.equivalent['name_zh']}”"
        )
        yield f"对口径敏感：{names}，不能只凭一个口径定档"


def _totals(amounts: Both) -> Answer:
    """Both bases; a span instead of a value while a coefficient is missing."""
    spans = {
        f"{name}_span": [printed(amount.low), printed(amount.high)]
        for name, amount in (("tce_calorific", amounts.calorific), ("tce_equivalent", amounts.equivalent))
        if amount.low != amount.high
    }
    return {
        "tce_calorific": printed(amounts.calorific.settled),
        "tce_equivalent": printed(amounts.equivalent.settled),
        **spans,
    }


def printed(tce: Decimal | None, digits: int = TCE_DIGITS) -> str | None:
    """A figure as papers print it; None where there is none."""
    return None if tce is None else figure(tce, digits)


def _item(one: Counted) -> Answer:
    return {
        "energy": one.item.energy,
        "name_zh": one.energy.name_zh,
        **_totals(Both(one.calorific, one.equivalent)),
    }


def _per_product(one: PerProduct) -> Answer:
    return {
        "name": one.product.name,
        "quantity": f"{one.product.quantity:f}",
        "unit": f"kgce/{one.product.unit}",
        "calorific": printed(one.calorific),
        "equivalent": printed(one.equivalent),
    }


def listed() -> Iterator[tuple[str, str, str]]:
    """Every energy that can be asked for: key, Chinese name, the unit that forms ask for."""
    for energy in catalogue(table).values():
        yield energy.key, energy.name_zh, energy.report_unit


ENERGY: Final = by_law(EnergyQuestion, _energy)
