"""Moves on equations that hold together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterator

from sympy import Expr, Poly, S, Symbol, denom, expand, lcm, linsolve, simplify, solve, together
from sympy.polys.polyerrors import PolynomialError

from ._moves import GIVES_UP, Move, Said, Triple, answered, guarded, tex
from ._solution_sets import is_zero

Equation = tuple[Expr, Expr]
Values = dict[Symbol, Expr]

_ORDINALS = ("first", "second", "third", "fourth")
_MOST_DEGREE = 4


@dataclass(frozen=True)
class System:
    """sought: the unknowns that are asked for."""

    unknowns: list[Symbol]
    given: list[Triple]
    sought: list[Symbol]


def moves(aim: System, said: list[Said], known: str | None, most: int) -> str:
    """The solutions of a system are found quickly: nothing is kept."""
    del known
    return answered(_checked(_proposed(aim, said), aim), most, "")


def doubt(aim: System, said: list[Said]) -> str:
    """The first equation that does not hold for all solutions, or for none where cases were told apart."""
    found = _solutions(aim)
    if not found:
        return "null"
    branches = False
    for index, (either, supposed, relations) in enumerate(said):
        if supposed:
            return "null"
        fits = _fit(_equations(relations, aim.unknowns), either, found)
        if fits == "none" or (fits == "some" and not branches):
            return str(index)
        branches = branches or either
    return "null"


def _solutions(aim: System) -> list[Values] | None:
    """All real solutions, where they are finitely many and surely all; None where that cannot be told."""
    differences = [left - right for left, _, right in aim.given]
    try:
        polys = [Poly(_numerator(each), *aim.unknowns) for each in differences]
        if any(each.free_symbols - set(aim.unknowns) for each in differences) or any(each.total_degree() > _MOST_DEGREE for each in polys):
            return None
        if all(each.total_degree() <= 1 for each in polys):
            found = linsolve(differences, *aim.unknowns)
            values = [dict(zip(aim.unknowns, each)) for each in found]
            return None if any(part.free_symbols for each in values for part in each.values()) else values
        values = solve(differences, aim.unknowns, dict=True)
    except (*GIVES_UP, PolynomialError):
        return None
    if any(len(each) < len(aim.unknowns) or any(part.free_symbols for part in each.values()) for each in values):
        return None
    return [each for each in values if all(part.is_real for part in each.values())]


def _numerator(expr: Expr) -> Expr:
    return together(expr).as_numer_denom()[0]


def _equations(relations: list[Triple], unknowns: list[Symbol]) -> list[Equation]:
    return [
        (left, right)
        for left, sign, right, *modulus in relations
        if not modulus and left is not None and sign == "=" and (left - right).free_symbols and not (left - right).free_symbols - set(unknowns)
    ]


def _fit(equations: list[Equation], either: bool, found: list[Values]) -> str:
    if not equations or not found:
        return ""
    hold = any if either else all
    try:
        if either and not all(any(is_zero((left - right).subs(values)) for values in found) for left, right in equations):
            return "none"
        count = sum(1 for values in found if hold(is_zero((left - right).subs(values)) for left, right in equations))
    except GIVES_UP:
        return ""
    return "all" if count == len(found) else "some" if count else "none"


def _checked(proposed: Iterator[Move], aim: System) -> Iterator[Move]:
    found = _solutions(aim)
    for move in proposed:
        if not found:
            if not move.final or found is None:
                yield move
            continue
        if move.final:
            if sum(move.groups) == len(found) * len(aim.unknowns) or (not move.groups and len(found) == 1):
                yield replace(move, sure="proved")
            continue
        fits = _fit([(left, right) for left, _, right, *_ in move.relations], move.join == "or", found)
        if fits == "all":
            yield replace(move, sure="proved")
        elif fits == "":
            yield move


def _proposed(aim: System, said: list[Said]) -> Iterator[Move]:
    found = _solutions(aim)
    given = [(left, right) for left, _, right in aim.given]
    steps: list[tuple[bool, list[Equation]]] = []
    for either, supposed, relations in said:
        equations = _equations(relations, aim.unknowns)
        # What does not hold for all the solutions is not gone on from.
        if equations and not supposed and (not found or _fit(equations, either, found) == "all"):
            steps.append((either and len(equations) > 1, equations))
    certain = [each for either, equations in steps if not either for each in equations]
    branch = next((equations for either, equations in reversed(steps) if either), None)
    said_already = {(expand(left), expand(right)) for left, right in given + certain}
    for move in guarded(_eliminating(given, certain, aim, branch, found)):
        if move.final or not all((expand(left), expand(right)) in said_already for left, _, right, *_ in move.relations):
            yield move


def _eliminating(given: list[Equation], certain: list[Equation], aim: System, branch: list[Equation] | None, found: list[Values] | None) -> Iterator[Move]:
    """`branch` are the values of one unknown, one or the other of which holds."""
    unknowns = aim.unknowns
    values = {left: right for left, right in given + certain if left in unknowns and not right.has(*unknowns)}
    if found is not None and len(found) == 1 and all(name in values and is_zero(values[name] - found[0][name]) for name in aim.sought):
        yield Move("So", tuple((name, "=", values[name]) for name in aim.sought), "and", True)
        return
    if len(values) == len(unknowns):
        if all(is_zero((left - right).subs(values)) for left, right in given):
            yield Move("So", tuple((name, "=", values[name]) for name in unknowns), "and", True)
        return
    if branch is not None and found and all(_is_value(each, unknowns) for each in branch):
        yield from _pairs(branch, found, unknowns)
        return
    if branch is not None:
        yield from _solved_branch(branch, unknowns)
    expressed = [(left, right) for left, right in certain if left in unknowns and right.has(*unknowns) and left not in values]
    yield from _put_values(values, expressed, certain, given, unknowns)
    single = [(left, right) for left, right in certain if len((left - right).free_symbols) == 1 and not _is_value((left, right), unknowns)]
    for equation in single:
        name = next(iter((equation[0] - equation[1]).free_symbols))
        if name not in values:
            yield from _one_unknown(equation, name, "", 0.02)
    for name, value in expressed:
        for left, right in given + [each for each in certain if each not in expressed]:
            if (left, right) == (name, value) or not (left - right).has(name):
                continue
            put = left.subs(name, value), right.subs(name, value)
            if is_identity(put) or len((put[0] - put[1]).free_symbols) >= len((left - right).free_symbols):
                continue
            yield from _put(put, f"Put ${tex(name)} = {tex(value)}$ into {_named((left, right), given)}", unknowns, 0.1)
    if not expressed:
        yield from _expressed(given, unknowns)
    yield from _without_fractions(given)
    yield from _added(given, single + [each for each in certain if len((each[0] - each[1]).free_symbols) > 1 and each not in expressed], unknowns)


def is_identity(equation: Equation) -> bool:
    return simplify(equation[0] - equation[1]) == 0


def _is_value(equation: Equation, unknowns: list[Symbol]) -> bool:
    return equation[0] in unknowns and not equation[1].has(*unknowns)


def _named(equation: Equation, given: list[Equation]) -> str:
    if equation in given and len(given) <= len(_ORDINALS):
        return f"the {_ORDINALS[given.index(equation)]} equation"
    return f"${tex(equation[0])} = {tex(equation[1])}$"


def _put_values(values: Values, expressed: list[Equation], certain: list[Equation], given: list[Equation], unknowns: list[Symbol]) -> Iterator[Move]:
    if not values:
        return
    for left, right in [*reversed(expressed), *given, *certain]:
        put = left.subs(values), right.subs(values)
        rest = [each for each in unknowns if (put[0] - put[1]).has(each)]
        if put == (left, right) or len(rest) != 1 or rest[0] in values:
            continue
        used = [f"${tex(name)} = {tex(value)}$" for name, value in values.items() if (left - right).has(name)]
        where = f"${tex(left)} = {tex(right)}$" if (left, right) in expressed else _named((left, right), given)
        yield from _one_unknown(put, rest[0], f"Put {' and '.join(used)} into {where}", 0)


def _put(put: Equation, say: str, unknowns: list[Symbol], rank: float) -> Iterator[Move]:
    """The equation as it stands, and the value where there is one."""
    rest = [each for each in unknowns if (put[0] - put[1]).has(each)]
    if len(rest) == 1:
        yield from _one_unknown(put, rest[0], say, rank)
    wide = expand(put[0]), expand(put[1])
    yield Move(say, ((wide[0], "=", wide[1]),), rank=rank + 0.05)


def _one_unknown(equation: Equation, name: Symbol, say: str, rank: float) -> Iterator[Move]:
    values = sorted((value for value in solve(equation[0] - equation[1], name) if value.is_real), key=float)
    if len(values) == 1:
        yield Move(f"{say}, so" if say else "So", ((name, "=", values[0]),), rank=rank)
    elif len(values) > 1:
        yield Move(f"{say}, so" if say else f"Solve this for ${tex(name)}$, so", tuple((name, "=", value) for value in values), "or", rank=rank)


def _solved_branch(branch: list[Equation], unknowns: list[Symbol]) -> Iterator[Move]:
    names = {each for left, right in branch for each in (left - right).free_symbols}
    if len(names) != 1:
        return
    name = next(iter(names))
    values = sorted({value for left, right in branch for value in solve(left - right, name) if value.is_real}, key=float)
    if values:
        yield Move(f"Solve each for ${tex(name)}$", tuple((name, "=", value) for value in values), "or", rank=0)


def _pairs(branch: list[Equation], found: list[Values], unknowns: list[Symbol]) -> Iterator[Move]:
    """All solutions, from the values of one unknown."""
    name = branch[0][0]
    if not all(any(is_zero(each[name] - value) for _, value in branch) for each in found):
        return
    ordered = sorted(found, key=lambda each: float(each[name]))
    relations = tuple((other, "=", each[other]) for each in ordered for other in unknowns)
    yield Move("Put each value back, which gives", relations, "or", True, 0, groups=tuple(len(unknowns) for _ in ordered))


def _expressed(given: list[Equation], unknowns: list[Symbol]) -> Iterator[Move]:
    """One equation for one unknown, the one with the smallest coefficient first."""
    for equation in given:
        left, right = equation
        for name in unknowns:
            difference = expand(left - right)
            k = difference.coeff(name, 1)
            if k == 0 or k.has(*unknowns) or (difference - k * name).has(name) or (left, right) == (name, expand(right)):
                continue
            cost = 0.1 if abs(k) == 1 else 0.5
            value = expand(-(difference - k * name) / k)
            if (left, right) != (name, value):
                yield Move(f"Solve {_named(equation, given)} for ${tex(name)}$", ((name, "=", value),), rank=cost)
    for left, right in given:
        # Already solved for one unknown: what follows from putting it in.
        if left in unknowns and not right.has(left):
            for other in given:
                if other != (left, right) and (other[0] - other[1]).has(left):
                    put = other[0].subs(left, right), other[1].subs(left, right)
                    yield from _put(put, f"Put ${tex(left)} = {tex(right)}$ into {_named(other, given)}", unknowns, 0)


def _without_fractions(given: list[Equation]) -> Iterator[Move]:
    for equation in given:
        below = lcm(denom(together(equation[0])), denom(together(equation[1])))
        if below.is_Integer and below > 1:
            new = expand(equation[0] * below), expand(equation[1] * below)
            yield Move(f"Multiply {_named(equation, given)} by ${tex(below)}$", ((new[0], "=", new[1]),), rank=0.3)


def _added(given: list[Equation], derived: list[Equation], unknowns: list[Symbol]) -> Iterator[Move]:
    """Two linear equations, added with factors so that one unknown goes."""
    whole = given + derived
    for i, (left, right) in enumerate(whole):
        for j, (other_left, other_right) in enumerate(whole[i + 1 :], i + 1):
            for name in unknowns:
                a, b = expand(left - right).coeff(name, 1), expand(other_left - other_right).coeff(name, 1)
                if a == 0 or b == 0 or not (a.is_Rational and b.is_Rational):
                    continue
                yield from _combined((left, right), (other_left, other_right), a, b, _words(i, j, len(given), whole), unknowns)


def _words(i: int, j: int, given: int, whole: list[Equation]) -> tuple[str, str]:
    if given == 2 and len(whole) == 2:
        return "the first equation", "the second"

    def name(at: int) -> str:
        return f"the {_ORDINALS[at]} equation" if at < min(given, len(_ORDINALS)) else f"${tex(whole[at][0])} = {tex(whole[at][1])}$"

    return name(i), name(j)


def _combined(one: Equation, other: Equation, a: Expr, b: Expr, words: tuple[str, str], unknowns: list[Symbol]) -> Iterator[Move]:
    whole = lcm(abs(a), abs(b))
    k, m = whole / abs(a), whole / abs(b)
    sign = -1 if (a > 0) == (b > 0) else 1
    new = expand(k * one[0] + sign * m * other[0]), expand(k * one[1] + sign * m * other[1])
    if not (new[0] - new[1]).free_symbols & set(unknowns):
        return
    first, second = _multiple(k, words[0]), _multiple(m, words[1])
    say = f"Add {first} and {second}" if sign == 1 else f"Subtract {second} from {first}"
    rest = [each for each in unknowns if (new[0] - new[1]).has(each)]
    cost = 0.3 + 0.1 * ((k != 1) + (m != 1))
    # Of many unknowns, what leaves one is nearest to the end.
    nearer = 0.2 if len(unknowns) > 2 and len(rest) == 1 else 0
    yield Move(say, ((new[0], "=", new[1]),), rank=cost - nearer + (0 if len(rest) == 1 else 0.1))


def _multiple(k: Expr, name: str) -> str:
    return name if k == S.One else f"${tex(k)}$ times {name}"
