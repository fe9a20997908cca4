"""`python -m benchmarks [PART ...]`: measure, and write docs/performance.md with its pictures.

Parts that are not named keep what was measured before. `page` measures nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import against, curves, machine, memory, scaling, start, whole
from benchmarks.page import write_page

ROOT = Path(__file__).resolve().parent.parent
MEASURED = ROOT / "benchmarks" / "measured.json"

PARTS: dict[str, Callable[[], object]] = {
    "whole": lambda: {"ways": whole.against_agents(), "draws": whole.share_of_draws()},
    "station": lambda: against.compared("station"),
    "network": lambda: against.compared("network"),
    "classic": lambda: [against.classic_set(people, 50_000) for people in (5, 10, 50, 200)],
    "curves": lambda: {
        "team_size": curves.over_team_size(),
        "people": curves.over_people(),
        "pods": curves.over_pods(),
        "cases": curves.over_cases(),
        "replications": curves.over_replications(),
        "mechanisms": curves.of_mechanisms(),
    },
    "memory": memory.measured,
    "threads": scaling.threads,
    "cells": scaling.cells,
    "start": lambda: {"commands": start.commands(), "cold": start.cold(), "imports": start.imports()},
}


def main(arguments: list[str]) -> int:
    """Measure the parts named, all by default, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join([*PARTS, "page"]))
    named = parser.parse_args(arguments).parts or list(PARTS)
    if unknown := [name for name in named if name not in (*PARTS, "page")]:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join([*PARTS, 'page'])}")
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for name in named:
        if name == "page":
            continue
        started = time.perf_counter()
        print(f"{name} ...", file=sys.stderr, flush=True)
        measured[name] = {"on": machine.described(), "found": PARTS[name]()}
        print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        aside = MEASURED.with_suffix(".new")
        aside.write_text(json.dumps(measured, indent=1) + "\n")
        aside.replace(MEASURED)
    missing = [name for name in PARTS if name not in measured]
    if missing:
        print(f"not measured yet: {', '.join(missing)}; the page is written when all are", file=sys.stderr)
        return 1
    for path in write_page(measured, ROOT / "docs"):
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
