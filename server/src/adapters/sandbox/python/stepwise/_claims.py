"""What a check is given, as a tree of comparisons."""

from __future__ import annotations

import decimal
import fractions
import inspect
from typing import Any, Callable, NamedTuple

import mpmath
from sympy import (
    And,
    Basic,
    Contains,
    Dict,
    Dummy,
    Equivalent,
    FiniteSet,
    ITE,
    Implies,
    Lambda,
    MatrixBase,
    Not,
    Or,
    Poly,
    Rational,
    S,
    Symbol,
    Tuple,
    Xor,
    sstr,
    sympify,
)
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean, BooleanAtom

_MISSING = object()
_OPERATORS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Claim(NamedTuple):
    """
    `kind`: compare (left `op` right), all, any, not, if (of `parts`), known (`left` is True or False), member (left is in the set right),
    logic (left is a formula of propositions).
    """

    kind: str
    op: str = ""
    left: Any = None
    right: Any = None
    parts: tuple = ()


class Comparison(NamedTuple):
    """`left op right` as it stands in the code. Python's own `==` would compare how the sides are written."""

    op: str
    left: Any
    right: Any


class Chain(NamedTuple):
    """`a < b < c`."""

    comparisons: tuple


def as_claim(value: Any, right: Any = _MISSING, *, is_zero: bool = False) -> Claim:
    """The claim that both are equal, or the one that a relation makes. With `is_zero` a bare expression is claimed to be 0, as SymPy's solvers have it."""
    if right is not _MISSING:
        return Claim("compare", "==", as_items(value), as_items(right))
    if isinstance(value, Comparison):
        return Claim("compare", value.op, as_items(value.left), as_items(value.right))
    if isinstance(value, Chain):
        return Claim("all", parts=tuple(as_claim(each) for each in value.comparisons))
    if isinstance(value, (bool, BooleanAtom)):
        return Claim("known", left=bool(value))
    if isinstance(value, Relational):
        return Claim("compare", value.rel_op, value.lhs, value.rhs)
    if isinstance(value, (list, tuple, Tuple)):
        return Claim("all", parts=tuple(as_claim(each, is_zero=is_zero) for each in value))
    if isinstance(value, Contains):
        return Claim("member", left=value.args[0], right=value.args[1])
    if isinstance(value, Boolean) and not isinstance(value, Symbol):
        return _as_logic(value)
    if is_zero and isinstance(value, (Basic, Poly)):
        return Claim("compare", "==", as_items(value), S.Zero)
    raise TypeError(f"a relation is needed, such as a == b or a < b, not {_kind(value)}")


def _as_logic(value: Boolean) -> Claim:
    if isinstance(value, Symbol) or not value.atoms(Relational, Contains):
        return Claim("logic", left=value)
    parts = tuple(as_claim(each) for each in value.args)
    if isinstance(value, And):
        return Claim("all", parts=parts)
    if isinstance(value, Or):
        return Claim("any", parts=parts)
    if isinstance(value, Not):
        return Claim("not", parts=parts)
    if isinstance(value, Implies):
        return Claim("if", parts=parts)
    if isinstance(value, Equivalent):
        return Claim("all", parts=tuple(Claim("if", parts=(a, b)) for a in parts for b in parts if a is not b))
    if isinstance(value, (ITE, Xor)):
        return as_claim(value.to_nnf(simplify=False))
    raise TypeError(f"a relation is needed, not {_kind(value)}")


