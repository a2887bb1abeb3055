"""工作小结: what a county did in a year, half a year or some months, as sentences with the figures worked out.

Owns: the sentences. Does not own the figures (coverage.py, findings.py, intensity.py). Figures of different periods are never put together
(T03); a goal is compared only where indicator and period are the same (T01); 申报 is not 认定, and firms a source leaves
unnamed stay unnamed (domain.md §0). What was good, and what comes next, is left to be written by hand.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

import msgspec

from inspections import coverage, parameters
from inspections.documents.asking import Asking, Filled, NoPaper, Standing, moment_text, whole_county
from inspections.documents.month_report import percent
from inspections.exports.patrols import KIND_NAMES
from inspections.exports.registers import LISTS
from inspections.facts import Facts
from inspections.intensity import over_achieved_pp
from inspections.months import day_of, last_day, month_of, months_between
from inspections.parameters import Setting
from inspections.snapshot import is_closed

PERIOD: Final = re.compile(
    r"(20\d\d)(?:-(h1|h2))?|(20\d\d-(?:0[1-9]|1[0-2]))\.\.(20\d\d-(?:0[1-9]|1[0-2]))", re.ASCII
)
HALVES: Final = {"h1": ("01", "06", "上半年"), "h2": ("07", "12", "下半年"), None: ("01", "12", "")}


class Span(msgspec.Struct, frozen=True):
    """Some months together."""

    first: str
    last: str
    text: str

    @property
    def days(self) -> tuple[str, str]:
        """The first day, and the day after the last."""
        return f"{self.first}-01", f"{last_day(self.last) + timedelta(days=1)}"


async def gather(asking: Asking, of: str) -> Filled:
    span = span_of(of)
    here = await whole_county(asking)
    return Filled(
        {
            "demo": here.demo,
            "county": here.county,
            "title": f"{here.county}{span.text}工业节能监管工作小结",
            "period": span.text,
            "patrols": [line for kind in KIND_NAMES for line in await patrol_lines(asking, here, kind, span)],
            "findings": await finding_lines(asking, span),
            "intensity": await intensity_lines(asking, span),
            "listings": await listing_lines(asking),
            "standing": f"以上数字取自台账第 {here.head_seq} 号记录（{moment_text(here.as_of)}）为止的数据。",
        }
    )


def span_of(of: str) -> Span:
    """ "2026", "2026-h1", "2026-01..2026-09". NoPaper for anything else."""
    found = PERIOD.fullmatch(of)
    if not found or (found[3] and found[3] > found[4]):
        raise NoPaper(
            f"“{of}”不是时段，请写成 2026、2026-h1（上半年）、2026-h2（下半年）或 2026-01..2026-09。"
        )
    year, half, first, last = found.groups()
    if year:
        begins, ends, text = HALVES[half]
        return Span(f"{year}-{begins}", f"{year}-{ends}", f"{year}年{text}")
    return Span(
        first, last, f"{months_text(first)}至{months_text(last)}" if first != last else months_text(first)
    )


def months_text(month: str) -> str:
    return f"{int(month[:4])}年{int(month[5:])}月"


async def patrol_lines(asking: Asking, here: Standing, kind: str, span: Span) -> list[str]:
    """What was done; for a kind that is filed monthly (zero reports, frozen months) also the three figures."""
    [(visits, joint, shut)] = await asking.ledger.rows(
        "paper_visits", book=asking.book, kind=kind, first=span.first, last=span.last
    )
    [(monthly,)] = await asking.ledger.rows(
        "paper_monthly", book=asking.book, kind=kind, first=span.first, last=span.last
    )
    if not visits and not monthly:
        return []
    done = (
        f"{span.text}共开展{KIND_NAMES[kind]} {visits} 次，其中联合巡察 {joint} 次，去了未能进入 {shut} 次。"
    )
    count, months = await closed_months(asking, here, kind, span) if monthly else (coverage.Figures(), [])
    return [done, *figures_text(count, len(months))] if months else [done]


def figures_text(count: coverage.Figures, months: int) -> tuple[str, ...]:
    """The three figures of some months together, each with what it is made of."""
    rates = coverage.rates(count)
    return (
        f"已到期的 {months} 个月合计：应报 {count.in_force} 个单位次，已报 {count.reported} 个，"
        f"报送率 {percent(rates.reported_percent)}；联合巡察 {count.joint} 个，"
        f"联合巡察率 {percent(rates.joint_percent)}；关注点位应看 {count.sites} 处次，看过 {count.sites_seen} 处次，"
        f"点位覆盖率 {percent(rates.sites_percent)}。",
        f"免巡 {count.excused} 个，缺报 {count.missing} 个，迟报或补传 {count.late} 个。",
    )


async def closed_months(
    asking: Asking, here: Standing, kind: str, span: Span
) -> tuple[coverage.Figures, list[str]]:
    """Sums of the months whose cut-off is past, from the first that has any record."""
    facts, cut_off = Facts(), Setting.at(asking.book, "cut_off_day")
    facts.load(await asking.ledger.answer([cut_off]))
    day = parameters.value(facts, asking.book, "cut_off_day")
    [(begins,)] = await asking.ledger.rows("coverage_first_period", kind=kind, scopes=asking.scopes_json)
    last = min(span.last, month_of(asking.now))
    months = [
        month
        for month in (months_between(max(span.first, begins), last) if begins else ())
        if is_closed(month, day, asking.now)
    ]
    records = []
    for month in months:
        facts.load(await asking.ledger.answer(coverage.questions(here.path, kind, month)))
        records.append(coverage.record_of(facts, here.path, kind, month))
    return coverage.add_up(coverage.figures(record) for record in records), months


async def finding_lines(asking: Asking, span: Span) -> list[str]:
    first, beyond = span.days
    today = f"{day_of(asking.now)}"
    [(found, unsolved, fixed, closed, overdue)] = await asking.ledger.rows(
        "paper_findings", book=asking.book, first=first, beyond=beyond, today=today
    )
    if not found:
        return []
    return [
        f"{span.text}登记问题 {found} 件：已了结 {closed} 件，已改待销号 {fixed} 件，未改好 {unsolved} 件，其中逾期 {overdue} 件。"
    ]


async def intensity_lines(asking: Asking, span: Span) -> list[str]:
    """Each reported change as its paper prints it; a goal beside it only for the same indicator and period."""
    years = (span.first[:4], span.last[:4] + "~")
    rows = await asking.ledger.rows("paper_intensity", book=asking.book, first=years[0], last=years[1])
    goals = {
        (unit, indicator, period): change
        for role, unit, indicator, period, change, *_ in rows
        if role == "target"
    }
    return [
        intensity_line(row, goals.get((row[1], row[2], row[3]), row[5])) for row in rows if row[0] == "result"
    ]


def intensity_line(row: tuple[Any, ...], goal: str | None) -> str:
    _, _, indicator, period, change, _, source, document_no, state, caveat = row
    basis = "，".join(one for one in (source, document_no) if one) or "来源待补"
    said = f"{period_text(period)}，{indicator}{direction(change)}（{basis}{'，初步数' if state == 'preliminary' else ''}）"
    if goal is not None:
        over = over_achieved_pp(change, goal)
        verdict = f"没有完成，差 {over[1:]} 个百分点" if over.startswith("-") else f"超过目标 {over} 个百分点"
        said += f"；目标为{direction(goal)}，{verdict}"
    return f"{said}。{caveat}"


def direction(change: str) -> str:
    return f"下降 {change[1:]}%" if change.startswith("-") else f"上升 {change}%"


def period_text(period: str) -> str:
    """ "2021-01..09" as 2021年1—9月, "2021..2025" as 2021—2025年."""
    first, _, last = period.partition("..")
    if "-" in first:
        year, month = first.split("-")
        return f"{year}年{int(month)}—{int(last)}月"
    return f"{first}—{last}年" if last else f"{first}年"


async def listing_lines(asking: Asking) -> list[str]:
    """How many stand on each list today, by what their source says of them; applied and certified apart."""
    rows = await asking.ledger.rows("paper_listings", book=asking.book)
    by_list = {key: [row[1:] for row in rows if row[0] == key] for key in LISTS}
    return [listing_line(LISTS[key], lines) for key, lines in by_list.items() if lines]


def listing_line(name: str, rows: Sequence[tuple[str, str, int]]) -> str:
    """Firms, each once; a line that stands for firms its source leaves unnamed counts them and names nobody."""
    gone = firms(rows, ("removed", "expired", "withdrawn", "barred"))
    applied = firms(rows, ("applied",))
    named = sorted({firm for firm, _, unnamed in rows if not unnamed}, key=[row[0] for row in rows].index)
    unnamed = sum(row[2] for row in rows)
    more = f"，另有 {unnamed} 家来源没有写名" if unnamed else ""
    what = [f"{applied} 家只是申报，不是认定" if applied else "", f"{gone} 家已移出或失效" if gone else ""]
    note = "；".join(one for one in what if one)
    return f"{name} {len(named) + unnamed} 家：{'、'.join(named)}{more}{'（' + note + '）' if note else ''}。"


def firms(rows: Iterable[tuple[str, str, int]], states: Sequence[str]) -> int:
    """How many firms have a line in one of the states."""
    found = [row for row in rows if msgspec.json.decode(row[1], type=dict[str, str]).get("status") in states]
    return len({row[0] for row in found if not row[2]}) + sum(row[2] for row in found)
