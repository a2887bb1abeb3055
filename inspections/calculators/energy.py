"""Comprehensive energy consumption (综合能耗): Σ quantity × coefficient, 当量值 and 等价值 side by side, never mixed.

Owns: the two totals, what is shown apart, the amount per product, stock identity. Does not own: one item
(energy_item.py), CO₂ (carbon.py), limits and classes (limits.py, classes.py). Nothing is rounded here: a figure is
rounded once, where it is printed, and a limit is judged on the unrounded value.
Source: GB/T 2589-2020; GB/T 17166-2019; domain.md §3.1, §3.2 [K], §12 T06, T11 [C].
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct

from inspections.calculators.derivation import Step, step, written
from inspections.calculators.energy_item import KGCE_PER_TCE, Amount, Counted, Item, add, count
from inspections.calculators.periods import Period
from inspections.calculators.reading import Fault, WrongInput
from inspections.calculators.rounding import exactly
from inspections.calculators.rows import Tables
from inspections.reference import table


class Product(Struct, frozen=True, forbid_unknown_fields=True):
    """What the energy made."""

    name: Annotated[str, Meta(min_length=1, max_length=100, description="产品名称，如 食用油")]
    quantity: Annotated[
        Decimal,
        Meta(description="大于0的数，如 96000", extra={"least": Decimal("1e-9"), "most": Decimal("1e15")}),
    ]
    unit: Annotated[str, Meta(min_length=1, max_length=20, description="单位，如 t、m³、kL、重量箱")]


class Both(NamedTuple):
    """An amount in each basis; the two are never added or compared."""

    calorific: Amount  #: 当量值
    equivalent: Amount  #: 等价值


class PerProduct(Struct, frozen=True):
    """Unit consumption, kgce per product unit, unrounded; None while the total is not settled."""

    product: Product
    calorific: Decimal | None
    equivalent: Decimal | None


class Account(Struct, frozen=True, kw_only=True):
    """One boundary over one period. Feedstock and non-fossil are parts of the total, not beside it."""

    items: tuple[Counted, ...]
    total: Both
    feedstock: Both  #: left out by national control accounting, not by GB/T 2589
    nonfossil: Both
    products: tuple[PerProduct, ...]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]


@exactly
def account(
    items: Sequence[Item],
    period: Period,
    products: Sequence[Product] = (),
    electricity_equivalent: Decimal | None = None,
    tables: Tables = table,
) -> Account:
    """Count every item and add up; WrongInput names every fault of every item at once.

    `electricity_equivalent` is that year's 等价 coefficient, kgce/kWh. Without it, and without such a row in
    force, there is no 等价值.
    """
    found = [
        count(item, f"items[{number}]", period, electricity_equivalent, tables)
        for number, item in enumerate(items)
    ]
    if faults := tuple(fault for one in found if isinstance(one, tuple) for fault in one):
        raise WrongInput(faults)
    counted = tuple(one for one in found if isinstance(one, Counted))
    total = _sum(counted)
    per = tuple(_per_product(product, total) for product in products)
    lines = (line for one in counted for line in one.steps)
    return Account(
        items=counted,
        total=total,
        feedstock=_sum(one for one in counted if one.item.feedstock),
        nonfossil=_sum(one for one in counted if one.item.nonfossil),
        products=per,
        steps=(
            *lines,
            *_totals(counted, total),
            *(line for one in per for line in _product_lines(one, total)),
        ),
        warnings=tuple(dict.fromkeys((*(word for one in counted for word in one.warnings), *_shared(per)))),
    )


def _sum(counted: Iterable[Counted]) -> Both:
    parts = tuple(counted)
    return Both(add(one.calorific for one in parts), add(one.equivalent for one in parts))


def _totals(counted: Sequence[Counted], total: Both) -> Iterator[Step]:
    for basis, amount, parts in (
        ("当量", total.calorific, [one.calorific for one in counted]),
        ("等价", total.equivalent, [one.equivalent for one in counted]),
    ):
        if amount.low is not None:
            numbers: dict[str, Decimal | str | None] = {"terms": " + ".join(map(_term, parts))}
            if amount.settled is None:
                numbers |= {"low_tce": amount.low, "high_tce": amount.high}
            yield step(f"综合能耗（{basis}值，tce）", "各项相加", numbers, amount.settled)


def _term(amount: Amount) -> str:
    return written(amount.settled) if amount.settled is not None else "（区间）"


def _per_product(product: Product, total: Both) -> PerProduct:
    each = [
        None if amount.settled is None else amount.settled * KGCE_PER_TCE / product.quantity
        for amount in total
    ]
    return PerProduct(product, each[0], each[1])


def _product_lines(per: PerProduct, total: Both) -> Iterator[Step]:
    for basis, value, amount in (
        ("当量", per.calorific, total.calorific),
        ("等价", per.equivalent, total.equivalent),
    ):
        if value is not None:
            yield step(
                f"{per.product.name}单位产品能耗（{basis}值，kgce/{per.product.unit}）",
                "综合能耗（tce）× 1000 ÷ 产量",
                {"tce": amount.settled, "quantity": per.product.quantity, "unit": per.product.unit},
                value,
            )


def _shared(products: Sequence[PerProduct]) -> Iterator[str]:
    if len(products) > 1:
        yield "有多种产品：每种都用全部能耗去除，没有分摊；要按产品判定，请按产品分别列能耗"


@exactly
def consumption(opening: Decimal, purchased: Decimal, sold: Decimal, closing: Decimal) -> Decimal:
    """Stock identity: opening + purchased − sold − closing, all in one unit. WrongInput when it is negative."""
    used = opening + purchased - sold - closing
    if used < 0:
        message = f"期初{opening:f} + 购入{purchased:f} − 售出{sold:f} − 期末{closing:f} = {used:f}，消费量不能为负，请核对"
        raise WrongInput((Fault("closing", "negative-consumption", message),))
    return used
