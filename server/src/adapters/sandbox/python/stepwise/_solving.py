"""Solutions of claims: as sets where SymPy finds all of them, as points where some are enough."""

from __future__ import annotations

from typing import Any, Iterator, Optional

from mpmath.ctx_mp import MPContext
from sympy import (
    Basic,
    Complement,
    EmptySet,
    Eq,
    FiniteSet,
    Float,
    Ge,
    Gt,
    ImageSet,
    Intersection,
    Interval,
    Le,
    Lt,
    Ne,
    Poly,
    S,
    Set,
    Symbol,
    Union,
    cancel,
    fraction,
    linsolve,
    solve,
    solve_poly_system,
    solveset,
    together,
)

from . import _budget
from ._claims import Claim, items_of, replace_items
from ._domain import contains, domain_of, interval
from ._evaluate import Evaluator, NotComputed, Undefined
from ._samples import values_of

_RELATIONS = {"==": Eq, "!=": Ne, "<": Lt, "<=": Le, ">": Gt, ">=": Ge}
#: Digits to which roots are found that have no exact form: more than any comparison looks at.
_ROOT_DIGITS = 260


def symbols_of(*claims: Claim) -> list:
    found = set()
    for claim in claims:
        for item in items_of(claim):
            found |= getattr(item, "free_symbols", set())
    return sorted((each for each in found if isinstance(each, Symbol)), key=lambda each: each.name)


def at(claim: Claim, point: dict) -> Claim:
    """The claim with values in place of symbols."""
    return replace_items(claim, [item.subs(point, simultaneous=True) if hasattr(item, "subs") else item for item in items_of(claim)])


def equations(claim: Claim) -> Optional[list]:
    """The equalities and inequalities that have to hold together; None for another form."""
    if claim.kind == "compare":
        return [claim]
    if claim.kind != "all":
        return None
    parts = [equations(part) for part in claim.parts]
    return None if None in parts else [each for part in parts for each in part]


# One unknown.


def solution_set(claim: Claim, symbol: Symbol) -> Optional[Set]:
    """All values of the symbol, among those that it can have, for which the claim holds; None where SymPy does not find them."""
    if domain_of(symbol).kind == "complex":
        base: Set = S.Complexes
    else:
        base = interval(symbol)
    x = Symbol(symbol.name) if base is S.Complexes else Symbol(symbol.name, real=True)
    items = [item.xreplace({symbol: x}) if hasattr(item, "xreplace") else item for item in items_of(claim)]
    found = _set_of(replace_items(claim, items), x, base)
    if found is None:
        return None
    domain = domain_of(symbol)
    if domain.nonzero:
        found = found - FiniteSet(0)
    if isinstance(found, FiniteSet):
        kept = [(each, contains(symbol, each)) for each in found]
        # Whether a root is a whole number may not be known; such a set says nothing.
        return None if any(inside is None for _, inside in kept) else FiniteSet(*(each for each, inside in kept if inside))
    if domain.kind == "integer":
        found = Intersection(found, S.Integers)
    return found


def _set_of(claim: Claim, x: Symbol, base: Set) -> Optional[Set]:
    if claim.kind == "known":
        return base if claim.left else EmptySet
    if claim.kind == "compare":
        return _compare_set(claim, x, base)
    if claim.kind == "member":
        return Intersection(base, claim.right) if claim.left == x else None
    parts = [_set_of(part, x, base) for part in claim.parts]
    if any(each is None for each in parts):
        return None
    if claim.kind == "all":
        found = base
        for each in parts:
            found = Intersection(found, each)
        return found
    if claim.kind == "any":
        return Union(*parts)
    if claim.kind == "not":
        return Complement(base, parts[0])
    return None


