"""Moves on one expression: differentiate, integrate, find a limit or a sum, simplify, lead it over into another."""

from __future__ import annotations

from typing import Callable, Iterator

from sympy import (
    Abs,
    Add,
    Derivative,
    Expr,
    Integral,
    Limit,
    Mul,
    Pow,
    Rational,
    Sum,
    Symbol,
    apart,
    cancel,
    count_ops,
    cos,
    expand,
    expand_log,
    expand_trig,
    exp,
    factor,
    fraction,
    limit,
    log,
    logcombine,
    powsimp,
    radsimp,
    simplify,
    sin,
    tan,
    together,
    trigsimp,
)
from sympy.core.function import Function
from sympy.polys.polyerrors import BasePolynomialError
from sympy.integrals.manualintegrate import PartsRule, RewriteRule, URule, integral_steps

from ._moves import Move, guarded, tex


def working_out(start: Expr, current: Expr, target: Expr | None) -> Iterator[Move]:
    """Next moves for an expression that stood first as `start` and stands now as `current`. `target`: what it is to become; else it is to be worked out."""
    if current.free_symbols - start.free_symbols - {Symbol("C")} or not _equal(start, current):
        # What was written last does not hold: it goes on from the start.
        current = start
    if target is not None:
        yield from guarded(_towards(start, current, target))
        return
    unfinished = [each for each in current.atoms(Derivative, Integral, Limit, Sum)]
    if unfinished:
        for move in guarded(_unfinished(start, current, unfinished[0])):
            yield move
        return
    yield from guarded(_tidied(start, current))


def _equal(start: Expr, current: Expr) -> bool:
    """At a few points, where both have values: a slip in a step is no small one."""
    if current == start or start.has(Integral, Limit, Sum) or current.has(Integral, Limit, Sum):
        return True
    names = sorted(start.free_symbols | current.free_symbols, key=str)
    for shift in (Rational(1, 3), Rational(7, 5)):
        values = {name: shift + Rational(2 * index, 7) for index, name in enumerate(names)}
        difference = (start.doit() - current.doit()).subs(values).evalf(20)
        if difference.is_number and abs(complex(difference)) > 1e-9:
            return False
    return True


def _leads(say: str, start: Expr, new: Expr, rank: float, final: bool = False) -> Move:
    return Move(say, ((start, "=", new),), final=final, rank=rank)


def _unfinished(start: Expr, current: Expr, node: Expr) -> Iterator[Move]:
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
        finished = not whole.has(Derivative, Integral, Limit, Sum)
        if finished and isinstance(node, Integral) and not node.limits[0][1:]:
            whole += Symbol("C")
        yield _leads(say, start, whole, rank, finished)


Found = Iterator[tuple[str, Expr, float]]


def _derivative(node: Derivative) -> Found:
    f, x = node.expr, node.variables[0]
    if len(node.variables) > 1:
        yield "Differentiate once", Derivative(f.diff(x), *node.variables[1:]), 0
        return
    top, below = fraction(f)
    if isinstance(f, Add):
        yield "Differentiate term by term", sum(part.diff(x) for part in f.args), 0
    elif below.has(x) and top.has(x):
        yield "By the quotient rule", (top.diff(x) * below - top * below.diff(x)) / below**2, 0
    elif isinstance(f, Mul) and len([part for part in f.args if part.has(x)]) > 1:
        k, rest = f.as_independent(x)
        u, v = rest.as_two_terms()
        yield "By the product rule", k * (u.diff(x) * v + u * v.diff(x)), 0
    elif isinstance(f, (Function, Pow)) and f.has(x):
        yield "By the chain rule", f.diff(x), 0
    else:
        yield "Differentiate", f.diff(x), 0


def _integral(node: Integral) -> Found:
    f, (x, *bounds) = node.function, node.limits[0]
    rule = integral_steps(f, x)
    if isinstance(rule, PartsRule) and not bounds:
        u, v = rule.u, rule.v_step.eval()
        say = f"Integrate by parts, with $u = {tex(u)}$ and $dv = {tex(rule.dv)} \\, d{tex(x)}$"
        yield say, u * v - Integral(simplify(v * u.diff(x)), x), 0
    elif isinstance(rule, RewriteRule) and simplify(rule.rewritten - f) == 0:
        yield "Rewrite the integrand", Integral(rule.rewritten, *node.limits), 0.2
    elif isinstance(f, Mul) and isinstance(expand(f), Add):
        yield "Expand the integrand", Integral(expand(f), *node.limits), 0.2
    inside = Integral(f, x).doit().replace(log, lambda argument: log(argument if argument.is_positive else Abs(argument)))
    if inside.has(Integral):
        return
    why = f"substituting $u = {tex(rule.u_func)}$" if isinstance(rule, URule) else ""
    if not bounds:
        yield f"Integrate, {why}" if why else "Integrate", inside, 0.1
        return
    found = f"An antiderivative, {why}, is" if why else "An antiderivative is"
    yield f"{found} ${tex(inside)}$, so", simplify(node.doit()), 0.3


