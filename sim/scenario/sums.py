"""Shares that sum to 1 but for rounding: they are taken as shares of their sum, and that is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.scenario.scenario_settings import Scenario

EXACT = 1e-9


def sum_lines(scenario: Scenario) -> Iterator[str]:
    """A line for each block of shares whose sum is not quite 1."""
    demand = scenario.demand
    blocks: dict[str, Mapping[str, float]] = {
        "first_share of the needs": {name: need.first_share for name, need in demand.needs.items()},
        "demand.languages": demand.languages,
    }
    for name, channel in demand.channels.items():
        blocks[f"first_needs of {name}"] = channel.first_needs
        blocks |= {f"first_needs of {name}, {one.hours}": one.first_needs for one in channel.at_times}
    for name, shares in blocks.items():
        total = sum(shares.values())
        if total > 0.0 and abs(total - 1.0) > EXACT and demand.replay is None:
            yield f"note: {name} sum to {total:.4g}; each is taken as a share of that"
    for name, need in demand.needs.items():
        if (total := sum(need.then.values())) > 1.0 + EXACT:
            yield f"note: what follows {name} sums to {total:.4g}; each is taken as a share of that"
        if any(sum(one.then.values()) > 1.0 + EXACT for one in need.then_after):
            yield f"note: in then_after of {name} shares sum to more than 1; each is taken as a share of that"
