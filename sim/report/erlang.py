"""What Erlang A says of a phone queue, beside the simulation: the closed form that staffing tools use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.measures import AT
from sim.measures.expected_demand import expected_demand, opening_spans
from sim.measures.offered import weekly_capacity
from sim.scenario.built_in_columns import TODAY

if TYPE_CHECKING:
    from sim.comparison.results import Comparison
    from sim.scenario.scenario_settings import Scenario

LOST = "calls_abandoned_share"
LEFT_OUT = "other work of the same people, changes of hands, uneven hours, redials, fatigue and the spread of real work"


def gives_up(scenario: Scenario, name: str) -> float:
    """Share of calls of a live channel that give up by Erlang A: a queue a function, whose people serve nothing else.

    M/M/c+M: calls evenly over the open minutes, exponential service and patience, as many people as are there on
    average. Raises ValueError where a function that is called has not even one, and where nobody gives up.
    """
    from sim.studies.verification.closed_forms import erlang_a

    demand, channel = scenario.demand, scenario.demand.channels[name]
    if channel.patience_minutes is None:
        raise ValueError(f"{name} has no patience")
    alone = demand.model_copy(update={"channels": {name: channel}, "bursts": ()})
    work = expected_demand(scenario.model_copy(update={"demand": alone})).work
    minutes = float(sum(end - start for start, end in opening_spans(scenario, channel)))
    capacity, calls, lost = weekly_capacity(scenario), 0.0, 0.0
    for function, offered in work.items():
        if offered <= 0.0:
            continue
        handling, people = demand.needs[function].work_minutes, round(capacity[function] / minutes)
        if people < 1:
            raise ValueError(f"{function} has less than one person there on average")
        share, _ = erlang_a(people, offered / minutes, handling / channel.patience_minutes)
        calls += offered / handling
        lost += share * offered / handling
    return lost / calls if calls else 0.0


def erlang_lines(comparison: Comparison) -> Iterator[str]:
    """A line for every live channel whose calls come from the scenario's own settings, in departments today."""
    scenario = comparison.scenario
    demand = scenario.demand
    if TODAY not in comparison.columns or demand.replay is not None or demand.volumes_file is not None:
        return
    for name, channel in demand.channels.items():
        sample = comparison.samples[TODAY].get(f"{LOST}{AT}{name}")
        if not channel.live or sample is None:
            continue
        try:
            closed = gives_up(scenario, name)
        except ValueError:
            continue
        yield (
            f"Erlang A for {name} alone, departments today: {100 * closed:.1f}% of calls give up; simulated "
            f"{100 * float(np.nanmean(sample)):.1f}%. The formula leaves out {LEFT_OUT}."
        )
