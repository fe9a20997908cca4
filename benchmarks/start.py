"""What happens before the first event: imports, compiling, and how long a user waits for each command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import timing_of

RUNS = 7
LEAST_MS = 50.0
COMPARE = ("compare", "support_desk", "--no-worlds", "--no-report", "--quiet")


# As a wheel without `make precompiled`: everything is compiled.
NOTHING_SHIPS = """
from pathlib import Path
from sim.foundation import precompiled
precompiled.FILE = Path("nowhere")
from sim.cli import main
main()
"""


def _podsim(
    *arguments: str, environment: dict[str, str] | None = None, program: tuple[str, ...] = ("-m", "sim")
) -> float:
    """Seconds that a command takes as a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        out = ("--out", folder) if arguments[0] == "compare" else ()
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *program, *arguments, *out],
            capture_output=True,
            text=True,
            env={**os.environ, **(environment or {})},
            check=False,
        )
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 4):
        raise RuntimeError(done.stderr)
    return seconds


def commands() -> dict:
    """Seconds of `--help`, `validate`, and a comparison whose code was compiled before."""
    works = {"--help": ("--help",), "validate support_desk": ("validate", "support_desk"), " ".join(COMPARE): COMPARE}
    found = {}
    for name, arguments in works.items():
        _podsim(*arguments)
        found[name] = timing_of([_podsim(*arguments) for _ in range(RUNS)]).as_dict()
    return found


def cold() -> dict[str, float]:
    """Seconds of a first comparison of two replications, with nothing compiled and with what ships, and of the next."""
    arguments = ("compare", "support_desk", "--replications", "2", "--no-worlds", "--no-report", "--quiet")
    with tempfile.TemporaryDirectory() as folder:
        environment = {"NUMBA_CACHE_DIR": folder}
        compiling = ("-c", NOTHING_SHIPS)
        first = _podsim(*arguments, environment=environment, program=compiling)
        again = _podsim(*arguments, environment=environment, program=compiling)
        kept_mb = _size(folder) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        shipped = _podsim(*arguments, environment={"NUMBA_CACHE_DIR": folder})
    return {"first": first, "next": again, "kept_mb": kept_mb, "shipped": shipped}


def _size(folder: str) -> int:
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def imports() -> dict[str, list[dict[str, float | str]]]:
    """Packages that take 50 ms or more to import, everything that they import included, by command."""
    return {name: _imports_of(arguments) for name, arguments in _COMMANDS.items()}


_COMMANDS = {
    "--help": ("--help",),
    "validate": ("validate", "support_desk"),
    "compare": ("compare", "support_desk", "--replications", "2", "--no-worlds", "--no-report", "--quiet"),
}


def _imports_of(arguments: tuple[str, ...]) -> list[dict[str, float | str]]:
    with tempfile.TemporaryDirectory() as folder:
        out = ("--out", folder) if arguments[0] == "compare" else ()
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "sim", *arguments, *out],
            capture_output=True,
            text=True,
            check=False,
        )
    found = {}
    for line in done.stderr.splitlines():
        if match := re.match(r"import time:\s+\d+ \|\s+(\d+) \|\s+([\w.]+)$", line):
            milliseconds, name = int(match[1]) / 1e3, match[2]
            if milliseconds >= LEAST_MS and "." not in name and name != "sim":
                found[name] = max(milliseconds, found.get(name, 0.0))
    rows = sorted(found.items(), key=lambda row: -row[1])
    return [{"package": name, "ms": milliseconds} for name, milliseconds in rows]
