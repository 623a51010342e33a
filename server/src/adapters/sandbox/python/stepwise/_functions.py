"""SymPy's functions by their mpmath counterparts: name → function of a context and values."""

from __future__ import annotations

from typing import Any


def _plain(name: str):
    return lambda context, *values: getattr(context, name)(*values)


def _binomial(context: Any, n: Any, k: Any) -> Any:
    return context.binomial(n, k)


def _log(context: Any, value: Any, *base: Any) -> Any:
    return context.ln(value) / context.ln(base[0]) if base else context.ln(value)


def _atan2(context: Any, y: Any, x: Any) -> Any:
    if x == 0 and y == 0:
        raise ZeroDivisionError
    return context.atan2(y, x)


def _acot(context: Any, value: Any) -> Any:
    return context.pi / 2 if value == 0 else context.atan(1 / value)


def _real_only(function: Any) -> Any:
    def call(context: Any, *values: Any) -> Any:
        if any(isinstance(each, context.mpc) for each in values):
            raise ValueError
        return function(context, *values)

    return call


_SAME_NAMES = (
    "exp sin cos tan cot sec csc asin acos atan asec acsc sinh cosh tanh coth sech csch asinh acosh atanh acoth "
    "erf erfc erfi gamma loggamma digamma zeta factorial fac2 ei li harmonic hyperfac airyai airybi arg conj superfac"
).split()

FUNCTIONS = {name: _plain(name) for name in _SAME_NAMES}
FUNCTIONS.update(
    {
        "log": _log,
        "acot": _acot,
        "atan2": _atan2,
        "Abs": lambda context, value: abs(value),
        "conjugate": _plain("conj"),
        "sinc": lambda context, value: context.sinc(value),
        "factorial2": _plain("fac2"),
        "subfactorial": lambda context, n: context.gammainc(n + 1, -1) / context.e,
        "binomial": _binomial,
        "RisingFactorial": _plain("rf"),
        "FallingFactorial": _plain("ff"),
        "beta": lambda context, *values: context.beta(values[0], values[1] if len(values) > 1 else values[0]),
        "LambertW": lambda context, value, *branch: context.lambertw(value, *(int(each) for each in branch)),
        "polylog": _plain("polylog"),
        "polygamma": lambda context, n, value: context.psi(int(n), value),
        "fibonacci": lambda context, n: context.fib(n),
        "Ei": _plain("ei"),
        "Si": _plain("si"),
        "Ci": _plain("ci"),
        "besselj": _plain("besselj"),
        "bessely": _plain("bessely"),
        "besseli": _plain("besseli"),
        "besselk": _plain("besselk"),
        "uppergamma": lambda context, a, value: context.gammainc(a, value),
        "lowergamma": lambda context, a, value: context.gammainc(a, 0, value),
        "legendre": _plain("legendre"),
        "chebyshevt": _plain("chebyt"),
        "chebyshevu": _plain("chebyu"),
        "hermite": _plain("hermite"),
        "Max": _real_only(lambda context, *values: max(values)),
        "Min": _real_only(lambda context, *values: min(values)),
        "real_root": lambda context, value, n: context.sign(value) * context.root(abs(value), int(n)),
    }
)


def _to_integer(context: Any, value: Any) -> Any:
    return abs(value - context.nint(value))


def _ratio_to_integer(context: Any, value: Any, modulus: Any) -> Any:
    return _to_integer(context, value / modulus)


#: Functions that jump, with the distance of their arguments from the next jump.
STEPS = {
    "floor": (lambda context, value: context.floor(value), _to_integer),
    "ceiling": (lambda context, value: context.ceil(value), _to_integer),
    "frac": (lambda context, value: value - context.floor(value), _to_integer),
    "Mod": (lambda context, value, modulus: value - modulus * context.floor(value / modulus), _ratio_to_integer),
    "sign": (lambda context, value: context.sign(value), lambda context, value: abs(value)),
    "Heaviside": (lambda context, value, *_at: context.mpf(value > 0), lambda context, value, *_at: abs(value)),
}
