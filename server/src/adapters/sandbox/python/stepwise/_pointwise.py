"""Statements put together with or and not, looked at point by point."""

from __future__ import annotations

from typing import Any, Optional

from . import _budget
from ._claims import Claim, items_of
from ._numeric import compare_at, confirmed, readings
from ._records import Finding
from ._samples import counting_symbols, points

_WANTED = 12


def truth_at(claim: Claim, point: dict, sure: bool = True) -> Optional[bool]:
    """
    Whether the claim holds at a point; None where that cannot be told or a side has no value. Equality of numbers is taken at 100 digits. `sure`: SymPy's
    own evaluation sees each difference as well.
    """
    if claim.kind == "known":
        return bool(claim.left)
    if claim.kind == "compare":
        return _compares(claim, point, sure)
    if claim.kind == "not":
        found = truth_at(claim.parts[0], point, sure)
        return None if found is None else not found
    if claim.kind in ("all", "any", "if"):
        found = [truth_at(part, point, sure) for part in claim.parts]
        if claim.kind == "if":
            found[0] = None if found[0] is None else not found[0]
        decisive = claim.kind != "all"
        if decisive in found:
            return decisive
        return None if None in found else not decisive
    if claim.kind == "member":
        inside = _budget.attempt(0.3, lambda: claim.right.subs(point).contains(claim.left.subs(point)))
        return {True: True, False: False}.get(inside) if inside in (True, False) else None
    return None


def _compares(claim: Claim, point: dict, sure: bool) -> Optional[bool]:
    left, right = claim.left, claim.right
    if not (getattr(left, "is_scalar", None) or hasattr(left, "is_number")) or not hasattr(right, "is_number"):
        return None
    for reading in readings(left, right):
        sight = compare_at(left, right, point, reading, 3)
        if sight.kind == "equal":
            return claim.op in ("==", "<=", ">=")
        if sight.kind == "different":
            if claim.op in ("==", "!="):
                certain = not sure or confirmed(left, right, point, sight)
                return (claim.op == "!=") if certain else None
            value = complex(sight.gap)
            if value.imag != 0:
                return None
            certain = not sure or confirmed(left, right, point, sight)
            return ((value.real < 0) == claim.op.startswith("<")) if certain else None
    return None


def decide_pointwise(claim: Claim) -> Finding:
    """Looks for a point at which the claim is false. Never proves."""
    found = _budget.attempt(1.5, _search, claim)
    return found if found is not None else Finding("unknown", "no method for a statement of this form")


def _search(claim: Claim) -> Finding:
    items = items_of(claim)
    symbols = set().union(*(getattr(each, "free_symbols", set()) for each in items)) if items else set()
    held = 0
    for point in points(symbols, 40, counting_symbols(each for each in items if hasattr(each, "atoms"))):
        truth = truth_at(claim, point, False)
        if truth is False and truth_at(claim, point) is False:
            return Finding("refuted", "computed at a point", point, "")
        held += truth is True
        if not point:
            break
    if not symbols and held:
        return Finding("tested", "holds in numbers")
    return Finding("tested", f"holds at {held} points") if held >= _WANTED // 2 else Finding("unknown", "no method for a statement of this form")
