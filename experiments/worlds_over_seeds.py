"""How often plausible worlds get the same word with other luck: the same worlds over several seeds of the customers.

    python experiments/worlds_over_seeds.py [SCENARIO] [--seeds 3]

For every pair and measure: in how many pairs of seeds a world has the same word, in how many both are decided, and in
how many of these they are opposite (better, worse). Prints a table; some minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from sim.cli.ending import script
from sim.comparison.words import BETTER, NOT_SETTLED, WORSE
from sim.exploring.sensitivity import pairs_told
from sim.exploring.worlds import plausible_worlds
from sim.scenario import load_scenario
from sim.scenario.built_in_columns import DEFAULT_COLUMNS


class Agreement(NamedTuple):
    """Over pairs of seeds and worlds: how many, how many alike, decided in both, and of these opposite."""

    compared: int
    alike: int
    decided: int
    opposite: int


def agreement(words: Sequence[Sequence[str]]) -> Agreement:
    """words: of every seed, a world each."""
    compared = [{a, b} for one, other in combinations(words, 2) for a, b in zip(one, other, strict=True)]
    decided = [pair for pair in compared if NOT_SETTLED not in pair]
    alike = sum(len(pair) == 1 for pair in compared)
    return Agreement(len(compared), alike, len(decided), sum(pair == {BETTER, WORSE} for pair in decided))


def main() -> None:
    """Run the worlds and print how they agree."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("scenario", nargs="?", default="support_desk")
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    scenario, pairs = load_scenario(asked.scenario), pairs_told(DEFAULT_COLUMNS)
    runs = [
        plausible_worlds(scenario, DEFAULT_COLUMNS, seed=seed, drawn_with=scenario.seed, pairs=pairs)
        for seed in range(1, asked.seeds + 1)
    ]
    found = []
    for pair in pairs:
        for measure in runs[0].differences[pair]:
            one = agreement([run.differences[pair][measure].words for run in runs])
            found.append(one)
            print(
                f"{pair[1]} against {pair[0]}, {measure}: alike {one.alike / one.compared:.0%}, both decided "
                f"{one.decided}, opposite {one.opposite}"
            )
    print(f"In all: decided in both {sum(o.decided for o in found)}, opposite {sum(o.opposite for o in found)}")


if __name__ == "__main__":
    sys.exit(script(main))
