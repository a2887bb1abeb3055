"""How a figure came about, as data: formula, numbers, rows of law, result.

Owns: the shape of one step and how numbers are written in it. Does not own: any formula. A step is enough to redo
the figure with a pencil: every number in the formula stands in `numbers`, every row used in `rows` with its source.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

MOST_DECIMALS: Final = 12
Shown = Mapping[str, str]
Numbers = Mapping[str, Decimal | int | str | None]


class Step(Struct, frozen=True):
    """One line of a derivation."""

    formula: str  #: in words and signs people write by hand
    numbers: Mapping[str, object]  #: what stands in the formula, by name; decimals as plain text
    rows: Sequence[Shown] = ()  #: rows of reference data used, with source and confidence
    what: str = ""  #: which figure this is
    result: str | None = None  #: unrounded where it is exact in few digits


def step(
    what: str,
    formula: str,
    numbers: Numbers,
    result: Decimal | None = None,
    rows: Sequence[Shown] = (),
) -> Step:
    """A step with its numbers written plainly; a number that is None was not there and is left out."""
    shown = {name: written(number) for name, number in numbers.items() if number is not None}
    return Step(formula, shown, rows, what, None if result is None else written(result))


def written(number: Decimal | int | str) -> str:
    """A number in plain digits: no exponent, at most twelve decimals, no zeros at the end of a fraction."""
    if not isinstance(number, Decimal):
        return str(number)
    text = f"{number:f}"
    if len(text.partition(".")[2]) > MOST_DECIMALS:
        text = f"{number:.{MOST_DECIMALS}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
