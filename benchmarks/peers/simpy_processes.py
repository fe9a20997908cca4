"""SimPy as it is usually written: a process per customer, a Resource per station."""

from __future__ import annotations

from importlib.metadata import version

import simpy

from benchmarks.workloads import Workload

NAME = f"SimPy {version('simpy')}, by customer"


def run(workload: Workload) -> float:
    """Mean wait."""
    environment = simpy.Environment()
    stations = [simpy.Resource(environment, capacity) for capacity in workload.servers]
    arrival, first = workload.arrival.tolist(), workload.first.tolist()
    station, service = workload.station.tolist(), workload.service.tolist()
    waited = 0.0

    def customer(number: int):
        nonlocal waited
        for visit in range(first[number], first[number + 1]):
            joined = environment.now
            place = stations[station[visit]]
            request = place.request()
            yield request
            waited += environment.now - joined
            yield environment.timeout(service[visit])
            place.release(request)

    def source():
        for number, time in enumerate(arrival):
            yield environment.timeout(time - environment.now)
            environment.process(customer(number))

    environment.process(source())
    environment.run()
    return waited / workload.visits
