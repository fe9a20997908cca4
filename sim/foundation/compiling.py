"""Compile a function, and keep the machine code between runs in a folder that notices changed rules.

Numba's cache notices a change in a function's own file only; a rule or a draw that changed in another
file would go on running as it was. So the folder is named after the sources of everything that is
ever compiled. Numba itself sets apart its versions, processors and argument types.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
from numba.extending import register_jitable

_NUMBA: Any = numba.config  # a module that is filled when it is imported
_PACKAGE = Path(__file__).resolve().parent.parent
_READS = {"foundation": (), "demand": ("foundation",)}
_OTHERS_READ = ("foundation", "demand", "formation", "records", "rules", "process")


@cache
def cache_folder(folder: str) -> Path:
    """Where machine code of sim/`folder` is kept: NUMBA_CACHE_DIR or the user's cache, then a hash of sources.

    The sources are those of the folder and of what it may compile in.
    """
    read = {folder, *_READS.get(folder, _OTHERS_READ)}
    sources = hashlib.sha256()
    for name in sorted(read):
        for file in sorted((_PACKAGE / name).rglob("*.py")):
            sources.update(f"{file.relative_to(_PACKAGE).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return _user_cache() / f"{folder}-{sources.hexdigest()[:16]}"


def _user_cache() -> Path:
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"])
    if os.environ.get("XDG_CACHE_HOME"):
        return Path(os.environ["XDG_CACHE_HOME"]) / "podsim"
    if sys.platform == "win32" and os.environ.get("LOCALAPPDATA"):
        return Path(os.environ["LOCALAPPDATA"]) / "podsim" / "cache"
    return Path.home() / ".cache" / "podsim"


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function compiled at first use, free of the interpreter lock, kept between runs where possible."""
    folder = cache_folder(function.__module__.split(".")[1])
    if not _can_write(folder):  # compile anew in each run; Numba would fall back on a folder that notices nothing
        return numba.njit(nogil=True)(function)
    before = _NUMBA.CACHE_DIR
    try:
        _NUMBA.CACHE_DIR = str(folder)
        return numba.njit(nogil=True, cache=True)(function)
    finally:
        _NUMBA.CACHE_DIR = before


@cache
def teach(module: ModuleType) -> None:
    """Let compiled code call every public function that a module defines itself by its name; it stays plain Python."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not name.startswith("_"):
            register_jitable(_nrt=False)(function)


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
