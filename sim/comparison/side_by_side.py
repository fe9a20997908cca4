"""What-ifs side by side: columns of several scenarios against one of them, customer by customer.

Every scenario is compared by itself first. Where two of them met the same customers in as many runs, any column of the
one can be set against any column of the other, run by run, as two columns of one scenario are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from sim.comparison.corners import RESOLUTION, differences_by_channel, opposite
from sim.comparison.intervals import Interval, Spread, known, known_mean
from sim.comparison.results import Comparison
from sim.comparison.statistics import Difference, held_over_primaries, paired_difference
from sim.comparison.words import BETTER, WORSE
from sim.measures import MEASURES, PRIMARY, with_worth_having
from sim.measures.costs import WEEKS_PER_YEAR
from sim.scenario.differences import SettingDifference, setting_differences

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

CUSTOMERS, HEADCOUNT = "customers", "headcount"
MINUTES_PER_HOUR = 60.0
MOST_NAMED = 3  # settings by which customers differ
ByChannel = Mapping[str, Mapping[str, Difference]]
Amount = TypeVar("Amount", float, np.ndarray)


@dataclass(frozen=True, eq=False)
class Alternative:
    """One row: a column of one of the scenarios.

    whatif: what the scenario is called here. people: headcount. samples: as of a comparison. cost: float64[R], currency
    a year. differences, by_channel, more_cost: against the first row; empty or None for the first row itself and for
    what met other customers. in_column: against the same column of the first scenario; empty where it has none, or
    where that is the first row.
    """

    whatif: str
    column: str
    people: int
    samples: Mapping[str, np.ndarray]
    cost: np.ndarray
    differences: Mapping[str, Difference]
    by_channel: ByChannel
    more_cost: Interval | None
    in_column: Mapping[str, Difference]

    @property
    def name(self) -> str:
        """As a pair of names, told apart from every other row."""
        return f"{self.whatif}:{self.column}"

    @property
    def paired(self) -> bool:
        """Whether it is set against the first row."""
        return bool(self.differences)

    @property
    def split(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Channels that are better off, and worse off, where they disagree."""
        return opposite(self.by_channel)

    @property
    def harm(self) -> tuple[str, ...]:
        """Primary measures and channels ("measure@channel") in which it is worse than the first row."""
        whole = [name for name in PRIMARY if self.paired and self.differences[name].word == WORSE]
        parts = [f"{one.measure}@{channel}" for channel, row in self.by_channel.items() for one in row.values()
                 if one.word == WORSE]  # fmt: skip
        return (*whole, *parts)


@dataclass(frozen=True)
class SideBySide:
    """All rows, the first one first. comparisons: by what each scenario is called here, in the order given.

    equal: (what-if, column) -> (what-if, column) of an earlier row that has the same values to the last bit; not among
    rows. apart: what-if -> why it is not paired. differs: what-if -> settings in which it differs from the first one.
    """

    comparisons: Mapping[str, Comparison]
    rows: tuple[Alternative, ...]
    equal: Mapping[tuple[str, str], tuple[str, str]]
    apart: Mapping[str, str]
    differs: Mapping[str, tuple[SettingDifference, ...]]

    @property
    def base(self) -> Alternative:
        """The row against which all others are set."""
        return self.rows[0]

    @property
    def first(self) -> Comparison:
        """The comparison of the first scenario."""
        return next(iter(self.comparisons.values()))

    @cached_property
    def ranked(self) -> tuple[Alternative, ...]:
        """The rows that met the same customers, by resolution time, the shortest first."""
        same = [row for row in self.rows if row is self.base or row.paired]
        return tuple(sorted(same, key=lambda row: known_mean(row.samples[RESOLUTION])))

    @cached_property
    def level_with_first(self) -> tuple[Alternative, ...]:
        """The rows that chance may have put behind the first of the ranking: not certainly worse than it."""
        best, *others = self.ranked
        measure = with_worth_having(_RESOLUTION, self.first.scenario.worth_having)
        return tuple(
            row
            for row in others
            if paired_difference(
                (best.name, row.name), best.samples[RESOLUTION], row.samples[RESOLUTION], measure, len(others)
            ).simultaneous.low
            <= 0.0
        )

    @cached_property
    def best_for_the_money(self) -> Alternative | None:
        """The row that brings most for what it costs more in a year than the first row.

        Of those that solve problems sooner for certain and are worse in no primary measure and on no channel: where
        some are not certain to cost more, the soonest of them, else the one whose customers are spared most hours for
        the money. None where there is none.
        """
        sooner = [row for row in self.rows if row.paired and row.differences[RESOLUTION].word == BETTER]
        harmless = [row for row in sooner if not row.harm]
        if free := [row for row in harmless if row.more_cost and row.more_cost.low <= 0.0]:
            return min(free, key=lambda row: row.differences[RESOLUTION].interval.mean)
        return min(harmless, key=self.price_of_an_hour, default=None)

    def hours_spared(self, row: Alternative) -> Interval:
        """Hours that all customers of a year together are spared, beside the first row; below 0: wait longer."""
        weeks = self.first.scenario.time.measured_weeks
        cases = known_mean(self.base.samples["cases_arrived"]) / weeks * WEEKS_PER_YEAR
        interval = row.differences[RESOLUTION].interval
        per = -cases / MINUTES_PER_HOUR
        return Interval(interval.mean * per, interval.high * per, interval.low * per)

    def price_of_an_hour(self, row: Alternative) -> float:
        """What a customer's hour spared costs; inf where none is, at most 0 where the row costs no more."""
        hours = self.hours_spared(row).mean
        assert row.more_cost is not None
        return row.more_cost.mean / hours if hours > 0.0 else float("inf")


