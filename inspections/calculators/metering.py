"""Fitting rates of energy meters (能源计量器具配备率) against the edition of the standard in force.

Owns: the rate and whether it reaches the requirement. Does not own the requirements (reference/metering_rates.csv):
the 2025 edition, in force from 2026-02-01, has no values yet and decides nothing.
Source: GB 17167; domain.md §3.3 [K].
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from inspections.calculators.derivation import Step, step
from inspections.calculators.periods import Period
from inspections.calculators.reading import Fault, WrongInput
from inspections.calculators.rounding import exactly
from inspections.calculators.rows import Tables, cited, in_force, named
from inspections.reference import table

Place = Literal["site", "subunit", "equipment"]  #: 进出用能单位 · 主要次级用能单位 · 主要用能设备


class Fitting(Struct, frozen=True):
    """A rate and the verdict; `met` is None when the requirement is not verified."""

    rate_percent: Decimal  #: unrounded
    required_percent: str | None
    met: bool | None
    steps: tuple[Step, ...]


@exactly
def fitting(
    energy: str, place: Place, fitted: int, required: int, period: Period, tables: Tables = table
) -> Fitting:
    """Fitted ÷ theoretically required × 100. WrongInput when the numbers cannot be, or the energy has no row."""
    rows = named(tables, "metering_rates", energy=energy)
    faults = [
        Fault("energy", "wrong-value", f"没有“{energy}”的配备率要求") if not rows else None,
        Fault("required", "out-of-range", "应配数应大于0") if required <= 0 else None,
        Fault("fitted", "out-of-range", "实配数应在0和应配数之间")
        if not 0 <= fitted <= max(required, 0)
        else None,
    ]
    if found := tuple(fault for fault in faults if fault):
        raise WrongInput(found)
    choice = in_force(rows, period)
    asked = choice.row[f"{place}_percent"] if choice.row is not None and choice.decides else ""
    rate_percent = Decimal(fitted) * 100 / required
    line = step(
        f"{rows[0]['name_zh']}计量器具配备率（%）",
        "实配数 ÷ 应配数 × 100" + ("" if asked else "；要求待核实，不判定"),
        {"fitted": fitted, "required": required, "required_percent": asked or None},
        rate_percent,
        [cited("metering_rates", row) for row in ((choice.row,) if choice.row else rows)],
    )
    return Fitting(rate_percent, asked or None, rate_percent >= Decimal(asked) if asked else None, (line,))
