"""Checks of an energy audit (录入核对): slips of units, a wrong basis, stock that does not add up, columns swapped.

Owns: what follows from each: what cannot be is refused, what is unlikely or does not agree is said beside the field and
kept. Each message names the field. Does not own the spans (reference/entry_ranges.csv by calculators/plausible.py), so the
app, the server and an import ask the same table. What is refused stays in the inbox. Source: domain.md §3.1, §3.2, T07.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, Protocol

from inspections.audit_parts import (
    DECLARED_PARTS,
    USE_PARTS,
    Coefficient,
    Declared,
    EnergyUse,
    Meters,
    Product,
    energy_name,
    energy_names,
)
from inspections.calculators.plausible import plausible
from inspections.calculators.quantities import convert, unit_of
from inspections.calculators.rows import Tables
from inspections.facts import Fault, unless
from inspections.reference import parameter, table
from inspections.vouchers import Quantity, counted

AMOUNTS: Final = ("opening", "purchased", "sold", "closing", "consumed")  #: all in the energy's own unit
VALUES: Final = {"reported": "填报值", "verified": "核定值"}
#: how far a verified value may lie from the filed one before the unit is in doubt
MOST_TIMES: Final = 5
#: agreement of a stated figure with the computed one
NEAR: Final = Decimal("0.02")
#: an energy that comes by wire or pipe is not kept in stock
NO_STOCK: Final = ("electricity", "heat")


class Checked(Protocol):
    """What an audit has for these checks."""

    @property
    def year(self) -> str: ...
    @property
    def energies(self) -> tuple[EnergyUse, ...]: ...
    @property
    def products(self) -> tuple[Product, ...]: ...
    @property
    def meters(self) -> tuple[Meters, ...]: ...
    @property
    def declared(self) -> Declared | None: ...
    @property
    def electricity_equivalent(self) -> Coefficient | None: ...


def faults(entry: Checked, tables: Tables) -> Iterator[Fault | None]:
    """What cannot be."""
    for number, use in enumerate(entry.energies):
        yield from use_faults(use, f"energies.{number}", tables)
    for number, meters in enumerate(entry.meters):
        yield from meter_faults(meters, f"meters.{number}")
    keys = [use.energy for use in entry.energies]
    for number, key in enumerate(keys):
        said = f"{energy_name(key)}列了两次，请合成一行。"
        yield unless(key not in keys[:number], "energy-twice", said, at=f"energies.{number}.energy")
    yield from equivalent_faults(entry.electricity_equivalent, date(int(entry.year), 12, 31))


def notices(entry: Checked, answer: Mapping[str, Any], tables: Tables) -> Iterator[Fault | None]:
    """What is unlikely, or does not agree with the rest."""
    for number, use in enumerate(entry.energies):
        yield from use_notices(use, f"energies.{number}", tables)
    yield from declared_notices(entry.declared, answer)
    for number, product in enumerate(entry.products):
        yield from product_notices(product, f"products.{number}", answer, number)


# One energy


def amounts(use: EnergyUse) -> Iterator[tuple[str, str, Decimal]]:
    """Each number given: its place, what it is called, the number."""
    for part in AMOUNTS:
        one: Quantity | None = getattr(use, part)
        for which, called in VALUES.items():
            if one and (given := getattr(one, which)) is not None:
                yield f"{part}.{which}", f"{USE_PARTS[part]}（{called}）", Decimal(given)


def use_faults(use: EnergyUse, at: str, tables: Tables) -> Iterator[Fault | None]:
    """Known, in a unit it has, of a size an enterprise can use, and with a stock that adds up where it is verified."""
    name = energy_name(use.energy)
    if use.energy not in energy_names():
        yield Fault(f"{at}.energy", "unknown-energy", f"没有“{use.energy}”这种能源或耗能工质。")
        return
    if (slip := plausible(use.energy, Decimal(0), use.in_unit, tables)) is not None:
        yield Fault(f"{at}.in_unit", slip.code, f"{slip.message}。")
        return
    for place, called, amount in amounts(use):
        slip = plausible(use.energy, amount, use.in_unit, tables)
        if slip and slip.code == "too-large":
            yield Fault(f"{at}.{place}", slip.code, f"{called}：{slip.message}。")
    yield from stock_faults(use, name, at)
    yield from coefficient_faults(use, name, at)


def use_notices(use: EnergyUse, at: str, tables: Tables) -> Iterator[Fault | None]:
    if plausible(use.energy, Decimal(0), use.in_unit, tables) is not None:
        return  # not an energy, or not a unit of it: refused, and nothing more can be said
    name = energy_name(use.energy)
    for place, called, amount in amounts(use):
        small = place.startswith("consumed") and plausible(use.energy, amount, use.in_unit, tables)
        if small and small.code == "too-small":
            yield Fault(f"{at}.{place}", small.code, f"{called}：{small.message}。")
    for part, called in USE_PARTS.items():
        yield from ratio_notice(getattr(use, part), f"{name}的{called}", f"{at}.{part}")
    yield from filed_notices(use, name, at)
    yield from price_notice(use, name, at, tables)


def stock_faults(use: EnergyUse, name: str, at: str) -> Iterator[Fault | None]:
    """Consumption = opening + purchased − sold − closing, exactly, of what was verified."""
    left = remaining(use, "verified")
    if left is None or use.consumed.verified is None:
        return
    said = f"{name}：期初库存＋购入量－外供量－期末库存＝{left:f}"
    yield unless(left >= 0, "stock-negative", f"{said}，是负数。", at=f"{at}.closing.verified")
    agrees = left < 0 or left == Decimal(use.consumed.verified)
    said = f"{said}，核定消费量是 {use.consumed.verified}，对不上。"
    yield unless(agrees, "stock-identity", said, at=f"{at}.consumed.verified")


def filed_notices(use: EnergyUse, name: str, at: str) -> Iterator[Fault | None]:
    """What was filed is kept as filed; that it does not add up is said."""
    left = remaining(use, "reported")
    if left is not None and use.consumed.reported is not None and use.consumed.verified is None:
        said = f"{name}：填报的期初、购入、外供、期末算得 {left:f}，填报消费量是 {use.consumed.reported}。"
        agrees = left == Decimal(use.consumed.reported)
        yield unless(agrees, "filed-identity", said, at=f"{at}.consumed.reported")
    if category(use.energy) in NO_STOCK:
        for part in ("opening", "closing"):
            kept = counted(getattr(use, part))
            said = f"{name}没有库存，{USE_PARTS[part]}不应填数。"
            yield unless(not kept, "no-stock", said, at=f"{at}.{part}")


def remaining(use: EnergyUse, which: str) -> Decimal | None:
    """Opening + purchased − sold − closing, as filed or as verified; None when nothing of it was given."""
    given = [getattr(one, which) if (one := getattr(use, part)) else None for part in AMOUNTS[:4]]
    if not any(given):
        return None
    opening, purchased, sold, closing = (Decimal(value or 0) for value in given)
    return opening + purchased - sold - closing


def ratio_notice(quantity: Quantity | None, name: str, at: str) -> Iterator[Fault | None]:
    """A verified value several times the filed one is a slip of units more often than a finding."""
    if quantity and quantity.verified and quantity.reported:
        filed, verified = Decimal(quantity.reported), Decimal(quantity.verified)
        if filed > 0 and verified > 0:
            near = max(filed, verified) <= MOST_TIMES * min(filed, verified)
            said = f"{name}：核定值和填报值相差 {MOST_TIMES} 倍以上，是不是单位不同？"
            yield unless(near, "values-apart", said, at=f"{at}.verified")


def coefficient_faults(use: EnergyUse, name: str, at: str) -> Iterator[Fault | None]:
    """Electricity and heat are converted by the constant of the table: another value is another basis."""
    if use.coefficient and category(use.energy) in NO_STOCK:
        said = f"{name}的当量系数是表列常数，不另填；等价系数填在“电力等价系数”一栏。"
        yield Fault(f"{at}.coefficient.value", "wrong-basis", said)


def category(energy: str) -> str:
    """solid, liquid, gas, electricity, heat; empty for a working medium."""
    return next((row["category"] for row in table("energy_coefficients") if row["key"] == energy), "")


def price_notice(use: EnergyUse, name: str, at: str, tables: Tables) -> Iterator[Fault | None]:
    """What was paid for one unit lies in the span of the table: else quantity, cost or unit is off."""
    [span] = [row for row in tables("entry_ranges") if row["key"] == use.energy] or [{}]
    paid, bought = counted(use.cost), counted(use.purchased or use.consumed)
    if not (span.get("price_least") and paid is not None and bought):
        return
    price = paid * 10_000 / convert(bought, use.in_unit, span["unit"])
    least, most = Decimal(span["price_least"]), Decimal(span["price_most"])
    said = f"{name}：能源费用÷数量＝{price:.2f} 元/{span['unit']}，通常在 {least} 至 {most}，请核对费用、数量和单位。"
    yield unless(least <= price <= most, "price", said, at=f"{at}.cost")


# The rest


def equivalent_faults(given: Coefficient | None, on: date) -> Iterator[Fault | None]:
    """等价 is more than 当量: a power station loses more than half."""
    if given is None:
        return
    at = "electricity_equivalent.value"
    least, most = (parameter(f"electricity_equivalent_{end}", on).value for end in ("min", "max"))
    if least is None or most is None:
        return
    said = f"电力等价系数应在 {least} 至 {most} kgce/kWh 之间（当量 0.1229 不是等价，克要换成千克）。"
    yield unless(least <= Decimal(given.value) <= most, "wrong-basis", said, at=at)


def meter_faults(meters: Meters, at: str) -> Iterator[Fault | None]:
    known = {row["energy"] for row in table("metering_rates")}
    yield unless(meters.energy in known, "unknown-energy", "计量标准里没有这种能源。", at=f"{at}.energy")
    said = f"已配 {meters.fitted} 多于应配 {meters.needed}，是不是填反了？"
    yield unless(meters.fitted <= meters.needed, "too-many-meters", said, at=f"{at}.fitted")
    said = f"已检定 {meters.calibrated} 多于已配 {meters.fitted}。"
    within = (meters.calibrated or 0) <= meters.fitted
    yield unless(within, "too-many-calibrated", said, at=f"{at}.calibrated")


def declared_notices(declared: Declared | None, answer: Mapping[str, Any]) -> Iterator[Fault | None]:
    """The declared totals against the computed ones, each basis with itself."""
    for part, called in DECLARED_PARTS.items():
        stated = counted(getattr(declared, part)) if declared else None
        mine, other = answer.get(part), answer.get(OTHER[part])
        if stated is None or mine is None or near(stated, mine):
            continue
        swapped = other is not None and near(stated, other)
        said = f"{called}填 {stated:f}，按明细算是 {mine}"
        why = "，填的像另一个口径的数。" if swapped else "，请核对。"
        code = "wrong-basis" if swapped else "declared-differs"
        yield Fault(f"declared.{part}", code, said + why)


OTHER: Final = {"tce_calorific": "tce_equivalent", "tce_equivalent": "tce_calorific"}


def near(stated: Decimal, computed: str) -> bool:
    """Within two percent."""
    return abs(stated - Decimal(computed)) <= NEAR * abs(Decimal(computed))


def product_notices(
    product: Product, at: str, answer: Mapping[str, Any], number: int
) -> Iterator[Fault | None]:
    """The stated unit consumption against the computed one."""
    stated = counted(product.unit_consumption)
    lines = answer.get("per_product") or []
    mine = lines[number].get("calorific") if number < len(lines) else None
    if stated is not None and mine is not None and unit_of(product.in_unit) is not None:
        said = f"{product.name}的单位产品能耗填 {stated:f}，按全部能耗÷产量算是 {mine} kgce/{product.in_unit}，请核对。"
        yield unless(near(stated, mine), "unit-consumption", said, at=f"{at}.unit_consumption")
