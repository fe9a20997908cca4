"""What the next step would gain: single dials turned to the best answer, in today's departments as they stand.

Every dial meets a few replications that are kept for training, on which the best are chosen. What is best of many was
also lucky there, so the best are run again, alone and together, on the replications of `podsim compare`, which chose
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.comparison.intervals import Interval, known_mean, mean_interval
from sim.comparison.sampling import Progress
from sim.comparison.statistics import Difference, paired_difference
from sim.exploring.cells import Cell, at_hand, run_cells
from sim.exploring.designs.search import FIRST_TRAINING
from sim.exploring.effort import affordable
from sim.formation.people import build_people
from sim.measures import MEASURES, Measure, measure_named, with_worth_having
from sim.scenario import policy_of
from sim.scenario.built_in_columns import TODAY
from sim.scenario.catalogue import SETTINGS
from sim.scenario.ledger import matters
from sim.scenario.scenario_settings import FormationSettings, Scenario
from sim.studies.assessment.answers import Answers
from sim.studies.assessment.reading import rank
from sim.studies.assessment.settings import Questions
from sim.studies.assessment.standing import keys_of

TRAINING, FEWEST_TRAINING = 4, 2  # replications on which every dial is tried
FEWEST = 4  # replications of the judgement
SHARE = 0.15  # of what a comparison with plausible worlds may take, for training and for the judgement each
SHOWN, TOGETHER = 5, 3
NOTHING = 0.05  # of what is worth having: a step that gains less in training is none
AT_ONCE = 2  # replications of a cell
JOINT = "together"
LOAD, STRAIN = "load_p90", "strain_share"
WEEKS_A_YEAR = 52
MEASURE_NAMES = tuple(measure.name for measure in MEASURES)


@dataclass(frozen=True)
class Step:
    """A dial that is moved. today: where it stands, "" where nobody said. to: where it is moved to. policy: its dials.

    price: currency a year, None where nobody gave one.
    """

    name: str
    dial: str
    today: str
    to: str
    policy: Mapping[str, Any]
    price: float | None


@dataclass(frozen=True)
class Gain:
    """What steps do, on customers that chose none of them.

    steps: one, or several at once. differences: measure -> with them less as it stands. trained: mean gain of a single
    step in training, better being above 0. per_money: gain in the measure per 10,000 of currency a year, None without
    a price.
    """

    steps: tuple[Step, ...]
    differences: Mapping[str, Difference]
    trained: float | None
    per_money: Interval | None


@dataclass(frozen=True)
class NextStep:
    """What is best to do next. tried: every single step with its mean gain in training, best first.

    levels: measure -> mean as it stands. alone: the best ones, in the order of training; joint: the best three at once,
    None where fewer than two gain. surplus: gain of these together less the sum of what each gains alone.
    """

    measure: str
    seed: int
    replications: int
    training: int
    levels: Mapping[str, float]
    tried: tuple[tuple[Step, float], ...]
    alone: tuple[Gain, ...]
    joint: Gain | None
    surplus: Interval | None
    samples: Mapping[str, Mapping[str, np.ndarray]] = field(repr=False)

    @property
    def direction(self) -> str:
        """Whether more or less of the measure is better."""
        measure = measure_named(self.measure)
        assert measure is not None
        return measure.direction


def steps_of(scenario: Scenario, questions: Questions, answers: Answers) -> list[Step]:
    """Every dial of the policy that is not yet where its best answer has it, or beyond; scenario: as it stands."""
    known, found = answers.known(questions), []
    for name, question in questions.questions.items():
        scale = [answer.sets for answer in question.answers.values()]
        upward = {key: rank(key, scale[-1][key]) >= rank(key, scale[0][key]) for key in question.best.sets}
        today = known[name].says if name in known else ""
        found.append((name, question.dial, today, question.best.says, question.best.sets, upward))
    for name, step in questions.steps.items():
        found.append((name, step.dial, "", step.says, step.sets, {}))
    steps = []
    for name, dial, today, to, sets, upward in found:
        if policy := _moved(scenario, sets, upward):
            steps.append(Step(name, dial, today, to, policy, _price(scenario, name, policy, answers)))
    return steps


def _moved(scenario: Scenario, sets: Mapping[str, Any], upward: Mapping[str, bool]) -> dict[str, Any]:
    """Dials of the policy -> new value, of those that move. upward: key -> direction of its scale, where it has one."""
    today, moved = policy_of(scenario, TODAY), {}
    for key, value in sets.items():
        block, _, dial = key.partition(".")
        info = SETTINGS.at(tuple(key.split(".")))
        if block != "policy" or info is None or not matters(info, scenario, [TODAY]):
            continue
        own = getattr(today, dial)
        if isinstance(own, dict):
            better = {place[-1]: value for place in keys_of(scenario, key)
                      if _better(key, own.get(place[-1], 0.0), value, upward)}  # fmt: skip
            if better:
                moved[dial] = better
        elif _better(key, own, value, upward):
            moved[dial] = value
    return moved


def _better(key: str, own: Any, value: Any, upward: Mapping[str, bool]) -> bool:
    """Whether a value lies further along the scale than today's."""
    here, there = rank(key, own), rank(key, value)
    return here != there and (key not in upward or (there > here) == upward[key])


