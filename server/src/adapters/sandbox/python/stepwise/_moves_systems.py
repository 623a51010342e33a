"""Equations that hold together: where the solution stands, its next moves, and whether steps fit what is to be solved."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator

from sympy import expand

from ._moves import Move, Said, answered, guarded
from ._system_moves import Position, next_moves
from ._system_solutions import Equation, Found, System, equations_in, fit, fits_family, found, is_family, kept, read

__all__ = ["System", "doubt", "moves"]


def moves(aim: System, said: list[Said], known: str | None, most: int) -> str:
    whole = found(aim) if known is None else read(known) if known else None
    at = _position(aim, said, whole)
    return answered(_checked(_new(guarded(next_moves(at)), at), at), most, whole.written() if whole else "")


def doubt(aim: System, said: list[Said]) -> str:
    """The first equation that does not hold for all solutions, or for none where cases were told apart."""
    whole = found(aim)
    if whole is None or not kept(whole, aim):
        return "null"
    branches = False
    for index, (either, supposed, equations) in enumerate(_read(aim, said, whole)):
        if supposed:
            return "null"
        fits = _fit(equations, either, whole, aim)
        if fits == "none" or (fits == "some" and not branches):
            return str(index)
        branches = branches or either
    return "null"


def _fit(equations: list[Equation], either: bool, whole: Found, aim: System) -> str:
    """What does not hold for all the solutions may hold for those in the domain."""
    if whole.family is not None:
        return "all" if not either and fits_family(equations, whole.family) else ""
    fits = fit(equations, either, whole.every)
    return fits if fits == "all" or not aim.domain else fit(equations, either, kept(whole, aim))


def _read(aim: System, said: list[Said], whole: Found | None) -> Iterator[tuple[bool, bool, list[Equation]]]:
    """What holds for all solutions, or was said before, is none of several cases."""
    before = [(left, right) for left, _, right in aim.given]
    for either, supposed, relations in said:
        equations = list(equations_in(relations, aim))
        cases = [each for each in equations if each not in before and (whole is None or fit([each], False, whole.every) != "all")]
        yield either, supposed, cases if either and len(cases) > 1 else equations
        if not either and not supposed:
            before.extend(equations)


def _position(aim: System, said: list[Said], whole: Found | None) -> Position:
    """What does not hold for all the solutions is not gone on from."""
    certain: list[Equation] = []
    branch: list[Equation] | None = None
    for either, supposed, equations in _read(aim, said, whole):
        if not equations or supposed or (whole is not None and _fit(equations, either, whole, aim) not in ("", "all")):
            continue
        if either and len(equations) > 1:
            branch = equations
        else:
            certain.extend(each for each in equations if each not in certain)
    given = [(left, right) for left, _, right in aim.given]
    return Position(aim, given, certain, branch, whole, kept(whole, aim))


def _new(proposed: Iterator[Move], at: Position) -> Iterator[Move]:
    said = {(expand(left), expand(right)) for left, right in at.all}
    for move in proposed:
        if move.final or not all((expand(left), expand(right)) in said for left, _, right, *_ in move.relations):
            yield move


def _checked(proposed: Iterator[Move], at: Position) -> Iterator[Move]:
    """Nothing that does not fit what is to be solved; where that is not known, no end."""
    whole = at.found
    for move in proposed:
        if whole is None:
            if not move.final:
                yield move
        elif move.final:
            if _is_whole(move, whole, at):
                yield replace(move, sure=whole.how)
        else:
            fits = _fit([(left, right) for left, _, right, *_ in move.relations], move.join == "or", whole, at.aim)
            if fits == "all":
                yield replace(move, sure=whole.how)
            elif fits == "":
                # Of no solution there is nothing to put in: the moves follow by how they are made.
                yield replace(move, sure="tested") if not whole.every and whole.family is None else move


def _is_whole(move: Move, whole: Found, at: Position) -> bool:
    if whole.family is not None:
        return is_family({left: right for left, _, right, *_ in move.relations}, whole.family)
    if not move.relations:
        return not whole.every
    return sum(move.groups) == len(at.kept) * len(at.unknowns) or (not move.groups and len(at.kept) == 1)
