"""Two expressions held against each other at points, at growing precision."""

from __future__ import annotations

from typing import Any, Iterator, NamedTuple

from sympy import Basic, Derivative, Function, I, Integral, Limit, N, Product, S, Sum

from . import _budget
from ._evaluate import Evaluator, NotComputed, Undefined

#: Digits of the first look, and of those that follow while nothing is clear.
_DIGITS = (25, 50, 100, 200)
#: The same where values come from numerical integration and the like: more digits take long and are not there.
_ROUGH_DIGITS = (10, 18)
#: Two precisions agree on a difference that is no rounding error.
_AGREE = 1e-6
_AGREE_ROUGHLY = 1e-3


class Sight(NamedTuple):
    """What is seen at a point. `kind`: equal, different, undefined, or unclear. `left` and `right` are the values as text; `gap` is left - right."""

    kind: str
    left: str = ""
    right: str = ""
    gap: Any = None
    rough: bool = False

    @property
    def gap_text(self) -> str:
        return _number(self.gap.context, self.gap)


def compare_at(left: Basic, right: Basic, point: dict, reading: str, looks: int = 2) -> Sight:
    """Both sides at a point. `different` only where two precisions agree on the difference and it stands far above the rounding."""
    last = None
    steps = _ROUGH_DIGITS if _is_rough(left) or _is_rough(right) else _DIGITS[: looks + 1]
    for digits in steps:
        evaluator = Evaluator(digits, reading)
        try:
            a, b = evaluator.value(left, point), evaluator.value(right, point)
        except Undefined:
            return Sight("undefined")
        except NotComputed:
            return Sight("unclear")
        context = evaluator.context
        gap, size = a - b, max(abs(a), abs(b))
        small = abs(gap) <= context.mpf(10) ** (-6 if evaluator.rough else -(digits * 3) // 4) * max(size, context.mpf(10) ** -20)
        if last is not None:
            shown = (_number(context, a), _number(context, b))
            if small and last[1]:
                if digits == steps[-1]:
                    return Sight("equal", *shown, gap, evaluator.rough)
            elif not small and abs(gap - last[0]) <= (_AGREE_ROUGHLY if evaluator.rough else _AGREE) * abs(gap):
                if evaluator.rough and abs(gap) < context.mpf(10) ** -4 * max(size, 1):
                    return Sight("unclear")
                return Sight("different", *shown, gap, evaluator.rough)
        last = (gap, small)
    return Sight("unclear")


def _is_rough(expression: Basic) -> bool:
    return any(isinstance(each, (Integral, Limit, Derivative)) or S.Infinity in each.args[-1].args for each in expression.atoms(Integral, Limit, Derivative, Sum, Product))


def confirmed(left: Basic, right: Basic, point: dict, sight: Sight) -> bool:
    """Whether SymPy's own evaluation sees the same difference: exactly, or to as many digits as tell it from rounding."""
    found = _budget.attempt(0.6, _by_sympy, left, right, point)
    if found is None:
        return False
    wanted = complex(sight.gap)
    return abs(complex(found) - wanted) <= 1e-4 * abs(wanted)


def _by_sympy(left: Basic, right: Basic, point: dict) -> Any:
    a = left.subs(point, simultaneous=True) if point else left
    b = right.subs(point, simultaneous=True) if point else right
    found = N(a - b, 20, maxn=400)
    return found if found.is_number and found.is_finite else None


def has_complex(*expressions: Any) -> bool:
    """Whether an expression speaks of complex numbers by itself, so that values off the real line are meant."""
    for expression in expressions:
        if expression.has(I) or any(type(each).__name__ in ("re", "im", "arg", "conjugate") for each in expression.atoms(Function)):
            return True
    return any(symbol.is_real is False or (symbol.is_complex and symbol.is_real is None) for each in expressions for symbol in each.free_symbols)


def readings(left: Basic, right: Basic) -> Iterator[str]:
    """Real values first: with branch cuts, complex ones differ where every reader means the real ones."""
    if not has_complex(left, right):
        yield "real"
    yield "complex"


def reads_otherwise(left: Basic, right: Basic, point: dict) -> bool:
    """Whether the sides agree where an odd root of a negative number is the real one."""
    return compare_at(left, right, point, "roots").kind == "equal"


def _number(context: Any, value: Any) -> str:
    """A value for a person: ten digits, without trailing zeros."""
    if isinstance(value, context.mpc):
        if value.imag == 0:
            return _number(context, value.real)
        size = _number(context, abs(value.imag))
        imaginary = "I" if size == "1" else f"{size}*I"
        if value.real == 0:
            return f"-{imaginary}" if value.imag < 0 else imaginary
        return f"{_number(context, value.real)} {'-' if value.imag < 0 else '+'} {imaginary}"
    text = context.nstr(value, 10, strip_zeros=True)
    return text[:-2] if text.endswith(".0") else text


def value_text(expression: Basic, point: dict, fallback: str) -> str:
    """The exact value where it is short, else digits."""
    exact = _budget.attempt(0.3, lambda: expression.subs(point, simultaneous=True) if point else expression)
    if exact is not None and exact.is_Rational and len(str(exact)) <= 30:
        return str(exact)
    return fallback