def _compare_set(claim: Claim, x: Symbol, base: Set) -> Optional[Set]:
    relation = _RELATIONS[claim.op](claim.left, claim.right)
    if relation in (S.true, S.false):
        return base if relation is S.true else EmptySet
    if claim.op == "==":
        exact = _polynomial_roots(claim.left - claim.right, x, base)
        if exact is not None:
            return exact
    if claim.op == "!=":
        roots = _compare_set(claim._replace(op="=="), x, base)
        return None if roots is None else Complement(base, roots)
    return solveset(relation if claim.op != "==" else claim.left - claim.right, x, base)


def _polynomial_roots(difference: Basic, x: Symbol, base: Set) -> Optional[Set]:
    """The real roots of a quotient of polynomials with rational coefficients: all of them, in closed form or as numbers."""
    if base is S.Complexes:
        return None
    whole = together(difference)
    top, bottom = fraction(whole)
    if not (top.is_polynomial(x) and bottom.is_polynomial(x)) or (top.free_symbols | bottom.free_symbols) - {x}:
        return None
    poly = Poly(top, x)
    if poly.is_zero or not (poly.domain.is_ZZ or poly.domain.is_QQ) or poly.degree() > 40:
        return None
    roots = [root for root, _ in poly.real_roots(multiple=False)] if poly.degree() > 0 else []
    return FiniteSet(*(each for each in roots if base.contains(each) == True and bottom.subs(x, each).equals(0) is not True))  # noqa: E712


# Several unknowns.


def all_solutions(claims: list, symbols: list) -> Optional[list]:
    """All complex solutions of a system of polynomial equations, as points; None where they are not finitely many, or not found."""
    differences = []
    for each in claims:
        if each.op != "==":
            return None
        top, bottom = fraction(cancel(together(each.left - each.right)))
        if bottom.free_symbols or not top.is_polynomial(*symbols) or top.free_symbols - set(symbols):
            return None
        differences.append(top)
    plain = {symbol: Symbol(symbol.name) for symbol in symbols}
    differences = [each.xreplace(plain) for each in differences if each != 0]
    unknowns = [plain[symbol] for symbol in symbols]
    if all(Poly(each, *unknowns).total_degree() <= 1 for each in differences):
        found = linsolve(differences, unknowns)
        if found is S.EmptySet:
            return []
        rows = list(found)
        if len(rows) != 1 or rows[0].free_symbols:
            return None
    else:
        rows = solve_poly_system(differences, *unknowns)
    return None if rows is None else [dict(zip(symbols, row)) for row in rows]


# Points, where some solutions are enough.


def some_solutions(claim: Claim, symbols: list, most: int) -> Iterator[dict]:
    """Candidates for solutions: each has still to be tried. Free symbols take sample values, and equations are solved for the others."""
    relations = equations(claim)
    equalities = [each for each in relations or [] if each.op == "=="]
    if not equalities:
        return
    unknowns = _unknowns(equalities, symbols)
    free = [each for each in symbols if each not in unknowns]
    from ._samples import points

    for count, base in enumerate(points(free, most)):
        if count >= most:
            return
        yield from _solved(equalities, unknowns, base)
        if not free:
            return


def _unknowns(equalities: list, symbols: list) -> list:
    """As many symbols as there are equations, those that are solved for most easily."""
    rest = list(symbols)
    chosen: list = []
    for each in equalities:
        difference = each.left - each.right
        present = [symbol for symbol in rest if symbol in difference.free_symbols]
        if not present:
            continue
        best = min(present, key=lambda symbol: _difficulty(difference, symbol))
        chosen.append(best)
        rest.remove(best)
    return chosen


def _difficulty(difference: Basic, symbol: Symbol) -> int:
    top = fraction(together(difference))[0]
    return Poly(top, symbol).degree() if top.is_polynomial(symbol) else 100


def _solved(equalities: list, unknowns: list, base: dict) -> Iterator[dict]:
    differences = [(each.left - each.right).subs(base, simultaneous=True) for each in equalities]
    if len(unknowns) == 1 and len(differences) == 1:
        for root in real_roots(differences[0], unknowns[0]):
            yield {**base, unknowns[0]: root}
        return
    found = _budget.attempt(0.8, lambda: solve(differences, unknowns, dict=True))
    for each in found or []:
        if all(symbol in each and not each[symbol].free_symbols for symbol in unknowns):
            yield {**base, **each}


