"""`calc closure-rate`: the closure and on-time rates of a list of findings, as JSON.

Owns: the fields of question and answer (contract of `calc`). Does not own the counting (closure_rate.py).
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final

from msgspec import Meta, Struct

from inspections.calculators.asking import Answer, answering, one_step
from inspections.calculators.closure_rate import ClosureRate, Item, closure_rate
from inspections.calculators.reading import Fault, WrongInput
from inspections.reference import table

MOST: Final = 200_000


class ItemAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """One finding."""

    state: Annotated[str, Meta(description="整改状态，如 closed、staged；作废的写 void")]
    cycle: Annotated[int, Meta(ge=1, le=1000, description="第几个周期，反弹后为 2，如 1")] = 1
    fixed_on: Annotated[date | None, Meta(description="报自验的日子，如 2026-11-20")] = None
    original_due_on: Annotated[date | None, Meta(description="原定期限，如 2026-12-04")] = None
    due_on: Annotated[date | None, Meta(description="现在的期限，延期后为延长的，如 2027-03-01")] = None


class ClosureRateQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """Which findings, seen on which day."""

    items: Annotated[tuple[ItemAsked, ...], Meta(max_length=MOST)]
    as_of: Annotated[
        date | None, Meta(description="按哪天看有没有过期，如 2026-11-22；不写只看已报自验的")
    ] = None


def _closure_rate(question: ClosureRateQuestion) -> Answer:
    if faults := tuple(_unknown(question)):
        raise WrongInput(faults)
    items = (
        Item(one.state, one.cycle, one.fixed_on, one.original_due_on, one.due_on) for one in question.items
    )
    found = closure_rate(items, question.as_of)
    formula = "销号率 = 已销号（含归档）÷（收到 − 不属实 − 移交已接收 − 作废）× 100，按 GB/T 8170 修约到两位"
    counts = {"closed": found.closed, "received": found.received, "left_out": found.left_out}
    return {
        "closed": found.closed,
        "staged": found.staged,
        "rebounded": found.rebounded,
        "total": found.total,
        "rate_percent": found.rate_percent,
        "on_time": found.original.on_time,
        "due": found.original.due,
        "on_time_percent": found.original.rate_percent,
        "on_time_extended": found.extended.on_time,
        "due_extended": found.extended.due,
        "on_time_extended_percent": found.extended.rate_percent,
        "steps": [one_step(formula, counts)],
        "warnings": list(_warnings(found)),
    }


def _unknown(question: ClosureRateQuestion) -> Iterator[Fault]:
    known = {row["key"] for row in table("rectification_states") if row["resting"] == "yes"} | {"void"}
    for number, item in enumerate(question.items):
        if item.state not in known:
            yield Fault(f"items[{number}].state", "wrong-value", f"没有“{item.state}”这种状态")


def _warnings(found: ClosureRate) -> Iterator[str]:
    if found.staged:
        yield f"阶段性办结、长期坚持的{found.staged}件不算销号"
    if found.rebounded:
        yield f"反弹后还没重新销号的{found.rebounded}件不算销号，原销号日期仍保留"


CLOSURE_RATE: Final = answering(ClosureRateQuestion, _closure_rate)
