"""How far an emulated map can be trusted: what `podsim sweep --emulate` says, beside what is run afterwards.

    python experiments/emulated_maps.py [--write]

Five organisations, two to three settings each, the three primary measures, departments with better habits against pods.
Of other combinations than those of the map many replications are run. How many of the intervals for two replications
hold what each two of these show; how many words that the map decides are wrong, where all replications together decide
the sign. --write puts the table beside this script; docs/background/statistics.md shows it. About ten minutes on two
cores; what is finished is kept in results/.cells.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import Any

import numpy as np

from sim.cli.ending import script
from sim.comparison.intervals import mean_interval
from sim.comparison.words import BETTER, WORDS, WORSE
from sim.exploring.axes import Axis, scenarios_at
from sim.exploring.cells import Cell, run_cells
from sim.exploring.emulation.emulate import Emulated, cells_to_run, emulated, sample_of
from sim.measures import PRIMARY
from sim.scenario import changed, load_scenario
from sim.scenario.built_in_columns import HABITS, PODS

TABLE = Path(__file__).resolve().parent / "emulated_maps.csv"
STORE = Path("results/.cells")
SCENARIOS = ("support_desk", "bank", "b2b_software", "energy_supplier", "software_swarm")
AXES = {"demand.volume_factor": (0.75, 1.1), "policy.link_minutes": (0.0, 4.0), "people.away_share": (0.2, 0.35)}
VALUES = 101  # of each axis: more than a million combinations
WEEKS, RUNS = 1, 2000
OTHERS, OTHERS_SEED, REPLICATIONS, FIRST = 40, 2, 16, 500_000  # combinations run afterwards, and with which luck

Row = dict[str, Any]


def rows_of(name: str) -> list[Row]:
    """A row per primary measure of one organisation."""
    scenario = changed(load_scenario(name), {"time.measured_weeks": WEEKS})
    axes = tuple(Axis(key, tuple(np.linspace(*ends, VALUES).tolist())) for key, ends in AXES.items())
    pair = (HABITS, PODS)
    chosen, cells = cells_to_run(scenario, axes, pair, runs=RUNS)
    results = run_cells(cells, store=STORE)
    others = sample_of(axes, OTHERS, OTHERS_SEED)
    wanted = [tuple(axis.values[place] for axis, place in zip(axes, row, strict=True)) for row in others.tolist()]
    after = [
        Cell(one, pair, one.seed, REPLICATIONS, first=FIRST + place * REPLICATIONS)
        for place, (_, one) in enumerate(scenarios_at(scenario, axes, wanted))
    ]
    found = run_cells(after, store=STORE)
    rows = []
    for measure in PRIMARY:
        truth = np.array([one.samples[PODS][measure] - one.samples[HABITS][measure] for one in found])
        rows.append({"scenario": name, "measure": measure, **_judged(
            emulated(scenario, axes, pair, measure, chosen, results), others, truth
        )})  # fmt: skip
    return rows


def _judged(found: Emulated, others: np.ndarray, truth: np.ndarray) -> Row:
    """truth: float64[n, R], differences of the replications run afterwards."""
    here = found.at(others)
    pairs = truth.reshape(len(truth), -1, found.replications).mean(axis=2)
    inside = np.abs(pairs - here.known.value[:, None]) <= here.half_for(found.replications)[:, None]
    words = [WORDS[place] for place in here.words]
    upward = found.measure.direction == "more"
    decided, opposite = 0, 0
    for word, values in zip(words, truth, strict=True):
        interval = mean_interval(values)
        if word in (BETTER, WORSE) and (interval.low > 0.0 or interval.high < 0.0):
            decided += 1
            opposite += (interval.low > 0.0) != ((word == BETTER) == upward)
    return {
        "trusted": found.tried.trusted,
        "intervals": int(inside.size),
        "held": int(inside.sum()),
        "said": sum(word in (BETTER, WORSE) for word in words),
        "decided": decided,
        "wrong": opposite,
        "combinations": len(words),
    }


def main() -> None:
    """Run, print, and with --write keep the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    rows = []
    for name in SCENARIOS:
        for row in rows_of(name):
            print(row, flush=True)
            rows.append(row)
    held, of = sum(row["held"] for row in rows), sum(row["intervals"] for row in rows)
    decided, wrong = sum(row["decided"] for row in rows), sum(row["wrong"] for row in rows)
    print(f"In all: held {held / of:.1%} of {of}; of {decided} words that can be judged {wrong} are wrong")
    if asked.write:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(script(main, STORE))
