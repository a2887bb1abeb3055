"""Working days and deadlines in mainland China.

Owns: which day works, how a period is counted, and the sentence that explains it. Does not own: which clock a
law sets (reference/deadlines.csv), today's date, and where the calendar comes from (rows are handed in).
Source: 民法典 201 to 203: the day of the event is not counted; by month the same day, or the month's last; a
last day that rests moves to the next working day; domain.md §8, §12 T17 to T19 [K]. Counting back
towards an event no text settles: a last day that rests moves to the working day before it, the safe side [K].
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from itertools import islice
from typing import Final, Literal

import msgspec

Kind = Literal["working", "natural", "month"]
Direction = Literal["after", "before"]

_DAY: Final = timedelta(1)
_STEP: Final[Mapping[Direction, timedelta]] = {"after": _DAY, "before": -_DAY}
_WEEKDAYS: Final = "一二三四五六日"
_SATURDAY: Final = 5


class Calendar(msgspec.Struct, frozen=True):
    """Which days rest and which work, as far as notices are loaded."""

    named: Mapping[date, str]  #: "off" or "work" for the days a State Council notice names
    years: frozenset[int]  #: years whose notice is loaded
    provisional_off: frozenset[date] = frozenset()  #: statutory days of years without a notice

    def works(self, day: date) -> bool:
        """A named day follows its notice; other Saturdays and Sundays rest."""
        if day in self.named:
            return self.named[day] == "work"
        return day.weekday() < _SATURDAY and not (self.provisional(day) and day in self.provisional_off)

    def provisional(self, day: date) -> bool:
        """Whether the day's year has no notice yet, so that swapped days are unknown."""
        return day.year not in self.years

    def is_makeup(self, day: date) -> bool:
        """A Saturday or Sunday on which people work."""
        return day.weekday() >= _SATURDAY and self.works(day)


class Deadline(msgspec.Struct, frozen=True):
    """The last day of a period (it ends at 24:00 Asia/Shanghai), with its reasons."""

    on: date
    provisional: bool  #: recompute when the notice of the year is loaded
    text: str  #: the whole counting in Chinese
    named_days: tuple[date, ...] = ()  #: days of the calendar's tables that decided, earliest first
    warnings: tuple[str, ...] = ()


def read_calendar(rows: Iterable[Mapping[str, str]], provisional: Iterable[Mapping[str, str]]) -> Calendar:
    """A calendar from rows of `date` and `kind` (off, work), and of statutory days without swaps.

    A notice counts as loaded when the year's 1 January is named: every notice names it, while the last days
    of December may belong to the next year's.
    """
    named = {date.fromisoformat(row["date"]): row["kind"] for row in rows}
    years = frozenset(day.year for day in named if (day.month, day.day) == (1, 1))
    return Calendar(named, years, frozenset(date.fromisoformat(row["date"]) for row in provisional))


def deadline(
    start: date, count: int, kind: Kind, direction: Direction, calendar: Calendar, *, moves: bool = True
) -> Deadline:
    """The last day of `count` days or months after, or before, the day of an event.

    `count` is at least 1; natural days and months may be 0, the day itself. A time that must only have passed
    (公示、留存) does not move: `moves` False. OverflowError when the calendar of Python ends first.
    """
    step = _STEP[direction]
    nominal = _NOMINAL[kind](start, count, step, calendar)
    on = next(day for day in _from(nominal, step) if calendar.works(day)) if moves else nominal
    looked_at = list(_between(start + step if kind == "working" else nominal, on, step))
    if kind != "working" and not moves:
        looked_at = []  # neither counted by the calendar nor moved by it
    provisional = any(calendar.provisional(day) for day in looked_at)
    sentences = (
        _counting(start, count, kind, direction, nominal),
        *_makeup_days(looked_at, kind, calendar),
        *_moving(nominal, on, direction),
        *_missing_notices(looked_at, calendar),
    )
    return Deadline(
        on,
        provisional,
        text="；".join(sentences) + "。",
        named_days=tuple(sorted({*looked_at} & (calendar.named.keys() | calendar.provisional_off))),
        warnings=() if provisional else _year_end(looked_at, calendar),
    )


def _from(day: date, step: timedelta) -> Iterator[date]:
    while True:
        yield day
        day += step


def _between(first: date, last: date, step: timedelta) -> Iterator[date]:
    return islice(_from(first, step), abs((last - first).days) + 1)


def _after_working_days(start: date, count: int, step: timedelta, calendar: Calendar) -> date:
    working = (day for day in _from(start + step, step) if calendar.works(day))
    return next(islice(working, count - 1, None))


def _after_natural_days(start: date, count: int, step: timedelta, calendar: Calendar) -> date:
    return start + count * step


def _after_months(start: date, count: int, step: timedelta, calendar: Calendar) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + count * step.days, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


_NOMINAL: Final[Mapping[Kind, Callable[[date, int, timedelta, Calendar], date]]] = {
    "working": _after_working_days,
    "natural": _after_natural_days,
    "month": _after_months,
}
_UNITS: Final[Mapping[Kind, str]] = {"working": "个工作日", "natural": "日", "month": "个月"}


def _counting(start: date, count: int, kind: Kind, direction: Direction, nominal: date) -> str:
    if not count:
        return f"以{start}（{_weekday(start)}）当天为准"
    way = "次日起向后数" if direction == "after" else "前一日起向前数"
    return f"{start}当天不计，从{way}{count}{_UNITS[kind]}，到{nominal}（{_weekday(nominal)}）"


def _makeup_days(looked_at: list[date], kind: Kind, calendar: Calendar) -> Iterator[str]:
    if days := [day for day in looked_at if calendar.is_makeup(day)]:
        names = "、".join(f"{_short(day)}（{_weekday(day)}）" for day in days)
        yield f"{names}补班，" + ("计为工作日" if kind == "working" else "不算休息日")


def _moving(nominal: date, on: date, direction: Direction) -> Iterator[str]:
    if on != nominal:
        way = "顺延到其后" if direction == "after" else "提前到其前"
        yield f"{_short(nominal)}是休息日，{way}第一个工作日{on}（{_weekday(on)}）"


def _missing_notices(looked_at: list[date], calendar: Calendar) -> Iterator[str]:
    if years := sorted({day.year for day in looked_at if calendar.provisional(day)}):
        names = "、".join(map(str, years))
        yield f"{names}年放假通知尚未载入，按法定节假日和周末暂算，载入后应重算"


def _year_end(looked_at: list[date], calendar: Calendar) -> tuple[str, ...]:
    # The notice of a year may also name 29 to 31 December before it: so in 2018 and 2022.
    days = [day for day in looked_at if (day.month, day.day) >= (12, 29)]
    years = sorted({day.year + 1 for day in days} - calendar.years)
    return tuple(
        f"{year}年放假通知尚未载入，其元旦放假可能改动{year - 1}年最后几天，请复核" for year in years
    )


def _short(day: date) -> str:
    return f"{day.month}-{day.day}"


def _weekday(day: date) -> str:
    return f"周{_WEEKDAYS[day.weekday()]}"
