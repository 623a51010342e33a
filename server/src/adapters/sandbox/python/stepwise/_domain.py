"""What is known of the values of a symbol: SymPy's assumptions, and bounds that SymPy cannot keep."""

from __future__ import annotations

import math
from typing import Any, Iterable, NamedTuple, Optional

from sympy import Dummy, Expr, Integer, Interval, Rational, S, Symbol, pi, sympify


class Domain(NamedTuple):
    """`kind`: integer, rational, real, complex, or unstated: nothing was said, and real values are meant."""

    kind: str = "unstated"
    lower: Optional[Expr] = None
    lower_strict: bool = False
    upper: Optional[Expr] = None
    upper_strict: bool = False
    nonzero: bool = False


class Undeclared(Symbol):
    """A letter that nobody has declared. It can be computed with, but a claim about it is refuted for nobody: see `_checks`."""

    __slots__ = ()


class _Declared:
    """Bounds by symbol, and the names in the order of their declaration."""

    def __init__(self):
        self.domains = {}
        self.latest = {}


_declared = _Declared()


def forget() -> None:
    _declared.domains.clear()
    _declared.latest.clear()


def exact(value: Any) -> Expr:
    """A bound as an exact number: decimals as they are written, multiples of pi as such."""
    if isinstance(value, float):
        if value.is_integer():
            return Integer(int(value))
        for denominator in (1, 2, 3, 4, 6):
            share = round(value / math.pi * denominator)
            if share and math.isclose(value, share * math.pi / denominator, rel_tol=1e-15):
                return Rational(share, denominator) * pi
        return Rational(repr(value))
    return sympify(value)


def make_symbol(name: str, domain: Domain) -> Symbol:
    """The symbol with the assumptions that follow, and its bounds kept beside it."""
    domain = normal(domain)
    try:
        symbol = Symbol(name, **assumptions(domain))
    except Exception:
        # Contradictory bounds: an empty domain says nothing that helps.
        domain = Domain(kind=domain.kind)
        symbol = Symbol(name, **assumptions(domain))
    _declared.domains[symbol] = domain
    _declared.latest[name] = symbol
    return symbol


def normal(domain: Domain) -> Domain:
    if domain.kind != "integer":
        return domain
    lower, upper = domain.lower, domain.upper
    if lower is not None:
        lower = Integer(math.floor(lower) + 1 if domain.lower_strict else math.ceil(lower))
    if upper is not None:
        upper = Integer(math.ceil(upper) - 1 if domain.upper_strict else math.floor(upper))
    return Domain("integer", lower, False, upper, False, domain.nonzero)


def assumptions(domain: Domain) -> dict:
    if domain.kind == "unstated":
        kinds = {}
    else:
        kinds = {domain.kind: True}
    if domain.kind == "complex":
        return {**kinds, "zero": False} if domain.nonzero else kinds
    if domain.lower is not None and (domain.lower > 0 or (domain.lower == 0 and (domain.lower_strict or domain.nonzero))):
        return {**kinds, "positive": True}
    if domain.upper is not None and (domain.upper < 0 or (domain.upper == 0 and (domain.upper_strict or domain.nonzero))):
        return {**kinds, "negative": True}
    if domain.lower == 0:
        return {**kinds, "nonnegative": True}
    if domain.upper == 0:
        return {**kinds, "nonpositive": True}
    return {**kinds, "nonzero": True} if domain.nonzero else kinds


def domain_of(symbol: Symbol) -> Domain:
    known = _declared.domains.get(symbol)
    if known is not None:
        return known
    kind = next((each for each in ("integer", "rational", "real") if getattr(symbol, "is_" + each)), None)
    if kind is None:
        kind = "complex" if symbol.is_complex or symbol.is_real is False else "unstated"
    zero = S.Zero
    if symbol.is_positive:
        return normal(Domain(kind, lower=zero, lower_strict=True))
    if symbol.is_negative:
        return normal(Domain(kind, upper=zero, upper_strict=True))
    if symbol.is_nonnegative:
        return Domain(kind, lower=zero)
    if symbol.is_nonpositive:
        return Domain(kind, upper=zero)
    return Domain(kind, nonzero=symbol.is_zero is False)


def contains(symbol: Symbol, value: Expr) -> Optional[bool]:
    """Whether the symbol can have the value; None where that cannot be told."""
    domain = domain_of(symbol)
    if domain.kind != "complex":
        real = value.is_real
        if not real:
            return real
    for fact, wanted in symbol.assumptions0.items():
        if fact == "commutative":
            continue
        has = getattr(value, "is_" + fact, None)
        if has is None and fact in ("integer", "rational", "irrational", "algebraic", "transcendental"):
            return None
        if has is not None and has is not wanted:
            return False
    if domain.nonzero and value.is_zero is not False:
        return False if value.is_zero else None
    return _within(domain, value)


