"""How the pages say months, days, states and changes: small pure functions that the templates call by name.

Owns: these words. Does not own: which number stands where (figures.py, templates/) or what columns mean (sheets.py).
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Final, NamedTuple

from inspections.months import BEIJING
from inspections.publication import (
    PublicCoverage,
    PublicIntensity,
    PublicListing,
    PublicMonth,
    Snapshot,
)
from inspections.publishing.sheets import Sheet
from inspections.reference import full_width, table

#: title, what it is made of, how the two counts are told, what it means; never blended into one
RATES: Final = (
    (
        *("报送率", "reported", "in_force", ("应报", "次，报了", "次")),
        "巡察记录和签字零报告都算，交了不等于到了现场。",
    ),
    (
        *("联合巡察率", "joint", "in_force", ("应巡", "次，联合巡察", "次")),
        "县局和当地一起到过现场、留有位置和照片的才算。",
    ),
    (
        *("点位覆盖率", "sites_seen", "sites", ("各月名单共", "处次，看过", "处次")),
        "名单上要看的地方，实际看过的占多少。",
    ),
)
#: state of a unit in a month → word and the mark beside it
UNIT_STATES: Final = {
    "joint": ("联合巡察", "final"),
    "visit": ("巡察", "final"),
    "zero": ("零报告", "plain"),
    "zero_only": ("仅零报告", "plain"),
    "excused": ("免巡", "plain"),
    "missing": ("缺报", "gone"),
}
#: chapters of the glossary that concern what is public, with their headings
CHAPTERS: Final = {
    "coverage": "巡察和覆盖",
    "visits": "到现场",
    "steel_patrol": "地条钢",
    "dust_ready_mix": "扬尘和预拌",
    "listings": "名单",
    "intensity": "能耗强度",
    "energy": "用能",
    "publication": "公开",
}
#: a line that still holds until its last day
HOLDING: Final = ("certified", "listed", "valid")


class Status(NamedTuple):
    """A line's status as printed: the word and the mark beside it."""

    word: str
    mark: str  #: css class: "", "final", "running" or "gone"


def month_word(period: str) -> str:
    """ "2026-07" is 7 月."""
    return f"{int(period[-2:])} 月"


def span_word(coverage: PublicCoverage) -> str:
    """The closed months that count, e.g. 1–10 月, or 3–5、7 月 when one of them is not public."""
    closed = [int(month.period[-2:]) for month in coverage.months if coverage.closed(month)]
    return f"{'、'.join(_runs(closed))} 月" if closed else "还没有截止的月份"


def _runs(months: list[int]) -> Iterator[str]:
    """Months in a row drawn together."""
    for _, run in groupby(enumerate(months), key=lambda pair: pair[1] - pair[0]):
        together = [month for _, month in run]
        yield f"{together[0]}–{together[-1]}" if len(together) > 1 else str(together[0])


def state_word(coverage: PublicCoverage, month: PublicMonth) -> str:
    if not coverage.closed(month):
        return "进行中"
    if month.before:
        return "定稿后更正"
    return "已定稿" if month.frozen else "已截止，未定稿"


def last_closed(coverage: PublicCoverage) -> PublicMonth | None:
    return next((month for month in reversed(coverage.months) if coverage.closed(month)), None)


def latest_years(snapshot: Snapshot) -> list[PublicCoverage]:
    """For each kind, in the order of the snapshot, its newest year."""
    newest: dict[str, PublicCoverage] = {}
    for coverage in snapshot.coverage:
        if coverage.kind not in newest or newest[coverage.kind].year < coverage.year:
            newest[coverage.kind] = coverage
    return list(newest.values())


def frozen_months(coverage: PublicCoverage) -> list[PublicMonth]:
    return [month for month in coverage.months if month.frozen]


def day_word(moment: str) -> str:
    """An instant as a Beijing day in words: 2026 年 11 月 22 日."""
    day = datetime.fromisoformat(moment).astimezone(BEIJING)
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def day_code(moment: str) -> str:
    """An instant as a Beijing day for `datetime` and file names: 2026-11-22."""
    return f"{datetime.fromisoformat(moment).astimezone(BEIJING):%Y-%m-%d}"


def last_day(line: PublicListing) -> str | None:
    """Last day of validity; None for a list whose lines do not run out."""
    until: str | None = getattr(line, "valid_to", None)
    return until


def status_of(sheet: Sheet, line: PublicListing, as_of: str) -> Status:
    """What the source says, unless its last day is past: valid all of that day, over from the next (T22)."""
    until = last_day(line)
    status = "expired" if until and until < day_code(as_of) and line.status in HOLDING else line.status
    word = sheet.words["status"].get(status or "", "待核实")
    mark = {"removed": "gone", "expired": "gone", "withdrawn": "gone", "barred": "gone", "applied": "running"}
    return Status(word, "final" if status in HOLDING else mark.get(status or "", ""))


def period_word(period: str) -> str:
    """A period as stated, in words: 2021 年 1–9 月, 2021 年, 2021–2025 年."""
    first, _, last = period.partition("..")
    if not last:
        return f"{first} 年"
    if len(last) == len("2025"):
        return f"{first}–{last} 年"
    year, month = first.split("-")
    return f"{year} 年 {int(month)}–{int(last)} 月"


def change_word(change_percent: str) -> str:
    """Which way: 下降, 上升 or 持平; the number beside it has its sign."""
    change = Decimal(change_percent)
    return "下降" if change < 0 else "上升" if change > 0 else "持平"


def met(figure: PublicIntensity) -> bool:
    """Whether the goal of the same paper was reached."""
    return Decimal(figure.over_pp or 0) >= 0


def without_sign(value: str) -> str:
    return value.lstrip("-")


def glossary() -> list[tuple[str, list[tuple[str, str]]]]:
    """Chapter → terms with their meaning, in the order of the seed."""
    return [
        (
            heading,
            [
                (row["zh"], full_width(row["explanation_zh"]))
                for row in table("glossary")
                if row["used_in"] == name
            ],
        )
        for name, heading in CHAPTERS.items()
    ]
