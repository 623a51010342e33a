"""Proofs that an expression is positive, or not negative, on the domain of its symbols."""

from __future__ import annotations

from typing import Any, Optional

from sympy import (
    Abs,
    Basic,
    Dummy,
    Function,
    Interval,
    Poly,
    Pow,
    Rational,
    S,
    Symbol,
    atan,
    cancel,
    ceiling,
    cos,
    cosh,
    diff,
    exp,
    factor_list,
    floor,
    fraction,
    limit,
    oo,
    sin,
    solveset,
    tanh,
    together,
)
from sympy.calculus.util import continuous_domain
from sympy.polys.domains import QQ, ZZ
from sympy.polys.polyerrors import PolynomialError

from . import _budget
from ._domain import Domain, domain_of, interval, make_symbol
from ._records import Finding

#: How often a polynomial is taken as a quadratic of one of its symbols, one inside the other.
_DEPTH = 4


def above_zero(expression: Basic, strict: bool) -> Optional[Finding]:
    """`expression > 0`, or `>= 0` where it is not strict. Refuted only with the point of a root. None where nothing was found."""
    symbols = sorted(expression.free_symbols, key=lambda each: each.name)
    if any(domain_of(each).kind == "complex" for each in symbols):
        return None
    expression, symbols = _as_real(expression, symbols)
    top, bottom = fraction(_budget.attempt(0.5, lambda: cancel(together(expression))) or together(expression))
    if top.is_polynomial(*symbols) and bottom.is_polynomial(*symbols):
        if len(symbols) == 1 and all(_is_exact(each, symbols[0]) for each in (top, bottom)):
            return _rational(top, bottom, symbols[0], strict)
        found = _budget.attempt(1, _many, top, bottom, symbols, strict)
        if found is not None:
            return found
    ranged = _budget.attempt(1, _by_ranges, expression, strict)
    if ranged is not None:
        return ranged
    roots = _budget.attempt(1, _roots_as_symbols, top, bottom, symbols, strict)
    if roots is not None:
        return roots
    return _by_calculus(expression, symbols[0], strict) if len(symbols) == 1 else None


def _is_exact(polynomial: Basic, symbol: Symbol) -> bool:
    """Coefficients are rational numbers: their roots can be told apart with certainty."""
    return Poly(polynomial, symbol).domain in (ZZ, QQ)


def _as_real(expression: Basic, symbols: list) -> tuple:
    """Whole and rational values are real ones: a proof for these is one for those. Symbols of which nothing is said become real."""
    replace = {each: Symbol(each.name, real=True) for each in symbols if not each.is_real}
    return expression.xreplace(replace), [replace.get(each, each) for each in symbols]


# One symbol, polynomials: between neighbouring roots the sign is that at any point.


def _rational(top: Basic, bottom: Basic, symbol: Symbol, strict: bool) -> Optional[Finding]:
    domain = domain_of(symbol)
    inside = interval(symbol)
    polys = [Poly(each, symbol) for each in (top, bottom)]
    if any(each.degree() > 60 for each in polys):
        return None
    zeros, poles = (_real_roots(each) for each in polys)
    roots = sorted({*zeros, *poles})
    cuts = [each for each in roots if inside.inf < each and each < inside.sup]
    ends = [inside.inf, *cuts, inside.sup]
    for a, b in zip(ends, ends[1:]):
        point = _rational_between(a, b)
        if polys[0].eval(point) * polys[1].eval(point) < 0 and not (domain.kind == "integer" and _is_without_integers(a, b, inside)):
            return None
    if strict:
        for root in zeros:
            if root not in poles and inside.contains(root) == True and not _misses(domain, root):  # noqa: E712 - SymPy's truth values
                return Finding("refuted", "the roots of the difference", {symbol: root})
    return Finding("proved", "the roots of the difference, and its sign between them" if roots else "the difference has no real root")


def _misses(domain: Any, root: Basic) -> bool:
    """Whether the domain leaves the root out although it lies between the bounds."""
    kind_misses = {"integer": root.is_integer is not True, "rational": root.is_rational is not True}
    return kind_misses.get(domain.kind, False) or (domain.nonzero and root == 0)


def _real_roots(poly: Poly) -> list:
    return [] if poly.degree() < 1 else [root for root, _ in poly.real_roots(multiple=False)]


def _rational_between(a: Basic, b: Basic) -> Basic:
    if a is -oo and b is oo:
        return S.Zero
    if a is -oo:
        return floor(b) - 1
    if b is oo:
        return ceiling(a) + 1
    for digits in (15, 30, 60, 120, 240):
        point = Rational(str(((a + b) / 2).evalf(digits)))
        if a < point and point < b:
            return point
    raise ValueError("roots too close to tell apart")


