"""At which value of an assumption the answer changes its word: where the difference passes what is worth having.

Of every replication the difference is known at the same values of the assumption, on the same customers, in units of
the smallest difference worth having there (y). Between two values y runs straight. The word turns where the mean of y
passes +1 or -1, and not where it passes 0 within what is no matter; where any difference is worth having, it turns
where the mean passes 0. The 95% interval of a turning point holds the
values around it at which the interval of the mean of y holds that line: it needs no slope, and every replication has
customers of its own, so it holds over seeds as well as over replications.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.intervals import Interval, mean_interval
from sim.comparison.sampling import Progress
from sim.comparison.words import BETTER, NOT_SETTLED, SAME, WORSE, word_of
from sim.exploring.cells import Cell, CellResult, at_hand, run_cells
from sim.exploring.effort import affordable
from sim.exploring.load import rests_on_way, today_of, ways_of, with_values_at_load
from sim.exploring.worlds import Pair, measure_in, shortened
from sim.scenario.ledger import NAMED, SOURCED, TOGETHER, Assumption, ledger, possible, with_values

if TYPE_CHECKING:
    from sim.measures import Measure
    from sim.scenario.scenario_settings import Scenario

POINTS = 5  # at which a range is looked at, its ends included, beside today's value
FINER = 2  # values looked at in addition between two where the word changes
MOST_FINER = 2  # so many places at most
REPLICATIONS, FEWEST = 10, 2
LINES, SIGN = (-1.0, 1.0), (0.0,)  # where the word turns, in units of what is worth having; where all is
STEPS = 200  # of the range, in which the ends of an interval are looked for


@dataclass(frozen=True)
class Turn:
    """Where the word changes. low, high: 95% interval, cut at the ends of the range.

    before, after: the word below and above, for the second column: BETTER, SAME (within what is worth having) or WORSE.
    clear: whether the word on the side away from today's value is certain somewhere there.
    """

    value: float
    low: float
    high: float
    before: str
    after: str
    clear: bool


@dataclass(frozen=True)
class Flip:
    """What one assumption does to a difference, second minus first, over its plausible range.

    today, at_low, at_high: the difference with today's value and at both ends. points: (value, difference) looked at,
    ascending. turns: where the word changes. worth_having: smallest difference worth having today. today_word: what is
    certain today. throughout: the word that is certain at all points, NOT_SETTLED where none is. way: how load is held,
    "" where it is not.
    """

    assumption: Assumption
    pair: Pair
    measure: str
    today: Interval
    at_low: Interval
    at_high: Interval
    turns: tuple[Turn, ...]
    worth_having: float
    today_word: str
    throughout: str
    points: tuple[tuple[float, Interval], ...] = field(default=(), repr=False)
    way: str = ""

    def __repr__(self) -> str:
        """A line: the word today, and where it turns to which other."""
        turns = ", ".join(f"{turn.before} | {turn.value:.4g} | {turn.after}" for turn in self.turns)
        (first, second), way = self.pair, f", {self.way} held" if self.way else ""
        return (
            f"Flip of {self.assumption.name}, {second} against {first} in {self.measure}{way}: "
            f"today {self.today_word}; {turns or 'turns nowhere in its range'}"
        )

    @property
    def swing(self) -> float:
        """How much the difference changes from end to end."""
        return abs(self.at_high.mean - self.at_low.mean)

    @property
    def turns_clearly(self) -> bool:
        """Whether the word changes for certain somewhere."""
        return any(turn.clear for turn in self.turns)


@dataclass(frozen=True)
class _Curve:
    """A difference over values of one assumption: at each, per replication, in units of what is worth having there.

    values: float64[n], ascending. y: float64[n, R], above 0 where the second column is better. lines: where words turn.
    """

    values: np.ndarray
    y: np.ndarray
    lines: tuple[float, ...] = LINES

    @property
    def means(self) -> np.ndarray:
        return self.y.mean(axis=1)

    @property
    def throughout(self) -> str:
        """The word that is certain at every value, NOT_SETTLED where none is."""
        words = {self.certain(y) for y in self.y}
        return words.pop() if len(words) == 1 else NOT_SETTLED

    def certain(self, y: np.ndarray) -> str:
        """BETTER, WORSE or SAME where that is certain at a value, else NOT_SETTLED. y: float64[R] there."""
        interval = mean_interval(y)
        word, _ = word_of(interval.low, interval.high, self.lines[-1], "more")
        return word if word in (BETTER, WORSE, NOT_SETTLED) else SAME

    def at(self, value: float) -> np.ndarray:
        """float64[R], straight between the values looked at."""
        right = int(np.clip(np.searchsorted(self.values, value), 1, self.values.size - 1))
        low, high = self.values[right - 1], self.values[right]
        part = (value - low) / (high - low)
        return (1.0 - part) * self.y[right - 1] + part * self.y[right]

    def crossings(self) -> list[tuple[float, float, float, float]]:
        """(value, line, mean before, mean after) of every place where the mean passes a line."""
        means, found = self.means, []
        for place, (before, after) in enumerate(pairwise(means.tolist())):
            left, right = self.values[place], self.values[place + 1]
            lines = [line for line in self.lines if (before - line) * (after - line) < 0.0 or after == line != before]
            for line in sorted(lines, reverse=before > after):
                found.append((float(left + (right - left) * (line - before) / (after - before)), line, before, after))
        return found

    def turns(self, today: float) -> tuple[Turn, ...]:
        """Where the word changes, ascending."""
        return tuple(self._turn(today, *crossing) for crossing in self.crossings())

    def _turn(self, today: float, value: float, line: float, before: float, after: float) -> Turn:
        below, above = (WORSE, BETTER) if line == 0.0 else (SAME, BETTER) if line > 0.0 else (WORSE, SAME)
        words = (below, above) if after > before else (above, below)
        away = words[1] if today <= value else words[0]
        there = self.values >= value if today <= value else self.values <= value
        clear = any(self.certain(y) == away for y in self.y[there])
        low, high = (self._end(value, line, end) for end in (float(self.values[0]), float(self.values[-1])))
        return Turn(value, low, high, *words, clear)

    def _end(self, value: float, line: float, end: float) -> float:
        """As far from the turning point towards one end as the interval of the mean holds the line."""
        reached = value
        for step in range(1, STEPS + 1):
            there = value + (end - value) * step / STEPS
            interval = mean_interval(self.at(there))
            if interval.low > line or interval.high < line:
                return reached
            reached = there
        return end


@dataclass(frozen=True)
class Case:
    """One assumption, in one way of holding load, with what was looked at: value -> samples."""

    assumption: Assumption
    way: str
    seen: dict[float, dict[str, dict[str, np.ndarray]]] = field(default_factory=dict)

    def curve(self, pair: Pair, measure: Measure) -> _Curve:
        """The difference over the values looked at so far."""
        values = sorted(self.seen)
        rows = []
        for value in values:
            first, second = (self.seen[value][column][measure.name] for column in pair)
            worth = measure.smallest_difference(float(first.mean()))
            better = second - first if measure.direction == "more" else first - second
            if not measure.smallest:
                rows.append(better)
            else:
                rows.append(better / worth if worth > 0.0 else np.full(better.size, np.nan))
        return _Curve(np.array(values), np.array(rows), LINES if measure.smallest else SIGN)

    def flip(self, pair: Pair, measure: Measure) -> Flip:
        """What the assumption does to the difference, today's value and both ends having been looked at."""
        one, name = self.assumption, measure.name
        points = {
            value: mean_interval(self.seen[value][pair[1]][name] - self.seen[value][pair[0]][name])
            for value in sorted(self.seen)
        }
        curve = self.curve(pair, measure)
        inside = [value for value in points if one.low <= value <= one.high]
        return Flip(
            one, pair, name, points[one.value], points[inside[0]], points[inside[-1]],
            curve.turns(one.value),
            measure.smallest_difference(float(self.seen[one.value][pair[0]][name].mean())),
            curve.certain(curve.at(one.value)) if len(points) > 1 else NOT_SETTLED,
            curve.throughout,
            tuple(points.items()), self.way,
        )  # fmt: skip


