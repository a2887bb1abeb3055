"""What every JSON face of a calculator shares: how a question is read, how steps and faults leave.

Owns: the shape of an answer and the turning of a question into it. Does not own any calculator (questions.py and its
neighbours do). Decimals in answers are strings of plain decimals.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from inspections.calculators.derivation import Step
from inspections.calculators.periods import Period, read_period
from inspections.calculators.reading import Fault, WrongInput, read
from inspections.calculators.rows import Tables
from inspections.reference import table

Q = TypeVar("Q", bound=msgspec.Struct)
Answer = dict[str, object]


class Asked(Protocol):
    """A calculator as the doors call it: any JSON in, an answer or WrongInput out.

    `tables` is the law it reckons by: the seed, or a county's own (inspections/references.py).
    """

    def __call__(self, raw: Any, tables: Tables = table) -> Answer: ...


def by_law(kind: type[Q], answer: Callable[[Q, Tables], Answer]) -> Asked:
    """A calculator that rests on rows of reference data."""

    def asked(raw: Any, tables: Tables = table) -> Answer:
        try:
            return answer(read(kind, raw), tables)
        except OverflowError as beyond:
            fault = Fault("", "out-of-range", "日期超出可计算的范围（公元1年至9999年）")
            raise WrongInput((fault,)) from beyond

    return asked


def answering(kind: type[Q], answer: Callable[[Q], Answer]) -> Asked:
    """A calculator that is arithmetic alone, or knows only the seed."""
    return by_law(kind, lambda question, _tables: answer(question))


def one_step(
    formula: str, numbers: Mapping[str, object], rows: Sequence[Mapping[str, str]] = ()
) -> dict[str, object]:
    """The step of a calculator that has only one."""
    return {"formula": formula, "numbers": dict(numbers), "rows": list(rows)}


def shown(steps: Iterable[Step]) -> list[dict[str, object]]:
    """Steps as JSON; what a step does not say is left out."""
    return [
        {
            "what": line.what,
            "formula": line.formula,
            "numbers": dict(line.numbers),
            "rows": [dict(row) for row in line.rows],
            "result": line.result,
        }
        for line in steps
    ]


def period_at(text: str, at: str = "period") -> Period:
    """The period of a field; WrongInput when there are no such days."""
    try:
        return read_period(text)
    except ValueError as wrong:
        message = f"“{text}”不是有效的时段：没有这一天，或起止颠倒"
        raise WrongInput((Fault(at, "wrong-value", message),)) from wrong
