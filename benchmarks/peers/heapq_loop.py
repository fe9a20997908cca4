"""Plain Python: a loop of some twenty lines over a heap of those being served. What the other engines must beat."""

from __future__ import annotations

import math
from collections import deque
from heapq import heappop, heappush

from benchmarks.workloads import Workload

NAME = "heapq loop, plain Python"


def run(workload: Workload) -> float:
    """Mean wait."""
    arrival = [*workload.arrival.tolist(), math.inf]
    first, station, service = workload.first.tolist(), workload.station.tolist(), workload.service.tolist()
    free, queues = list(workload.servers), [deque() for _ in workload.servers]
    served: list[tuple[float, int, int]] = []  # done at, visit, customer
    waited, coming, left = 0.0, 0, workload.customers
    while left:
        if not served or arrival[coming] <= served[0][0]:
            now, visit, customer = arrival[coming], first[coming], coming
            coming += 1
        else:
            now, visit, customer = heappop(served)
            place = station[visit]
            if queues[place]:
                joined, following, other = queues[place].popleft()
                waited += now - joined
                heappush(served, (now + service[following], following, other))
            else:
                free[place] += 1
            visit += 1
            if visit == first[customer + 1]:
                left -= 1
                continue
        place = station[visit]
        if free[place]:
            free[place] -= 1
            heappush(served, (now + service[visit], visit, customer))
        else:
            queues[place].append((now, visit, customer))
    return waited / workload.visits
