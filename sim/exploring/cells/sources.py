"""What decides a number beside the scenario: our own sources, and the versions of what computes with them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

# Folders whose code has a part in a value of a cell. What is said of values (words, reports) has none.
FOLDERS = (
    "foundation", "scenario", "demand", "formation", "rules", "records", "core", "measures", "comparison",
    "exploring/cells",
)  # fmt: skip
PACKAGES = ("numpy", "scipy", "numba", "llvmlite")


@cache
def sources_hash() -> str:
    """Hash of the sources and versions on which every cell rests, 64 hexadecimal digits."""
    package = Path(__file__).resolve().parents[2]
    files = [file for folder in FOLDERS for file in (package / folder).rglob("*.py")]
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(f"{file.relative_to(package).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    found.update("\n".join(f"{name} {version(name)}" for name in PACKAGES).encode())
    return found.hexdigest()
