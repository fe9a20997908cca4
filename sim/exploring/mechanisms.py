"""The verdict with none of the mechanisms that were added because of earlier answers, with each alone, with those
expected to help pods, with those expected to help departments, and with all. Which ones are expected to do what was
written down first: docs/background/hypotheses.md. Two of them no dial turns off: they are in every verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
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

FOR_PODS, AGAINST_PODS, NEITHER = "for pods", "against pods", "neither"
NONE, ALL = "none", "all"


@dataclass(frozen=True)
class Mechanism:
    """A mechanism, what it was expected to do, and the dials at which it is absent, given a policy.

    channel: settings of every live channel at which it is absent.
    """

    name: str
    expected: str
    absent: Callable[[Policy], dict[str, Any]]
    channel: Mapping[str, Any] = field(default_factory=dict)

    def is_in(self, scenario: Scenario) -> bool:
        """Whether it is at work in the departments with better habits."""
        policy = policy_of(scenario, HABITS)
        live = [channel for channel in scenario.demand.channels.values() if channel.live]
        return any(getattr(policy, dial) != value for dial, value in self.absent(policy).items()) or any(
            getattr(channel, name) != value for channel in live for name, value in self.channel.items()
        )


MECHANISMS = (
    Mechanism("a price of crossings", FOR_PODS, lambda policy: {"link_minutes": 0.0}),
    Mechanism("more kept inside a team", FOR_PODS, lambda policy: {"kept_inside_share": policy.kept_across_share}),
    Mechanism("live work first across teams", FOR_PODS, lambda policy: {"lend_order": "own_first"}),
    Mechanism("who listened counts", FOR_PODS, lambda policy: {"heard_weight": 0.0}),
    Mechanism("own queues are served faster", FOR_PODS, lambda policy: {"own_queue_speed": 1.0}),
    Mechanism("needs side by side", FOR_PODS, lambda policy: {"together": "none"}),
    Mechanism("lending only inside a team", AGAINST_PODS, lambda policy: {"borrowing": "anywhere"}),
    Mechanism("lending only after a while", AGAINST_PODS, lambda policy: {"lend_after_minutes": 0.0}),
    Mechanism("told to call again at closing", NEITHER, lambda policy: {}, {"at_closing": "wait"}),
)
WITHOUT_DIAL = ("wings called late, who lead next at once", "wings who give way to waiting callers")


@dataclass(frozen=True)
class Variant:
    """The formation at better habits with some of the mechanisms.

    which: NONE, FOR_PODS, AGAINST_PODS or ALL of them are there; or of one that is there alone, its name. names: of
    those there. row: by measure. by_channel: channel -> measure -> difference.
    """

    which: str
    names: tuple[str, ...]
    row: Mapping[str, Difference]
    by_channel: Mapping[str, Mapping[str, Difference]]


def in_force(scenario: Scenario) -> tuple[Mechanism, ...]:
    """Those that are not absent in the departments with better habits."""
    return tuple(one for one in MECHANISMS if one.is_in(scenario))


def variants_of(known: Simulation, *, progress: Progress | None = None) -> tuple[Variant, ...]:
    """The same customers with none of the mechanisms, each alone, those for and against pods, and all of them."""
    there = in_force(known.scenario)
    sets = {expected: tuple(one for one in there if one.expected == expected) for expected in (FOR_PODS, AGAINST_PODS)}
    alone = {one.name: (one,) for one in there if (one,) not in sets.values()}
    return tuple(_variants(known, there, {NONE: (), **alone, **sets, ALL: there}, progress))


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
    said = {name: value for one in mechanisms for name, value in one.channel.items()}
    channels = {
        name: channel.model_copy(update=said if channel.live else {})
        for name, channel in scenario.demand.channels.items()
    }
    demand = scenario.demand.model_copy(update={"channels": channels})
    return scenario.model_copy(update={"formations": columns, "demand": demand})
