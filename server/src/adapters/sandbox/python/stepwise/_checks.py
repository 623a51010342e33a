"""The functions that a writer calls."""

from __future__ import annotations

from typing import Any, Optional

from sympy import Symbol, sstr

from . import _domain
from ._claims import as_claim, as_items, claim_text, holds_at, items_of, replace_items
from ._congruence import decide_congruent
from ._decide import decide
from ._domain import Domain, exact, make_symbol, unify
from ._implication import decide_implies
from ._records import CheckFailed, Finding, cut, log
from ._solutions import decide_solution
from ._values import points_of, points_text

_MISSING = object()


def check(lhs: Any, rhs: Any = _MISSING, /, **at: Any) -> Optional[bool]:
    """
    Checks that both sides are equal, or that a relation holds, for all values that the symbols can have.

    The sides may be numbers, expressions, matrices, sets, functions, and lists or tuples of them. Where a side is not defined (a zero in a denominator, the
    logarithm of a negative number) nothing is claimed. Symbols are real unless they are declared complex.

    >>> check((x + 1)**2, x**2 + 2*x + 1)
    True
    >>> check(x**2 + 1 > 0)
    True
    >>> check(sin(x)**2 + cos(x)**2 == 1)
    True
    >>> check(Integral(1/x, (x, 1, 2)), log(2))
    True
    >>> check(Sum(k, (k, 1, n)), n*(n + 1)/2)
    True
    >>> check(Limit(sin(x)/x, x, 0), 1)
    True

    `==` between two sides inside `check(...)` means equality of values, and `a < b < c` both comparisons.
    An integral without bounds is compared up to a constant. Names set the values at which to look:

    >>> check(x**2 + x, 6, x=2)
    True

    A Python float is a rounded number: 0.5 and 1/3 are read as the fractions that they stand for, and 3.14 equals all that rounds to it.

    >>> check(pi, 3.14)
    True

    True where the claim is proved or held at all points that were tried; None where it could not be decided.
    Raises CheckFailed where it is refuted:

    >>> check((x + 1)**2, x**2 + 1)
    Traceback (most recent call last):
    CheckFailed: (x + 1)**2 = x**2 + 1 is false at x = 2: the left side is 9, the right side 5
    """
    claim = as_claim(lhs) if rhs is _MISSING else as_claim(lhs, rhs)
    unified = unify(items_of(claim))
    claim = replace_items(claim, unified.items)
    if at:
        claim = holds_at(claim, {name: as_items(value) for name, value in at.items()})
    return _report(decide(claim), claim_text(claim), unified)


def check_implies(before: Any, after: Any, *, equivalent: bool = False) -> Optional[bool]:
    """
    Checks that every solution of `before` is one of `after`: the step from one to the other loses none.

    Each is a relation or a list of relations that hold together. With `equivalent=True` the step must not gain any either.

    >>> check_implies(2*x + 6 == 10, x == 2, equivalent=True)
    True
    >>> check_implies(x**2 == 5*x - 6, Or(Eq(x, 2), Eq(x, 3)))
    True
    >>> check_implies([x + y == 10, x - y == 2], [x == 6, y == 4])
    True
    >>> check_implies(x > 3, x**2 > 9)
    True

    Raises CheckFailed with a lost (or gained) solution:

    >>> check_implies(x**2 == 4, x == 2)
    Traceback (most recent call last):
    CheckFailed: x**2 = 4 does not imply x = 2: x = -2 is lost
    """
    before_claim, after_claim = as_claim(before, is_zero=True), as_claim(after, is_zero=True)
    before_items, after_items = items_of(before_claim), items_of(after_claim)
    unified = unify(before_items + after_items)
    before_claim = replace_items(before_claim, unified.items[: len(before_items)])
    after_claim = replace_items(after_claim, unified.items[len(before_items) :])
    word = "is equivalent to" if equivalent else "implies"
    text = f"{claim_text(before_claim)} {word} {claim_text(after_claim)}"
    failed = f"{claim_text(before_claim)} {'is not equivalent to' if equivalent else 'does not imply'} {claim_text(after_claim)}"
    return _report(decide_implies(before_claim, after_claim, equivalent), text, unified, failed)


