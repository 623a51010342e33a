"""Whether two expressions are equal for all values of their symbols: cheap proofs, then numbers, then proofs that can take long."""

from __future__ import annotations

from typing import Any, Optional

from sympy import Basic, Derivative, Float, Integral, Limit, Order, Product, S, Subs, Sum, diff, sstr
from sympy.calculus.accumulationbounds import AccumBounds
from sympy.core.function import AppliedUndef

from . import _budget
from ._floats import rounds_to, without_floats
from ._identities import cheap_zero, hard_zero
from ._inductive import sum_by_induction
from ._natural import zero_where_real
from ._numeric import Sight, compare_at, confirmed, readings, reads_otherwise, value_text
from ._records import Finding
from ._samples import counting_symbols, points

#: Points at which a claim without proof has to hold.
_WANTED = 12
_MOST_POINTS = 40
#: Relative difference that floats may have from computing with them.
_FLOAT_ERROR = 1e-9

_UNEVALUATED = (Integral, Sum, Product, Limit, Derivative, Subs)


def decide_equal(left: Basic, right: Basic) -> Finding:
    """For scalar expressions."""
    special = _special(left, right)
    if special is not None:
        return special
    if left == right:
        return Finding("proved", "both sides are the same expression")
    if left.has(Float) or right.has(Float):
        return _with_floats(left, right)
    return _exact(left, right)


def _special(left: Basic, right: Basic) -> Optional[Finding]:
    """Infinities, undefined values, orders, antiderivatives."""
    for side in (left, right):
        if side.has(S.NaN, S.ComplexInfinity):
            return Finding("unknown", "a side is undefined")
        if isinstance(side, AccumBounds):
            return Finding("unknown", "a side is a range of values")
    infinite = [side in (S.Infinity, S.NegativeInfinity) for side in (left, right)]
    if any(infinite):
        return _infinite(left, right, infinite)
    if left.has(Order) or right.has(Order):
        return _order(left, right)
    if _is_indefinite(left) or _is_indefinite(right):
        return _antiderivative(left, right)
    return None


def _infinite(left: Basic, right: Basic, infinite: list) -> Finding:
    if all(infinite):
        same = left == right
        return Finding("proved" if same else "refuted", "both sides are infinite", {}, "" if same else f"one is {left}, the other {right}")
    other = right if infinite[0] else left
    done = _done(other) if other.has(*_UNEVALUATED) else other
    if done in (S.Infinity, S.NegativeInfinity):
        return _infinite(S(left if infinite[0] else done), S(done if infinite[0] else right), [True, True])
    if done is not None and done.is_finite and not done.has(*_UNEVALUATED):
        return Finding("refuted", "one side is infinite", {}, f"one side is {left if infinite[0] else right}, the other {sstr(done)}")
    return Finding("unknown", "one side is infinite")


def _order(left: Basic, right: Basic) -> Finding:
    gap = _budget.attempt(1, lambda: (left - right).expand())
    if gap is not None and (gap == 0 or (gap.has(Order) and gap.removeO() == 0)):
        return Finding("proved", "the difference vanishes in its order")
    rest = gap.removeO() if gap is not None else None
    if rest is not None and len(rest.free_symbols) == 1 and rest.is_polynomial(*rest.free_symbols):
        return Finding("refuted", "the difference does not vanish in its order", {}, f"the sides differ by {sstr(rest)}")
    return Finding("unknown", "the order of the difference was not found")


def _is_indefinite(side: Basic) -> bool:
    return isinstance(side, Integral) and len(side.limits) == 1 and len(side.limits[0]) == 1


def _antiderivative(left: Basic, right: Basic) -> Finding:
    integral, other = (left, right) if _is_indefinite(left) else (right, left)
    variable = integral.limits[0][0]
    if _is_indefinite(other):
        other_function = other.function if other.limits[0][0] == variable else None
    else:
        other_function = _budget.attempt(1, diff, other, variable)
    if other_function is None:
        return Finding("unknown", "the derivative was not found")
    found = decide_equal(other_function, integral.function)
    detail = found.detail.replace("the left side", "the derivative").replace("the right side", "the integrand")
    return Finding(found.verdict, f"by differentiating: {found.method}", found.point, detail)


def _with_floats(left: Basic, right: Basic) -> Finding:
    exact_left, exact_right = without_floats(left), without_floats(right)
    rounded = _rounded(left, right, exact_left, exact_right)
    if rounded is not None:
        return rounded
    found = decide_equal(exact_left, exact_right)
    if found.verdict != "refuted":
        return found
    for reading in readings(exact_left, exact_right):
        sight = compare_at(exact_left, exact_right, found.point, reading)
        if sight.kind != "different":
            continue
        value = abs(complex(sight.gap))
        size = max(abs(complex(each)) for each in (_complex(sight.left), _complex(sight.right)))
        if value <= _FLOAT_ERROR * size:
            return Finding("tested", "equal up to the rounding of floats")
        break
    return found


def _complex(text: str) -> complex:
    try:
        return complex(text.replace(" ", "").replace("*I", "j"))
    except ValueError:
        return 0j


