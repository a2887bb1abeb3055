"""What a computed question is computed by: one table from the name in the TOML file to a function.

Owns: the formulas a checklist may name. Does not own: the arithmetic of dust points
(calculators/measurement.py), nor what follows from a value (`fails_if` of the question). A formula answers
None when its inputs do not suffice.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from inspections.calculators.measurement import dust_difference
from inspections.kinds.conditions import Value

#: inputs in the order the question names them, and whether the question's own `fails_if` holds on the answers
Formula = Callable[[Sequence[Value | None], bool], Value | None]


def growth_percent(inputs: Sequence[Value | None], _fails: bool) -> Value | None:
    """Growth of the first input over the second, in percent; negative is a fall, none from zero."""
    now, before = inputs
    if not isinstance(now, Decimal) or not isinstance(before, Decimal) or before == 0:
        return None
    return (now - before) / before * 100


def highest_difference(inputs: Sequence[Value | None], _fails: bool) -> Value | None:
    """The highest of the measured points minus the first input, the reference (HJ/T 55-2000; T27)."""
    reference, *points = inputs
    measured = [point for point in points if isinstance(point, Decimal)]
    if not isinstance(reference, Decimal) or not measured:
        return None
    return dust_difference(reference, measured)


def flag(inputs: Sequence[Value | None], fails: bool) -> Value | None:
    """yes when the question's `fails_if` holds; no only when every input is answered."""
    if fails:
        return "yes"
    return None if None in inputs else "no"


FORMULAS: Final[Mapping[str, Formula]] = {
    "growth_percent": growth_percent,
    "highest_difference": highest_difference,
    "flag": flag,
}
