"""The gate: what must not be published is refused here, every fault at once, before a page is drawn.

Owns: the basis of figures, sums that must agree and counts that fall; asks privacy.py about every text.
Does not own: which fields exist (publication.py) or what the built pages look like (check.py). Source:
domain.md §1, §11 [K].
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from inspections.facts import Fault, unless
from inspections.privacy import private_marks, prose
from inspections.publication import PublicCoverage, PublicMonth, Snapshot, decoded, encoded
from inspections.publishing.sheets import SHEETS

#: a fall of more than this share of the last release needs a person's word
LARGEST_FALL_PERCENT: Final = 20
#: a percent is printed with two decimals, so it may differ from the exact ratio by half of the last one
ROUNDING: Final = Decimal("0.005")
NO_BASIS: Final = "这组数据没有公开依据（来源和批准文号）。"
_UNITS: Final = ("in_force", "reported", "joint", "zero_only", "excused", "missing", "late")
SUMMED: Final = (*_UNITS, "sites", "sites_seen")


def gate(
    snapshot: Snapshot,
    staff_names: Collection[str] = (),
    previous: Snapshot | None = None,
    accept_drop: bool = False,
) -> tuple[Fault, ...]:
    """Every reason why this snapshot must not be published; a wrong shape stands alone. Empty when it may."""
    if misshapen := _shape(snapshot):
        return (misshapen,)
    falls = () if previous is None or accept_drop else _falls(snapshot, previous)
    return (
        *_texts(snapshot, staff_names),
        *_basis(snapshot),
        *_lines(snapshot),
        *_intensity(snapshot),
        *_sums(snapshot),
        *falls,
    )


def _shape(snapshot: Snapshot) -> Fault | None:
    """Structs made in code are not checked when they are made; reading them back checks every field."""
    try:
        decoded(encoded(snapshot))
        for moment in (snapshot.as_of, *(one.approved_at for one in snapshot.basis)):
            _moment(moment)
    except (msgspec.ValidationError, ValueError) as wrong:
        return Fault("", "shape", f"快照的内容不合规定的格式：{wrong}")
    return None


def _texts(snapshot: Snapshot, staff_names: Collection[str]) -> Iterator[Fault]:
    for path, text in prose(msgspec.to_builtins(snapshot)):
        yield from private_marks(path, text, staff_names)
        if path.endswith("link") and not text.startswith("https://"):
            yield Fault(path, "link", "链接要以 https:// 开头。")


def _basis(snapshot: Snapshot) -> Iterator[Fault]:
    for number, one in enumerate(snapshot.basis):
        at = f"basis.{number}"
        yield from _found(
            unless(one.source.strip(), "no-source", "没有写数据来源。", at=f"{at}.source"),
            unless(one.document_no.strip(), "no-document", "没有写批准文号。", at=f"{at}.document_no"),
            unless(
                _moment(one.approved_at) <= _moment(snapshot.as_of),
                *("approved-later", "批准时间晚于数据截止时间。"),
                at=f"{at}.approved_at",
            ),
        )
    for number, coverage in enumerate(snapshot.coverage):
        if not snapshot.based("coverage", coverage.kind):
            yield Fault(f"coverage.{number}", "no-basis", NO_BASIS)
    for field, dataset in (*((sheet.field, sheet.dataset) for sheet in SHEETS), ("intensity", "intensity")):
        if getattr(snapshot, field) and not snapshot.based(dataset):
            yield Fault(field, "no-basis", NO_BASIS)


def _lines(snapshot: Snapshot) -> Iterator[Fault]:
    """A line of a list without its source, or one that says 认定 and shows no certificate."""
    for sheet in SHEETS:
        for number, line in enumerate(sheet.lines(snapshot)):
            if not line.source.strip():
                yield Fault(f"{sheet.field}.{number}.source", "no-source", "没有写这一行的来源。")
    for number, product in enumerate(snapshot.wall_materials):
        at = f"wall_materials.{number}"
        certified = product.status in ("certified", "expired")
        yield from _found(
            unless(
                not certified or (product.certificate_no and product.valid_to),
                *("no-certificate", "写了认定，却没有证书编号和有效期。"),
                at=f"{at}.certificate_no",
            ),
            unless(
                product.status != "applied" or not product.certificate_no,
                *("only-applied", "只是申报，不能有证书编号。"),
                at=f"{at}.certificate_no",
            ),
        )


def _intensity(snapshot: Snapshot) -> Iterator[Fault]:
    """A figure without source and document number is refused; what was worked out must be so."""
    for number, one in enumerate(snapshot.intensity):
        at = f"intensity.{number}"
        for field, words in (
            ("source_unit", "来源单位"),
            ("document_no", "文号"),
            ("public_basis", "可公开依据"),
        ):
            if not getattr(one, field).strip():
                yield Fault(
                    f"{at}.{field}", f"no-{field.partition('_')[0]}", f"这个数字没有{words}，不能公开。"
                )
        if one.worked_out and Decimal(one.target_percent or 0) - Decimal(one.change_percent) != Decimal(
            one.over_pp or 0
        ):
            yield Fault(f"{at}.over_pp", "subtraction", "超额不等于目标减结果。")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _found(*faults: Fault | None) -> Iterator[Fault]:
    return (fault for fault in faults if fault)


def _sums(snapshot: Snapshot) -> Iterator[Fault]:
    for number, coverage in enumerate(snapshot.coverage):
        at = f"coverage.{number}"
        for place, month in enumerate(coverage.months):
            yield from _one_month(coverage, month, f"{at}.months.{place}")
        yield from _percents(coverage.year_total, f"{at}.year_total")
        yield from _year(coverage, at)
        yield from _units(coverage, at)
    names = [coverage.name for coverage in snapshot.coverage]
    if len(set(names)) < len(names):
        yield Fault("coverage", "twice", "同一种巡察的同一年出现了两次。")


def _one_month(coverage: PublicCoverage, month: PublicMonth, at: str) -> Iterator[Fault]:
    filed, closed = month.reported + month.excused + month.missing, coverage.closed(month)
    yield from _found(
        unless(month.period.startswith(f"{coverage.year}-"), "wrong-year", "这个月不在这一年里。", at=at),
        unless(
            filed == month.in_force if closed else filed <= month.in_force,
            *("sum", "报送、免巡、缺报三个数加起来不等于应巡单位数。"),
            at=at,
        ),
        unless(closed or not month.missing, "open-missing", "还没有截止的月份不能算缺报。", at=at),
        unless(month.joint + month.zero_only <= month.reported, "sum", "联合巡察加仅零报告多于报送。", at=at),
        unless(month.late <= month.reported, "sum", "迟报的单位多于报送的单位。", at=at),
        unless(month.sites_seen <= month.sites, "sum", "看过的点位多于名单上的点位。", at=at),
        unless(not month.frozen or closed, "frozen-open", "还没有截止的月份不能标为已定稿。", at=at),
        unless(month.frozen == (month.frozen_seq is not None), "frozen", "定稿和定稿记录号对不上。", at=at),
        unless(month.frozen or not month.before, "before", "没有定稿的月份谈不上更正。", at=at),
    )
    yield from _percents(month, at)


def _percents(month: PublicMonth, at: str) -> Iterator[Fault]:
    for name, part, whole in (
        ("reported_percent", month.reported, month.in_force),
        ("joint_percent", month.joint, month.in_force),
        ("sites_percent", month.sites_seen, month.sites),
    ):
        if not _agrees(getattr(month, name), part, whole):
            yield Fault(f"{at}.{name}", "percent", f"百分比与 {part} ÷ {whole} 对不上。")


def _agrees(percent: str | None, part: int, whole: int) -> bool:
    if percent is None or whole == 0:
        return percent is None and whole == 0
    return abs(Decimal(percent) * whole - 100 * part) <= ROUNDING * whole


def _year(coverage: PublicCoverage, at: str) -> Iterator[Fault]:
    closed = [month for month in coverage.months if coverage.closed(month)]
    periods = [month.period for month in coverage.months]
    if periods != sorted(set(periods)):
        yield Fault(f"{at}.months", "order", "月份要从早到晚，每月一行。")
    for name in SUMMED:
        if getattr(coverage.year_total, name) != sum(getattr(month, name) for month in closed):
            yield Fault(f"{at}.year_total.{name}", "sum", "全年合计不等于已截止各月相加。")


def _units(coverage: PublicCoverage, at: str) -> Iterator[Fault]:
    """Units by name stand in frozen months only, and count up to what the month prints."""
    months = {month.period: month for month in coverage.months if month.frozen}
    for number, unit in enumerate(coverage.units):
        for period in sorted(unit.states.keys() - months.keys()):
            yield Fault(f"{at}.units.{number}", "not-frozen", f"{period} 没有定稿，不能按单位公开。")
    for period, month in months.items() if coverage.units else ():
        states = [unit.states[period] for unit in coverage.units if period in unit.states]
        counts = {name: states.count(name) for name in ("joint", "zero_only", "excused", "missing")}
        if len(states) != month.in_force or any(counts[name] != getattr(month, name) for name in counts):
            yield Fault(f"{at}.units", "sum", f"{period} 各单位的情况与公布的数量对不上。")


def _falls(snapshot: Snapshot, previous: Snapshot) -> Iterator[Fault]:
    now = counted(snapshot)
    for (at, name), before in counted(previous).items():
        if now.get((at, name), 0) * 100 < before * (100 - LARGEST_FALL_PERCENT):
            words = f"{name}从 {before} 降到 {now.get((at, name), 0)}，降幅超过 {LARGEST_FALL_PERCENT}%。"
            yield Fault(at, "count-dropped", f"{words}确认无误后用“接受下降”再发布。")


def differences(snapshot: Snapshot, previous: Snapshot | None) -> tuple[str, ...]:
    """What a publisher should look at before the switch: each count that is another than in the last release."""
    now, before = counted(snapshot), counted(previous) if previous else {}
    return tuple(
        f"{name}：{before.get((at, name), 0)} → {now.get((at, name), 0)}"
        for at, name in sorted(now.keys() | before.keys())
        if now.get((at, name), 0) != before.get((at, name), 0)
    )


def counted(snapshot: Snapshot) -> dict[tuple[str, str], int]:
    """What a publisher compares between two releases: (place, words) → count."""
    counts = {(sheet.field, f"{sheet.title}的行数"): len(sheet.lines(snapshot)) for sheet in SHEETS}
    counts["intensity", "能耗强度的条数"] = len(snapshot.intensity)
    for one in snapshot.coverage:
        at, title = f"coverage.{one.name}", f"{one.year} 年{one.kind_name}"
        counts[at, f"{title}月数"] = len(one.months)
        counts[at, f"{title}报送数"] = one.year_total.reported
        counts[at, f"{title}联合巡察数"] = one.year_total.joint
        counts[at, f"{title}看过的点位数"] = one.year_total.sites_seen
    return counts