def _is_without_integers(a: Basic, b: Basic, inside: Interval) -> bool:
    """No whole number lies between two cuts, bounds of the domain included."""
    if a is -oo or b is oo:
        return False
    first = ceiling(a) if a == inside.inf and not inside.left_open else floor(a) + 1
    last = floor(b) if b == inside.sup and not inside.right_open else ceiling(b) - 1
    return bool(first > last)


# Several symbols, polynomials.


def _many(top: Basic, bottom: Basic, symbols: list, strict: bool) -> Optional[Finding]:
    for sign in (1, -1):
        method = _nonnegative(sign * bottom, symbols, True, _DEPTH)
        if method is None:
            continue
        found = _nonnegative(sign * top, symbols, strict, _DEPTH)
        if found is not None:
            return Finding("proved", found)
    return None


def _nonnegative(expression: Basic, symbols: list, strict: bool, depth: int) -> Optional[str]:
    """The method by which the polynomial was found not negative, or positive where `strict`; None where it was not."""
    if expression.is_positive or (not strict and expression.is_nonnegative):
        return "by the signs of its parts"
    return _by_factors(expression, symbols, strict, depth) or _by_shift(expression, symbols, strict) or _by_square(expression, symbols, strict, depth)


def _by_factors(expression: Basic, symbols: list, strict: bool, depth: int) -> Optional[str]:
    coefficient, factors = factor_list(expression)
    factors = [(base, power) for base, power in factors if base.free_symbols]
    if len(factors) < 2 and (not factors or factors[0][1] < 2):
        return None
    sign = coefficient
    for base, power in factors:
        if power % 2 == 0:
            if strict and not (base.is_nonzero or depth and (_nonnegative(base, symbols, True, depth - 1) or _nonnegative(-base, symbols, True, depth - 1))):
                return None
        elif depth and _nonnegative(base, symbols, strict, depth - 1):
            continue
        elif depth and _nonnegative(-base, symbols, strict, depth - 1):
            sign = -sign
        else:
            return None
    return "its factors have the sign" if sign > 0 else None


def _by_shift(expression: Basic, symbols: list, strict: bool) -> Optional[str]:
    """Each symbol is its bound and something that is not negative: then a polynomial without negative coefficients is not negative."""
    replace, positive = {}, set()
    for symbol in symbols:
        domain = domain_of(symbol)
        rest = Dummy(symbol.name)
        if domain.lower is not None:
            replace[symbol] = domain.lower + rest
            positive |= {rest} if domain.lower_strict else set()
        elif domain.upper is not None:
            replace[symbol] = domain.upper - rest
            positive |= {rest} if domain.upper_strict else set()
        else:
            replace[symbol] = rest
    shifted = Poly(expression.xreplace(replace), *[each for value in replace.values() for each in value.free_symbols if isinstance(each, Dummy)])
    free = {each for symbol, value in replace.items() for each in value.free_symbols if _unbounded(symbol)}
    certain = False
    for powers, coefficient in shifted.terms():
        used = {generator: power for generator, power in zip(shifted.gens, powers) if power}
        if coefficient.is_negative is not False or any(power % 2 for generator, power in used.items() if generator in free):
            return None
        certain = certain or (coefficient.is_positive and all(generator in positive for generator in used))
    return "its terms have the sign" if certain or not strict else None


def _unbounded(symbol: Symbol) -> bool:
    domain = domain_of(symbol)
    return domain.lower is None and domain.upper is None


def _by_square(expression: Basic, symbols: list, strict: bool, depth: int) -> Optional[str]:
    """a*x**2 + b*x + c with a > 0 and 4*a*c - b**2 >= 0 is not negative."""
    if depth == 0:
        return None
    for symbol in symbols:
        try:
            poly = Poly(expression, symbol)
        except PolynomialError:
            continue
        if poly.degree() != 2:
            continue
        a, b, c = poly.all_coeffs()
        rest = [each for each in symbols if each != symbol]
        if _nonnegative(a, rest, True, depth - 1) is None:
            continue
        if _nonnegative((4 * a * c - b**2).expand(), rest, strict, depth - 1) is not None:
            return f"completing the square in {symbol}"
    return None