def flips(
    scenario: Scenario,
    columns: Sequence[str],
    pairs: Sequence[Pair],
    *,
    seed: int,
    over: Sequence[Assumption] | None = None,
    measures: Sequence[str] = ("resolution_minutes",),
    replications: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Flip, ...]:
    """A Flip for every assumption, way of holding load, pair and measure, the assumptions in the order given.

    over: by default all that plausible worlds vary, and those that only a name asks for. pairs: of columns. measures:
    any, or of a channel ("measure@channel"); values in between are looked at where the first one turns. replications:
    at least 2, by default `replications_of`. A range of the ledger is looked at as far as its values are scenarios, and
    left out where none is but today's. Raises ScenarioError where a range of one's own leaves them.
    """
    short = shortened(scenario)
    wanted = (
        tuple(one for one in ledger(short, columns) if one.role not in (SOURCED, TOGETHER)) if over is None else over
    )
    chosen = tuple(one for one in (within_scenarios(short, one) for one in wanted) if one is not None)
    cases = [Case(one, way) for one in chosen for way in (ways_of(short) if rests_on_way(one) else ("",))]
    judged = [measure_in(short, name) for name in measures]
    used = tuple(column for column in columns if any(column in pair for pair in pairs))
    count = replications or replications_of(short)

    def cell(case: Case, value: float) -> Cell:
        made = at_value(short, case, value, today_of(columns))
        return Cell(made, used, seed, count, by_channel=True)

    with at_hand(cluster) as workers:

        def look(asked: list[tuple[Case, float]], watch: Progress | None) -> None:
            cells = [cell(case, value) for case, value in asked]
            results: list[CellResult] = run_cells(cells, cluster=workers, store=store, progress=watch)
            for (case, value), result in zip(asked, results, strict=True):
                case.seen[value] = result.samples

        look([(case, value) for case in cases for value in points_of(case.assumption)], progress)
        look([(case, value) for case in cases for value in finer_of(case, pairs, judged[0])], None)
    return tuple(case.flip(pair, measure) for case in cases for pair in pairs for measure in judged)


