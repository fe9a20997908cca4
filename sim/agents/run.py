"""All replications of a block, one model each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sim.agents.model import Organisation
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import Formation, People, Roster
from sim.formation.stages import Switch
from sim.records.tables import Records


def run_agents(
    tape: Tape,
    customers: Customers,
    people: People,
    roster: Roster,
    formation: Formation,
    *,
    switches: Sequence[Switch] = (),
    segments: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Records:
    """Records of one column over a block of replications, by the agent model.

    switches: stages of a road that begins as the column. segments: write down segments as well. progress: called with
    (replications done, of how many).
    ValueError where some function has nobody able to serve it.
    """
    done = []
    for replication in range(tape.replications):
        model = Organisation(
            tape, customers, people, roster, formation, switches=switches, replication=replication, segments=segments
        )
        done.append(model.run())
        model.forget()
        if progress is not None:
            progress(replication + 1, tape.replications)
    return Records(
        contacts=np.concatenate([records.contacts for records in done]),
        people=np.concatenate([records.people for records in done]),
        segments=np.concatenate([records.segments for records in done]) if segments else None,
        stopped_at=np.concatenate([records.stopped_at for records in done]),
        events=np.concatenate([records.events for records in done]),
        weeks=np.concatenate([records.weeks for records in done]),
        accounts=np.concatenate([records.accounts for records in done]),
        taken=np.concatenate([records.taken for records in done]),
        back_in=np.concatenate([records.back_in for records in done]),
    )
