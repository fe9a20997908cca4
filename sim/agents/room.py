"""A room: people and queues that are matched together. One per team, or a single one without walls."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent


class Queue:
    """Work that seems to need one function, in one room, least key first."""

    def __init__(self, room: Room, function: int) -> None:
        """Create an empty queue."""
        self.room = room
        self.function = function
        # Sorted entries (priority, order key, case number, case); case numbers are unique, cases never compared.
        self.entries: list[tuple[int, float, int, CustomerAgent]] = []

    def __len__(self) -> int:
        """Cases waiting here, without those in pickup."""
        return len(self.entries)

    @property
    def cases(self) -> list[CustomerAgent]:
        """Cases waiting here, in the order in which they will be looked at."""
        return [entry[3] for entry in self.entries]

    @property
    def head(self) -> tuple[int, float, int, CustomerAgent]:
        """Entry of the case whose turn it is."""
        return self.entries[0]

    def join(self, case: CustomerAgent, priority: int, key: float) -> None:
        """Put a case in its place."""
        case.queue = self
        case.place = (priority, key, case.number)
        insort(self.entries, (*case.place, case))
        self.room.waiting += 1

    def leave(self, case: CustomerAgent) -> None:
        """Take a case out, wherever it stands."""
        del self.entries[bisect_left(self.entries, case.place)]
        self.room.waiting -= 1


class Room:
    """People and queues matched together, with the counts that choosing among them needs."""

    def __init__(self, number: int, functions: int) -> None:
        """Create a room without people."""
        self.number = number
        self.queues = [Queue(self, function) for function in range(functions)]
        self.waiting = 0
        # By function, who is free and able, at home in it or not.
        self.free: list[dict[int, PersonAgent]] = [{} for _ in range(functions)]
        # By home function: members, and how many of them are on shift, and free.
        self.members = [0] * functions
        self.on_shift = [0] * functions
        self.free_at_home = [0] * functions

    def busy(self, function: int) -> int:
        """Members of a home function who are on shift and occupied."""
        return self.on_shift[function] - self.free_at_home[function]

    def admit(self, person: PersonAgent) -> None:
        """A person belongs to this room."""
        self.members[person.function] += 1

    def welcome(self, person: PersonAgent) -> None:
        """A person is free from now on."""
        self.free_at_home[person.function] += 1
        for function in person.able_functions:
            self.free[function][person.number] = person

    def dismiss(self, person: PersonAgent) -> None:
        """A person is no longer free."""
        self.free_at_home[person.function] -= 1
        for function in person.able_functions:
            del self.free[function][person.number]
