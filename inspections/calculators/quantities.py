"""Units of measure of energy, products and media, and the way from one to another.

Owns: the table of units, the spellings people use for them, and the refusal to cross dimensions. Does not own: coal
equivalents (reference/energy_coefficients.csv). Electricity (kWh) and heat (MJ) are kept apart on purpose: between
them stands a table constant of the standard, never 3.6 (domain.md §12 T06). Mass and volume need a density nobody gave.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from msgspec import Struct


class Unit(Struct, frozen=True):
    """A unit: what it measures and how many base units (kWh, MJ, kg, m³) it holds."""

    name: str
    dimension: str
    holds: Decimal


class MixedDimensions(ValueError):
    """Two units that measure different things."""


_TABLE: Final = (
    #  unit      dimension      holds        other spellings
    ("kWh", "electricity", "1", ("度", "千瓦时", "千瓦小时")),
    ("MWh", "electricity", "1000", ("兆瓦时",)),
    ("万kWh", "electricity", "10000", ("万度", "万千瓦时", "万千瓦小时")),
    ("亿kWh", "electricity", "100000000", ("亿度", "亿千瓦时")),
    ("kg", "mass", "1", ("千克", "公斤")),
    ("t", "mass", "1000", ("吨",)),
    ("万t", "mass", "10000000", ("万吨",)),
    ("L", "volume", "0.001", ("升",)),
    ("m³", "volume", "1", ("m3", "立方米", "方", "Nm³", "Nm3", "标准立方米", "kL", "千升")),
    ("万m³", "volume", "10000", ("万m3", "万立方米", "万方", "万Nm³", "万Nm3", "万标准立方米")),
    ("kJ", "heat", "0.001", ("千焦",)),
    ("MJ", "heat", "1", ("兆焦",)),
    ("GJ", "heat", "1000", ("吉焦", "百万千焦", "百万kJ")),
    ("TJ", "heat", "1000000", ("太焦",)),
    ("kgce", "coal equivalent", "1", ("千克标准煤", "公斤标准煤")),
    ("gce", "coal equivalent", "0.001", ("克标准煤",)),
    ("tce", "coal equivalent", "1000", ("吨标准煤",)),
)
UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {
        spelling.lower(): Unit(name, dimension, Decimal(holds))
        for name, dimension, holds, others in _TABLE
        for spelling in (name, *others)
    }
)
DIMENSIONS_ZH: Final = {
    "electricity": "电量",
    "mass": "质量",
    "volume": "体积",
    "heat": "热量",
    "coal equivalent": "标准煤",
}


def unit_of(text: str) -> Unit | None:
    """The unit a text names, in any usual spelling; None when it is none of ours."""
    return UNITS.get(text.strip().lower())


def of_dimension(dimension: str) -> tuple[str, ...]:
    """The names of the units that measure one thing, smallest first."""
    return tuple(name for name, measured, _, _ in _TABLE if measured == dimension)


def convert(quantity: Decimal, source: str, target: str) -> Decimal:
    """The same quantity in another unit, exactly. MixedDimensions when the two measure different things.

    LookupError when a unit is none of ours.
    """
    old, new = unit_of(source), unit_of(target)
    if old is None or new is None:
        raise LookupError(f"no unit {source if old is None else target!r}")
    if old.dimension != new.dimension:
        raise MixedDimensions(f"{source} is {old.dimension}, {target} is {new.dimension}")
    return quantity * old.holds / new.holds
