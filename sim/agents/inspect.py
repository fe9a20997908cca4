"""A model to step through, straight from a scenario, as Mesa's own tools expect one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.agents.mesa_adapter import network_of
from sim.agents.model import Organisation
from sim.agents.observation import Observer
from sim.agents.organisation import organisation_graph
from sim.foundation.grid import to_grid

if TYPE_CHECKING:
    from mesa.discrete_space import Network

    from sim.agents.customer import CustomerAgent
    from sim.scenario import Scenario


class OrganisationModel(Organisation):
    """One replication of one column of a scenario, for whoever steps, watches or changes it.

    settings: the scenario, with the changes. column: its name. ended: numbers of the cases that have ended for good, in
    order. datacollector: Mesa's; it has looked before the first step and after
    each, unless a step is an event.
    """

    def __init__(
        self,
        scenario: Scenario | str = "support_desk",
        column: str = "pods",
        *,
        seed: int | None = None,
        replication: int = 0,
        minutes_per_step: float | None = 10.0,
        segments: bool = False,
        model_reporters: Mapping[str, Any] | None = None,
        agent_reporters: Mapping[str, Any] | None = None,
        processes: Sequence[type] = (),
        **kwargs: Any,
    ) -> None:
        """Set everything up as it is at the start of Monday of week 0.

        scenario: its name or file, or a scenario at hand. column: a name in its formations. seed: None takes the
        scenario's own. minutes_per_step: above 0; None: each step is the next event that changes anything, and whoever
        wants data calls `datacollector.collect(model)`. segments: write them down as well. model_reporters,
        agent_reporters: of Mesa, beside those that there are.
        processes: subclasses of Step, CustomerAgent, PersonAgent or TeamAgent in place of them. kwargs: other settings,
        by dotted key.
        Raises ScenarioError or DataError, KeyError for an unknown column, ValueError for minutes that are not above 0.
        """
        if minutes_per_step is not None and not to_grid(minutes_per_step) > 0.0:
            raise ValueError(
                f"minutes_per_step must be a number above 0, for example 10, or None, not {minutes_per_step}"
            )
        self.processes = self.processes.with_subclasses(processes)
        # The builders bring pydantic and scipy along, which a run of arrays does not need.
        from sim.demand.build import build_tape
        from sim.formation.prepared import prepare
        from sim.scenario import changed, load_scenario
        from sim.scenario.problems import did_you_mean

        settings = changed(load_scenario(scenario) if isinstance(scenario, str) else scenario, kwargs)
        if column not in settings.formations:
            raise KeyError(f"{settings.name} has no column {column!r}. {did_you_mean(column, settings.formations)}")
        seed = settings.seed if seed is None else seed
        prepared = prepare(settings, [column])
        customers, people, formation = prepared.customers, prepared.people, prepared.formations[column]
        tape = build_tape(settings, customers, seed=seed, first_replication=replication, replications=1)
        super().__init__(tape, customers, people, prepared.roster, formation, segments=segments)
        self.settings, self.column = settings, column
        self.ended: list[int] = []
        self.minutes_per_step = None if minutes_per_step is None else to_grid(minutes_per_step)
        self.datacollector = Observer(model_reporters or {}, agent_reporters or {}, list(self.processes.modified))
        if self.minutes_per_step is not None:
            self.datacollector.collect(self)

    def __repr__(self) -> str:
        """Scenario, column, and when it is; what is not the model as it ships."""
        others = f"; MODIFIED: {', '.join(self.processes.modified)}" if self.processes.modified else ""
        return f"<{self.settings.name}, {self.column}, minute {self.now:.2f}{others}>"

    def go_on(self) -> None:
        """What a step does: all that happens in its minutes, and a look at what has come of it; or the next event."""
        if self.minutes_per_step is None:
            super().go_on()
        elif self.running:
            self.run_until(self.now + self.minutes_per_step)
            self.datacollector.collect(self)

    def case_ended(self, case: CustomerAgent) -> None:
        """A case has ended for good."""
        super().case_ended(case)
        self.ended.append(case.number)

    @property
    def grid(self) -> Network:
        """The organisation at this moment as a Mesa space: `grid[agent].neighborhood.agents`; its graph is `grid.G`."""
        return network_of(self, organisation_graph(self))
