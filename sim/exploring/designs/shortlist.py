"""A shortlist out of ten thousand designs: screened without a promise, selected with one, judged on fresh customers.

1. *Screening*, a heuristic: of all designs within budget and load, each meets one short replication; the best 50 go on.
   A good design that was unlucky there is lost.
2. *Selection* (`selection`): on other customers, these meet as many as it takes to know which of them is best in one
   measure, within the indifference zone, with a probability of 95%.
3. *Shortlist*: the one selected, the next ones, and today's departments with better habits meet the customers of
   `podsim compare`, which no search has seen. What is said of a design is what it did there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.comparison.intervals import known_mean
from sim.comparison.results import Comparison, comparison_of
from sim.comparison.sampling import Progress, Sampler
from sim.comparison.side_by_side import SideBySide, cost_of_a_year, side_by_side
from sim.comparison.usual import prepare_today
from sim.exploring.cells import Cell, at_hand, run_cells
from sim.exploring.designs.levers import MOST, Lever, Levers, columns_in, levers_of, staffed
from sim.exploring.designs.search import FIRST_TRAINING
from sim.exploring.designs.selection import Selected, select_least
from sim.exploring.staffing.headcounts import counts_of
from sim.exploring.worlds import shortened
from sim.measures import PRIMARY, measure_named, with_worth_having
from sim.scenario.built_in_columns import HABITS, TODAY
from sim.scenario.scenario_settings import Scenario

SELECTED = 50  # designs of which one is selected
SHORT = 5  # designs that are shown
ABREAST = 40  # designs of a cell of the screening: they share their customers
MOST_REPLICATIONS = 150  # of a design in the selection
SCREENING, SELECTION = FIRST_TRAINING + 100_000, FIRST_TRAINING + 200_000  # first replications; no comparison has them
LOAD, COST = "load_p90", "cost_per_year"
FRONT = ("resolution_minutes", "felt_empathy", LOAD, COST)
Sample = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Screened:
    """What one short replication said of a design. missed: how much busier than allowed the busiest tenth are."""

    design: Lever
    value: float
    load: float
    missed: float


@dataclass(frozen=True)
class Shortlist:
    """What came out.

    screened: all that met a replication, the best first. candidates: those of the selection. samples: of each of them,
    FRONT in the selection. zone: the indifference zone, in the unit of the measure. names: column -> design shown.
    side: the shortlist on fresh customers, against today's departments.
    """

    scenario: Scenario
    measure: str
    seed: int
    budget: float
    levers: Levers
    screened: tuple[Screened, ...]
    candidates: tuple[Lever, ...]
    selected: Selected
    names: Mapping[str, Lever]
    side: SideBySide
    samples: tuple[Sample, ...] = field(repr=False)

    def on_front(self) -> tuple[bool, ...]:
        """Whether no other candidate is better in one of FRONT and as good in all others, by means: no guarantee."""
        means = np.array([[_sign(name) * known_mean(one[name]) for name in FRONT] for one in self.samples])
        return tuple(not bool(((means <= one).all(axis=1) & (means < one).any(axis=1)).any()) for one in means)


def shortlist(
    scenario: Scenario,
    *,
    designs: int = MOST,
    measure: str = PRIMARY[0],
    budget: float = 0.0,
    replications: int | None = None,
    seed: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> Shortlist:
    """Search all levers at once and judge the best few.

    designs: enumerated at most. budget: share of today's pay that may be spent on top of it. replications: of the
    judgement, by default those of the scenario. Others as of `compare` and `run_cells`. Raises ScenarioError,
    DataError, ClusterError.
    """
    seed = scenario.seed if seed is None else seed
    levers = levers_of(scenario, budget=budget, most=designs, seed=seed)
    with at_hand(cluster) as workers:
        run = _Runner(scenario, measure, seed, levers, {"cluster": workers, "store": store, "progress": progress})
        screened = run.screen()
        chosen = [one.design for one in screened[:SELECTED] if one.design != levers.today][: SELECTED - 1]
        candidates = (levers.today, *chosen)
        selected = run.select(candidates)
    names = _names(candidates, selected, levers)
    comparisons = _fresh(scenario, names, levers, seed, replications or scenario.replications, progress)
    samples = tuple(run.seen[one] for one in candidates)
    return Shortlist(
        scenario, measure, seed, budget, levers, tuple(screened), candidates, selected, names,
        side_by_side(comparisons), samples,
    )  # fmt: skip


class _Runner:
    """Designs in training."""

    def __init__(self, scenario: Scenario, measure: str, seed: int, levers: Levers, how: Mapping[str, Any]) -> None:
        self.scenario, self.seed, self.levers, self.how = scenario, seed, levers, how
        found = measure_named(measure)
        assert found is not None
        self.measure = with_worth_having(found, scenario.worth_having)
        self.seen: dict[Lever, dict[str, np.ndarray]] = {}

    def screen(self) -> list[Screened]:
        """One replication of a week for every design within budget and load, the best first."""
        short = shortened(self.scenario, 1)
        groups = [
            group[start : start + ABREAST]
            for group in self._by_staffing(self.levers.within)
            for start in range(0, len(group), ABREAST)
        ]
        cells = [self._cell(short, group, 1, SCREENING) for group in groups]
        cells.append(Cell(short, (TODAY,), self.seed, 1, first=SCREENING))
        *results, today = run_cells(cells, **self.how)
        load = float(today.samples[TODAY][LOAD][0])
        bound = load + 2.0 * self._smallest(LOAD, load)  # one replication is not to be taken at its word
        found = []
        for group, result in zip(groups, results, strict=True):
            for place, design in enumerate(group):
                sample = result.samples[_column(place)]
                busy = float(sample[LOAD][0])
                found.append(Screened(design, float(sample[self.measure.name][0]), busy, max(0.0, busy - bound)))
        return sorted(found, key=lambda one: (one.missed, self._objective(one.value)))

    def select(self, candidates: Sequence[Lever]) -> Selected:
        """The best of the candidates in the measure."""
        scenario = shortened(self.scenario)
        quietly = {**self.how, "progress": None}  # how many runs it takes is not known: told is how many at most
        watch = self.how.get("progress") or (lambda done, total: None)
        (today,) = run_cells([Cell(scenario, (TODAY,), self.seed, SHORT * 2, first=SELECTION)], **quietly)
        zone = self.measure.smallest_difference(known_mean(today.samples[TODAY][self.measure.name]))

        def draw(here: Sequence[int], first: int, count: int) -> np.ndarray:
            wanted = [candidates[number] for number in here]
            groups = self._by_staffing(wanted)
            cells = [self._cell(scenario, group, count, SELECTION + first) for group in groups]
            for group, result in zip(groups, run_cells(cells, **quietly), strict=True):
                for place, design in enumerate(group):
                    self._keep(design, result.samples[_column(place)], result.cell.scenario)
            watch(first + count, MOST_REPLICATIONS)
            values = np.stack([self.seen[design][self.measure.name][first : first + count] for design in wanted])
            return np.where(np.isnan(values), math.inf, self._signed(values))

        return select_least(draw, len(candidates), zone, most=MOST_REPLICATIONS)

    def _keep(self, design: Lever, sample: Sample, scenario: Scenario) -> None:
        values = {name: sample[name] for name in {*FRONT, self.measure.name} - {COST}}
        people = sum(counts_of(scenario).values()) if scenario.people.groups else 0
        values[COST] = cost_of_a_year(scenario, sample, people)
        before = self.seen.get(design)
        self.seen[design] = (
            values if before is None else {name: np.concatenate([before[name], more]) for name, more in values.items()}
        )

    def _cell(self, scenario: Scenario, group: Sequence[Lever], count: int, first: int) -> Cell:
        made = staffed(scenario, self.levers.staffings[group[0].staffing])
        columns = {_column(place): design for place, design in enumerate(group)}
        return Cell(columns_in(made, columns), tuple(columns), self.seed, count, first=first)

    def _by_staffing(self, designs: Sequence[Lever]) -> list[list[Lever]]:
        groups: dict[int, list[Lever]] = {}
        for design in designs:
            groups.setdefault(design.staffing, []).append(design)
        return list(groups.values())

    def _signed(self, values: np.ndarray) -> np.ndarray:
        return -values if self.measure.direction == "more" else values

    def _objective(self, value: float) -> float:
        return math.inf if math.isnan(value) else float(self._signed(np.array(value)))

    def _smallest(self, name: str, mean: float) -> float:
        found = measure_named(name)
        assert found is not None
        return with_worth_having(found, self.scenario.worth_having).smallest_difference(mean)


def _column(place: int) -> str:
    return f"design_{place + 1}"


def _sign(name: str) -> float:
    found = measure_named(name)
    return -1.0 if found is not None and found.direction == "more" else 1.0


def _names(candidates: Sequence[Lever], selected: Selected, levers: Levers) -> dict[str, Lever]:
    """Names of the designs that are shown: the one selected, the next ones, and today's departments among them."""
    ranked = [candidates[number] for number in selected.ranked]
    others = [design for design in ranked if design != levers.today]
    shown = [design for design in ranked if design in others[: SHORT - 1] or design == levers.today]
    numbers = {design: number for number, design in enumerate((one for one in shown if one != levers.today), 1)}
    return {HABITS if design == levers.today else f"best_{numbers[design]}": design for design in shown}


def _fresh(
    scenario: Scenario, names: Mapping[str, Lever], levers: Levers, seed: int, replications: int,
    progress: Progress | None,
) -> dict[str, Comparison]:  # fmt: skip
    """Comparisons by staffing on the customers of `podsim compare`, today's first."""
    found: dict[str, Comparison] = {}
    for staffing in sorted({0, *(design.staffing for design in names.values())}):
        here = {name: design for name, design in names.items() if design.staffing == staffing and name != HABITS}
        made = columns_in(staffed(scenario, levers.staffings[staffing]), here)
        columns = (TODAY, HABITS, *here) if staffing == 0 else tuple(here)
        sampler = Sampler(prepare_today(made, columns, seed=seed), seed=seed, engine="core", progress=progress)
        sampler.extend_to(replications)
        found["today's people" if staffing == 0 else _staffing_words(levers, staffing)] = comparison_of(sampler)
    return found


def _staffing_words(levers: Levers, staffing: int) -> str:
    today, counts = levers.staffings[0], levers.staffings[staffing]
    return ", ".join(f"{counts[name] - today[name]:+d} {name}" for name in today if counts[name] != today[name])
