"""A room: people and queues that are matched together. One per team, or a single one without walls."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.kinds import Borrowing
from sim.rules.matching import within_reach

if TYPE_CHECKING:
    from sim.agents.conditions import Conditions
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent
    from sim.formation.arrays import People

Work = tuple[int, int]  # (function, language); the function after the last one is the front door of first lines


class Queue:
    """Work that seems to need one function, in one language and one room, least key first."""

    def __init__(self, room: Room, work: Work) -> None:
        """Create an empty queue."""
        self.room = room
        self.work = work
        self.function, self.language = work
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
        case.model.waiting_by[case.channel] += 1

    def leave(self, case: CustomerAgent) -> None:
        """Take a case out, wherever it stands."""
        del self.entries[bisect_left(self.entries, case.place)]
        self.room.waiting -= 1
        case.model.waiting_by[case.channel] -= 1


class Room:
    """People and queues matched together, with the counts that choosing among them needs.

    queues: by work. people: who belong here. lenders: other rooms whose free people may help here. free: by work, who
    is free and able, at home in it or not. members, on_shift, free_at_home: by work, how many at home in it there are.
    present, idle: people on shift, and those of them who are free.
    """

    def __init__(self, number: int, kinds: list[Work]) -> None:
        """Create a room without people. kinds: of work that there may be."""
        self.number = number
        self.queues = {work: Queue(self, work) for work in kinds}
        self.people: list[PersonAgent] = []
        self.waiting = self.present = self.idle = 0
        self.lenders: list[Room] = []
        self.free: dict[Work, dict[int, PersonAgent]] = {work: {} for work in kinds}
        self.members = dict.fromkeys(kinds, 0)
        self.on_shift = dict.fromkeys(kinds, 0)
        self.free_at_home = dict.fromkeys(kinds, 0)

    def busy(self, work: Work) -> int:
        """People at home in some work who are on shift and occupied."""
        return self.on_shift[work] - self.free_at_home[work]

    def waiting_for(self, function: int) -> int:
        """Cases that wait for a function, in whatever language."""
        return sum(len(queue.entries) for work, queue in self.queues.items() if work[0] == function)

    def admit(self, person: PersonAgent) -> None:
        """A person belongs to this room."""
        self.people.append(person)
        for work in person.at_home:
            self.members[work] += 1

    def shift_begins(self, person: PersonAgent) -> None:
        """A person is on shift from now on."""
        self.present += 1
        for work in person.at_home:
            self.on_shift[work] += 1

    def shift_ends(self, person: PersonAgent) -> None:
        """A person is no longer on shift."""
        self.present -= 1
        for work in person.at_home:
            self.on_shift[work] -= 1

    def welcome(self, person: PersonAgent) -> None:
        """A person is free from now on."""
        self.idle += 1
        for work in person.at_home:
            self.free_at_home[work] += 1
        for work in person.able:
            self.free[work][person.number] = person

    def dismiss(self, person: PersonAgent) -> None:
        """A person is no longer free."""
        self.idle -= 1
        for work in person.at_home:
            self.free_at_home[work] -= 1
        for work in person.able:
            del self.free[work][person.number]


def kinds_of_work(conditions: Conditions) -> list[Work]:
    """All kinds that a column has; a front door only where a first line answers in the language."""
    languages = range(len(conditions.language_names))
    kinds = [(function, language) for function in range(conditions.functions) for language in languages]
    return kinds + [(conditions.functions, language) for language in languages if conditions.door_open[language]]


def able_and_at_home(
    conditions: Conditions, people: People, home_team: list[int]
) -> list[tuple[frozenset[Work], frozenset[Work]]]:
    """(what they can take, what they count as capacity for), for each person. home_team: int[P].

    Whoever is in a first line is able and at home at its front door in every language that they speak.
    """
    found = []
    for able, at_home, speaks, team in zip(people.able, people.at_home, people.speaks, home_team, strict=True):
        door: list[Work] = []
        if conditions.policy.walls and conditions.first_line[team]:
            door = [(conditions.functions, language) for language in np.flatnonzero(speaks).tolist()]
        found.append((frozenset([*pairs(able), *door]), frozenset([*pairs(at_home), *door])))
    return found


def pairs(where: np.ndarray) -> list[Work]:
    """(function, language) wherever it is so. where: bool[F, L]."""
    return [(function, language) for function, language in np.argwhere(where).tolist()]


def rooms_of(conditions: Conditions) -> list[Room]:
    """The rooms of a column, without people: one per team, which know who lends to them; one alone without walls."""
    kinds = kinds_of_work(conditions)
    distance = conditions.distance if conditions.policy.walls else [[0]]
    rooms = [Room(number, kinds) for number in range(len(distance))]
    know_lenders(rooms, conditions)
    return rooms


def know_lenders(rooms: list[Room], conditions: Conditions) -> None:
    """Say to each room which others lend to it."""
    borrowing = conditions.policy.borrowing
    for room in rooms:
        others = [other for other in rooms if other is not room and borrowing != Borrowing.NONE]
        levels = conditions.distance[room.number]
        room.lenders = [other for other in others if within_reach(borrowing, levels[other.number])]
