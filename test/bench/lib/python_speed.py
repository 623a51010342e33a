"""Times SymPy (parse, doit, equals) and math-verify (parse, then verify) on claims.

Reads a JSON list of [left, right, left as SymPy source, right as SymPy source] (the sources may be null). Writes {"sympy": [ms], "mathVerify": [ms],
"sympyReads": ..., "versions": {}}; null for what is not installed. SymPy reads the LaTeX where the antlr4 that its parser needs is there, the
source elsewhere, which is faster for it. Every claim counts, also one that cannot be parsed; one that takes longer than ten seconds is cut off there.
"""

import json
import signal
import sys
import time
import warnings
from importlib.metadata import version

warnings.filterwarnings("ignore")
LIMIT_S = 10


class TooLong(Exception):
    pass


def on_alarm(_signal, _frame):
    raise TooLong


def timed(action, claims):
    signal.signal(signal.SIGALRM, on_alarm)
    times = []
    for claim in claims:
        start = time.perf_counter()
        signal.alarm(LIMIT_S)
        try:
            action(*claim)
        except TooLong:
            pass
        except Exception:
            pass
        finally:
            signal.alarm(0)
        times.append((time.perf_counter() - start) * 1000)
    return times


def sympy_by_latex():
    from sympy.parsing.latex import parse_latex

    parse_latex("x + 1")

    def action(left, right, _left_source, _right_source):
        parse_latex(left).doit().equals(parse_latex(right).doit())

    return action, "LaTeX"


def sympy_by_source():
    from sympy import sympify

    sympify("Symbol('x') + 1")

    def action(_left, _right, left_source, right_source):
        sympify(left_source).doit().equals(sympify(right_source).doit())

    return action, "SymPy source"


def math_verify_action():
    from math_verify import parse, verify

    def action(left, right, _left_source, _right_source):
        verify(parse(f"${left}$", parsing_timeout=None), parse(f"${right}$", parsing_timeout=None), timeout_seconds=None)

    return action, "LaTeX"


def main():
    claims = json.load(sys.stdin)
    reply = {"sympy": None, "sympyReads": None, "mathVerify": None, "versions": {}}
    ways = (("sympy", sympy_by_latex), ("sympy", sympy_by_source), ("mathVerify", math_verify_action))
    for key, make in ways:
        if reply[key] is not None:
            continue
        try:
            action, reads = make()
        except Exception:
            continue
        if key == "sympy":
            reply["sympyReads"] = reads
        # What has no source cannot be asked; it would be answered at once.
        asked = [c for c in claims if reads == "LaTeX" or (c[2] is not None and c[3] is not None)]
        timed(action, asked[:5])
        reply[key] = timed(action, asked)
        package = {"sympy": "sympy", "mathVerify": "math-verify"}[key]
        reply["versions"][package] = version(package)
    json.dump(reply, sys.stdout)


main()
