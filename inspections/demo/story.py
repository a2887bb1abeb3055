"""What happens in the demonstration county: four months of patrols, zero reports and reports, as events in time.

Owns: the script (who is missing, excused, late or shut out in which month) and the order of events. Does not own what a
checklist answers (answers.py) or who exists (places.py). The script is fixed and days follow the real calendar, so the
same day always tells the same story; what would lie in the future has not happened yet. In the running month 向塘镇 has
no record: that patrol is left to whoever tries the app. Source: contract.md; domain.md §1.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from inspections.calculators.questions import seed_calendar
from inspections.demo import visits
from inspections.demo.places import FIRMS, YARDS, publication_bodies, site_id
from inspections.filing import Body
from inspections.months import BEIJING, first_day, last_day, month_of, next_month
from inspections.reference import in_force, table
from inspections.seed import COUNTY

MONTHS_BACK: Final = 3
#: months counted back from the running one → unit → what it did instead of a joint patrol without findings
SCRIPT: Final[dict[int, dict[str, str]]] = {
    3: {
        "jingkou_township": "missing",
        "nanxin_township": "excused",
        "yinhu_office": "zero_only",
        "dongxin_subdistrict": "dust",
    },
    2: {
        "yinhu_office": "missing",
        "jinhu_office": "late",
        "sanjiang_town": "no_entry",
        "tacheng_township": "alone",
        "xiaolan_zone": "foundry",
    },
    1: {"nanxin_township": "excused", "huangma_township": "zero_only", "wuyang_town": "dust"},
    0: {"xiangtang_town": "nothing_yet"},
}
#: townships that back a joint patrol with a zero report at the end of the month
SIGNS_ZERO: Final = ("youlan_town", "gangshang_town", "guangfu_town")
FREEZES_ON: Final = 8  #: day of the next month


class Event(NamedTuple):
    """An entry on its way: when it is sent, by whom, under which name its id is made."""

    at: datetime
    account: str
    name: str
    body: Body


class Duty(NamedTuple):
    """One unit's patrol of one month."""

    unit: str
    period: str
    on: date
    instead: str  #: "" for a joint patrol without findings


def told(now: datetime) -> list[Event]:
    """Everything that has happened by now, first things first."""
    months = story_months(now)
    events = [*publications(months)]
    for back, period in zip(range(MONTHS_BACK, -1, -1), months, strict=True):
        duties = [*duties_of(period, SCRIPT[back])]
        events += (plan(duty) for duty in duties)
        events += (event for duty in duties for event in happened(duty))
        events.append(frozen(period))
    return sorted(event for event in events if event.at <= now)


def story_months(now: datetime) -> tuple[str, ...]:
    """The running month and the three before it, oldest first."""
    months = [month_of(now)]
    for _ in range(MONTHS_BACK):
        months.insert(0, f"{first_day(months[0]) - timedelta(days=1):%Y-%m}")
    return tuple(months)


def begins(now: datetime) -> datetime:
    """When the county's ledger was set up: two days before its first month."""
    return moment(first_day(story_months(now)[0]) - timedelta(days=2), 9)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BEIJING)


