"""Moves on inequalities in one unknown."""

from __future__ import annotations

from typing import Iterator

from sympy import (
    Abs,
    Add,
    Expr,
    FiniteSet,
    Interval,
    Mul,
    Poly,
    PolynomialError,
    Pow,
    S,
    Set,
    Symbol,
    Union,
    denom,
    exp,
    expand,
    factor,
    fraction,
    log,
    simplify,
    together,
)

from ._moves import Move, Relation, Triple, both_sides, tex
from ._solution_sets import Solutions

TURNED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤", "=": "="}
TEX_SIGN = {"<": "<", "≤": "\\le", ">": ">", "≥": "\\ge"}


def inequality_moves(now: list[Triple], either: bool, given: list[Triple], x: Symbol, found: Solutions | None) -> Iterator[Move]:
    relations = [each for each in now if each[1] != "="] or given
    chain = None if either else _as_chain(relations)
    if chain is not None:
        yield from _on_chain(*chain, x)
        return
    if len(relations) > 1:
        if all(_is_bound(each, x) for each in relations):
            yield from _whole(found, x, "", 0)
        else:
            yield from _on_several(relations, either, x)
        return
    yield from _on_one(*relations[0], x, found)


def _on_several(relations: list[Triple], either: bool, x: Symbol) -> Iterator[Move]:
    """The first that is not solved yet; the others stay as they are."""
    at = next(index for index, each in enumerate(relations) if not _is_bound(each, x))
    for move in _on_one(*relations[at], x, None):
        if len(move.relations) == 1 and not move.both:
            new = (*relations[:at], move.relations[0], *relations[at + 1 :])
            yield Move(move.say, new, "or" if either else "and", rank=move.rank, why=move.why)


def _is_bound(relation: Triple, x: Symbol) -> bool:
    left, _, right = relation
    return (left == x and not right.has(x)) or (right == x and not left.has(x))


def _on_one(left: Expr, sign: str, right: Expr, x: Symbol, found: Solutions | None) -> Iterator[Move]:
    if right.has(x) and not left.has(x):
        yield Move("Read from right to left", ((right, TURNED[sign], left),), rank=0.4)
    absolute = list(_absolute(left, sign, right, x))
    yield from absolute
    poly = _poly(left - right, x)
    if poly is not None and poly.degree() == 1:
        yield from _linear(left, sign, right, x)
        return
    if poly is not None or _is_rational(left - right, x):
        yield from _by_signs(left, sign, right, x, poly is not None, found)
        return
    if not absolute:
        yield from _monotonic(left, sign, right, x)


def _poly(expr: Expr, x: Symbol) -> Poly | None:
    try:
        poly = Poly(expr, x)
    except PolynomialError:
        return None
    return None if denom(together(expr)).has(x) or any(c.has(x) for c in poly.all_coeffs()) else poly


def _is_rational(expr: Expr, x: Symbol) -> bool:
    return all(_poly(part, x) is not None for part in fraction(together(expr)))


def _linear(left: Expr, sign: str, right: Expr, x: Symbol) -> Iterator[Move]:
    wide_left, wide_right = expand(left), expand(right)
    below = Mul(denom(together(wide_left)), denom(together(wide_right)))
    if below != 1 and below.is_positive and not (wide_left.coeff(x, 0) == 0 and not wide_right.has(x)):
        k = simplify(below / 1)
        yield Move(f"Multiply both sides by ${tex(k)}$, which is positive", ((expand(k * left), sign, expand(k * right)),), rank=0.05)
    if (wide_left, wide_right) != (left, right):
        yield Move("Expand", ((wide_left, sign, wide_right),), rank=0.1)
        return
    a, b = wide_left.coeff(x, 1), wide_left.coeff(x, 0)
    c, d = wide_right.coeff(x, 1), wide_right.coeff(x, 0)
    if c != 0:
        yield Move(both_sides("Subtract", c * x), (((a - c) * x + b, sign, d),), rank=0)
        if (c - a).is_positive and a != 0:
            yield Move(both_sides("Subtract", a * x), ((b, sign, (c - a) * x + d),), rank=0.05)
    elif b != 0:
        yield Move(both_sides("Subtract", b), ((a * x, sign, d - b),), rank=0)
    elif a != 1:
        say = f"Divide both sides by ${tex(a)}$"
        if a.is_negative:
            say += ", which is negative and turns the sign round"
        new = sign if a.is_positive else TURNED[sign]
        yield Move(say, ((x, new, d / a),), final=True, rank=0, means=_bound(x, new, d / a))
    else:
        yield Move("So", ((x, sign, d),), final=True, rank=0, means=_bound(x, sign, d))


