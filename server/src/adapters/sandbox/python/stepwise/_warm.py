"""Typical calls, made once before the state of the interpreter is kept: what SymPy imports and caches late is then in it."""

from __future__ import annotations

import json

from ._runner import reset, run_cell

_CELLS = (
    # Searches ask for moves again and again: what they import is there from the start.
    "from stepwise import _moves_congruences, _moves_expressions, _moves_proofs, _moves_solving, _moves_systems\nx = Symbol('x', real=True)\n_moves_solving.moves(_moves_solving.Solve(x, [(x**2 - 5*x, '=', Integer(-6))], [], False), [], None, 5)",
    "from stepwise import _moves_expressions as moves\nx = Symbol('x', real=True)\nmoves.moves(moves.WorkOut(Integral(x*exp(x), x), 'value', None, ''), [], None, 5)\nmoves.moves(moves.WorkOut(sin(x)**2 + cos(x)**2, 'value', None, ''), [], None, 5)",
    "x = Symbol('x', real=True)\ncheck((x + 1)**2, x**2 + 2*x + 1)\ncheck(1/x + 1/(x + 1), (2*x + 1)/(x*(x + 1)))\ncheck(sin(x)**2 + cos(x)**2 == 1)",
    "try:\n    check(sqrt(x**2), x)\nexcept CheckFailed as failure:\n    print(failure)\ncheck(sqrt(2) + sqrt(3), sqrt(5 + 2*sqrt(6)))",
    "check(x**2 + 1 > 0)\ncheck(exp(x) >= 1 + x)\ncheck_implies(x**2 == 5*x - 6, Or(Eq(x, 2), Eq(x, 3)))\ncheck_implies(x > 3, x**2 > 9)",
    "y = Symbol('y', real=True)\ncheck_implies([x + y == 10, x - y == 2], [x == 6, y == 4])\ncheck_solution(x**2 - 5*x + 6 == 0, x=[2, 3], complete=True)",
    "n = declare('n', 'integer', lower=1)\ncheck(Sum(n, (n, 1, x)), x*(x + 1)/2)\ncheck_congruent(n**3 + 5*n, 0, 6)\ncheck(Integral(1/x, (x, 1, 2)), log(2))",
    "check(Limit(sin(x)/x, x, 0), 1)\ncheck(Matrix([[1, 2], [3, 4]]).det(), -2)\nprint(solve(x**2 - 2, x), integrate(x*exp(x), x), diff(tan(x), x), factor(x**2 - 1))",
    "series(exp(x), x, 0, 3), simplify(gamma(x + 1)/gamma(x)), N(pi, 30), factorint(360), nsolve(cos(x) - x, x, 1), summation(1/n**2, (n, 1, oo))",
    "assert expand((x + 1)**2) == x**2 + 2*x + 1\ndef f(t):\n    return t / 0\nf(1)",
)


def warm() -> None:
    """Runs them, and leaves an empty namespace."""
    for index, code in enumerate(_CELLS):
        run_cell(json.dumps({"code": code, "symbols": [], "outputKb": 64, "index": index, "timeMs": 60_000}))
    reset()