def duties_of(period: str, script: dict[str, str]) -> Iterator[Duty]:
    """One patrol a unit, spread over the month's working days in the units' order; 向塘镇 comes last."""
    day = last_day(period)
    units = [row["key"] for row in table("units") if row["supervised"] == "yes" and in_force(row, day)]
    units.sort(key=lambda unit: unit == "xiangtang_town")
    days = working_days(period)
    for number, unit in enumerate(units):
        yield Duty(unit, period, days[number * (len(days) - 3) // len(units) + 1], script.get(unit, ""))


def working_days(period: str) -> list[date]:
    calendar = seed_calendar()
    days = (first_day(period) + timedelta(days=number) for number in range(last_day(period).day))
    return [day for day in days if calendar.works(day)]


def plan(duty: Duty) -> Event:
    before = moment(first_day(duty.period) - timedelta(days=1), 10)
    people = ["xianju", "xunchayuan"] if duty.unit == "xiangtang_town" else ["xianju"]
    body = {
        "type": "plan",
        "unit": duty.unit,
        "kind": "steel_patrol",
        "period": duty.period,
        "on": str(duty.on),
        "people": people,
        "sites": [site_id(name) for name in watched(duty.unit)],
    }
    return Event(before, "xianju", f"plan/{duty.period}/{duty.unit}", body)


def watched(unit: str) -> list[str]:
    """Names of the unit's places on the steel watch-list."""
    firms = [firm.name for firm in FIRMS if firm.unit == unit and firm.watch == "steel_patrol"]
    return firms + [name for name, yard in YARDS.items() if yard == unit]


def happened(duty: Duty) -> Iterator[Event]:
    """What the unit's month left in the ledger."""
    if duty.instead == "excused":
        yield excuse(duty)
    elif duty.instead in {"zero_only", "late"}:
        yield zero_report(duty)
    elif duty.instead not in {"missing", "nothing_yet"}:
        yield from patrols(duty)
        if duty.instead == "dust":
            yield dust(duty)
        if duty.unit in SIGNS_ZERO:
            yield zero_report(duty, rests_on=visit_name(duty, 0))


def patrols(duty: Duty) -> Iterator[Event]:
    """One visit at each watched place of the unit, or one at its industrial area."""
    account = "xunchayuan" if duty.unit == "xiangtang_town" else "xianju"
    plan_name = plan(duty).name
    for number, place in enumerate(watched(duty.unit) or [""]):
        at = moment(duty.on, 9 + number, 10)
        body = visits.steel(duty.unit, place, at, duty.instead) | {"plan": visits.entry_id(plan_name)}
        yield Event(at + timedelta(minutes=40), account, visit_name(duty, number), body)


def visit_name(duty: Duty, number: int) -> str:
    return f"visit/{duty.period}/{duty.unit}/{number}"


def dust(duty: Duty) -> Event:
    at = moment(duty.on, 14, 30)
    firm = next(one for one in FIRMS if one.unit == duty.unit and one.watch == "dust_ready_mix")
    return Event(at + timedelta(minutes=60), "xianju", visit_name(duty, 9), visits.dust(firm, at))


def zero_report(duty: Duty, rests_on: str | None = None) -> Event:
    """Filed on the last day of the month; a late one two days after the cut-off."""
    late = first_day(next_month(duty.period)) + timedelta(days=6)
    at = moment(late if duty.instead == "late" else last_day(duty.period), 16, 30)
    body = {
        "type": "zero_report",
        "unit": duty.unit,
        "kind": "steel_patrol",
        "period": duty.period,
        "signed_by": "示例乡镇签字人",
        "signature": visits.SIGNATURE,
    }
    rests = {"rests_on": visits.entry_id(rests_on)} if rests_on else {}
    return Event(at, "xianju", f"zero/{duty.period}/{duty.unit}", body | rests)


def excuse(duty: Duty) -> Event:
    body = {
        "type": "excuse",
        "unit": duty.unit,
        "period": duty.period,
        "reason": "示例：汛期道路中断，下月补巡",
    }
    return Event(moment(last_day(duty.period), 11), "xianju", f"excuse/{duty.period}/{duty.unit}", body)


def frozen(period: str) -> Event:
    at = moment(first_day(next_month(period)) + timedelta(days=FREEZES_ON - 1), 9)
    body = {"type": "report", "unit": COUNTY, "kind": "steel_patrol", "period": period}
    return Event(at, "xianju", f"report/{period}", body)


def publications(months: tuple[str, ...]) -> Iterator[Event]:
    """Approved before the first month is over: from this ledger's first month to the end of this year."""
    at = moment(last_day(months[0]), 15)
    for body in publication_bodies(months[0], f"{months[-1][:4]}-12"):
        yield Event(at, "fabu", f"publication/{body['dataset']}", body)
