"""Moves of algebra and calculus: what a person would do next with an equation, an inequality, a system or an expression.

Each module of moves has two functions. `moves` gives moves as JSON, best first; where what is asked for could be found by other means, each was held against it, and
those that do not fit are left out. `doubt` gives the index of the first step that does not fit what is asked for, as JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Iterable, Iterator

from sympy import Basic, Derivative, Integer, Mul, fraction, log
from sympy.polys.polyerrors import BasePolynomialError
from sympy.printing.latex import LatexPrinter

# A text is TeX as it is to be written.
Side = Basic | str
Relation = tuple[Side, str, Side] | tuple[Side, str, Side, Basic]
Triple = tuple[Basic, str, Basic]
# Whether one or the other holds, whether it is only supposed, and the relations. A left side of None is a name of what is asked for.
Said = tuple[bool, bool, list[Triple]]

GIVES_UP = (NotImplementedError, ValueError, TypeError, AttributeError, ZeroDivisionError, RecursionError, KeyError, IndexError, OverflowError, BasePolynomialError)


@dataclass(frozen=True)
class Move:
    """A sentence and what it leads to.

    say: the sentence, formulas in dollars, without what it leads to and without a full stop.
    relations: what holds then, as (left, sign, right) and perhaps a modulus; one after the other in words.
    join: how several hang together.
    final: the relations are the answer.
    rank: 0 is the move that leads on best; larger is worse.
    why: what stands behind it in brackets, where the sentence has no room for it.
    sure: whether it was held against what is asked for: "proved", "tested", or "".
    groups: where the answers are pairs or triples, how many relations each of them has.
    means: the set of values that the relations say, where they are the answer and no equations.
    both: the relations of a chain of several, which is written as one.
    answer: in TeX, where it is no relation.
    """

    say: str
    relations: tuple[Relation, ...]
    join: str = "and"
    final: bool = False
    rank: float = 0.0
    why: str = ""
    sure: str = ""
    groups: tuple[int, ...] = ()
    means: object = None
    both: tuple[Triple, ...] = ()
    answer: str = ""


class _Tex(LatexPrinter):
    """TeX as people write it: logarithms to a base, d/dx with brackets."""

    def _print_Mul(self, expr: Mul) -> str:
        top, below = fraction(expr)
        base = below.args[0] if isinstance(below, log) else None
        if isinstance(base, Integer):
            logs = [each for each in Mul.make_args(top) if isinstance(each, log)]
            if len(logs) == 1:
                rest = Mul(*[each for each in Mul.make_args(top) if each != logs[0]])
                text = f"\\log_{{{base}}}\\left({self._print(logs[0].args[0])}\\right)"
                return text if rest == 1 else f"-{text}" if rest == -1 else f"{self.parenthesize(rest, 50)} {text}"
        return super()._print_Mul(expr)

    def _print_Derivative(self, expr: Derivative) -> str:
        if len(expr.variables) == 1:
            # With brackets: d/dx of a power would read as the power of a derivative.
            return f"\\frac{{d}}{{d {self._print(expr.variables[0])}}} \\left({self._print(expr.expr)}\\right)"
        if len(set(expr.variables)) == 1:
            n, x = len(expr.variables), self._print(expr.variables[0])
            return f"\\frac{{d^{{{n}}}}}{{d {x}^{{{n}}}}} \\left({self._print(expr.expr)}\\right)"
        return super()._print_Derivative(expr)


_PRINTER = _Tex({"ln_notation": True, "mul_symbol": None})


def tex(expr: Side) -> str:
    return expr if isinstance(expr, str) else _PRINTER.doprint(expr)


def answered(moves: Iterable[Move], most: int, known: str | None = None) -> str:
    """The first moves as JSON, those that say the same only once, with what is known of the answer for the next time."""
    seen: set[tuple[object, ...]] = set()
    out: list[dict[str, object]] = []
    for move in sorted(moves, key=lambda each: each.rank):
        key = (move.relations if move.relations else move.say, move.final)
        if key in seen:
            continue
        seen.add(key)
        out.append(
            {
                "say": move.say,
                "relations": [[tex(left), sign, tex(right), *map(tex, modulus)] for left, sign, right, *modulus in move.relations],
                "join": move.join,
                "final": move.final,
                "rank": move.rank,
                "why": move.why,
                "sure": move.sure,
                "groups": list(move.groups),
                "answer": move.answer,
            }
        )
        if len(out) == most:
            break
    return json.dumps({"known": known, "moves": out})


def guarded(source: Iterator[Move]) -> Iterator[Move]:
    """SymPy gives up in many ways; what came before stands."""
    try:
        yield from source
    except GIVES_UP:
        return


def both_sides(verb: str, what: Basic) -> str:
    """"Subtract 3 from both sides", or "Add 3 to both sides" where what is subtracted is negative."""
    if what.could_extract_minus_sign():
        return f"Add ${tex(-what)}$ to both sides"
    return f"{verb} ${tex(what)}$ from both sides"


def listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
