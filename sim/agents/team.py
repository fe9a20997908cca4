"""Teams as agents: who belongs together, and how they stand at the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.mesa_adapter import Agent

if TYPE_CHECKING:
    from sim.agents.model import Organisation
    from sim.agents.person import PersonAgent
    from sim.agents.room import Room
    from sim.formation.arrays import Formation


def teams_in(model: Organisation, formation: Formation) -> list[TeamAgent]:
    """The teams of a formation, without members, in rooms that there are."""
    walls = model.conditions.policy.walls
    return [
        model.processes.team(model, team, name, model.rooms[team if walls else 0])
        for team, name in enumerate(formation.team_names)
    ]


class TeamAgent(Agent):
    """A home team. Its work waits in its room; without walls all teams share one.

    first_line: whether it answers new contacts. lane: which cases it is for (Lane).
    """

    def __init__(self, model: Organisation, number: int, name: str, room: Room) -> None:
        """Create a team without members."""
        super().__init__(model)
        self.number = number
        self.name = name
        self.room = room
        self.first_line = model.conditions.first_line[number]
        self.lane = model.conditions.lane[number]
        self.members: list[PersonAgent] = []

    def __repr__(self) -> str:
        """Number and name."""
        return f"<team {self.number} {self.name!r}>"

    def distance_to(self, other: TeamAgent) -> int:
        """Levels up in the organisation to the first unit that has both; 0 to itself."""
        return self.model.conditions.distance[self.number][other.number]

    @property
    def on_shift(self) -> list[PersonAgent]:
        """Members on shift now."""
        return [person for person in self.members if person.on_shift]

    @property
    def free(self) -> list[PersonAgent]:
        """Members on shift and not occupied."""
        return [person for person in self.members if person.free]

    @property
    def load(self) -> float:
        """Share of the members on shift who are occupied; 0 where nobody is on shift."""
        on_shift = self.on_shift
        return sum(1 for person in on_shift if person.occupied) / len(on_shift) if on_shift else 0.0

    @property
    def waiting(self) -> int:
        """Cases in the queues of its room, without those in pickup."""
        return self.room.waiting
