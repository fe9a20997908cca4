"""What happens in the model as classes, and subclasses of them that an idea is tried with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from sim.agents.customer import CustomerAgent
from sim.agents.person import PersonAgent
from sim.agents.service import Step
from sim.agents.team import TeamAgent


@dataclass(frozen=True)
class Processes:
    """The class of each step, case, person and team that a model makes."""

    step: type[Step] = Step
    customer: type[CustomerAgent] = CustomerAgent
    person: type[PersonAgent] = PersonAgent
    team: type[TeamAgent] = TeamAgent

    def with_subclasses(self, given: Iterable[type]) -> Processes:
        """Some of them in place of ours. Raises TypeError for a class that could not take the place of one.

        ValueError where two would take the same place.
        """
        ours, taken = Processes(), dict[str, type]()
        for other in given:
            place = next((one.name for one in fields(self) if _may_be(other, getattr(ours, one.name))), None)
            if place is None:
                known = ", ".join(getattr(ours, one.name).__name__ for one in fields(self))
                raise TypeError(f"{other!r} must be a subclass of one of {known}")
            if place in taken:
                raise ValueError(
                    f"{taken[place].__name__} and {other.__name__} would both be the class of each {place}"
                )
            taken[place] = other
        return replace(self, **taken)

    @property
    def modified(self) -> dict[str, type]:
        """What takes the place of ours, in words: "Swarm in place of Step"."""
        pairs = [(getattr(self, one.name), getattr(Processes(), one.name)) for one in fields(self)]
        return {f"{other.__name__} in place of {ours.__name__}": other for other, ours in pairs if other is not ours}


def _may_be(other: object, ours: type) -> bool:
    return isinstance(other, type) and issubclass(other, ours) and other is not ours
