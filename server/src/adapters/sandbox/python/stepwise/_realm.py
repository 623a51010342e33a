"""
Brings the interpreter to the state that every solution starts from. Called by the sandbox before any code of other people runs.

What is taken away here is taken away for the sake of clear messages: Python code can undo it. What holds is outside of Python (realm.ts).
"""

from __future__ import annotations

import gc
import sys
import types
from importlib.abc import MetaPathFinder

from . import _guard, _runner, _warm
from ._refused import REFUSED

# Typical work, each with what it imports when it is first used, so that no cell pays for it.
WARM_UP = [
    "from sympy import *",
    "x, y = symbols('x y'); k, n = symbols('k n', integer=True)",
    "solve(x**2 - 5*x + 6, x); solve([x + y - 3, x - y - 1], [x, y]); solve(Abs(x - 1) - 2, symbols('t', real=True))",
    "solveset(x**2 - 2, x, S.Reals); solveset(sin(x), x); solveset(exp(x) - 2, x, S.Reals); linsolve([x + y - 1], x, y)",
    "nonlinsolve([x**2 + y**2 - 1, x - y], [x, y]); solve_univariate_inequality(x**2 < 4, x); reduce_inequalities(x > 1)",
    "integrate(x**2, x); integrate(sin(x)*exp(x), x); integrate(1/(1 + x**2), (x, 0, oo)); integrate(sqrt(1 - x**2), (x, -1, 1))",
    "limit(sin(x)/x, x, 0); limit((1 + 1/x)**x, x, oo); series(cos(x), x, 0, 6); diff(x**x, x)",
    "summation(k**2, (k, 1, n)); Sum(1/k**2, (k, 1, oo)).doit(); Product(k, (k, 1, n)).doit(); Sum(k, (k, 1, 10)).doit()",
    "simplify(sin(x)**2 + cos(x)**2); trigsimp(tan(x)*cos(x)); factor(x**4 - 1); expand((x + 1)**5); apart(1/(x**2 - 1))",
    "radsimp(1/(sqrt(2) + 1)); powsimp(x**2*x**3); logcombine(log(x) + log(y), force=True); cancel((x**2 - 1)/(x - 1)); together(1/x + 1/y)",
    "M = Matrix([[2, 1], [1, 2]]); M.det(); M.inv(); M.eigenvects(); M.rref(); M*M; M.charpoly(); M.nullspace()",
    "str(M); repr(Eq(x, 1)); latex(integrate(x, x)); pretty(x/y); srepr(x); str(Interval(0, 1)); str(Piecewise((x, x > 0), (0, True)))",
    "ask(Q.positive(x**2 + 1), Q.real(x)); refine(sqrt(x**2), Q.positive(x)); (x**2 + 1).is_positive; symbols('p', positive=True).is_real",
    "Eq(x**2, 4).subs(x, 2); (x**2).equals(x*x); And(x > 1, x < 2).subs(x, 1.5); Implies(x > 2, x > 1); satisfiable(And(x > 1, x < 0))",
    "factorint(360); isprime(97); gcd(12, 18); divisors(28); totient(10); mod_inverse(3, 7); primerange(1, 20); binomial(5, 2)",
    "N(pi, 30); Rational(1, 3).evalf(20); nsimplify(0.5); (sqrt(2) + sqrt(3)).evalf(); minimal_polynomial(sqrt(2) + 1, x); nsolve(cos(x) - x, 1)",
    "dsolve(Derivative(Function('f')(x), x) - Function('f')(x)); rsolve(Function('a')(n) - 2*Function('a')(n - 1), Function('a')(n))",
    "Poly(x**2 - 1, x).all_roots(); roots(x**3 - 1, x); real_roots(x**3 - 2); groebner([x**2 - y, y - 1], x, y); resultant(x**2 - 1, x - 1, x)",
    "FiniteSet(1, 2) & Interval(0, 1); Union(Interval(0, 1), Interval(2, 3)).complement(S.Reals); ImageSet(Lambda(n, n*pi), S.Integers)",
    "lambdify(x, x**2)(2); sympify('x + 1'); diophantine(x + 2*y - 5); Point(0, 0).distance(Point(3, 4)); Triangle(Point(0, 0), Point(4, 0), Point(0, 3)).area",
    "import random, statistics, fractions, decimal, itertools, functools, json, re, cmath, dataclasses, typing, time, datetime, mpmath",
]

# What of `os` would start or end something.
POSIX = "system popen fork forkpty execv execve posix_spawn posix_spawnp kill killpg abort _exit pipe pipe2 mkfifo wait waitpid putenv unsetenv".split()

_names: dict = {}


def warm_up(part: int) -> None:
    """Does one part. What a part of SymPy cannot do any more is no reason not to start."""
    for statement in WARM_UP[part].split("; "):
        try:
            exec(statement, _names)
        except Exception as error:
            print("warm-up:", statement, type(error).__name__, error)


def settle() -> None:
    """After everything is loaded: what lives now lives for ever, so collections leave its memory alone."""
    _warm.warm()
    _names.clear()
    _runner.reset()
    gc.collect()
    gc.freeze()


class _Refusing(MetaPathFinder):
    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name in REFUSED or name.partition(".")[0] in REFUSED:
            raise ImportError(f"{name} is not available in the sandbox", name=name)


def _refused(name: str) -> types.FunctionType:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise PermissionError(f"os.{name} is not available in the sandbox")

    refuse.__name__ = refuse.__qualname__ = name
    return refuse


def close() -> None:
    """Takes away what leads nowhere: the last thing before the bridge to JavaScript is cut."""
    import os
    import posix

    import sympy.external.gmpy

    for name in list(sys.modules):
        if name in REFUSED or name.partition(".")[0] in REFUSED:
            del sys.modules[name]
    for name in ("c_long", "sizeof"):
        vars(sympy.external.gmpy).pop(name, None)
    _guard.close_host()
    own = [finder for finder in sys.meta_path if finder.__module__.startswith("_frozen_importlib")]
    sys.meta_path[:] = [_Refusing(), *own]
    sys.path[:] = [path for path in dict.fromkeys(sys.path) if path]
    for name in POSIX:
        for module in (os, posix):
            if hasattr(module, name):
                setattr(module, name, _refused(name))
    _runner.replace_names(_guard.cell_names())
