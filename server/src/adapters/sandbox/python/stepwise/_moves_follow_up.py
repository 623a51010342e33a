"""What is asked of what the moves lead to: one of the solutions, their sum or number, the value of an expression at a point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterator

from sympy import Add, Expr, FiniteSet, Mul, N, Poly, PolynomialError, S, Symbol, fraction, real_roots, simplify, together

from ._moves import GIVES_UP, Move, Triple, listed, tex
from ._solution_sets import Solutions


@dataclass(frozen=True)
class Selection:
    """which: "largest", "smallest", "sum", "product" or "count". distinct: a double solution counts once. real: others are left out."""

    which: str
    distinct: bool
    real: bool


@dataclass(frozen=True)
class Point:
    """values: names and what they are worth. name: what the value there is called, in TeX, or ""."""

    values: list[tuple[Symbol, Expr]]
    name: str


def selected(moves: Iterator[Move], of: Selection, found: Solutions | None, is_reached: bool, equations: list[Triple], x: Symbol, is_bounded: bool) -> Iterator[Move]:
    """The moves to the solutions as means, and behind them what is asked of the solutions. is_reached: all solutions are said."""
    values = _values(found)
    if found is not None and found.found is S.EmptySet and of.which == "count":
        # That there are none is the answer.
        if is_bounded or of.real or _is_unambiguous(of, equations, x):
            yield from moves
        return
    asked = values is not None and (of.which in ("largest", "smallest") or is_bounded or _is_unambiguous(of, equations, x))
    if values is not None and asked and is_reached:
        yield _selection(of.which, values, x, found is not None and found.exact)
        return
    for move in moves:
        # One solution is the largest of all, and their sum.
        is_answer = asked and values is not None and len(values) == 1 and of.which != "count"
        yield move if is_answer else replace(move, final=False)


def _values(found: Solutions | None) -> list[Expr] | None:
    """Smallest first."""
    if found is None or found.symbolic or found.period is not None or not isinstance(found.found, FiniteSet):
        return None
    if not all(value.is_number for value in found.found):
        return None
    return sorted(found.found, key=lambda value: float(N(value, 20)))


def _is_unambiguous(of: Selection, equations: list[Triple], x: Symbol) -> bool:
    """Whether all readings agree: with or without complex roots, a double root once or twice."""
    for left, sign, right in equations:
        if sign != "=":
            continue
        try:
            top = Poly(fraction(together(left - right))[0], x)
            roots = real_roots(top)
        except (PolynomialError, *GIVES_UP):
            continue
        if (len(roots) < top.degree() and not of.real) or (len(set(roots)) < len(roots) and not of.distinct):
            return False
    return True


def _selection(which: str, values: list[Expr], x: Symbol, is_exact: bool) -> Move:
    sure = "proved" if is_exact else "tested"
    count = len(values)
    if which == "count":
        say = "So there is $1$ solution" if count == 1 else f"So there are ${count}$ solutions"
        return Move(say, (), final=True, sure=sure, answer=str(count))
    if count == 1:
        return Move(f"This is the only solution, so the {which} is ${tex(values[0])}$", (), final=True, sure=sure, answer=tex(values[0]))
    if which in ("largest", "smallest"):
        value = values[-1] if which == "largest" else values[0]
        word = which if count > 2 else {"largest": "larger", "smallest": "smaller"}[which]
        return Move(f"The {word} of them is", ((x, "=", value),), final=True, sure=sure)
    whole = simplify(Add(*values) if which == "sum" else Mul(*values))
    join = " + " if which == "sum" else " \\cdot "
    written = join.join(_bracketed(value, is_factor=which == "product", is_first=index == 0) for index, value in enumerate(values))
    return Move(f"Their {which} is", ((written, "=", whole),), final=True, sure=sure, answer=tex(whole))


def _bracketed(value: Expr, is_factor: bool, is_first: bool) -> str:
    is_sum = isinstance(value, Add)
    needs = (value.could_extract_minus_sign() or (is_sum and is_factor)) and not (is_first and not is_sum and not is_factor)
    return f"\\left({tex(value)}\\right)" if needs else tex(value)


def put_in(current: Expr, start: Expr, point: Point) -> Iterator[Move]:
    """`current` has no derivative or limit left in it; `start` is what it came from."""
    value = simplify(current.subs(point.values))
    if not value.is_number or not value.is_real or value.has(S.NaN, S.ComplexInfinity, S.Infinity, S.NegativeInfinity):
        return
    other = N(start.doit().subs(point.values), 20)
    if not other.is_number or abs(complex(other) - complex(N(value, 20))) > 1e-9 * (1 + abs(complex(other))):
        return
    shown = tex(current.subs({name: Symbol(_bracketed_value(worth)) for name, worth in point.values}))
    sides = [side for side in (point.name, shown) if side not in ("", tex(value))] or [shown]
    where = listed([f"${tex(name)} = {tex(worth)}$" for name, worth in point.values])
    yield Move(f"Put in {where}", ((" = ".join(sides), "=", value),), final=True, sure="tested", answer=tex(value))


def _bracketed_value(value: Expr) -> str:
    text = tex(value)
    return text if value.is_Integer and value.is_nonnegative else f"\\left({text}\\right)"
