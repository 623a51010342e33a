"""
Runs cells in a Python of the user's own: `python -I -m stepwise._serve`, one JSON object a line on standard input, one a line on standard output.

In:  {"id", "reset": true} for a new solution, or {"id", "cell": …} with what `run_cell` takes.
Out: {"ready": {"python", "sympy"}} once, then for each request {"id", "began": true} before a cell runs, and {"id", "result"} after it.
What is wrong with the surroundings (no SymPy, a Python that is too old) is told as {"broken": reason}.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO


def main() -> None:
    # The channel gets descriptors of its own: what code or a library writes to the standard ones must not come between the lines.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    reason = _unfit()
    if reason:
        _say(answers, {"broken": reason})
        return
    import sympy

    from ._runner import reset, run_cell

    reset()
    _say(answers, {"ready": {"python": sys.version.split()[0], "sympy": sympy.__version__}})
    for line in requests:
        request = json.loads(line)
        if request.get("reset"):
            reset()
            _say(answers, {"id": request["id"]})
            continue
        _say(answers, {"id": request["id"], "began": True})
        result = run_cell(json.dumps(request["cell"]))
        _say(answers, {"id": request["id"], "result": json.loads(result)})


def _unfit() -> str:
    if sys.version_info < (3, 9):
        return f"Python 3.9 or later is needed; this is {sys.version.split()[0]}"
    try:
        import sympy
    except ImportError:
        return "SymPy is not installed in this Python: python -m pip install sympy"
    release = tuple(int(each) for each in sympy.__version__.split(".")[:2] if each.isdigit())
    return f"SymPy 1.12 or later is needed; this is {sympy.__version__}" if release < (1, 12) else ""


def _say(answers: TextIO, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