def _roots_as_symbols(top: Basic, bottom: Basic, symbols: list, strict: bool) -> Optional[Finding]:
    """Square roots of symbols that are not negative: with x = s**2 a polynomial is left."""
    roots = {power.base for power in (top + bottom).atoms(Pow) if power.exp.is_Rational and power.exp.q == 2}
    if not roots or any(not (each.is_Symbol or each.is_Mul and all(part.is_Symbol for part in each.args)) for each in roots):
        return None
    wanted = {symbol for each in roots for symbol in each.free_symbols}
    if any(not each.is_nonnegative for each in wanted):
        return None
    replace = {each: Symbol(each.name + "_root", **({"positive": True} if each.is_positive else {"nonnegative": True})) ** 2 for each in wanted}
    # Bounds other than 0 are lost here: what is proved holds without them.
    new = [(each.xreplace(replace)).doit() for each in (top, bottom)]
    inner = sorted(set().union(*(each.free_symbols for each in new)), key=lambda each: each.name)
    if not all(each.is_polynomial(*inner) for each in new):
        return None
    if len(inner) == 1:
        found = _rational(new[0], new[1], inner[0], strict)
        return found if found is not None and found.verdict == "proved" else None
    return _many(new[0], new[1], inner, strict)


def _by_ranges(expression: Basic, strict: bool) -> Optional[Finding]:
    """Each sine, exponential and so on becomes a symbol with its range: what holds for all of these values holds for those that it takes."""
    replace = {}
    for node in expression.atoms(Function, Pow):
        bounds = _range_of(node)
        if bounds is None or any(node != other and other.has(node) and _range_of(other) is not None for other in expression.atoms(Function, Pow)):
            continue
        replace[node] = make_symbol(f"_{len(replace)}", bounds)
    if not replace:
        return None
    inner = expression.xreplace(replace)
    symbols = sorted(inner.free_symbols, key=lambda each: each.name)
    if any(not each.is_polynomial(*symbols) for each in fraction(together(inner))) or any(not each.is_real for each in symbols):
        return None
    top, bottom = fraction(cancel(together(inner)))
    found = _rational(top, bottom, symbols[0], strict) if len(symbols) == 1 else _many(top, bottom, symbols, strict)
    if found is None or found.verdict != "proved":
        return None
    return Finding("proved", f"the range of {', '.join(str(each) for each in list(replace)[:3])}: {found.method}")


def _range_of(node: Basic) -> Optional[Domain]:
    real = all(each.is_real for each in node.args)
    if not real:
        return None
    if isinstance(node, (sin, cos)):
        return Domain("real", S.NegativeOne, False, S.One, False)
    if isinstance(node, tanh):
        return Domain("real", S.NegativeOne, True, S.One, True)
    if isinstance(node, atan):
        return Domain("real", -S.Pi / 2, True, S.Pi / 2, True)
    if isinstance(node, (exp, cosh)) or (isinstance(node, Pow) and node.base.is_positive and node.base.is_number and node.exp.free_symbols):
        return Domain("real", S.One if isinstance(node, cosh) else S.Zero, not isinstance(node, cosh))
    if isinstance(node, Abs):
        return Domain("real", S.Zero)
    return None


# One symbol, calculus.


def _by_calculus(expression: Basic, symbol: Symbol, strict: bool) -> Optional[Finding]:
    """Where it is smooth on an interval, its values lie between those at the ends and at the zeros of its derivative."""
    inside = interval(symbol)
    x = Dummy("x", real=True)
    f = expression.xreplace({symbol: x})
    if inside.is_empty or not _is_smooth(f, x, inside):
        return None
    slope = diff(f, x)
    turning = _budget.attempt(1, lambda: solveset(slope, x, inside))
    if turning is None or not turning.is_FiniteSet:
        return None
    for point in turning:
        value = f.subs(x, point)
        if strict and (value.is_zero or value.equals(0)):
            return Finding("refuted", "the zeros of its derivative", {symbol: point})
        if not _is_above(value, strict):
            return None
    for end, direction, open_end in ((inside.inf, "+", inside.left_open), (inside.sup, "-", inside.right_open)):
        value = limit(f, x, end, direction) if open_end or end.is_infinite else f.subs(x, end)
        if not _is_above(value, strict and not open_end and end.is_finite):
            return None
        # At an open end the limit need not be reached; but where nothing turns, it must be approached from above.
    return Finding("proved", "its derivative, and its values at the ends")


def _is_smooth(f: Basic, x: Symbol, inside: Interval) -> bool:
    for each in (f, diff(f, x)):
        known = _budget.attempt(0.8, lambda each=each: continuous_domain(each, x, inside))
        if known is None or known != inside:
            return False
    return True


def _is_above(value: Basic, strict: bool) -> bool:
    if value is oo:
        return True
    if not value.is_extended_real or value is -oo:
        return False
    if value.is_zero or value.equals(0):
        return not strict
    return bool(value.evalf(30) > 0)
