"""One energy or working medium used in a period: what it counts for in 当量值 and in 等价值.

Owns: the item as it is entered, its faults, and the one line of arithmetic quantity × coefficient. Does not own:
coefficients (energies.py), the range check (plausible.py), sums (energy.py). Nothing is rounded here.
Source: GB/T 2589-2020; domain.md §3.1 [K], §12 T06–T08 [C].
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from inspections.calculators.derivation import Step, step
from inspections.calculators.energies import (
    Coefficient,
    Energy,
    Measured,
    NoCoefficient,
    catalogue,
    measured_coefficient,
    table_coefficient,
)
from inspections.calculators.periods import Period
from inspections.calculators.plausible import plausible
from inspections.calculators.quantities import convert
from inspections.calculators.reading import Fault
from inspections.calculators.rounding import exactly
from inspections.calculators.rows import Tables, named

KGCE_PER_TCE: Final = 1000


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was used, as entered."""

    energy: Annotated[
        str, Meta(max_length=40, description="能源代码，如 electricity；xuncha calc energy --list 列出全部")
    ]
    quantity: Annotated[
        Decimal,
        Meta(description="不小于0的数，如 1200", extra={"least": Decimal(0), "most": Decimal("1e15")}),
    ]
    unit: Annotated[str, Meta(max_length=20, description="单位，如 万kWh、t、万m³、GJ")]
    bought_in: Annotated[bool | None, Meta(description="true（外购）或 false（自产）；耗能工质必须说明")] = (
        None
    )
    feedstock: Annotated[bool, Meta(description="true 或 false：用作原料")] = False
    nonfossil: Annotated[bool, Meta(description="true 或 false：非化石能源")] = False
    own_medium: Annotated[bool, Meta(description="true 或 false：用已计量的能源自产，不再计")] = False
    coefficient: Measured | None = None  #: comes before the table's value


class Amount(Struct, frozen=True):
    """Standard coal in one basis, tce, unrounded. A span while a coefficient is missing; None while a basis is."""

    low: Decimal | None
    high: Decimal | None

    @property
    def settled(self) -> Decimal | None:
        """The value, if there is exactly one."""
        return self.low if self.low == self.high else None


ZERO: Final = Amount(Decimal(0), Decimal(0))
UNKNOWN: Final = Amount(None, None)


class Counted(Struct, frozen=True, kw_only=True):
    """What one item comes to."""

    item: Item
    energy: Energy
    base_quantity: Decimal  #: in energy.base_unit
    calorific: Amount  #: 当量值
    equivalent: Amount  #: 等价值
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Made here from energy that is counted already: adds nothing (T08)."""
        return self.item.own_medium or (self.energy.medium and self.item.bought_in is False)


def add(amounts: Iterable[Amount]) -> Amount:
    """The sum, if every part is known. Only ever of one basis."""
    low, high = Decimal(0), Decimal(0)
    for part in amounts:
        if part.low is None or part.high is None:
            return UNKNOWN
        low, high = low + part.low, high + part.high
    return Amount(low, high)


@exactly
def count(
    item: Item, at: str, period: Period, electricity_equivalent: Decimal | None, tables: Tables
) -> Counted | tuple[Fault, ...]:
    """The item's two amounts, or everything that is wrong with it; `at` is its place in the question."""
    energy = catalogue(tables).get(item.energy)
    if energy is None:
        message = f"没有“{item.energy}”这种能源或耗能工质，可用的见 xuncha calc energy --list"
        return (Fault(f"{at}.energy", "unknown-energy", message),)
    if faults := (*_slips(item, at, tables), *_contradictions(item, at, energy)):
        return faults
    base_quantity = convert(item.quantity, item.unit, energy.base_unit)
    blank = Counted(
        item=item, energy=energy, base_quantity=base_quantity, calorific=ZERO, equivalent=ZERO, steps=()
    )
    if blank.own:
        return _own(blank)
    found = _coefficient(item, energy, period, tables)
    if isinstance(found, NoCoefficient):
        return (Fault(f"{at}.coefficient", found.code, found.message),)
    other = _equivalent(energy, period, electricity_equivalent, found, tables)
    return _weighed(blank, found, other, tuple(_doubts(item, energy, found, other, tables)))


def _slips(item: Item, at: str, tables: Tables) -> Iterator[Fault]:
    slip = plausible(item.energy, item.quantity, item.unit, tables)
    if slip and slip.code != "too-small":
        yield Fault(f"{at}.{'unit' if slip.code == 'wrong-unit' else 'quantity'}", slip.code, slip.message)


