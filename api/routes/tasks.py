"""What is to be done now: this month's plans, filings and places still due, open findings, what waits in the inbox.

Owns: putting a reader's duties together, each computed from views and never stored. Does not own what makes one due
(inspections/duties.py). An inspector gets one's own plans and units, the county all, and the counts of its 今天 line.
"""

from datetime import timedelta
from typing import Annotated, Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct
from msgspec.structs import asdict, replace

from api.auth import FIELD, Call, allow
from api.evidence import visits_lacking_photos
from api.paging import After, Limit, cursor_of, places_in, views
from api.planned import TaskView, plans_of, tasks_of
from api.reading import json_text
from api.routes.coverage import joined
from api.routes.ledger import inbox_views
from api.turns import Duty, duties_of
from inspections import coverage, duties, parameters
from inspections.certificates import REMINDER, reminder_span, validity
from inspections.chasing import TURN_ROLES
from inspections.coverage import Record
from inspections.facts import Facts, Key
from inspections.kinds import KINDS
from inspections.months import day_of, first_day, month_of
from inspections.parameters import Setting
from inspections.rules import VOCABULARY

SHOWN = 100  #: of open findings and inbox rows; the rest is in their own lists


class NotEntered(Struct):
    """A visit that could not get in, and nobody did since."""

    visit: str
    unit: str
    unit_name: str
    kind: str
    period: str
    site: str | None
    enterprise: str | None
    result: str
    started_at: str


class FilingDue(Struct):
    """A unit that has filed nothing for a month yet."""

    unit: str
    unit_name: str
    kind: str
    period: str
    due_on: Annotated[str, Meta(description="不算迟报的最后一天", examples=["2026-12-05"])]


class SiteDue(Struct):
    """A watched place nobody has got into this month."""

    site: str
    name: str
    kind: str
    unit: str
    unit_name: str
    enterprise: str | None


class FindingDue(Struct):
    """An open finding, the nearest day first."""

    id: str
    seq: int
    unit: str
    unit_name: str
    site_name: str | None
    enterprise_name: str | None
    category: str
    severity: str
    state: str
    opened_on: str
    due_on: str | None
    overdue: bool


class RenewalDue(Struct):
    """A certificate that ends soon and has not been renewed."""

    listing: str
    list: Annotated[str, Meta(description="green_factory · wall_material · ready_mix")]
    unit: str
    name: str
    enterprise: str | None
    valid_to: Annotated[str, Meta(description="最后一天，当天仍有效", examples=["2026-11-30"])]
    days_left: Annotated[int, Meta(description="还剩几天，当天为 0", examples=[8])]


class InboxDue(Struct):
    """Something one sent that is not in the ledger; body and reasons are at /inbox."""

    id: str
    digest: str
    type: Annotated[str | None, Meta(description="记录种类；无法识别的为 null", examples=["visit"])]
    reason: Annotated[str, Meta(description="parent_missing · refused · conflict · account_changed")]
    waits_for: str | None
    received_at: str


class Counts(Struct):
    """The county's line of today."""

    units: Annotated[int, Meta(description="本月在册单位")]
    units_not_filed: Annotated[int, Meta(description="本月还没有任何报送的单位")]
    sites: Annotated[int, Meta(description="本月关注点位")]
    sites_seen: int
    visits_doubtful: Annotated[int, Meta(description="算哪个月待确认的巡察")]
    visits_lacking_photos: Annotated[int, Meta(description="这个月和上个月的巡察里，照片还没传全的")]
    inbox: Annotated[int, Meta(description="收件箱里等处理的")]
    findings_open: int
    findings_overdue: int


class Tasks(Struct):
    period: Annotated[str, Meta(description="本月", examples=["2026-11"])]
    cut_off: Annotated[str, Meta(description="本月报送不算迟报的最后一天", examples=["2026-12-05"])]
    items: list[TaskView]
    not_entered: Annotated[list[NotEntered], Meta(description="未能进入、还要再去的")]
    filings: Annotated[list[FilingDue], Meta(description="还没报送的：本月的，和还没过截止日的上个月的")]
    sites: Annotated[list[SiteDue], Meta(description="名单上本月还没看过的")]
    findings: Annotated[list[FindingDue], Meta(description="没改好的问题，期限近的在前，最多 100 个")]
    duties: Annotated[
        list[Duty],
        Meta(
            description="等我办下一步的问题：责任单位、核查验收、县局、发布员各看自己的，每个角色最多 100 个"
        ),
    ]
    renewals: Annotated[list[RenewalDue], Meta(description="快到期、还没换证的，县局才有")]
    inbox: Annotated[list[InboxDue], Meta(description="自己发出、还没入账的，最多 100 条")]
    county: Annotated[Counts | None, Meta(description="县局的今天；其他人为 null")]
    next: str | None = None