def _within(domain: Domain, value: Expr) -> Optional[bool]:
    inside = True
    if domain.lower is not None:
        inside = _and(inside, value > domain.lower if domain.lower_strict else value >= domain.lower)
    if domain.upper is not None:
        inside = _and(inside, value < domain.upper if domain.upper_strict else value <= domain.upper)
    return inside


def _and(left: Optional[bool], right: Any) -> Optional[bool]:
    if left is False or right == False:  # noqa: E712 - SymPy's false
        return False
    return True if left is True and right == True else None  # noqa: E712


def interval(symbol: Symbol) -> Any:
    """The real interval that holds all values of the symbol."""
    domain = domain_of(symbol)
    low = S.NegativeInfinity if domain.lower is None else domain.lower
    high = S.Infinity if domain.upper is None else domain.upper
    return Interval(low, high, domain.lower_strict, domain.upper_strict)


def describe(symbol: Symbol) -> str:
    """`x > 0`, `0 <= x < 1`, `integer n`: for messages."""
    domain = domain_of(symbol)
    low = "" if domain.lower is None else f"{domain.lower} {'<' if domain.lower_strict else '<='} "
    high = "" if domain.upper is None else f" {'<' if domain.upper_strict else '<='} {domain.upper}"
    kind = "" if domain.kind in ("real", "unstated") else domain.kind + " "
    return f"{kind}{low}{symbol}{high}" + (" not 0" if domain.nonzero else "")


class Unified(NamedTuple):
    """Expressions in which each name is one symbol."""

    items: list
    #: Names that nobody has declared.
    undeclared: frozenset
    #: False where a proof covers only part of the domain that the name has now.
    covers: bool


def unify(items: Iterable[Any]) -> Unified:
    """
    One symbol a name. Cells that ran under other assumptions, and symbols that code has made itself, leave several; the one that is taken has the
    domain that all have in common, so a point that refutes lies in each.
    """
    items = list(items)
    symbols = set()
    for item in items:
        symbols |= getattr(item, "free_symbols", set())
    by_name: dict = {}
    for symbol in sorted((each for each in symbols if isinstance(each, Symbol)), key=lambda each: (each.name, str(each.assumptions0))):
        by_name.setdefault(symbol.name, []).append(symbol)
    replace, undeclared, covers = {}, set(), True
    for name, group in by_name.items():
        stated = [each for each in group if not isinstance(each, Undeclared)]
        if not stated:
            undeclared.add(name)
            replace[group[0]] = Symbol(name)
        elif len(group) > 1:
            one = _common(name, [each for each in stated])
            latest = _declared.latest.get(name)
            covers = covers and (latest is None or domain_of(latest) == domain_of(one) or len(stated) == 1)
            replace.update({each: one for each in group if each != one})
    if replace:
        items = [item.xreplace(replace) if hasattr(item, "xreplace") else item for item in items]
    return Unified(items, frozenset(undeclared), covers)


def narrowed(symbol: Symbol, lower: Optional[Expr], lower_strict: bool, upper: Optional[Expr], upper_strict: bool) -> Symbol:
    """A symbol of the same name whose domain has these bounds as well."""
    domain = domain_of(symbol)
    if lower is not None and (domain.lower is None or (lower, lower_strict) > (domain.lower, domain.lower_strict)):
        domain = domain._replace(lower=lower, lower_strict=lower_strict)
    if upper is not None and (domain.upper is None or (upper, not upper_strict) < (domain.upper, not domain.upper_strict)):
        domain = domain._replace(upper=upper, upper_strict=upper_strict)
    domain = normal(domain._replace(kind="real") if domain.kind == "unstated" else domain)
    facts = {**symbol._assumptions_orig, **assumptions(domain)}
    narrow = Dummy(symbol.name, **facts)
    _declared.domains[narrow] = domain
    return narrow


_ORDER = ("integer", "rational", "real", "complex", "unstated")


def _common(name: str, group: list) -> Symbol:
    if len(group) == 1:
        return group[0]
    facts: dict = {}
    for symbol in group:
        facts.update(symbol._assumptions_orig)
    domains = [domain_of(each) for each in group]
    kind = min((each.kind for each in domains), key=_ORDER.index)
    lower = max((each for each in domains if each.lower is not None), key=lambda each: (each.lower, each.lower_strict), default=None)
    upper = min((each for each in domains if each.upper is not None), key=lambda each: (each.upper, not each.upper_strict), default=None)
    domain = Domain(
        kind,
        lower.lower if lower else None,
        bool(lower and lower.lower_strict),
        upper.upper if upper else None,
        bool(upper and upper.upper_strict),
        any(each.nonzero for each in domains),
    )
    symbol = Symbol(name, **{**facts, **assumptions(normal(domain))})
    if symbol not in _declared.domains:
        _declared.domains[symbol] = normal(domain)
    return symbol
