"""Times SymPy (parse_latex, then equals) and math-verify (parse, then verify) on claims.

Reads a JSON list of pairs [left, right], writes {"sympy": [ms], "mathVerify": [ms], "versions": {}}; null for what is not installed.
Every claim counts, also one that cannot be parsed; one that takes longer than ten seconds is cut off there.
"""

import json
import signal
import sys
import time
import warnings

warnings.filterwarnings("ignore")
LIMIT_S = 10


class TooLong(Exception):
    pass


def on_alarm(_signal, _frame):
    raise TooLong


def timed(action, claims):
    signal.signal(signal.SIGALRM, on_alarm)
    times = []
    for left, right in claims:
        start = time.perf_counter()
        signal.alarm(LIMIT_S)
        try:
            action(left, right)
        except TooLong:
            pass
        except Exception:
            pass
        finally:
            signal.alarm(0)
        times.append((time.perf_counter() - start) * 1000)
    return times


def sympy_action():
    from sympy.parsing.latex import parse_latex

    parse_latex("x + 1")

    def action(left, right):
        parse_latex(left).doit().equals(parse_latex(right).doit())

    return action


def math_verify_action():
    from math_verify import parse, verify

    def action(left, right):
        verify(parse(f"${left}$", parsing_timeout=None), parse(f"${right}$", parsing_timeout=None), timeout_seconds=None)

    return action


def main():
    claims = json.load(sys.stdin)
    reply = {"sympy": None, "mathVerify": None, "versions": {}}
    for key, module, make in (("sympy", "sympy", sympy_action), ("mathVerify", "math_verify", math_verify_action)):
        try:
            action = make()
        except Exception:
            continue
        timed(action, claims[:5])
        reply[key] = timed(action, claims)
        from importlib.metadata import version

        reply["versions"][module] = version(module.replace("_", "-"))
    json.dump(reply, sys.stdout)


main()
