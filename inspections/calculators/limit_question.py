"""`calc limit`: which level of a unit-product limit a consumption reaches, as JSON.

Owns: the fields of question and answer (contract of `calc`). Does not own the judgement (limits.py).
"""

from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from inspections.calculators.asking import Answer, by_law, period_at, shown
from inspections.calculators.limits import judge
from inspections.calculators.periods import PeriodText
from inspections.calculators.rows import Tables


class LimitQuestion(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A unit consumption, not rounded before it is judged."""

    product: Annotated[str, Meta(max_length=60, description="产品代码，如 beer")]
    indicator: Annotated[str | None, Meta(description="指标，如 production；产品只有一项指标时可不填")] = None
    value: Annotated[
        Decimal,
        Meta(
            description="单位产品能耗，可为负，不先修约，如 38.0",
            extra={"least": Decimal("-1e9"), "most": Decimal("1e9")},
        ),
    ]
    unit: Annotated[str, Meta(max_length=20, description="单位，如 kgce/kL")]
    period: PeriodText


def _limit(question: LimitQuestion, tables: Tables) -> Answer:
    found = judge(
        question.product,
        question.indicator,
        question.value,
        question.unit,
        period_at(question.period),
        tables,
    )
    return {
        "standard": found.standard,
        "valid_from": found.valid_from,
        "level": found.level,
        "levels": {str(number): level or None for number, level in enumerate(found.levels, start=1)},
        "status": found.status,
        "split_at": [str(day) for day in found.split_at],
        "steps": shown(found.steps),
        "warnings": list(found.warnings),
    }


LIMIT: Final = by_law(LimitQuestion, _limit)
