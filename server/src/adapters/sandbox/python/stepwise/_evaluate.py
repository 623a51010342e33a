"""
The value of an expression at a point, computed with mpmath alone: a way that shares as little as possible with SymPy's own evaluation, so that
the two can be held against each other.
"""

from __future__ import annotations

from typing import Any

from mpmath.ctx_mp import MPContext
from sympy import AlgebraicNumber, Basic, E, I, S
from sympy.core.numbers import NumberSymbol
from sympy.core.relational import Relational
from sympy.polys.rootoftools import ComplexRootOf

from ._functions import FUNCTIONS, STEPS

#: Terms of a sum or product that are added one by one.
MOST_TERMS = 2000


class Undefined(Exception):
    """There is no value at this point: a zero in a denominator, or no real value."""


class NotComputed(Exception):
    """There may be a value, but not one that can be computed here."""


_contexts: dict = {}


def _context(digits: int) -> MPContext:
    """One for each precision: making one takes longer than most values. A value that was interrupted may have left it at another precision."""
    context = _contexts.get(digits)
    if context is None:
        context = _contexts[digits] = MPContext()
    context.dps = digits + 10
    return context


class Evaluator:
    """
    `reading` says what a power or a logarithm of a negative number is: `real`: nothing; `complex`: the principal value; `roots`: for odd roots the
    real one, else nothing. `rough` is set where a value came from numerical integration or a limit: it has fewer good digits.
    """

    def __init__(self, digits: int, reading: str):
        self.context = _context(digits)
        self.digits = digits
        self.reading = reading
        self.rough = False

    def value(self, expression: Basic, point: dict) -> Any:
        """A real or complex number. Raises Undefined or NotComputed."""
        try:
            found = self._value(expression, point)
        except (ZeroDivisionError, OverflowError):
            raise Undefined() from None
        except (ValueError, TypeError, NotImplementedError, AttributeError, RecursionError, self.context.NoConvergence):
            raise NotComputed() from None
        if not self.context.isfinite(found):
            raise Undefined()
        return found

    def _value(self, node: Basic, point: dict) -> Any:
        context = self.context
        if node.is_Symbol:
            if node not in point:
                raise NotComputed()
            found = point[node]
            return self._value(found, {}) if isinstance(found, Basic) else found
        if node.is_Rational:
            return context.mpf(node.p) / node.q
        if node.is_Float:
            return context.make_mpf(node._mpf_)
        if isinstance(node, NumberSymbol):
            return context.make_mpf(node._as_mpf_val(context.prec + 10))
        if node is I:
            return context.mpc(0, 1)
        if node in (S.NaN, S.ComplexInfinity, S.Infinity, S.NegativeInfinity):
            raise Undefined()
        if isinstance(node, (ComplexRootOf, AlgebraicNumber)):
            return context.convert(node.evalf(context.dps + 5))
        if node.is_Add:
            return context.fsum([self._value(each, point) for each in node.args])
        if node.is_Mul:
            return context.fprod([self._value(each, point) for each in node.args])
        if node.is_Pow:
            return self._power(node, point)
        return self._call(node, point)

    def _call(self, node: Basic, point: dict) -> Any:
        name = type(node).__name__
        special = getattr(self, "_" + name.lower(), None) if name in _SPECIAL else None
        if special is not None:
            return special(node, point)
        if name in STEPS:
            return self._step(node, point)
        function = FUNCTIONS.get(name)
        if function is None:
            raise NotComputed()
        found = function(self.context, *(self._value(each, point) for each in node.args))
        return self._kept(found, node, point)

    def _kept(self, found: Any, node: Basic, point: dict) -> Any:
        """No value where a real argument has a value off the real line, and only those on it are meant."""
        if self.reading != "complex" and isinstance(found, self.context.mpc) and found.imag != 0:
            if not any(isinstance(self._value(each, point), self.context.mpc) for each in node.args):
                raise Undefined()
        return found

    def _power(self, node: Basic, point: dict) -> Any:
        context = self.context
        base, exponent = node.args
        if base is E:
            return context.exp(self._value(exponent, point))
        b = self._value(base, point)
        if exponent.is_Integer:
            if b == 0 and exponent.p < 0:
                raise Undefined()
            return context.power(b, exponent.p)
        e = self._value(exponent, point)
        if b == 0:
            if context.re(e) <= 0:
                raise Undefined()
            return context.mpf(0)
        if self.reading == "complex" or isinstance(b, context.mpc) or b > 0:
            return context.power(b, e)
        if isinstance(e, context.mpf) and context.isint(e):
            return context.power(b, int(e))
        if self.reading == "roots":
            rational = exponent.xreplace(point) if not exponent.is_Rational else exponent
            if rational.is_Rational and rational.q % 2 == 1:
                root = context.power(-b, context.mpf(rational.p) / rational.q)
                return -root if rational.p % 2 else root
        raise Undefined()

    def _step(self, node: Basic, point: dict) -> Any:
        """Functions that jump: an argument that rounding could carry over the edge is taken exactly."""
        exact = [_exact_argument(each, point) for each in node.args]
        if all(each is not None for each in exact):
            return self._value(node.func(*exact), {})
        arguments = [self._value(each, point) for each in node.args]
        function, edge = STEPS[type(node).__name__]
        if any(isinstance(each, self.context.mpc) for each in arguments):
            raise NotComputed()
        distance = edge(self.context, *arguments)
        if distance < self.context.mpf(10) ** (-self.digits // 2):
            raise NotComputed()
        return function(self.context, *arguments)

    def _piecewise(self, node: Basic, point: dict) -> Any:
        for value, condition in node.args:
            if self.holds(condition, point):
                return self._value(value, point)
        raise Undefined()

    def _re(self, node: Basic, point: dict) -> Any:
        return self.context.re(self._value(node.args[0], point))

    def _im(self, node: Basic, point: dict) -> Any:
        return self.context.im(self._value(node.args[0], point))

    def _sum(self, node: Basic, point: dict) -> Any:
        return self._series(node, point, self.context.fsum, self.context.nsum)

    def _product(self, node: Basic, point: dict) -> Any:
        return self._series(node, point, self.context.fprod, self.context.nprod)

    def _series(self, node: Basic, point: dict, finite: Any, infinite: Any) -> Any:
        if len(node.limits) != 1 or len(node.limits[0]) != 3:
            # The innermost limits come first.
            inner = node.func(node.function, node.limits[0])
            return self._value(node.func(inner, *node.limits[1:]), point)
        index, low, high = node.limits[0]
        ends = [each.xreplace(point) for each in (low, high)]
        if all(each.is_Integer for each in ends):
            count = ends[1].p - ends[0].p + 1
            if count <= 0:
                # An empty sum has a value by convention; no claim is meant to rest on it.
                raise Undefined()
            if count > MOST_TERMS:
                raise NotComputed()
            return finite([self._value(node.function, {**point, index: S(ends[0].p + k)}) for k in range(count)])
        if not ends[0].is_Integer or ends[1] is not S.Infinity:
            raise NotComputed()
        self.rough = True
        sizes = [abs(self._value(node.function, {**point, index: S(10) ** exponent})) * 10**exponent for exponent in (4, 6)]
        if sizes[1] > sizes[0] / 2 and sizes[1] > self.context.mpf(10) ** -20:
            # Terms that hardly fall: extrapolation gives such a series a value although it has none.
            raise NotComputed()
        return infinite(lambda k: self._value(node.function, {**point, index: k}), [ends[0].p, self.context.inf])

    def _integral(self, node: Basic, point: dict) -> Any:
        if any(len(limit) != 3 for limit in node.limits) or len(node.limits) > 1:
            raise NotComputed()
        variable, low, high = node.limits[0]
        self.rough = True
        context = self.context
        ends = [self._end(each, point) for each in (low, high)]
        if abs(ends[0]) == abs(ends[1]) == context.inf:
            ends.insert(1, context.mpf(0))
        value, error = context.quad(lambda t: self._value(node.function, {**point, variable: t}), ends, error=True)
        if not error < context.mpf(10) ** -6 * (1 + abs(value)):
            raise NotComputed()
        return value

    def _end(self, end: Basic, point: dict) -> Any:
        if end in (S.Infinity, S.NegativeInfinity):
            return self.context.inf if end is S.Infinity else -self.context.inf
        return self._value(end, point)

    def _derivative(self, node: Basic, point: dict) -> Any:
        if len(node.variable_count) != 1 or not node.variable_count[0][1].is_Integer:
            raise NotComputed()
        variable, count = node.variable_count[0]
        self.rough = True
        at = self._value(variable, point)
        return self.context.diff(lambda t: self._value(node.expr, {**point, variable: t}), at, int(count))

    def _limit(self, node: Basic, point: dict) -> Any:
        """Values that come closer and closer: rough, and refused where they do not settle fast."""
        function, variable, at, direction = node.args
        self.rough = True
        context = self.context
        at = at.xreplace(point)
        sides = {"+": [1], "-": [-1], "+-": [1, -1]}[str(direction)]
        found = []
        for side in sides:
            if len(sides) == 2 and not self._is_defined_beside(function, variable, at, side, point):
                continue
            values = []
            for exponent in (2, 3, 4, 5):
                step = context.mpf(10) ** exponent
                t = (step if at is S.Infinity else -step) if at.is_infinite else self._value(at, {}) + side / step
                values.append(self._value(function, {**point, variable: t}))
            gaps = [abs(b - a) for a, b in zip(values, values[1:])]
            if not (gaps[2] <= gaps[1] / 5 and gaps[1] <= gaps[0] / 5) and max(gaps) > context.mpf(10) ** (-self.digits):
                raise NotComputed()
            # Each step brings about a tenth: the rest is a geometric series.
            ratio = gaps[2] / gaps[1] if gaps[1] else context.mpf(0)
            found.append(values[3] + (values[3] - values[2]) * ratio / (1 - ratio))
        if not found:
            raise Undefined()
        if len(found) == 2 and abs(found[0] - found[1]) > context.mpf(10) ** -6 * (1 + abs(found[0])):
            raise Undefined()
        return found[0]

    def _is_defined_beside(self, function: Basic, variable: Basic, at: Basic, side: int, point: dict) -> bool:
        """A limit at the end of where a function is defined is one from the side where it is."""
        try:
            self._value(function, {**point, variable: self._value(at, {}) + side * self.context.mpf(10) ** -4})
        except (Undefined, ZeroDivisionError):
            return False
        return True

    def holds(self, condition: Basic, point: dict) -> bool:
        """Whether a condition holds. Raises NotComputed where both sides are too close to tell."""
        if condition in (S.true, S.false):
            return condition is S.true
        if isinstance(condition, Relational):
            return self._compares(condition, point)
        name = type(condition).__name__
        if name == "And":
            return all(self.holds(each, point) for each in condition.args)
        if name == "Or":
            return any(self.holds(each, point) for each in condition.args)
        if name == "Not":
            return not self.holds(condition.args[0], point)
        raise NotComputed()

    def _compares(self, condition: Relational, point: dict) -> bool:
        exact = [_exact_argument(each, point) for each in condition.args]
        if all(each is not None for each in exact):
            found = condition.func(*exact)
            if found in (S.true, S.false):
                return found is S.true
        difference = self._value(condition.lhs, point) - self._value(condition.rhs, point)
        if isinstance(difference, self.context.mpc) or abs(difference) < self.context.mpf(10) ** (-self.digits // 2):
            raise NotComputed()
        return {"==": False, "!=": True, "<": difference < 0, "<=": difference < 0, ">": difference > 0, ">=": difference > 0}[condition.rel_op]


_SPECIAL = frozenset({"Piecewise", "re", "im", "Sum", "Product", "Integral", "Limit", "Derivative"})


def _exact_argument(node: Basic, point: dict) -> Any:
    """The argument as a rational number, where it is one at this point; None elsewhere."""
    if any(not isinstance(value, Basic) for symbol, value in point.items() if symbol in node.free_symbols):
        return None
    found = node.xreplace(point) if node.free_symbols else node
    return found if found.is_Rational else None
