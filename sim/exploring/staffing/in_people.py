"""The gain of a comparison in people: with how many each column serves as the first one does today, and their pay.

Service as today: in every channel, problems are solved no later on average than in the first column with today's
people. The search is that of `podsim staff`. Equal people cost the same: only fewer or more of them are money.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.corners import RESOLUTION
from sim.comparison.intervals import Interval
from sim.comparison.sampling import Progress
from sim.comparison.statistics import PairOfColumns, pairs_of
from sim.exploring.cells import at_hand
from sim.exploring.effort import affordable
from sim.exploring.staffing.headcounts import counts_of, in_groups, with_counts
from sim.exploring.staffing.search import RESAMPLES, TAIL, Question, goals_of_match
from sim.exploring.staffing.staffing import CELLS_PER_QUESTION, PAYROLL, Needed, Runner, answered, under_way
from sim.formation.prepared import prepare
from sim.measures import AT, prices_of
from sim.measures.costs import WEEKS_PER_YEAR, Prices
from sim.measures.money import rates_of
from sim.scenario import partition_of

if TYPE_CHECKING:
    from sim.comparison.results import MeasuredColumns
    from sim.scenario.scenario_settings import Scenario

LOAD = "load_p90"
REPLICATIONS = 10  # of every number of people; in so many a person more or less is seen
FEWEST = 5  # replications; with fewer, chance alone is worth more people than any column


@dataclass(frozen=True)
class PeopleChange:
    """How many more people the second column needs than the first for today's service; below 0: fewer.

    more: the estimate, low, high: its 95% interval. open_low, open_high: whether it may lie further out, as no fewer or
    no more people were looked at. cashable: what the second saves in a year beside the first: their cost, overtime,
    technology, second skills.
    """

    pair: PairOfColumns
    more: int
    low: int
    high: int
    open_low: bool
    open_high: bool
    cashable: Interval

    @property
    def certain(self) -> bool:
        """Whether more, or fewer, are needed for certain."""
        return self.low > 0 or self.high < 0

    @property
    def one_off(self) -> float | None:
        """The largest one-off cost that is paid back within a year; None where none is for certain.

        The interval of what is cashable is that of people: where people are not certain, nothing is.
        """
        return self.cashable.mean if self.certain and self.cashable.low > 0.0 else None


@dataclass(frozen=True)
class InPeople:
    """The gain of every column in people.

    base: the first column, whose service is to be reached with today's people. keys: the measures in which. needed: by
    column but the base. by_mean: the same by the mean over all cases, where channels are told apart. load: of the
    busiest tenth with so many people, by column. left_out: columns to which nobody can be added. pay_per_hour, hours
    (a week), person_year: of an average person of the base; the year holds the employer's cost on top and overhead.
    changes: by pair; none where a column cannot reach it.
    """

    base: str
    today: int
    keys: tuple[str, ...]
    needed: dict[str, Needed]
    by_mean: dict[str, Needed]
    load: dict[str, float]
    left_out: tuple[str, ...]
    pay_per_hour: float
    hours: float
    person_year: float
    changes: dict[PairOfColumns, PeopleChange]


def affordable_replications(comparison: MeasuredColumns) -> int:
    """Replications of every number of people: REPLICATIONS, fewer where each is large."""
    return affordable(comparison.scenario, REPLICATIONS, 1, CELLS_PER_QUESTION * (len(comparison.columns) - 1))


def in_people_of(
    comparison: MeasuredColumns,
    *,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> InPeople:
    """How many people each column of a comparison needs for today's service, on the same customers.

    Arguments as of `run_cells`; progress is told (cells done, cells that it will take, about). Raises ClusterError.
    """
    scenario, base = comparison.scenario, comparison.columns[0]
    explicit = [column for column in comparison.columns[1:] if partition_of(scenario, column).partition == "explicit"]
    asked = [column for column in comparison.columns[1:] if column not in explicit]
    made = in_groups(scenario)
    today = sum(counts_of(made).values())
    count = min(comparison.replication_count, max(FEWEST, affordable_replications(comparison)))
    own = {name: values[:count] for name, values in comparison.samples[base].items()}
    keys = _keys(scenario, own)
    with at_hand(cluster) as workers:
        runner = Runner(made, comparison.seed, count, True, workers, store, progress)
        ways = [keys, (RESOLUTION,)] if len(keys) > 1 else [keys]
        runner.expected = CELLS_PER_QUESTION * len(asked) * len(ways)
        for column in comparison.columns:
            runner.know(column, today, comparison.samples[column])
        questions = [
            under_way(made, Question(column, base), goals_of_match(way, own), comparison.seed)
            for way in ways
            for column in asked
        ]
        answers = list(answered(questions, runner))
        needed = dict(zip(asked, answers, strict=False))
        by_mean = dict(zip(asked, answers[len(asked) :], strict=False))
        sides = {base: _side(made, base, own, None)}
        for column, one in needed.items():
            if one.people is not None:
                sides[column] = _side(made, column, runner.sample(column, one.people), one)
    prices = _prices(made, base)
    hours = prices.planned_hours
    member = hours > 0.0
    year = float(rates_of(made, prices).year[member].mean())
    load = {column: side.load for column, side in sides.items()}
    pay = float(prices.pay_per_hour @ hours / hours.sum())
    changes = dict(_changes(comparison.columns, sides, year))
    weekly = float(hours[member].mean())
    return InPeople(base, today, keys, needed, by_mean, load, tuple(explicit), pay, weekly, year, changes)


def _keys(scenario: Scenario, own: Mapping[str, np.ndarray]) -> tuple[str, ...]:
    """Resolution time in every channel that has cases: what one gains is not set against what another one loses."""
    keys = [f"{RESOLUTION}{AT}{channel}" for channel in scenario.demand.channels]
    known = tuple(key for key in keys if key in own and not np.isnan(own[key]).all())
    return known if len(known) > 1 else (RESOLUTION,)


@dataclass(frozen=True)
class _Side:
    """A column with the people that it needs. crossings: of every resample. beside: cost of a year beside people."""

    people: int
    crossings: np.ndarray
    open_low: bool
    open_high: bool
    beside: float
    load: float


def _side(scenario: Scenario, column: str, sample: dict[str, np.ndarray], needed: Needed | None) -> _Side:
    """needed: None for the base, with today's people."""
    counts = counts_of(scenario) if needed is None else needed.counts
    assert counts is not None
    staffed = with_counts(scenario, counts)
    beside, load = _beside(staffed, _prices(staffed, column), sample), float(sample[LOAD].mean())
    if needed is None:
        today = sum(counts.values())
        return _Side(today, np.full(RESAMPLES, today), False, False, beside, load)
    assert needed.people is not None
    assert needed.crossings is not None
    low, high = np.quantile(needed.crossings, [TAIL, 1.0 - TAIL], method="inverted_cdf")
    open_low, open_high = bool(low <= needed.least), bool(high > needed.most)
    return _Side(needed.people, needed.crossings, open_low, open_high, beside, load)


