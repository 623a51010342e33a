"""Equations and inequalities in one unknown: where the solution stands, its next moves, and whether steps fit what is to be solved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterator

from sympy import Expr, FiniteSet, S, Symbol, cancel, expand, fraction, real_roots, simplify, together

from ._moves import GIVES_UP, Move, Said, Triple, answered, guarded
from ._moves_equations import answers, equation_moves
from ._moves_follow_up import Selection, selected
from ._moves_inequalities import bounds, inequality_moves
from ._solution_sets import Solutions, is_true, is_zero, read, samples, solutions


@dataclass(frozen=True)
class Solve:
    """All of `given` is to hold; `domain` holds bounds of the unknown, `integer` asks for whole numbers. `polynomial`: both sides are, as they are written. `of`: what is asked of the solutions."""

    unknown: Symbol
    given: list[Triple]
    domain: list[Triple]
    integer: bool
    polynomial: bool
    of: Selection | None = None


def moves(aim: Solve, said: list[Said], known: str | None, most: int) -> str:
    found = _known(aim) if known is None else read(known) if known else None
    either, now = _now(aim, said, found)
    proposed = _checked(_proposed(aim, either, now, found), aim, found)
    if aim.of is not None:
        is_reached = found is not None and now is not aim.given and _is_whole(Move("", tuple(now)), found, aim.unknown)
        proposed = selected(proposed, aim.of, found, is_reached, aim.given, aim.unknown, bool(aim.domain or aim.integer))
    return answered(proposed, most, found.written() if found else "")


def doubt(aim: Solve, said: list[Said]) -> str:
    """The first step that no solution fits, or that leaves some out without having told cases apart before."""
    found = _known(aim)
    if found is None or found.period is not None or found.found is S.EmptySet:
        return "null"
    branches = False
    names: dict[Symbol, Expr] = {}
    for index, (either, supposed, relations) in enumerate(said):
        if supposed and not _is_definition(relations, aim.unknown):
            return "null"
        about = _about(relations, aim.unknown, names)
        fits = _fit(about, either, found, aim.unknown)
        if fits == "none" or (fits == "some" and not branches and aim.of is None):
            return str(index)
        branches = branches or either
    return "null"


def _known(aim: Solve) -> Solutions | None:
    return _without_unknown(aim) or solutions(aim.given, aim.unknown, aim.domain, aim.integer)


def _without_unknown(aim: Solve) -> Solutions | None:
    """An equation from which the unknown falls out holds always or never."""
    if not aim.polynomial or len(aim.given) != 1 or aim.domain or aim.integer:
        return None
    left, sign, right = aim.given[0]
    difference = expand(left - right)
    if sign != "=" or not difference.is_number:
        return None
    return Solutions(S.Reals if difference == 0 else S.EmptySet, True)


def _is_definition(relations: list[Triple], x: Symbol) -> bool:
    return any(sign in ("=", ":=") and isinstance(left, Symbol) and left != x and right.has(x) for left, sign, right in relations)


def _about(relations: list[Triple], x: Symbol, names: dict[Symbol, Expr]) -> list[Triple]:
    """What is said about the unknown, with names put back that stand for something with it."""
    out: list[Triple] = []
    for left, sign, right, *modulus in relations:
        if modulus or left is None or sign not in ("=", "<", "≤", ">", "≥"):
            continue
        if sign == "=" and isinstance(left, Symbol) and left != x and left not in names and right.free_symbols == {x}:
            names[left] = right
            continue
        each = (left.subs(names), sign, right.subs(names))
        if each[0].has(x) or each[2].has(x):
            out.append(each)
    return out


def _fit(relations: list[Triple], either: bool, found: Solutions | None, x: Symbol) -> str:
    """How many of the solutions the relations leave: "all", "some", "none", or "" where that cannot be told."""
    if found is None or not relations:
        return ""
    points = samples(found.found)
    if not points or (not found.symbolic and any((left - right).free_symbols - {x} for left, _, right in relations)):
        return ""
    if not isinstance(found.found, FiniteSet) and any(sign == "=" for _, sign, _ in relations):
        # Between the bounds of an inequality an equation says where they are.
        return ""
    hold = any if either else all
    try:
        count = sum(1 for value in points if hold(is_true(each, x, value) for each in relations))
    except GIVES_UP:
        return ""
    return "all" if count == len(points) else "some" if count else "none"


def _now(aim: Solve, said: list[Said], found: Solutions | None) -> tuple[bool, list[Triple]]:
    """What the last step says that keeps all the solutions; what is given where there is none."""
    names: dict[Symbol, Expr] = {}
    stated = [(either, supposed, _about(relations, aim.unknown, names)) for either, supposed, relations in said]
    for either, supposed, about in reversed(stated):
        relations = about if either else _last(about)
        if relations and not supposed and _fit(relations, either, found, aim.unknown) in ("", "all"):
            if not _allows_more(relations, either, found, aim.unknown):
                return either, relations
    return False, aim.given


def _last(about: list[Triple]) -> list[Triple]:
    """A chain of two inequalities is one statement."""
    if len(about) > 1 and about[-1][1] != "=" and about[-2][1] != "=" and about[-2][2] == about[-1][0]:
        return about[-2:]
    return about[-1:]


def _allows_more(relations: list[Triple], either: bool, found: Solutions | None, x: Symbol) -> bool:
    """An inequality that follows and is not equivalent: the bounds that it has lost would be missing in the end."""
    if found is None or isinstance(found.found, FiniteSet) or any(sign == "=" for _, sign, _ in relations):
        return False
    hold = any if either else all
    return any(hold(is_true(each, x, value) for each in relations) for value in samples(S.Reals - found.found))


def _is_equation(aim: Solve) -> bool:
    return all(sign == "=" for _, sign, _ in aim.given)


def _proposed(aim: Solve, either: bool, now: list[Triple], found: Solutions | None) -> Iterator[Move]:
    x = aim.unknown
    if _is_equation(aim):
        equations = [(left, right) for left, sign, right in now if sign == "="]
        proposed = list(guarded(equation_moves(equations, x, found, bool(aim.domain or aim.integer))))
    else:
        proposed = list(guarded(inequality_moves(now, either, aim.given, x, found)))
    yield from proposed or ([*answers(found, x)] if _is_equation(aim) else [*bounds(found, x)])


def _checked(proposed: Iterator[Move], aim: Solve, found: Solutions | None) -> Iterator[Move]:
    """Nothing that does not fit what is to be solved."""
    x = aim.unknown
    for move in proposed:
        if found is None:
            # That nothing is left out cannot be told.
            if not move.final:
                yield move
            continue
        if move.sure:
            yield move
        elif move.final:
            if _is_whole(move, found, x):
                yield replace(move, sure="proved" if found.exact else "tested")
        elif not move.relations:
            if found.found is S.EmptySet:
                yield replace(move, sure="proved" if found.exact else "tested")
        else:
            either = not move.both and move.join == "or"
            fits = _fit(list(move.both or move.relations), either, found, x)
            if fits == "all":
                yield replace(move, sure="tested" if found.symbolic or not found.exact else "proved")
            elif fits == "" and found.found is not S.EmptySet:
                yield move
            elif found.found is S.EmptySet:
                # There is nothing to put in: that it follows has to be seen on the equations.
                yield replace(move, sure="tested") if _is_multiple(move, aim) else move


def _is_multiple(move: Move, aim: Solve) -> bool:
    """The same up to a factor as what is given, over a common denominator."""
    if len(move.relations) != 1 or len(aim.given) != 1 or move.relations[0][1] != "=":
        return False
    (left, _, right, *_), (given_left, _, given_right) = move.relations[0], aim.given[0]
    try:
        given = given_left - given_right
        top, below = fraction(cancel(together((left - right) / given)))
        if below.has(aim.unknown):
            return False
        # Where the factor is zero, what is given has no value.
        zeros = real_roots(top, aim.unknown) if top.has(aim.unknown) else []
        return all(given.subs(aim.unknown, zero).has(S.NaN, S.ComplexInfinity) for zero in zeros)
    except GIVES_UP:
        return False


def _is_whole(move: Move, found: Solutions, x: Symbol) -> bool:
    if move.means is not None:
        return move.means == found.found or simplify(move.means) == found.found
    values = [right for left, sign, right, *_ in move.relations if left == x and sign == "="]
    if len(values) < len(move.relations) or not isinstance(found.found, FiniteSet):
        return not move.relations and found.found is S.EmptySet
    return len(values) == len(found.found) and all(any(is_zero(value - other) for other in found.found) for value in values)
