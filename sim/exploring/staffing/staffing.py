"""How many people each column needs: for the scenario's targets, and to equal another column of today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.comparison.intervals import Interval, mean_interval
from sim.comparison.sampling import Progress
from sim.exploring.cells import Cell, CellResult, at_hand, run_cells
from sim.exploring.staffing.headcounts import Counts, HeadcountPath, counts_of, in_groups, with_counts
from sim.exploring.staffing.search import Goal, Question, Search, goals_of_match, goals_of_targets, questions_of
from sim.measures import PRIMARY
from sim.scenario import ScenarioError, partition_of
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from sim.scenario.figure_settings import Target
from sim.scenario.problems import Problem
from sim.scenario.scenario_settings import Scenario

PAYROLL = "pay_cost"
CELLS_PER_QUESTION = 9  # about, so that progress says how long it takes
NO_TARGETS = """Nothing says what is to be reached. Write it into the scenario, for example
  targets:
    - {measure: resolution_minutes, at_most: 300}
    - {measure: answered_in_target, channel: voice, at_least: 0.8}
or give --target resolution_minutes=300; or --match pods, for the people with whom other columns are as good as pods
are with today's."""


@dataclass(frozen=True)
class Trial:
    """One number of people looked at. counts: by function. met: whether they are enough, None where not possible.

    means: of every goal's measure. margins: mean distance to each line with its interval, 0 or more where met.
    """

    people: int
    counts: Counts
    met: bool | None
    means: dict[str, Interval] = field(default_factory=dict)
    margins: dict[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True)
class Needed:
    """The answer to one question.

    people: the fewest that are enough; None where the most looked at are not. interval: 95%, None with it.
    counts: by function. payroll: of a week with them. least, most: numbers between which was looked. step: between two
    numbers looked at. trials: ascending. crossings: the fewest that are enough in each resample of the replications,
    the same resamples for every question; None with the people.
    """

    question: Question
    today: int
    people: int | None
    interval: tuple[int, int] | None
    counts: Counts | None
    payroll: Interval | None
    least: int
    most: int
    step: int
    trials: tuple[Trial, ...]
    crossings: np.ndarray | None = field(default=None, repr=False, compare=False)

    @property
    def more(self) -> int | None:
        """People to add (above 0) or to spare (below)."""
        return None if self.people is None else self.people - self.today

    @property
    def at_least_enough(self) -> bool:
        """Whether the fewest looked at are enough: fewer may be too."""
        return self.people == self.least

    @property
    def missed(self) -> tuple[str, ...]:
        """Keys of goals that the most people looked at do not reach."""
        return tuple(key for key, margin in self.trials[-1].margins.items() if not margin.mean >= 0.0)


@dataclass(frozen=True)
class Staffing:
    """All answers. today: people by function. measure: of matches. measured_today, payroll_today: by column, of a week.

    targets: what the scenario wants; match: the column that others are to equal, None where not asked for.
    """

    scenario: Scenario
    columns: tuple[str, ...]
    targets: tuple[Target, ...]
    match: str | None
    measure: str
    seed: int
    replications: int
    today: Counts
    measured_today: dict[str, Interval]
    payroll_today: dict[str, Interval]
    answers: tuple[Needed, ...]

    def for_targets(self) -> tuple[Needed, ...]:
        """One per column; empty without targets."""
        return tuple(answer for answer in self.answers if answer.question.match is None)

    def for_match(self) -> tuple[Needed, ...]:
        """Columns that are to equal another one."""
        return tuple(answer for answer in self.answers if answer.question.match is not None)


def check(scenario: Scenario, columns: Sequence[str], match: str | None) -> None:
    """Raise ScenarioError with what to do where nothing is asked for, or nobody can be added to a column."""
    problems = []
    if not scenario.targets and match is None:
        problems.append(Problem(scenario.name, None, "targets (missing)", NO_TARGETS))
    for column in columns:
        if partition_of(scenario, column).partition == "explicit":
            message = "Its teams are named one by one, so nobody can be added or taken: leave the column out."
            problems.append(Problem(scenario.name, None, f"formations.{column}.partition: explicit", message))
    if problems:
        raise ScenarioError(problems)


@dataclass
class UnderWay:
    """A question under way."""

    question: Question
    goals: tuple[Goal, ...]
    search: Search
    path: HeadcountPath
    trials: dict[int, Trial] = field(default_factory=dict)


