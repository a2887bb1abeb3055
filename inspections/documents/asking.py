"""What a paper is asked for and what it says.

Owns: these two, the two ways in which there is none, and words that several papers share.
"""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Struct

from inspections import parameters
from inspections.facts import Facts
from inspections.months import BEIJING
from inspections.parameters import Setting
from inspections.photos import Folder
from inspections.storage.engine import Reading, StorageError

#: what XML cannot hold, and what a template engine would take for a break of its own
UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
SIDES: Final = {"bureau": "县局", "township": "乡镇", "firm": "企业", "other": "其他"}


class NoPaper(ValueError):
    """There is no such paper, form or period; the message says what there is, in Chinese."""


class NotThere(LookupError):
    """Nothing of that id within the asker's units."""


class Asking(Struct, frozen=True):
    """Who asks, and of which state of the ledger."""

    ledger: Reading
    book: str
    scopes: tuple[str, ...]  #: unit paths
    now: datetime
    letters: tuple[str, ...] = ()  #: unit paths whose letters the asker may read

    @property
    def scopes_json(self) -> str:
        return msgspec.json.encode(self.scopes).decode()


class Picture(Struct, frozen=True):
    """A stored picture among what a paper says. It is drawn when the paper is made, after the ledger was let go."""

    files: tuple[str, ...]  #: SHA-256 of those that may stand there, the best first
    otherwise: str | None  #: what stands there when none has come or can be drawn
    width_mm: float = 62
    height_mm: float = 0  #: given instead of the width where there is little room
    longest_px: int = 900

    @property
    def size_mm(self) -> dict[str, float]:
        """The one side that is fixed."""
        return {"height": self.height_mm} if self.height_mm else {"width": self.width_mm}


class Filled(Struct, frozen=True):
    """What a paper says: text and pictures by name."""

    values: dict[str, Any]


class Sources(NamedTuple):
    """Where a paper's parts come from besides the ledger."""

    photos: Folder
    templates: Path | None = None  #: the office's own folder: KIND.docx, KIND.typ, layout.typ
    fonts: Path | None = None  #: the office's own fonts


class Standing(Struct, frozen=True):
    """Where the ledger stands, and whose it is."""

    county: str  #: name
    path: str
    head_seq: int
    head_hash: str
    as_of: datetime
    demo: bool


async def standing(asking: Asking) -> Standing:
    head = await asking.ledger.rows("head_of_book", book=asking.book)
    county = await asking.ledger.rows("county_of_book", book=asking.book)
    if not head or not county:
        raise StorageError(f"账本 {asking.book} 还是空的。")
    facts = Facts()
    facts.load(await asking.ledger.answer([Setting.at(asking.book, "demonstration")]))
    demo = parameters.value(facts, asking.book, "demonstration") == 1
    seq, digest, received_at = head[0]
    _, path, name = county[0]
    return Standing(name, path, seq, digest, datetime.fromisoformat(received_at), demo)


async def whole_county(asking: Asking) -> Standing:
    """For papers about the county: NotThere for whoever sees less."""
    here = await standing(asking)
    if not any(here.path.startswith(scope) for scope in asking.scopes):
        raise NotThere
    return here


def day_text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def month_text(month: str) -> str:
    return f"{int(month[:4])}年{int(month[5:])}月"


def moment_text(moment: str | datetime | None) -> str | None:
    """An instant as a person writes it, Beijing time, to the minute."""
    if moment is None:
        return None
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    at = at.astimezone(BEIJING)
    return f"{day_text(at.date())}{at:%H}时{at:%M}分"