def _rounded(left: Basic, right: Basic, exact_left: Basic, exact_right: Basic) -> Optional[Finding]:
    """A side that is one float, and shows the digits to which the other rounds."""
    for side, other in ((left, exact_right), (right, exact_left)):
        if isinstance(side, Float) and other.is_number and not other.has(*_UNEVALUATED) and other.is_real:
            decimals = _budget.attempt(0.5, rounds_to, other, side)
            exact = exact_left if side is left else exact_right
            if decimals is not None and exact != other:
                return Finding("tested", f"equal when rounded to {decimals} decimal{'s' if decimals != 1 else ''}")
    return None


def _done(expression: Basic) -> Optional[Basic]:
    return _budget.attempt(_budget.check_seconds(), lambda: expression.doit())


def _exact(left: Basic, right: Basic) -> Finding:
    found = cheap_zero(left, right)
    if found is not None:
        return Finding("proved", found)
    raw_left, raw_right = left, right
    if left.has(*_UNEVALUATED) or right.has(*_UNEVALUATED):
        done = [_done(each) if each.has(*_UNEVALUATED) else each for each in (left, right)]
        left, right = (new if new is not None else old for new, old in zip(done, (left, right)))
        special = _special(left, right) if (left, right) != (raw_left, raw_right) else None
        if special is not None:
            return special
    seen = look_around((raw_left, raw_right), (left, right))
    if seen.verdict == "refuted" or seen.method in _FINAL:
        return seen
    found = "the same after evaluating" if left == right else cheap_zero(left, right)
    if found is None and seen.verdict == "tested":
        found = zero_where_real(left, right)
    found = found or hard_zero(left, right)
    if found is None and seen.verdict == "tested":
        found = sum_by_induction(raw_left, raw_right)
    if found is not None:
        return Finding("proved", found)
    if left.has(AppliedUndef) or right.has(AppliedUndef):
        return Finding("unknown", "an unknown function is left, and no rule makes the sides equal")
    return seen


_DISAGREE = "two ways of computing do not agree"
_ROOTS = "the sides are equal only where an odd root of a negative number is real: write real_root(a, n)"
_FINAL = frozenset({_DISAGREE, _ROOTS})


def look_around(raw: tuple, done: tuple) -> Finding:
    """
    Compares both sides at points of the domain. `raw` is as the writer has it, with its integrals and sums; `done` is as SymPy evaluates them. A
    difference refutes only where both, and SymPy's own numbers, agree on it.
    """
    symbols = set().union(*(each.free_symbols for each in (*raw, *done)))
    counting = counting_symbols(raw)
    for reading in readings(*raw):
        found = _budget.attempt(1.2, _look, raw, done, points(symbols, _MOST_POINTS, counting), reading, 2 if symbols else 3)
        if found is None:
            return Finding("unknown", "the values take too long to compute")
        if found.method != "":
            return found
    return Finding("unknown", "no point was found at which both sides have a value")


def _look(raw: tuple, done: tuple, candidates: Any, reading: str, looks: int) -> Finding:
    """An empty method where no point gave both sides a value."""
    held, unclear = 0, 0
    for point in candidates:
        sight = compare_at(*done, point, reading, looks)
        if sight.kind == "unclear" and raw != done:
            sight = compare_at(*raw, point, reading, looks)
        if sight.kind == "different":
            return _difference(raw, done, point, sight, reading)
        if sight.kind == "unclear":
            unclear += 1
            if unclear > 6 and held == 0:
                return Finding("unknown", "the values could not be computed")
        if sight.kind == "equal":
            if held < 2 and raw != done and _contradicts(raw, point, reading):
                return Finding("unknown", _DISAGREE)
            held += 1
            if not point:
                return Finding("tested", "equal to 50 digits" if not sight.rough else "equal in numbers")
            if held >= _WANTED:
                break
    if held == 0:
        return Finding("unknown", "the values could not be computed" if unclear else "")
    return Finding("tested", f"equal at {held} points") if held >= 3 else Finding("unknown", f"equal at {held} points, too few to say")


def _contradicts(raw: tuple, point: dict, reading: str) -> bool:
    """The integral or sum itself has another value than SymPy says."""
    sight = _budget.attempt(0.4, compare_at, *raw, point, reading)
    return sight is not None and sight.kind == "different"


def _difference(raw: tuple, done: tuple, point: dict, sight: Sight, reading: str) -> Finding:
    """A difference was seen at a point: is it certain?"""
    if raw != done:
        # Both the value that SymPy finds and the one that numbers give have to say so.
        for sides in (raw, done):
            other = _budget.attempt(0.8, compare_at, *sides, point, reading)
            if other is None or other.kind != "different":
                return Finding("unknown", _DISAGREE if other is not None and other.kind == "equal" else "a difference that could not be confirmed")
            if not _near(other.gap, sight.gap):
                return Finding("unknown", _DISAGREE)
    if reads_otherwise(*raw, point):
        return Finding("unknown", _ROOTS)
    if not confirmed(*done, point, sight):
        return Finding("unknown", "a difference that could not be confirmed")
    left, right = value_text(done[0], point, sight.left), value_text(done[1], point, sight.right)
    if left == right:
        left, right = sight.left, sight.right
    detail = f"the left side is {left}, the right side {right}"
    if left == right:
        detail = f"the sides agree to 10 digits, and differ by {sight.gap_text}"
    return Finding("refuted", "computed with both sides' values", point, detail)


def _near(a: Any, b: Any) -> bool:
    a, b = complex(a), complex(b)
    return abs(a - b) <= 1e-4 * max(abs(a), abs(b))
