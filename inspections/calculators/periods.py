"""The time a figure speaks of, as papers write it: a year, a month, months of one year, or two days.

Owns: reading such a period into its first and last day. Does not own: which row of law holds in it (rows.py), nor
the month of an instant (inspections/months.py).
Source: domain.md §3.4 (the consumption period chooses the edition), §4 (only equal periods are combined).
"""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from inspections.months import last_day

PeriodText = Annotated[
    str,
    Meta(
        pattern=r"^[12][0-9]{3}(-[01][0-9](\.\.[01][0-9])?|-[01][0-9]-[0-3][0-9]\.\.[12][0-9]{3}-[01][0-9]-[0-3][0-9])?$(?!\n)",
        description="时段，如 2025、2025-09、2025-01..09 或 2025-01-01..2025-06-30",
        examples=["2025"],
    ),
]


class Period(Struct, frozen=True):
    """Both days included."""

    text: str
    first: date
    last: date

    @property
    def whole_year(self) -> bool:
        """Whether it is one calendar year: yearly thresholds speak of nothing else."""
        return (self.first, self.last) == (date(self.first.year, 1, 1), date(self.first.year, 12, 31))


def read_period(text: str) -> Period:
    """The period of a text of the form of `PeriodText`; ValueError when no such days exist or it runs backwards."""
    start, _, end = text.partition("..")
    if len(start) == 10:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    else:
        first_month = start if len(start) == 7 else f"{start}-01"
        last_month = f"{start[:4]}-{end}" if end else (start if len(start) == 7 else f"{start}-12")
        first, last = date.fromisoformat(f"{first_month}-01"), last_day(last_month)
    if last < first:
        raise ValueError(f"{text} runs backwards")
    return Period(text, first, last)