def _limit(node: Limit) -> Found:
    f, x, point, direction = node.args
    value = limit(f, x, point, str(direction))
    top, below = fraction(together(f))
    reduced = cancel(f)
    if reduced != f and count_ops(reduced) <= count_ops(f):
        yield "Cancel what is common", Limit(reduced, x, point, direction), 0
    if below.has(x):
        both = limit(top, x, point, str(direction)), limit(below, x, point, str(direction))
        if both == (0, 0) or all(each.is_infinite for each in both):
            kind = "0/0" if both == (0, 0) else "\\infty/\\infty"
            new = simplify(top.diff(x) / below.diff(x))
            yield f"This has the form ${kind}$, so by l'Hôpital's rule", Limit(new, x, point, direction), 0.2
    continuous = f.subs(x, point)
    if point.is_finite and continuous == value and value.is_finite:
        yield f"Put in ${tex(x)} = {tex(point)}$", value, -0.1
    elif not isinstance(value, Limit):
        yield "Find the limit", value, 0.5


def _sum(node: Sum) -> Found:
    f, (k, low, high) = node.function, node.limits[0]
    if isinstance(expand(f), Add):
        yield "Sum term by term", sum(Sum(part, (k, low, high)) for part in expand(f).args), 0.3
    value = node.doit()
    if not value.has(Sum):
        yield "By the formula for this sum", factor(simplify(value)), 0.2


Transformation = tuple[str, Callable[[Expr], Expr]]

_TRANSFORMATIONS: tuple[Transformation, ...] = (
    ("Expand", expand),
    ("Factor", factor),
    ("Put over a common denominator", together),
    ("Cancel what is common", cancel),
    ("Split into partial fractions", apart),
    ("Use trigonometric identities", trigsimp),
    ("Expand by the addition formulas", expand_trig),
    ("Write with sine and cosine", lambda e: e.replace(tan, lambda a: sin(a) / cos(a))),
    ("Combine the powers", powsimp),
    ("Combine the logarithms", lambda e: logcombine(e, force=True)),
    ("Expand the logarithms", lambda e: expand_log(e, force=True)),
    ("Make the denominator rational", radsimp),
    ("Write with exponentials", lambda e: e.rewrite(exp)),
    ("Simplify", simplify),
)


def _changed(current: Expr) -> Iterator[tuple[str, Expr]]:
    for say, change in _TRANSFORMATIONS:
        for new in _tried(change, current):
            if new != current:
                yield say, new


def _tried(change: Callable[[Expr], Expr], expr: Expr) -> Iterator[Expr]:
    try:
        yield change(expr)
    except (NotImplementedError, ValueError, TypeError, AttributeError, ZeroDivisionError, BasePolynomialError):
        return


def _towards(start: Expr, current: Expr, target: Expr) -> Iterator[Move]:
    for say, new in _changed(current):
        final = new == target
        rank = 0.0 if final else 0.5 + count_ops(new) / (10 + count_ops(target) * 5)
        yield _leads(say, start, new, rank, final)
        if not final and any(last == target for _, last in _changed(new)):
            yield _leads(say, start, new, 0.1)
    if simplify(current - target) == 0:
        yield _leads("Both sides are equal", start, target, 2, True)


def _tidied(start: Expr, current: Expr) -> Iterator[Move]:
    """Shorter ways to write it, shortest first; where there is none it is the result."""
    shorter = [(say, new) for say, new in _changed(current) if count_ops(new) < count_ops(current)]
    for say, new in shorter:
        final = not any(count_ops(other) < count_ops(new) for _, other in shorter)
        yield _leads(say, start, new, count_ops(new) / 100, final)
    if not shorter:
        yield _leads("So the result is", start, current, 0, True)
