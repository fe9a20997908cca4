"""Looking at a model while it runs: queue lengths and load over time. Observations only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.mesa_adapter import DataCollector
from sim.foundation.grid import to_grid
from sim.foundation.kinds import EventKind, State

if TYPE_CHECKING:
    import pandas as pd

    from sim.agents.clock import Process
    from sim.agents.model import OrganisationModel

TEAM_COLUMNS = ("minutes", "team", "name", "waiting", "on_shift", "occupied")
QUEUE_COLUMNS = ("minutes", "room", "function", "language", "waiting")


class Observer:
    """A Mesa DataCollector that looks every so many minutes, from minute 0 on.

    collector: the DataCollector, with one row per look, and tables `teams` and `queues`.
    """

    def __init__(self, model: OrganisationModel, every: float) -> None:
        """Start looking. every: minutes between looks, above 0."""
        if not every > 0.0:
            raise ValueError(f"observe_every must be a number of minutes above 0, for example 30, not {every}.")
        self.model = model
        self.every = every
        self.collector = DataCollector(
            model_reporters={
                "minutes": lambda model: model.now,
                "waiting": lambda model: sum(room.waiting for room in model.rooms),
                "in_pickup": lambda model: sum(1 for case in model.cases.values() if case.state == State.PICKUP),
                "being_served": lambda model: sum(1 for case in model.cases.values() if case.state == State.SERVING),
                "on_shift": lambda model: sum(1 for person in model.people if person.on_shift),
                "occupied": lambda model: sum(1 for person in model.people if person.occupied),
                "load": load,
            },
            tables={"teams": list(TEAM_COLUMNS), "queues": list(QUEUE_COLUMNS)},
        )
        model.clock.process(self.looks())

    def looks(self) -> Process:
        """The process of looking."""
        count = 0
        while True:
            yield self.model.clock.at(to_grid(count * self.every), EventKind.OBSERVATION, 0)
            self.look()
            count += 1

    def look(self) -> None:
        """Write down how things stand."""
        now = self.model.now
        self.collector.collect(self.model)
        for team in self.model.teams:
            on_shift, occupied = len(team.on_shift), sum(1 for person in team.members if person.occupied)
            row = (now, team.number, team.name, team.waiting, on_shift, occupied)
            self.collector.add_table_row("teams", dict(zip(TEAM_COLUMNS, row, strict=True)))
        conditions = self.model.conditions
        for room in self.model.rooms:
            for queue in room.queues.values():
                at_the_door = queue.function == conditions.functions
                function = "front door" if at_the_door else conditions.function_names[queue.function]
                line = (now, room.number, function, conditions.language_names[queue.language], len(queue))
                self.collector.add_table_row("queues", dict(zip(QUEUE_COLUMNS, line, strict=True)))

    @property
    def over_time(self) -> pd.DataFrame:
        """One row per look: cases waiting, in pickup and being served; people on shift and occupied; load."""
        return self.collector.get_model_vars_dataframe()

    @property
    def teams(self) -> pd.DataFrame:
        """One row per look and team."""
        return self.collector.get_table_dataframe("teams")

    @property
    def queues(self) -> pd.DataFrame:
        """One row per look and queue."""
        return self.collector.get_table_dataframe("queues")


def load(model: OrganisationModel) -> float:
    """Share of the people on shift who are occupied; 0 where nobody is on shift."""
    on_shift = [person for person in model.people if person.on_shift]
    return sum(1 for person in on_shift if person.occupied) / len(on_shift) if on_shift else 0.0
