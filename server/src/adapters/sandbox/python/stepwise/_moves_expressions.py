"""Moves on one expression: work it out, simplify it, lead it over into another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from re import findall
from time import monotonic
from typing import Callable, Iterator

from sympy import (
    Add,
    Expr,
    Integral,
    N,
    Pow,
    Rational,
    S,
    Symbol,
    apart,
    cancel,
    cos,
    cot,
    count_ops,
    csc,
    expand,
    expand_log,
    expand_trig,
    factor,
    fraction,
    logcombine,
    powsimp,
    radsimp,
    sec,
    simplify,
    sin,
    tan,
    together,
    trigsimp,
)

from ._moves import GIVES_UP, Move, Said, answered, guarded, tex
from ._moves_calculus import UNFINISHED, worked_out
from ._moves_follow_up import Point, put_in


# Seconds for trying ways to rewrite an expression: the first ways are the likely ones.
_PATIENCE = 1.0


@dataclass(frozen=True)
class WorkOut:
    """goal: "value", "factored", "expanded", "one fraction", "partial fractions" or "rational denominator". target: what it is to be led over into."""

    start: Expr
    goal: str
    target: Expr | None
    # The expression as it stands in the problem, in TeX: SymPy works out some of it at once.
    written: str
    # Where it is to be put in then.
    at: Point | None = None


def moves(aim: WorkOut, said: list[Said], known: str | None, most: int) -> str:
    """What an expression is worth is cheap to hold against: nothing is kept."""
    del known
    current = aim.start
    for _, supposed, relations in reversed(said):
        value = None if supposed else _value_said(relations, aim.start)
        if value is not None and same(aim.start, value) is not False:
            current = value
            break
    return answered(_checked(_proposed(aim, current), aim), most, "")


def doubt(aim: WorkOut, said: list[Said]) -> str:
    """The first step that gives the expression another value."""
    goals = [aim.start, *([aim.start.doit().subs(aim.at.values)] if aim.at else [])]
    for index, (_, supposed, relations) in enumerate(said):
        if supposed:
            return "null"
        for left, sign, right, *modulus in relations:
            if modulus or sign != "=" or (left is not None and left != aim.start):
                continue
            if all(same(goal, right) is False for goal in goals):
                return str(index)
    return "null"


def _value_said(relations: list, start: Expr) -> Expr | None:
    """The last side of a chain that begins with the expression, or with a name for it."""
    value = None
    reached: Expr | None = start
    for left, sign, right, *modulus in relations:
        if modulus or sign != "=":
            continue
        if left is None or left == reached or left == start:
            value = reached = right
    return value


def _proposed(aim: WorkOut, current: Expr) -> Iterator[Move]:
    if aim.target is not None:
        yield from guarded(_towards(aim, current, aim.target))
        return
    if current.has(*UNFINISHED):
        for say, new, rank, finished in guarded(worked_out(current)):
            yield Move(say, ((aim.written, "=", new),), final=finished and aim.at is None, rank=rank)
        return
    if aim.at is not None:
        yield from guarded(put_in(current, aim.start, aim.at))
        return
    if aim.goal in _GOALS:
        yield from guarded(_to_goal(aim, current))
    yield from guarded(_tidied(aim, current))


def _checked(proposed: Iterator[Move], aim: WorkOut) -> Iterator[Move]:
    for move in proposed:
        if move.sure:
            yield move
            continue
        verdicts = [same(aim.start, right) for _, _, right, *_ in move.relations]
        if False not in verdicts:
            yield replace(move, sure="tested" if verdicts and None not in verdicts else "")


def same(start: Expr, other: Expr) -> bool | None:
    """At a few points, where both have values; None where there is no such point. An indefinite integral is compared by its derivative."""
    if start == other:
        return True
    try:
        variable = _integrated(start)
        if variable is not None:
            start, other = start.diff(variable), other.diff(variable)
        return _same_values(start, other)
    except GIVES_UP:
        return None


@lru_cache(maxsize=64)
def _done(expr: Expr) -> Expr:
    return expr.doit()


def _integrated(start: Expr) -> Symbol | None:
    found = [each for each in start.atoms(Integral) if len(each.limits) == 1 and len(each.limits[0]) == 1]
    return found[0].limits[0][0] if len(found) == 1 else None


def _same_values(one: Expr, other: Expr) -> bool | None:
    one, other = _done(one), _done(other)
    if (one.has(*UNFINISHED) and one.free_symbols) or one.has(S.NaN, S.ComplexInfinity):
        return None
    if other.has(S.NaN, S.ComplexInfinity):
        # A limit that does not exist is not one that does.
        return False if one.is_number and one.is_finite else None
    if one.is_infinite or other.is_infinite:
        return bool(one == other)
    names = sorted(one.free_symbols | other.free_symbols, key=str)
    compared = False
    for shift in (Rational(1, 3), Rational(7, 5), Rational(27, 10), Rational(49, 10)):
        values = {name: _point(name, shift, index) for index, name in enumerate(names)}
        left, right = N(one.subs(values), 20), N(other.subs(values), 20)
        if not (left.is_number and right.is_number) or left.has(S.NaN, S.ComplexInfinity) or right.has(S.NaN, S.ComplexInfinity):
            continue
        a, b = complex(left), complex(right)
        if abs(a.imag) > 1e-12 or abs(b.imag) > 1e-12:
            continue
        compared = True
        if abs(a - b) > 1e-9 * (1 + abs(a)):
            return False
    return True if compared else None


def _point(name: Symbol, shift: Rational, index: int) -> Rational:
    return Rational(int(shift * 2) + 2 + index) if name.is_integer else shift + Rational(2 * index, 7)


def _rationalised(expr: Expr) -> Expr:
    rational = radsimp(expr)
    return together(expand(rational)) if rational.is_number else rational


Transformation = tuple[str, Callable[[Expr], Expr]]

_TRANSFORMATIONS: tuple[Transformation, ...] = (
    ("Expand", expand),
    ("Factor", factor),
    ("Put over a common denominator", together),
    ("Cancel what is common", cancel),
    ("Use trigonometric identities", trigsimp),
    ("Expand by the addition formulas", expand_trig),
    ("Write with sine and cosine", lambda e: e.replace(tan, lambda a: sin(a) / cos(a)).replace(cot, lambda a: cos(a) / sin(a)).replace(sec, lambda a: 1 / cos(a)).replace(csc, lambda a: 1 / sin(a))),
    ("Combine the powers", powsimp),
    ("Combine the logarithms", lambda e: logcombine(e, force=True)),
    ("Expand the logarithms", lambda e: expand_log(e, force=True)),
    ("Make the denominator rational", _rationalised),
    ("Simplify", simplify),
)

_TRIGONOMETRIC = (sin, cos, tan, cot, sec, csc)

_TO_TARGET: tuple[Transformation, ...] = (
    ("Use $\\sin^2 = 1 - \\cos^2$", lambda e: expand(e.replace(lambda p: p.is_Pow and isinstance(p.base, sin) and p.exp == 2, lambda p: 1 - cos(p.base.args[0]) ** 2))),
    ("Use $\\cos^2 = 1 - \\sin^2$", lambda e: expand(e.replace(lambda p: p.is_Pow and isinstance(p.base, cos) and p.exp == 2, lambda p: 1 - sin(p.base.args[0]) ** 2))),
    ("Put over a common denominator and use $\\sin^2 + \\cos^2 = 1$", lambda e: _over_one(e)),
    *_TRANSFORMATIONS,
    ("Split into partial fractions", apart),
)

# Of those the ways that take no time: they are tried after each of the others.
_QUICK: tuple[Transformation, ...] = tuple(each for each in _TO_TARGET if each[0] not in ("Use trigonometric identities", "Simplify", "Split into partial fractions"))


_GOALS: dict[str, Transformation] = {
    "factored": ("Factor", factor),
    "expanded": ("Expand", expand),
    "one fraction": ("Put over a common denominator", lambda e: factor(together(e))),
    "partial fractions": ("Split into partial fractions", apart),
    "rational denominator": ("Make the denominator rational", _rationalised),
}


def _over_one(expr: Expr) -> Expr:
    top, below = fraction(together(expr))
    return cancel(factor(trigsimp(expand(top))) / below)


def _changed(current: Expr, ways: tuple[Transformation, ...], until: float = float("inf")) -> Iterator[tuple[str, Expr]]:
    for say, change in ways:
        if monotonic() > until:
            return
        if "sin" in say and not current.has(*_TRIGONOMETRIC):
            continue
        for new in _tried(change, current):
            if new != current:
                yield say, new


def _tried(change: Callable[[Expr], Expr], expr: Expr) -> Iterator[Expr]:
    try:
        yield change(expr)
    except GIVES_UP:
        return


def _to_goal(aim: WorkOut, current: Expr) -> Iterator[Move]:
    say, change = _GOALS[aim.goal]
    done = change(current)
    if done != current:
        if aim.goal == "one fraction" and together(current) not in (done, current):
            yield Move(say, ((aim.written, "=", together(current)),), rank=-1)
            return
        yield Move(say, ((aim.written, "=", done),), final=True, rank=-1)
    elif current != aim.start:
        yield Move("So the result is", ((aim.written, "=", current),), final=True, rank=-1)


def _towards(aim: WorkOut, current: Expr, target: Expr) -> Iterator[Move]:
    until = monotonic() + _PATIENCE
    reached: list[tuple[str, Expr]] = []
    for say, new in _changed(current, _TO_TARGET, until):
        if new == target:
            yield Move(say, ((aim.written, "=", new),), final=True)
            return
        reached.append((say, new))
    for say, new in reached:
        rank = 0.5 + count_ops(new) / (10 + count_ops(target) * 5)
        yield Move(say, ((aim.written, "=", new),), rank=rank)
    for say, new in reached:
        if any(last == target for _, last in _changed(new, _QUICK, until)):
            yield Move(say, ((aim.written, "=", new),), rank=0.1)
    if current != aim.start or aim.written != tex(current) or not reached:
        zero = same(current, target) and simplify(current - target) == 0
        if zero:
            yield Move("The difference of the two sides simplifies to $0$, so", ((aim.written, "=", target),), final=True, rank=2 if current != aim.start else 3)


def _length(expr: Expr) -> int:
    """Operations; a root below the fraction bar is worth some, and so is a second fraction with names below the bar."""
    roots = [power for power in fraction(together(expr))[1].atoms(Pow) if power.exp.is_Rational and power.exp.q > 1]
    fractions = [term for term in Add.make_args(expr) if fraction(term)[1].free_symbols]
    return count_ops(expr) + 3 * len(roots) + 6 * max(0, len(fractions) - 1)


def _is_reordered(one: str, other: str) -> bool:
    """The same signs in another order: nothing was worked out."""
    return _signs(one) == _signs(other)


def _signs(text: str) -> list[str]:
    return sorted(findall(r"\\[a-z]+|[^\s+(){}]", text.replace("\\left", "").replace("\\right", "")))


def _tidied(aim: WorkOut, current: Expr) -> Iterator[Move]:
    """Shorter ways to write it, shortest first; where there is none it is the result."""
    until = monotonic() + _PATIENCE
    shorter = [(say, new) for say, new in _changed(current, _TRANSFORMATIONS, until) if _length(new) < _length(current)]
    for say, new in shorter:
        final = not any(_length(other) < _length(new) for _, other in shorter)
        yield Move(say, ((aim.written, "=", new),), final=final, rank=_length(new) / 100)
    if not shorter and (current != aim.start or not _is_reordered(tex(current), aim.written)):
        say = "Work it out" if current == aim.start else "So the result is"
        yield Move(say, ((aim.written, "=", current),), final=True)