_RESOLUTION = next(measure for measure in MEASURES if measure.name == RESOLUTION)


def side_by_side(comparisons: Mapping[str, Comparison]) -> SideBySide:
    """Set the columns of several comparisons against the first column of the first one.

    comparisons: by what each scenario is called here, each name once.
    """
    names = list(comparisons)
    first = comparisons[names[0]]
    apart = {name: why for name in names[1:] if (why := why_apart(first, comparisons[name]))}
    seen = [_Column(name, column, one) for name, one in comparisons.items() for column in one.columns]
    equal: dict[tuple[str, str], tuple[str, str]] = {}
    kept: list[_Column] = []
    for one in seen:
        twin = next((other for other in kept if one.whatif not in apart and one.equals(other)), None)
        if twin:
            equal[one.whatif, one.column] = (twin.whatif, twin.column)
        else:
            kept.append(one)
    tests = max(1, sum(one.whatif not in apart for one in kept) - 1)
    of_first = {one.column: one for one in seen if one.whatif == names[0]}
    rows = tuple(
        _alternative(one, None if one.whatif in apart else kept[0], of_first.get(one.column), tests) for one in kept
    )
    differs = {name: setting_differences(first.scenario, comparisons[name].scenario) for name in names[1:]}
    return SideBySide(comparisons, rows, equal, apart, differs)


def why_apart(first: Comparison, other: Comparison) -> str:
    """Why two comparisons cannot be paired run by run; "" where they can."""
    if first.seed != other.seed:
        return f"other seed ({other.seed}, first {first.seed})"
    if first.replication_count != other.replication_count:
        return f"other number of runs ({other.replication_count}, first {first.replication_count})"
    if first.scenario.time.measured_weeks != other.scenario.time.measured_weeks:
        return "other weeks are measured"
    if _parity(first, CUSTOMERS) != _parity(other, CUSTOMERS):
        named = [one.key for one in setting_differences(first.scenario, other.scenario) if one.of_customers]
        more = ", ..." if len(named) > MOST_NAMED else ""
        return f"other customers ({', '.join(named[:MOST_NAMED])}{more})" if named else "other customers"
    return ""


def _parity(comparison: Comparison, item: str) -> str:
    """What all columns share of an item of the parity table."""
    return next((str(row.values[comparison.columns[0]]) for row in comparison.parity_rows if row.item == item), "")


class _Column:
    """A column of one of the comparisons."""

    def __init__(self, whatif: str, column: str, comparison: Comparison) -> None:
        self.whatif, self.column, self.scenario = whatif, column, comparison.scenario
        self.samples = comparison.samples[column]
        headcounts = next(row.values for row in comparison.parity_rows if row.item == HEADCOUNT)
        self.people = int(headcounts[column])
        self.cost = cost_of_a_year(comparison.scenario, self.samples, self.people)

    def equals(self, other: _Column) -> bool:
        """Whether every value of every run is the same."""
        return (
            np.array_equal(self.cost, other.cost, equal_nan=True)
            and self.samples.keys() == other.samples.keys()
            and all(np.array_equal(mine, other.samples[name], equal_nan=True) for name, mine in self.samples.items())
        )


def cost_of_a_year(scenario: Scenario, samples: Mapping[str, np.ndarray], people: int) -> np.ndarray:
    """What a column costs in a year, float64[R], in currency.

    Pay of planned hours and overtime with the employer's cost on top, technology, second skills, overhead by seat.
    people: headcount.
    """
    costs = (samples["pay_cost"], samples["technology_cost"], samples["training_cost"])
    return year_of(*costs, people, scenario.money.employer_share, scenario.money.overhead_per_seat_year)


def year_of(
    pay: Amount, technology: Amount, training: Amount, people: float, employer_share: float, overhead: float
) -> Amount:
    """A year's cost in currency. pay, technology, training: a week's. overhead: a seat's in a year."""
    return WEEKS_PER_YEAR * (pay * (1.0 + employer_share) + technology + training) + overhead * people


def _alternative(one: _Column, base: _Column | None, own: _Column | None, tests: int) -> Alternative:
    """base: the first row, None where it cannot be set against it. own: the same column of the first scenario."""
    differences: Mapping[str, Difference] = {}
    by_channel: ByChannel = {}
    more_cost: Interval | None = None
    in_column: Mapping[str, Difference] = {}
    if base is not None and one is not base:
        differences = _differences(base, one, tests)
        pair = (f"{base.whatif}:{base.column}", f"{one.whatif}:{one.column}")
        live = {name: channel.live for name, channel in base.scenario.demand.channels.items()}
        samples = {pair[0]: base.samples, pair[1]: one.samples}
        by_channel = differences_by_channel(samples, pair, live, base.scenario.worth_having)[pair]
        more_cost = Spread.of(known(one.cost - base.cost)).interval()
        if own is not None and own is not one and own is not base:
            in_column = _differences(own, one, tests)
    return Alternative(
        one.whatif, one.column, one.people, one.samples, one.cost, differences, by_channel, more_cost, in_column
    )


def _differences(first: _Column, second: _Column, tests: int) -> Mapping[str, Difference]:
    names = (f"{first.whatif}:{first.column}", f"{second.whatif}:{second.column}")
    return held_over_primaries(dict(_each(first, second, names, tests)))


def _each(first: _Column, second: _Column, names: tuple[str, str], tests: int) -> Iterator[tuple[str, Difference]]:
    for measure in MEASURES:
        judged = with_worth_having(measure, first.scenario.worth_having)
        yield (
            measure.name,
            paired_difference(names, first.samples[measure.name], second.samples[measure.name], judged, tests),
        )
