"""What is said of an exception: type, message, and the line of the cell where it happened."""

from __future__ import annotations

import re
from typing import Any, Optional

from sympy import Basic, MatrixBase

from ._claims import as_items
from ._equality import decide_equal
from ._records import CheckFailed, cut
from ._show import show, value_shown
from ._syntax import last
from . import _budget

_CELL = re.compile(r"<cell (\d+)>$")
_LONGEST = 2000


def cell_name(index: int) -> str:
    return f"<cell {index}>"


def describe(error: BaseException, index: int, sources: dict) -> dict:
    """`type`, `message`, `line` and `cell` of an error of the code, as the host wants them."""
    found = {"type": _name(error), "message": message_of(error)}
    place = _place(error)
    if place is not None:
        cell, line = place
        found["line"] = line
        if cell != index:
            found["cell"] = cell
    return found


def _name(error: BaseException) -> str:
    return str(type(error).__name__)[:200]


def message_of(error: BaseException) -> str:
    try:
        if isinstance(error, SyntaxError):
            text = str(error.msg)
        elif isinstance(error, KeyError) and len(error.args) == 1:
            text = f"no entry {show(error.args[0], 200).text}"
        else:
            text = str(error)
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException:
        text = ""
    if not isinstance(text, str):
        text = ""
    if isinstance(error, NameError) and text.endswith("is not defined"):
        name = getattr(error, "name", None) or "x"
        text += f": define it first, as in {name} = Symbol('{name}')"
    if isinstance(error, RecursionError):
        text = "functions call each other without end, or too deep"
    return cut(text or _name(error), _LONGEST)


def _place(error: BaseException) -> Optional[tuple]:
    """Cell and line of the innermost frame that is code of a cell; of a SyntaxError in the cell itself where it is."""
    if isinstance(error, SyntaxError):
        match = _CELL.match(str(error.filename))
        if match and error.lineno:
            return int(match[1]), error.lineno
    place, trace = None, error.__traceback__
    while trace is not None:
        match = _CELL.match(trace.tb_frame.f_code.co_filename)
        if match:
            place = int(match[1]), trace.tb_lineno
        trace = trace.tb_next
    return place


def describe_assert(error: AssertionError, found: dict, sources: dict, index: int) -> tuple:
    """(status, error) of a failed assert: with the text of what was asserted and the values of both sides."""
    comparison, last.comparison = last.comparison, None
    own = message_of(error) if error.args else ""
    source = _assertion(sources.get(found.get("cell", index), ""), found.get("line"))
    if comparison is None or comparison[3] is True:
        found["message"] = own or (f"{source} is false" if source else "an assert failed")
        return "failed", found
    left, op, right, _ = comparison
    shown = f"{source} is false: the left side is {_short(left)}, the right side {_short(right)}"
    found["message"] = f"{own} ({shown})" if own else shown
    if op != "==":
        return "failed", found
    return _equal_after_all(left, right, found, shown)


def _equal_after_all(left: Any, right: Any, found: dict, shown: str) -> tuple:
    """Python compares how expressions are written, and floats to the last bit: neither refutes the mathematics."""
    symbolic = any(isinstance(each, (Basic, MatrixBase)) for each in (left, right))
    if not symbolic and not any(isinstance(each, (float, complex)) for each in (left, right)):
        return "failed", found
    try:
        from ._claims import Claim
        from ._decide import decide

        verdict = _budget.attempt(2, decide, Claim("compare", "==", as_items(left), as_items(right)))
    except TypeError:
        return "failed", found
    if verdict is None or verdict.verdict == "unknown":
        if not symbolic:
            return "failed", found
        found["message"] = f"{shown}. They are not written the same; whether they are equal was not found. check(a, b) compares values"
        return "error", found
    if verdict.verdict == "refuted":
        found["counterexample"] = {str(key): value_shown(value) for key, value in verdict.point.items()}
        return "failed", found
    found["message"] = f"{shown}. Both are equal, but == asks whether they are written the same: use check(a, b)"
    return "error", found


def _assertion(source: str, line: Optional[int]) -> str:
    """What the assert on this line asserts, as it is written."""
    import ast

    try:
        nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert) and line is not None and node.lineno <= line <= (node.end_lineno or 0)]
        segment = ast.get_source_segment(source, nodes[-1].test) if nodes else None
    except (SyntaxError, ValueError):
        return ""
    return cut(" ".join(segment.split()), 300) if segment else ""


def _short(value: Any) -> str:
    return cut(show(value, 2000).text, 200)


__all__ = ["CheckFailed", "cell_name", "describe", "describe_assert", "message_of", "decide_equal"]
