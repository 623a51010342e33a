"""Moves on trigonometric equations."""

from __future__ import annotations

from typing import Iterator

from sympy import Expr, FiniteSet, Mul, Poly, PolynomialError, S, Symbol, cos, expand, expand_trig, factor, roots, simplify, sin, tan
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from ._moves import Move, tex
from ._solution_sets import Solutions, is_true

Equation = tuple[Expr, Expr]


def _basic(left: Expr, right: Expr, x: Symbol) -> bool:
    """sin(2*x) = 1/2: one function of a linear argument, and a number."""
    return isinstance(left, TrigonometricFunction) and left.has(x) and not right.has(x) and left.args[0].diff(x).is_number


def trigonometric_answer(alternatives: list[Equation], x: Symbol, found: Solutions | None, bounded: bool) -> Iterator[Move]:
    """The solutions, where each equation names the value of one function."""
    if found is None or not isinstance(found.found, FiniteSet) or not all(_basic(*each, x) for each in alternatives):
        return
    values = sorted(found.found, key=float)
    if not all(any(is_true((left, "=", right), x, value) for left, right in alternatives) for value in values):
        return
    if found.period is not None:
        yield from _general(values, x, found)
        return
    if not values:
        yield Move("None of its solutions lies in the given interval, so there is no solution", (), final=True)
        return
    say = "In the given interval the solution is" if len(values) == 1 else "In the given interval the solutions are"
    yield Move(say, tuple((x, "=", value) for value in values), "or", True, -0.2)


def _general(values: list[Expr], x: Symbol, found: Solutions) -> Iterator[Move]:
    if not values:
        return
    k = Symbol("k", integer=True)
    period = found.period
    half = period / 2
    if half.is_number and len(values) % 2 == 0 and {simplify((v + half) % period) for v in values} == set(values):
        values, period = [v for v in values if v < half], half
    relations = tuple((x, "=", value + k * period) for value in values)
    say = f"With any integer ${tex(k)}$ the solutions are"
    yield Move(say, relations, "or", True, -0.2, sure="tested")


def trigonometric_moves(left: Expr, right: Expr, x: Symbol) -> Iterator[Move]:
    functions = {each for each in (left - right).atoms(TrigonometricFunction) if each.has(x)}
    if not functions:
        return
    difference = left - right
    if len(functions) == 1:
        yield from _in_one(left, right, next(iter(functions)), x)
        return
    yield from _as_tangent(difference, functions, x)
    for say, new in _rewritten(difference, functions, x):
        if new == difference:
            continue
        whole = factor(new)
        parts = [each for each in Mul.make_args(whole) if each.has(x)]
        inside = {each for each in new.atoms(TrigonometricFunction) if each.has(x)}
        if len(parts) > 1 or len(inside) == 1:
            yield Move(say, ((whole if len(parts) > 1 else expand(new), "=", S.Zero),), rank=0.1)
            return


def _in_one(left: Expr, right: Expr, f: Expr, x: Symbol) -> Iterator[Move]:
    u = Symbol("u", real=True)
    inner = expand((left - right).subs(f, u))
    if inner.has(x):
        return
    try:
        poly = Poly(inner, u)
    except PolynomialError:
        return
    if poly.degree() == 1:
        value = simplify(-poly.coeff_monomial(1) / poly.coeff_monomial(u))
        if (f, value) != (left, right):
            yield Move(f"Solve for ${tex(f)}$", ((f, "=", value),), rank=0)
        return
    values = [simplify(value) for value in roots(poly) if value.is_real]
    bounded = isinstance(f, (sin, cos))
    possible = [value for value in values if not bounded or abs(value) <= 1]
    if right == 0 and len(Mul.make_args(left)) < 2:
        whole = factor(left)
        if len([each for each in Mul.make_args(whole) if each.has(x)]) > 1:
            yield Move("Factor", ((whole, "=", S.Zero),), rank=0.1)
    if not possible:
        yield Move(f"No value of ${tex(f)}$ satisfies this", ())
    else:
        why = f"since ${tex(f)}$ lies between $-1$ and $1$" if len(possible) < len(values) else ""
        yield Move(f"Solve for ${tex(f)}$", tuple((f, "=", value) for value in possible), "or", rank=0.05, why=why)


def _as_tangent(difference: Expr, functions: set[Expr], x: Symbol) -> Iterator[Move]:
    """a*sin(x) + b*cos(x) = 0 is divided by cos(x)."""
    arguments = {f.args[0] for f in functions}
    if len(arguments) != 1 or {type(f) for f in functions} != {sin, cos}:
        return
    u = next(iter(arguments))
    wide = expand(difference)
    a, b = wide.coeff(sin(u)), wide.coeff(cos(u))
    if a.is_number and b.is_number and a != 0 and b != 0 and expand(wide - a * sin(u) - b * cos(u)) == 0:
        why = "sine and cosine are never zero together"
        yield Move(f"Divide both sides by ${tex(cos(u))}$", ((tan(u), "=", simplify(-b / a)),), rank=0, why=why)


def _rewritten(difference: Expr, functions: set[Expr], x: Symbol) -> Iterator[tuple[str, Expr]]:
    yield "Bring everything to one side and factor", difference
    doubled = difference.replace(lambda e: isinstance(e, (sin, cos)) and _is_double(e, functions), lambda e: _halved(e, functions))
    yield "Use the double angle formulas", doubled
    for function, other in ((cos, sin), (sin, cos)):
        for source in {difference, doubled}:
            arguments = {f.args[0] for f in source.atoms(TrigonometricFunction) if f.has(x)}
            if len(arguments) == 1:
                u = next(iter(arguments))
                yield f"Use $\\sin^2 {tex(u)} + \\cos^2 {tex(u)} = 1$", expand(expand(source).subs(function(u) ** 2, 1 - other(u) ** 2))
    yield "Write with sine and cosine", factor(difference.rewrite(sin, cos).replace(tan, lambda a: sin(a) / cos(a)))
    yield "Use the double angle formulas", expand_trig(difference)


def _is_double(f: Expr, functions: set[Expr]) -> bool:
    return any(simplify(f.args[0] - 2 * other.args[0]) == 0 for other in functions)


def _halved(f: Expr, functions: set[Expr]) -> Expr:
    u = f.args[0] / 2
    if isinstance(f, sin):
        return 2 * sin(u) * cos(u)
    return 1 - 2 * sin(u) ** 2 if any(isinstance(g, sin) and g.args[0] == u for g in functions) else 2 * cos(u) ** 2 - 1
