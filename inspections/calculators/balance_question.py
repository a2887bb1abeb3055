"""`calc balance`: an electricity balance as JSON.

Owns: the fields of question and answer (contract of `calc`), how many digits a figure is printed with, and which
yardstick it is held against. Does not own the arithmetic (power_balance.py) or the yardsticks (parameters.csv).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from inspections.calculators.asking import Answer, by_law, shown
from inspections.calculators.derivation import Numbers, Step, step
from inspections.calculators.power_balance import Balance, Equipment, Line, Transformer, balance
from inspections.calculators.rounding import figure
from inspections.calculators.rows import Tables, cited, latest
from inspections.reference import UNVERIFIED

KWH_DIGITS: Final = 2
PERCENT_DIGITS: Final = 2
RATE_DIGITS: Final = 3
#: yardsticks shown beside a balance; only a verified one of a standard says whether it is kept
NETWORK_LOSS: Final = ("line_loss_one", "line_loss_two", "line_loss_three")
TOLERANCE: Final = "balance_tolerance"


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


def _balance(question: BalanceQuestion, tables: Tables) -> Answer:
    found = balance(
        question.supplied_kwh, question.hours, question.transformers, question.lines, question.equipment
    )
    return {
        **_kilowatt_hours(found),
        "unaccounted_percent": _percent(found, found.unaccounted_kwh),
        "utilisation_percent": _percent(found, found.effective_kwh),
        "network_loss_percent": _percent(found, found.network_loss_kwh),
        "economic_load_rate": _economic(found),
        "transformers": [
            {
                "load_rate": figure(one.load_rate, 5),
                "economic_load_rate": figure(one.economic_load_rate, RATE_DIGITS),
                "loss_kwh": figure(one.loss_kwh, KWH_DIGITS),
            }
            for one in found.transformers
        ],
        "steps": shown((*found.steps, *_yardsticks(found, tables))),
        "warnings": list(_warnings(found, tables)),
    }


def _kilowatt_hours(found: Balance) -> Answer:
    return {
        "effective_kwh": figure(found.effective_kwh, KWH_DIGITS),
        "transformer_loss_kwh": figure(found.transformer_loss_kwh, KWH_DIGITS),
        "line_loss_kwh": figure(found.line_loss_kwh, KWH_DIGITS),
        "unaccounted_kwh": figure(found.unaccounted_kwh, KWH_DIGITS),
        "total_loss_kwh": figure(found.total_loss_kwh, KWH_DIGITS),
    }


def _percent(found: Balance, kwh: Decimal) -> str:
    return figure(found.percent_of_supply(kwh), PERCENT_DIGITS)


def _economic(found: Balance) -> str | None:
    """Of the one transformer; of several each has its own."""
    rates = {figure(one.economic_load_rate, RATE_DIGITS) for one in found.transformers}
    return rates.pop() if len(rates) == 1 else None


def _yardsticks(found: Balance, tables: Tables) -> Iterator[Step]:
    rate = found.percent_of_supply(found.network_loss_kwh)
    for key in NETWORK_LOSS:
        row = latest(tables, "parameters", key)
        if row["confidence"] == UNVERIFIED or not row["value"]:
            continue
        kept = "合理" if rate <= Decimal(row["value"]) else "偏高"
        numbers: Numbers = {"network_loss_percent": rate, "yardstick_percent": row["value"], "says": kept}
        yield step(row["name_zh"], "网损率 ≤ 合理值", numbers, rows=(cited("parameters", row),))


def _warnings(found: Balance, tables: Tables) -> Iterator[str]:
    row = latest(tables, "parameters", TOLERANCE)
    if row["confidence"] == UNVERIFIED:
        rate = _percent(found, found.unaccounted_kwh)
        yield f"不明电量占 {rate}%；允许偏差 {row['value']}% 待核实，不作判定"


BALANCE: Final = by_law(BalanceQuestion, _balance)