def check_solution(equation: Any, /, *values: Any, complete: bool = False, **named: Any) -> Optional[bool]:
    """
    Checks that values solve an equation, an inequality or a list of them (a system).

    >>> check_solution(x**2 - 5*x + 6 == 0, x=[2, 3])
    True
    >>> check_solution(x**2 - 5*x + 6 == 0, x, [2, 3])
    True
    >>> check_solution(x**2 - 5*x + 6 == 0, {x: 2})
    True
    >>> check_solution([x + y == 3, x*y == 2], [x, y], [(1, 2), (2, 1)])
    True
    >>> check_solution([x + y == 3, x*y == 2], [{x: 1, y: 2}, {x: 2, y: 1}], complete=True)
    True

    With `complete=True` there must be no other solution among the values that the unknowns can have:

    >>> check_solution(x**2 == 4, x=2, complete=True)
    Traceback (most recent call last):
    CheckFailed: x = 2 is not all of x**2 = 4: x = -2 is missing
    """
    claim = as_claim(equation, is_zero=True)
    unified = unify(items_of(claim))
    claim = replace_items(claim, unified.items)
    symbols = {each.name: each for item in unified.items for each in getattr(item, "free_symbols", ())}
    points = points_of(values, named, symbols)
    shown = points_text(points)
    finding = decide_solution(claim, points, complete)
    solved = frozenset(symbol.name for point in points for symbol in point)
    unified = unified._replace(undeclared=unified.undeclared - solved)
    return _report(finding, f"{shown} {'are all solutions of' if complete else 'solves'} {claim_text(claim)}", unified, finding.detail)


def check_congruent(a: Any, b: Any, n: Any) -> Optional[bool]:
    """
    Checks a ≡ b (mod n) for all integer values of the symbols.

    >>> check_congruent(7**100, 1, 4)
    True
    >>> check_congruent(n**3 + 5*n, 0, 6)
    True
    """
    unified = unify([as_items(a), as_items(b), as_items(n)])
    a, b, n = unified.items
    return _report(decide_congruent(a, b, n), f"{sstr(a)} = {sstr(b)} (mod {sstr(n)})", unified)


def declare(
    name: str,
    type: str = "real",
    lower: Any = None,
    upper: Any = None,
    *,
    nonzero: bool = False,
    lower_strict: bool = False,
    upper_strict: bool = False,
) -> Symbol:
    """
    A symbol with what is known of its values. `type` is 'integer', 'rational', 'real' or 'complex'.

    The bounds belong to the domain unless they are strict. Checks look at values of the domain alone, and prove for all of it.

    >>> n = declare('n', 'integer', lower=1)
    >>> t = declare('t', lower=0, upper=1, lower_strict=True, upper_strict=True)
    >>> check(t**2 < t)
    True
    """
    if not isinstance(name, str) or not name:
        raise TypeError("declare takes the name of a symbol, such as declare('x')")
    if type not in ("integer", "rational", "real", "complex"):
        raise ValueError("a symbol is 'integer', 'rational', 'real' or 'complex'")
    low = None if lower is None else exact(lower)
    high = None if upper is None else exact(upper)
    return make_symbol(name, Domain(type, low, lower_strict and low is not None, high, upper_strict and high is not None, nonzero))


def _report(finding: Finding, text: str, unified: _domain.Unified, failed: str = "") -> Optional[bool]:
    """Records what was found. Raises where the claim is refuted."""
    if finding.verdict == "refuted" and unified.undeclared:
        names = ", ".join(sorted(unified.undeclared))
        first = min(unified.undeclared)
        # A letter that an earlier cell should have set, perhaps: this says nothing about the mathematics.
        raise NameError(f"{names} not defined. For a check that holds for all values, write {first} = Symbol('{first}') before it")
    if finding.verdict == "proved" and not unified.covers:
        finding = Finding("tested", finding.method + ", under assumptions of an earlier cell")
    counterexample = {str(key): cut(sstr(value)) for key, value in finding.point.items()}
    log.add(finding, text, counterexample)
    if finding.verdict == "refuted":
        failure = CheckFailed(_message(finding, text, counterexample, failed), counterexample)
        log.fail(failure)
        raise failure
    return None if finding.verdict == "unknown" else True


def _message(finding: Finding, text: str, counterexample: dict, failed: str) -> str:
    if failed:
        return f"{cut(failed)}: {finding.detail}" if failed != finding.detail else finding.detail
    at = ", ".join(f"{name} = {value}" for name, value in counterexample.items())
    return f"{cut(text)} is false" + (f" at {at}" if at else "") + (f": {finding.detail}" if finding.detail else "")