def replications_of(scenario: Scenario) -> int:
    """Replications at every value by default, fewer where each is large."""
    return affordable(scenario, REPLICATIONS, FEWEST, share=1.0 / 25)


def at_value(scenario: Scenario, case: Case, value: float, today: str) -> Scenario:
    """The scenario with another value of the assumption. today: column whose load is held, where it is.

    Raises ScenarioError.
    """
    if case.way:
        return with_values_at_load(scenario, {case.assumption: value}, case.way, today)
    return with_values(scenario, {case.assumption: value})


def within_scenarios(scenario: Scenario, one: Assumption) -> Assumption | None:
    """The assumption with its range cut to values that are scenarios; None where only today's is one.

    A range of one's own stays as it is, for whoever gave it has to be told.
    """
    if one.role == NAMED:
        return one
    wanted = points_of(one)
    values = possible(scenario, one, wanted)
    if len(values) == len(wanted):
        return one
    if len(values) < 2:
        return None
    inside = [value for value in values if one.low <= value <= one.high] or [one.value]
    return replace(one, low=inside[0], high=inside[-1])


def points_of(one: Assumption, count: int = POINTS) -> tuple[float, ...]:
    """Where a range is looked at first: evenly, and today's value. count: its ends included, beside today's."""
    grid = np.linspace(one.low, one.high, count)
    if one.whole:
        grid = np.unique(np.rint(grid))
    return tuple(sorted({*grid.tolist(), one.value}))


def finer_of(case: Case, pairs: Sequence[Pair], measure: Measure, between: int = FINER) -> list[float]:
    """Further values between those between which the word changes. between: how many, in each of MOST_FINER places."""
    found: dict[tuple[float, float], None] = {}
    for pair in pairs:
        curve = case.curve(pair, measure)
        for value, *_ in curve.crossings():
            right = int(np.clip(np.searchsorted(curve.values, value), 1, curve.values.size - 1))
            found[float(curve.values[right - 1]), float(curve.values[right])] = None
    values = {
        value for low, high in list(found)[:MOST_FINER] for value in np.linspace(low, high, between + 2)[1:-1].tolist()
    }
    if case.assumption.whole:
        values = {float(np.rint(value)) for value in values}
    return sorted(values - set(case.seen))
