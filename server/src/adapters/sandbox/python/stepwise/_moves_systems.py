"""Moves on equations that hold together, and on inequalities in one unknown."""

from __future__ import annotations

from typing import Iterator

from sympy import (
    Expr,
    FiniteSet,
    Intersection,
    Interval,
    Poly,
    PolynomialError,
    S,
    Symbol,
    Union,
    denom,
    expand,
    factor,
    simplify,
    solve,
    solveset,
    together,
)

from ._moves import Move, Relation, tex

Equation = tuple[Expr, Expr]

_ORDINALS = ("first", "second", "third", "fourth")
_TURNED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}


def eliminating(known: list[Equation], given: list[Equation], unknowns: list[Symbol]) -> Iterator[Move]:
    """Next moves for a system: `known` is all that was said of it so far, the last of it last; `given` is what is to be solved."""
    values = {left: right for left, right in known if left in unknowns and not right.has(*unknowns)}
    if len(values) == len(unknowns):
        yield from _together(values, given, unknowns)
        return
    expressed = [(left, right) for left, right in known if left in unknowns and right.has(*unknowns) and left not in values]
    for name, value in values.items():
        for left, right in reversed(expressed + given):
            put = left.subs(name, value), right.subs(name, value)
            if put == (left, right) or (left == name):
                continue
            rest = [each for each in unknowns if (put[0] - put[1]).has(each)]
            if len(rest) == 1 and rest[0] not in values:
                yield from _one_unknown(put, rest[0], "Put this into the other equation")
    for name, value in expressed:
        for left, right in given:
            put = expand(left.subs(name, value)), expand(right.subs(name, value))
            rest = [each for each in unknowns if simplify(put[0] - put[1]).has(each)]
            if len(rest) == 1 and rest[0] not in values:
                say = "Put this into the other equation"
                yield from _one_unknown(put, rest[0], say)
    if not expressed:
        yield from _expressed(given, unknowns)
    yield from _added(given, unknowns)


def _one_unknown(equation: Equation, name: Symbol, say: str) -> Iterator[Move]:
    found = [value for value in solve(equation[0] - equation[1], name) if value.is_real]
    if len(found) == 1:
        yield Move(f"{say}, so", ((name, "=", found[0]),), rank=0)


def _expressed(given: list[Equation], unknowns: list[Symbol]) -> Iterator[Move]:
    """One equation for one unknown, the one with the smallest coefficient first."""
    for index, (left, right) in enumerate(given):
        which = f"{_ORDINALS[index]} equation" if index < len(_ORDINALS) else f"equation ${tex(left)} = {tex(right)}$"
        for name in unknowns:
            difference = expand(left - right)
            k = difference.coeff(name, 1)
            if k == 0 or k.has(*unknowns) or (difference - k * name).has(name):
                continue
            cost = 0.1 if abs(k) == 1 else 0.5
            yield Move(f"Solve the {which} for ${tex(name)}$", ((name, "=", expand(-(difference - k * name) / k)),), rank=cost)


def _added(given: list[Equation], unknowns: list[Symbol]) -> Iterator[Move]:
    """Two linear equations, added with factors so that one unknown goes."""
    for i, (left, right) in enumerate(given):
        for other_left, other_right in given[i + 1 :]:
            for name in unknowns:
                a, b = expand(left - right).coeff(name, 1), expand(other_left - other_right).coeff(name, 1)
                if a == 0 or b == 0 or not (a.is_Rational and b.is_Rational) or abs(a) != abs(b):
                    continue
                sign = -1 if a == b else 1
                new = expand(left + sign * other_left), expand(right + sign * other_right)
                if not new[0].has(*unknowns):
                    continue
                say = "Add the two equations" if sign == 1 else "Subtract the second equation from the first"
                rest = [each for each in unknowns if (new[0] - new[1]).has(each)]
                if len(rest) == 1:
                    yield from _one_unknown(new, rest[0], say)
                else:
                    yield Move(say, ((new[0], "=", new[1]),), rank=0.6)


