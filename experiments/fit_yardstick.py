"""How far a fitted scenario is from a test log, by the distances in which simulators of processes are published.

    python experiments/fit_yardstick.py TRAIN TEST [--runs 10] [--then-after]

TRAIN and TEST are logs in any format that podsim reads, one after the other in time. The scenario is fitted to TRAIN,
run for the time of TEST, and compared with TEST run by run (means are printed), beside resampling TRAIN and two halves
of TEST.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from sim.cli.ending import script
from sim.data.ticket_log import read_rows
from sim.exploring.fitting.distances import DAY, NAMES
from sim.exploring.fitting.fit import fit
from sim.exploring.fitting.visits import Visits, visits_of


def joined(train: Visits, test: Visits) -> Visits:
    """Both on the clock of the first."""
    by = (test.monday - train.monday).days * DAY
    for case in test.cases:
        case.opened, case.ended = case.opened + by, case.ended + by
        for visit in case.visits:
            visit.start, visit.end, visit.served = visit.start + by, visit.end + by, visit.served + by
    cases = sorted([*train.cases, *test.cases], key=lambda case: case.opened)
    return replace(train, cases=cases, end=test.end + by)


def main() -> None:
    """Read, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train")
    parser.add_argument("test")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--then-after", action="store_true")
    given = parser.parse_args()
    train, test = (visits_of(read_rows(path)) for path in (given.train, given.test))
    share = len(train.cases) / (len(train.cases) + len(test.cases))
    both = joined(train, test)
    start, end = both.cases[0].opened // DAY * DAY, both.cases[-1].opened + 1.0
    how = {"replications": given.runs, "then_after": given.then_after}
    judged = fit(both, start=start, end=end, trained=share, **how).judged
    print(f"{'':<40}{'fit':>8}{'resampled':>11}{'two halves':>12}")
    for name, about in NAMES.items():
        print(f"{about:<40}{judged.fit[name]:>8.2f}{judged.naive[name]:>11.2f}{judged.halves[name]:>12.2f}")
    print(f"median hours: log {judged.hours[0][0]:.2f}, fit {judged.hours[1][0]:.2f}")


if __name__ == "__main__":
    sys.exit(script(main))
