"""Whether a quantity can be a year's use of one enterprise here, or a slip of units (万m³ for m³, t for kg).

Owns: the question, asked by entry, app and server of one table (reference/entry_ranges.csv). Does not own: what
follows: too much is refused, too little is asked about. The spans are the project's own, wide on purpose: they catch
a factor of a thousand or more, not a bad year.
Source: domain.md §12 T07; SEED (the county's whole industry used 8.27亿 kWh in ten months of 2021).
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from inspections.calculators.derivation import written
from inspections.calculators.energies import catalogue, units_zh
from inspections.calculators.quantities import convert, of_dimension, unit_of
from inspections.calculators.rounding import exactly
from inspections.calculators.rows import Tables, latest, named
from inspections.reference import table


class Slip(Struct, frozen=True):
    """A quantity that is probably in another unit."""

    code: Literal["unknown-energy", "wrong-unit", "too-large", "too-small"]
    message: str


@exactly
def plausible(energy: str, quantity: Decimal, unit: str, tables: Tables = table) -> Slip | None:
    """None when the quantity may stand; 0 always may, and what has no span. It is for one enterprise and one year."""
    known = catalogue(tables).get(energy)
    if known is None:
        return Slip("unknown-energy", f"没有“{energy}”这种能源或耗能工质")
    measure = unit_of(unit)
    if measure is None or measure.dimension != known.dimension:
        return Slip("wrong-unit", units_zh(known))
    if not named(tables, "entry_ranges", key=energy):
        return None
    span = latest(tables, "entry_ranges", energy)
    least, most = (Decimal(span[end]) for end in ("least", "most"))
    told = convert(quantity, unit, span["unit"])
    if quantity == 0 or least <= told <= most:
        return None
    usual = f"一家企业一年通常在 {span['least']} 至 {span['most']} {span['unit']} 之间"
    given = f"{known.name_zh} {written(quantity)} {unit}"
    rather = _rather(quantity, unit, known.dimension, least, most, span["unit"])
    if told > most:
        return Slip("too-large", f"{given} 过大：{usual}，{rather}")
    return Slip("too-small", f"{given} 过小：{usual}，{rather}")


def _rather(quantity: Decimal, unit: str, dimension: str, least: Decimal, most: Decimal, base: str) -> str:
    """The units in which the same digits would make sense."""
    fitting = [
        other
        for other in of_dimension(dimension)
        if other != unit and least <= convert(quantity, other, base) <= most
    ]
    return f"单位是否应为 {' 或 '.join(fitting)}" if fitting else "请核对数字和单位"
