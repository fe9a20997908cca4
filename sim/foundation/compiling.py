"""Compile a function at its first use, and keep the machine code between runs.

Where it comes from, in this order: what was compiled beforehand and ships with the package
(`sim.foundation.precompiled`), what an earlier run kept in the user's cache, and the compiler. The first two are
known by the sources of everything that is ever compiled, so a rule that changed in any file is compiled anew, and by
the versions of Numba and llvmlite; a file that is damaged, empty or cut off counts as none. Kept machine code is made
for one processor and serves any Python.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import RLock, Thread
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sim.foundation import machine_code, precompiled
from sim.foundation.files import keep_sealed, only_mine, sealed_by_me
from sim.foundation.words import handed_over

if TYPE_CHECKING:
    from sim.foundation.numba_ir import Extracted

_PACKAGE = Path(__file__).resolve().parent.parent
_READS = {"foundation": (), "demand": ("foundation",)}
_OTHERS_READ = ("foundation", "demand", "formation", "records", "rules", "process")
_LOCK = RLock()  # one function after another
made_here: list[str] = []  # functions that the compiler made in this process
not_kept: dict[str, str] = {}  # folders in which machine code could not be kept, and why
collected: list[tuple[str, str, Extracted]] | None = None  # where a list: function, layout, IR of all that is compiled


@cache
def sources_of(folder: str) -> str:
    """A hash of the sources of sim/`folder` and of what it may compile in."""
    read = {folder, *_READS.get(folder, _OTHERS_READ)}
    sources = hashlib.sha256()
    for name in sorted(read):
        for file in sorted((_PACKAGE / name).rglob("*.py")):
            sources.update(f"{file.relative_to(_PACKAGE).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return sources.hexdigest()[:16]


@cache
def compilers() -> dict[str, str]:
    """Versions of what makes machine code, and whether it looks at every index, as NUMBA_BOUNDSCHECK=1 lets it do."""
    versions = {name: version(name) for name in ("numba", "llvmlite")}
    return versions | ({"bounds": "checked"} if os.environ.get("NUMBA_BOUNDSCHECK", "0") not in ("", "0") else {})


def cache_folder(folder: str) -> Path:
    """Where machine code of sim/`folder` is kept: NUMBA_CACHE_DIR or the user's cache, then a hash of sources."""
    return user_cache() / f"{folder}-{sources_of(folder)}"


def user_cache() -> Path:
    """NUMBA_CACHE_DIR, or the folder in which this system keeps such things."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"])
    if os.environ.get("XDG_CACHE_HOME"):
        return Path(os.environ["XDG_CACHE_HOME"]) / "podsim"
    if sys.platform == "win32" and os.environ.get("LOCALAPPDATA"):
        return Path(os.environ["LOCALAPPDATA"]) / "podsim" / "cache"
    return Path(os.path.expanduser("~")) / ".cache" / "podsim"


class Compiled:
    """A function that runs as machine code, free of the interpreter lock; `__wrapped__` is the function itself.

    Its arguments are numbers, arrays and tuples of these; what it fills are arrays that the caller made. It returns
    nothing, or a number. ArithmeticError where it divides by zero.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        """Nothing is compiled before the first call."""
        functools.update_wrapper(self, function)
        self._function = function
        self._folder = function.__module__.split(".")[1]
        self._name = f"{function.__module__}.{function.__qualname__}"
        self._of_layout: dict[str, Callable[[bytes], Any]] = {}

    def __call__(self, *arguments: Any) -> Any:
        """Run, for arguments that are given by position."""
        layout, words = handed_over(arguments)
        native = self._of_layout.get(layout)
        if native is None:
            with _LOCK:
                native = self._of_layout.get(layout) or self._found(layout, arguments)
                self._of_layout[layout] = native
        return native(words)

    def _found(self, layout: str, arguments: tuple[Any, ...]) -> Callable[[bytes], Any]:
        if collected is not None:
            return self._compiled(layout, arguments)
        shipped = ready(self._folder)
        native = shipped.function(self._name, layout) if shipped else None
        return native or self._kept(layout) or self._compiled(layout, arguments)

    def _kept(self, layout: str) -> Callable[[bytes], Any] | None:
        found = sealed_by_me(self._file(layout))
        if found is None:
            return None
        result, code = found[:1].decode().strip(), found[1:]
        return machine_code.Loaded(code).function(self._entry(layout), result)

    def _compiled(self, layout: str, arguments: tuple[Any, ...]) -> Callable[[bytes], Any]:
        from sim.foundation.numba_ir import extracted, let_be_called

        let_be_called(Compiled)
        made_here.append(self._name)
        found = extracted(self._function, arguments, self._entry(layout))
        if collected is not None:
            collected.append((self._name, layout, found))
        code = machine_code.machine_code_of(found.bitcode)
        if collected is None:
            keep(self._file(layout), (found.result or " ").encode() + code)
        return machine_code.Loaded(code).function(found.entry, found.result)

    def _entry(self, layout: str) -> str:
        return f"{self._name}.{hashlib.sha256(layout.encode()).hexdigest()[:8]}"

    def _file(self, layout: str) -> Path:
        made_for = "\n".join((layout, machine_code.for_computer(), *compilers().values()))
        name = f"{self._name}-{hashlib.sha256(made_for.encode()).hexdigest()[:16]}.o"
        return cache_folder(self._folder) / name


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function compiled at first use, free of the interpreter lock, kept between runs where possible."""
    return function if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0") else Compiled(function)


def keep(file: Path, content: bytes) -> None:
    """Keep machine code for the next run, where that is possible; `not_kept` says where it was not."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_sealed(file, content)
    except OSError as error:
        not_kept[str(file.parent)] = error.strerror or str(error)


def is_at_hand(folder: str, name: str) -> bool:
    """Whether a function of sim/`folder` needs no compiling. name: in full."""
    return _ships(folder) or any(cache_folder(folder).glob(f"{name}-*.o"))


def cannot_keep(folder: str) -> str | None:
    """Why machine code of sim/`folder` cannot be kept, with the name of its folder; None where it can."""
    place = cache_folder(folder)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            if only_mine(place):
                return None
        reason = "others can write there"
    except OSError as error:
        reason = error.strerror or str(error)
    return f"It cannot be kept in {place} ({reason}), and is compiled in every run; NUMBA_CACHE_DIR names another."


def begin(folder: str) -> None:
    """Make ready what ships for sim/`folder` beside what comes next: imports, and the drawing of customers."""
    if _ships(folder):
        Thread(target=ready, args=(folder,)).start()


def ready(folder: str) -> precompiled.Shipped | None:
    """What ships for sim/`folder`, loaded; None where it is of other sources or compilers, or damaged, or not there."""
    with _LOCK:
        return _shipped() if _ships(folder) else None


def _ships(folder: str) -> bool:
    return precompiled.sources_shipped(compilers()).get(folder) == sources_of(folder)


@cache
def _shipped() -> precompiled.Shipped | None:
    return precompiled.load(user_cache(), keep)


@cache
def teach(module: ModuleType) -> None:
    """Let compiled code call every public function that a module defines itself by its name; it stays plain Python."""
    from numba.extending import register_jitable

    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not name.startswith("_"):
            register_jitable(_nrt=False)(function)
