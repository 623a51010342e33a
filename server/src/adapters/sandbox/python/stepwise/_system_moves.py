"""What a person would do next with equations that hold together: bring them down to one unknown, and put its value back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

from sympy import Expr, S, Symbol, cancel, denom, discriminant, expand, lcm, together
from sympy.polys.polyerrors import PolynomialError

from ._moves import Move, listed, tex
from ._system_rows import missing, restates, row, sides, tidy
from ._system_solutions import Equation, Found, System, Values, exponents, is_family, is_linear, names_in, roots, vanishes

_ORDINALS = ("first", "second", "third", "fourth")


@dataclass(frozen=True)
class Position:
    """`certain`: equations that were said since. `branch`: of these, one or the other holds. `kept`: the solutions in the domain."""

    aim: System
    given: list[Equation]
    certain: list[Equation]
    branch: list[Equation] | None
    found: Found | None
    kept: list[Values]

    @property
    def unknowns(self) -> list[Symbol]:
        return self.aim.unknowns

    @property
    def all(self) -> list[Equation]:
        return self.given + self.certain

    @property
    def open(self) -> list[Equation]:
        """Those in which no value is left to be put."""
        known = [left for left, right in self.all if is_value((left, right), self.unknowns)]
        return [each for each in self.all if not (each[0] - each[1]).has(*known)] if known else self.all


def next_moves(at: Position) -> Iterator[Move]:
    """Values are put back before anything else is tried, and an equation in one unknown is solved before more is brought down to one."""
    values = {left: right for left, right in at.all if is_value((left, right), at.unknowns)}
    ends = list(_ends(at, values))
    if ends:
        yield from ends
        return
    if at.branch is not None:
        yield from _after_branch(at, at.branch)
        return
    for stage in (_put_back(at, values), _one_left(at, values)):
        proposed = list(stage)
        if proposed:
            yield from proposed
            return
    # The way of more than two unknowns is long: of many that lead there two are enough.
    ways: dict[object, Move] = {}
    for move in sorted(_brought_down(at), key=lambda each: each.rank):
        ways.setdefault(move.relations, move)
    yield from [*ways.values()][: 2 if len(at.unknowns) > 2 else None]


def is_value(equation: Equation, unknowns: list[Symbol]) -> bool:
    return equation[0] in unknowns and not equation[1].has(*unknowns)


def is_expressed(equation: Equation, unknowns: list[Symbol]) -> bool:
    """One unknown in terms of the others."""
    left, right = equation
    return left in unknowns and right.has(*unknowns) and not right.has(left)


def _ends(at: Position, values: Values) -> Iterator[Move]:
    if len(at.kept) == 1 and all(name in values and vanishes(values[name] - at.kept[0][name]) for name in at.aim.sought):
        yield Move("So", tuple((name, "=", values[name]) for name in at.aim.sought), "and", True)
    elif at.found is not None and at.found.family is not None:
        yield from _family(at, at.found.family)


def _family(at: Position, family: Values) -> Iterator[Move]:
    """Where as many unknowns were expressed as can be, the rest says nothing more."""
    expressed = {left: right for left, right in at.all if is_expressed((left, right), at.unknowns) or is_value((left, right), at.unknowns)}
    if not is_family(expressed, family):
        return
    free = listed([f"${tex(name)}$" for name in at.unknowns if name not in expressed])
    rest = "equation holds" if len(at.given) == 2 else "equations hold"
    relations = tuple((name, "=", expressed[name]) for name in at.unknowns if name in expressed)
    yield Move(f"With any real {free} the other {rest} too, so the solutions are", relations, "and", True)


def _after_branch(at: Position, branch: list[Equation]) -> Iterator[Move]:
    names = {name for equation in branch for name in names_in(equation, at.unknowns)}
    if all(is_value(each, at.unknowns) for each in branch):
        yield from _pairs(at, branch)
    elif len(names) == 1:
        name = next(iter(names))
        each = [roots(equation, name) for equation in branch]
        values = sorted({value for some in each if some for value in some}, key=float)
        if values and None not in each:
            yield Move(f"Solve each for ${tex(name)}$", tuple((name, "=", value) for value in values), "or")


def _pairs(at: Position, branch: list[Equation]) -> Iterator[Move]:
    """All solutions, from the values of one unknown."""
    name = branch[0][0]
    if not all(any(vanishes(each[name] - value) for _, value in branch) for each in at.kept):
        return
    ordered = sorted(at.kept, key=lambda each: [float(each[other]) for other in [name, *at.unknowns]])
    relations = tuple((other, "=", each[other]) for each in ordered for other in at.unknowns)
    where = listed([f"${tex(left)} {_SIGNS[sign]} {tex(right)}$" for left, sign, right in at.aim.domain]) if at.aim.domain else ""
    say = f"Put each value back; where {where} this gives" if where else "Put each value back, which gives"
    if len(ordered) == 1:
        yield Move(say, relations, "and", True)
    else:
        yield Move(say, relations, "or", True, groups=tuple(len(at.unknowns) for _ in ordered))


_SIGNS = {"<": "<", "≤": "\\le", ">": ">", "≥": "\\ge", "≠": "\\ne", "=": "="}


def _put_back(at: Position, values: Values) -> Iterator[Move]:
    """Into what leaves one unknown: an equation that is solved for it, else one that is given."""
    if not values:
        return
    last_first = [*reversed([each for each in at.certain if is_expressed(each, at.unknowns)]), *at.given, *reversed(at.certain)]
    rank = 0.0
    for left, right in last_first:
        names = names_in((left, right), at.unknowns)
        rest = [name for name in names if name not in values]
        if len(rest) != 1 or len(names) < 2 or rank > 0.5:
            continue
        used = [f"${tex(name)} = {tex(values[name])}$" for name in names if name in values]
        say = f"Put {listed(used)} into {_named((left, right), at)}"
        for move in _solved((left.subs(values), right.subs(values)), rest[0], say, rank):
            yield move
            rank += 0.4
    if rank == 0:
        for equation in at.all:
            put = equation[0].subs(values), equation[1].subs(values)
            if put != equation and len(names_in(put, at.unknowns)) > 1 and not restates(put, at.all, at.unknowns):
                used = [f"${tex(name)} = {tex(value)}$" for name, value in values.items() if (equation[0] - equation[1]).has(name)]
                new = tidy(put, at.unknowns)
                yield Move(f"Put {listed(used)} into {_named(equation, at)}", ((new[0], "=", new[1]),), rank=0.1)


def _one_left(at: Position, values: Values) -> Iterator[Move]:
    for equation in [*reversed(at.certain), *at.given]:
        names = names_in(equation, at.unknowns)
        if len(names) == 1 and names[0] not in values and not is_value(equation, at.unknowns):
            yield from _solved(equation, names[0], "", 0.02)


def _solved(equation: Equation, name: Symbol, say: str, rank: float) -> Iterator[Move]:
    values = roots(equation, name)
    if values is None:
        return
    if not values:
        yield from _no_root(equation, name, say)
    elif len(values) == 1:
        k = equation[0].coeff(name, 1)
        words = f"{say}, so" if say else f"Divide both sides by ${tex(k)}$" if k.is_Rational and k != 1 and equation[0] == k * name else "So"
        yield Move(words, ((name, "=", values[0]),), rank=rank)
    else:
        yield Move(f"{say}, so" if say else f"Solve this for ${tex(name)}$, so", tuple((name, "=", value) for value in values), "or", rank=rank)


def _no_root(equation: Equation, name: Symbol, say: str) -> Iterator[Move]:
    """A quadratic equation without real solutions leaves the system without any."""
    left, right = sides(equation[0] - equation[1], [name])
    if say:
        yield Move(say, ((left, "=", right),))
        return
    try:
        below = discriminant(left - right, name)
    except PolynomialError:
        return
    if below.is_negative:
        yield Move(f"The discriminant of this is ${tex(below)}$, and ${tex(below)} < 0$, so the system has no real solution", (), "and", True)


def _brought_down(at: Position) -> Iterator[Move]:
    expressed = [each for each in at.open if is_expressed(each, at.unknowns)]
    for equation in expressed:
        yield from _put(at, equation)
    if not [each for each in at.certain if is_expressed(each, at.unknowns)]:
        yield from _expressed(at)
    yield from _exponents(at)
    yield from _divided(at)
    yield from _without_fractions(at)
    yield from _combined(at)


def _put(at: Position, expressed: Equation) -> Iterator[Move]:
    name, value = expressed
    for equation in at.open:
        if equation == expressed or not (equation[0] - equation[1]).has(name):
            continue
        put = equation[0].subs(name, value), equation[1].subs(name, value)
        what = _named(expressed, at) if expressed in at.given else f"${tex(name)} = {tex(value)}$"
        say = f"Put {what} into {_named(equation, at)}"
        yield from _nothing_left(put, say, at)
        names = names_in(put, at.unknowns)
        if not names or len(names) >= len(names_in(equation, at.unknowns)) and len(names) > 1 or restates(put, at.all, at.unknowns):
            continue
        if len(names) == 1:
            yield from _solved(put, names[0], say, 0.03 if is_linear(expand(put[0] - put[1]), names) else 0.05)
            new = expand(put[0]), expand(put[1])
        else:
            new = tidy(put, at.unknowns)
        yield Move(say, ((new[0], "=", new[1]),), rank=0.1 + 0.1 * missing(put, at.all, at.unknowns))


def _nothing_left(put: Equation, say: str, at: Position) -> Iterator[Move]:
    """The unknowns fall out, and what is left is false."""
    left, right = expand(put[0]), expand(put[1])
    if left.is_Rational and right.is_Rational and left != right and at.found is not None and at.found.family is None and not at.found.every:
        yield Move(f"{say}: this would give ${tex(left)}$ on the left and ${tex(right)}$ on the right, but ${tex(left)} \\ne {tex(right)}$, so the system has no solution", (), "and", True, 0)


def _expressed(at: Position) -> Iterator[Move]:
    """One equation for one unknown, where its coefficient is 1 first."""
    linear = [each for each in at.open if is_linear(expand(each[0] - each[1]), at.unknowns)]
    for equation in linear or at.open:
        left, right = equation
        if is_expressed(equation, at.unknowns):
            continue
        difference = expand(left - right)
        for name in names_in(equation, at.unknowns):
            k = difference.coeff(name, 1)
            if k == 0 or k.has(*at.unknowns) or (difference - k * name).has(name):
                continue
            value = expand(-(difference - k * name) / k)
            if value.has(*at.unknowns):
                yield Move(f"Solve {_named(equation, at)} for ${tex(name)}$", ((name, "=", value),), rank=0.1 if abs(k) == 1 else 0.6)


def _exponents(at: Position) -> Iterator[Move]:
    for left, right in at.given:
        same = exponents(left, right)
        if same is not None:
            base, (exponent, n) = same
            why = f"Both sides are powers of ${tex(base)}$, so" if n == 1 else f"Since ${tex(right)} = {tex(base)}^{{{tex(n)}}}$,"
            yield Move(f"{why} the exponents are equal", ((exponent, "=", n),), rank=0)


def _divided(at: Position) -> Iterator[Move]:
    """One equation by another that is not zero, where that leaves a ratio of two unknowns."""
    for left, right in at.given:
        for other_left, other_right in at.given:
            if (left, right) == (other_left, other_right) or not (right.is_Rational and other_right.is_Rational) or other_right == 0 or right == 0:
                continue
            ratio, of = cancel(left / other_left), right / other_right
            top, below = ratio.as_numer_denom()
            if top in at.unknowns and below in at.unknowns:
                yield Move(f"Divide {_named((left, right), at)} by {_named((other_left, other_right), at)}", ((top, "=", of * below),), rank=0.2)


def _without_fractions(at: Position) -> Iterator[Move]:
    for equation in at.given:
        below = lcm(denom(together(equation[0])), denom(together(equation[1])))
        if below.is_Integer and below > 1:
            new = expand(equation[0] * below), expand(equation[1] * below)
            yield Move(f"Multiply {_named(equation, at)} by ${tex(below)}$", ((new[0], "=", new[1]),), rank=0.3)


def _combined(at: Position) -> Iterator[Move]:
    """Two equations, added with factors so that a term goes with an unknown."""
    whole = [each for each in at.open if len(names_in(each, at.unknowns)) > 1 and not (each in at.certain and is_expressed(each, at.unknowns))]
    table = [row(each, at.unknowns) for each in whole]
    for j in range(len(whole)):
        for i in range(j):
            for term in table[i]:
                if term.has(*at.unknowns) and term in table[j]:
                    yield from _sum(at, whole[i], whole[j], table[i][term], table[j][term])


def _sum(at: Position, one: Equation, other: Equation, a: Expr, b: Expr) -> Iterator[Move]:
    whole = lcm(abs(a), abs(b))
    k, m = whole / abs(a), whole / abs(b)
    sign = -1 if (a > 0) == (b > 0) else 1
    left, right = sides((k * (one[0] - one[1]) + sign * m * (other[0] - other[1])), at.unknowns)
    names = names_in((left, right), at.unknowns)
    before = max(len(names_in(each, at.unknowns)) for each in (one, other))
    first, second = (_multiple(k, _word(one, at)), _multiple(m, _word(other, at)))
    if sign == -1 and left.could_extract_minus_sign():
        left, right, first, second = -left, -right, second, first
    say = f"Add {first} and {second}" if sign == 1 else f"Subtract {second} from {first}"
    if not names:
        yield from _nothing_left((left, right), say, at)
    elif len(names) < before and not restates((left, right), at.all, at.unknowns):
        # Of three equations, what leaves one unknown is nearest to the end.
        nearer = 0.15 if len(at.unknowns) > 2 and len(names) == 1 else 0
        yield Move(say, ((left, "=", right),), rank=0.2 - nearer + 0.1 * ((k != 1) + (m != 1)) + 0.2 * missing((left, right), at.all, at.unknowns))


def _multiple(k: Expr, name: str) -> str:
    return name if k == S.One else f"${tex(k)}$ times {name}"


def _named(equation: Equation, at: Position) -> str:
    """By its place, where several are given that are no values."""
    several = sum(1 for each in at.given if not is_value(each, at.unknowns)) > 1
    if equation in at.given and not several:
        return "the equation"
    if equation in at.given and len(at.given) <= len(_ORDINALS):
        return f"the {_ORDINALS[at.given.index(equation)]} equation"
    return f"${tex(equation[0])} = {tex(equation[1])}$"


def _word(equation: Equation, at: Position) -> str:
    """"The second" beside "the first equation" says which is meant."""
    name = _named(equation, at)
    return "the second" if name == "the second equation" and at.all == at.given and len(at.given) == 2 else name
