"""CO₂ of an energy account by a declared method: fuels burnt here, heat and electricity bought in.

Owns: which factor an item takes, and the rule that factor families are never added without saying so. Does not own the
account (energy.py) or the factors (reference/co2_factors.csv). A missing factor year is refused, never replaced by a
neighbour. Nothing is rounded here; where a factor has components, their product is used, not the printed value.
Source: domain.md §4 [K, S], §12 T06, T25 [C].
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from inspections.calculators.derivation import Numbers, Shown, Step, step
from inspections.calculators.energy_item import Counted
from inspections.calculators.periods import Period
from inspections.calculators.quantities import convert
from inspections.calculators.reading import Fault, WrongInput
from inspections.calculators.rounding import exactly
from inspections.calculators.rows import Row, Tables, cited, in_force, named
from inspections.reference import UNVERIFIED, table

Family = Literal["inventory", "planning_tce", "mixed"]
FAMILIES_ZH: Final = {"inventory": "清单因子（按实物量）", "planning_tce": "规划系数（按标准煤）"}
#: 44/12: what a tonne of carbon weighs as carbon dioxide
CO2_WEIGHT, CARBON_WEIGHT = 44, 12
#: which planning coefficient a fuel takes; what is not named here has none
PLANNING: Final = {
    "coal": (
        "raw_coal",
        "washed_coal",
        "middlings",
        "coal_slime",
        "coal_gangue",
        "coke",
        "anthracite",
        "bituminous_coal",
    ),
    "oil": ("crude_oil", "fuel_oil", "gasoline", "kerosene", "diesel"),
    "gas": ("natural_gas", "lng"),
}


class Emissions(Struct, frozen=True, kw_only=True):
    """tCO₂, unrounded. None where a part has no factor or no year was given: then there is no total either."""

    direct: Decimal | None
    heat: Decimal | None
    electricity: Decimal | None
    method: str  #: in Chinese: families, grid and year
    mixed: bool  #: whether two families of fuel factors stand in one sum
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]

    @property
    def total(self) -> Decimal | None:
        parts = (self.direct, self.heat, self.electricity)
        return None if None in parts else sum((part for part in parts if part is not None), Decimal(0))


class Emitted(Struct, frozen=True):
    """One item's share; `co2_t` is None when no factor is known."""

    part: Literal["direct", "heat", "electricity"]
    family: str
    co2_t: Decimal | None
    steps: tuple[Step, ...] = ()
    warning: str = ""


@exactly
def emissions(
    counted: Iterable[Counted],
    period: Period,
    grid: str = "central_china",
    factor_year: int | None = None,
    family: Family = "mixed",
    tables: Tables = table,
) -> Emissions:
    """Add up by part. `family` says which fuel factors may be taken; "mixed" takes the inventory's first.

    WrongInput when electricity was used and the grid has no verified factor of the year.
    """
    items = [one for one in counted if not one.own and not one.energy.medium]
    power = None
    if factor_year is not None and any(one.energy.dimension == "electricity" for one in items):
        power = grid_factor(grid, factor_year, tables)
    emitted = [_emitted(one, period, power, family, tables) for one in items]
    families = {one.family for one in emitted if one.part == "direct" and one.family}
    return Emissions(
        direct=_sum(emitted, "direct"),
        heat=_sum(emitted, "heat"),
        electricity=_sum(emitted, "electricity"),
        method=_method(families, emitted, power),
        mixed=len(families) > 1,
        steps=tuple(line for one in emitted for line in one.steps),
        warnings=tuple(_warnings(families, emitted)),
    )


def grid_factor(grid: str, year: int, tables: Tables = table) -> Row:
    """The average factor of a grid for a year. WrongInput when there is none that may decide."""
    rows = named(tables, "co2_factors", kind="electricity", family="grid_average", subject=grid)
    if not rows:
        grids = {
            row["subject"] for row in named(tables, "co2_factors", kind="electricity", family="grid_average")
        }
        raise WrongInput(
            (Fault("grid", "wrong-value", f"没有“{grid}”这个电网，可用的有：{'、'.join(sorted(grids))}"),)
        )
    usable = {row["year"]: row for row in rows if row["value"] and row["confidence"] != UNVERIFIED}
    if str(year) not in usable:
        doubt = "待核实" if any(row["year"] == str(year) for row in rows) else "未收录"
        have = f"已有 {'、'.join(sorted(usable))} 年" if usable else "各年都待核实"
        message = f"{year} 年的电力排放因子{doubt}（{have}），不得用相邻年份代替"
        raise WrongInput((Fault("factor_year", "no-factor", message),))
    return usable[str(year)]


