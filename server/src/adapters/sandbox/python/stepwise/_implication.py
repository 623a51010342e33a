"""Whether every solution of one claim is one of another."""

from __future__ import annotations

from typing import Any, Iterator, Optional

from sympy import (
    Abs, Basic, Dummy, FiniteSet, Function, Poly, Pow, S, Symbol, cancel, cos, cot, csc, fraction, groebner, sec, simplify, sin, tan, together,
)
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from . import _budget
from ._claims import Claim, claim_text, items_of, replace_items
from ._decide import decide, worst
from ._domain import contains, domain_of, narrowed
from ._floats import without_floats
from ._numeric import has_complex
from ._pointwise import truth_at
from ._records import Finding
from ._samples import counting_symbols, points
from ._solving import all_solutions, at, elements, equations, real_roots, solution_set, some_solutions, symbols_of


def decide_implies(before: Claim, after: Claim, equivalent: bool) -> Finding:
    """All solutions of `before` satisfy `after`; with `equivalent` the other way round, too. The detail names a lost or gained one."""
    before, after = _exact(before), _exact(after)
    forth = _one_way(before, after, "lost")
    if not equivalent or forth.verdict == "refuted":
        return forth
    back = _one_way(after, before, "gained")
    if back.verdict == "refuted":
        return back
    order = ("unknown", "tested", "proved")
    weaker, stronger = sorted((forth, back), key=lambda each: order.index(each.verdict))
    methods = dict.fromkeys([weaker.method, stronger.method])
    return weaker._replace(method="; ".join(methods) if weaker.verdict != "unknown" else weaker.method)


def _exact(claim: Claim) -> Claim:
    return replace_items(claim, [without_floats(each) for each in items_of(claim)])


def _one_way(before: Claim, after: Claim, word: str) -> Finding:
    if before == after:
        return Finding("proved", "both are the same")
    symbols = symbols_of(before, after)
    method = _proof_by_form(before, after, symbols)
    if method is not None:
        return Finding("proved", method)
    if after.kind == "all":
        return _each([(before, part) for part in after.parts], after.parts, word)
    if before.kind == "any":
        return _each([(part, after) for part in before.parts], before.parts, word)
    if len(symbols) == 1:
        return _one_unknown(before, after, symbols[0], word)
    return _several(before, after, symbols, word)


def _each(pairs: list, parts: tuple, word: str) -> Finding:
    """Several implications, one for each of the parts."""
    found = [(claim_text(part), _one_way(*pair, word)) for pair, part in zip(pairs, parts)]
    one = worst(found)
    # The point is what a person wants to see; which part it refutes follows from it.
    failing = next((each for _, each in found if each.verdict == "refuted"), None)
    return failing or one


# Proofs.


def _proof_by_form(before: Claim, after: Claim, symbols: list) -> Optional[str]:
    given = equations(before)
    if given is None:
        return None
    if after.kind == "compare":
        for each in given:
            method = _budget.attempt(0.6, _multiple, each, after) or _budget.attempt(0.3, _power, each, after)
            if method:
                return method
    eliminated = _budget.attempt(1, _eliminated, given, after)
    if eliminated is not None:
        rest, shown = eliminated
        if not rest and decide(shown).verdict == "proved":
            return "substitution"
    return _budget.attempt(1, _by_bounds, given, after) or _budget.attempt(1.5, _by_ideal, given, after)


def _multiple(before: Claim, after: Claim) -> Optional[str]:
    """The difference of the sides is multiplied by a number, or by what cannot be zero."""
    if not all(hasattr(item, "is_number") for item in (before.left, before.right, after.left, after.right)):
        return None
    first, second = before.left - before.right, after.left - after.right
    if first == 0:
        return None
    ratio = cancel(together(second / first))
    if ratio.has(TrigonometricFunction, Pow) and not ratio.is_rational_function():
        ratio = simplify(ratio)
    if ratio.is_number and ratio.is_finite:
        if before.op == after.op == "==" or (ratio != 0 and before.op == after.op == "!="):
            return f"the same up to a factor {ratio}" if ratio != 1 else "the same difference"
        if before.op in ("<", "<=", ">", ">=") and ratio.is_real and ratio != 0:
            flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
            op = before.op if ratio > 0 else flipped[before.op]
            if after.op in (op, op + "=") or (after.op == "!=" and len(op) == 1):
                return f"the same up to a factor {ratio}" if ratio != 1 else "the same difference"
        return None
    if before.op == after.op == "==" and _is_finite_everywhere(ratio):
        return f"multiplied by {ratio}"
    return None


