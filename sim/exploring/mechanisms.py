"""The verdict with none of the mechanisms that were added because of earlier answers, with those expected to help pods,
with those expected to help departments, and with all. Which ones are expected to do what was written down first:
docs/background/hypotheses.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.comparison.corners import FORMATION, differences_by_channel
from sim.comparison.sampling import Progress, Sampler
from sim.comparison.statistics import Difference, paired_differences
from sim.formation.prepared import prepare
from sim.scenario import policy_of
from sim.scenario.built_in_columns import HABITS
from sim.scenario.policy_settings import Policy
from sim.scenario.scenario_settings import Scenario

if TYPE_CHECKING:
    from sim.comparison.results import Simulation

FOR_PODS, AGAINST_PODS = "for pods", "against pods"
NONE, ALL = "none", "all"


@dataclass(frozen=True)
class Mechanism:
    """A mechanism, what it was expected to do, and the dials at which it is absent, given a policy."""

    name: str
    expected: str
    absent: Callable[[Policy], dict[str, Any]]


MECHANISMS = (
    Mechanism("a price of crossings", FOR_PODS, lambda policy: {"link_minutes": 0.0}),
    Mechanism("more kept inside a team", FOR_PODS, lambda policy: {"kept_inside_share": policy.kept_across_share}),
    Mechanism("live work first across teams", FOR_PODS, lambda policy: {"lend_order": "own_first"}),
    Mechanism("who listened counts", FOR_PODS, lambda policy: {"heard_weight": 0.0}),
    Mechanism("own queues are served faster", FOR_PODS, lambda policy: {"own_queue_speed": 1.0}),
    Mechanism("lending only inside a team", AGAINST_PODS, lambda policy: {"borrowing": "anywhere"}),
    Mechanism("lending only after a while", AGAINST_PODS, lambda policy: {"lend_after_minutes": 0.0}),
)


@dataclass(frozen=True)
class Variant:
    """The formation at better habits with some of the mechanisms.

    which: NONE, FOR_PODS, AGAINST_PODS or ALL of them are there. names: of those there. row: by measure. by_channel:
    channel -> measure -> difference.
    """

    which: str
    names: tuple[str, ...]
    row: Mapping[str, Difference]
    by_channel: Mapping[str, Mapping[str, Difference]]


def in_force(scenario: Scenario) -> tuple[Mechanism, ...]:
    """Those that are not absent in the departments with better habits."""
    policy = policy_of(scenario, HABITS)
    found = ((one, one.absent(policy)) for one in MECHANISMS)
    return tuple(one for one, absent in found if any(getattr(policy, dial) != value for dial, value in absent.items()))


def variants_of(known: Simulation, *, progress: Progress | None = None) -> tuple[Variant, ...]:
    """The same customers with none of the mechanisms, those for pods, those against pods, and all of them."""
    there = in_force(known.scenario)
    kept = {
        NONE: (),
        FOR_PODS: tuple(one for one in there if one.expected == FOR_PODS),
        AGAINST_PODS: tuple(one for one in there if one.expected == AGAINST_PODS),
        ALL: there,
    }
    return tuple(_variants(known, there, kept, progress))


def _variants(
    known: Simulation,
    there: tuple[Mechanism, ...],
    kept: Mapping[str, tuple[Mechanism, ...]],
    progress: Progress | None,
) -> Iterator[Variant]:
    scenario = known.scenario
    live = {name: channel.live for name, channel in scenario.demand.channels.items()}
    for which, mechanisms in kept.items():
        if which == ALL:
            samples: Any = {column: known.samples[column] for column in FORMATION}
        else:
            changed = without(scenario, tuple(one for one in there if one not in mechanisms))
            sampler = Sampler(prepare(changed, FORMATION), seed=known.seed, engine=known.engine, progress=progress)
            sampler.extend_to(known.replication_count)
            samples = sampler.samples
        row = paired_differences(samples, FORMATION, scenario.worth_having)[FORMATION]
        by_channel = differences_by_channel(samples, FORMATION, live, scenario.worth_having)[FORMATION]
        yield Variant(which, tuple(one.name for one in mechanisms), row, by_channel)


def without(scenario: Scenario, mechanisms: tuple[Mechanism, ...]) -> Scenario:
    """The scenario whose two columns with better habits lack some mechanisms."""
    columns = dict(scenario.formations)
    for name in FORMATION:
        policy = policy_of(scenario, name)
        absent = {dial: value for one in mechanisms for dial, value in one.absent(policy).items()}
        columns[name] = columns[name].model_copy(update={"policy": {**columns[name].policy, **absent}})
    return scenario.model_copy(update={"formations": columns})
