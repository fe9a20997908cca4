"""`python -m tests.equivalence.branches`: which branches of the core the equivalence scenarios reach.

The compiler is off (`tests.single_source.plain_core`), and coverage.py follows the core and the sentences that both
engines run. Scenarios are those of `test_engines_agree`, in its order, of whole minutes and of any, the columns of
`test_every_dial`, among them one that becomes another after a week, and those of `test_many_teams`. Printed: branches
reached, of how many, by module; then each that no scenario reached, by its line and where it would have led.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from dataclasses import replace
from functools import partial
from pathlib import Path

from coverage import Coverage

from tests.single_source.plain_core import take_compiler_away

PACKAGE = Path(__file__).resolve().parents[2] / "sim"
FOLLOWED = ("core", "process", "rules")
NOT_OF_EVENTS = (
    "compiled.py",
    "run.py",
    "tables.py",
    "world.py",
    "world_type.py",
    "bits.py",
    "inline.py",
    "empathy.py",
)


def run(scenarios: int) -> int:
    """Run so many scenarios by the core in plain Python; how many were run."""
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    from sim.core import run_core
    from sim.scenario import build_scenario
    from tests.equivalence.agreement import inputs_of
    from tests.equivalence.random_scenarios import on_whole_minutes, wait_outside
    from tests.equivalence.random_scenarios import scenarios as of_any_kind

    count = 0

    @settings(max_examples=scenarios, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(of_any_kind(), st.booleans(), st.booleans(), st.booleans())
    def each(description: dict, whole_minutes: bool, slow_clock: bool, outside: bool) -> None:
        nonlocal count
        if outside:
            wait_outside(description, 60.0)
        description = description | {"time": {**description["time"], "slow_clock": slow_clock}}
        inputs = inputs_of(build_scenario(description), ["random_column"], replications=1)
        tape = on_whole_minutes(inputs.tape) if whole_minutes else inputs.tape
        inputs = replace(inputs, tape=tape)
        run_core(tape, inputs.customers, inputs.people, inputs.roster, inputs.formations[0], segments=True, threads=1)
        count += 1

    each()
    return count + every_dial() + many_teams()


def every_dial() -> int:
    """Run the desk on which every dial shows, each of its columns; how many there are."""
    from sim.core import run_core
    from sim.scenario import build_scenario
    from tests.equivalence.agreement import inputs_of
    from tests.equivalence.test_every_dial import columns_of, of
    from tests.single_source.desk import DESK

    inputs = inputs_of(build_scenario(DESK), list(DESK["formations"]), replications=1)
    columns = columns_of(inputs)
    for column in columns.values():
        of(partial(run_core, threads=1), inputs, column)
    return len(columns)


def many_teams() -> int:
    """Run more teams than the core looks through one by one, for each way to choose among them; how many ways."""
    from sim.core import run_core
    from sim.scenario import build_scenario
    from tests.equivalence.agreement import inputs_of
    from tests.equivalence.test_many_teams import POLICIES, described

    for policy in POLICIES:
        inputs = inputs_of(build_scenario(described(**policy)), ["pods"], replications=1)
        run_core(inputs.tape, inputs.customers, inputs.people, inputs.roster, inputs.formations[0], threads=1)
    return len(POLICIES)


def branches(found: Coverage) -> dict[str, tuple[int, int, list[str]]]:
    """By module: branches reached, all of them, and each that was not, as "line 12 `if x:` to 15"."""
    by_module = {}
    for name in FOLLOWED:
        for file in sorted((PACKAGE / name).glob("*.py")):
            if file.name in NOT_OF_EVENTS:
                continue
            lines = file.read_text(encoding="utf-8").splitlines()
            taken = found.branch_stats(str(file))
            missing = defaultdict(list)
            for line, there in found._analyze(str(file)).missing_branch_arcs().items():
                missing[line] += there
            every, reached = (sum(numbers[place] for numbers in taken.values()) for place in (0, 1))
            told = [
                f"line {line} `{lines[line - 1].strip()}` to {'the end' if to < 0 else f'line {to}'}"
                for line, targets in sorted(missing.items())
                for to in targets
            ]
            if every:
                by_module[f"{name}.{file.stem}"] = (reached, every, told)
    return by_module


def main() -> int:
    """Run scenarios and print the branches."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenarios", type=int, default=12, help="random ones")
    asked = parser.parse_args()
    take_compiler_away()
    watch = Coverage(branch=True, data_file=None, config_file=False, source=[str(PACKAGE / name) for name in FOLLOWED])
    watch.start()
    count = run(asked.scenarios)
    watch.stop()
    found = branches(watch)
    for module, (reached, every, missing) in found.items():
        print(f"{module}: {reached} of {every} branches")
        for line in missing:
            print(f"    {line}")
    reached, every = (sum(numbers[place] for numbers in found.values()) for place in (0, 1))
    print(f"{count} scenarios reach {reached} of {every} branches ({reached / every:.1%})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