def real_roots(difference: Basic, symbol: Symbol) -> list:
    """Some real roots: exact ones where it is a polynomial or SymPy solves it, else by looking for changes of sign."""
    x = Symbol(symbol.name, real=True)
    f = difference.xreplace({symbol: x})
    exact = _budget.attempt(0.4, _polynomial_roots, f, x, S.Reals)
    if exact is not None:
        return list(exact)
    found = _budget.attempt(0.6, lambda: solveset(f, x, S.Reals))
    roots = list(elements(found, 6)) if found is not None else []
    return roots + (_budget.attempt(0.6, scan, f, x, interval(symbol)) or [])


def elements(found: Set, most: int) -> Iterator[Basic]:
    """Some elements of a set."""
    if isinstance(found, FiniteSet):
        yield from list(found)[:most]
    elif isinstance(found, Union):
        for each in found.args:
            yield from elements(each, most)
    elif isinstance(found, Interval):
        symbol = Symbol("x", real=True)
        low, high = found.inf, found.sup
        inner = [each for each in values_of(symbol) if found.contains(each) == True]  # noqa: E712 - SymPy's truth values
        if low.is_finite and high.is_finite:
            inner += [(low + high) / 2, low + (high - low) / 100, high - (high - low) / 100]
        ends = [each for each in (low, high) if each.is_finite and found.contains(each) == True]  # noqa: E712
        near = [low + S(1) / 100] if low.is_finite else []
        near += [high - S(1) / 100] if high.is_finite else []
        yield from (each for each in (ends + near + inner)[:most] if found.contains(each) == True)  # noqa: E712
    elif isinstance(found, ImageSet) and len(found.base_sets) == 1 and found.base_sets[0] == S.Integers:
        for k in (0, 1, -1, 2)[:most]:
            yield found.lamda(S(k))
    elif isinstance(found, Complement):
        yield from (each for each in elements(found.args[0], most * 3) if found.args[1].contains(each) == False)  # noqa: E712
    elif isinstance(found, Intersection):
        smallest = min(found.args, key=lambda each: not isinstance(each, (FiniteSet, ImageSet, Interval)))
        yield from (each for each in elements(smallest, most * 3) if found.contains(each) == True)  # noqa: E712


def scan(f: Basic, x: Symbol, inside: Interval) -> list:
    """Roots of a function of one real symbol at which it changes its sign, to many digits."""
    low = float(inside.inf) if inside.inf.is_finite else -20.3
    high = float(inside.sup) if inside.sup.is_finite else (low + 40.6 if inside.inf.is_finite else 20.3)
    coarse = Evaluator(15, "real")
    last, roots = None, []
    for step in range(241):
        t = coarse.context.mpf(low) + coarse.context.mpf(high - low) * step / 240
        try:
            value = coarse.value(f, {x: t})
        except (Undefined, NotComputed):
            last = None
            continue
        if isinstance(value, coarse.context.mpc):
            last = None
            continue
        if last is not None and last[1] * value < 0:
            root = _refined(f, x, last[0], t)
            roots += [] if root is None else [root]
        last = (t, value)
    return roots[:8]


def _refined(f: Basic, x: Symbol, a: Any, b: Any) -> Optional[Float]:
    fine = Evaluator(_ROOT_DIGITS, "real")
    context: MPContext = fine.context
    try:
        root = context.findroot(lambda t: fine.value(f, {x: t}), (context.mpf(a), context.mpf(b)), solver="anderson", tol=context.mpf(10) ** -(2 * _ROOT_DIGITS - 40), verify=False)
        if not min(a, b) <= root <= max(a, b) or abs(fine.value(f, {x: root})) > context.mpf(10) ** -(_ROOT_DIGITS - 40):
            return None
    except (Undefined, NotComputed, ValueError, ZeroDivisionError):
        return None
    return Float._new(root._mpf_, context.prec)
