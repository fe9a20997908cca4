"""What is kept of roads that were run: weekly values of every replication, and money beside staying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.exploring.staffing.in_people import PeopleChange
from sim.measures.costs import WEEKS_PER_YEAR
from sim.measures.money import Gain, largest_loss, npv, one_off_paid_back, payback_weeks, seats_spared
from sim.roads.plan import Plan
from sim.roads.versions import MODELLED
from sim.scenario.problems import count_of
from sim.scenario.scenario_settings import Scenario

AT_THE_END = 13  # weeks over which "at the end" is taken
RUNS_AWAY = 2.0  # times as long as staying took in as many weeks at first
SMOOTHED = 4  # weeks over which a dip is looked for: one week alone is mostly luck


@dataclass(frozen=True)
class Travelled:
    """One road in one version, R replications of W weeks.

    weekly: measure -> float64[R, W]. gain: beside staying in the same version, customers and luck, [R, W] each.
    spent: float64[R, W], on the stages that were taken. taken: int64[R], how many that were.
    """

    weekly: Mapping[str, np.ndarray]
    gain: Gain
    spent: np.ndarray
    taken: np.ndarray

    def at_the_end(self, measure: str) -> np.ndarray:
        """Mean over the last weeks, float64[R]."""
        return at_the_end(self.weekly[measure])

    def flows(self, *, customers: bool = False) -> np.ndarray:
        """Money gained and spent, float64[R, W]. customers: with the value of those kept, where it is priced."""
        return self.gain.flows(self.spent, customers=customers)


def at_the_end(weekly: np.ndarray) -> np.ndarray:
    """Mean over the last weeks, float64[R]. weekly: float64[R, W]."""
    return np.nanmean(weekly[:, -AT_THE_END:], axis=1)


@dataclass(frozen=True)
class Dip:
    """Where a measure is worst beside staying. worst: difference there, 0 where it is never worse. week: of it.

    weeks: how many it is worse than staying, after smoothing.
    """

    worst: float
    week: int
    weeks: int


@dataclass(frozen=True)
class Paid:
    """Money of a road over worlds and replications, float64[n] each.

    payback: weeks, inf for never. one_off: the largest one-off cost that what is cashable pays back within a year.
    """

    payback: np.ndarray
    value: np.ndarray
    loss: np.ndarray
    one_off: np.ndarray

    @property
    def never(self) -> float:
        """Share in which it has not paid back within the horizon."""
        return float(np.mean(np.isinf(self.payback)))


@dataclass(frozen=True)
class World:
    """One plausible world: values of its assumptions, and the roads in it by name, one replication each."""

    values: Mapping[str, float]
    travelled: Mapping[str, Travelled]


@dataclass(frozen=True)
class SparedPeople:
    """People not needed at equal service where a road ends, in place of less overtime and fewer who leave.

    change: beside the formation in which roads begin, as if always so; None where no number of people serves as today.
    from_week: after which seats of people who leave are not filled again. leavers_per_week: of all. person_year: cost
    of a person. beside: float64[W], of technology gained less all that was spent, mean over runs.
    """

    change: PeopleChange | None
    from_week: int
    leavers_per_week: float
    person_year: float
    beside: np.ndarray

    def flows(self, more: int) -> np.ndarray:
        """Money of every week, float64[1, W]. more: people needed in the end, below 0: fewer."""
        seats = seats_spared(-more, self.beside.size, self.from_week, self.leavers_per_week)
        return (seats * self.person_year / WEEKS_PER_YEAR + self.beside)[None, :]

    def one_off(self, more: int) -> float:
        """The largest further cost at the beginning that is paid back within a year."""
        return float(one_off_paid_back(self.flows(more))[0])


@dataclass(frozen=True)
class Roads:
    """Everything that `podsim road` found.

    scenario: with the slow clock on. plans: by road, the one that stays first. travelled: version -> road -> what came
    of it. bridge: mechanism switched on last ("": none) -> road -> the same, of fewer replications. people: by road,
    who is not needed at equal service, where that was asked.
    """

    scenario: Scenario
    plans: Mapping[str, Plan]
    seed: int
    travelled: Mapping[str, Mapping[str, Travelled]]
    bridge: Mapping[str, Mapping[str, Travelled]] = field(default_factory=dict)
    bridged: str = ""
    worlds: tuple[World, ...] = ()
    refused: int = 0
    people: Mapping[str, SparedPeople] | None = None

    def __repr__(self) -> str:
        """A line: which roads, over how many weeks, how often."""
        worlds = f", {count_of(len(self.worlds), 'plausible world')}" if self.worlds else ""
        size = f"{count_of(self.weeks, 'week')}, {count_of(self.replications, 'run')}{worlds}"
        return f"Roads of {self.scenario.name}: {', '.join(self.others)} beside {self.stay}, {size}"

    @property
    def weeks(self) -> int:
        """The horizon."""
        return self.scenario.time.measured_weeks

    @property
    def replications(self) -> int:
        """How often each road was run in the scenario as it is."""
        return int(self.of(self.stay).taken.size)

    @cached_property
    def stay(self) -> str:
        """The road beside which the others are judged."""
        return next(iter(self.plans))

    @property
    def others(self) -> tuple[str, ...]:
        """The other roads, in order."""
        return tuple(self.plans)[1:]

    def of(self, road: str, version: str = MODELLED) -> Travelled:
        """What came of a road."""
        return self.travelled[version][road]

    def beside_staying(self, road: str, measure: str, version: str = MODELLED) -> np.ndarray:
        """Difference from staying by week, replication by replication, float64[R, W]."""
        return self.of(road, version).weekly[measure] - self.of(self.stay, version).weekly[measure]

    def beside_at_the_end(self, road: str, measure: str) -> np.ndarray:
        """Difference from staying in the last weeks, float64[R]."""
        return self.of(road).at_the_end(measure) - self.of(self.stay).at_the_end(measure)

    def dip(self, road: str, measure: str, *, more_is_better: bool, version: str = MODELLED) -> Dip:
        """The deepest point of the mean difference from staying, over SMOOTHED weeks."""
        mean = smoothed(np.nanmean(self.beside_staying(road, measure, version), axis=0))
        bad = -mean if more_is_better else mean
        week = int(np.nanargmax(bad))
        worst = mean[week] if bad[week] > 0.0 else 0.0
        return Dip(float(worst), week, int(np.sum(bad > 0.0)))

    def runs_away(self, road: str, measure: str) -> np.ndarray:
        """Runs at whose end a road has more than RUNS_AWAY times what staying had in its first weeks, bool[R]."""
        at_first = np.nanmean(self.of(self.stay).weekly[measure][:, :AT_THE_END], axis=1)
        return self.of(road).at_the_end(measure) > RUNS_AWAY * at_first

    def paid(self, road: str, version: str = MODELLED, *, customers: bool = False) -> Paid:
        """Payback, net present value and largest loss over all replications, and in this version over all worlds."""
        runs = [self.of(road, version)]
        if version == MODELLED:
            runs += [world.travelled[road] for world in self.worlds]
        flows = [one.flows(customers=customers) for one in runs]
        money = self.scenario.money
        return Paid(
            np.concatenate([payback_weeks(one) for one in flows]),
            np.concatenate([npv(one, money.discount_rate_per_year) for one in flows]),
            np.concatenate([largest_loss(one) for one in flows]),
            np.concatenate([one_off_paid_back(one.gain.cashable) for one in runs]),
        )

    def worse_off(self, road: str, measure: str, *, more_is_better: bool) -> tuple[int, int]:
        """(in how many runs, of how many) a road is worse than staying in the last weeks; worlds and replications."""
        pairs = [(self.of(road), self.of(self.stay))]
        pairs += [(world.travelled[road], world.travelled[self.stay]) for world in self.worlds]
        change = np.concatenate([one.at_the_end(measure) - stay.at_the_end(measure) for one, stay in pairs])
        return int(np.sum(change < 0.0 if more_is_better else change > 0.0)), change.size


def smoothed(values: np.ndarray) -> np.ndarray:
    """Mean over SMOOTHED weeks, the week itself the last of them, fewer at the beginning. values: float64[W]."""
    kept = [values[max(0, week + 1 - SMOOTHED) : week + 1] for week in range(values.size)]
    return np.array([np.nanmean(one) for one in kept])
