"""A model to step through, straight from a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.model import OrganisationModel

if TYPE_CHECKING:
    from sim.scenario import Scenario


def organisation_model(
    scenario: Scenario,
    column: str = "pods",
    *,
    replication: int = 0,
    seed: int | None = None,
    segments: bool = False,
    observe_every: float | None = None,
) -> OrganisationModel:
    """One replication of one column, ready to be stepped.

    column: a name in the scenario's formations. seed: None takes the scenario's own.
    segments, observe_every: as in `OrganisationModel`.
    """
    # The builders bring pydantic and scipy along, which a run of arrays does not need.
    from sim.demand.build import build_tape
    from sim.demand.customers import build_customers
    from sim.formation.build import build_formation
    from sim.formation.people import build_people, build_roster

    customers = build_customers(scenario)
    people = build_people(scenario)
    return OrganisationModel(
        build_tape(
            scenario,
            customers,
            seed=scenario.seed if seed is None else seed,
            first_replication=replication,
            replications=1,
        ),
        customers,
        people,
        build_roster(people, customers.end),
        build_formation(scenario, column, people),
        segments=segments,
        observe_every=observe_every,
    )
