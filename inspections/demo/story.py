"""What happens in the demonstration county: two years of plans, patrols, inspections and reports, as events in time.

Owns: turning the script into entries with their moments and accounts. Does not own the script (script.py), bodies of
visits (visits.py), who exists (places.py, firms.py) or what is set right afterwards (aftermath.py). Days follow the
real calendar, so the same day always tells the same story; what would lie in the future has not happened yet. In the
running month 向塘镇 has no record: that patrol is left to whoever tries the app. Source: contract.md; domain.md §1.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from inspections.calculators.questions import seed_calendar
from inspections.demo import pictures, problems, visits
from inspections.demo.answers import SUSPECTED_FLAWS, Flaw
from inspections.demo.firms import Firm
from inspections.demo.places import COLLEAGUE, inspector, site_id, units
from inspections.demo.report_2021 import publication_bodies
from inspections.demo.script import (
    EXCUSES,
    SIGNS_ZERO,
    WITHOUT_PATROL,
    Month,
    dice,
    entered,
    flaws,
    instead,
    rota,
)
from inspections.demo.visits import Album, entry_id
from inspections.filing import Body
from inspections.months import BEIJING, first_day, last_day, month_of, next_month
from inspections.seed import COUNTY

FINDINGS_SINCE: Final = 2  #: months back: before, what was wrong stands in the visits only
FREEZES_ON: Final = 8  #: day of the next month
AFTER_CUT_OFF: Final = 7  #: day of the next month on which what is late arrives


class Event(NamedTuple):
    """An entry on its way: when it is sent, by whom, under which name its id is made."""

    at: datetime
    account: str
    name: str
    body: Body
    refused: bool = False  #: the ledger will say no, and the inbox keeps it


class Duty(NamedTuple):
    """One unit's patrol of one month."""

    unit: str
    month: Month
    on: date
    instead: str  #: "" for a joint patrol without findings
    places: tuple[str, ...]  #: seen from outside
    firms: tuple[Firm, ...]  #: inspected inside

    @property
    def bureau(self) -> str:
        """Which of the bureau's two goes along."""
        return ("xianju", COLLEAGUE)[dice("bureau", self.unit, self.month.back) % 2]

    @property
    def next_month(self) -> date:
        return first_day(next_month(self.month.period))


def story_months(now: datetime, months: int) -> tuple[Month, ...]:
    """The running month and those before it, oldest first."""
    periods = [month_of(now)]
    while len(periods) < months:
        periods.insert(0, f"{first_day(periods[0]) - timedelta(days=1):%Y-%m}")
    return tuple(Month(months - 1 - number, period) for number, period in enumerate(periods))


def begins(now: datetime, months: int) -> datetime:
    """When the county's ledger was set up: two days before its first month."""
    return moment(first_day(story_months(now, months)[0].period) - timedelta(days=2), 9)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BEIJING)


