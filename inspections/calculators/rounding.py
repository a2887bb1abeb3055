"""Rounding of values and rates, and how a number is written out.

Owns: the rule of GB/T 8170 (half to even, once, at the end) and the percent figure of every rate.
Does not own: how many digits a figure carries (its caller knows the standard that asks for it).
Source: GB/T 8170-2008, domain.md §12 T09 [K].
"""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import wraps
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Wide enough for any county figure at any number of digits: quantize refuses what does not fit its context.
_WIDE: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)
PERCENT_DIGITS: Final = 2


def rounded(value: Decimal, digits: int) -> Decimal:
    """The value with `digits` decimals, a half going to the even digit. Give it the exact value, once."""
    result = value.quantize(Decimal(1).scaleb(-digits), context=_WIDE)
    return abs(result) if result.is_zero() else result  # −0.00 is not a figure anyone writes


def percent(numerator: Decimal | int, denominator: Decimal | int) -> str | None:
    """A rate in percent with two decimals ("95.24"); None when the denominator is 0: no rate exists then."""
    if denominator == 0:
        return None
    quotient = _WIDE.divide(_WIDE.multiply(Decimal(numerator), Decimal(100)), Decimal(denominator))
    return str(rounded(quotient, PERCENT_DIGITS))


def plain(value: Decimal | float, digits: int) -> str:
    """The rounded value as a plain decimal, no exponent and no zeros at the end ("28.546")."""
    text = f"{rounded(Decimal(value), digits):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure(value: Decimal, digits: int) -> str:
    """The rounded value with exactly that many decimals ("1474.80"): how a paper prints it."""
    return f"{rounded(value, digits):f}"


def exactly(arithmetic: Callable[P, T]) -> Callable[P, T]:
    """Runs a function with 60 digits, so that sums and products are exact and only figures are rounded."""

    @wraps(arithmetic)
    def wide(*given: P.args, **named: P.kwargs) -> T:
        with localcontext(_WIDE):
            return arithmetic(*given, **named)

    return wide
