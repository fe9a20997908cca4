"""Ciw: a queueing network; its customers carry their own routes and service times.

Arrivals are one stream for each first station. Customers are known by the order in which they come, over all stations,
which is how Ciw numbers them.
"""

from __future__ import annotations

from importlib.metadata import version

import ciw
import numpy as np

from benchmarks.workloads import Workload

NAME = f"Ciw {version('ciw')}"
FOR_EVER = 1e9


class _Given(ciw.dists.Distribution):
    """The service time that belongs to a customer's present visit."""

    def __init__(self, workload: Workload) -> None:
        super().__init__()
        self.first, self.service = workload.first.tolist(), workload.service.tolist()

    def sample(self, t=None, ind=None):
        """Minutes."""
        ind.visit = getattr(ind, "visit", self.first[ind.id_number - 1] - 1) + 1
        return self.service[ind.visit]


def run(workload: Workload) -> float:
    """Mean wait."""
    entry = workload.station[workload.first[:-1]]
    gaps = [np.diff(workload.arrival[entry == node], prepend=0.0) for node in range(len(workload.servers))]
    routes = [workload.route(customer) for customer in range(workload.customers)]
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([*gap.tolist(), FOR_EVER]) for gap in gaps],
        service_distributions=[_Given(workload) for _ in workload.servers],
        number_of_servers=list(workload.servers),
        routing=ciw.routing.ProcessBased(
            lambda individual, simulation: [node + 1 for node in routes[individual.id_number - 1][1:]]
        ),
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(workload.customers, method="Finish")
    return sum(record.waiting_time for record in simulation.get_all_records()) / workload.visits
