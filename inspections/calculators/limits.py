"""Unit-product energy limits (单位产品能耗限额): which level a product's consumption reaches.

Owns: the edition that judges (the one in force over the whole consumption period), the level, the refusal to judge a
period that straddles two editions or a row that is not verified. Does not own the limits
(reference/unit_product_limits.csv) or the consumption (energy.py): the value is given unrounded, lower is better, and
may be negative (converter steel). Corrections by raw material are shown in words and applied by hand.
Source: GB limit standards, domain.md §3.4 [S], §12 T10–T12 [C].
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from inspections.calculators.derivation import Shown, Step, step
from inspections.calculators.periods import Period
from inspections.calculators.quantities import unit_of
from inspections.calculators.reading import Fault, WrongInput
from inspections.calculators.rounding import exactly
from inspections.calculators.rows import UNVERIFIED_ZH, Row, Tables, cited, in_force, named
from inspections.reference import full_width, table

Level = Literal[1, 2, 3, "over"]
LEVELS: Final[Mapping[Level, str]] = {1: "level1", 2: "level2", 3: "level3"}


class Verdict(Struct, frozen=True, kw_only=True):
    """Judged, or not and why: then `level` is None."""

    standard: str | None
    valid_from: str | None
    level: Level | None
    levels: tuple[str, str, str]  #: as printed; empty where the standard has no such level
    status: Literal["judged", "待核实"]
    split_at: tuple[date, ...] = ()  #: first days of the parts the period must be split into
    steps: tuple[Step, ...] = ()
    warnings: tuple[str, ...] = ()


@exactly
def judge(
    product: str, indicator: str | None, value: Decimal, unit: str, period: Period, tables: Tables = table
) -> Verdict:
    """The level a consumption reaches by the edition in force. WrongInput for an unknown product, indicator or unit."""
    rows = _rows(product, indicator, tables)
    choice = in_force(rows, period)
    if choice.row is None:
        return _not_judged(rows, choice.split_at, period)
    row = choice.row
    if not choice.decides or not row["level3"]:
        words = f"{row['standard']} 的限额待核实，不判定"
        return _verdict(row, None, (words,), ())
    told = _converted(value, unit, row["unit"])
    level = _level(told, row)
    line = step(
        full_width(f"{row['product_zh']}{row['indicator_zh']}判级"),
        "不大于几级的限额值就是几级，大于3级为超限额；用未修约值比较",
        {
            "value": told,
            "unit": row["unit"],
            **{name: row[name] for name in LEVELS.values() if row[name]},
            "level": level,
        },
        rows=(cited("unit_product_limits", row),),
    )
    words = f"标准另有修正，本次未修正：{full_width(row['adjustment'])}"
    return _verdict(row, level, (words,) if row["adjustment"] else (), (line,))


def _rows(product: str, indicator: str | None, tables: Tables) -> Sequence[Row]:
    rows = named(tables, "unit_product_limits", product=product)
    if not rows:
        products = "、".join(dict.fromkeys(row["product"] for row in tables("unit_product_limits")))
        raise WrongInput(
            (Fault("product", "unknown-product", f"没有“{product}”的限额，可用的有：{products}"),)
        )
    indicators = dict.fromkeys(row["indicator"] for row in rows)
    if indicator is None and len(indicators) > 1:
        message = (
            f"{rows[0]['product_zh']}有几项指标，分别判定、不相加，请写明 indicator：{'、'.join(indicators)}"
        )
        raise WrongInput((Fault("indicator", "missing", message),))
    if indicator is not None and indicator not in indicators:
        raise WrongInput((Fault("indicator", "wrong-value", f"可用的指标有：{'、'.join(indicators)}"),))
    wanted = next(iter(indicators)) if indicator is None else indicator
    return [row for row in rows if row["indicator"] == wanted]


def _converted(value: Decimal, unit: str, wanted: str) -> Decimal:
    """The value in the standard's own unit: kgce or tce over any unit of the same quantity."""
    ratio = Decimal(1)
    for part, other, up in zip(unit.split("/"), wanted.split("/"), (True, False), strict=False):
        given, asked = unit_of(part), unit_of(other)
        if given is None or asked is None or given.dimension != asked.dimension or unit.count("/") != 1:
            raise WrongInput((Fault("unit", "wrong-unit", f"这项限额的单位是 {wanted}"),))
        ratio *= given.holds / asked.holds if up else asked.holds / given.holds
    return value * ratio


def _level(value: Decimal, row: Row) -> Level:
    for number, name in LEVELS.items():
        if row[name] and value <= Decimal(row[name]):
            return number
    return "over"


def _not_judged(rows: Sequence[Row], split_at: tuple[date, ...], period: Period) -> Verdict:
    editions = tuple(cited("unit_product_limits", row) for row in rows)
    if split_at:
        days = "、".join(str(day) for day in split_at)
        words = f"{period.text} 跨了两版标准，不判定：请从 {days} 起分段，各段按当时的标准判"
    else:
        words = f"{period.text} 没有有效的限额标准，不判定"
    line = step("判级", words, {"period": period.text}, rows=editions)
    return Verdict(
        standard=None,
        valid_from=None,
        level=None,
        levels=("", "", ""),
        status=UNVERIFIED_ZH,
        split_at=split_at,
        steps=(line,),
        warnings=(words,),
    )


def _verdict(row: Row, level: Level | None, warnings: tuple[str, ...], steps: tuple[Step, ...]) -> Verdict:
    shown: tuple[Shown, ...] = (cited("unit_product_limits", row),)
    return Verdict(
        standard=row["standard"],
        valid_from=row["valid_from"] or None,
        level=level,
        levels=(row["level1"], row["level2"], row["level3"]),
        status=UNVERIFIED_ZH if level is None else "judged",
        steps=steps or (step("判级", "限额没有数值或待核实，不判定", {}, rows=shown),),
        warnings=warnings,
    )
