"""The business case in plain formulas: what a change gains week by week, when it has paid back, what it is worth.

Flows are money by replication and week, float64[R, W]: gained where above 0, spent where below, always beside the
world in which nothing is changed. Three lines are kept apart. *Cashable* is what no longer has to be paid: overtime,
replacing people who left, technology, people not needed at equal service. *Customers* is the value of those who are
kept. *Freed* minutes are nobody's money: whoever is less busy is paid the same. Only the first is money by itself; the
second is added where somebody has priced a customer; the third never.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.measures.costs import MINUTES_PER_HOUR, WEEKS_PER_YEAR, Prices

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

NEVER = np.inf
WITHIN_WEEKS = 52  # in which the largest one-off cost is to be paid back
ROUNDING = 1e-9  # of all money that moved: so little below 0 is 0


def cumulative(flows: np.ndarray) -> np.ndarray:
    """Money gained until the end of every week, float64[R, W]; within rounding of 0 it is 0."""
    total = np.cumsum(flows, axis=-1)
    return np.where(np.abs(total) <= ROUNDING * np.cumsum(np.abs(flows), axis=-1), 0.0, total)


def payback_weeks(flows: np.ndarray) -> np.ndarray:
    """Weeks until everything spent has come back for good, float64[R].

    That is the last week at whose end more has been spent than gained, counted from 1, and one more. What comes back
    and is lost again within the horizon has not been paid back. 0: never in debt at the end of a week. inf: in debt at
    the end of the horizon, W weeks. nan: where a flow is unknown.
    """
    total = cumulative(flows)
    weeks = total.shape[-1]
    in_debt = total < 0.0
    last = np.where(in_debt.any(axis=-1), weeks - np.argmax(in_debt[..., ::-1], axis=-1), -1)
    found = np.where(last == weeks, NEVER, last + 1.0)
    return np.where(np.isnan(flows).any(axis=-1), np.nan, found)


def npv(flows: np.ndarray, yearly_rate: float) -> np.ndarray:
    """Net present value over the horizon, float64[R]: money of week w counts 1 / (1 + yearly_rate) ** (w / 52).

    So the first week counts in full. yearly_rate: share, 0 or more.
    """
    weeks = np.arange(flows.shape[-1])
    return flows @ (1.0 + yearly_rate) ** (-weeks / WEEKS_PER_YEAR)


def largest_loss(flows: np.ndarray) -> np.ndarray:
    """The most that is ever spent beyond what has been gained at the end of a week, float64[R], at least 0."""
    return -np.minimum(cumulative(flows).min(axis=-1), 0.0)


def one_off_paid_back(cashable: np.ndarray, within_weeks: int = WITHIN_WEEKS) -> np.ndarray:
    """The largest one-off cost at the beginning that is paid back within so many weeks, float64[R]; below 0: none is.

    That is all that was gained by then. cashable: what a change brings without that cost. The mean over replications
    with its interval says what would pay back; where that holds 0, no cost would for certain.
    """
    return cashable[..., :within_weeks].sum(axis=-1)


def seats_spared(fewer: float, weeks: int, from_week: int, leavers_per_week: float) -> np.ndarray:
    """Seats that nobody has any more, float64[weeks]: those of people who leave are not filled again, until all are
    spared that are not needed. Nobody is dismissed; whoever is needed in addition comes at once, and counts below 0.

    min(fewer, leavers_per_week * (w - from_week + 1)) from from_week on. fewer: people not needed at equal service.
    """
    left = np.maximum(np.arange(weeks) - from_week + 1, 0)
    return np.minimum(fewer * (left > 0), leavers_per_week * left)


@dataclass(frozen=True)
class Rates:
    """What an hour, a leaver and a customer cost or are worth. P people.

    hour: float64[P], of a person, pay with the employer's cost on top. year: float64[P], of all planned hours of a
    year, with overhead. leaver: float64[P], of finding and teaching a successor. kept: of a customer kept, per week;
    complaint: of one; 0 where nobody has priced them.
    """

    hour: np.ndarray
    year: np.ndarray
    leaver: np.ndarray
    kept: float
    complaint: float

    @property
    def customers_priced(self) -> bool:
        """Whether somebody has said what a customer or a complaint is worth."""
        return self.kept > 0.0 or self.complaint > 0.0


def rates_of(scenario: Scenario, prices: Prices) -> Rates:
    """What the people of a column cost, and what customers are worth. prices: of the column, for pay and hours."""
    money = scenario.money
    hour = prices.pay_per_hour * (1.0 + money.employer_share)
    week = hour * prices.planned_hours
    return Rates(
        hour=hour,
        year=week * WEEKS_PER_YEAR + money.overhead_per_seat_year,
        leaver=week * money.successor_pay_weeks,
        kept=money.kept_customer_per_year / WEEKS_PER_YEAR,
        complaint=money.complaint,
    )


@dataclass(frozen=True)
class Week:
    """What was counted in a column, all weeks of all replications: [R, W] each, or [R, W, P] by person.

    overrun_minutes, worked_minutes: by person. leavers: by person, how many left. technology: money of the week.
    kept: customers not lost by the end of the week. complaints: of the week.
    """

    overrun_minutes: np.ndarray
    worked_minutes: np.ndarray
    leavers: np.ndarray
    technology: np.ndarray
    kept: np.ndarray
    complaints: np.ndarray


@dataclass(frozen=True)
class Gain:
    """What a change brings, beside the world without it, float64[R, W] each.

    cashable: the sum of overtime, leavers and technology. customers: kept, and complaints that were not made. freed:
    worth of the minutes that nobody was busy with any more, never part of a sum.
    """

    overtime: np.ndarray
    leavers: np.ndarray
    technology: np.ndarray
    customers: np.ndarray
    freed: np.ndarray

    @property
    def cashable(self) -> np.ndarray:
        """What no longer has to be paid."""
        return self.overtime + self.leavers + self.technology

    def flows(self, spent: np.ndarray, *, customers: bool = False) -> np.ndarray:
        """All that is gained and spent, float64[R, W]. spent: float64[W] on the change. customers: count them too."""
        return self.cashable - spent + (self.customers if customers else 0.0)


def gain(before: Week, after: Week, rates: Rates) -> Gain:
    """What `after` brings beside `before`, replication by replication.

    The pay of a seat that stands empty is no gain: its work is undone. Pay of planned hours is the same in both.
    """
    minute = rates.hour / MINUTES_PER_HOUR
    return Gain(
        overtime=(before.overrun_minutes - after.overrun_minutes) @ minute,
        leavers=(before.leavers - after.leavers) @ rates.leaver,
        technology=before.technology - after.technology,
        customers=(after.kept - before.kept) * rates.kept + (before.complaints - after.complaints) * rates.complaint,
        freed=(before.worked_minutes - after.worked_minutes) @ minute,
    )
