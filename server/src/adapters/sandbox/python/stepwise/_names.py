"""The names that code may use without importing them: Python's, SymPy's, ours. The writer's own always win."""

from __future__ import annotations

import builtins
import functools
from typing import Any

import sympy

from . import CheckFailed, check, check_congruent, check_implies, check_solution, declare
from ._domain import Undeclared
from ._syntax import HELPERS

#: Letters that mean something in SymPy stay what they are there.
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDFGHJKLMPRTUVWXYZ"
_GREEK = (
    "alpha delta epsilon eta theta iota kappa mu nu xi omicron rho sigma tau upsilon phi chi psi omega "
    "Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega"
).split()


def fallback() -> dict:
    """
    In place of Python's builtins behind a namespace. A letter that nobody has declared is a symbol, so that `check(x + x, 2*x)` can be written; it may be
    proved with, but a refutation that rests on it is an error of the code (see `Undeclared`).
    """
    names: dict = {name: Undeclared(name) for name in (*_LETTERS, *_GREEK) if not hasattr(sympy, name)}
    exec("from sympy import *", names)
    names.update(vars(builtins))
    # Python's pow, sum, abs, max, min and round do what a writer means with SymPy's objects too; its `input` has nothing to read.
    names.update(
        {
            "CheckFailed": CheckFailed,
            "check": check,
            "check_congruent": check_congruent,
            "check_implies": check_implies,
            "check_solution": check_solution,
            "declare": declare,
            **HELPERS,
        }
    )
    names.pop("__builtins__", None)
    return names


def declare_all(namespace: dict, declared: dict, declarations: list) -> None:
    """
    Defines the names of the ledger in order. A name that code has bound is left alone; `declared` tells what was bound here, and by which declaration.
    """
    for each in declarations:
        name = each["name"]
        if name in namespace and (name not in declared or namespace[name] is not declared[name][1]):
            continue
        if name in declared and declared[name][0] == each and name in namespace:
            continue
        value = _value_of(each, namespace)
        namespace[name] = value
        declared[name] = (each, value)


def _value_of(declaration: dict, namespace: dict) -> Any:
    kind = declaration["kind"]
    if kind == "symbol":
        domain = declaration["domain"]
        lower, upper = domain.get("lower"), domain.get("upper")
        return declare(
            declaration["name"],
            domain["type"],
            None if lower is None else lower["value"],
            None if upper is None else upper["value"],
            nonzero=domain["nonzero"],
            lower_strict=bool(lower and lower["strict"]),
            upper_strict=bool(upper and upper["strict"]),
        )
    source = declaration["python"]
    if kind == "function":
        source = f"lambda {', '.join(declaration['params'])}: {source}"
    code = compile(source, f"<{declaration['name']}>", "eval")
    value = eval(code, namespace)
    return _exactly(value) if kind == "function" else value


def _exactly(function: Any) -> Any:
    """The function, given numbers of SymPy: 1/n of Python's 3 would be a float."""

    @functools.wraps(function)
    def applied(*args: Any) -> Any:
        return function(*(sympy.sympify(arg) for arg in args))

    return applied
