"""A described scenario run in its departments, and its records read as the visits of a log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.exploring.fitting.distances import Path
from sim.foundation.kinds import ComesBack, Outcome, SegmentKind

if TYPE_CHECKING:
    from sim.records.tables import Records

COLUMN = "silos"
WAITS = (SegmentKind.QUEUE, SegmentKind.PICKUP)


@dataclass
class SimulatedCase:
    """replication; opened, ended: minutes of the run, nan where it had not ended. labels, starts, served, ends: of its
    visits, waits for somebody outside included; done: when their last step ended; worked: minutes of their steps."""

    replication: int
    opened: float
    ended: float
    labels: list[str]
    starts: list[float]
    served: list[float]
    ends: list[float]
    done: list[float]
    worked: list[float]

    def path(self, shift: float, activities: bool) -> Path:
        """As `distances` takes it. shift: minutes to add. activities: only work counts, not waits."""
        starts, ends = (self.served, self.done) if activities else ([self.opened, *self.starts[1:]], self.ends)
        return Path(tuple(self.labels), tuple(at + shift for at in starts), tuple(at + shift for at in ends))


def simulate(values: Mapping[str, Any], *, seed: int, replications: int) -> list[SimulatedCase]:
    """All cases of all replications in order. values: of `values_of`."""
    from sim.core import run_core
    from sim.demand.build import build_tape
    from sim.formation.prepared import prepare
    from sim.scenario import build_scenario

    scenario = build_scenario(values, name="fitted")
    prepared = prepare(scenario, [COLUMN])
    tape = build_tape(scenario, prepared.customers, seed=seed, first_replication=0, replications=replications)
    given = (tape, prepared.customers, prepared.people, prepared.roster, prepared.formations[COLUMN])
    return cases_of(run_core(*given, segments=True), prepared.customers.function_names)


def cases_of(records: Records, names: tuple[str, ...]) -> list[SimulatedCase]:
    """The visits of each case, from its segments. names: of functions."""
    found: dict[tuple[int, int], SimulatedCase] = {}
    solved, over = int(Outcome.RESOLVED), int(ComesBack.NO)
    columns = ("replication", "case", "arrived_at", "ended_at", "outcome", "comes_back")
    for replication, number, arrived, ended, outcome, back in zip(
        *(records.contacts[name].tolist() for name in columns), strict=True
    ):
        case = found.setdefault((replication, number), SimulatedCase(replication, arrived, nan, [], [], [], [], [], []))
        case.ended = ended if outcome == solved and back == over else nan
    assert records.segments is not None
    rows = records.segments[np.isin(records.segments["kind"], (*WAITS, SegmentKind.STEP, SegmentKind.OUTSIDE))]
    waiting: dict[tuple[int, int], float] = {}
    of_segment = ("replication", "case", "kind", "apparent", "need", "start", "end")
    for replication, number, kind, apparent, need, start, end in zip(
        *(rows[name].tolist() for name in of_segment), strict=True
    ):
        key = (replication, number)
        case = found[key]
        if kind in WAITS:
            waiting.setdefault(key, start)
        elif kind == SegmentKind.OUTSIDE:
            case.ends[-1] = end
        else:
            _step(case, names[apparent if 0 <= apparent < len(names) else need], waiting.pop(key, start), start, end)
    return list(found.values())


def _step(case: SimulatedCase, label: str, enters: float, start: float, end: float) -> None:
    if case.labels and case.labels[-1] == label:
        case.ends[-1] = case.done[-1] = end
        case.worked[-1] += end - start
        return
    case.labels.append(label)
    case.worked.append(end - start)
    case.starts.append(enters)
    case.served.append(start)
    case.ends.append(end)
    case.done.append(end)
