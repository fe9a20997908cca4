"""Bringing work and people together after each event; the numbers are those of docs/background/process.md."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sim.agents.selection import best, elsewhere, takers
from sim.agents.service import Step
from sim.foundation.kinds import Borrowing, State

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.model import OrganisationModel
    from sim.agents.person import PersonAgent
    from sim.agents.room import Queue, Room, Work


class Dispatch:
    """What one event leaves to be done.

    touched: rooms in which something changed. started: steps begun. probing: cases that changed hands and wait.
    free_and_able: by work, how many people are free and able anywhere.
    """

    def __init__(self, model: OrganisationModel) -> None:
        """Create a dispatch with nothing to do."""
        self.model = model
        self.touched: set[Room] = set()
        self.started: list[Step] = []
        self.probing: list[CustomerAgent] = []
        self.free_and_able: Counter[Work] = Counter()

    # --- what events report -----------------------------------------------------------------------

    def touch(self, room: Room) -> None:
        """Something changed in a room."""
        self.touched.add(room)

    def welcome(self, person: PersonAgent) -> None:
        """Somebody is free from now on."""
        person.room.welcome(person)
        for work in person.able:
            self.free_and_able[work] += 1

    def dismiss(self, person: PersonAgent) -> None:
        """Somebody is no longer free."""
        person.room.dismiss(person)
        for work in person.able:
            self.free_and_able[work] -= 1

    def start(self, case: CustomerAgent, person: PersonAgent) -> None:
        """A free person takes a case that waits."""
        case.be_taken()
        person.take()
        self.begin(Step(case, person))

    def begin(self, step: Step) -> None:
        """A step starts; the rest of it follows once everybody is matched."""
        step.case.state = State.SERVING
        self.started.append(step)

    # --- after each event -------------------------------------------------------------------------

    def after_event(self) -> None:
        """Match, lend, finish the starts, send what found nobody to pickup."""
        # 1. Each touched room by itself, until no head can be taken.
        for room in sorted(self.touched, key=lambda room: room.number):
            while self.match_inside(room):
                pass
        # 2. Lending between rooms.
        if self.model.conditions.policy.borrowing != Borrowing.NONE and len(self.model.rooms) > 1:
            while self.lend():
                pass
        # 3. Finish the steps started, in the order of starting.
        for step in self.started:
            step.finish_start()
        # 4. Work that changed hands and found nobody is looked at only later.
        for case in self.probing:
            if case.state == State.WAITING:
                case.probe()
        self.touched.clear()
        self.started.clear()
        self.probing.clear()

    def match_inside(self, room: Room) -> bool:
        """Start the least head of a room that somebody of the room may take; False if there is none."""
        if not room.waiting:
            return False
        queues = [queue for queue in room.queues.values() if queue.entries and room.free[queue.work]]
        for queue in sorted(queues, key=least_head):
            able = takers(room.free[queue.work].values(), queue, self.model.conditions)
            if able:
                self.start_head(queue, able)
                return True
        return False

    def lend(self) -> bool:
        """Start the least head of all that somebody of a room within reach may take; False if there is none."""
        queues = [
            queue
            for room in self.model.rooms
            if room.waiting
            for queue in room.queues.values()
            if queue.entries and self.free_and_able[queue.work]
        ]
        for queue in sorted(queues, key=least_head):
            able = takers(elsewhere(queue.room, queue.work), queue, self.model.conditions)
            if able:
                self.start_head(queue, able)
                return True
        return False

    def start_head(self, queue: Queue, able: list[PersonAgent]) -> None:
        """Let the best of those who may take the head of a queue start with it."""
        case = queue.head[3]
        self.start(case, best(able, queue.function, case))


def least_head(queue: Queue) -> tuple[int, float, int]:
    """Priority, order key and number of the case whose turn it is."""
    return queue.head[:3]
