"""Runs cells in the person's own Python: messages as JSON lines on what were stdin and stdout, those of messages.ts and `stop`.

Not a sandbox: the code may do whatever the person may. The limits stop code that runs away, not code that means harm.
"""

import json
import os
import queue
import signal
import sys
import threading
import time

OLDEST = (3, 9)
OLDEST_SYMPY = (1, 12)


class Stops:
    """Interrupts the main thread while code runs, and knows why. `start`, `end` and the handler run in the main thread."""

    def __init__(self):
        self.reason = None
        self._run = 0
        self._running = False
        self._main = threading.main_thread().ident
        signal.signal(signal.SIGINT, self._interrupted)

    def _interrupted(self, _number, _frame):
        if self._running:
            raise KeyboardInterrupt

    def start(self, seconds):
        self.reason = None
        self._run += 1
        timer = threading.Timer(seconds, self.stop, ("timeout", self._run))
        timer.daemon = True
        timer.start()
        self._running = True
        return timer

    def end(self, timer):
        self._running = False
        timer.cancel()

    def stop(self, reason, run=None):
        """From another thread. A `run` that is over is not stopped any more."""
        if not self._running or (run is not None and run != self._run):
            return
        self.reason = self.reason or reason
        if hasattr(signal, "pthread_kill"):
            # Wakes it from a system call, too.
            signal.pthread_kill(self._main, signal.SIGINT)
        else:
            import _thread

            _thread.interrupt_main()


def private_streams():
    """The channel to the owner, out of reach of prints from C and of code that reads its input."""
    receive = os.fdopen(os.dup(0), "r", encoding="utf-8")
    send = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return receive, send


def main():
    receive, send = private_streams()

    def say(message):
        send.write(json.dumps(message) + "\n")
        send.flush()

    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        say({"kind": "broken", "reason": "%s is Python %s; Stepwise needs 3.9 or later." % (sys.executable, found)})
        return
    began = time.monotonic()
    try:
        import sympy

        release = tuple(int(part) for part in sympy.__version__.split(".")[:2])
        if release < OLDEST_SYMPY:
            found = "SymPy %s in %s is too old; Stepwise needs 1.12 or later." % (sympy.__version__, sys.executable)
            say({"kind": "broken", "reason": found})
            return
        from stepwise._runner import run_cell
    except ImportError as error:
        say({"kind": "broken", "reason": missing(error)})
        return
    stops = Stops()
    requests = queue.Queue()
    threading.Thread(target=listen, args=(receive, stops, requests), daemon=True).start()
    say({"kind": "ready", "ms": 1000 * (time.monotonic() - began)})
    while True:
        run(requests.get(), run_cell, stops, say)


def missing(error):
    if error.name in ("sympy", "mpmath"):
        how = '"%s" -m pip install sympy' % sys.executable
        return "SymPy is missing in %s. Install it with: %s" % (sys.executable, how)
    return "%s cannot load the module stepwise: %s" % (sys.executable, error)


def listen(receive, stops, requests):
    """In a thread of its own. When the owner is gone, so is this process."""
    try:
        for line in receive:
            message = json.loads(line)
            if message["kind"] == "run":
                requests.put(message)
            elif message["kind"] == "stop":
                stops.stop("cancelled")
    finally:
        os._exit(0)


def run(request, run_cell, stops, say):
    """Runs the cells from `first` on; those before it have run in this process."""
    limits = request["limits"]
    limit_memory(limits["memoryMb"])
    result = None
    ran = 0
    for index in range(request["first"], len(request["cells"])):
        say({"kind": "began", "id": request["id"], "index": index})
        ran += 1
        result = outcome(request["cells"][index], index, limits, run_cell, stops)
        say({"kind": "ended", "id": request["id"], "index": index})
        result["ran"] = ran
        if result["status"] in ("timeout", "cancelled", "memory"):
            break
    say({"kind": "done", "id": request["id"], "result": result, "memoryMb": memory_mb()})


def outcome(cell, index, limits, run_cell, stops):
    cell_request = json.dumps(dict(cell, outputKb=limits["outputKb"], timeMs=limits["timeMs"], index=index))
    began = time.monotonic()
    timer = stops.start(limits["timeMs"] / 1000)
    text = None
    try:
        text = run_cell(cell_request)
        stops.end(timer)
    except KeyboardInterrupt:
        # It came between the code and the end of its watch.
        stops.end(timer)
    result = json.loads(text) if text is not None else {"status": "interrupted", "stdout": "", "cut": False, "checks": []}
    result["ms"] = 1000 * (time.monotonic() - began)
    line = {key: value for key, value in result.get("error", {}).items() if key == "line"}
    if stops.reason == "timeout":
        seconds = "%g" % (limits["timeMs"] / 1000)
        result.update(status="timeout", error=dict(line, type="Timeout", message="Stopped after %s s." % seconds))
    elif stops.reason == "cancelled":
        result.update(status="cancelled", error=dict(line, type="Cancelled", message="Stopped."))
    elif result["status"] == "memory":
        message = "Needs more than %d MB." % limits["memoryMb"]
        result.update(error=dict(line, type="OutOfMemory", message=message))
    elif result["status"] == "interrupted":
        # An interrupt that nobody asked for is the code's own.
        result.update(status="error")
    return result


def limit_memory(megabytes):
    """What the process may allocate, where the system can hold it to that: not on Windows."""
    try:
        import resource
    except ImportError:
        return
    limit = resource.RLIMIT_DATA if sys.platform.startswith("linux") else resource.RLIMIT_AS
    _, hard = resource.getrlimit(limit)
    wanted = megabytes * 2**20
    try:
        resource.setrlimit(limit, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    except (ValueError, OSError):
        # macOS refuses limits below what is mapped already: then there is none.
        return


def memory_mb():
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
