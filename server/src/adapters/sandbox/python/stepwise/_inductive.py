"""Sums and products with a moving end, proved by induction on it."""

from __future__ import annotations

from typing import Optional

from sympy import Basic, Product, Sum, Symbol

from . import _budget
from ._identities import cheap_zero, hard_zero


def sum_by_induction(left: Basic, right: Basic) -> Optional[str]:
    """
    Sum(f, (k, a, n)) = g(n) holds for all whole n >= a where g(a) = f(a) and g(n + 1) - g(n) = f(n + 1). Products likewise. The method, or None.
    """
    for series, closed in ((left, right), (right, left)):
        if isinstance(series, (Sum, Product)) and len(series.limits) == 1 and not closed.has(Sum, Product):
            if _budget.attempt(1.5, _proves, series, closed):
                return f"induction on {series.limits[0][2]}"
    return None


def _proves(series: Basic, closed: Basic) -> bool:
    index, low, high = series.limits[0]
    if not isinstance(high, Symbol) or not low.is_Integer or high in series.function.free_symbols:
        return False
    term = series.function
    first = cheap_zero(closed.subs(high, low), term.subs(index, low))
    if first is None and hard_zero(closed.subs(high, low), term.subs(index, low)) is None:
        return False
    grown = closed.subs(high, high + 1)
    step = term.subs(index, high + 1)
    sides = (grown - closed, step) if isinstance(series, Sum) else (grown, closed * step)
    return cheap_zero(*sides) is not None or hard_zero(*sides) is not None
