#!/usr/bin/env python3
"""Holds every #include of src/ and apps/ to the room table in CMakeLists.txt.

A file of src/ROOM may include its own room's headers and those of the rooms that its line names after USES. Libraries
that only one kind of room may touch (sockets, the database, JSON parsing) are checked by their include prefix.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROOM = re.compile(r"^(room|program)\((\S+)\s*(?:USES([^)]*?))?(?:SYSTEM([^)]*))?\)", re.M)
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
# include prefix -> rooms that may use it
GUARDED = {
    "boost/asio": {"net", "runtime", "client", "routes", "storage", "venues", "cli", "accounts", "simulator"},
    "boost/beast": {"net"},
    "soci": {"storage"},
    "sqlite3.h": {"storage"},
    "boost/json": {"json"},
    "jwt.h": {"accounts"},
    "wslay": {"net"},
    "spdlog": {"base"},
    "prometheus": {"routes"},
    "date/": {"analytics"},
}


def main() -> int:
    table = {}
    for kind, name, uses, _ in ROOM.findall((ROOT / "CMakeLists.txt").read_text()):
        table[(kind, name)] = set((uses or "").split())
    rooms = {name for kind, name in table if kind == "room"}
    faults = []
    for top, kind in (("src", "room"), ("apps", "program")):
        for path in sorted((ROOT / top).rglob("*.[ch]pp")):
            here = path.relative_to(ROOT / top).parts[0]
            shown = path.relative_to(ROOT)
            if (kind, here) not in table:
                faults.append(f"{shown}: {here} stands in no line of CMakeLists.txt")
                continue
            for bracket, target in INCLUDE.findall(path.read_text()):
                first = target.split("/")[0]
                if bracket == '"' and first in rooms and first != here:
                    allowed = table[(kind, here)]
                    if kind == "program":  # a program wires: it may see what its rooms use
                        allowed = closure(allowed, table)
                    if first not in allowed:
                        faults.append(f"{shown}: {here} may not use {first} ({target})")
                for prefix, users in GUARDED.items():
                    if target.startswith(prefix) and kind == "room" and here not in users:
                        faults.append(f"{shown}: only {', '.join(sorted(users))} may include {prefix} ({target})")
    for fault in faults:
        print(fault)
    print(f"{len(faults)} include(s) in the wrong direction")
    return 1 if faults else 0


def closure(names, table):
    seen = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        todo += table.get(("room", name), ())
    return seen


sys.exit(main())
