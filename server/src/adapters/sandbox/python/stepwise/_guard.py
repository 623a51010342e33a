"""
What code of a cell is told when it asks for a host: that there is none, in the same words whatever it asks for.

This is for clear messages and holds nobody who means to get round it: what holds is outside of Python (realm.ts).
"""

from __future__ import annotations

import builtins
import types
from typing import Any

from ._refused import LIBRARIES_ONLY, REFUSED

#: Also each of them with an underscore before it: the half that is written in C.
CLOSED = REFUSED | LIBRARIES_ONLY

#: Of `os`: what only computes.
_HARMLESS = "PathLike curdir fsdecode fsencode fspath linesep name pardir path sep strerror".split()


def _refuse(name: str) -> Any:
    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise PermissionError(f"{name} is not available in the sandbox")

    refuse.__name__ = refuse.__qualname__ = name
    return refuse


def _os_without_host() -> types.ModuleType:
    import os

    module = types.ModuleType("os", "What of os only computes.")
    for name in _HARMLESS:
        setattr(module, name, getattr(os, name))

    def missing(name: str) -> Any:
        raise AttributeError(f"os.{name} is not available in the sandbox", name=name, obj=module)

    module.__getattr__ = missing
    return module


def cell_names() -> dict:
    """In place of Python's own, for the code of cells alone: the libraries that it uses import what they need."""
    real, os = builtins.__import__, _os_without_host()

    def __import__(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        top = name.partition(".")[0] if isinstance(name, str) and level == 0 else ""
        if top == "os" and name in ("os", "os.path"):
            return os.path if fromlist and name == "os.path" else os
        if top in CLOSED or (top.startswith("_") and top.lstrip("_") in CLOSED) or top.startswith("_pyodide"):
            raise ImportError(f"{name} is not available in the sandbox", name=name)
        return real(name, globals, locals, fromlist, level)

    return {"__import__": __import__, "open": _refuse("open"), "input": _refuse("input"), "breakpoint": _refuse("breakpoint")}


def close_host() -> None:
    """Takes the same away where code finds the real modules by another road."""
    import os
    import posix

    os.environ.clear()
    for name in ("listdir", "scandir", "getlogin", "getloadavg", "setsid"):
        for module in (os, posix):
            if hasattr(module, name):
                setattr(module, name, _refuse(f"os.{name}"))
