"""Days as people type them: 2026-07-31, 2026/7/31, 26.7.31, 20260731, 2026年7月31日前, 二〇二六年七月底, or Excel's own number.

Owns: that one reading. A day without its year, a range and a day that does not exist are none of these. Does not own what a
day means (columns.py, openings.py). Source: spreadsheets of offices; Excel's 1900 date system.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

FIRST, LAST = 1990, 2099  #: years a ledger of an office may speak of
EXCEL: Final = date(1899, 12, 30)  #: day 0 of its numbers, as they count since March 1900
NUMBER: Final = re.compile(r"\d{5}(\.\d+)?")
WHOLE: Final = re.compile(r"(\d{4}|\d{2})([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})[日号]?")
PLAIN: Final = re.compile(r"(\d{4})()(\d{2})(\d{2})")
MONTH: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})月?[底末]?")
YEAR: Final = re.compile(r"(\d{4})年?[底末]")
TAIL: Final = re.compile(r"(?:之前|以前|前|止|截止|完成)+$")
TIME: Final = re.compile(r"[T ]?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
HAN: Final = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"零": "0"}


def spoken_day(text: str, *, month_will_do: bool = False) -> date | None:
    """The day a cell means. `month_will_do`: a month or a year's end stands for its last day, as in a time limit."""
    plain = TIME.sub("", unicodedata.normalize("NFKC", text).strip())
    plain = TAIL.sub("", arabic(re.sub(r"\s", "", plain)))
    if NUMBER.fullmatch(plain):
        return within(EXCEL + timedelta(days=int(float(plain))))
    if found := WHOLE.fullmatch(plain) or PLAIN.fullmatch(plain):
        year, _, month, day = found.groups()
        return day_of(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    return last_day_of(plain) if month_will_do else None


def last_day_of(plain: str) -> date | None:
    if found := MONTH.fullmatch(plain):
        year, month = map(int, found.groups())
        return day_of(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None
    found = YEAR.fullmatch(plain)
    return day_of(int(found[1]), 12, 31) if found else None


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return within(date(year, month, day))
    except ValueError:
        return None


def within(day: date) -> date | None:
    return day if FIRST <= day.year <= LAST else None


def arabic(text: str) -> str:
    """Chinese numerals as digits: 二〇二六年十一月三十日 is 2026年11月30日."""
    return re.sub(f"[{''.join(HAN)}十]+", lambda found: number(found[0]), text)


def number(numerals: str) -> str:
    tens, ten, ones = numerals.partition("十")
    if not ten:
        return "".join(HAN[sign] for sign in numerals)
    return f"{HAN.get(tens, '1')}{HAN.get(ones, '0')}"
