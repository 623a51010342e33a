"""Congruences for all integers."""

from __future__ import annotations

import itertools
from typing import Any, Optional

from sympy import Basic, Float, Integer, Poly, S, cancel

from . import _budget
from ._domain import contains, domain_of
from ._floats import without_floats
from ._records import Finding
from ._samples import points

#: Combinations of remainders that are gone through.
_MOST_CASES = 50_000


def decide_congruent(a: Basic, b: Basic, n: Basic) -> Finding:
    """a ≡ b (mod n) for all integer values of the symbols."""
    a, b, n = (without_floats(each) if each.has(Float) else each for each in (a, b, n))
    difference = _budget.attempt(0.5, lambda: (a - b).expand())
    if difference is None:
        return Finding("unknown", "the difference is too large to compute")
    if n == 0:
        return Finding("unknown", "there is no remainder modulo 0")
    symbols = sorted(difference.free_symbols | n.free_symbols, key=lambda each: each.name)
    if any(domain_of(each).kind == "complex" for each in symbols):
        return Finding("unknown", "the symbols are not integers")
    if not symbols:
        return _numbers(a, b, n, difference)
    if difference == 0:
        return Finding("proved", "both sides are equal")
    if _is_multiple(difference, n, symbols):
        return Finding("proved", "the difference is a multiple of the modulus")
    if n.is_Integer:
        found = _budget.attempt(2, _by_remainders, difference, a, b, abs(n.p), symbols)
        if found is not None:
            return found
    return _budget.attempt(1.5, _at_points, a, b, n, symbols) or Finding("unknown", "the values take too long to compute")


def _numbers(a: Basic, b: Basic, n: Basic, difference: Basic) -> Finding:
    if not (difference.is_Integer and n.is_Integer):
        rational = difference.is_Rational and n.is_Rational
        if not rational:
            return Finding("unknown", "the sides are not integers")
        if not (difference / n).is_Integer:
            return Finding("refuted", "computed", {}, f"the difference {difference} is no multiple of {n}")
        return Finding("proved", "computed")
    rest = difference.p % abs(n.p)
    if rest == 0:
        return Finding("proved", "computed")
    return Finding("refuted", "computed", {}, _remainders(a, b, n))


def _remainders(a: Basic, b: Basic, n: Basic) -> str:
    if a.is_Integer and b.is_Integer:
        return f"the remainders are {a.p % abs(n.p)} and {b.p % abs(n.p)}"
    return "the difference is no multiple of the modulus"


def _is_multiple(difference: Basic, n: Basic, symbols: list) -> bool:
    quotient = _budget.attempt(0.5, lambda: cancel(difference / n))
    if quotient is None or not quotient.is_polynomial(*symbols):
        return False
    return all(each.is_Integer for each in Poly(quotient, *symbols).coeffs())


def _by_remainders(difference: Basic, a: Basic, b: Basic, n: int, symbols: list) -> Optional[Finding]:
    """A polynomial takes the same remainder wherever its symbols do. With denominators the period is longer by them."""
    if not difference.is_polynomial(*symbols):
        return None
    poly = Poly(difference, *symbols)
    if not all(each.is_Rational for each in poly.coeffs()):
        return None
    scale = 1
    for each in poly.coeffs():
        scale = scale * each.q // _gcd(scale, each.q)
    period = n * scale
    if period ** len(symbols) > _MOST_CASES:
        return None
    terms = [(powers, int(coefficient * scale)) for powers, coefficient in poly.terms()]
    for case in itertools.product(range(period), repeat=len(symbols)):
        value = sum(coefficient * _product(pow(value, power, period) for value, power in zip(case, powers)) for powers, coefficient in terms)
        if value % period:
            point = _with_remainders(symbols, case, period)
            return None if point is None else _refuted(a, b, S(n), point)
    return Finding("proved", f"all remainders modulo {period}")


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def _product(values: Any) -> int:
    product = 1
    for each in values:
        product *= each
    return product


def _with_remainders(symbols: list, case: tuple, period: int) -> Optional[dict]:
    """Values of the domain with these remainders."""
    point = {}
    for symbol, rest in zip(symbols, case):
        candidates = (Integer(rest + period * k) for k in (0, 1, -1, 2, -2, 3, 10, -10, 100))
        value = next((each for each in candidates if contains(symbol, each)), None)
        if value is None:
            return None
        point[symbol] = value
    return point


def _at_points(a: Basic, b: Basic, n: Basic, symbols: list) -> Finding:
    held = 0
    for point in points(symbols, 60, frozenset(symbols)):
        if not all(value.is_Integer for value in point.values()):
            continue
        values = [each.subs(point, simultaneous=True) for each in (a, b, n)]
        if not all(each.is_Integer for each in values) or values[2] == 0:
            continue
        if (values[0] - values[1]) % values[2] != 0:
            return _refuted(a, b, n, point)
        held += 1
    return Finding("tested", f"holds at {held} points") if held >= 5 else Finding("unknown", "too few integers with a value")


def _refuted(a: Basic, b: Basic, n: Basic, point: dict) -> Finding:
    values = [each.subs(point, simultaneous=True) for each in (a, b, n)]
    if (values[0] - values[1]) % values[2] == 0:
        return Finding("unknown", "two ways of computing do not agree")
    return Finding("refuted", "computed with both sides' values", point, _remainders(*values))
