"""Months and days as the county counts them: Asia/Shanghai, a month written "2026-07".

Owns: turning instants into Beijing days and months and walking between months. Does not own deadlines
(calculators/working_days.py). Source: domain.md §8 [K]; T15 [C].
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from msgspec import Meta

BEIJING: Final = ZoneInfo("Asia/Shanghai")
Month = Annotated[
    str,
    # $ alone lets a line break through, and \d the digits of other scripts
    Meta(
        pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$(?!\n)",
        description="月份，如 2026-07",
        examples=["2026-07"],
    ),
]


def day_of(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


def month_of(moment: datetime) -> str:
    return moment.astimezone(BEIJING).isoformat()[:7]


def is_day(text: str | None) -> bool:
    """Does the calendar have this day, written "2026-07-31"? Yes where none is given."""
    try:
        return text is None or bool(date.fromisoformat(text))
    except ValueError:
        return False


@cache
def first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


@cache
def next_month(month: str) -> str:
    return f"{first_day(month) + timedelta(days=31):%Y-%m}"


@cache
def last_day(month: str) -> date:
    return first_day(next_month(month)) - timedelta(days=1)


@cache
def span(month: str) -> tuple[str, str]:
    """First and last day as columns write days, to compare with them."""
    return first_day(month).isoformat(), last_day(month).isoformat()


@cache
def cut_off(month: str, day: int) -> datetime:
    """The end of a day of the following month, Beijing: what is filed for the month after this is late."""
    return datetime.combine(first_day(next_month(month)) + timedelta(days=day), time(), BEIJING)


def months_of(year: int) -> tuple[str, ...]:
    return tuple(f"{year:04d}-{number:02d}" for number in range(1, 13))


def months_between(first: str, last: str) -> Iterator[str]:
    """Each month from first to last, both included."""
    while first <= last:
        yield first
        first = next_month(first)
