"""What technology rests on, in words: who meets a bot, and which dials cost nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sim.report.numbers import listed
from sim.scenario.columns import policy_of

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


def technology_lines(scenario: Scenario, columns: Iterable[str]) -> Iterator[str]:
    """Where a bot answers, and technology that some column has for nothing; none where technology is off."""
    policies = [policy_of(scenario, column) for column in columns]
    if any(policy.automation > 0.0 for policy in policies):
        bots = [name for name, channel in scenario.demand.channels.items() if channel.has_bot]
        where = (
            f"in {listed(bots)}" if bots else "nowhere, as no channel has one (bot: true), so automation does nothing"
        )
        yield f"A bot answers first contacts {where}."
    prices = scenario.money.per_seat_week | {"automation": scenario.money.bot_per_contact}
    free = [dial for dial, price in prices.items() if price == 0.0 and any(getattr(p, dial) > 0.0 for p in policies)]
    if free:
        yield f"Technology costs nothing here, which flatters whoever has it: {listed(free)}, priced at 0 in money."
