"""The demonstration's letters: one inspection that never was, what people who do not exist wrote in it, and an old ledger.

Owns: those bodies. Does not own the problems they tell of (problems.py) or when (aftermath.py). Three letters tell of one
problem, one of them without a name; one of another has no answer yet. Source: contract.md (batch, letter); domain.md §5.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from inspections.demo.problems import Reported
from inspections.demo.visits import entry_id
from inspections.filing import Body
from inspections.seed import COUNTY, named

BATCH: Final = "demo_round"
REPLY_DAYS: Final = 10


class Written(NamedTuple):
    """One letter of the demonstration."""

    number: str
    place: str  #: of the problem it tells of
    text: str
    focus: bool = False
    by: str = ""  #: "" for a letter without a name
    answered_after: int = 0  #: days; 0: not yet


LETTERS: Final = (
    Written("示例受理-001", "示例河堤边堆场", "示例：砂石堆在河堤边，刮风时灰大。", True, "示例信访人甲", 6),
    Written("示例受理-002", "示例河堤边堆场", "示例：河堤边堆场没有盖。"),
    Written("示例受理-003", "示例河堤边堆场", "示例：堆场扬尘，衣服晒不出去。", False, "示例信访人乙", 8),
    Written(
        "示例受理-004", "示例干混砂浆有限公司门前", "示例：门前土路，车一过全是灰。", False, "示例信访人丙"
    ),
)


def batch(began: datetime) -> Body:
    """The inspection, entering the county on the day."""
    days = {"on_site_from": f"{began.date()}", "on_site_to": f"{(began + timedelta(days=30)).date()}"}
    return {
        "type": "batch",
        "unit": COUNTY,
        "batch": BATCH,
        "name": "示例省级督察（演示）",
        "level": "provincial",
        "reply_limit_days": REPLY_DAYS,
        "source": "演示数据",
        **days,
    }


def told_of(one: Reported, at: datetime) -> Iterator[tuple[datetime, str, Body]]:
    """What was written about a problem: when it is registered, a name for it, the letter; then its answer."""
    for number, written in enumerate(LETTERS):
        if written.place == one.place:
            letter = str(named(f"demo/letter/{written.number}"))
            registered = at + timedelta(minutes=10 * (number + 1))
            yield registered, f"letter/{written.number}", body(written, one, letter, at)
            if written.answered_after:
                replied = registered + timedelta(days=written.answered_after)
                yield replied, f"reply/{written.number}", reply(one, letter, replied)


def body(written: Written, one: Reported, letter: str, at: datetime) -> Body:
    who = {"name": written.by, "phone": "000-0000000", "address": "示例村 1 号"}
    return {
        "type": "letter",
        "letter": letter,
        "unit": one.unit,
        "batch": BATCH,
        "number": written.number,
        "focus": written.focus,
        "received_on": f"{at.date()}",
        "category": one.category,
        "text": written.text,
        "finding": entry_id(f"finding/{one.place}"),
        **({"petitioner": who} if written.by else {"anonymous": True}),
    }


def reply(one: Reported, letter: str, at: datetime) -> Body:
    return {
        "type": "letter_reply",
        "unit": one.unit,
        "letter": letter,
        "replied_on": f"{at.date()}",
        "method": "written",
        "document_no": "示例信答〔2026〕1号",
        "text": "示例：已要求覆盖，限期清走。",
    }


#: the old ledger: serial, unit, what, state, days
OLD: Final = (
    (
        "1",
        "tangnan_town",
        "bins",
        "示例：河堤边砂石露天堆放。",
        "closed",
        ("2024-05-20", "2024-08-30", "2024-09-12"),
    ),
    ("2", "xiaolan_zone", "road", "示例：厂门口土路扬尘。", "rectifying", ("2024-05-21", "2024-12-31", "")),
    ("3", "bayi_township", "waste", "示例：反映的废渣堆没有找到。", "unfounded", ("2024-05-23", "", "")),
)


def old_ledger() -> Iterator[Body]:
    """A spreadsheet of 2024 as it was taken over, line by line."""
    for serial, unit, category, text, state, (assigned, due, closed) in OLD:
        days = {"assigned_on": assigned, "due_on": due, "closed_on": closed}
        yield {
            "type": "opening",
            "opening": str(named(f"demo/opening/{serial}")),
            "unit": unit,
            "serial": serial,
            "source": "letter",
            "category": category,
            "text": text,
            "state": state,
            "taken_from": f"示例台账.xlsx 2024 第{int(serial) + 2}行",
            **{name: day for name, day in days.items() if day},
        }
