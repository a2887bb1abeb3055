"""The calculators' JSON face: a question in, an answer out that explains itself.

Owns: what each calculator may be asked and the names in its answer (contract of `xuncha calc` and
`POST /api/v1/calc/{name}`). Does not own: the arithmetic. Decimals in answers are strings of plain decimals.
Every answer has `steps` (formula, numbers, rows of reference data with source and confidence) and `warnings`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from inspections.calculators import coverage as months
from inspections.calculators import credit_code, datums
from inspections.calculators.asking import Answer, Asked, answering, one_step
from inspections.calculators.balance_question import BALANCE
from inspections.calculators.closure_rate_question import CLOSURE_RATE
from inspections.calculators.datums import Datum, Point
from inspections.calculators.distance import distance_m
from inspections.calculators.energy_question import ENERGY
from inspections.calculators.intensity_question import INTENSITY
from inspections.calculators.limit_question import LIMIT
from inspections.calculators.reading import Fault, WrongInput
from inspections.calculators.rounding import plain
from inspections.calculators.working_days import Calendar, Direction, Kind, deadline, read_calendar
from inspections.months import last_day, month_of
from inspections.reference import table

DEGREE_DIGITS: Final = 10  # 0.01 mm: a way there and back through text stays exact to 1e-9 degree
_DATUMS_ZH: Final = "WGS84、CGCS2000、GCJ02 或 BD09"


class DeadlineQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a period ends."""

    start: Annotated[date, Meta(description="事由发生之日，如 2026-02-12")] = msgspec.field(name="from")
    count: Annotated[int, Meta(ge=1, le=10_000, description="1至10000的整数，如 5")]
    kind: Annotated[Kind, Meta(description="working（工作日）、natural（自然日）或 month（月）")]
    direction: Annotated[Direction, Meta(description="after（之后）或 before（之前）")] = "after"


class CoordinatesQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same place in another datum."""

    lat: Annotated[
        Decimal,
        Meta(description="纬度，-90至90度，如 28.5460", extra={"least": Decimal(-90), "most": Decimal(90)}),
    ]
    lon: Annotated[
        Decimal,
        Meta(
            description="经度，-180至180度，如 115.9440", extra={"least": Decimal(-180), "most": Decimal(180)}
        ),
    ]
    source: Annotated[Datum, Meta(description=f"原坐标系：{_DATUMS_ZH}")] = msgspec.field(name="from")
    target: Annotated[Datum, Meta(description=f"目标坐标系：{_DATUMS_ZH}")] = msgspec.field(name="to")


class CreditCodeQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether a credit code can be right."""

    code: Annotated[str, Meta(description="统一社会信用代码，如 91360121MA35000156")]


class CoverageQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which units were covered in a month."""

    month: Annotated[
        str, Meta(pattern=r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$(?!\n)", description="月份，如 2026-07")
    ]
    units: tuple[months.Unit, ...]
    records: tuple[months.Record, ...]


def _deadline(question: DeadlineQuestion) -> Answer:
    found = deadline(question.start, question.count, question.kind, question.direction, seed_calendar())
    numbers = {"from": str(question.start), "count": question.count, "kind": question.kind}
    numbers["direction"] = question.direction
    return {
        "due": str(found.on),
        "provisional": found.provisional,
        "text": found.text,
        "steps": [
            one_step("事由当天不计；休息日按放假通知", numbers, list(_calendar_rows(found.named_days)))
        ],
        "warnings": list(found.warnings),
    }


@cache
def seed_calendar() -> Calendar:
    """The calendar of the seed tables; a county's ledger may know newer notices."""
    return read_calendar(table("calendar_cn"), table("provisional_days"))


def _calendar_rows(days: Sequence[date]) -> Iterator[dict[str, str]]:
    wanted = {str(day) for day in days}
    columns = ("date", "kind", "holiday_zh", "source", "confidence")
    for name in ("calendar_cn", "provisional_days"):
        for row in table(name):
            if row["date"] in wanted:
                yield {"table": name, **{column: row[column] for column in columns if column in row}}


def _coordinates(question: CoordinatesQuestion) -> Answer:
    given = Point(float(question.lat), float(question.lon))
    found = datums.convert(given, question.source, question.target)
    formula = "GCJ-02、BD-09 按公开公式换算，反算用迭代；位移为两组数字之间的大地线距离"
    numbers = {"lat": str(question.lat), "lon": str(question.lon), "from": question.source}
    return {
        "lat": plain(found.lat, DEGREE_DIGITS),
        "lon": plain(found.lon, DEGREE_DIGITS),
        "shift_m": plain(distance_m(given, found), 1),
        "steps": [one_step(formula, {**numbers, "to": question.target})],
        "warnings": list(_datum_warnings(given, {question.source, question.target})),
    }


def _datum_warnings(point: Point, named: set[Datum]) -> Iterator[str]:
    if "CGCS2000" in named and len(named) > 1:
        yield "CGCS2000 与 WGS84 视为相同，两者相差小于1米"
    if named & {"GCJ02", "BD09"} and not datums.within_mainland_box(point):
        yield "该点不在中国大陆范围框内，GCJ-02 和 BD-09 在此不偏移"


def _credit_code(question: CreditCodeQuestion) -> Answer:
    found = credit_code.check(question.code)
    numbers = {"code": found.normalised}
    formula = "GB 32100-2015：前17位各乘 3^(i−1) 除以31的余数后求和，31减去和除以31的余数为第18位"
    return {
        "valid": found.valid,
        "normalised": found.normalised,
        "reason": found.reason,
        "steps": [one_step(formula, numbers)],
        "warnings": list(found.warnings),
    }


def _coverage(question: CoverageQuestion) -> Answer:
    if faults := tuple(_turned_round(question.units)):
        raise WrongInput(faults)
    found = months.coverage(question.month, question.units, question.records)
    counts: dict[str, object] = {
        "in_force": len(found.in_force),
        "covered": len(found.covered),
        "excused": len(found.excused),
    }
    formula = "覆盖率 = 有巡察记录或零报告的单位 ÷ 当月最后一天在册的单位 × 100，按 GB/T 8170 修约到两位"
    return {
        **counts,
        "missing": list(found.missing),
        "rate_percent": found.rate_percent,
        "excused_units": list(found.excused),
        "steps": [one_step(formula, {"month": question.month, **counts})],
        "warnings": list(_uncounted(question)),
    }


def _turned_round(units: Sequence[months.Unit]) -> Iterator[Fault]:
    for number, unit in enumerate(units):
        if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
            message = f"有效最后一天 {unit.valid_to} 早于生效第一天 {unit.valid_from}"
            yield Fault(f"units[{number}].valid_to", "ends-before-start", message)


def _uncounted(question: CoverageQuestion) -> Iterator[str]:
    stands_for = months.standing_for(question.units, last_day(question.month))
    for number, record in enumerate(question.records):
        if (month := month_of(record.at)) != question.month:
            yield f"records[{number}]（{record.unit}）按北京时间属于{month}，未计入"
        elif record.unit not in stands_for:
            yield f"records[{number}]（{record.unit}）的单位当月最后一天不在册，也没有承接单位，未计入"


CALCULATORS: Final[Mapping[str, Asked]] = {
    "balance": BALANCE,
    "closure-rate": CLOSURE_RATE,
    "coordinates": answering(CoordinatesQuestion, _coordinates),
    "coverage": answering(CoverageQuestion, _coverage),
    "credit-code": answering(CreditCodeQuestion, _credit_code),
    "deadline": answering(DeadlineQuestion, _deadline),
    "energy": ENERGY,
    "intensity": INTENSITY,
    "limit": LIMIT,
}
