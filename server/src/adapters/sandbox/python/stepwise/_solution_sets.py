"""What solves equations and inequalities in one unknown, found apart from any moves, so that moves and steps can be held against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterator

from sympy import (
    Basic,
    Eq,
    Expr,
    FiniteSet,
    Integer,
    Intersection,
    Interval,
    N,
    Poly,
    PolynomialError,
    Pow,
    Rational,
    S,
    Set,
    Symbol,
    Union,
    ceiling,
    fraction,
    floor,
    lambdify,
    nsimplify,
    periodicity,
    pi,
    real_roots,
    roots,
    simplify,
    solve,
    solveset,
    srepr,
    together,
)
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from ._moves import GIVES_UP, Triple

MOST_INTEGERS = 50


@dataclass(frozen=True)
class Solutions:
    """found: the values, within one period where there is one. exact: by a method that leaves none out. symbolic: other names stand in the values."""

    found: Set
    exact: bool
    period: Expr | None = None
    symbolic: bool = False

    def written(self) -> str:
        return f"Solutions({srepr(self.found)}, {self.exact}, {srepr(self.period) if self.period is not None else None}, {self.symbolic})"


def solutions(given: list[Triple], x: Symbol, domain: list[Triple], integer: bool = False) -> Solutions | None:
    """None where they are not found."""
    try:
        region = _region(domain, x)
        left_out = FiniteSet(*[right if left == x else left for left, sign, right in domain if sign == "≠"])
        parts = [_of_one(each, x, region) for each in given]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts) or not known:
            return None
        if len(known) == 1:
            whole = known[0]
        elif any(part.period is not None or part.symbolic for part in known):
            return None
        else:
            whole = Solutions(Intersection(*[part.found for part in known]), all(part.exact for part in known))
        if left_out and (whole.symbolic or whole.period is not None):
            return None
        whole = replace(whole, found=whole.found - left_out) if left_out else whole
        return _integers(whole) if integer and not whole.symbolic and whole.period is None else whole
    except GIVES_UP:
        return None


def _integers(whole: Solutions) -> Solutions | None:
    found = whole.found
    if isinstance(found, FiniteSet):
        return Solutions(FiniteSet(*[value for value in found if value.is_integer]), whole.exact)
    low, high = found.inf, found.sup
    if not (low.is_finite and high.is_finite) or high - low > MOST_INTEGERS:
        return None
    inside = [Integer(k) for k in range(int(ceiling(low)), int(floor(high)) + 1) if found.contains(Integer(k)) == True]  # noqa: E712
    return Solutions(FiniteSet(*inside), whole.exact)


def _region(domain: list[Triple], x: Symbol) -> Set:
    region: Set = S.Reals
    for left, sign, right in domain:
        if sign == "≠":
            continue
        low = (left == x and sign in ">≥") or (right == x and sign in "<≤")
        bound, is_open = (right if left == x else left), sign in "<>"
        part = Interval(bound, S.Infinity, is_open, True) if low else Interval(S.NegativeInfinity, bound, True, is_open)
        region = Intersection(region, part)
    return region


def _of_one(relation: Triple, x: Symbol, region: Set) -> Solutions | None:
    left, sign, right = relation
    difference = left - right
    if not difference.has(x):
        return None
    if difference.free_symbols - {x}:
        return _with_names(difference, x) if sign == "=" and region is S.Reals else None
    if difference.has(TrigonometricFunction):
        return _trigonometric(relation, x, region)
    if sign == "=":
        return _equation(difference, x, region)
    found = solveset(compared(left, sign, right), x, region)
    return Solutions(found, True) if is_plain(found) else None


def compared(left: Expr, sign: str, right: Expr) -> Basic:
    if sign == "=":
        return Eq(left, right)
    return {"<": left < right, "≤": left <= right, ">": left > right, "≥": left >= right}[sign]


def is_plain(found: object) -> bool:
    """Points and intervals, and nothing that SymPy could not work out."""
    parts = found.args if isinstance(found, Union) else (found,)
    return all(isinstance(part, (FiniteSet, Interval)) or part is S.EmptySet or part is S.Reals for part in parts)


def _with_names(difference: Expr, x: Symbol) -> Solutions | None:
    values = solve(difference, x)
    return Solutions(FiniteSet(*[simplify(value) for value in values]), False, None, True) if values else None


def _equation(difference: Expr, x: Symbol, region: Set) -> Solutions | None:
    top, below = fraction(together(difference))
    values = _polynomial_roots(top, x)
    if values is not None and _poly(below, x) is not None:
        return Solutions(FiniteSet(*[v for v in values if _is_real_zero(difference, x, v) and region.contains(v) != False]), True)  # noqa: E712
    found = solveset(difference, x, region)
    if isinstance(found, FiniteSet) or found is S.EmptySet:
        # SymPy puts values beside the solutions at which a side has no value.
        return Solutions(FiniteSet(*[v for v in found if _is_real_zero(difference, x, v)]), True)
    try:
        values = [value for value in solve(difference, x) if _is_real_zero(difference, x, value) and region.contains(value) != False]  # noqa: E712
    except GIVES_UP:
        values = []
    crossings = [*_crossings(difference, x, region, 1201), *_far(difference, x, region)]
    for at in crossings:
        if not any(abs(at - float(value)) < 1e-4 * (1 + abs(at)) for value in values):
            value = nsimplify(at, rational=True, tolerance=1e-10)
            if value.q > 1000 or not is_zero(difference.subs(x, value)):
                return None
            values.append(value)
    return Solutions(FiniteSet(*values), False)


def _poly(expr: Expr, x: Symbol) -> Poly | None:
    try:
        poly = Poly(expr, x)
    except PolynomialError:
        return None
    return None if any(c.free_symbols for c in poly.all_coeffs()) else poly


def _polynomial_roots(expr: Expr, x: Symbol) -> list[Expr] | None:
    poly = _poly(expr, x)
    if poly is None or poly.degree() < 1:
        return None
    if poly.degree() > 2 and all(c.is_Rational for c in poly.all_coeffs()):
        return list(dict.fromkeys(real_roots(poly)))
    found = roots(poly)
    return [simplify(root) for root in found if root.is_real] if sum(found.values()) == poly.degree() else None


def _is_real_zero(difference: Expr, x: Symbol, value: Expr) -> bool:
    return value.is_real is not False and is_zero(difference.subs(x, value))


def odd_root(of: Expr, index: int) -> Expr:
    """Of a document: real for negative numbers as well, which `really` sees to."""
    return Pow(of, Rational(1, index))


def really(expr: Expr) -> Expr:
    """Odd roots of negative numbers as real numbers."""
    return expr.replace(
        lambda e: isinstance(e, Pow) and e.exp.is_Rational and e.exp.q % 2 == 1 and e.exp.q > 1 and e.base.is_number and e.base.is_negative,
        lambda e: (-1) ** e.exp.p * (-e.base) ** e.exp,
    )


def is_zero(put: Expr) -> bool:
    put = really(put)
    if put.has(S.NaN, S.ComplexInfinity, S.Infinity, S.NegativeInfinity):
        return False
    if put.free_symbols:
        return simplify(put) == 0
    return bool(abs(complex(N(put, 30))) < 1e-20)


def _grid(region: Set, most: float) -> tuple[float, float]:
    low, high = region.inf, region.sup
    return max(float(low), -most) if low.is_finite else -most, min(float(high), most) if high.is_finite else most


def _crossings(difference: Expr, x: Symbol, region: Set, pieces: int, most: float = 60.0) -> Iterator[float]:
    """Where the sign changes without a jump, or the value comes down to zero, on a grid."""
    low, high = _grid(region, most)
    raw = lambdify(x, difference, "math")

    def f(at: float) -> float:
        try:
            value = raw(at)
        except (ValueError, ZeroDivisionError, OverflowError):
            return float("nan")
        return value if isinstance(value, (int, float)) else float("nan")

    width = (high - low) / pieces
    points = [low + width * index for index in range(pieces + 1)]
    values = [f(at) for at in points]
    for index in range(pieces + 1):
        if abs(values[index]) < 1e-11:
            yield points[index]
    for index in range(pieces):
        a, b, left, right = points[index], points[index + 1], values[index], values[index + 1]
        if left * right < 0:
            for _ in range(60):
                middle = (a + b) / 2
                if (f(middle) < 0) == (left < 0):
                    a = middle
                else:
                    b = middle
            if abs(f((a + b) / 2)) < 1e-6 * (1 + abs(left) + abs(right)):
                yield (a + b) / 2
    for index in range(1, pieces):
        left, here, right = abs(values[index - 1]), abs(values[index]), abs(values[index + 1])
        if here <= left and here <= right and values[index - 1] * values[index + 1] > 0:
            a, b = points[index - 1], points[index + 1]
            for _ in range(80):
                third = (b - a) / 3
                if abs(f(a + third)) < abs(f(b - third)):
                    b -= third
                else:
                    a += third
            if abs(f((a + b) / 2)) < 1e-9:
                yield (a + b) / 2


def _far(difference: Expr, x: Symbol, region: Set) -> Iterator[float]:
    """Crossings beyond the grid, by powers of two."""
    for k in range(14):
        near = Interval(60 * 2**k, 120 * 2**k)
        for part in (near, Interval(-near.end, -near.start)):
            part = Intersection(part, region)
            if isinstance(part, Interval):
                yield from _crossings(difference, x, part, 24, 1e9)


def _trigonometric(relation: Triple, x: Symbol, region: Set) -> Solutions | None:
    left, sign, right = relation
    difference = left - right
    period = None
    if not (region.inf.is_finite and region.sup.is_finite):
        period = periodicity(difference, x)
        if period is None or region is not S.Reals:
            return None
        region = Interval.Ropen(0, period)
    if sign != "=":
        return None
    values: list[Expr] = []
    for at in [*_crossings(difference, x, region, 720), float(region.inf), float(region.sup)]:
        value = nsimplify(at / float(pi), rational=True, tolerance=1e-8) * pi
        if value in values or region.contains(value) == False or not is_zero(difference.subs(x, value)):  # noqa: E712
            if not any(abs(float(each) - at) < 1e-6 for each in values) and abs(float(value) - at) > 1e-6:
                return None
            continue
        if Rational(value / pi).q > 360:
            return None
        values.append(value)
    return Solutions(FiniteSet(*values), False, period)


def samples(found: Set) -> list[Expr]:
    """Points of a set near all of its ends and far inside."""
    parts = found.args if isinstance(found, Union) else (found,)
    out: list[Expr] = []
    for part in parts:
        if isinstance(part, FiniteSet):
            out.extend(part)
        elif isinstance(part, Interval):
            out.extend(_samples_of(part))
        elif part is S.Reals:
            out.extend(Rational(k, 7) for k in (-700, -30, -5, 0, 1, 12, 33, 800))
    return out


def _samples_of(part: Interval) -> list[Expr]:
    low, high = part.start, part.end
    near = Rational(1, 1000)
    out = [end for end, is_open in ((low, part.left_open), (high, part.right_open)) if not is_open and end.is_finite]
    if low.is_finite and high.is_finite:
        width = high - low
        return out + [low + width * near, low + width / 3, high - width * near]
    if low.is_finite:
        return out + [low + near, low + 1, low + 9, low + 1000]
    if high.is_finite:
        return out + [high - near, high - 1, high - 9, high - 1000]
    return [*out, S.Zero, Integer(-50), Integer(50)]


def is_true(relation: Triple, x: Symbol, value: Expr) -> bool:
    """At one value of the unknown. Where a side has no value there, the relation does not hold."""
    left, sign, right = relation
    put = really((left - right).subs(x, value))
    if sign == "≠":
        return not is_zero(put)
    if sign == "=":
        return is_zero(put)
    if put.has(S.NaN, S.ComplexInfinity) or put.free_symbols:
        return False
    number = complex(N(put, 30))
    if abs(number.imag) > 1e-15:
        return False
    near = abs(number.real) < 1e-20
    return {"<": number.real < 0 and not near, "≤": number.real < 0 or near, ">": number.real > 0 and not near, "≥": number.real > 0 or near}[sign]


def read(text: str) -> Solutions:
    """What `written` wrote."""
    names: dict[str, object] = {"Solutions": Solutions}
    exec("from sympy import *", names)  # noqa: S102
    return eval(text, names)  # noqa: S307
