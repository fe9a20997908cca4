"""How much of something can be afforded: fewer worlds and replications where each has many cases.

By the number of cases and not by the clock, so that the same command gives the same answer everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.measures.expected_demand import expected_demand

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

MOST_CASES = 30_000_000  # some minutes for four columns on two processors
WEEKS_AFTER = 1  # about so long a run goes on after its measured weeks


def affordable(scenario: Scenario, wanted: int, least: int, times: int = 1, share: float = 1.0) -> int:
    """`wanted`, or fewer where `times` replications of each have more than `share` of MOST_CASES, but `least`."""
    weeks = scenario.time.warm_up_weeks + scenario.time.measured_weeks + WEEKS_AFTER
    cases = sum(expected_demand(scenario).cases.values()) * weeks * times
    return wanted if cases <= 0.0 else max(min(least, wanted), min(wanted, int(share * MOST_CASES / cases)))
