"""Derivatives, integrals, limits and sums, worked out a rule at a time."""

from __future__ import annotations

from typing import Iterator

from sympy import (
    Abs,
    Add,
    Derivative,
    Expr,
    Integral,
    Limit,
    Mul,
    Poly,
    Pow,
    S,
    Sum,
    Symbol,
    apart,
    cancel,
    count_ops,
    exp,
    expand,
    factor,
    fraction,
    limit,
    log,
    simplify,
    together,
)
from sympy.core.function import Function
from sympy.integrals.manualintegrate import PartsRule, RewriteRule, URule, integral_steps

from ._moves import tex

UNFINISHED = (Derivative, Integral, Limit, Sum)

# What is said, what takes the place of the part, and a rank.
Found = Iterator[tuple[str, Expr, float]]


def worked_out(current: Expr) -> Iterator[tuple[str, Expr, float, bool]]:
    """The next rule for the first part that is not worked out: what is said, the whole after it, a rank, and whether all is worked out then."""
    node = sorted(current.atoms(*UNFINISHED), key=lambda each: (count_ops(each), str(each)))[0]
    if isinstance(node, Derivative):
        found = _derivative(node)
    elif isinstance(node, Integral):
        found = _integral(node)
    elif isinstance(node, Limit):
        found = _limit(node)
    else:
        found = _sum(node)
    for say, new, rank in found:
        whole = current.subs(node, new)
        finished = not whole.has(*UNFINISHED)
        if finished and isinstance(node, Integral) and len(node.limits[0]) == 1:
            whole += Symbol("C")
        yield say, whole, rank, finished


def _derivative(node: Derivative) -> Found:
    f, x = node.expr, node.variables[0]
    if len(node.variables) > 1:
        yield "Differentiate once", Derivative(f.diff(x), *node.variables[1:]), 0
        return
    top, below = fraction(f)
    if isinstance(f, Add):
        yield "Differentiate term by term", sum(part.diff(x) for part in f.args), 0
    elif below.has(x) and top.has(x):
        quotient = (top.diff(x) * below - top * below.diff(x)) / below**2
        yield "By the quotient rule", quotient, 0
        yield "By the quotient rule, after simplifying", simplify(quotient), 0.1
    elif isinstance(f, Mul) and len([part for part in f.args if part.has(x)]) > 1:
        k, rest = f.as_independent(x)
        u, v = rest.as_two_terms()
        yield "By the product rule", k * (u.diff(x) * v + u * v.diff(x)), 0
    elif isinstance(f, (Function, Pow, exp)) and f.has(x) and not _is_plain(f, x):
        yield "By the chain rule", f.diff(x), 0
    else:
        yield "Differentiate", f.diff(x), 0


def _is_plain(f: Expr, x: Symbol) -> bool:
    """x**3, sin(x), exp(x): nothing inside has to be differentiated."""
    return (isinstance(f, Pow) and (f.base == x or f.exp == x)) or f.args == (x,)


def _integral(node: Integral) -> Found:
    f, (x, *bounds) = node.function, node.limits[0]
    power = _of_bracket(f, x)
    if power is not None:
        base, inside = power
        if bounds:
            yield f"An antiderivative is ${tex(inside)}$, so", simplify(node.doit()), 0.1
        else:
            yield f"Substitute $u = {tex(base)}$, and integrate", inside, 0.1
        return
    split = _split(f, x)
    if split is not None:
        yield "Split into partial fractions", Integral(split, *node.limits), 0.05
    # For a fraction that can be split it takes seconds, and says no more.
    rule = integral_steps(f, x) if split is None else None
    inner = getattr(rule, "substep", None) if type(rule).__name__ == "ConstantTimesRule" else None
    if isinstance(rule, PartsRule) and not bounds:
        yield _by_parts(rule.u, rule.dv, rule.v_step.eval(), x)
    elif isinstance(inner, PartsRule) and not bounds:
        k = rule.constant
        say, new, rank = _by_parts(inner.u, inner.dv, inner.v_step.eval(), x)
        yield say, expand(k * new), rank
    elif isinstance(rule, RewriteRule) and simplify(rule.rewritten - f) == 0 and rule.rewritten != f:
        yield "Rewrite the integrand", Integral(rule.rewritten, *node.limits), 0.05
    elif isinstance(f, Mul) and isinstance(expand(f), Add) and f.is_polynomial(x):
        yield "Expand the integrand", Integral(expand(f), *node.limits), 0.2
    inside = _in_absolute(Integral(f, x).doit(), x)
    if inside.has(Integral):
        return
    why = _substitution(rule, x)
    if not bounds:
        if why:
            yield f"{why}, and integrate", inside, 0.1
        else:
            yield ("Integrate term by term" if isinstance(f, Add) else "Integrate"), inside, 0.1
        return
    found = f"{why}, an antiderivative is" if why else "An antiderivative is"
    yield f"{found} ${tex(inside)}$, so", simplify(node.doit()), 0.3