def _together(values: dict[Symbol, Expr], given: list[Equation], unknowns: list[Symbol]) -> Iterator[Move]:
    if all(simplify((left - right).subs(values)) == 0 for left, right in given):
        yield Move("So", tuple((name, "=", values[name]) for name in unknowns), "and", True)


def comparing(left: Expr, sign: str, right: Expr, given: tuple[Expr, str, Expr], x: Symbol) -> Iterator[Move]:
    """Next moves for an inequality that came from `given`; from that one itself where the other says something else."""
    if (left, sign, right) != given and solveset(_relation(left, sign, right), x, S.Reals) != solveset(_relation(*given), x, S.Reals):
        left, sign, right = given
    try:
        poly = Poly(left - right, x)
        is_polynomial = not denom(together(left - right)).has(x)
    except PolynomialError:
        poly, is_polynomial = None, False
    if poly is not None and is_polynomial and poly.degree() == 1:
        yield from _linear(left, sign, right, x)
    else:
        if right != 0:
            yield Move("Bring everything to one side", ((together(left - right) if not is_polynomial else expand(left - right), sign, S.Zero),), rank=0.1)
        elif factor(left) != left:
            yield Move("Factor", ((factor(left), sign, S.Zero),), rank=0.1)
    yield from _solution(given, x)


def _linear(left: Expr, sign: str, right: Expr, x: Symbol) -> Iterator[Move]:
    wide_left, wide_right = expand(left), expand(right)
    if (wide_left, wide_right) != (left, right):
        yield Move("Expand", ((wide_left, sign, wide_right),), rank=0.1)
        return
    a, b = wide_left.coeff(x, 1), wide_left.coeff(x, 0)
    c, d = wide_right.coeff(x, 1), wide_right.coeff(x, 0)
    if c != 0:
        yield Move(f"Subtract ${tex(c * x)}$ from both sides", (((a - c) * x + b, sign, d),), rank=0)
    elif b != 0:
        verb = f"Add ${tex(-b)}$ to" if b.could_extract_minus_sign() else f"Subtract ${tex(b)}$ from"
        yield Move(f"{verb} both sides", ((a * x, sign, d - b),), rank=0)
    elif a != 1 and a.is_positive:
        yield Move(f"Divide both sides by ${tex(a)}$", ((x, sign, d / a),), final=True, rank=0)
    elif a.is_negative:
        say = f"Divide both sides by ${tex(a)}$, which is negative and turns the sign round"
        yield Move(say, ((x, _TURNED[sign], d / a),), final=True, rank=0)


def _solution(given: tuple[Expr, str, Expr], x: Symbol) -> Iterator[Move]:
    found = solveset(_relation(*given), x, S.Reals)
    relations = _as_relations(found, x)
    if relations is not None:
        yield Move("So", relations, "or", True, 0.5, "by the signs of the factors")


def _relation(left: Expr, sign: str, right: Expr) -> Expr:
    return {"<": left < right, "≤": left <= right, ">": left > right, "≥": left >= right}[sign]


def _as_relations(found: object, x: Symbol) -> tuple[Relation, ...] | None:
    parts = found.args if isinstance(found, Union) else (found,)
    relations: list[Relation] = []
    for part in parts:
        if isinstance(part, FiniteSet):
            relations.extend((x, "=", value) for value in part)
        elif isinstance(part, Interval) and not isinstance(part, Intersection):
            relations.append(_interval(part, x))
        else:
            return None
    return tuple(relations) if relations and found is not S.Reals else None


def _interval(part: Interval, x: Symbol) -> Relation:
    low, high = part.start, part.end
    above, below = ("<" if part.left_open else "≤"), ("<" if part.right_open else "≤")
    if low == S.NegativeInfinity:
        return (x, below, high)
    if high == S.Infinity:
        return (x, _TURNED[above], low)
    return (tex(low) + _TEX_SIGN[above] + tex(x), below, high)


_TEX_SIGN = {"<": " < ", "≤": " \\le "}
