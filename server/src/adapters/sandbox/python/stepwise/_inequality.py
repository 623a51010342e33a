"""Whether one expression is below another for all values of their symbols."""

from __future__ import annotations

from typing import Any, Optional

from sympy import Basic, Float, S, sstr

from . import _budget
from ._equality import _UNEVALUATED, _done
from ._floats import without_floats
from ._numeric import Sight, compare_at, confirmed, has_complex, value_text
from ._positivity import above_zero
from ._records import Finding
from ._samples import counting_symbols, points, wider
from ._identities import cheap_zero, hard_zero

_WANTED = 40
_MOST_POINTS = 80
_SLOW = "the values take too long to compute"


def decide_order(left: Basic, op: str, right: Basic) -> Finding:
    """`op` is one of <, <=, >, >=."""
    if any(side.has(S.NaN, S.ComplexInfinity) for side in (left, right)):
        return Finding("unknown", "a side is undefined")
    if left.has(Float) or right.has(Float):
        left, right = without_floats(left), without_floats(right)
    low, high = (left, right) if op.startswith("<") else (right, left)
    strict = not op.endswith("=")
    raw = (low, high)
    if low.has(*_UNEVALUATED) or high.has(*_UNEVALUATED):
        low, high = (new if new is not None else old for new, old in zip((_done(low), _done(high)), raw))
    if S.Infinity in (low, high) or S.NegativeInfinity in (low, high):
        return _infinite(low, high, strict)
    quick = _by_assumptions(high - low, strict)
    if quick is not None:
        return Finding("proved", quick)
    if not (low.free_symbols or high.free_symbols):
        return _constants(raw, (low, high), strict, op)
    seen = _budget.attempt(1.5, _search, raw, (low, high), strict, op) or Finding("unknown", _SLOW)
    if seen.verdict == "refuted":
        return seen
    proof = _budget.attempt(_budget.check_seconds(), above_zero, high - low, strict)
    if proof is None:
        return seen
    if proof.verdict == "refuted":
        # A root of the difference, found exactly: the sides are equal there, and the relation is strict.
        return _at_root(low, high, strict, op, proof.point) or seen
    return proof


def _infinite(low: Basic, high: Basic, strict: bool) -> Finding:
    if low == high:
        return Finding("refuted" if strict else "proved", "both sides are infinite", {}, "both sides are the same infinity")
    for side, other, holds in ((low, high, low is S.NegativeInfinity), (high, low, high is S.Infinity)):
        if side.is_infinite and (other.is_infinite or (other.is_finite and other.is_extended_real)):
            return Finding("proved" if holds else "refuted", "one side is infinite", {}, f"one side is {side}")
    return Finding("unknown", "one side is infinite")


def _by_assumptions(difference: Basic, strict: bool) -> Optional[str]:
    if difference.is_extended_positive if strict else difference.is_extended_nonnegative:
        return "by the signs of its parts"
    expanded = _budget.attempt(0.3, difference.expand)
    if expanded is not None and (expanded.is_positive if strict else expanded.is_nonnegative):
        return "by the signs of its parts, multiplied out"
    return None


def _search(raw: tuple, done: tuple, strict: bool, op: str) -> Finding:
    """Looks for a point at which `low` is above `high`, or equal to it where the relation is strict."""
    if has_complex(*raw):
        return Finding("unknown", "complex values have no order")
    symbols = set().union(*(each.free_symbols for each in (*raw, *done)))
    held = 0
    for point in points(symbols, _MOST_POINTS, counting_symbols(raw), wider(done)):
        sight = compare_at(*raw, point, "real")
        if sight.kind == "unclear" and raw != done:
            sight = compare_at(*done, point, "real")
        if sight.kind == "equal":
            if strict and not sight.rough and _exactly_equal(done, point):
                return Finding("refuted", "computed with both sides' values", point, f"both sides are {value_text(done[0], point, sight.left)}")
            held += not strict
        elif sight.kind == "different":
            gap = complex(sight.gap)
            if gap.imag != 0:
                continue
            if gap.real > 0:
                return _violated(done, point, sight, op)
            held += 1
        if held >= _WANTED + 10 * len(symbols):
            break
    if held < 5:
        return Finding("unknown", "too few points with a value")
    return Finding("tested", f"holds at {held} points")


