"""What an organisation costs: pay, and technology and second skills where their prices are set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.measures.columns import ratios, totals

if TYPE_CHECKING:
    from sim.formation.arrays import Formation, People
    from sim.scenario.scenario_settings import Scenario

MINUTES_PER_HOUR = 60.0
WEEKS_PER_YEAR = 52.0
COSTS = (
    "cost_per_resolved_case", "pay_cost", "listening_cost", "link_cost", "technology_cost", "training_cost",
)  # fmt: skip


@dataclass(frozen=True)
class Prices:
    """What one column costs. P people.

    function: int64[P], home function. pay_per_hour: float64[P]. planned_hours: float64[P] per week, whether the person
    is away or not: leave and sickness are paid. seats_per_week: technology by seat, per week. bot_per_contact: per
    first contact that meets a bot. training_per_week: of all second skills.
    """

    function: np.ndarray
    pay_per_hour: np.ndarray
    planned_hours: np.ndarray
    seats_per_week: float
    bot_per_contact: float
    training_per_week: float


def prices_of(scenario: Scenario, people: People, formation: Formation) -> Prices:
    """Prices of a column. A seat pays for a dial in proportion to it: half of ai_context costs half."""
    member = formation.home_team >= 0
    minutes = np.bincount(people.shift_person, weights=people.shift_end - people.shift_start, minlength=people.count)
    skill = people.skill if formation.skill is None else formation.skill
    second = np.count_nonzero(skill[member] > 0.0) - np.count_nonzero(member)
    per_seat = sum(float(formation.policy[dial]) * price for dial, price in scenario.money.per_seat_week.items())
    return Prices(
        function=people.function,
        pay_per_hour=people.pay_per_hour,
        planned_hours=np.where(member, minutes / MINUTES_PER_HOUR, 0.0),
        seats_per_week=per_seat * float(np.sum(member)),
        bot_per_contact=scenario.money.bot_per_contact,
        training_per_week=scenario.money.second_skill_per_year * second / WEEKS_PER_YEAR,
    )


def cost_table(
    rows: np.ndarray, bot_contacts: np.ndarray, resolved: np.ndarray, weeks: float, prices: Prices | None
) -> dict[str, np.ndarray]:
    """Costs per week and per resolved case, one value per replication; unknown without prices.

    rows: PERSON[R * P]. bot_contacts, resolved: float64[R], cases of the cohort that met a bot, and that were truly
    solved. weeks: of the cohort.
    """
    replications = resolved.size
    if prices is None:
        return {name: np.full(replications, np.nan) for name in COSTS}
    replication = np.repeat(np.arange(replications), prices.function.size)

    def paid(minutes: np.ndarray) -> np.ndarray:
        at_pay = minutes * np.tile(prices.pay_per_hour, replications)
        return totals(replication, at_pay, replications) / MINUTES_PER_HOUR / weeks

    planned = float(totals(np.zeros_like(prices.function), prices.planned_hours * prices.pay_per_hour, 1)[0])
    pay = planned + paid(rows["overrun_minutes"])
    technology = prices.seats_per_week + prices.bot_per_contact * bot_contacts / weeks
    return {
        "cost_per_resolved_case": ratios((pay + technology + prices.training_per_week) * weeks, resolved),
        "pay_cost": pay,
        "listening_cost": paid(rows["listening_minutes"]),
        "link_cost": paid(rows["linking_minutes"]),
        "technology_cost": technology,
        "training_cost": np.full(replications, prices.training_per_week),
    }
