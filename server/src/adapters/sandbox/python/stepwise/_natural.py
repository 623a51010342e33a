"""Proofs on the values at which both sides are real: an equality claims nothing elsewhere."""

from __future__ import annotations

from typing import Optional

from sympy import Basic, Dummy, Pow, expand, expand_log, log

from . import _budget
from ._identities import cheap_zero
from ._numeric import has_complex


def zero_where_real(left: Basic, right: Basic) -> Optional[str]:
    """
    The method by which both sides are found equal once a symbol in a logarithm is positive, and one under an even root not negative. None where
    nothing was found, or complex values are meant.
    """
    if has_complex(left, right):
        return None
    narrowed = _narrowed(left, right)
    if not narrowed:
        return None
    a, b = left.xreplace(narrowed), right.xreplace(narrowed)
    found = cheap_zero(a, b)
    if found is None and _budget.attempt(0.4, lambda: expand(expand_log(a - b))) == 0:
        found = "expand_log(lhs - rhs) = 0"
    return found and f"{found}, where both sides are real"


def _narrowed(*sides: Basic) -> dict:
    """Symbols in logarithms and under roots that SymPy does not know to be positive, and what stands for them."""
    under_roots = {
        power.base
        for side in sides
        for power in side.atoms(Pow)
        if power.base.is_Symbol and power.exp.is_Rational and power.exp.q % 2 == 0
    }
    in_logarithms = {each.args[0] for side in sides for each in side.atoms(log) if each.args[0].is_Symbol}
    known = {each: Dummy(each.name, nonnegative=True) for each in under_roots if not each.is_nonnegative}
    return {**known, **{each: Dummy(each.name, positive=True) for each in in_logarithms if not each.is_positive}}
