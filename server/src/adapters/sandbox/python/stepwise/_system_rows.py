"""Equations as rows of coefficients: what follows from what by adding."""

from __future__ import annotations

from functools import lru_cache

from sympy import Expr, Integer, S, Symbol, expand, gcd, lcm

from ._system_solutions import Equation, names_in

Row = dict[Expr, Expr]


def row(equation: Equation, unknowns: list[Symbol]) -> Row:
    """The coefficients of its terms, those without an unknown as one."""
    return _row(equation[0] - equation[1], frozenset(unknowns))


@lru_cache(maxsize=512)
def _row(difference: Expr, unknowns: frozenset[Symbol]) -> Row:
    out: Row = {}
    for term, k in expand(difference).as_coefficients_dict().items():
        key, value = (S.One, k * term) if unknowns.isdisjoint(term.free_symbols) else (term, k)
        out[key] = out.get(key, S.Zero) + value
    return {term: k for term, k in out.items() if k != 0}


def sides(difference: Expr, unknowns: list[Symbol]) -> Equation:
    """What holds an unknown on the left."""
    left = [term for term in expand(difference).as_ordered_terms() if term.has(*unknowns)]
    return sum(left, S.Zero), expand(sum(left, S.Zero) - difference)


def tidy(equation: Equation, unknowns: list[Symbol]) -> Equation:
    """Without a common factor as well."""
    left, right = sides(equation[0] - equation[1], unknowns)
    numbers = list(row((left, right), unknowns).values())
    if not all(each.is_Rational for each in numbers):
        return left, right
    common = gcd([each * lcm([Integer(number.q) for number in numbers]) for each in numbers]) / lcm([Integer(number.q) for number in numbers])
    by = -common if left.could_extract_minus_sign() else common
    return expand(left / by), expand(right / by)


def restates(new: Equation, known: list[Equation], unknowns: list[Symbol]) -> bool:
    """It follows by adding from equations that have no other unknowns: it brings nothing nearer."""
    rows = _among(new, known, unknowns)
    return _rank([*rows, row(new, unknowns)]) == _rank(rows)


def missing(new: Equation, known: list[Equation], unknowns: list[Symbol]) -> int:
    """How many equations more it takes to find the unknowns of a new one."""
    return len(names_in(new, unknowns)) - _rank([*_among(new, known, unknowns), row(new, unknowns)])


def _among(new: Equation, known: list[Equation], unknowns: list[Symbol]) -> list[Row]:
    names = set(names_in(new, unknowns))
    return [row(each, unknowns) for each in known if set(names_in(each, unknowns)) <= names]


def _rank(rows: list[Row]) -> int:
    left = [dict(each) for each in rows if each]
    rank = 0
    while left:
        pivot = left.pop()
        rank += 1
        term, k = next(iter(pivot.items()))
        for each in left:
            factor = each.get(term, S.Zero) / k
            if factor != 0:
                for other, value in pivot.items():
                    changed = each.get(other, S.Zero) - factor * value
                    each[other] = changed if changed.is_Rational else expand(changed)
        left = [{name: value for name, value in each.items() if value != 0} for each in left]
        left = [each for each in left if each]
    return rank
