"""What is set right in the demonstration: renamed, moved, merged and closed firms, corrections, a void, the inbox.

Owns: those events; each hangs on a month of the script and on entries already told. Does not own the months themselves
(story.py). Source: contract.md (correction, void, adopt, task); domain.md §12 T15, T23.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from inspections.demo import letters, problems, visits
from inspections.demo.firms import CLOSED, MERGED, MOVED, NAMED, RENAMED
from inspections.demo.places import COLLEAGUE, changed, firm_id, inspector, site_body
from inspections.demo.script import Month
from inspections.demo.story import Event, duties, moment, visit_name
from inspections.demo.visits import Album, entry_id
from inspections.filing import Body
from inspections.months import first_day, last_day, next_month

Told = Mapping[str, Event]  #: everything told so far, by name

#: months back → what is put right there
HANDED_OVER: Final = (4, "wuyang_town")
SENT_TWICE: Final = (2, "fushan_township")
AMENDED_BY_AUTHOR: Final = (3, "gangshang_town")
CORRECTED_AFTER_REPORT: Final = (5, "wuyang_town")
MONTH_SETTLED: Final = (6, "nanxin_township")
MONTH_OPEN: Final = (1, "xiaolan_zone")
ADOPTED: Final = (2, "xiangtang_town")
REFUSED: Final = (1, "xiangtang_town")
BATCH: Final = 1  #: the inspection from above whose letters are told


def changes(months: Sequence[Month], begins: datetime) -> Iterator[Event]:
    """What became of firms. What came before the ledger's first day is told on it."""
    when = {month.back: moment(last_day(month.period), 8) for month in months}  # before next month is planned
    first = begins + timedelta(hours=1)
    for name, back in RENAMED.items():
        at = when.get(back, first)
        later = NAMED[name].later or name
        yield Event(at, "xianju", f"renamed/{name}", changed(name, name=later, since=str(at.date())))
        yield from watched(name, at, begins, name=later)
    for name, (unit, back) in MOVED.items():
        at = when.get(back, first)
        yield Event(at, "xianju", f"moved/{name}", changed(name, unit=unit, since=str(at.date())))
        yield from watched(name, at, begins, unit=unit)
    for name, back in CLOSED.items():
        at = when.get(back, first)
        yield Event(at, "xianju", f"closed/{name}", changed(name, state="closed", since=str(at.date())))
        yield from watched(name, at, begins, valid_to=str(at.date()))
    kept, twice, back = MERGED
    merge = {
        "type": "enterprise_merge",
        "unit": NAMED[kept].unit,
        "merged": firm_id(twice),
        "into": firm_id(kept),
        "reason": "示例：同一家企业建了两次档",
    }
    yield Event(when.get(back, first), "xianju", f"merged/{kept}", merge)


def watched(of: str, at: datetime, begins: datetime, **now: str) -> Iterator[Event]:
    """The firm's place on the watch-list follows it."""
    firm = NAMED[of]
    if firm.watch:
        body = site_body(of, now.get("unit", firm.unit), firm.watch, str(begins.date())) | now
        yield Event(at, "xianju", f"site/{of}/{at.date()}", body | {"enterprise": firm_id(of)})


def aftermath(months: Sequence[Month], told: Told, album: Album) -> Iterator[Event]:
    """Everything that is put right, in the months that are told."""
    there = {month.back: month for month in months}
    for (back, unit), follow in (
        (HANDED_OVER, handed_over),
        (SENT_TWICE, sent_twice),
        (AMENDED_BY_AUTHOR, amended_by_author),
        (CORRECTED_AFTER_REPORT, corrected_after_report),
        (MONTH_SETTLED, month_settled),
        (MONTH_OPEN, month_open),
        (ADOPTED, adopted),
        (REFUSED, refused),
    ):
        if back in there:
            duty = next(duty for duty in duties(there[back]) if duty.unit == unit)
            visit = told[visit_name(duty, 0)]
            yield from follow(there[back], unit, visit, told, album)
    if BATCH in there:
        began = moment(first_day(there[BATCH].period), 9)
        yield Event(began, "xianju", "batch", letters.batch(began))
        for number, line in enumerate(letters.old_ledger()):
            yield Event(began + timedelta(minutes=5), "xianju", f"opening/{number}", line)
    for number, one in enumerate(problems.REPORTED):
        if one.back in there:
            at = moment(first_day(there[one.back].period) + timedelta(days=2 + 3 * number), 10, 20)
            body = problems.reported(one, at, album)
            known = at + timedelta(minutes=15)
            yield Event(known, inspector(one.unit), f"finding/{one.place}", body)
            for sent, name, letter in letters.told_of(one, known):
                yield Event(sent, "xianju", name, letter)