def _prices(scenario: Scenario, column: str) -> Prices:
    prepared = prepare(scenario, [column])
    return prices_of(scenario, prepared.people, prepared.formations[column])


def _beside(scenario: Scenario, prices: Prices, sample: dict[str, np.ndarray]) -> float:
    """What a column costs in a year beside its people: overtime with the employer's cost, technology, second skills."""
    overtime = float(sample[PAYROLL].mean()) - float(prices.planned_hours @ prices.pay_per_hour)
    more = float(sample["technology_cost"].mean()) + float(sample["training_cost"].mean())
    return WEEKS_PER_YEAR * (overtime * (1.0 + scenario.money.employer_share) + more)


def _changes(
    columns: tuple[str, ...], sides: dict[str, _Side], year: float
) -> Iterator[tuple[PairOfColumns, PeopleChange]]:
    for pair in pairs_of(columns):
        if not set(pair) <= sides.keys():
            continue
        first, second = (sides[column] for column in pair)
        more = second.crossings - first.crossings
        low, high = np.quantile(more, [TAIL, 1.0 - TAIL], method="inverted_cdf")
        beside, change = first.beside - second.beside, second.people - first.people
        saved = Interval(beside - change * year, beside - float(high) * year, beside - float(low) * year)
        open_low, open_high = second.open_low or first.open_high, second.open_high or first.open_low
        yield pair, PeopleChange(pair, change, int(low), int(high), open_low, open_high, saved)