def _emitted(one: Counted, period: Period, power: Row | None, family: Family, tables: Tables) -> Emitted:
    if one.energy.dimension == "electricity":
        return _by_factor(one, "electricity", power)
    if one.energy.dimension == "heat":
        rows = named(tables, "co2_factors", kind="heat", family="inventory", subject=one.energy.key)
        return _by_factor(one, "heat", in_force(rows, period).row)
    if one.item.feedstock:
        return Emitted(
            "direct", "", Decimal(0), (), f"{one.energy.name_zh}标为原料，不计燃烧排放；工艺过程排放另算"
        )
    return _burnt(one, period, family, tables)


def _burnt(one: Counted, period: Period, family: Family, tables: Tables) -> Emitted:
    wanted = ("inventory", "planning_tce") if family == "mixed" else (family,)
    subjects = {"inventory": one.energy.key, "planning_tce": _planning(one.energy.key)}
    for name in wanted:
        rows = named(tables, "co2_factors", kind="fuel", family=name, subject=subjects[name])
        if rows:
            return _by_factor(one, "direct", in_force(rows, period).row)
    return Emitted(
        "direct", "", None, (), f"{one.energy.name_zh}没有{_wanted_zh(wanted)}，不出直接排放和合计"
    )


def _wanted_zh(wanted: Sequence[str]) -> str:
    return "和".join(FAMILIES_ZH[name] for name in wanted)


def _planning(key: str) -> str:
    return next((subject for subject, keys in PLANNING.items() if key in keys), "")


def _by_factor(one: Counted, part: Literal["direct", "heat", "electricity"], row: Row | None) -> Emitted:
    if row is None or row["confidence"] == UNVERIFIED or not row["value"]:
        asked = "请给出因子年份 factor_year" if part == "electricity" else "排放因子待核实"
        return Emitted(part, "", None, (), f"{one.energy.name_zh}：{asked}，不出合计")
    weight, _, per = row["unit"].partition("/")
    amount = one.calorific.settled if per == "tce" else convert(one.base_quantity, one.energy.base_unit, per)
    if amount is None:
        return Emitted(part, row["family"], None, (), f"{one.energy.name_zh}的标准煤量未定，不出排放量")
    factor = exact_factor(row)
    co2_t = amount * factor * (Decimal("0.001") if weight == "kgCO2" else 1)
    return Emitted(part, row["family"], co2_t, (_line(one, part, row, amount, per, factor, co2_t),))


@exactly
def exact_factor(row: Row) -> Decimal:
    """The factor as it is used: the unrounded product of its components where the row has them."""
    components = [row[name] for name in ("ncv_gj_per_unit", "carbon_tc_per_gj", "oxidation")]
    if not all(components):
        return Decimal(row["value"])
    ncv, carbon, oxidation = map(Decimal, components)
    return ncv * carbon * oxidation * CO2_WEIGHT / CARBON_WEIGHT


def _line(
    one: Counted, part: str, row: Row, amount: Decimal, per: str, factor: Decimal, co2_t: Decimal
) -> Step:
    numbers: Numbers = {f"quantity_{per}": amount, "factor": factor, "factor_unit": row["unit"]}
    formula = "数量 × 因子" if row["unit"].startswith("tCO2") else "数量 × 因子 ÷ 1000"
    if row["ncv_gj_per_unit"]:
        formula += "；因子 = 低位热值 × 单位热值含碳量 × 氧化率 × 44 ÷ 12，不先修约"
    words = {"direct": "燃烧", "heat": "外购热力", "electricity": "外购电力"}
    shown: tuple[Shown, ...] = (cited("co2_factors", row),)
    return step(f"{one.energy.name_zh}{words[part]}二氧化碳（t）", formula, numbers, co2_t, shown)


def _sum(emitted: Iterable[Emitted], part: str) -> Decimal | None:
    amounts = [one.co2_t for one in emitted if one.part == part]
    return None if None in amounts else sum((one for one in amounts if one is not None), Decimal(0))


def _method(families: set[str], emitted: Sequence[Emitted], power: Row | None) -> str:
    words = [FAMILIES_ZH[name] for name in sorted(families)]
    fuels = f"燃料按{'、'.join(words)}" if words else "没有燃料"
    said = [f"混合口径：{fuels}" if len(families) > 1 else fuels]
    if any(one.part == "heat" for one in emitted):
        said.append("外购热力按清单因子")
    if power is not None:
        said.append(f"电力按{power['name_zh']}（{power['year']}年）{power['value']} {power['unit']}")
    return "；".join(said)


def _warnings(families: set[str], emitted: Iterable[Emitted]) -> Iterator[str]:
    if len(families) > 1:
        yield "排放合计混用了清单因子和规划系数，只作参考，不得与单一口径的数字比较"
    yield from (one.warning for one in emitted if one.warning)