def as_items(value: Any) -> Any:
    """A side as SymPy has it: lists and tuples as Tuple, functions as Lambda."""
    if isinstance(value, MatrixBase):
        return value.as_immutable()
    if isinstance(value, Poly):
        return value.as_expr()
    if isinstance(value, (Basic, bool)):
        return value
    if isinstance(value, (int, float, complex, mpmath.mpf, mpmath.mpc)):
        return sympify(value)
    if isinstance(value, fractions.Fraction):
        return Rational(value.numerator, value.denominator)
    if isinstance(value, decimal.Decimal):
        return Rational(str(value)) if value.is_finite() else S.NaN
    if isinstance(value, (list, tuple)):
        return Tuple(*(as_items(each) for each in value))
    if isinstance(value, (set, frozenset)):
        return FiniteSet(*(as_items(each) for each in value))
    if isinstance(value, dict):
        return Dict({as_items(key): as_items(each) for key, each in value.items()})
    if isinstance(value, (Comparison, Chain)):
        raise TypeError("a relation cannot be a side of another: give check one relation, or two sides")
    if callable(value):
        return _as_lambda(value)
    raise TypeError(f"{_kind(value)} is nothing that can be compared")


def _kind(value: Any) -> str:
    if value is None:
        return "None (a function that returns nothing?)"
    if isinstance(value, str):
        return "text in quotes (write the formula without them)"
    return f"a value of type {type(value).__name__}"


def _as_lambda(function: Callable) -> Lambda:
    try:
        count = sum(
            each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD) and each.default is each.empty
            for each in inspect.signature(function).parameters.values()
        )
    except (TypeError, ValueError):
        count = 1
    arguments = [Dummy(f"t{k + 1}") for k in range(count)]
    return Lambda(tuple(arguments), as_items(function(*arguments)))


def items_of(claim: Claim) -> list:
    """The sides of all comparisons, in order."""
    if claim.kind == "compare" or claim.kind == "member":
        return [claim.left, claim.right]
    if claim.kind == "logic":
        return [claim.left]
    return [item for part in claim.parts for item in items_of(part)]


def replace_items(claim: Claim, items: list) -> Claim:
    """The claim with other sides, in the order of `items_of`."""
    return _rebuild(claim, iter(items))


def _rebuild(claim: Claim, items: Any) -> Claim:
    if claim.kind == "compare" or claim.kind == "member":
        left = next(items)
        return claim._replace(left=left, right=next(items))
    if claim.kind == "logic":
        return claim._replace(left=next(items))
    return claim._replace(parts=tuple(_rebuild(part, items) for part in claim.parts))


def holds_at(claim: Claim, values: dict) -> Claim:
    """The claim at these values, by name."""
    items = items_of(claim)
    known = {symbol.name for item in items for symbol in getattr(item, "free_symbols", ())}
    missing = [name for name in values if name not in known]
    if missing:
        raise TypeError(f"{missing[0]} does not occur in what is checked")
    return replace_items(claim, [_put(item, values) for item in items])


def _put(item: Any, values: dict) -> Any:
    symbols = {each: values[each.name] for each in getattr(item, "free_symbols", ()) if each.name in values}
    return item.subs(symbols, simultaneous=True) if symbols else item


def claim_text(claim: Claim) -> str:
    if claim.kind == "compare":
        return f"{_shown(claim.left)} {_OPERATORS[claim.op]} {_shown(claim.right)}"
    if claim.kind == "known":
        return str(claim.left)
    if claim.kind == "logic":
        return sstr(claim.left)
    if claim.kind == "member":
        return f"{_shown(claim.left)} in {_shown(claim.right)}"
    if claim.kind == "not":
        return f"not ({claim_text(claim.parts[0])})"
    if claim.kind == "if":
        return f"if {claim_text(claim.parts[0])} then {claim_text(claim.parts[1])}"
    word = " and " if claim.kind == "all" else " or "
    texts = [claim_text(part) for part in claim.parts]
    grouped = [f"({text})" if part.kind in ("all", "any", "if") else text for part, text in zip(claim.parts, texts)]
    return word.join(grouped)


def _shown(item: Any) -> str:
    # A tree this large is cut in any case, and printing it can take long.
    if isinstance(item, Basic):
        parts = 0
        pending = [item]
        while pending:
            parts += 1
            if parts > 400:
                return "…"
            pending.extend(pending.pop().args)
    if isinstance(item, MatrixBase):
        return sstr(item.tolist())
    return sstr(item)
