"""
Runs cells in one namespace and tells what came of each. Held by the host through `run_cell` alone: JSON in, JSON out, and no exception.

In:  {"code", "symbols", "outputKb", "index", "timeMs"?}. `timeMs` is what the host allows the cell: checks divide it among themselves.
Out: {"status", "value"?, "stdout", "cut", "error"?, "checks", "ms"}. `status` is ok, failed, error, or one that the host decides about:
     interrupted (a KeyboardInterrupt came through) and memory.
"""

from __future__ import annotations

import ast
import builtins
import io
import json
import linecache
import random
import sys
import time
import types
import warnings
from typing import Any

# A copy of its own for the functions of this module: they have to work where code has deleted or replaced a builtin.
__builtins__ = dict(vars(builtins))

from . import _budget, _domain  # noqa: E402
from ._errors import cell_name, describe, describe_assert  # noqa: E402
from ._names import declare_all, fallback  # noqa: E402
from ._output import Output  # noqa: E402
from ._records import CheckFailed, log  # noqa: E402
from ._show import show  # noqa: E402
from ._syntax import last, prepare  # noqa: E402

_BROKEN = '{"status": "error", "stdout": "", "cut": false, "error": {"type": "RuntimeError", "message": "the code broke what runs it"}, "checks": [], "ms": 0}'
_INTERRUPTED = '{"status": "interrupted", "stdout": "", "cut": false, "checks": [], "ms": 0}'
_MEMORY = '{"status": "memory", "stdout": "", "cut": false, "checks": [], "ms": 0}'


class _State:
    """One solution: its namespace, and what was put into it here."""

    def __init__(self):
        self.module = types.ModuleType("__main__")
        self.namespace = self.module.__dict__
        self.declared: dict = {}
        self.sources: dict = {}


class _Restored:
    """What code may replace in the interpreter and the next cell has to find as it was."""

    def __init__(self):
        self.builtins = dict(vars(builtins))
        self.names = fallback()
        self.recursion = sys.getrecursionlimit()
        self.displayhook = sys.displayhook
        self.excepthook = sys.excepthook

        self.unset = (sys.settrace, sys.setprofile)
        self.set_recursion = sys.setrecursionlimit

    def restore(self) -> None:
        for unset in self.unset:
            unset(None)
        here = vars(builtins)
        if here != self.builtins:
            here.clear()
            here.update(self.builtins)
        self.set_recursion(self.recursion)
        sys.displayhook, sys.excepthook = self.displayhook, self.excepthook


_restored = _Restored()
_state = _State()


def reset() -> None:
    """Forgets the solution: an empty namespace. The host that restores the whole memory has no need of it."""
    global _state
    _state = _State()
    _domain.forget()
    random.seed(0)


def replace_names(names: dict) -> None:
    """Gives all cells to come these in place of Python's own builtins."""
    _restored.names.update(names)


def run_cell(request: str) -> str:
    """See the head of this file."""
    try:
        return _run(json.loads(request))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except MemoryError:
        return _MEMORY
    except BaseException:
        return _BROKEN
    finally:
        _restored.restore()


def _run(request: dict) -> str:
    index = request["index"]
    most = request["outputKb"] * 1024
    name = cell_name(index)
    output = Output(most)
    result: dict = {"status": "ok"}
    log.clear(name)
    last.comparison = None
    _state.sources[index] = request["code"]
    linecache.cache[name] = (len(request["code"]), None, request["code"].splitlines(True), name)
    before = sys.stdout, sys.stderr, sys.stdin, sys.modules.get("__main__")
    began = time.perf_counter()
    _budget.begin_cell(request.get("timeMs", 5000) / 1000)
    try:
        sys.stdout = sys.stderr = output
        sys.stdin = io.StringIO("")
        sys.modules["__main__"] = _state.module
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                value = _execute(request, name)
                _restored.restore()
                if value is not None:
                    shown = show(value, most)
                    result["value"] = shown.text
                    output.was_cut = output.was_cut or shown.cut
            except BaseException as error:
                _restored.restore()
                result.update(_outcome(error, index))
    finally:
        _restored.restore()
        sys.stdout, sys.stderr, sys.stdin = before[:3]
        if before[3] is not None:
            sys.modules["__main__"] = before[3]
    _count_failures(result)
    result.update({"stdout": output.text(), "cut": output.was_cut, "checks": log.records, "ms": (time.perf_counter() - began) * 1000})
    return json.dumps(result, ensure_ascii=True)


def _execute(request: dict, name: str) -> Any:
    """Runs the statements; the value of the last one where it is an expression."""
    namespace = _state.namespace
    namespace["__builtins__"] = dict(_restored.names)
    declare_all(namespace, _state.declared, request["symbols"])
    tree = prepare(request["code"], name)
    final = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec", dont_inherit=True), namespace)
    return None if final is None else eval(compile(ast.Expression(final.value), name, "eval", dont_inherit=True), namespace)


def _outcome(error: BaseException, index: int) -> dict:
    """Status and error that an exception means."""
    if isinstance(error, KeyboardInterrupt):
        return {"status": "interrupted"}
    if isinstance(error, MemoryError):
        return {"status": "memory"}
    if isinstance(error, SystemExit) and error.code in (None, 0):
        return {"status": "ok"}
    found = describe(error, index, _state.sources)
    if isinstance(error, SystemExit):
        found["message"] = f"the code called exit({show(error.code, 200).text})"
    if isinstance(error, CheckFailed):
        if error.counterexample:
            found["counterexample"] = dict(error.counterexample)
        return {"status": "failed", "error": found}
    if isinstance(error, AssertionError):
        status, found = describe_assert(error, found, _state.sources, index)
        return {"status": status, "error": found}
    return {"status": "error", "error": found}


def _count_failures(result: dict) -> None:
    """A check that failed and was caught has failed all the same."""
    if log.first_failure is not None and result["status"] == "ok":
        message, counterexample, line = log.first_failure
        result["status"] = "failed"
        result["error"] = {"type": "CheckFailed", "message": message, "line": line}
        if counterexample:
            result["error"]["counterexample"] = counterexample