@get(
    "/tasks",
    opt=allow(*FIELD, *TURN_ROLES),
    summary="要做的事",
    description="巡察员看自己的计划和单位，县局看全部：计划、还没报送的、还没看过的点位、未能进入要再去的、没改好的问题、自己没入账的。"
    "责任单位、核查验收、县局、发布员看等自己办下一步的问题（duties）。",
)
async def tasks(
    call: NamedDependency[Call],
    since: Annotated[
        str | None,
        QueryParameter(
            pattern=r"^20[0-9][0-9]-(0[1-9]|1[0-2])$(?!\n)", description="计划从哪个月起，不写为上个月"
        ),
    ] = None,
    limit: Limit = 200,
    after: After = None,
) -> Tasks:
    """Everything one person should do next, computed. What is filed is only for those who file."""
    month, last_month = month_of(call.now), month_before(month_of(call.now))
    field = replace(call, roles=FIELD)
    plans = await plans_of(field, since or last_month, limit, places_in(after, "", ""))
    cut_off_day, records = await months(field)
    now = [record for record in records if record.period == month]
    year_ago = f"{int(month[:4]) - 1}{month[4:]}"
    chased = await call.storage.rows("visits_not_entered", scopes=field.scopes, since=year_ago, limit=limit)
    return Tasks(
        period=month,
        cut_off=f"{duties.last_day_in_time(month, cut_off_day)}",
        items=await tasks_of(plans, field),
        not_entered=views(NotEntered, chased),
        filings=[
            FilingDue(**asdict(due))
            for record in records
            if record.kind in duties.MONTHLY
            for due in duties.filings_due(record, cut_off_day)
        ],
        sites=await sites_due(now, field),
        findings=await findings_due(field),
        duties=await duties_of(call),
        renewals=await renewals_due(field) if call.actor.has("county") else [],
        inbox=await own_inbox(call),
        county=await counts(now, last_month, field) if call.actor.has("county") else None,
        next=cursor_of(plans[-1][2], plans[-1][0]) if len(plans) == limit else None,
    )


def month_before(month: str) -> str:
    return f"{first_day(month) - timedelta(days=1):%Y-%m}"


async def months(call: Call) -> tuple[int, list[Record]]:
    """The cut-off day, and the record of each kind and open month within the reader's units."""
    book, paths = call.settings.book, call.paths()
    facts = Facts()
    facts.load(await call.storage.answer([Setting.at(book, "cut_off_day")]))
    cut_off_day = parameters.value(facts, book, "cut_off_day")
    asked = [
        (kind, period)
        for kind in dict.fromkeys(name for name, _ in KINDS)
        for period in duties.open_months(call.now, cut_off_day)
    ]
    keys: dict[Key[Any], None] = {
        key: None for one in asked for path in paths for key in coverage.questions(path, *one)
    }
    facts.load(await call.storage.answer(list(keys)))
    return cut_off_day, [joined(facts, paths, kind, period) for kind, period in asked]


async def sites_due(records: list[Record], call: Call) -> list[SiteDue]:
    """This month's unseen places with their names."""
    due = [one for record in records for one in duties.sites_due(record)]
    rows = await call.storage.rows("sites_named", sites=json_text(sorted({one.site for one in due})))
    named = {row[0]: row[1:] for row in rows}
    units = {unit.unit: unit.name for record in records for unit in record.units}
    return [
        SiteDue(one.site, name, one.kind, one.unit, units.get(one.unit, ""), enterprise)
        for one in due
        for name, enterprise in [named[one.site]]
    ]


async def findings_due(call: Call) -> list[FindingDue]:
    today = f"{day_of(call.now)}"
    rows = await call.storage.rows("findings_due", scopes=call.scopes, today=today, limit=SHOWN)
    return views(FindingDue, rows)


async def renewals_due(call: Call) -> list[RenewalDue]:
    """Within the county's own span before the end."""
    facts, today = Facts(), day_of(call.now)
    facts.load(await call.storage.answer([Setting.at(call.settings.book, REMINDER)]))
    first, last = reminder_span(today, parameters.value(facts, call.settings.book, REMINDER))
    rows = await call.storage.rows(
        "listings_ending", scopes=json_text(call.paths("county")), ends_from=first, ends_to=last, limit=SHOWN
    )
    return views(RenewalDue, [(*row, validity(None, row[5], today).days_left) for row in rows])


async def own_inbox(call: Call) -> list[InboxDue]:
    nowhere = json_text([])
    rows = await call.storage.rows(
        "inbox_list",
        account=call.account,
        scopes=nowhere,
        after_at="",
        after_id="",
        after_digest="",
        limit=SHOWN,
    )
    return [
        InboxDue(one.id, one.digest, kind_in(one.body), one.reason, one.waits_for, one.received_at)
        for one in inbox_views(rows)
    ]


def kind_in(body: Any) -> str | None:
    """The type a received body names, if it is one of ours."""
    kind = body.get("type") if isinstance(body, dict) else None
    return kind if isinstance(kind, str) and kind in VOCABULARY.rules else None


async def counts(now: list[Record], last_month: str, call: Call) -> Counts:
    """Over the units of the county's own grants."""
    scopes = json_text(call.paths("county"))
    [found] = await call.storage.rows("today_counts", scopes=scopes, today=f"{day_of(call.now)}")
    filed = [coverage.figures(record) for record in now if record.kind in duties.MONTHLY]
    seen = [coverage.figures(record) for record in now]
    return Counts(
        units=sum(one.in_force for one in filed),
        units_not_filed=sum(one.missing for one in filed),
        sites=sum(one.sites for one in seen),
        sites_seen=sum(one.sites_seen for one in seen),
        visits_doubtful=found[0],
        visits_lacking_photos=await visits_lacking_photos(call, scopes, last_month),
        inbox=found[1],
        findings_open=found[2],
        findings_overdue=found[3],
    )


ROUTES = [tasks]
