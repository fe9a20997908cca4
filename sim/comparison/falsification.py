"""Tests that would expose a benefit smuggled in: designs that must differ by nothing, or as theory says.

null: equal policy, no walls, no wings, nothing lost or paid at a change of hands. Whatever the teams, the records
must be equal but for how changes of hands are named.
identity: a column against itself with teams renamed and columns reordered must differ by nothing.
walls only: the same people in one pool, or in teams drawn at random that customers are dealt to at random. Splitting
a pool loses time, whatever else teams are good for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.comparison.engines import Engine, difference_of, records_of
from sim.comparison.sampling import Progress, Sampler
from sim.comparison.statistics import paired_differences
from sim.comparison.usual import with_usual
from sim.formation.prepared import Prepared, prepare
from sim.scenario.built_in_columns import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.comparison.intervals import Interval
    from sim.demand.tape import Tape
    from sim.scenario.scenario_settings import Scenario

# What may differ in a null design: names of teams, and what a change of hands is called.
NAMES_OF_CHANGES = ("first_team", "handoffs", "lead_changes", "ping_pongs", "borrowed")
CHECKS = ("null", "identity", "walls_only")


@dataclass(frozen=True)
class EqualRows:
    """Columns whose rows must be equal to those of what they are held against.

    name: "null" or "identity". first: the column that others are held against under "null". columns: those held.
    rows: how many were compared. differences: the first one found, by column.
    """

    name: str
    first: str
    columns: tuple[str, ...]
    rows: int
    differences: dict[str, str]

    @property
    def passed(self) -> bool:
        """Whether nothing was found that must not be."""
        return not self.differences


@dataclass(frozen=True)
class SplitLoss:
    """What one pool of people loses in minutes per case when it is split into teams drawn at random.

    loss: in resolution time; queues, lost: parts of it. people: in all. teams: they are split into.
    """

    people: int
    teams: int
    loss: Interval
    queues: Interval
    lost: Interval
    name: str = "walls_only"

    @property
    def passed(self) -> bool:
        """False only where splitting is settled to be a gain."""
        return not self.loss.high < 0


LINKS = ("policy_from", "partition_from")  # settings of a column that name another one


def null_scenario(scenario: Scenario) -> Scenario:
    """The same people and customers with one policy for all columns and teams that cannot matter.

    Over weeks they would: people of a team come to know and teach each other.
    """
    policy = scenario.policy.model_copy(update=_no_cost(scenario) | {"walls": False})
    columns = {
        name: column.model_copy(update={"policy_from": None, "policy": {}})
        for name, column in scenario.formations.items()
    }
    time = scenario.time.model_copy(update={"slow_clock": False})
    return scenario.model_copy(update={"policy": policy, "formations": columns, "time": time})


def _no_cost(scenario: Scenario) -> dict[str, Any]:
    """Dials at which a change of hands costs nothing and nobody listens."""
    at_once = dict.fromkeys(scenario.demand.channels, 0.0)
    return {
        "wings": 0,
        "kept_across_share": 1.0,
        "kept_inside_share": 1.0,
        "context_kept_wing": 1.0,
        "context_kept_owner": 1.0,
        "briefing_minutes": 0.0,
        "pickup_inside_minutes": at_once,
        "pickup_across_minutes": at_once,
        "link_minutes": 0.0,
        "changeover_minutes": 0.0,
        "coordination_share": 0.0,
    }


def null_check(
    scenario: Scenario,
    columns: Sequence[str],
    *,
    replications: int,
    seed: int,
    engine: Engine = "core",
    progress: Progress | None = None,
) -> EqualRows:
    """Every column against the first under the null policy, row by row."""
    prepared = prepare(null_scenario(scenario), columns)
    first, *others = prepared.columns
    differences: dict[str, str] = {}
    rows = 0
    for tape in _tapes(prepared, replications, seed, progress):
        base = records_of(prepared, prepared.formations[first], tape, engine)
        rows += base.contacts.size + base.people.size
        for other in others:
            records = records_of(prepared, prepared.formations[other], tape, engine)
            if difference := difference_of(base, records, but=NAMES_OF_CHANGES):
                differences.setdefault(other, difference)
    return EqualRows("null", first, tuple(others), rows, differences)


def identity_check(
    scenario: Scenario,
    columns: Sequence[str],
    *,
    replications: int,
    seed: int,
    engine: Engine = "core",
    progress: Progress | None = None,
) -> EqualRows:
    """Every column against its twin: another name, teams renamed, columns in reverse order."""
    scenario = with_usual(scenario, TODAY)
    prepared = prepare(scenario, columns)
    twins = _twins(scenario, columns)
    differences: dict[str, str] = {}
    rows = 0
    for tape in _tapes(prepared, replications, seed, progress):
        for column, formation in prepared.formations.items():
            records = records_of(prepared, formation, tape, engine)
            rows += records.contacts.size + records.people.size
            twin = records_of(twins, twins.formations[column], tape, engine)
            if difference := difference_of(records, twin):
                differences.setdefault(column, difference)
    return EqualRows("identity", prepared.columns[0], prepared.columns, rows, differences)


def _twins(scenario: Scenario, columns: Sequence[str]) -> Prepared:
    """The same columns built from a scenario that names and orders them otherwise."""
    from sim.formation import relabelled

    def renamed(name: str) -> str:
        return f"twin of {name}"

    turned = {
        renamed(name): column.model_copy(
            update={link: renamed(source) for link in LINKS if (source := getattr(column, link))}
        )
        for name, column in reversed(scenario.formations.items())
    }
    prepared = prepare(scenario.model_copy(update={"formations": turned}), [renamed(name) for name in columns])
    formations = {}
    for name in columns:
        formation = prepared.formations[renamed(name)]
        labels = [f"team {number}" for number in reversed(range(formation.team_count))]
        formations[name] = relabelled(formation, labels)
    return Prepared(prepared.scenario, prepared.customers, prepared.people, prepared.roster, formations)


def walls_scenario(scenario: Scenario) -> Scenario:
    """Two columns with the same people: one pool, and teams drawn at random to which customers are dealt at random.

    As many teams as `pods` really has, however that column says it.
    """
    from sim.formation import build_people
    from sim.formation.teams import teams_of
    from sim.scenario.scenario_settings import FormationSettings

    teams = len(teams_of(scenario, "pods", build_people(scenario)).names)
    policy = scenario.policy.model_copy(update=_no_cost(scenario) | {"team_choice": "random", "borrowing": "none"})
    drawn = FormationSettings(partition="random", teams=teams, across_sites=True)
    columns = {"one_pool": drawn.model_copy(update={"policy": {"walls": False}}), "random_teams": drawn}
    return scenario.model_copy(update={"policy": policy, "formations": columns})


def walls_check(
    scenario: Scenario,
    *,
    replications: int,
    seed: int,
    engine: Engine = "core",
    progress: Progress | None = None,
) -> SplitLoss:
    """The loss from splitting a pool."""
    pair = ("one_pool", "random_teams")
    prepared = prepare(walls_scenario(scenario), pair)
    sampler = Sampler(prepared, seed=seed, engine=engine, progress=progress)
    sampler.extend_to(replications)
    row = paired_differences(sampler.samples, prepared.columns, scenario.worth_having)[pair]
    return SplitLoss(
        people=prepared.people.count,
        teams=prepared.formations["random_teams"].team_count,
        loss=row["resolution_minutes"].interval,
        queues=row["queue_minutes"].interval,
        lost=row["lost_minutes"].interval,
    )


def run_check(
    name: str,
    scenario: Scenario,
    columns: Sequence[str],
    *,
    replications: int,
    seed: int,
    engine: Engine = "core",
    progress: Progress | None = None,
) -> EqualRows | SplitLoss:
    """Run a test by its name, one of CHECKS."""
    if name == "walls_only":
        return walls_check(scenario, replications=replications, seed=seed, engine=engine, progress=progress)
    check = {"null": null_check, "identity": identity_check}[name]
    return check(scenario, columns, replications=replications, seed=seed, engine=engine, progress=progress)


def _tapes(prepared: Prepared, replications: int, seed: int, progress: Progress | None) -> Iterator[Tape]:
    """The customers, one replication at a time: row by row needs both sides in memory."""
    from sim.demand.build import build_tape

    for replication in range(replications):
        if progress:
            progress(replication, replications)
        yield build_tape(
            prepared.scenario, prepared.customers, seed=seed, first_replication=replication, replications=1
        )
    if progress:
        progress(replications, replications)
