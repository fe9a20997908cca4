"""salabim: a component per server, passive while nobody waits; yieldless off, trace and monitors off, as is quickest.

Customers are not components: to build one takes salabim far longer than to serve it.
"""

from __future__ import annotations

from collections import deque
from importlib.metadata import version

import salabim

from benchmarks.workloads import Workload

NAME = f"salabim {version('salabim')}"


def run(workload: Workload) -> float:
    """Mean wait."""
    environment = salabim.Environment(trace=False, yieldless=False)
    arrival, first = workload.arrival.tolist(), workload.first.tolist()
    station, service = workload.station.tolist(), workload.service.tolist()
    queues, idle = [deque() for _ in workload.servers], [[] for _ in workload.servers]
    waited = 0.0

    def join(visit: int, last: int) -> None:
        place = station[visit]
        queues[place].append((environment.now(), visit, last))
        if idle[place]:
            idle[place].pop().activate()

    class Unwatched(salabim.Component):
        def setup(self):
            self.status.monitor(False)
            self.mode.monitor(False)

    class Server(Unwatched):
        def process(self, place: int):
            nonlocal waited
            queue = queues[place]
            while True:
                while queue:
                    joined, visit, last = queue.popleft()
                    waited += environment.now() - joined
                    yield self.hold(service[visit])
                    if visit < last:
                        join(visit + 1, last)
                idle[place].append(self)
                yield self.passivate()

    class Source(Unwatched):
        def process(self):
            for number, time in enumerate(arrival):
                yield self.hold(till=time)
                join(first[number], first[number + 1] - 1)

    for place, capacity in enumerate(workload.servers):
        for _ in range(capacity):
            Server(place=place, env=environment)
    Source(env=environment)
    environment.run()
    return waited / workload.visits
