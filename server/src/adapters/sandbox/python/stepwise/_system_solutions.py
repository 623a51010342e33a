"""What solves equations that hold together, found apart from any moves, so that moves and steps can be held against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

from sympy import Expr, FiniteSet, Function, Integer, Poly, Pow, Symbol, expand, linsolve, multiplicity, powsimp, solve, srepr, together
from sympy.polys.polyerrors import PolynomialError

from ._moves import GIVES_UP, Triple
from ._solution_sets import is_true, is_zero, solutions

Equation = tuple[Expr, Expr]
Values = dict[Symbol, Expr]

_MOST_DEGREE = 4


@dataclass(frozen=True)
class System:
    """`sought`: the unknowns that are asked for. `domain`: what is to hold beside the equations. Other names in `given` stand for any number."""

    unknowns: list[Symbol]
    given: list[Triple]
    sought: list[Symbol]
    domain: tuple[Triple, ...] = ()


@dataclass(frozen=True)
class Found:
    """`every`: all real solutions of the equations. `family`: of infinitely many, some unknowns in terms of the others, which may be anything. `exact`: by a method that leaves none out."""

    every: list[Values]
    exact: bool = True
    family: Values | None = None

    def written(self) -> str:
        return f"Found({_written(self.every)}, {self.exact}, {None if self.family is None else _written([self.family])[1:-1]})"

    @property
    def how(self) -> str:
        return "proved" if self.exact else "tested"


def _written(each: list[Values]) -> str:
    return f"[{', '.join('{' + ', '.join(f'{srepr(name)}: {srepr(value)}' for name, value in values.items()) + '}' for values in each)}]"


def read(text: str) -> Found:
    """What `written` wrote."""
    names: dict[str, object] = {"Found": Found}
    exec("from sympy import *", names)  # noqa: S102
    return eval(text, names)  # noqa: S307


def found(aim: System) -> Found | None:
    """None where that cannot be told: there may be more solutions, or none."""
    same = [exponents(left, right) for left, _, right in aim.given]
    equations = [each[1] if each else (left, right) for each, (left, _, right) in zip(same, aim.given)]
    differences = [expand(left - right) for left, right in equations]
    try:
        if all(is_linear(each, aim.unknowns) for each in differences):
            return _of_linear(differences, aim.unknowns)
        if any(each.free_symbols - set(aim.unknowns) for each in differences):
            return None
        polynomials = _of_polynomials(differences, aim)
        return polynomials or _by_putting(differences, aim)
    except (*GIVES_UP, PolynomialError):
        return None


def kept(whole: Found | None, aim: System) -> list[Values]:
    """The solutions in the domain."""
    return [values for values in (whole.every if whole else []) if all(_holds(each, values) for each in aim.domain)]


def exponents(left: Expr, right: Expr) -> tuple[Expr, Equation] | None:
    """2^x 2^y = 32 says the same as x + y = 5: the base, and that."""
    power = powsimp(left)
    if not (right.is_Integer and right > 0 and isinstance(power, Pow) and power.base.is_Integer and power.base > 1 and power.exp.free_symbols):
        return None
    n = multiplicity(power.base, right)
    return (power.base, (power.exp, Integer(n))) if power.base**n == right else None


def is_linear(difference: Expr, unknowns: list[Symbol]) -> bool:
    """With numbers as coefficients; what stands alone may hold other names."""
    try:
        poly = Poly(difference, *unknowns)
    except PolynomialError:
        return False
    return poly.total_degree() <= 1 and all(not poly.coeff_monomial(name).free_symbols for name in unknowns)


def _of_linear(differences: list[Expr], unknowns: list[Symbol]) -> Found | None:
    solved = list(linsolve(differences, *unknowns))
    if not solved:
        # With other names there may be solutions for some of their values.
        return None if any(each.free_symbols - set(unknowns) for each in differences) else Found([])
    values = dict(zip(unknowns, solved[0]))
    free = [name for name, value in values.items() if value == name]
    if not free:
        return Found([values])
    return Found([], True, {name: value for name, value in values.items() if name not in free})


def _of_polynomials(differences: list[Expr], aim: System) -> Found | None:
    try:
        polys = [Poly(together(each).as_numer_denom()[0], *aim.unknowns) for each in differences]
    except PolynomialError:
        return None
    if any(each.total_degree() > _MOST_DEGREE for each in polys):
        return None
    values = solve(differences, aim.unknowns, dict=True)
    if any(len(each) < len(aim.unknowns) or any(part.free_symbols for part in each.values()) for each in values):
        return None
    return Found([each for each in values if all(part.is_real for part in each.values()) and all(vanishes(difference.subs(each)) for difference in differences)])


def _by_putting(differences: list[Expr], aim: System) -> Found | None:
    """Two equations, one of them linear: its unknown is put into the other, where one unknown is left."""
    if len(aim.unknowns) != 2 or len(differences) != 2:
        return None
    for one, other in (differences, differences[::-1]):
        for name, rest in (aim.unknowns, aim.unknowns[::-1]):
            if not is_linear(one, aim.unknowns) or one.coeff(name, 1) == 0:
                continue
            value = expand(-one.coeff(name, 0) / one.coeff(name, 1))
            whole = solutions([(other.subs(name, value), "=", Integer(0))], rest, [])
            if whole is None or whole.period is not None or not (isinstance(whole.found, FiniteSet) or whole.found.is_empty):
                continue
            every = [{name: value.subs(rest, each), rest: each} for each in whole.found]
            return Found([each for each in every if _is_defined(aim, each)], whole.exact)
    return None


def _is_defined(aim: System, values: Values) -> bool:
    """Of logarithms and roots that are not real a sum may be real all the same."""
    parts = {part for left, _, right in aim.given for part in (left - right).atoms(Function, Pow)}
    return all(part.subs(values).is_real is not False for part in parts)


def _holds(relation: Triple, values: Values) -> bool:
    left, sign, right = (part.subs(values) if isinstance(part, Expr) else part for part in relation)
    # All names have values: which of them is named makes no difference.
    return is_true((left, sign, right), Symbol("x", real=True), Integer(0)) if not (left - right).free_symbols else False


def fit(equations: list[Equation], either: bool, of: list[Values]) -> str:
    """For how many of the solutions the equations hold: "all", "some", "none", or "" where that cannot be told."""
    if not equations or not of:
        return ""
    hold = any if either else all
    try:
        table = [[vanishes((left - right).subs(values)) for left, right in equations] for values in of]
    except GIVES_UP:
        return ""
    if either and not all(any(column) for column in zip(*table)):
        return "none"
    count = sum(1 for row in table if hold(row))
    return "all" if count == len(of) else "some" if count else "none"


def fits_family(equations: list[Equation], family: Values) -> bool:
    return bool(equations) and all(vanishes((left - right).subs(family)) for left, right in equations)


def is_family(values: Values, family: Values) -> bool:
    """Another way to say it: other unknowns may be the free ones."""
    dependent = len(values) == len(family) and not any(value.has(*values) for value in values.values())
    return dependent and fits_family(list(values.items()), family)


def vanishes(expr: Expr) -> bool:
    if expr.is_Rational:
        return expr == 0
    return is_zero(expand(expr))


def names_in(equation: Equation, unknowns: list[Symbol]) -> list[Symbol]:
    symbols = (equation[0] - equation[1]).free_symbols
    return [name for name in unknowns if name in symbols]


def roots(equation: Equation, name: Symbol) -> list[Expr] | None:
    """All real values of the only unknown, in order; None where they cannot be told."""
    difference = expand(equation[0] - equation[1])
    if is_linear(difference, [name]):
        return [expand(-difference.coeff(name, 0) / difference.coeff(name, 1))]
    whole = solutions([(equation[0], "=", equation[1])], name, [])
    if whole is None or whole.symbolic or whole.period is not None or not (isinstance(whole.found, FiniteSet) or whole.found.is_empty):
        return None
    return sorted(whole.found, key=float)


def equations_in(relations: list[Triple], aim: System) -> Iterator[Equation]:
    """What is said of the unknowns and of nothing that the problem does not name."""
    known = {name for left, _, right in aim.given for name in (left - right).free_symbols}
    for left, sign, right, *modulus in relations:
        if modulus or left is None or sign != "=":
            continue
        symbols = (left - right).free_symbols
        if symbols & set(aim.unknowns) and symbols <= known:
            yield left, right