def _contradictions(item: Item, at: str, energy: Energy) -> Iterator[Fault]:
    if item.own_medium and item.bought_in:
        yield Fault(
            f"{at}.own_medium", "own-and-bought", "不能既是外购又是自产，请改正 bought_in 或 own_medium"
        )
    if energy.medium and item.bought_in is None and not item.own_medium:
        message = (
            f"{energy.name_zh}是耗能工质，只有外购的才计：请填 bought_in 为 true（外购）或 false（自产）"
        )
        yield Fault(f"{at}.bought_in", "missing", message)


def _coefficient(item: Item, energy: Energy, period: Period, tables: Tables) -> Coefficient | NoCoefficient:
    if item.coefficient is not None:
        return measured_coefficient(energy, item.coefficient, tables)
    return table_coefficient(energy, period, tables)


def _equivalent(
    energy: Energy, period: Period, given: Decimal | None, calorific: Coefficient, tables: Tables
) -> Coefficient | None:
    """The 等价 coefficient: a yearly input for electricity and heat, for everything else the same as 当量."""
    if energy.dimension == "electricity" and given is not None:
        return Coefficient(
            given, given, "等价", {"kgce_per_unit": f"{given:f}", "per": "kWh", "source": "录入"}, ()
        )
    if not named(tables, "energy_coefficients", key=energy.key, basis="等价"):
        return calorific
    found = table_coefficient(energy, period, tables, "等价")
    if isinstance(found, Coefficient):
        return found
    return None if energy.dimension == "electricity" else calorific


def _doubts(
    item: Item, energy: Energy, calorific: Coefficient, equivalent: Coefficient | None, tables: Tables
) -> Iterator[str]:
    slip = plausible(item.energy, item.quantity, item.unit, tables)
    if slip:
        yield slip.message
    if not calorific.settled:
        yield (
            f"{energy.name_zh}没有给出折标系数，表列是范围（默认），只能算出区间；请向供应方索取系数或实测低位发热量后填写 coefficient"
        )
    if equivalent is None:
        yield "没有给出本年电力等价系数（electricity_equivalent_kgce_per_kwh），不出等价值"
    elif energy.dimension == "heat" and equivalent is calorific:
        yield f"{energy.name_zh}没有本年等价系数，等价值里按当量系数计"
    if item.bought_in is False:
        yield f"{energy.name_zh}标为自产，已按一次能源计入；由已计量能源转换来的请填 own_medium"


def _own(blank: Counted) -> Counted:
    line = step(
        f"{blank.energy.name_zh}（自产）",
        "用已计量的能源自产，所耗能源已计入，不再计",
        {"quantity": blank.item.quantity, "unit": blank.item.unit},
        Decimal(0),
    )
    return _with(blank, ZERO, ZERO, (line,), ())


def _weighed(
    blank: Counted, calorific: Coefficient, equivalent: Coefficient | None, warnings: tuple[str, ...]
) -> Counted:
    lines = [_line(blank, calorific, calorific.basis)]
    if equivalent is None:
        return _with(blank, _amount(blank, calorific), UNKNOWN, tuple(lines), warnings)
    if equivalent is not calorific:
        lines.append(_line(blank, equivalent, "等价"))
    return _with(blank, _amount(blank, calorific), _amount(blank, equivalent), tuple(lines), warnings)


def _with(
    blank: Counted, calorific: Amount, equivalent: Amount, steps: tuple[Step, ...], warnings: tuple[str, ...]
) -> Counted:
    return Counted(
        item=blank.item,
        energy=blank.energy,
        base_quantity=blank.base_quantity,
        calorific=calorific,
        equivalent=equivalent,
        steps=steps,
        warnings=warnings,
    )


def _amount(blank: Counted, by: Coefficient) -> Amount:
    low, high = (blank.base_quantity * end / KGCE_PER_TCE for end in (by.low, by.high))
    return Amount(low, high)


def _line(blank: Counted, by: Coefficient, basis: str) -> Step:
    amount = _amount(blank, by)
    base = blank.energy.base_unit
    numbers: dict[str, Decimal | str | None] = {
        "quantity": blank.item.quantity,
        "unit": blank.item.unit,
        f"quantity_{base}": blank.base_quantity,
        **by.numbers,
    }
    if by.settled:
        numbers[f"kgce_per_{base}"] = by.low
    else:
        numbers |= {"low_tce": amount.low, "high_tce": amount.high}
    formula = f"数量（{base}）× 系数（kgce/{base}）÷ 1000"
    return step(f"{blank.energy.name_zh}（{basis}值，tce）", formula, numbers, amount.settled, by.rows)
