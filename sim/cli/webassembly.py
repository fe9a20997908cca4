"""The core, the draws of customers and what is measured of cases as one WebAssembly module: `make wasm`.

It takes what `make precompiled` wrote, and writes sim/_webassembly.zip: a report written then computes in the browser.
With the file of a wheel it builds nothing, and refuses a wheel whose reports would not compute (`make release`).
"""

from __future__ import annotations

import sys
import time
import zipfile
from pathlib import Path

# What a page calls for a replication, in its order.
FUNCTIONS = (
    *(f"sim.demand.compiled_tape.{name}" for name in ("place_arrivals", "walk_needs")),
    *(f"sim.demand.compiled_tape.draw_{name}" for name in ("accounts", "languages", "hidden", "work", "ambiguity")),
    *(f"sim.demand.compiled_tape.{name}" for name in ("draw_distress", "draw_patience", "place_deadlines")),
    *("sim.core.loop.simulate", "sim.core.run.put_in_place"),
    *("sim.measures.replication.measure_cases", "sim.measures.loads.measure_people"),
)


def main() -> None:
    """Build and write; half a minute. Exits with 1 and the reason where there is no linker, or nothing to link.

    With a path: check that wheel. Exits with 1 where it has no module, or one of other sources.
    """
    started = time.perf_counter()
    from sim.report.live import module

    if len(sys.argv) > 1:
        return _check(Path(sys.argv[1]))
    if module.is_up_to_date(FUNCTIONS):
        print(f"{module.FILE} is up to date", file=sys.stderr)
        return
    try:
        made = module.build(FUNCTIONS)
        module.write(made)
    except (module.CannotLink, OSError) as error:
        sys.exit(f"podsim: {error}")
    size, seconds = len(made.wasm) / 1000, time.perf_counter() - started
    print(f"{module.FILE}: podsim.wasm of {size:.0f} KB, {seconds:.0f} s", file=sys.stderr)


def _check(wheel: Path) -> None:
    from sim.report.live import module

    try:
        missing = module.missing_in(wheel)
    except (OSError, zipfile.BadZipFile) as error:
        sys.exit(f"podsim: {wheel} cannot be read: {error}")
    if missing:
        sys.exit(f"podsim: {wheel} is not to be released: {missing}. make precompiled wasm, then build it again")
    print(f"{wheel}: its reports compute in the browser", file=sys.stderr)


if __name__ == "__main__":
    main()
