"""What there is to see of an organisation: the reporters of a Mesa DataCollector. They only read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.agents.mesa_adapter import DataCollector
from sim.agents.person import PersonAgent
from sim.agents.team import TeamAgent
from sim.foundation.kinds import State
from sim.rules.fatigue import fatigue_after_rest, fatigue_after_serving

if TYPE_CHECKING:
    from sim.agents.model import Organisation

QUEUE_COLUMNS = ("minutes", "room", "function", "language", "waiting")


def load(model: Organisation) -> float:
    """Share of the people on shift who are occupied; 0 where nobody is on shift."""
    on_shift = [person for person in model.people if person.on_shift]
    return sum(1 for person in on_shift if person.occupied) / len(on_shift) if on_shift else 0.0


def fatigue_now(person: PersonAgent) -> float:
    """Fatigue in [0, 1] at this moment; the model itself settles it when an occupation begins or ends."""
    policy, minutes = person.model.conditions.policy, person.model.now - person.settled_at
    if person.tiring > 0.0:
        return fatigue_after_serving(person.fatigue, minutes * person.tiring, policy.rise_half_life_minutes)
    return fatigue_after_rest(person.fatigue, minutes, policy.fall_half_life_minutes)


def _in_state(state: State) -> Any:
    return lambda model: sum(1 for case in model.cases.values() if case.state == state)


OF_MODEL: Mapping[str, Any] = {
    "minutes": "now",
    "cases_waiting": lambda model: sum(room.waiting for room in model.rooms),
    "cases_in_pickup": _in_state(State.PICKUP),
    "cases_in_service": _in_state(State.SERVING),
    "people_on_shift": lambda model: sum(1 for person in model.people if person.on_shift),
    "people_occupied": lambda model: sum(1 for person in model.people if person.occupied),
    "load": lambda model: load(model),
}
OF_PERSON: Mapping[str, Any] = {
    **{name: name for name in ("number", "seat", "team", "on_shift", "occupied")},
    "minutes": lambda person: person.model.now,
    "fatigue": lambda person: fatigue_now(person),
}
OF_TEAM: Mapping[str, Any] = {
    **{name: name for name in ("number", "name", "waiting")},
    "minutes": lambda team: team.model.now,
    "on_shift": lambda team: len(team.on_shift),
    "occupied": lambda team: sum(1 for person in team.members if person.occupied),
}


class Observer(DataCollector):
    """A Mesa DataCollector of an organisation; each look adds to tables that it makes.

    get_model_vars_dataframe: a row a look. get_agenttype_vars_dataframe(TeamAgent), (PersonAgent): a row a look and
    team, or person. get_agent_vars_dataframe: a row a look and agent of any kind, with reporters of your own.
    get_table_dataframe("queues"): a row a look and queue.
    """

    def __init__(
        self, model_reporters: Mapping[str, Any], agent_reporters: Mapping[str, Any], modified: Sequence[str] = ()
    ) -> None:
        """Look at what is named as well, in the ways that Mesa knows. modified: what every table says of the model."""
        self.modified = ", ".join(modified)
        super().__init__(
            model_reporters={**OF_MODEL, **model_reporters, **({"modified": self._say} if modified else {})},
            agent_reporters=dict(agent_reporters),
            agenttype_reporters={PersonAgent: dict(OF_PERSON), TeamAgent: dict(OF_TEAM)},
            tables={"queues": list(QUEUE_COLUMNS)},
        )

    def _say(self) -> str:
        """In a column of its own, that the model is another one."""
        return self.modified

    def collect(self, model: Organisation) -> None:
        """Write down how things stand."""
        super().collect(model)
        conditions = model.conditions
        for room in model.rooms:
            for queue in room.queues.values():
                at_the_door = queue.function == conditions.functions
                function = "front door" if at_the_door else conditions.function_names[queue.function]
                line = (model.now, room.number, function, conditions.language_names[queue.language], len(queue))
                self.add_table_row("queues", dict(zip(QUEUE_COLUMNS, line, strict=True)))