def duties(month: Month) -> Iterator[Duty]:
    """One patrol a unit, spread over the month's working days in the units' order; 向塘镇 comes last."""
    supervised = sorted(units(last_day(month.period)), key=lambda unit: unit == "xiangtang_town")
    days = working_days(month.period)
    for number, unit in enumerate(supervised):
        day = days[number * (len(days) - 3) // len(supervised) + 1]
        what, firms = instead(month, unit), tuple(entered(month, unit))
        yield Duty(unit, month, day, what, tuple(rota(month, unit)), firms)


def working_days(period: str) -> list[date]:
    calendar = seed_calendar()
    days = (first_day(period) + timedelta(days=number) for number in range(last_day(period).day))
    return [day for day in days if calendar.works(day)]


def told_in(month: Month, now: datetime, album: Album) -> Iterator[Event]:
    """A month's plans, what came of them by now, and its report."""
    for duty in duties(month):
        yield plan(duty)
        if moment(duty.on, 18) <= now:
            yield from happened(duty, album)
    at = moment(first_day(next_month(month.period)) + timedelta(days=FREEZES_ON - 1), 9)
    body = {"type": "report", "unit": COUNTY, "kind": "steel_patrol", "period": month.period}
    yield Event(at, "xianju", f"report/{month.period}", body)


def plan(duty: Duty) -> Event:
    seen = (*duty.places, *(firm.name for firm in duty.firms if firm.watch == "steel_patrol"))
    body = {
        "type": "plan",
        "unit": duty.unit,
        "kind": "steel_patrol",
        "period": duty.month.period,
        "on": str(duty.on),
        "people": [duty.bureau, inspector(duty.unit)],
        "sites": [site_id(name) for name in seen],
    }
    before = moment(first_day(duty.month.period) - timedelta(days=1), 10)
    return Event(before, "xianju", f"plan/{duty.month.period}/{duty.unit}", body)


def happened(duty: Duty, album: Album) -> Iterator[Event]:
    """What the unit's month left in the ledger."""
    if duty.instead == "excused":
        yield excuse(duty)
    elif duty.instead in {"zero_only", "late"}:
        yield zero_report(duty, album)
    elif duty.instead not in WITHOUT_PATROL:
        yield from patrols(duty, album)
        if duty.instead == "suspected":
            at = moment(duty.on, 9, 30)
            sent, place = at + timedelta(hours=2), duty.places[0]
            yield from findings(duty, visit_name(duty, 0), place, SUSPECTED_FLAWS, at, sent, album)
        if duty.unit in SIGNS_ZERO and not duty.instead:
            yield zero_report(duty, album, rests_on=visit_name(duty, 0))
    if duty.instead != "nothing_yet":
        for number in range(len(duty.firms)):
            yield from inspection(duty, number, album)


def patrols(duty: Duty, album: Album) -> Iterator[Event]:
    """One visit at each watched place of the unit, or one around its industrial area."""
    for number, place in enumerate(duty.places or ("",)):
        at = moment(duty.on, 9 + number, 5 * (dice("at", duty.unit, duty.month.back) % 11))
        what = duty.instead if number == 0 or duty.instead != "no_entry" else ""
        body = visits.steel(duty.unit, place, at, what, album)
        body |= {"plan": entry_id(plan(duty).name), "made_at": (at + timedelta(minutes=40)).isoformat()}
        if duty.instead == "doubtful":
            body |= {"clock_offset_s": 3 * 86_400, "period": f"{duty.next_month:%Y-%m}"}
        sent, late = (
            at + timedelta(minutes=40),
            moment(duty.next_month + timedelta(days=AFTER_CUT_OFF - 1), 8, 40),
        )
        if duty.instead == "late_visit":
            body["made_at"] = late.isoformat()
        yield Event(
            late if duty.instead in {"late_visit", "delayed"} else sent,
            inspector(duty.unit),
            visit_name(duty, number),
            body,
        )


def visit_name(duty: Duty, number: int) -> str:
    return f"visit/{duty.month.period}/{duty.unit}/{number}"


def inspection(duty: Duty, number: int, album: Album) -> Iterator[Event]:
    """An inspection inside in the afternoon of the patrol, filed by the bureau with what was wrong."""
    firm, name = duty.firms[number], visit_name(duty, 8 + number)
    at, wrong = moment(duty.on, 14, 10 + 35 * number), flaws(duty.month, firm)
    sent = at + timedelta(minutes=60)
    yield Event(sent, duty.bureau, name, visits.inside(firm, duty.unit, at, wrong, album))
    yield from findings(duty, name, firm.name, wrong, at, sent, album)


def findings(
    duty: Duty, visit: str, place: str, wrong: Sequence[Flaw], at: datetime, sent: datetime, album: Album
) -> Iterator[Event]:
    """One for each failed item, sent after its visit."""
    if duty.month.back < FINDINGS_SINCE:
        for number, flaw in enumerate(wrong):
            taken_at = at + timedelta(minutes=20 + number)
            body = problems.raised(duty.unit, place, visit, flaw, taken_at, album)
            name = f"finding/{flaw.item}/{visit}"
            yield Event(sent + timedelta(minutes=5), duty.bureau, name, body)


def zero_report(duty: Duty, album: Album, rests_on: str | None = None) -> Event:
    """Filed on the last day of the month; a late one after the cut-off."""
    late = duty.next_month + timedelta(days=AFTER_CUT_OFF - 1)
    at = moment(late if duty.instead == "late" else last_day(duty.month.period), 16, 30)
    body = {
        "type": "zero_report",
        "unit": duty.unit,
        "kind": "steel_patrol",
        "period": duty.month.period,
        "signed_by": "示例乡镇签字人",
        "signature": visits.keep(album, pictures.signature(f"{duty.unit}/signs", at)),
    }
    rests = {"rests_on": entry_id(rests_on)} if rests_on else {}
    return Event(at, inspector(duty.unit), f"zero/{duty.month.period}/{duty.unit}", body | rests)


def excuse(duty: Duty) -> Event:
    body = {
        "type": "excuse",
        "unit": duty.unit,
        "period": duty.month.period,
        "reason": EXCUSES[dice("excuse", duty.unit, duty.month.back) % len(EXCUSES)],
    }
    at = moment(last_day(duty.month.period), 11)
    return Event(at, "xianju", f"excuse/{duty.month.period}/{duty.unit}", body)


def publications(months: Sequence[Month]) -> Iterator[Event]:
    """Approved before the first month is over: from this ledger's first month to the end of this year."""
    at = moment(last_day(months[0].period), 15)
    for body in publication_bodies(months[0].period, f"{months[-1].period[:4]}-12"):
        yield Event(at, "fabu", f"publication/{body['dataset']}", body)
