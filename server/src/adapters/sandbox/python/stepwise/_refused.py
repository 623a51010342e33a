"""The modules that there are not: one list for what is taken from everybody (_realm.py) and for what a cell is told (_guard.py)."""

from __future__ import annotations

#: Taken from everybody. They lead out of Python, or would, or have no meaning without a host.
REFUSED = frozenset(
    """
    js pyodide_js pyodide _pyodide _pyodide_core pyodide_kernel micropip pyodide_http pyodide_unix_timezones ctypes _ctypes _ctypes_test
    socket _socket ssl _ssl select _select selectors socketserver subprocess _posixsubprocess multiprocessing _multiprocessing asyncio _asyncio concurrent
    http urllib.request urllib.error ftplib smtplib poplib imaplib xmlrpc wsgiref webbrowser antigravity tkinter turtle curses pty tty fcntl
    resource mmap faulthandler ensurepip venv pip idlelib pdb bdb code codeop cProfile profile _testcapi _testinternalcapi _xxsubinterpreters
    _interpreters test sqlite3 _sqlite3 dbm shelve readline syslog termios grp pwd
    """.split()
)

#: Refused to cells, while the libraries that cells use import what they need: about a host's files and people, and the machinery of the interpreter.
LIBRARIES_ONLY = frozenset(
    """
    atexit compileall fileinput gc getpass glob importlib linecache mailbox marshal modulefinder netrc nt ntpath optparse os pathlib pkgutil
    platform posix py_compile pyrepl runpy shutil signal site sysconfig tarfile tempfile threading urllib zipapp zipfile zipimport
    """.split()
)
