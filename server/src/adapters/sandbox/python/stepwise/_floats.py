"""Python's floats in a claim: rounded numbers, read as what they stand for."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple, Optional

from sympy import Basic, Float, Integer, Rational

#: A quotient of numbers up to this is told from all others by its float.
_LARGEST_DENOMINATOR = 10_000


class Reading(NamedTuple):
    exact: Basic
    #: Decimals that the float shows, where it may be a rounded number.
    decimals: Optional[int]


def read_float(value: Float) -> Reading:
    """1/3 for 0.3333333333333333, 1/2 for 0.5; a number of few digits may be rounded."""
    number = float(value)
    if number.is_integer():
        return Reading(Integer(int(number)), None)
    text = repr(number)
    digits, _, exponent = text.partition("e")
    decimals = len(digits.partition(".")[2]) - int(exponent or 0)
    shown = len(digits.replace("-", "").replace(".", "").lstrip("0"))
    if shown < 15:
        return Reading(Rational(text), decimals if shown >= 2 else None)
    simple = Fraction(number).limit_denominator(_LARGEST_DENOMINATOR)
    if float(simple) == number:
        return Reading(Rational(simple.numerator, simple.denominator), None)
    return Reading(Rational(text), None)


def without_floats(expression: Any) -> Any:
    """The expression with exact numbers in place of floats."""
    floats = expression.atoms(Float) if isinstance(expression, Basic) else set()
    return expression.xreplace({each: read_float(each).exact for each in floats}) if floats else expression


def rounds_to(value: Any, rounded: Float) -> Optional[int]:
    """The decimals to which a number rounds to a float that shows them; None where it does not. Halves may go either way of the two in use."""
    reading = read_float(rounded)
    if reading.decimals is None or reading.decimals < 0:
        return None
    scaled = value * 10**reading.decimals
    target = reading.exact * 10**reading.decimals
    gap = abs(scaled - target)
    half = Rational(1, 2)
    if gap < half:
        return reading.decimals
    away = gap == half and abs(target) > abs(scaled)
    return reading.decimals if away or (gap == half and target % 2 == 0) else None
