"""Proofs that a difference is zero."""

from __future__ import annotations

from typing import Any, Optional

from sympy import (
    Abs,
    Basic,
    Symbol,
    cancel,
    combsimp,
    conjugate,
    exp,
    expand,
    expand_complex,
    expand_func,
    expand_log,
    factor,
    fu,
    gammasimp,
    im,
    logcombine,
    minimal_polynomial,
    powdenest,
    radsimp,
    re,
    simplify,
    sqrtdenest,
    together,
    trigsimp,
)
from sympy.functions.elementary.hyperbolic import HyperbolicFunction
from sympy.functions.elementary.trigonometric import TrigonometricFunction
from sympy.simplify.fu import TR8

from . import _budget



def cheap_zero(left: Basic, right: Basic) -> Optional[str]:
    """The method by which both sides were found equal in a moment; None where they were not."""
    difference = left - right
    if difference == 0:
        return "lhs - rhs = 0"
    if _budget.attempt(0.4, lambda: difference.is_zero):
        return "lhs - rhs = 0 by assumptions"
    if _budget.attempt(0.4, lambda: expand(difference)) == 0:
        return "expand(lhs - rhs) = 0"
    if _budget.attempt(0.4, lambda: cancel(together(difference))) == 0:
        return "cancel(lhs - rhs) = 0"
    return None


def hard_zero(left: Basic, right: Basic) -> Optional[str]:
    """As `cheap_zero`, with all that SymPy has. Called only where the sides have been seen to agree in numbers, or numbers could not tell."""
    difference = left - right
    total = _budget.check_seconds()
    for name, seconds, work in _methods(difference, left, right):
        found = _budget.attempt(min(seconds, total), work)
        # False is equal to 0 in Python: a truth value has to be True itself.
        if found is True or (isinstance(found, Basic) and found == 0):
            return name
    return None


def _methods(difference: Basic, left: Basic, right: Basic) -> Any:
    constant = not difference.free_symbols
    if difference.has(TrigonometricFunction, HyperbolicFunction):
        yield "expand(lhs - rhs, trig=True) = 0", 0.4, lambda: expand(difference, trig=True)
        yield "products written as sums, expand(lhs - rhs) = 0", 0.4, lambda: expand(TR8(expand(difference)))
        yield "trigsimp(lhs - rhs) = 0", 0.6, lambda: trigsimp(expand(difference))
        yield "written with exponentials, expand(lhs - rhs) = 0", 0.6, lambda: _by_exponentials(difference)
    if difference.has(re, im, conjugate, Abs) or constant and difference.has(exp):
        yield "the real and imaginary parts", 0.5, lambda: expand(expand_complex(difference))
    yield "simplify(lhs - rhs) = 0", 1.0, lambda: simplify(difference)
    yield "expand_log(lhs - rhs) = 0", 0.3, lambda: simplify(expand_log(difference))
    if constant:
        yield "radsimp(lhs - rhs) = 0", 0.4, lambda: radsimp(sqrtdenest(difference))
        yield "the minimal polynomial of lhs - rhs is x", 1.0, lambda: _is_algebraic_zero(difference)
    yield "logcombine(lhs - rhs) = 0", 0.3, lambda: simplify(logcombine(difference))
    yield "powdenest(lhs - rhs) = 0", 0.3, lambda: simplify(powdenest(difference))
    yield "combsimp(lhs - rhs) = 0", 0.4, lambda: combsimp(expand_func(difference))
    yield "gammasimp(lhs - rhs) = 0", 0.4, lambda: gammasimp(difference)
    yield "factor(lhs - rhs) = 0", 0.4, lambda: factor(difference)
    yield "simplify(lhs) = simplify(rhs)", 0.8, lambda: simplify(left) == simplify(right)
    if difference.has(TrigonometricFunction):
        yield "fu(lhs - rhs) = 0", 0.6, lambda: fu(difference)
    yield "lhs.equals(rhs)", 1.0, lambda: difference.equals(0)


def _by_exponentials(difference: Basic) -> Basic:
    return cancel(together(expand(expand(difference.rewrite(exp), power_exp=True))))


def _is_algebraic_zero(difference: Basic) -> bool:
    x = Symbol("x")
    return minimal_polynomial(difference, x) == x