def staff(
    scenario: Scenario,
    *,
    columns: Sequence[str] = DEFAULT_COLUMNS,
    match: str | None = None,
    measure: str = PRIMARY[0],
    replications: int | None = None,
    seed: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> Staffing:
    """The fewest people with whom each column meets the scenario's targets, and equals the column `match` of today.

    measure: in which it is to be equalled. Others as of `compare` and `run_cells`; progress is told (cells done, cells
    that it will take, about). Raises ScenarioError, DataError, ClusterError.
    """
    check(scenario, columns, match)
    seed = scenario.seed if seed is None else seed
    count = scenario.replications if replications is None else replications
    made = in_groups(scenario)
    today = counts_of(made)
    total = sum(today.values())
    asked = list(questions_of(columns, scenario.targets, match))
    by_channel = any(target.channel for target in scenario.targets)
    with at_hand(cluster) as workers:
        runner = Runner(made, seed, count, by_channel, workers, store, progress)
        runner.expected = CELLS_PER_QUESTION * len(asked)
        runner.run([(column, total, today) for column in columns])
        own = {column: runner.sample(column, total) for column in columns}
        goals = goals_of_targets(scenario.targets)
        questions = [
            under_way(made, one, goals_of_match([measure], own[one.match]) if one.match else goals, seed)
            for one in asked
        ]
        answers = tuple(answered(questions, runner))
    level, payroll = ({column: mean_interval(own[column][name]) for column in columns} for name in (measure, PAYROLL))
    made_of = (scenario, tuple(columns), scenario.targets, match, measure, seed, count)
    return Staffing(*made_of, today, level, payroll, answers)


def under_way(scenario: Scenario, question: Question, goals: tuple[Goal, ...], seed: int) -> UnderWay:
    """A question with its goals and a search that has not begun. scenario: with groups of people."""
    path = HeadcountPath(scenario, question.column)
    return UnderWay(question, goals, Search.around(path.today, path.least, seed), path)


def answered(questions: Sequence[UnderWay], runner: Runner) -> Iterator[Needed]:
    """Look at numbers of people, those of all questions together, until every answer is known."""
    while wanted := [(one, people) for one in questions for people in one.search.wanted()]:
        runner.run([(one.question.column, people, one.path.counts(people)) for one, people in wanted])
        for one, people in wanted:
            _learn(one, people, runner)
    return (_answer(one, runner) for one in questions)


def _learn(one: UnderWay, people: int, runner: Runner) -> None:
    sample, counts = runner.sample(one.question.column, people), one.path.counts(people)
    if sample is None:
        one.search.seen[people] = None
        one.trials[people] = Trial(people, counts, None)
        return
    margins = {goal.key: goal.margin(sample) for goal in one.goals}
    one.search.seen[people] = np.array(list(margins.values()))
    one.trials[people] = Trial(
        people,
        counts,
        one.search.enough(people),
        {goal.key: mean_interval(sample[goal.key]) for goal in one.goals},
        {key: mean_interval(margin) for key, margin in margins.items()},
    )


def _answer(one: UnderWay, runner: Runner) -> Needed:
    search, column = one.search, one.question.column
    people = search.people
    sample = None if people is None else runner.sample(column, people)
    return Needed(
        one.question,
        search.today,
        people,
        search.interval(),
        None if people is None else one.path.counts(people),
        None if sample is None else mean_interval(sample[PAYROLL]),
        search.least,
        search.most,
        search.step,
        tuple(one.trials[key] for key in sorted(one.trials)),
        None if people is None else search.crossings(),
    )


class Runner:
    """Runs columns with other numbers of people, each once."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        replications: int,
        by_channel: bool,
        cluster: str | None,
        store: Path | None,
        progress: Progress | None,
    ) -> None:
        """by_channel: whether measures by channel are wanted."""
        self._scenario, self._seed, self._replications, self._by_channel = scenario, seed, replications, by_channel
        self._how: dict[str, Any] = {"cluster": cluster, "store": store}
        self._progress = progress or (lambda done, total: None)
        self.expected = 0
        self._found: dict[tuple[str, int], dict[str, np.ndarray] | None] = {}

    def run(self, wanted: Sequence[tuple[str, int, Counts]]) -> None:
        """wanted: (column, people, people by function)."""
        cells: dict[tuple[str, int], Cell] = {}
        for column, people, counts in wanted:
            if (column, people) in self._found:
                continue
            try:
                scenario = with_counts(self._scenario, counts)
            except ScenarioError:  # as fewer people than teams
                self._found[column, people] = None
                continue
            cells[column, people] = Cell(
                scenario, (column,), self._seed, self._replications, {"column": column, "people": people},
                by_channel=self._by_channel,
            )  # fmt: skip
        before = len(self._found)
        results: list[CellResult] = run_cells(
            list(cells.values()),
            progress=lambda done, total: self._progress(before + done, max(before + total, self.expected)),
            **self._how,
        )
        for (column, people), result in zip(cells, results, strict=True):
            self._found[column, people] = result.samples[column]

    def know(self, column: str, people: int, sample: Mapping[str, np.ndarray]) -> None:
        """What was already run of a column with so many people need not be run again."""
        self._found[column, people] = {name: values[: self._replications] for name, values in sample.items()}

    def sample(self, column: str, people: int) -> dict[str, np.ndarray]:
        """Measure -> float64[R] of a column with so many people; None where it cannot be made of them."""
        return self._found[column, people]  # type: ignore[return-value]
