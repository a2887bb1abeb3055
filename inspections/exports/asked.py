"""What an export is asked for.

Owns: the filters, the place in the ledger. Does not own taking rows out (pages.py), the columns or SQL. It imports nothing of
the storage, since a process that only writes a file reads it too (writing.py).
"""

from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Struct

from inspections.months import last_day, month_of


class NotExported(ValueError):
    """There is no such data set, format, filter or day; the message says what there is, in Chinese."""


class Filters(Struct, frozen=True, omit_defaults=True):
    """What to take out. Days are Beijing days; a month stands for its first or last day."""

    unit: str | None = None
    enterprise: str | None = None
    kind: str | None = None
    state: str | None = None
    first: str | None = None  #: "2026-07-01" or "2026-07", included
    last: str | None = None  #: "2026-07-31" or "2026-07", included
    since: int | None = None  #: only what changed after this place of the ledger


FILTER_NAMES: Final = {
    "unit": "unit（单位）",
    "enterprise": "enterprise（企业）",
    "kind": "kind（类别）",
    "state": "state（状态）",
    "first": "from（起）",
    "last": "to（止）",
    "since": "since（某号之后的变化）",
}


class Asked(NamedTuple):
    """An export within somebody's scope, at a place of the ledger."""

    book: str
    head_seq: int
    head_hash: str
    as_of: datetime  #: when the last entry was received
    county: str  #: path of the county
    county_name: str
    demo: bool
    scopes: tuple[str, ...]  #: unit paths
    filters: Filters
    private: bool  #: with personal data and free text

    @property
    def last_month(self) -> str:
        """Of the last day asked for, but none after the book's last entry."""
        now = month_of(self.as_of)
        return min(self.filters.last[:7], now) if self.filters.last else now

    def parameters(self) -> dict[str, Any]:
        """As every named query of an export takes them."""
        given = self.filters
        first, beyond = days(given)
        return {
            "book": self.book,
            "scopes": msgspec.json.encode(self.scopes).decode(),
            "unit": given.unit,
            "enterprise": given.enterprise,
            "kind": given.kind,
            "state": given.state,
            "first": first,
            "beyond": beyond,
            "since": given.since,
        }


def days(filters: Filters) -> tuple[str | None, str | None]:
    """The first day and the day after the last. NotExported for what is no day."""
    first = filters.first and str(day(filters.first, of_month=0))
    return first, filters.last and str(day(filters.last, of_month=-1) + timedelta(days=1))


def day(text: str, *, of_month: int) -> date:
    """A day, or a month's first (0) or last (-1) one."""
    try:
        if len(text) == len("2026-07"):
            return date.fromisoformat(f"{text}-01") if of_month == 0 else last_day(text)
        return date.fromisoformat(text)
    except ValueError:
        raise NotExported(f"“{text}”不是日期，请写成 2026-07-31 或 2026-07。") from None
