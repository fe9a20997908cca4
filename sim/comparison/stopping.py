"""When there are enough replications: those asked for, or, with "auto", once every primary comparison is settled."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from sim.comparison.statistics import paired_differences

if TYPE_CHECKING:
    from sim.comparison.sampling import Sampler

FEWEST_AUTO = 10
BUDGET_REPLICATIONS = 200
BUDGET_SECONDS = 120.0


def until_settled(sampler: Sampler, budget_replications: int, budget_seconds: float) -> bool:
    """Add replications until every primary comparison is settled. False where the budget ran out first."""
    sampler.extend_to(2)
    columns, worth_having = sampler.prepared.columns, sampler.prepared.scenario.worth_having
    until = time.monotonic() + budget_seconds  # from here on: compiling must not use it up
    target = min(FEWEST_AUTO, budget_replications)
    looks = looks_until(budget_replications)
    while True:
        sampler.extend_to(target, until)
        rows = paired_differences(sampler.samples, columns, worth_having, primary_only=True).values()
        if sampler.done >= FEWEST_AUTO and all(d.settled(looks) for row in rows for d in row.values()):
            return True
        if sampler.done >= budget_replications or time.monotonic() >= until:
            return False
        target = min(budget_replications, next_target(sampler.done))


def looks_until(budget: int) -> int:
    """How often `auto` looks before the replications are used up."""
    done, looks = min(FEWEST_AUTO, budget), 1
    while done < budget:
        done, looks = min(budget, next_target(done)), looks + 1
    return looks


def next_target(done: int) -> int:
    """Half as many again, in whole tens: few looks, as each look is a chance to stop by luck."""
    return max(done + 10, 10 * math.ceil(done * 1.5 / 10))