def _bound(x: Symbol, sign: str, value: Expr) -> Set:
    return {
        "<": Interval.open(S.NegativeInfinity, value),
        "≤": Interval(S.NegativeInfinity, value),
        ">": Interval.open(value, S.Infinity),
        "≥": Interval(value, S.Infinity),
    }[sign]


def _absolute(left: Expr, sign: str, right: Expr, x: Symbol) -> Iterator[Move]:
    if isinstance(right, Abs) and not left.has(x):
        left, sign, right = right, TURNED[sign], left
    if not isinstance(left, Abs):
        found = [each for each in (left - right).atoms(Abs) if each.has(x)]
        if len(found) == 1 and not expand(left - right - (left - right).coeff(found[0]) * found[0]).has(x):
            k = expand(left - right).coeff(found[0])
            value = simplify(-(expand(left - right) - k * found[0]) / k)
            yield Move("Isolate the absolute value", ((found[0], sign if k.is_positive else TURNED[sign], value),), rank=0)
        return
    if right.has(x) or not right.is_positive:
        return
    inside = left.args[0]
    if sign in "<≤":
        text = f"{tex(-right)} {TEX_SIGN[sign]} {tex(inside)}"
        both = ((inside, sign, right), (inside, TURNED[sign], -right))
        yield Move("So", ((text, sign, right),), rank=0, why="without the absolute value", both=both)
    else:
        yield Move("So", ((inside, sign, right), (inside, TURNED[sign], -right)), "or", rank=0, why="without the absolute value")


def _as_chain(relations: list[Triple]) -> tuple[Expr, str, Expr, str, Expr] | None:
    """a < f(x) <= b, from its two relations."""
    if len(relations) != 2:
        return None
    (a, first, b), (c, second, d) = (_upwards(*each) for each in relations)
    if b == c:
        return a, first, b, second, d
    return (c, second, d, first, b) if d == a else None


def _upwards(left: Expr, sign: str, right: Expr) -> Triple:
    return (right, TURNED[sign], left) if sign in ">≥" else (left, sign, right)


def _on_chain(low: Expr, first: str, middle: Expr, second: str, high: Expr, x: Symbol) -> Iterator[Move]:
    if low.has(x) or high.has(x):
        return
    poly = _poly(middle, x)
    if poly is None or poly.degree() != 1:
        return
    wide = expand(middle)
    a, b = wide.coeff(x, 1), wide.coeff(x, 0)
    if b != 0:
        say = f"Add ${tex(-b)}$ to all sides" if b.could_extract_minus_sign() else f"Subtract ${tex(b)}$ from all sides"
        yield _chain(say, low - b, first, a * x, second, high - b, False)
    elif a == 1:
        yield _chain("So", low, first, x, second, high, True)
    elif a.is_positive:
        yield _chain(f"Divide all sides by ${tex(a)}$", low / a, first, x, second, high / a, True)
    else:
        say = f"Divide all sides by ${tex(a)}$, which is negative and turns the signs round"
        yield _chain(say, high / a, second, x, first, low / a, True)


def _chain(say: str, low: Expr, first: str, middle: Expr, second: str, high: Expr, final: bool) -> Move:
    text = f"{tex(low)} {TEX_SIGN[first]} {tex(middle)}"
    means = Interval(low, high, first == "<", second == "<") if final else None
    both = ((low, first, middle), (middle, second, high))
    return Move(say, ((text, second, high),), "and", final, 0, means=means, both=both)


def _by_signs(left: Expr, sign: str, right: Expr, x: Symbol, polynomial: bool, found: Solutions | None) -> Iterator[Move]:
    if right != 0:
        whole = expand(left - right) if polynomial else together(left - right)
        if polynomial and whole.coeff(x, Poly(whole, x).degree()).could_extract_minus_sign():
            yield Move("Bring everything to the right side and read it from there", ((expand(-whole), TURNED[sign], S.Zero),), rank=0.12)
        say = "Bring everything to one side" if polynomial else "Bring everything to one side, over a common denominator"
        yield Move(say, ((whole, sign, S.Zero),), rank=0.1)
        return
    whole = left if polynomial else together(left)
    if not polynomial and isinstance(left, Add):
        yield Move("Put it over a common denominator", ((whole, sign, S.Zero),), rank=0.05)
        return
    factored = factor(whole)
    if factored != left and len(Mul.make_args(factored)) > 1:
        yield Move("Factor", ((factored, sign, S.Zero),), rank=0.05)
    poly = Poly(left, x) if polynomial else None
    if poly is not None and poly.degree() == 2 and poly.discriminant().is_negative:
        a, b, c = poly.all_coeffs()
        square = a * (x + b / (2 * a)) ** 2
        rest = simplify(c - b**2 / (4 * a))
        if square + rest != left:
            yield Move("Complete the square", ((square + rest, sign, S.Zero),), rank=0.2)
    factors = len([each for each in Mul.make_args(factored) if each.has(x)])
    yield from _whole(found, x, "by the signs of the factors" if factors > 1 else "", 0.3 if factored == left else 0.6)