def _of_bracket(f: Expr, x: Symbol) -> tuple[Expr, Expr] | None:
    """Of k(ax + b)^n: ax + b, and the antiderivative, which stays a power of it."""
    k, rest = f.as_independent(x)
    if not isinstance(rest, Pow) or not rest.exp.is_number or rest.exp == -1 or rest.base == x:
        return None
    slope = rest.base.diff(x)
    if slope.has(x) or slope == 0 or not slope.is_number:
        return None
    up = rest.exp + 1
    return rest.base, k * rest.base**up / (up * slope)


def _split(f: Expr, x: Symbol) -> Expr | None:
    if not f.is_rational_function(x) or f.is_polynomial(x) or not isinstance(f.as_numer_denom()[1], (Add, Mul, Pow)):
        return None
    split = apart(f, x)
    return split if isinstance(split, Add) and split != f else None


def _by_parts(u: Expr, dv: Expr, v: Expr, x: Symbol) -> tuple[str, Expr, float]:
    say = f"Integrate by parts, with $u = {tex(u)}$ and $dv = {tex(dv)} \\, d{tex(x)}$"
    return say, u * v - Integral(simplify(v * u.diff(x)), x), 0


def _substitution(rule: object, x: Symbol) -> str:
    if not isinstance(rule, URule) or rule.u_func.diff(x) == 1:
        return ""
    return f"Substitute $u = {tex(rule.u_func)}$"


def _in_absolute(inside: Expr, x: Symbol) -> Expr:
    """ln|x| is an antiderivative of 1/x wherever that has one."""
    return inside.replace(log, lambda argument: log(argument if argument.is_positive or not argument.has(x) or argument.has(log) else Abs(argument)))


def _limit(node: Limit) -> Found:
    f, x, point, direction = node.args
    value = limit(f, x, point, str(direction))
    if isinstance(value, Limit) or value.has(S.NaN, S.ComplexInfinity) or value.is_real is False and not value.is_infinite:
        return
    top, below = fraction(together(f))
    reduced = cancel(f)
    if reduced != f and count_ops(reduced) <= count_ops(f):
        yield "Cancel what is common", Limit(reduced, x, point, direction), 0
    if below.has(x):
        divided = _by_highest_power(top, below, x) if point.is_infinite else None
        if divided is not None:
            power, new = divided
            yield f"Divide numerator and denominator by ${tex(power)}$", Limit(new, x, point, direction), 0.1
        both = limit(top, x, point, str(direction)), limit(below, x, point, str(direction))
        if both == (0, 0) or all(each.is_infinite for each in both):
            tends = "0" if both == (0, 0) else "infinity"
            new = simplify(top.diff(x) / below.diff(x))
            say = f"Numerator and denominator both tend to {tends if tends != '0' else '$0$'}, so by l'Hôpital's rule"
            yield say, Limit(new, x, point, direction), 0.2
    continuous = f.subs(x, point)
    if point.is_finite and continuous == value and value.is_finite:
        yield f"Put in ${tex(x)} = {tex(point)}$", value, -0.1
    else:
        yield "Find the limit", value, 0.5


def _by_highest_power(top: Expr, below: Expr, x: Symbol) -> tuple[Expr, Expr] | None:
    if not (top.is_polynomial(x) and below.is_polynomial(x)):
        return None
    power = x ** Poly(below, x).degree()
    return (power, expand(top / power) / expand(below / power)) if power != 1 and isinstance(below, Add) else None


def _sum(node: Sum) -> Found:
    f, (k, low, high) = node.function, node.limits[0]
    wide = expand(f)
    if isinstance(wide, Add) and f.is_polynomial(k):
        constants = [part.as_independent(k) for part in wide.args]
        parts = [c * (Sum(rest, (k, low, high)) if rest != 1 else high - low + 1) for c, rest in constants]
        yield "Sum term by term", Add(*parts), 0.3
    value = node.doit()
    if value.has(Sum) or value.is_Piecewise:
        return
    split = apart(f, k) if f.is_rational_function(k) else f
    if split != f and isinstance(split, Add):
        yield "Split into partial fractions", Sum(split, (k, low, high)), 0.1
    ratio = simplify(f.subs(k, k + 1) / f)
    if isinstance(f, Add) and not f.is_polynomial(k):
        say = "In this sum all terms but the first and the last cancel"
    elif not ratio.has(k) and high.is_infinite:
        say = f"This is a geometric series with the ratio ${tex(ratio)}$"
    elif not ratio.has(k) and ratio != 1:
        say = f"This is a geometric sum with the ratio ${tex(ratio)}$"
    else:
        say = "By the formula for this sum"
    yield say, factor(simplify(value)), 0.2
