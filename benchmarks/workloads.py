"""Two common workloads, the same customers for every engine: when each comes, where each goes, how long each is served.

Stations serve first come, first served, with several servers each; who is done goes to the next station at once.
Times lie on podsim's grid of 2^-20 minutes, so that sums are exact and every engine can give the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.foundation.grid import grid_array

VISITS = np.arange(1, 5)
VISIT_SHARES = (0.4, 0.3, 0.2, 0.1)


@dataclass(frozen=True)
class Workload:
    """n customers with V visits in all.

    servers: of each station. arrival: float64[n], minutes, ascending. first: int64[n + 1]; the visits of customer i are
    first[i] to first[i + 1] - 1, in order. station: int64[V]. service: float64[V], minutes.
    """

    name: str
    servers: tuple[int, ...]
    arrival: np.ndarray
    first: np.ndarray
    station: np.ndarray
    service: np.ndarray

    @property
    def customers(self) -> int:
        """How many."""
        return self.arrival.size

    @property
    def visits(self) -> int:
        """Of all customers."""
        return self.service.size

    def route(self, customer: int) -> list[int]:
        """Stations of a customer, in order."""
        return self.station[self.first[customer] : self.first[customer + 1]].tolist()


def one_station(customers: int, *, servers: int = 10, load: float = 0.8, seed: int = 1) -> Workload:
    """M/M/c: mean service 1 minute, arrivals at `load` times what the servers can do."""
    stream = np.random.default_rng(seed)
    return Workload(
        name=f"M/M/{servers}",
        servers=(servers,),
        arrival=grid_array(np.cumsum(stream.exponential(1.0 / (load * servers), customers))),
        first=np.arange(customers + 1),
        station=np.zeros(customers, dtype=np.int64),
        service=grid_array(stream.exponential(1.0, customers)),
    )


def network(cases: int, *, departments: int = 4, people: int = 10, load: float = 0.8, seed: int = 1) -> Workload:
    """Departments with so many people each; a case makes 1 to 4 visits, each to a department drawn evenly."""
    stream = np.random.default_rng(seed)
    visits = stream.choice(VISITS, size=cases, p=VISIT_SHARES)
    per_case = float(np.dot(VISITS, VISIT_SHARES))
    first = np.concatenate([[0], np.cumsum(visits)])
    return Workload(
        name=f"{departments} departments of {people}",
        servers=(people,) * departments,
        arrival=grid_array(np.cumsum(stream.exponential(per_case / (load * departments * people), cases))),
        first=first,
        station=stream.integers(departments, size=first[-1]),
        service=grid_array(stream.exponential(1.0, first[-1])),
    )