def _monotonic(left: Expr, sign: str, right: Expr, x: Symbol) -> Iterator[Move]:
    """Exponentials, logarithms and roots keep the order."""
    for side, other, relation in ((left, right, sign), (right, left, TURNED[sign])):
        if other.has(x):
            continue
        if isinstance(side, (exp, Pow)) and side.exp.has(x) and not side.base.has(x) and other.is_positive:
            base = S.Exp1 if isinstance(side, exp) else side.base
            exponent = simplify(log(other) / log(base))
            up = bool(base > 1)
            why = "logarithms keep the order" if up else f"the base ${tex(base)}$ is less than 1, which turns the sign round"
            yield Move("Take logarithms", ((side.exp, relation if up else TURNED[relation], exponent),), rank=0, why=why)
        elif isinstance(side, log):
            value = simplify(exp(other))
            if relation in "<≤":
                text = f"0 < {tex(side.args[0])}"
                both = ((S.Zero, "<", side.args[0]), (side.args[0], relation, value))
                yield Move("A logarithm has a positive argument, and the exponential function keeps the order, so", ((text, relation, value),), rank=0, both=both)
            else:
                yield Move("The exponential function keeps the order", ((side.args[0], relation, value),), rank=0)
        elif isinstance(side, Pow) and side.exp == S.Half and other.is_nonnegative:
            if relation in "<≤":
                text = f"0 \\le {tex(side.base)}"
                both = ((S.Zero, "≤", side.base), (side.base, relation, other**2))
                yield Move("The radicand is not negative, and squaring keeps the order, so", ((text, relation, other**2),), rank=0, both=both)
            else:
                yield Move("Square both sides, which are not negative", ((side.base, relation, other**2),), rank=0)
        elif isinstance(side, (Add, Mul)):
            yield from _isolated(side, relation, other, x)
        return


def _isolated(side: Expr, relation: str, other: Expr, x: Symbol) -> Iterator[Move]:
    rest, part = side.as_independent(x, as_Add=True)
    if rest != 0 and not isinstance(part, Add):
        yield Move(both_sides("Subtract", rest), ((part, relation, simplify(other - rest)),), rank=0)
        return
    k, part = side.as_independent(x, as_Add=False)
    if k.is_number and k != 1 and not isinstance(part, Mul):
        turned = relation if k.is_positive else TURNED[relation]
        yield Move(f"Divide both sides by ${tex(k)}$", ((part, turned, simplify(other / k)),), rank=0)


def bounds(found: Solutions | None, x: Symbol) -> Iterator[Move]:
    """The solutions as they were found by other means, where no move leads on."""
    yield from _whole(found, x, "", 2)


def _whole(found: Solutions | None, x: Symbol, why: str, rank: float) -> Iterator[Move]:
    """The solutions as they were found, as bounds."""
    if found is None:
        return
    if found.found is S.EmptySet:
        yield Move("No real number satisfies this, so there is no solution", (), final=True, rank=rank)
        return
    if found.found == S.Reals:
        yield Move("This holds for every real number, so", ((x, "∈", "\\mathbb{R}"),), "and", True, rank, means=S.Reals)
        return
    relations = _as_relations(found.found, x)
    if relations is not None:
        yield Move("So", relations, "or", True, rank, why, means=found.found)


def _as_relations(found: Set, x: Symbol) -> tuple[Relation, ...] | None:
    parts = found.args if isinstance(found, Union) else (found,)
    relations: list[Relation] = []
    for part in sorted(parts, key=lambda each: float(each.inf)):
        if isinstance(part, FiniteSet):
            relations.extend((x, "=", value) for value in sorted(part, key=float))
        elif isinstance(part, Interval):
            relations.append(_interval(part, x))
        else:
            return None
    return tuple(relations) or None


def _interval(part: Interval, x: Symbol) -> Relation:
    low, high = part.start, part.end
    above, below = ("<" if part.left_open else "≤"), ("<" if part.right_open else "≤")
    if low == S.NegativeInfinity:
        return (x, below, high)
    if high == S.Infinity:
        return (x, TURNED[above], low)
    return (f"{tex(low)} {TEX_SIGN[above]} {tex(x)}", below, high)
