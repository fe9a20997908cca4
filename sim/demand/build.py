"""The tape of a block of replications: synthetic demand, or a replayed log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.demand.arrivals import Arrivals, synthetic_arrivals
from sim.demand.case_draws import (
    accounts_of,
    ambiguity_of,
    distress_of,
    hidden_of,
    languages_of,
    patience_of,
    walks_of,
    work_of,
)
from sim.demand.customers import horizon_open_minutes
from sim.demand.tape import Customers, Tape
from sim.foundation.draws import replication_key

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


def build_tape(
    scenario: Scenario, customers: Customers, *, seed: int, first_replication: int, replications: int
) -> Tape:
    """Cases of replications first_replication to first_replication + replications - 1.

    scenario: validated. customers: from `build_customers(scenario)`. seed: in [0, 2^63).
    A replication is the same whatever block it is built in. Raises DataError where a log cannot be used.
    """
    numbers = range(first_replication, first_replication + replications)
    keys = np.array([replication_key(seed, number) for number in numbers], dtype=np.uint64)
    if scenario.demand.replay is None:
        arrivals = synthetic_arrivals(scenario, customers, keys)
        walks = walks_of(scenario, arrivals, keys)
        account, distress = accounts_of(scenario, arrivals, keys), distress_of(scenario, arrivals, keys)
    else:
        from sim.demand.replay import replayed

        arrivals, walks, account, distress = replayed(scenario, customers, keys)
    return Tape(
        first_replication=first_replication,
        replication_key=keys,
        first_case=arrivals.first_case,
        arrival=arrivals.arrival,
        deadline=_deadlines(scenario, customers, arrivals),
        lineage=arrivals.lineage,
        account=account,
        channel=arrivals.channel,
        language=languages_of(scenario, arrivals, keys),
        needs=walks.needs,
        need=walks.need,
        hidden=hidden_of(scenario, arrivals, walks, keys),
        work=work_of(scenario, arrivals, walks, keys),
        ambiguity=ambiguity_of(scenario, arrivals, keys),
        distress=distress,
        patience=patience_of(scenario, arrivals, keys),
    )


def _deadlines(scenario: Scenario, customers: Customers, arrivals: Arrivals) -> np.ndarray:
    from sim.demand.compiled_tape import place_deadlines

    horizon, deadline = horizon_open_minutes(scenario, customers.open_before), np.empty(arrivals.arrival.size)
    place_deadlines(arrivals.arrival, arrivals.channel, horizon, customers.open_before, deadline)
    return deadline
