"""What checks found: kept in order for the runner, and raised where a check failed."""

from __future__ import annotations

import sys
from typing import NamedTuple, Optional

#: A record shows no more characters of a formula than this.
LONGEST_TEXT = 300
#: Records of one cell beyond this are counted, not kept: a check in a long loop must not eat the memory.
MOST_RECORDS = 1000


class CheckFailed(AssertionError):
    """A check was refuted. `counterexample` maps names to the values, as text, at which the claim fails."""

    def __init__(self, message: str, counterexample: Optional[dict] = None):
        super().__init__(message)
        self.counterexample = dict(counterexample or {})


class Finding(NamedTuple):
    """What is known of a claim: the verdict, how it was found, the point that refutes it, and what is to be seen there."""

    verdict: str
    method: str
    point: dict = {}
    detail: str = ""


class Log:
    """The records of the cell that runs. There is one, and the runner empties it."""

    def __init__(self):
        self.records = []
        self.first_failure = None
        self.current_file = ""

    def clear(self, current_file: str = "") -> None:
        self.records = []
        self.first_failure = None
        self.current_file = current_file

    def add(self, finding: Finding, text: str, counterexample: dict) -> None:
        record = {
            "line": line_in(self.current_file),
            "verdict": finding.verdict,
            "method": cut(finding.method),
            "text": cut(text),
        }
        if counterexample:
            record["counterexample"] = counterexample
        if len(self.records) < MOST_RECORDS:
            self.records.append(record)

    def fail(self, failure: CheckFailed) -> None:
        """Remembers the first failure: code may catch the exception, but not undo that the claim is false."""
        if self.first_failure is None:
            self.first_failure = (str(failure), failure.counterexample, line_in(self.current_file))


log = Log()


def cut(text: str, most: int = LONGEST_TEXT) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def line_in(file: str) -> int:
    """The line that runs in the cell of this name, as seen from here; 1 where none does."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == file:
            return frame.f_lineno or 1
        frame = frame.f_back
    return 1
