"""Rates (销号率、按期率): sums over findings by unit, source, batch or month, and what is made of them.

Owns: which findings a rate counts and its percents: sums ÷ sums, never a mean of rates. 销号率 = 已销号 (incl. 归档) ÷ (received −
不属实 − 移交已接收 − void); staged and rebounded are not closed. On time is put right by the first day that was set: the
headline; by the extended day stands beside it. What is not due yet counts for neither. Does not own adding rows up
(storage/queries/chasing.sql) or history taken over (openings.py), which no rate counts. Source: issue text; domain.md §5; T21.
"""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict

from inspections.calculators.rounding import percent

BY: Final = {"unit": "责任单位", "source": "来源", "batch": "批次", "month": "收到的月份"}


class Sums(Struct, frozen=True, kw_only=True):
    """Counts of findings under one heading."""

    received: int = 0  #: all but void
    unfounded: int = 0
    transferred: int = 0
    closed: int = 0  #: 已销号 and 归档, of the present cycle
    staged: int = 0  #: 阶段性办结 and 长期坚持
    rebounded: int = 0  #: back after closure, and not closed again
    due: int = 0  #: put right, or past the first day set
    on_time: int = 0  #: of these put right by the first day set
    due_extended: int = 0
    on_time_extended: int = 0

    @property
    def counted(self) -> int:
        return self.received - self.unfounded - self.transferred

    @property
    def closed_percent(self) -> str | None:
        return percent(self.closed, self.counted)

    @property
    def on_time_percent(self) -> str | None:
        return percent(self.on_time, self.due)

    @property
    def on_time_extended_percent(self) -> str | None:
        return percent(self.on_time_extended, self.due_extended)


def total(several: Iterable[Sums]) -> Sums:
    """Sums of sums: the rates of the whole follow from these, not from the rates of its parts."""
    found = dict.fromkeys(Sums.__struct_fields__, 0)
    for one in several:
        for name, count in asdict(one).items():
            found[name] += count
    return Sums(**found)
