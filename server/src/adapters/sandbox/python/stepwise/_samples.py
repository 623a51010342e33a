"""Points at which a claim is looked at: small values first, so that a counterexample can be checked by hand. The same each time."""

from __future__ import annotations

import random
from typing import Any, Iterable, Iterator

from sympy import Basic, I, Integer, Rational, S, Symbol, pi, sqrt
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from ._domain import contains, domain_of

_INTEGERS = [Integer(k) for k in (2, 3, 1, 0, 5, -1, -2, 4, 7, -3, 10, 6, -5, 12, 9, -10, 30, 100, -100)]
_REALS = [
    *(Integer(k) for k in (2, 3)),
    Rational(1, 2),
    *(Integer(k) for k in (-1, 1, 0, -2, 5)),
    *(Rational(p, q) for p, q in ((-1, 2), (1, 3), (7, 5), (-3, 2), (-7, 3), (11, 4), (1, 10), (-1, 10), (9, 7))),
    *(Integer(k) for k in (10, -10, 100, -100)),
    *(Rational(p, q) for p, q in ((1, 100), (999, 1000), (1001, 1000), (-1, 100))),
    Integer(1000),
]
#: Shares of a bounded interval.
_SHARES = [Rational(p, q) for p, q in ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 10), (9, 10), (1, 5), (1, 100), (99, 100), (3, 7), (5, 8))]
_COMPLEX = [2 + I, 1 - 2 * I, -1 + I, Rational(1, 2) - I * Rational(3, 2), -2 - I, I, 3 + I * Rational(1, 3), -I]
#: Functions whose arguments are whole numbers where nobody says otherwise.
_COUNTING = frozenset({"factorial", "factorial2", "subfactorial", "binomial", "fibonacci", "lucas", "catalan", "bell", "bernoulli", "gcd", "lcm", "totient"})


def counting_symbols(expressions: Iterable[Basic]) -> frozenset:
    """Symbols that count: bounds of sums and products, arguments of factorials, exponents of negative numbers."""
    found = set()
    for expression in expressions:
        for node in expression.atoms(ExprWithLimits):
            if type(node).__name__ in ("Sum", "Product"):
                for limit in node.limits:
                    found |= {each for end in limit[1:] for each in end.free_symbols}
        for node in (each for each in _nodes(expression) if type(each).__name__ in _COUNTING):
            found |= node.free_symbols
        for node in (each for each in _nodes(expression) if each.is_Pow and each.base.is_negative):
            found |= node.exp.free_symbols
    return frozenset(found)


def _nodes(expression: Basic) -> Iterator[Basic]:
    pending = [expression]
    for _ in range(5000):
        if not pending:
            return
        node = pending.pop()
        yield node
        pending.extend(each for each in node.args if isinstance(each, Basic))


def values_of(symbol: Symbol, counts: bool = False) -> list:
    """Values that the symbol can have, the plainest first."""
    domain = domain_of(symbol)
    if domain.kind == "complex":
        wanted = [*_REALS[:4], *_COMPLEX]
        mixed = [value for pair in zip(wanted[4:], wanted[:4] + wanted[:4]) for value in pair]
        found = [each for each in dict.fromkeys(mixed) if contains(symbol, each)]
        return found or [each * 2 for each in _COMPLEX if contains(symbol, each * 2)]
    whole = domain.kind == "integer" or counts
    base = [each for each in _INTEGERS if each >= 0 or not counts] if whole else list(_REALS)
    base += _between(domain, whole)
    found = [each for each in dict.fromkeys(base) if contains(symbol, each)]
    if len(found) < 4 and not whole:
        found += [each for each in (sqrt(2), sqrt(3) / 2, -sqrt(5), sqrt(2) / 10) if contains(symbol, each)]
    if len(found) < 6 and whole:
        found = list(dict.fromkeys(found + [Integer(k) for k in range(-60, 61) if contains(symbol, Integer(k))]))[:40]
    return found


def _between(domain: Any, whole: bool) -> list:
    low, high = domain.lower, domain.upper
    if low is None and high is None:
        return []
    if whole:
        if low is not None:
            return [low + k for k in range(12)] + ([high - k for k in range(3)] if high is not None else [])
        return [high - k for k in range(12)]
    if low is not None and high is not None:
        return [low, high] + [low + (high - low) * share for share in _SHARES]
    steps = [S.Zero, S.One, *(Rational(1, k) for k in (2, 3, 10, 100)), *(Integer(k) for k in (2, 3, 5, 10, 100))]
    return [low + step for step in steps] if low is not None else [high - step for step in steps]


def wider(expressions: Iterable[Basic]) -> list:
    """Values at which an order may break where it does not at plain ones: very large ones, and where waves have their tops."""
    found = [Integer(10) ** 7, -(Integer(10) ** 7)]
    if any(each.has(TrigonometricFunction) for each in expressions):
        found += [pi * share for share in (S.Half, -S.Half, 1, -1, Rational(3, 2), Rational(1, 4), Rational(1, 6), 2, Rational(1, 3), Rational(3, 4))]
    return found


def points(symbols: Iterable[Symbol], most: int, counting: frozenset = frozenset(), extra: Iterable[Basic] = ()) -> Iterator[dict]:
    """Up to `most` different points, exact; an empty one where there is no symbol. `extra`: values to try with the plain ones."""
    symbols = sorted(symbols, key=lambda each: each.name)
    if not symbols:
        yield {}
        return
    values = [values_of(each, each in counting) + [value for value in extra if contains(each, value)] for each in symbols]
    if any(not each for each in values):
        return
    generator = random.Random(20)
    seen = set()
    for index in range(most * 4):
        if len(seen) >= most:
            return
        if index < 6 or len(symbols) == 1:
            # Neighbours in the list differ from symbol to symbol.
            chosen = tuple(each[(index + shift) % len(each)] for shift, each in enumerate(values))
        elif index < 10:
            chosen = tuple(each[(index - 6) % len(each)] for each in values)
        else:
            chosen = tuple(generator.choice(each) for each in values)
        if chosen not in seen:
            seen.add(chosen)
            yield dict(zip(symbols, chosen))