def handed_over(month: Month, unit: str, visit: Event, told: Told, _album: Album) -> Iterator[Event]:
    """Two days before, somebody of the bureau passes the patrol on to the other."""
    planned = told[f"plan/{month.period}/{unit}"]
    giver = planned.body["people"][0]
    taker = COLLEAGUE if giver == "xianju" else "xianju"
    body = {
        "type": "task",
        "unit": unit,
        "plan": entry_id(planned.name),
        "from_account": giver,
        "to_account": taker,
        "reason": "示例：另有下乡任务",
    }
    yield Event(visit.at - timedelta(days=2), giver, f"task/{month.period}/{unit}", body)


def sent_twice(month: Month, unit: str, visit: Event, _told: Told, _album: Album) -> Iterator[Event]:
    """The same patrol typed in again on another phone, and taken out by its author."""
    again = f"again/{month.period}/{unit}"
    yield Event(visit.at + timedelta(minutes=30), visit.account, again, dict(visit.body))
    body = {"type": "void", "target": entry_id(again), "reason": "示例：重复填报"}
    yield Event(visit.at + timedelta(hours=2), visit.account, f"void/{month.period}/{unit}", body)


def amended_by_author(month: Month, unit: str, visit: Event, _told: Told, _album: Album) -> Iterator[Event]:
    """A remark added within the day."""
    better = whole(visit) | {"texts": {"remark": "示例：厂门口新换了牌子"}}
    yield corrected(
        visit, visit.account, visit.at + timedelta(hours=3), better, "示例：补写说明", unit, month
    )


def corrected_after_report(
    month: Month, unit: str, visit: Event, _told: Told, album: Album
) -> Iterator[Event]:
    """The bureau's signature had been left out; added after the month was final, so the figure shows as 更正."""
    started = datetime.fromisoformat(visit.body["started_at"])
    [bureau] = visits.people(unit, visits.OUTSKIRTS, started, ("bureau",), album)
    better = whole(visit) | {"present": [*visit.body["present"], bureau]}
    at = moment(first_day(next_month(month.period)) + timedelta(days=16), 15)
    yield corrected(visit, "xianju", at, better, "示例：漏填县局人员，补签到表核对", unit, month)


def month_settled(month: Month, unit: str, visit: Event, _told: Told, _album: Album) -> Iterator[Event]:
    """The phone's clock was days ahead: the county decides which month counts (T15)."""
    better = whole(visit) | {"period": month.period, "clock_offset_s": 0}
    at = moment(first_day(next_month(month.period)) + timedelta(days=2), 11)
    yield corrected(visit, "xianju", at, better, "示例：手机时钟不准，按签到表确认月份", unit, month)


def corrected(
    visit: Event, by: str, at: datetime, better: Body, reason: str, unit: str, month: Month
) -> Event:
    body = {"type": "correction", "target": entry_id(visit.name), "body": better, "reason": reason}
    return Event(at, by, f"correction/{month.period}/{unit}", body)


def month_open(month: Month, unit: str, _visit: Event, _told: Told, album: Album) -> Iterator[Event]:
    """A second patrol close to midnight on the last day, by a clock that is off: nobody has decided yet."""
    at = moment(last_day(month.period), 23, 50)
    body = visits.steel(unit, "示例车桥有限公司", at, "", album) | {"clock_offset_s": 1500}
    yield Event(at + timedelta(minutes=40), inspector(unit), f"doubtful/{month.period}/{unit}", body)


def adopted(month: Month, unit: str, visit: Event, _told: Told, album: Album) -> Iterator[Event]:
    """Filed for a place of another unit, refused, and taken in by the county with the place mended."""
    yield (sent := elsewhere(month, unit, visit, album))
    received = sent.body | {"made_at": sent.at.isoformat()}
    body = {
        "type": "adopt",
        "unit": unit,
        "received": entry_id(sent.name),
        "digest": hashlib.sha256(msgspec.json.encode(received)).hexdigest(),
        "body": received | {"site": visit.body["site"]},
        "reason": "示例：点位选错，现场情况属实",
    }
    yield Event(sent.at + timedelta(days=1), "xianju", f"adopt/{month.period}/{unit}", body)


def refused(month: Month, unit: str, visit: Event, _told: Told, album: Album) -> Iterator[Event]:
    """The same slip a month later still waits for the county."""
    yield elsewhere(month, unit, visit, album)


def elsewhere(month: Month, unit: str, visit: Event, album: Album) -> Event:
    """A patrol filed for a place that lies in another unit."""
    at = visit.at + timedelta(hours=4)
    body = visits.steel(unit, "示例废旧金属回收站", at, "", album)
    return Event(at, visit.account, f"elsewhere/{month.period}/{unit}", body, refused=True)


def whole(visit: Event) -> Body:
    """The body as it was sent."""
    return {"made_at": visit.at.isoformat()} | visit.body
