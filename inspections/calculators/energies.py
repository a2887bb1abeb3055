"""The energies and working media that can be counted, and what one unit of each comes to in standard coal.

Owns: the catalogue of keys, the coefficient that holds in a period (measured first, the table's only as default), and
why there is none. Does not own: sums (energy.py), CO₂ (carbon.py), the rows themselves (reference/).
Source: GB/T 2589-2020 tables A.1, A.2, B.1; domain.md §3.1 [K]. The statistics form 205-1 has its own constants: its
rows name further energies here, but its coefficients are never taken for product accounting.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from inspections.calculators.derivation import Shown, written
from inspections.calculators.periods import Period
from inspections.calculators.quantities import DIMENSIONS_ZH, UNITS, of_dimension, unit_of
from inspections.calculators.rounding import exactly
from inspections.calculators.rows import Choice, Row, Tables, cited, in_force, named
from inspections.reference import full_width, table

Basis = Literal["当量", "等价"]
ACCOUNTING: Final = ("gbt2589_2020", "gbt2589_2008")  #: tables whose coefficients may be taken as default
KJ_PER_KGCE_KEY: Final = "standard_coal_kj"
#: a measured coefficient further from the table's than this is a slip of units, not coal of another quality
MOST_TIMES_TABLE: Final = 3


class Energy(Struct, frozen=True):
    """One key of the catalogue."""

    key: str
    name_zh: str
    category: str  #: solid, liquid, gas, electricity, heat, or medium
    dimension: str
    report_unit: str  #: the unit that forms ask for
    base_unit: str  #: the unit quantities are counted in: kWh, MJ, kg or m³

    @property
    def medium(self) -> bool:
        """耗能工质: counts only when bought in."""
        return self.category == "medium"


class Measured(Struct, frozen=True, forbid_unknown_fields=True):
    """A coefficient or a net calorific value from a supplier or a test, as the paper prints it, never pre-rounded."""

    value: Annotated[
        Decimal,
        Meta(description="大于0的数，如 12.143", extra={"least": Decimal("1e-9"), "most": Decimal("1e9")}),
    ]
    unit: Annotated[
        str,
        Meta(max_length=30, description="如 tce/万m³、kgce/kg、kJ/m³（低位发热量）", examples=["tce/万m³"]),
    ]
    source: Annotated[
        str, Meta(min_length=1, max_length=400, description="来源，如 供气方2025年12月气质检测报告")
    ]


class Coefficient(Struct, frozen=True):
    """kgce per base unit; a range when the table has one."""

    low: Decimal
    high: Decimal
    basis: Basis
    numbers: Mapping[str, str]  #: as printed, for the step
    rows: tuple[Shown, ...]

    @property
    def settled(self) -> bool:
        return self.low == self.high


class NoCoefficient(Struct, frozen=True):
    """Why nothing can be taken, in Chinese, and a stable code for it."""

    code: str
    message: str
    rows: tuple[Shown, ...] = ()


@lru_cache(maxsize=8)
def catalogue(tables: Tables) -> Mapping[str, Energy]:
    """Every key that can be asked for, energies first, in the order of the tables."""
    energies = {row["key"]: _energy(row, row["category"]) for row in tables("energy_coefficients")}
    media = {row["key"]: _energy(row, "medium") for row in tables("working_media")}
    return {**energies, **media}


def _energy(row: Row, category: str) -> Energy:
    dimension = UNITS[row["unit"].lower()].dimension
    base_unit = next(unit.name for unit in UNITS.values() if unit.dimension == dimension and unit.holds == 1)
    return Energy(row["key"], full_width(row["name_zh"]), category, dimension, row["report_unit"], base_unit)


def units_zh(energy: Energy) -> str:
    """What a refused unit is answered with."""
    return f"{energy.name_zh}按{DIMENSIONS_ZH[energy.dimension]}填，单位可用 {'、'.join(of_dimension(energy.dimension))}"


@exactly
def measured_coefficient(energy: Energy, given: Measured, tables: Tables) -> Coefficient | NoCoefficient:
    """A measured coefficient ("tce/万m³") or calorific value ("kJ/m³"), unrounded, per base unit."""
    above, _, below = given.unit.partition("/")
    numerator, denominator = unit_of(above), unit_of(below)
    if numerator is None or numerator.dimension not in {"coal equivalent", "heat"}:
        return NoCoefficient(
            "wrong-unit",
            f"系数单位应为“标准煤/{energy.report_unit}”或“热值/{energy.report_unit}”，如 tce/{energy.report_unit}、kJ/{energy.base_unit}",
        )
    if denominator is None or denominator.dimension != energy.dimension:
        return NoCoefficient("wrong-unit", f"系数的分母不对：{units_zh(energy)}")
    per_base = given.value * numerator.holds / denominator.holds
    numbers = {"measured": written(given.value), "measured_unit": given.unit, "source": given.source}
    rows: tuple[Shown, ...] = ()
    if numerator.dimension == "heat":
        [standard_coal] = named(
            table, "parameters", key=KJ_PER_KGCE_KEY
        )  # a definition: no county has its own
        per_base = per_base * 1000 / Decimal(standard_coal["value"])
        rows = (cited("parameters", standard_coal),)
    coefficient = Coefficient(per_base, per_base, "当量", numbers, rows)
    return _slip(energy, coefficient, tables) or coefficient


def _slip(energy: Energy, measured: Coefficient, tables: Tables) -> NoCoefficient | None:
    """A measured value no energy of that name can have."""
    printed = [_printed(row) for row in _rows_of(energy, "当量", tables) if _value(row)]
    if not printed:
        return None
    least, most = min(low for low, _ in printed), max(high for _, high in printed)
    if least / MOST_TIMES_TABLE <= measured.low <= most * MOST_TIMES_TABLE:
        return None
    return NoCoefficient(
        "implausible-coefficient",
        f"折合 {written(round(measured.low, 6))} kgce/{energy.base_unit}，而表列值是 {written(least)} 至 {written(most)}，请核对系数的单位",
    )


def table_coefficient(
    energy: Energy, period: Period, tables: Tables, basis: Basis = "当量"
) -> Coefficient | NoCoefficient:
    """The default of the standard in force over the whole period; a range stays a range."""
    choice = in_force(_rows_of(energy, basis, tables), period)
    if choice.row is None:
        return _no_row(energy, choice, period)
    table = "working_media" if energy.medium else "energy_coefficients"
    rows = (cited(table, choice.row),)
    if not choice.decides or not _value(choice.row):
        return NoCoefficient(
            "unverified-coefficient",
            f"{energy.name_zh}的{basis}系数待核实，请给出实测或供应方系数和来源",
            rows,
        )
    low, high = _printed(choice.row)
    numbers = {"kgce_per_unit": _value(choice.row), "per": choice.row["unit"]}
    return Coefficient(low, high, basis, numbers, rows)


def _no_row(energy: Energy, choice: Choice, period: Period) -> NoCoefficient:
    if choice.split_at:
        days = "、".join(str(day) for day in choice.split_at)
        return NoCoefficient(
            "straddles-editions",
            f"{energy.name_zh}的系数自 {days} 起换版，{period.text} 跨了两版，请分段计算",
        )
    return NoCoefficient(
        "no-coefficient", f"{period.text} 没有{energy.name_zh}的默认系数，请给出实测或供应方系数和来源"
    )


def _rows_of(energy: Energy, basis: Basis, tables: Tables) -> Iterable[Row]:
    if energy.medium:
        return named(tables, "working_media", key=energy.key)
    return [
        row
        for row in named(tables, "energy_coefficients", key=energy.key, basis=basis)
        if row["table"] in ACCOUNTING
    ]


def _value(row: Row) -> str:
    """The printed value, "1.1000–1.3300" where the table has a range, empty where it has none."""
    if "kgce_per_unit" in row:
        return row["kgce_per_unit"]
    low, high = row["kgce_per_unit_low"], row["kgce_per_unit_high"]
    return low if low == high else f"{low}–{high}"


@exactly
def _printed(row: Row) -> tuple[Decimal, Decimal]:
    """kgce per base unit, low and high."""
    holds = UNITS[row["unit"].lower()].holds
    low = Decimal(row.get("kgce_per_unit_low") or row.get("kgce_per_unit", "")) / holds
    high = Decimal(row.get("kgce_per_unit_high") or row.get("kgce_per_unit", "")) / holds
    return low, high
