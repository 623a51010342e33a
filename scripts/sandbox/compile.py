"""Compiles Python sources with the very Python that will run them, and zips them.

Runs in Pyodide. `jobs` is a JSON list of {"from": folder, "to": zip file, "skip": regular expression for paths not to pack}.
"""

import json
import os
import py_compile
import re
import zipfile

# One time for all entries: the same sources give the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


def entries(folder, skip):
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(parent, name)
            inside = os.path.relpath(path, folder)
            if not skip.search(inside):
                yield path, inside


def pack(job):
    with zipfile.ZipFile(job["to"], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, inside in entries(job["from"], re.compile(job["skip"])):
            if inside.endswith(".py"):
                # Line numbers of tracebacks are in the code; the name they show is the one inside the archive.
                path = py_compile.compile(
                    path,
                    cfile="/compiled.pyc",
                    dfile=inside,
                    doraise=True,
                    invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
                )
                inside += "c"
            info = zipfile.ZipInfo(inside, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with open(path, "rb") as file:
                archive.writestr(info, file.read())


for each in json.loads(jobs):
    pack(each)
