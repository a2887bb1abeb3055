"""GB/T 8170 rounding and percent figures."""

from decimal import Decimal

import pytest

from inspections.calculators.rounding import percent, plain, rounded


@pytest.mark.parametrize(
    ("value", "figure"),
    [("12.345", "12.34"), ("12.355", "12.36"), ("-12.325", "-12.32"), ("12.3450001", "12.35")],
)
def test_T09_a_half_goes_to_the_even_digit(value: str, figure: str) -> None:
    assert str(rounded(Decimal(value), 2)) == figure


def test_T09_rounding_twice_would_give_another_figure() -> None:
    exact = Decimal("2.3451")
    assert rounded(exact, 2) == Decimal("2.35")
    assert rounded(rounded(exact, 3), 2) == Decimal("2.34")


def test_T09_no_negative_zero() -> None:
    assert str(rounded(Decimal("-0.004"), 2)) == "0.00"


@pytest.mark.parametrize(
    ("numerator", "denominator", "figure"),
    [(20, 21, "95.24"), (21, 21, "100.00"), (0, 21, "0.00"), (2100, 3184, "65.95"), (1, 800, "0.12")],
)
def test_percent_has_two_digits(numerator: int, denominator: int, figure: str) -> None:
    assert percent(numerator, denominator) == figure


def test_there_is_no_percent_of_nothing() -> None:
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(28.546, 10, "28.546"), (1e-7, 10, "0.0000001"), (600.0, 1, "600"), (Decimal("1E+3"), 0, "1000")],
)
def test_plain_decimals_have_no_exponent_and_no_zeros_at_the_end(
    value: float | Decimal, digits: int, text: str
) -> None:
    assert plain(value, digits) == text
