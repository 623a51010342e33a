"""Moves of algebra and calculus: what a person would do next with an equation, an inequality, a system or an expression.

Each function gives moves as plain data, best first. They are proposals: who uses them checks every one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Iterable, Iterator

from sympy import Basic, Derivative, latex
from sympy.polys.polyerrors import BasePolynomialError

# A text is TeX as it is to be written.
Side = Basic | str
Relation = tuple[Side, str, Side]


@dataclass(frozen=True)
class Move:
    """A sentence and what it leads to.

    say: the sentence, formulas in dollars, without what it leads to and without a full stop.
    relations: what holds then, as (left, sign, right); one after the other in words.
    join: how several hang together.
    final: the relations are the answer.
    rank: 0 is the move that leads on best; larger is worse.
    why: what stands behind it in brackets, where the sentence has no room for it.
    """

    say: str
    relations: tuple[Relation, ...]
    join: str = "and"
    final: bool = False
    rank: float = 0.0
    why: str = ""


def tex(expr: Side) -> str:
    if isinstance(expr, Derivative) and len(expr.variables) == 1:
        # With brackets: d/dx of a power would read as the power of a derivative.
        return f"\\frac{{d}}{{d {latex(expr.variables[0])}}} \\left({latex(expr.expr, ln_notation=True)}\\right)"
    return expr if isinstance(expr, str) else latex(expr, ln_notation=True, mul_symbol=None)


def told(moves: Iterable[Move], most: int) -> str:
    """The first moves as JSON, those that say the same only once."""
    seen: set[tuple[object, ...]] = set()
    out: list[dict[str, object]] = []
    for move in sorted(moves, key=lambda each: each.rank):
        key = (move.relations, move.final)
        if key in seen:
            continue
        seen.add(key)
        out.append(
            {
                "say": move.say,
                "relations": [[tex(left), sign, tex(right)] for left, sign, right in move.relations],
                "join": move.join,
                "final": move.final,
                "rank": move.rank,
                "why": move.why,
            }
        )
        if len(out) == most:
            break
    return json.dumps(out)


def guarded(source: Iterator[Move]) -> Iterator[Move]:
    """SymPy gives up in many ways; what came before stands."""
    try:
        yield from source
    except (NotImplementedError, ValueError, TypeError, AttributeError, ZeroDivisionError, RecursionError, BasePolynomialError):
        return
