"""salabim: a component per customer, a Resource per station; yieldless off, trace and monitors off, as is quickest."""

from __future__ import annotations

from importlib.metadata import version

import salabim

from benchmarks.workloads import Workload

NAME = f"salabim {version('salabim')}"


def run(workload: Workload) -> float:
    """Mean wait."""
    environment = salabim.Environment(trace=False, yieldless=False)
    stations = [
        salabim.Resource(f"station {number}", capacity=capacity, monitor=False, env=environment)
        for number, capacity in enumerate(workload.servers)
    ]
    arrival, first = workload.arrival.tolist(), workload.first.tolist()
    station, service = workload.station.tolist(), workload.service.tolist()
    waited = [0.0]

    class Customer(salabim.Component):
        def process(self, number: int):
            for visit in range(first[number], first[number + 1]):
                joined = environment.now()
                place = stations[station[visit]]
                yield self.request(place)
                waited[0] += environment.now() - joined
                yield self.hold(service[visit])
                self.release(place)

    class Source(salabim.Component):
        def process(self):
            for number, time in enumerate(arrival):
                yield self.hold(till=time)
                Customer(number=number, env=environment, mode=None)

    Source(env=environment)
    environment.run()
    return waited[0] / workload.visits
