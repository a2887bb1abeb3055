"""Which class an enterprise's yearly energy puts it in (重点用能单位), and whether that hangs on the basis.

Owns: the comparison of both totals with the thresholds. Does not own the thresholds (reference/reporting_classes.csv)
or a designation: between 5,000 and 10,000 tce only a designated enterprise counts. Where the law does not name the
basis both are shown; when they fall in different classes the answer is 对口径敏感 and decides nothing by itself.
Source: 节约能源法 52, 2018 办法; domain.md §3.5 [S], §12 T06 [C].
"""

from decimal import Decimal

from msgspec import Struct

from inspections.calculators.derivation import Step, step
from inspections.calculators.energy import Both
from inspections.calculators.periods import Period
from inspections.calculators.rows import Row, Tables, cited, in_force
from inspections.reference import UNVERIFIED, full_width, table

MEASURE = "energy_use"


class Classes(Struct, frozen=True):
    """The row of each basis; None while that total is not known."""

    calorific: Row | None
    equivalent: Row | None
    steps: tuple[Step, ...]

    @property
    def basis_sensitive(self) -> bool:
        """对口径敏感: the two bases fall in different classes."""
        return None not in (self.calorific, self.equivalent) and self.calorific != self.equivalent


def energy_classes(total: Both, period: Period, tables: Tables = table) -> Classes | None:
    """The classes of a calendar year's total; None for any other period: thresholds are yearly."""
    if not period.whole_year:
        return None
    rows = [
        row
        for row in tables("reporting_classes")
        if row["measure"] == MEASURE and row["confidence"] != UNVERIFIED and in_force([row], period).row
    ]
    found = [_class_of(amount.settled, rows) for amount in total]
    lines = [
        step(
            f"能耗档次（{basis}值）",
            "下限（含）≤ 年综合能耗 < 上限（不含）",
            {"tce": amount.settled, "class": full_width(row["name_zh"])},
            rows=(cited("reporting_classes", row),),
        )
        for basis, amount, row in zip(("当量", "等价"), total, found, strict=True)
        if row is not None
    ]
    return Classes(found[0], found[1], tuple(lines))


def _class_of(tce: Decimal | None, rows: list[Row]) -> Row | None:
    if tce is None:
        return None
    for row in rows:
        if Decimal(row["min_inclusive"]) <= tce and (
            not row["max_exclusive"] or tce < Decimal(row["max_exclusive"])
        ):
            return row
    return None
