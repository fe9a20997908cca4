"""Mesa's own events: a scheduled function for each arrival and each end of service.

Event by event through DEVSimulator, which Mesa 3.5 still has beside the scheduling of the model itself: asked to run
until some far time, 3.5 steps through every unit of it.
"""

from __future__ import annotations

from collections import deque
from importlib.metadata import version

import mesa
from mesa.experimental.devs import DEVSimulator

from benchmarks.workloads import Workload

NAME = f"Mesa {version('mesa')} events"


def run(workload: Workload) -> float:
    """Mean wait."""
    model, simulator = mesa.Model(), DEVSimulator()
    simulator.setup(model)
    arrival, first = workload.arrival.tolist(), workload.first.tolist()
    station, service = workload.station.tolist(), workload.service.tolist()
    free, queues = list(workload.servers), [deque() for _ in workload.servers]
    waited = 0.0

    def join(visit: int, last: int) -> None:
        place = station[visit]
        if free[place]:
            free[place] -= 1
            simulator.schedule_event_relative(done, service[visit], function_args=[visit, last])
        else:
            queues[place].append((simulator.time, visit, last))

    def done(visit: int, last: int) -> None:
        nonlocal waited
        place = station[visit]
        if queues[place]:
            joined, following, other = queues[place].popleft()
            waited += simulator.time - joined
            simulator.schedule_event_relative(done, service[following], function_args=[following, other])
        else:
            free[place] += 1
        if visit < last:
            join(visit + 1, last)

    def come(number: int) -> None:
        if number + 1 < workload.customers:
            simulator.schedule_event_absolute(come, arrival[number + 1], function_args=[number + 1])
        join(first[number], first[number + 1] - 1)

    simulator.schedule_event_absolute(come, arrival[0], function_args=[0])
    while not simulator.event_list.is_empty():
        simulator.run_next_event()
    return waited / workload.visits
