"""Compile beforehand what a first answer runs: `make precompiled`, or python -m sim.cli.precompile.

It runs small comparisons of what ships with podsim and a short road, takes every function that they compile as LLVM
IR for a processor without extras, and writes sim/_precompiled.zip.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import time

BASELINE = {
    "NUMBA_CPU_NAME": "generic",
    "NUMBA_CPU_FEATURES": "",
    "NUMBA_DISABLE_INTEL_SVML": "1",
    "NUMBA_BOUNDSCHECK": "0",
}
MAIN_JOB = ("compare", "support_desk", "--replications", "2", "--no-worlds", "--quiet")
ROADS = ("stay", "big_bang")
FOLDERS = ("core", "demand", "measures")  # what of sim is compiled


def main() -> None:
    """Compile, and write the file; half a minute to some minutes."""
    os.environ |= BASELINE  # before Numba is imported
    started = time.perf_counter()
    from sim.foundation import compiling, precompiled

    sources = {folder: compiling.sources_of(folder) for folder in FOLDERS}  # as they are imported
    if precompiled.sources_shipped(compiling.compilers()) == sources:
        print(f"{precompiled.FILE} is up to date", file=sys.stderr)
        return
    compiling.collected = []
    _run_everything()
    functions = {name for name, _, _ in compiling.collected}
    made_from = {"sources": sources, "compilers": compiling.compilers()}
    entries: dict[str, dict[str, tuple[str, str]]] = {}
    for name, layout, found in compiling.collected:
        entries.setdefault(name, {})[layout] = (found.entry, found.result)
    from sim.foundation.numba_ir import joined

    precompiled.write(precompiled.FILE, joined([found for *_, found in compiling.collected]), entries, made_from)
    size, seconds = precompiled.FILE.stat().st_size / 1024, time.perf_counter() - started
    print(f"{precompiled.FILE}: {len(functions)} functions, {size:.0f} KB, {seconds:.0f} s", file=sys.stderr)


def _run_everything() -> None:
    from sim.api import compare
    from sim.cli.ending import exit_code_of
    from sim.roads.reading import read_road
    from sim.roads.running import slowed, walked
    from sim.scenario import load_scenario, shipped_scenarios

    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        exit_code_of([*MAIN_JOB, "--out", folder])
    for name in (name for name in shipped_scenarios() if "/" not in name):
        compare(load_scenario(name), replications=2)
    walked(slowed(load_scenario("support_desk"), 2), [read_road(name) for name in ROADS], replications=1, seed=1)


if __name__ == "__main__":
    main()
