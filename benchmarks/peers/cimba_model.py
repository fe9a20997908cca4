"""cimba from PyPI: Numba models over the Cimba C engine, in its usual form: a process per server, a store per station.

What customers bring is replayed from traces as they come. Servers take up visits in the order in which they joined, so
for one station the services are a trace of their own.
"""

from __future__ import annotations

from collections.abc import Callable

import cimba as cb
import numpy as np
from cimba import inputs

from benchmarks.workloads import Workload

NAME = f"cimba {cb.__version__}"
SERVERS = 10  # at each station; the models are compiled for so many


class OneStation(cb.Model):
    """M/M/10."""

    customers: cb.Param[int] = 1
    gap: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    service: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    line: cb.Store[float]
    total: cb.Array[float] = cb.Array(1)
    waited: cb.Output[float]

    @cb.process
    def arrivals(self):
        for _ in range(self.customers):
            cb.hold(self.gap.next())
            self.line.put(cb.now())

    @cb.process(copies=SERVERS)
    def serve(self):
        while True:
            joined = self.line.get()
            self.total[0] += cb.now() - joined
            cb.hold(self.service.next())

    @cb.on_end
    def measure(self):
        self.waited = self.total[0]


class Departments(cb.Model):
    """Four stations; a visit is known by its number, and visits of a customer follow each other."""

    customers: cb.Param[int] = 1
    gap: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    visits: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    goes_to: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    takes: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    station: cb.Array[int] = cb.Array(1)
    service: cb.Array[float] = cb.Array(1)
    joined: cb.Array[float] = cb.Array(1)
    is_last: cb.Array[bool] = cb.Array(1)
    line_0: cb.Store[int]
    line_1: cb.Store[int]
    line_2: cb.Store[int]
    line_3: cb.Store[int]
    total: cb.Array[float] = cb.Array(1)
    waited: cb.Output[float]

    @cb.function
    def join(self, visit: int) -> None:
        self.joined[visit] = cb.now()
        place = self.station[visit]
        if place == 0:
            self.line_0.put(visit)
        elif place == 1:
            self.line_1.put(visit)
        elif place == 2:
            self.line_2.put(visit)
        else:
            self.line_3.put(visit)

    @cb.function
    def take(self, visit: int) -> float:
        self.total[0] += cb.now() - self.joined[visit]
        return self.service[visit]

    @cb.function
    def go_on(self, visit: int) -> None:
        if not self.is_last[visit]:
            self.join(visit + 1)

    @cb.process
    def arrivals(self):
        coming = 0
        for _ in range(self.customers):
            cb.hold(self.gap.next())
            first = coming
            coming += int(self.visits.next())
            for visit in range(first, coming):
                self.station[visit] = int(self.goes_to.next())
                self.service[visit] = self.takes.next()
            self.is_last[coming - 1] = True
            self.join(first)

    @cb.process(copies=SERVERS)
    def serve_0(self):
        while True:
            visit = self.line_0.get()
            cb.hold(self.take(visit))
            self.go_on(visit)

    @cb.process(copies=SERVERS)
    def serve_1(self):
        while True:
            visit = self.line_1.get()
            cb.hold(self.take(visit))
            self.go_on(visit)

    @cb.process(copies=SERVERS)
    def serve_2(self):
        while True:
            visit = self.line_2.get()
            cb.hold(self.take(visit))
            self.go_on(visit)

    @cb.process(copies=SERVERS)
    def serve_3(self):
        while True:
            visit = self.line_3.get()
            cb.hold(self.take(visit))
            self.go_on(visit)

    @cb.on_end
    def measure(self):
        self.waited = self.total[0]


def prepared(workload: Workload) -> Callable[[], float]:
    """A run with everything handed over beforehand: what is timed as the engine alone."""
    model = OneStation() if len(workload.servers) == 1 else Departments()
    model.customers = workload.customers
    model.gap = inputs.trace(np.diff(workload.arrival, prepend=0.0))
    if isinstance(model, OneStation):
        model.service = inputs.trace(workload.service)
    else:
        model.visits = inputs.trace(np.diff(workload.first).astype(np.float64))
        model.goes_to = inputs.trace(workload.station.astype(np.float64))
        model.takes = inputs.trace(workload.service)
        for name in ("station", "service", "joined", "is_last"):
            setattr(model, name, cb.Array(workload.visits))
    experiment = cb.Experiment(model, replications=1, window=cb.Window.until_idle(), seed=1)
    return lambda: float(np.ravel(experiment.run()[model].waited)[0]) / workload.visits


def run(workload: Workload) -> float:
    """Mean wait."""
    return prepared(workload)()
