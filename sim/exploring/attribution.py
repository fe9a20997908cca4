"""Which mechanisms a difference between two columns is made of: Shapley values over eight groups of them.

A group is absent where both columns have its dials at a value at which it does nothing, and present where each column
has its own. v(S) is the difference, second minus first, where the groups S are present and all others absent, on the
same customers. A group's part is what it adds, averaged over all orders in which groups may come (Shapley 1953):

    part(g) = sum over S without g of |S|! (n - |S| - 1)! / n! (v(S + g) - v(S))

so that parts add up to v(all) - v(none), in every replication. What two groups do together beyond what each does alone
is their interaction (Grabisch and Roubens 1999), the same average of v(S + g + h) - v(S + g) - v(S + h) + v(S).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from math import factorial
from pathlib import Path
from typing import Any

import numpy as np

from sim.comparison.intervals import Interval, mean_interval
from sim.comparison.sampling import Progress
from sim.comparison.usual import with_usual
from sim.exploring.cells import Cell, run_cells
from sim.exploring.effort import affordable
from sim.measures import AT
from sim.scenario import policy_of
from sim.scenario.built_in_columns import TODAY
from sim.scenario.columns import partition_of
from sim.scenario.scenario_settings import Scenario

AT_ONCE = "0 on every channel"
REPLICATIONS, FEWEST = 10, 2


@dataclass(frozen=True)
class Group:
    """Dials of a policy that make one mechanism, and settings of a partition.

    absent: dial -> value at which it does nothing. as_first: dials with no such value: where the group is absent, both
    columns have the first one's. partition: settings of a column that are treated alike.
    """

    name: str
    about: str
    absent: Mapping[str, Any]
    as_first: tuple[str, ...] = ()
    partition: tuple[str, ...] = ()

    def dials_without(self, scenario: Scenario, first: str) -> dict[str, Any]:
        """The dials of both columns where the group is absent. first: the first column."""
        policy, at_once = policy_of(scenario, first), dict.fromkeys(scenario.demand.channels, 0.0)
        absent = {dial: dict(at_once) if value == AT_ONCE else value for dial, value in self.absent.items()}
        return absent | {dial: getattr(policy, dial) for dial in self.as_first}

    def is_in(self, scenario: Scenario, pair: tuple[str, str]) -> bool:
        """Whether it is at work in either column."""
        without = self.dials_without(scenario, pair[0])
        policies = [policy_of(scenario, column) for column in pair]
        first, second = (partition_of(scenario, column) for column in pair)
        return any(
            _moves(getattr(policy, dial), value) for policy in policies for dial, value in without.items()
        ) or any(getattr(first, name) != getattr(second, name) for name in self.partition)


def _moves(value: Any, absent: Any) -> bool:
    """Whether a dial has another value than where its group is absent; minutes by channel are 0 where not said."""
    if isinstance(absent, dict):
        return any(minutes != 0.0 for minutes in value.values())
    return bool(value != absent)


GROUPS = (
    Group(
        "walls between teams",
        "a customer is one team's, whose people alone serve; absent: one queue for all free people",
        {"walls": False},
        (
            "team_choice", "named_account_slack", "first_line_to_ambiguity", "complex_from_needs",
            "complex_from_ambiguity",
        ),
    ),
    Group(
        "lending across teams",
        "free people of other teams may help out; absent: nobody does",
        {"borrowing": "none"},
        ("lend_order", "lend_after_minutes"),
    ),
    Group(
        "price of a change of hands",
        "minutes to cross teams and to set up; absent: none",
        {"link_minutes": 0.0, "changeover_minutes": 0.0},
    ),
    Group(
        "waiting to be looked at",
        "the delay until work that changed hands is picked up; absent: at once",
        {"pickup_inside_minutes": AT_ONCE, "pickup_across_minutes": AT_ONCE},
    ),
    Group(
        "story lost and told again",
        "what is not known after a change of hands or on coming back; absent: nothing is lost",
        {
            "kept_across_share": 1.0, "kept_inside_share": 1.0, "context_kept_wing": 1.0, "context_kept_owner": 1.0,
            "context_kept_memory": 1.0, "briefing_minutes": 0.0,
        },
        ("retelling_share",),
    ),
    Group(
        "listening in, side by side",
        "wings who listen, lead next and spare the lead, and several who serve at once; absent: everybody serves alone",
        {"wings": 0, "together": "none", "coordination_share": 0.0, "heard_weight": 0.0, "drafting": 0.0},
        ("listen_share", "attach_from_share"),
    ),
    Group(
        "who serves",
        "coming back to whoever knew them, owners, knowing a customer, own queues; absent: whoever is next. Lead, "
        "weights, order, second skills as in the first column",
        {"return_to": "front", "owner": "none", "familiarity_weight": 0.0, "own_queue_speed": 1.0},
        (
            "lead", "consult_skill", "consult_share", "skill_weight", "fatigue_weight", "max_lead_minutes",
            "rest_minutes", "rest_weight", "queue_order", "assignment", "agent_choice",
        ),
        ("second_skills",),
    ),
    Group(
        "wrong assignments, technology",
        "needs that are misread at first, and all technology; absent: neither",
        dict.fromkeys(
            ("misroute_share", "ai_context", "intelligent_routing", "automation", "predictive", "historical",
             "agent_assist"), 0.0,
        ),
        ("misroute_ambiguity_slope", "misroute_decay", "triage_minutes", "context_kept_triage"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """What a group brings. interval: of its part. first, last: added to none of the others; and to all of them.

    present: whether it is at work in either column; where it is not, all of it is exactly 0.
    """

    group: Group
    present: bool
    interval: Interval
    first: Interval
    last: Interval


@dataclass(frozen=True)
class Interaction:
    """What two groups do together beyond what each does alone."""

    groups: tuple[str, str]
    interval: Interval


@dataclass(frozen=True)
class Attribution:
    """A difference taken apart.

    measures: as keys of samples ("measure", "measure@channel"). present: the groups at work, in order. values: measure
    -> float64[2**n, R], the difference by combination: bit i is set where group i of `present` is there.
    """

    scenario: Scenario
    pair: tuple[str, str]
    seed: int
    replications: int
    measures: tuple[str, ...]
    present: tuple[Group, ...]
    values: Mapping[str, np.ndarray] = field(repr=False)

    def __repr__(self) -> str:
        """A line: what was taken apart, and the largest part."""
        first, second = self.pair
        parts = self.parts(self.measures[0])
        largest = max(parts, key=lambda one: abs(one.interval.mean))
        return (
            f"Attribution of {second} - {first} in {self.measures[0]} of {self.scenario.name}: "
            f"{self.whole(self.measures[0]).mean:.4g}, most of it {largest.group.name} ({largest.interval.mean:.4g})"
        )

    def whole(self, measure: str) -> Interval:
        """The difference with all groups: that of `podsim compare`."""
        return mean_interval(self.values[measure][-1])

    def left(self, measure: str) -> Interval:
        """The difference without any of them."""
        return mean_interval(self.values[measure][0])

    def parts_by_replication(self, measure: str) -> np.ndarray:
        """Parts of the groups in `present`, float64[n, R]."""
        return shapley(self.values[measure])

    def parts(self, measure: str) -> tuple[Part, ...]:
        """One for each of GROUPS, in order."""
        return tuple(self._parts(measure))

    def _parts(self, measure: str) -> Iterator[Part]:
        values, shares = self.values[measure], self.parts_by_replication(measure)
        every, nothing = len(values) - 1, Interval(0.0, 0.0, 0.0)
        for group in GROUPS:
            if group not in self.present:
                yield Part(group, False, nothing, nothing, nothing)
                continue
            place = self.present.index(group)
            alone, missing = 1 << place, every & ~(1 << place)
            yield Part(
                group, True, mean_interval(shares[place]), mean_interval(values[alone] - values[0]),
                mean_interval(values[every] - values[missing]),
            )  # fmt: skip

    def interactions(self, measure: str) -> tuple[Interaction, ...]:
        """Of every two groups at work, the largest first."""
        values = self.values[measure]
        found = [
            Interaction(
                (self.present[i].name, self.present[j].name), mean_interval(interaction(values, i, j))
            )
            for i, j in combinations(range(len(self.present)), 2)
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda one: -abs(one.interval.mean)))

    @cached_property
    def combinations(self) -> int:
        """How many were run; those of groups that are not at work are all the same."""
        return 1 << len(self.present)


def shapley(values: np.ndarray) -> np.ndarray:
    """Shapley values, float64[n, R]. values: float64[2**n, R] by combination, bit i for player i."""
    players = _players(values)
    sizes = np.array([mask.bit_count() for mask in range(len(values))])
    found = np.zeros((players, values.shape[1]))
    for player in range(players):
        without = _without(values, player)
        weights = np.array([_weight(int(size), players - 1) for size in sizes[without]])
        found[player] = weights @ (values[without | 1 << player] - values[without])
    return found


def interaction(values: np.ndarray, one: int, other: int) -> np.ndarray:
    """Interaction index of two players, float64[R]. values: as of `shapley`."""
    both = (1 << one) | (1 << other)
    without = np.array([mask for mask in range(len(values)) if not mask & both])
    weights = np.array([_weight(int(mask).bit_count(), _players(values) - 2) for mask in without])
    together = values[without | both] - values[without | 1 << one] - values[without | 1 << other] + values[without]
    return np.asarray(weights @ together)


def _players(values: np.ndarray) -> int:
    return len(values).bit_length() - 1


def _without(values: np.ndarray, player: int) -> np.ndarray:
    return np.array([mask for mask in range(len(values)) if not mask >> player & 1])


def _weight(size: int, others: int) -> float:
    """Share of the orders in which just `size` of the others come before."""
    return factorial(size) * factorial(others - size) / factorial(others + 1)


def without_groups(scenario: Scenario, pair: tuple[str, str], absent: Sequence[Group]) -> Scenario:
    """The scenario whose two columns lack some groups. Nothing else of it changes."""
    dials = {dial: value for group in absent for dial, value in group.dials_without(scenario, pair[0]).items()}
    first = partition_of(scenario, pair[0])
    settings = {name: getattr(first, name) for group in absent for name in group.partition}
    columns = dict(scenario.formations)
    for name in pair:
        policy = {dial: getattr(policy_of(scenario, name), dial) for dial in type(scenario.policy).model_fields}
        alone = partition_of(scenario, name).model_copy(
            update={"partition_from": None, "policy_from": None, **settings}
        )
        columns[name] = alone.model_copy(update={"policy": policy | dials})
    return scenario.model_copy(update={"formations": columns})


def replications_for(scenario: Scenario, pair: tuple[str, str]) -> int:
    """How many replications are run where nobody says: fewer where each has many cases."""
    count = sum(group.is_in(scenario, pair) for group in GROUPS)
    return affordable(scenario, REPLICATIONS, FEWEST, times=len(pair) << count, share=2.0)


def cells_of(
    scenario: Scenario, pair: tuple[str, str], *, seed: int | None = None, replications: int | None = None
) -> list[Cell]:
    """A cell for every combination of the groups at work: 256 where all eight are. Raises DataError."""
    scenario = with_usual(scenario, TODAY, seed=seed)
    present = tuple(group for group in GROUPS if group.is_in(scenario, pair))
    own, count = (scenario.seed if seed is None else seed), replications or replications_for(scenario, pair)
    return [
        Cell(
            without_groups(scenario, pair, [one for place, one in enumerate(present) if not mask >> place & 1]),
            pair, own, count, by_channel=True,
        )
        for mask in range(1 << len(present))
    ]  # fmt: skip


def attribute(
    scenario: Scenario,
    pair: tuple[str, str],
    measure: str = "resolution_minutes",
    *,
    seed: int | None = None,
    replications: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> Attribution:
    """Take the difference between two columns apart, over all cases and by channel where the measure is known so.

    measure: name of a measure. Others as of `compare` and `run_cells`. Raises DataError, ClusterError.
    """
    cells = cells_of(scenario, pair, seed=seed, replications=replications)
    results = run_cells(cells, cluster=cluster, store=store, progress=progress)
    first, second = pair
    channels = scenario.demand.channels if len(scenario.demand.channels) > 1 else ()
    names = (measure, *(f"{measure}{AT}{channel}" for channel in channels))
    measures = tuple(name for name in names if name in results[0].samples[first])
    values = {
        name: np.array([one.samples[second][name] - one.samples[first][name] for one in results]) for name in measures
    }
    present = tuple(group for group in GROUPS if group.is_in(scenario, pair))
    return Attribution(scenario, pair, cells[0].seed, cells[0].replications, measures, present, values)