def _power(before: Claim, after: Claim) -> Optional[str]:
    """Both sides are squared, or raised to the third or fourth power, and multiplied by a number."""
    if not before.op == after.op == "==" or not all(hasattr(item, "is_number") for item in (before.left, before.right, after.left, after.right)):
        return None
    second = (after.left - after.right).expand()
    for exponent in (2, 3, 4):
        first = (before.left**exponent - before.right**exponent).expand()
        ratio = S.Zero if first == 0 else cancel(together(second / first))
        if ratio.is_number and ratio.is_finite and ratio != 0:
            word = {2: "squared", 3: "cubed", 4: "raised to the fourth power"}[exponent]
            return f"both sides {word}" + (f", up to a factor {ratio}" if ratio != 1 else "")
    return None


def _is_finite_everywhere(ratio: Basic) -> bool:
    """A quotient whose denominator is not zero for any value of its symbols. Infinite where what it was divided by is zero, though not written so."""
    if ratio.has(S.ComplexInfinity, S.NaN, S.Infinity, S.NegativeInfinity):
        return False
    top, bottom = fraction(together(ratio))
    return top.is_polynomial(*top.free_symbols) and bool(bottom.is_zero is False)


def _eliminated(given: list, after: Claim) -> Optional[tuple]:
    """Equations that give a symbol, put into the others and into `after`."""
    given = list(given)
    progress = True
    while progress:
        progress = False
        for each in given:
            if each.op != "==":
                continue
            solved = _solved_for(each)
            if solved is not None:
                given.remove(each)
                given = [at(other, solved) for other in given]
                after = at(after, solved)
                progress = True
                break
    return given, after


def _solved_for(equation: Claim) -> Optional[dict]:
    difference = equation.left - equation.right
    for symbol in sorted(difference.free_symbols, key=lambda each: each.name):
        if not difference.is_polynomial(symbol):
            continue
        poly = Poly(difference, symbol)
        if poly.degree() == 1 and poly.LC().is_number and poly.LC().is_zero is False:
            return {symbol: (-poly.all_coeffs()[1] / poly.LC()).expand()}
    return None


