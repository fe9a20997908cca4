"""SimPy: a process per server, asleep while nobody waits. Quicker than the usual process per customer."""

from __future__ import annotations

from collections import deque
from importlib.metadata import version

import simpy

from benchmarks.workloads import Workload

NAME = f"SimPy {version('simpy')}, by server"


def run(workload: Workload) -> float:
    """Mean wait."""
    environment = simpy.Environment()
    arrival, first = workload.arrival.tolist(), workload.first.tolist()
    station, service = workload.station.tolist(), workload.service.tolist()
    queues, asleep = [deque() for _ in workload.servers], [[] for _ in workload.servers]
    waited = 0.0

    def join(visit: int, last: int) -> None:
        place = station[visit]
        queues[place].append((environment.now, visit, last))
        if asleep[place]:
            asleep[place].pop().succeed()

    def server(place: int):
        nonlocal waited
        queue = queues[place]
        while True:
            while queue:
                joined, visit, last = queue.popleft()
                waited += environment.now - joined
                yield environment.timeout(service[visit])
                if visit < last:
                    join(visit + 1, last)
            wake = environment.event()
            asleep[place].append(wake)
            yield wake

    def source():
        for number, time in enumerate(arrival):
            yield environment.timeout(time - environment.now)
            join(first[number], first[number + 1] - 1)

    for place, capacity in enumerate(workload.servers):
        for _ in range(capacity):
            environment.process(server(place))
    environment.process(source())
    environment.run()
    return waited / workload.visits
