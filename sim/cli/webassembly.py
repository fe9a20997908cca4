"""The core, the draws of customers and what is measured of cases as one WebAssembly module: `make wasm`.

It takes what `make precompiled` wrote, and writes sim/_webassembly.zip: a report written then computes in the browser.
"""

from __future__ import annotations

import sys
import time

# What a page calls for a replication, in its order.
FUNCTIONS = (
    *(f"sim.demand.compiled_tape.{name}" for name in ("place_arrivals", "walk_needs")),
    *(f"sim.demand.compiled_tape.draw_{name}" for name in ("accounts", "languages", "hidden", "work", "ambiguity")),
    *(f"sim.demand.compiled_tape.{name}" for name in ("draw_distress", "draw_patience", "place_deadlines")),
    *("sim.core.loop.simulate", "sim.core.run.put_in_place"),
    *("sim.measures.replication.measure_cases", "sim.measures.loads.measure_people"),
)


def main() -> None:
    """Build and write; half a minute. Exits with 1 and the reason where there is no linker, or nothing to link."""
    started = time.perf_counter()
    from sim.report.live import module

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


if __name__ == "__main__":
    main()