def _constants(raw: tuple, done: tuple, strict: bool, op: str) -> Finding:
    """Two numbers. Digits that differ prove which is the larger; digits that agree prove nothing."""
    reading = "complex" if has_complex(*raw) else "real"
    sights = _budget.attempt(1.5, lambda: [compare_at(*sides, {}, reading) for sides in dict.fromkeys([done, raw])])
    if sights is None:
        return Finding("unknown", _SLOW)
    seen = [each for each in sights if each.kind in ("equal", "different")]
    if not seen:
        return Finding("unknown", "the values could not be computed")
    if len({each.kind for each in seen}) > 1 or len({_sign(each) for each in seen}) > 1:
        return Finding("unknown", "two ways of computing do not agree")
    sight = min(seen, key=lambda each: each.rough)
    if sight.kind == "different":
        if complex(sight.gap).imag != 0:
            return Finding("unknown", "complex values have no order")
        if complex(sight.gap).real > 0:
            return _violated(done, {}, sight, op)
        return Finding("tested", "computed in numbers") if sight.rough else Finding("proved", "computed to 50 digits")
    method = _equal_by(done, {})
    if method is None:
        if strict:
            return Finding("unknown", "the sides agree in all digits that were computed")
        return Finding("tested", "equal in numbers" if sight.rough else "equal to 50 digits")
    if strict:
        return Finding("refuted", method, {}, f"both sides are {value_text(done[0], {}, sight.left)}")
    return Finding("proved", f"both sides are equal: {method}")


def _sign(sight: Sight) -> int:
    value = complex(sight.gap).real if sight.kind == "different" else 0
    return (value > 0) - (value < 0)


def _exactly_equal(sides: tuple, point: dict) -> bool:
    return _equal_by(sides, point) is not None


def _equal_by(sides: tuple, point: dict) -> Optional[str]:
    """The method by which both are found equal at a point."""
    values = [each.subs(point, simultaneous=True) for each in sides]
    return cheap_zero(*values) or hard_zero(*values)


def _violated(done: tuple, point: dict, sight: Sight, op: str) -> Finding:
    if not confirmed(*done, point, sight):
        return Finding("unknown", "two ways of computing do not agree")
    low, high = value_text(done[0], point, sight.left), value_text(done[1], point, sight.right)
    left, right = (low, high) if op.startswith("<") else (high, low)
    return Finding("refuted", "computed with both sides' values", point, f"the left side is {left}, the right side {right}")


def _at_root(low: Basic, high: Basic, strict: bool, op: str, point: dict) -> Optional[Finding]:
    sight = compare_at(low, high, point, "real", 3)
    if sight.kind == "equal" and strict and _budget.attempt(1, _exactly_equal, (low, high), point):
        return Finding("refuted", "the roots of the difference", point, f"both sides are {value_text(low, point, sight.left)}")
    if sight.kind == "different" and complex(sight.gap).real > 0 and complex(sight.gap).imag == 0:
        return _violated((low, high), point, sight, op)
    return None


def decide_never(left: Basic, right: Basic, equal: Finding) -> Finding:
    """`left != right` for all values, where `equal` is what is known of their equality."""
    if equal.verdict == "proved":
        return Finding("refuted", equal.method, {}, "both sides are equal")
    symbols = left.free_symbols | right.free_symbols
    if not symbols:
        return Finding("proved", "both sides differ", {}, equal.detail) if equal.verdict == "refuted" else Finding("unknown", equal.method)
    for low, high in ((left, right), (right, left)):
        proof = decide_order(low, "<", high)
        if proof.verdict == "proved":
            return Finding("proved", f"{sstr(low)} < {sstr(high)}: {proof.method}")
        if proof.verdict == "refuted" and proof.detail.startswith("both sides are"):
            return proof
    return _budget.attempt(1.5, _meeting, left, right, symbols) or Finding("unknown", "whether the sides are ever equal was not found")


def _meeting(left: Basic, right: Basic, symbols: Any) -> Finding:
    held = 0
    for point in points(symbols, 40, counting_symbols([left, right])):
        sight = compare_at(left, right, point, "complex" if has_complex(left, right) else "real")
        if sight.kind == "equal" and not sight.rough and _exactly_equal((left, right), point):
            return Finding("refuted", "computed with both sides' values", point, f"both sides are {value_text(left, point, sight.left)}")
        held += sight.kind == "different"
    return Finding("tested", f"different at {held} points") if held >= 10 else Finding("unknown", "whether the sides are ever equal was not found")
