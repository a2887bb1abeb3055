"""`calc energy` and `calc balance`: the energy centre's two sheets as JSON.

Owns: the fields of question and answer (contract of `calc`) and how many digits a figure is printed with. Does not own
the arithmetic (energy.py, carbon.py, classes.py, power_balance.py).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from inspections.calculators.asking import Answer, answering, period_at, shown
from inspections.calculators.energies import catalogue
from inspections.calculators.energy import Both, PerProduct, Product, account
from inspections.calculators.energy_item import Counted, Item
from inspections.calculators.periods import PeriodText
from inspections.calculators.power_balance import Balance, Equipment, Line, Transformer, balance
from inspections.calculators.rounding import figure
from inspections.reference import table

TCE_DIGITS: Final = 2
KWH_DIGITS: Final = 2
RATE_DIGITS: Final = 3


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


class BalanceQuestion(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One test of one supply."""

    supplied_kwh: Annotated[
        Decimal,
        Meta(description="供给电量，kWh，如 480000", extra={"least": Decimal(1), "most": Decimal("1e12")}),
    ]
    hours: Annotated[
        Decimal,
        Meta(description="测试小时数，如 720", extra={"least": Decimal("0.1"), "most": Decimal(8784)}),
    ]
    transformers: tuple[Transformer, ...] = ()
    lines: tuple[Line, ...] = ()
    equipment: tuple[Equipment, ...]


def _energy(question: EnergyQuestion) -> Answer:
    found = account(
        question.items,
        period_at(question.period),
        question.products,
        question.electricity_equivalent_kgce_per_kwh,
    )
    return {
        **_totals(found.total),
        "per_product": [_per_product(one) for one in found.products],
        "items": [_item(one) for one in found.items],
        "feedstock": _totals(found.feedstock),
        "nonfossil": _totals(found.nonfossil),
        "steps": shown(found.steps),
        "warnings": list(found.warnings),
    }


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


def _balance(question: BalanceQuestion) -> Answer:
    found = balance(
        question.supplied_kwh, question.hours, question.transformers, question.lines, question.equipment
    )
    return {
        **_kilowatt_hours(found),
        "unaccounted_percent": figure(found.percent_of_supply(found.unaccounted_kwh), 2),
        "utilisation_percent": figure(found.percent_of_supply(found.effective_kwh), 2),
        "network_loss_percent": figure(found.percent_of_supply(found.network_loss_kwh), 2),
        "economic_load_rate": _economic(found),
        "transformers": [
            {
                "load_rate": figure(one.load_rate, 5),
                "economic_load_rate": figure(one.economic_load_rate, RATE_DIGITS),
                "loss_kwh": figure(one.loss_kwh, KWH_DIGITS),
            }
            for one in found.transformers
        ],
        "steps": shown(found.steps),
        "warnings": [],
    }


def _kilowatt_hours(found: Balance) -> Answer:
    return {
        "effective_kwh": figure(found.effective_kwh, KWH_DIGITS),
        "transformer_loss_kwh": figure(found.transformer_loss_kwh, KWH_DIGITS),
        "line_loss_kwh": figure(found.line_loss_kwh, KWH_DIGITS),
        "unaccounted_kwh": figure(found.unaccounted_kwh, KWH_DIGITS),
        "total_loss_kwh": figure(found.total_loss_kwh, KWH_DIGITS),
    }


def _economic(found: Balance) -> str | None:
    """Of the one transformer; of several each has its own."""
    rates = {figure(one.economic_load_rate, RATE_DIGITS) for one in found.transformers}
    return rates.pop() if len(rates) == 1 else None


def listed() -> Iterator[tuple[str, str, str]]:
    """Every energy that can be asked for: key, Chinese name, the unit that forms ask for."""
    for energy in catalogue(table).values():
        yield energy.key, energy.name_zh, energy.report_unit


ENERGY_CALCULATORS: Final = {
    "balance": answering(BalanceQuestion, _balance),
    "energy": answering(EnergyQuestion, _energy),
}