def _price(scenario: Scenario, name: str, policy: Mapping[str, Any], answers: Answers) -> float | None:
    """As answered, or else by what the scenario says that technology costs a seat and a week."""
    if name in answers.prices:
        return answers.prices[name]
    today, people = policy_of(scenario, TODAY), None
    price = 0.0
    for dial, per_week in scenario.money.per_seat_week.items():
        if dial in policy and per_week:
            people = build_people(scenario).count if people is None else people
            price += per_week * (policy[dial] - getattr(today, dial)) * people * WEEKS_A_YEAR
    return price or None


def next_step(
    scenario: Scenario,
    steps: Sequence[Step],
    *,
    measure: str = "felt_empathy",
    replications: int | None = None,
    seed: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> NextStep:
    """Try every step, and run the best again on fresh customers. scenario: as it stands.

    measure: which gain is looked for. replications: of the judgement, by default those of the scenario, fewer where
    each is large. Others as of `run_cells`. Raises ScenarioError, DataError, ClusterError.
    """
    seed = scenario.seed if seed is None else seed
    judged = _measure(scenario, measure)
    count = replications or affordable(scenario, scenario.replications, FEWEST, SHOWN + 2, SHARE)
    training = affordable(scenario, TRAINING, FEWEST_TRAINING, len(steps) + 1, SHARE)
    cells = sum(-(-each // AT_ONCE) for each in (training, count))
    trial = _Trial(scenario, seed, {"store": store}, progress, cells)
    with at_hand(cluster) as trial.how["cluster"]:
        singles = {step.name: (step,) for step in steps}
        seen = trial.samples(singles, training, FIRST_TRAINING)
        gains = [(step, _mean_gain(judged, seen[TODAY], seen[step.name])) for step in steps]
        tried = sorted(gains, key=lambda one: -one[1])
        least = NOTHING * judged.smallest_difference(known_mean(seen[TODAY][measure]))
        best = [step for step, gain in tried if gain > least]
        chosen: dict[str, tuple[Step, ...]] = {step.name: (step,) for step in best[:SHOWN]}
        if len(best) > 1:
            chosen[JOINT] = tuple(best[:TOGETHER])
        fresh = trial.samples(chosen, count, 0)
    trained = {step.name: gain for step, gain in tried}
    names = tuple(dict.fromkeys((measure, LOAD, STRAIN, "resolution_minutes")))
    made = [
        _gain(scenario, fresh, name, group, names, trained.get(name), len(chosen)) for name, group in chosen.items()
    ]
    joint = made.pop() if JOINT in chosen else None
    return NextStep(
        measure, seed, count, training,
        {name: known_mean(fresh[TODAY][name]) for name in names},
        tuple(tried), tuple(made), joint,
        _surplus(judged, fresh, chosen[JOINT]) if joint else None,
        fresh,
    )  # fmt: skip


class _Trial:
    """Today's departments, with steps and without: a column for each, few replications a cell."""

    def __init__(
        self, scenario: Scenario, seed: int, how: dict[str, Any], progress: Progress | None, total: int
    ) -> None:
        """how: as of `run_cells`. total: cells that there will be."""
        self._scenario, self._seed, self.how = scenario, seed, how
        self._progress, self._done, self._total = progress, 0, total

    def samples(
        self, groups: Mapping[str, tuple[Step, ...]], replications: int, first: int
    ) -> dict[str, Mapping[str, np.ndarray]]:
        """TODAY and every group of steps -> measure -> values per replication."""
        columns = {f"step {name}": _column(steps) for name, steps in groups.items()}
        made = self._scenario.model_copy(update={"formations": {**self._scenario.formations, **columns}})
        cells = [
            Cell(made, (TODAY, *columns), self._seed, min(AT_ONCE, replications - done), first=first + done)
            for done in range(0, replications, AT_ONCE)
        ]
        before, total = self._done, self._total
        told = self._progress
        watch = (lambda done, _: told(before + done, total)) if told else None
        results = run_cells(cells, progress=watch, **self.how)
        self._done += len(cells)
        return {
            name: {one: np.concatenate([result.samples[column][one] for result in results]) for one in MEASURE_NAMES}
            for name, column in zip((TODAY, *groups), (TODAY, *columns), strict=True)
        }


def _column(steps: Sequence[Step]) -> FormationSettings:
    """Today's departments with steps taken."""
    policy: dict[str, Any] = {}
    for step in steps:
        for dial, value in step.policy.items():
            policy[dial] = {**policy.get(dial, {}), **value} if isinstance(value, dict) else value
    return FormationSettings(partition_from=TODAY, policy_from=TODAY, policy=policy)


def _measure(scenario: Scenario, name: str) -> Measure:
    measure = measure_named(name)
    assert measure is not None
    return with_worth_having(measure, scenario.worth_having)


def _mean_gain(measure: Measure, today: Mapping[str, np.ndarray], then: Mapping[str, np.ndarray]) -> float:
    change = then[measure.name] - today[measure.name]
    known = change[~np.isnan(change)]
    return _sign(measure) * float(known.mean()) if known.size else 0.0


def _sign(measure: Measure) -> float:
    return 1.0 if measure.direction == "more" else -1.0


def _gain(
    scenario: Scenario,
    fresh: Mapping[str, Mapping[str, np.ndarray]],
    name: str,
    steps: tuple[Step, ...],
    measures: Sequence[str],
    trained: float | None,
    tests: int,
) -> Gain:
    differences = {
        one: paired_difference((TODAY, name), fresh[TODAY][one], fresh[name][one], _measure(scenario, one), tests)
        for one in measures
    }
    prices = [step.price for step in steps]
    per_money = None
    if all(prices):
        measure = _measure(scenario, measures[0])
        price = sum(price for price in prices if price)
        change = fresh[name][measure.name] - fresh[TODAY][measure.name]
        per_money = mean_interval(_sign(measure) * change * (10_000.0 / price))
    return Gain(steps, differences, trained, per_money)


def _surplus(measure: Measure, fresh: Mapping[str, Mapping[str, np.ndarray]], steps: tuple[Step, ...]) -> Interval:
    """What the steps gain together beyond the sum of their gains alone."""
    today = fresh[TODAY][measure.name]
    alone = sum((fresh[step.name][measure.name] - today for step in steps), np.zeros(today.size))
    return mean_interval(_sign(measure) * (fresh[JOINT][measure.name] - today - alone))
