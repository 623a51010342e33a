"""Whether values solve a claim, and whether they are all that do."""

from __future__ import annotations

from typing import Any, Optional

from sympy import FiniteSet, S, Symbol

from . import _budget
from ._claims import Claim, claim_text
from ._decide import decide, worst
from ._domain import contains, describe
from ._equality import decide_equal
from ._evaluate import Evaluator, NotComputed, Undefined
from ._pointwise import truth_at
from ._records import Finding
from ._show import value_shown
from ._solving import all_solutions, at, elements, equations, real_roots, solution_set, symbols_of


def decide_solution(claim: Claim, points: list, complete: bool) -> Finding:
    """Each point satisfies the claim; with `complete` nothing else does. The detail of what is refuted is a whole sentence."""
    found = [(_text(point), _solves(claim, point)) for point in points]
    if not found and not complete:
        return Finding("proved", "no values are given")
    each = worst(found) if found else Finding("proved", "no values are given")
    refuted = next((one for _, one in found if one.verdict == "refuted"), None)
    if refuted is not None:
        return refuted
    if not complete or each.verdict == "unknown":
        return each
    rest = _no_others(claim, points)
    if rest.verdict in ("refuted", "unknown"):
        return rest
    return Finding("proved" if each.verdict == rest.verdict == "proved" else "tested", f"{each.method}; {rest.method}")


def _text(point: dict) -> str:
    return ", ".join(f"{symbol} = {value_shown(value)}" for symbol, value in point.items())


def _solves(claim: Claim, point: dict) -> Finding:
    for symbol, value in point.items():
        if contains(symbol, value) is False:
            return Finding("refuted", "the domain", point, f"{_text(point)} is outside of what {symbol} can be: {describe(symbol)}")
    if _is_undefined(claim, point):
        return Finding("refuted", "computed", point, f"{claim_text(claim)} is not defined at {_text(point)}")
    found = decide(at(claim, point))
    if found.verdict != "refuted":
        return found
    detail = f": {found.detail}" if found.detail else ""
    others = ", ".join(f"{symbol} = {value_shown(value)}" for symbol, value in found.point.items())
    where = f" at {others}" if others else ""
    return Finding("refuted", found.method, {**point, **found.point}, f"{_text(point)} does not solve {claim_text(claim)}{where}{detail}")


def _is_undefined(claim: Claim, point: dict) -> bool:
    """A side surely has no value: SymPy and mpmath agree that something is divided by zero."""
    for each in equations(claim) or []:
        for side in (each.left, each.right):
            if not hasattr(side, "is_number") or side.free_symbols - set(point):
                continue
            value = _budget.attempt(0.5, lambda side=side: side.subs(point, simultaneous=True))
            if value is None or not value.has(S.NaN, S.ComplexInfinity):
                continue
            try:
                Evaluator(30, "complex").value(side, point)
            except Undefined:
                return True
            except NotComputed:
                pass
    return False


def _no_others(claim: Claim, points: list) -> Finding:
    unknowns = sorted({symbol for point in points for symbol in point} or set(symbols_of(claim)), key=lambda each: each.name)
    if set(symbols_of(claim)) - set(unknowns):
        return Finding("unknown", "whether there are other solutions depends on other symbols")
    if len(unknowns) == 1:
        return _no_other_values(claim, [point[unknowns[0]] for point in points], unknowns[0])
    relations = equations(claim)
    solutions = _budget.attempt(2, all_solutions, relations, unknowns) if relations else None
    if solutions is None:
        return Finding("unknown", "whether there are other solutions was not found")
    tested = False
    for each in solutions:
        inside = [contains(symbol, value) for symbol, value in each.items()]
        if False in inside:
            continue
        same = _same(each, points)
        if same is None:
            if None in inside or truth_at(claim, each) is not True:
                return Finding("unknown", "whether there are other solutions was not found")
            return _missing(claim, points, each)
        tested = tested or same == "tested"
    return _none_left(tested, "all solutions of the system")


def _same(found: dict, points: list) -> Optional[str]:
    """How surely the solution is one of the points; None where it is none of them."""
    best = None
    for point in points:
        verdicts = [decide_equal(value, point[symbol]).verdict if symbol in point else "unknown" for symbol, value in found.items()]
        if all(each == "proved" for each in verdicts):
            return "proved"
        if all(each in ("proved", "tested") for each in verdicts):
            best = "tested"
    return best


def _none_left(tested: bool, method: str) -> Finding:
    return Finding("tested", f"{method}, told from others by their digits") if tested else Finding("proved", method)


def _no_other_values(claim: Claim, values: list, symbol: Symbol) -> Finding:
    found = _budget.attempt(2, solution_set, claim, symbol)
    finite = isinstance(found, FiniteSet) or found is S.EmptySet
    candidates = list(found) if finite else (_budget.attempt(0.5, lambda: list(elements(found, 8))) if found is not None else []) or []
    unsure, tested = False, False
    numeric = [root for each in equations(claim) or [] if each.op == "==" for root in _roots(each, symbol)]
    for each in candidates + numeric:
        if contains(symbol, each) is False:
            continue
        same = _same({symbol: each}, [{symbol: value} for value in values]) or ("tested" if _is_near(each, values) else None)
        if same is not None:
            tested = tested or (same == "tested" and each in candidates)
            continue
        truth = truth_at(claim, {symbol: each})
        if contains(symbol, each) is True and truth is True:
            return _missing(claim, [{symbol: value} for value in values], {symbol: each})
        # What SymPy gives although it is none (of an equation with logarithms, say) is no other solution.
        unsure = unsure or (truth is not False and each in candidates)
    if not finite or unsure:
        return Finding("unknown", "whether there are other solutions was not found")
    return _none_left(tested, "no others over the domain")


def _roots(equation: Claim, symbol: Symbol) -> list:
    difference = equation.left - equation.right
    return [] if difference.is_polynomial(symbol) else real_roots(difference, symbol)


def _is_near(value: Any, values: list) -> bool:
    number = complex(value.evalf(20))
    return any(abs(number - complex(each.evalf(20))) <= 1e-12 * (1 + abs(number)) for each in values)


def _missing(claim: Claim, points: list, point: dict) -> Finding:
    given = "; ".join(_text(each) for each in points) or "nothing"
    return Finding("refuted", "a solution that is not named", point, f"{given} is not all of {claim_text(claim)}: {_text(point)} is missing")