def _by_bounds(given: list, after: Claim) -> Optional[str]:
    """Bounds of single symbols become part of their domains; what is claimed then holds for all of these."""
    replace: dict = {}
    for each in given:
        left, op, right = each.left, each.op, each.right
        if getattr(right, "is_Symbol", False) and getattr(left, "is_Rational", False):
            left, right, op = right, left, {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(op, op)
        if not (getattr(left, "is_Symbol", False) and getattr(right, "is_Rational", False) and op in ("<", "<=", ">", ">=")):
            continue
        if domain_of(left).kind == "complex":
            continue
        low, high = (right, None) if op.startswith(">") else (None, right)
        replace[left] = narrowed(replace.get(left, left), low, op == ">", high, op == "<")
    if not replace:
        return None
    items = [item.xreplace(replace) if hasattr(item, "xreplace") else item for item in items_of(after)]
    found = decide(replace_items(after, items))
    return f"with these bounds: {found.method}" if found.verdict == "proved" else None


def _by_ideal(given: list, after: Claim) -> Optional[str]:
    """
    Polynomial equations imply another where 1 is in the ideal of theirs and 1 - t*p: then p is zero wherever they are (Rabinowitsch). Roots and
    denominators become symbols of their own.
    """
    targets = [after] if after.kind == "compare" else list(after.parts) if after.kind == "any" else None
    if targets is None or any(each.kind != "compare" or each.op != "==" for each in targets):
        return None
    system = _System()
    generators = []
    for each in given:
        if each.op == "==":
            generators.append(system.numerator(each.left - each.right))
        elif each.op in ("!=", "<", ">"):
            generators.append(1 - Dummy("t") * system.numerator(each.left - each.right))
    product = S.One
    for each in targets:
        product *= system.numerator(each.left - each.right)
    generators += [*system.equations, 1 - Dummy("t") * product]
    unknowns = sorted(set().union(*(each.free_symbols for each in generators)), key=lambda each: (not isinstance(each, Dummy), str(each)))
    if len(unknowns) > 9 or any(not each.is_polynomial(*unknowns) for each in generators):
        return None
    basis = groebner([each for each in generators if each != 0], *unknowns, order="grevlex")
    return "a Groebner basis of the equations" if basis.exprs == [1] else None


class _System:
    """Polynomials in place of expressions with roots, denominators and functions. Values of functions are numbers like others."""

    def __init__(self):
        self.equations = []
        self.roots = {}
        self.values = {}

    def numerator(self, expression: Basic) -> Basic:
        for function, quotient in _QUOTIENTS.items():
            expression = expression.replace(function, quotient)
        top, bottom = fraction(cancel(together(expression)))
        if bottom.free_symbols:
            self.equations.append(1 - Dummy("t") * self.rational(bottom))
        return self.rational(top)

    def rational(self, expression: Basic) -> Basic:
        expression = expression.replace(_is_value, self._value)
        for power in sorted((each for each in expression.atoms(Pow) if each.exp.is_Rational and each.exp.q == 2), key=lambda each: each.count_ops()):
            base = power.base
            if base not in self.roots:
                root = Dummy("r")
                self.roots[base] = root
                self.equations.append(root**2 - self.rational(base))
            expression = expression.subs(power, self.roots[base] ** power.exp.p)
        return expression

    def _value(self, value: Basic) -> Basic:
        """A symbol for a value, with what ties it to others."""
        known = self.values.get(value)
        if known is not None:
            return known
        symbol = self.values[value] = Dummy("f")
        if isinstance(value, sin):
            self.equations.append(symbol**2 + self._value(cos(value.args[0])) ** 2 - 1)
        elif isinstance(value, cos):
            self._value(sin(value.args[0]))
        elif isinstance(value, Abs) and value.args[0].is_real and value.args[0].is_polynomial():
            self.equations.append(symbol**2 - value.args[0] ** 2)
        return symbol


_QUOTIENTS = {
    tan: lambda angle: sin(angle) / cos(angle),
    cot: lambda angle: cos(angle) / sin(angle),
    sec: lambda angle: 1 / cos(angle),
    csc: lambda angle: 1 / sin(angle),
}


def _is_value(expression: Basic) -> bool:
    """Of a function, or a power whose exponent is no number."""
    return isinstance(expression, Function) or (isinstance(expression, Pow) and not expression.exp.is_Rational)


# One unknown.


def _one_unknown(before: Claim, after: Claim, symbol: Symbol, word: str) -> Finding:
    all_before = _budget.attempt(1.5, solution_set, before, symbol)
    if isinstance(all_before, FiniteSet) or all_before is S.EmptySet:
        found = _finite(before, after, symbol, list(all_before), word)
        if found.verdict != "unknown":
            return found
    else:
        all_after = _budget.attempt(1, solution_set, after, symbol)
        found = _subset(all_before, all_after)
    refuted = _budget.attempt(1.5, _violated, before, after, [symbol], _values(before, after, symbol, all_before), word)
    return refuted if refuted is not None and (refuted.verdict == "refuted" or found.verdict == "unknown") else found


def _over(symbol: Symbol) -> str:
    kind = domain_of(symbol).kind
    return {"complex": "complex numbers", "integer": "integers", "rational": "rationals"}.get(kind, "reals")


def _finite(before: Claim, after: Claim, symbol: Symbol, solutions: list, word: str) -> Finding:
    standing = []
    for each in solutions:
        point = {symbol: each}
        first = _standing(before, point)
        if first.verdict == "refuted":
            continue
        second = _standing(after, point)
        if second.verdict == "refuted" and first.verdict in ("proved", "tested"):
            return _broken(point, word)
        standing.append(second)
    if any(each.verdict in ("unknown", "refuted") for each in standing):
        return Finding("unknown", "whether a solution satisfies it was not found")
    if not _budget.attempt(1, _no_more_roots, before, symbol, solutions):
        return Finding("unknown", "not all solutions were found")
    found = f"all {len(solutions)} solutions over the {_over(symbol)}" if len(solutions) != 1 else f"the one solution over the {_over(symbol)}"
    return _weakest(standing, found)


def _no_more_roots(before: Claim, symbol: Symbol, solutions: list) -> bool:
    """Numbers do not know of a solution that SymPy has missed."""
    relations = equations(before) or [before]
    equalities = [each for each in relations if each.kind == "compare" and each.op == "=="]
    if not equalities or domain_of(symbol).kind == "complex":
        return bool(solutions) or not equalities
    difference = equalities[0].left - equalities[0].right
    if difference.is_polynomial(symbol):
        return True
    known = [complex(each.evalf(20)) for each in solutions]
    for root in real_roots(difference, symbol):
        value = complex(root.evalf(20))
        if all(abs(value - each) > 1e-9 * (1 + abs(value)) for each in known):
            if contains(symbol, root) is not False and truth_at(before, {symbol: root}) is True:
                return False
    return True


def _standing(claim: Claim, point: dict) -> Finding:
    """What is known of the claim at an exact point. That it is false there numbers tell; that it is true they only test."""
    truth = truth_at(claim, point)
    if truth is not True:
        return Finding("refuted", "computed at a point") if truth is False else Finding("unknown", "not computed at a point")
    found = decide(at(claim, point))
    return found if found.verdict != "refuted" else Finding("unknown", "two ways of computing do not agree")


def _weakest(standing: list, method: str) -> Finding:
    """Proved by this method where the claim is proved at each of the solutions, tested where it was only computed at one."""
    tested = next((each for each in standing if each.verdict == "tested"), None)
    return Finding("proved", method) if tested is None else Finding("tested", f"{method}, one of them computed: {tested.method}")


def _subset(all_before: Any, all_after: Any) -> Finding:
    if all_before is None or all_after is None:
        return Finding("unknown", "the solutions were not found")
    inside = _budget.attempt(1, lambda: all_before.is_subset(all_after))
    if inside:
        return Finding("proved", "the solution sets")
    return Finding("unknown", "the solutions could not be compared")


def _values(before: Claim, after: Claim, symbol: Symbol, all_before: Any) -> Iterator[dict]:
    """Values that may satisfy the first and not the second."""
    if all_before is not None:
        for each in _budget.attempt(0.5, lambda: list(elements(all_before, 12))) or []:
            yield {symbol: each}
    for each in some_solutions(before, [symbol], 1):
        yield each
    cuts = []
    for claim in (before, after):
        for part in equations(claim) or []:
            cuts += real_roots(part.left - part.right, symbol)
    for cut in cuts:
        yield {symbol: cut}
        if cut.is_Rational:
            for step in (S(1) / 10, S(1), S(1) / 1000):
                yield {symbol: cut + step}
                yield {symbol: cut - step}
    yield from points([symbol], 40, counting_symbols(items_of(before) + items_of(after)))


# Several unknowns.


def _several(before: Claim, after: Claim, symbols: list, word: str) -> Finding:
    given = equations(before)
    if given is not None and all(each.op == "==" for each in given):
        solutions = _budget.attempt(1.5, all_solutions, given, symbols_of(before))
        if solutions is not None and set(symbols_of(after)) <= set(symbols_of(before)):
            found = _finite_points(before, after, solutions, word)
            if found.verdict != "unknown":
                return found
    return _budget.attempt(2, _violated, before, after, symbols, _candidates(before, symbols), word) or Finding("unknown", "no method within the time")


def _finite_points(before: Claim, after: Claim, solutions: list, word: str) -> Finding:
    standing = []
    for point in solutions:
        inside = [contains(symbol, value) for symbol, value in point.items()]
        if False in inside:
            continue
        second = _standing(after, point)
        if second.verdict == "refuted" and None not in inside and _standing(before, point).verdict in ("proved", "tested"):
            return _broken(point, word)
        standing.append(second)
    if any(each.verdict in ("unknown", "refuted") for each in standing):
        return Finding("unknown", "whether a solution satisfies it was not found")
    return _weakest(standing, "all solutions of the system")


def _candidates(before: Claim, symbols: list) -> Iterator[dict]:
    relations = equations(before)
    if relations is not None and any(each.op == "==" for each in relations):
        yield from some_solutions(before, symbols, 25)
    else:
        yield from points(symbols, 150, counting_symbols(items_of(before)))


def _violated(before: Claim, after: Claim, symbols: list, candidates: Iterator[dict], word: str) -> Finding:
    held = 0
    for point in candidates:
        if any(symbol not in point for symbol in symbols):
            continue
        if any(contains(symbol, value) is not True for symbol, value in point.items()):
            continue
        if has_complex(*point.values()) and not any(domain_of(symbol).kind == "complex" for symbol in symbols):
            continue
        if truth_at(before, point, False) is not True:
            continue
        truth = truth_at(after, point, False)
        if truth is False and truth_at(before, point) is True and truth_at(after, point) is False:
            return _broken(point, word)
        held += truth is True
        if held >= 40:
            break
    if held >= 5:
        return Finding("tested", f"holds at {held} solutions")
    return Finding("unknown", "too few solutions were found")


def _broken(point: dict, word: str) -> Finding:
    from ._show import value_shown

    shown = ", ".join(f"{symbol} = {value_shown(value)}" for symbol, value in sorted(point.items(), key=lambda each: each[0].name))
    return Finding("refuted", "a solution of one that is none of the other", point, f"{shown} is {word}")
