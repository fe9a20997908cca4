"""Whether teams bind: pods beside pods of one person each, under the same policy and with the same customers.

Where both do the same, who is in which team says nothing: people take work wherever it lies, and a comparison of
formations has compared names. One pool is the bound of what any teams can reach, and no test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.comparison.corners import RESOLUTION
from sim.comparison.intervals import known_mean
from sim.comparison.sampling import Progress, Sampler
from sim.comparison.statistics import Difference, paired_difference
from sim.comparison.words import BETTER, EQUIVALENT, WORSE
from sim.formation.prepared import Prepared
from sim.measures import AT, measure_named, with_worth_having
from sim.scenario.built_in_columns import PODS
from sim.scenario.scenario_settings import Scenario

ALONE, BORROWED = "one_person_pods", "borrowed_share"
MOST_PEOPLE = 500  # with more of them as many teams take longer than everything else together
REPLICATIONS = 10


@dataclass(frozen=True)
class Binding:
    """Pods beside pods of one person.

    of: the column of pods. people: how many work in them, each alone beside them. differences: in resolution time,
    pods minus pods of one person, by channel, "" for all of them. borrowed: share of the steps in pods that somebody of
    another pod did. refused: why it was not tried, else "".
    """

    of: str
    people: int
    replications: int
    differences: Mapping[str, Difference]
    borrowed: float
    refused: str = ""

    @property
    def binds(self) -> bool | None:
        """False where pods are equivalent to pods of one person in all channels; None where it is not known."""
        words = [one.word for one in self.differences.values()]
        if words and all(word in EQUIVALENT for word in words):
            return False
        return True if BETTER in words or WORSE in words else None


def with_one_person_pods(prepared: Prepared, of: str) -> Prepared | str:
    """The same customers and people, everybody of these pods in a pod of their own; or why that is not tried."""
    from sim.formation import build_formation
    from sim.formation.teams import teams_of
    from sim.scenario import partition_of
    from sim.scenario.problems import DataError

    scenario, formation = prepared.scenario, prepared.formations[of]
    home, apart = formation.home_team, teams_of(scenario, of, prepared.people).apart
    people = int(np.count_nonzero((home >= 0) & ~apart[np.maximum(home, 0)]))
    if people > MOST_PEOPLE:
        return f"{people:,} people are more than the {MOST_PEOPLE} for whom it is tried"
    settings = partition_of(scenario, of).model_copy(
        update={"partition": "cross_functional", "teams": people, "team_size": None, "units": {}, "members": {},
                "partition_from": None, "policy_from": of, "policy": {}}
    )  # fmt: skip
    with_column = scenario.model_copy(update={"formations": {**scenario.formations, ALONE: settings}})
    try:
        alone = build_formation(with_column, ALONE, prepared.people)
    except DataError as error:
        return str(error.problems[0].message)
    return replace(prepared, scenario=with_column, formations={ALONE: alone})


def binding_of(compared: Sampler, *, progress: Progress | None = None) -> Binding | None:
    """Whether the teams of `pods` bind, on the customers of a comparison; None where pods are not compared."""
    columns = compared.prepared.columns
    if PODS not in columns or len(columns) < 2:
        return None
    return binding_beside(compared.prepared, PODS, compared.samples[PODS], compared.seed, progress=progress)


def binding_beside(
    prepared: Prepared, of: str, known: Mapping[str, np.ndarray], seed: int, *, progress: Progress | None = None
) -> Binding:
    """Whether the teams of a column of pods bind. known: its samples, of the first replications of the seed."""
    added = with_one_person_pods(prepared, of)
    if isinstance(added, str):
        return Binding(of, 0, 0, {}, float("nan"), added)
    replications = min(REPLICATIONS, known[RESOLUTION].size)
    sampler = Sampler(added, seed=seed, engine="core", progress=progress)
    sampler.extend_to(replications)
    pods = {name: values[:replications] for name, values in known.items()}
    return Binding(
        of=of,
        people=added.formations[ALONE].team_count,
        replications=replications,
        differences=_differences(prepared.scenario, of, sampler.samples[ALONE], pods),
        borrowed=known_mean(pods[BORROWED]),
    )


def _differences(
    scenario: Scenario, of: str, alone: Mapping[str, np.ndarray], pods: Mapping[str, np.ndarray]
) -> dict[str, Difference]:
    measure = measure_named(RESOLUTION)
    assert measure is not None
    judged = with_worth_having(measure, scenario.worth_having)
    keys = {"": RESOLUTION, **{channel: f"{RESOLUTION}{AT}{channel}" for channel in scenario.demand.channels}}
    return {
        channel: paired_difference((ALONE, of), alone[key], pods[key], judged, 1)
        for channel, key in keys.items()
        if key in alone
    }
