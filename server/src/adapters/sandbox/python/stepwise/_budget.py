"""Time for the parts of a check, so that a hard simplification does not keep a cheap refutation from being found.

Nothing here needs a thread or a signal: a limit is looked at whenever a Python function is entered. Where that is never, the limit of the
whole cell, which the host keeps, still holds.
"""

from __future__ import annotations

import sys
import time
from typing import Any, Callable

#: Function entries between two looks at the clock.
_STRIDE = 64
#: Seconds that all checks of a cell may take where the host has not said: it stops a cell after 5.
_CELL_SECONDS = 4.0
#: What a part of a check has when their time is over.
_LEAST_SECONDS = 0.1


class OutOfTime(BaseException):
    """Not an Exception: SymPy catches those in many places and would go on."""


class _Watch:
    def __init__(self):
        self.deadlines = []
        self.count = 0
        self.cell_end = time.perf_counter() + _CELL_SECONDS
        self.tool = None

    def look(self, *_event: Any) -> None:
        self.count += 1
        if self.count % _STRIDE == 0 and self.deadlines and time.perf_counter() > self.deadlines[-1]:
            raise OutOfTime()

    def look_at_calls(self, _frame: Any, event: str, _argument: Any) -> None:
        if event == "call":
            self.look()

    def start(self) -> None:
        monitoring = getattr(sys, "monitoring", None)
        if monitoring is None:
            sys.setprofile(self.look_at_calls)
            return
        if self.tool is None:
            self.tool = next((each for each in (4, 3, 1, 0) if monitoring.get_tool(each) is None), 4)
            if monitoring.get_tool(self.tool) is None:
                monitoring.use_tool_id(self.tool, "stepwise")
            monitoring.register_callback(self.tool, monitoring.events.PY_START, self.look)
        monitoring.set_events(self.tool, monitoring.events.PY_START)

    def stop(self) -> None:
        if self.tool is None:
            sys.setprofile(None)
        else:
            sys.monitoring.set_events(self.tool, 0)


_watch = _Watch()


def begin_cell(seconds: float) -> None:
    """From now on the checks share this time. They leave a fifth of it to the cell itself."""
    while _watch.deadlines:
        _watch.deadlines.pop()
    _watch.stop()
    _watch.cell_end = time.perf_counter() + 0.8 * seconds


def check_seconds() -> float:
    """What one check may take: half of what is left, for there may be more of them, and never so little that nothing can be tried."""
    return max(_LEAST_SECONDS, min(2.5, 0.5 * (_watch.cell_end - time.perf_counter())))


def attempt(seconds: float, work: Callable[..., Any], *arguments: Any) -> Any:
    """
    What the work gives; None where it fails or takes longer, or where the time for the checks of the cell is over: a check that is not decided is better
    than a cell that is stopped. A stop by the host and a lack of memory go through.
    """
    now = time.perf_counter()
    outer = _watch.deadlines[-1] if _watch.deadlines else None
    deadline = min(now + seconds, outer if outer is not None else max(_watch.cell_end, now + _LEAST_SECONDS))
    hook = sys.unraisablehook
    sys.unraisablehook = _ignore
    _watch.deadlines.append(deadline)
    try:
        _watch.start()
        return work(*arguments)
    except OutOfTime:
        if outer is not None and time.perf_counter() > outer:
            raise
        return None
    except MemoryError:
        raise
    except Exception:
        # SymPy raises most kinds of exception where it cannot do something; what is not computed decides nothing.
        return None
    finally:
        if _watch.deadlines:
            _watch.deadlines.pop()
        if not _watch.deadlines:
            _watch.stop()
        sys.unraisablehook = hook


def _ignore(_event: Any) -> None:
    """A limit that is met inside a destructor is met again at the next call."""
