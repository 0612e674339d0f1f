#!/usr/bin/env python3
"""Runs clang-tidy over the sources that changed since they last passed, by content.

A file passes again without a run when it, our headers below it and the configuration are as they were; the record stands
in the user's cache, so that another checkout knows it too. tidy.py [-j N] [FILE...]
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
RECORD = CACHE / "robson" / "tidy.json"
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def digest_of(path, known):
    """Content hash of a file and, through its includes, of all of our headers below it."""
    if path in known:
        return known[path]
    known[path] = ""  # for circles
    text = path.read_text()
    whole = hashlib.sha256(text.encode())
    for target in INCLUDE.findall(text):
        for base in (ROOT / "src", path.parent, ROOT / "tests"):
            header = base / target
            if header.is_file():
                whole.update(digest_of(header, known).encode())
                break
    known[path] = whole.hexdigest()
    return known[path]


def run(path):
    done = subprocess.run(
        ["clang-tidy", "-p", str(ROOT / "build/debug"), "--quiet", str(path)], capture_output=True, text=True, cwd=ROOT
    )
    return path, done.returncode == 0, done.stdout


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("-j", type=int, default=1)
    arguments.add_argument("files", nargs="*", type=pathlib.Path)
    chosen = arguments.parse_args()
    files = [path.resolve() for path in chosen.files] or sorted((ROOT / "src").rglob("*.cpp")) + sorted((ROOT / "apps").rglob("*.cpp"))
    configuration = hashlib.sha256((ROOT / ".clang-tidy").read_bytes()).hexdigest()
    record = json.loads(RECORD.read_text()) if RECORD.is_file() else {}
    known = {}
    digests = {str(path): configuration + digest_of(path.resolve(), known) for path in files}
    todo = [path for path in files if record.get(str(path.relative_to(ROOT))) != digests[str(path)]]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(chosen.j) as pool:
        for number, (path, passed, text) in enumerate(pool.map(run, todo), 1):
            if passed:
                record[str(path.relative_to(ROOT))] = digests[str(path)]
            else:
                failed += 1
                print(text)
            if number % 20 == 0:
                print(f"{number} of {len(todo)}", flush=True)
    RECORD.parent.mkdir(parents=True, exist_ok=True)
    RECORD.write_text(json.dumps(record))
    print(f"clang-tidy: {len(files)} files, {len(todo)} looked at, {failed} with findings")
    return 1 if failed else 0


sys.exit(main())
