"""Bringing work and people together after each event; the numbers are those of docs/background/process.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from sim.agents.selection import best, elsewhere, takers
from sim.agents.service import Step
from sim.foundation.kinds import Borrowing, LendOrder, State
from sim.process.people import is_overrunning, is_resting
from sim.process.waiting import may_be_lent

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.model import Organisation
    from sim.agents.person import PersonAgent
    from sim.agents.room import Queue, Room, Work

    Match = tuple[Queue, list[PersonAgent]]  # whose head can start, and who may take it


class Dispatch:
    """What one event leaves to be done.

    touched: rooms in which something changed. started: steps begun. joined: cases that stand in a queue since this
    event. probing: those of them that changed hands.
    free_and_able: by work, how many people are free and able anywhere.
    """

    def __init__(self, model: Organisation) -> None:
        """Create a dispatch with nothing to do."""
        self.model = model
        self.touched: set[Room] = set()
        self.started: list[Step] = []
        self.joined: list[CustomerAgent] = []
        self.probing: list[CustomerAgent] = []
        self.free_and_able: Counter[Work] = Counter()

    @property
    def lends(self) -> bool:
        """Whether people may be lent from one room to another."""
        return self.model.conditions.policy.borrowing != Borrowing.NONE and len(self.model.rooms) > 1

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
        self.begin(self.model.processes.step(case, person))

    def begin(self, step: Step) -> None:
        """A step starts; the rest of it follows once everybody is matched."""
        step.case.state = State.SERVING
        self.started.append(step)

    # --- after each event -------------------------------------------------------------------------

    def after_event(self) -> None:
        """Match, lend, finish the starts, send what found nobody to pickup."""
        if self.model.conditions.by_count:
            self.settle_rests()
        # 1. Own work and 2. lent work, until no head can be taken.
        if self.lends and self.model.conditions.policy.lend_order == LendOrder.BY_PRIORITY:
            self.start_all(self.most_urgent)
        else:
            for room in sorted(self.touched, key=lambda room: room.number):
                self.start_all(partial(self.own, room))
            if self.lends:
                self.start_all(self.lent)
        # 3. Finish the steps started, in the order of starting.
        for step in self.started:
            step.finish_start()
        # 4. There may be no place to wait. Whoever waits may do so because of wings. Work that changed hands and found
        # nobody is looked at only later.
        for case in self.joined:
            case.find_room()
            case.count_delay()
        for case in self.probing:
            if case.state == State.WAITING:
                case.probe()
        self.touched.clear()
        self.started.clear()
        self.joined.clear()
        self.probing.clear()

    def settle_rests(self) -> None:
        """2.8 Of each group so many rest as overrun, as far as there are; the lowest numbers."""
        owing = Counter(person.group for person in self.model.people if is_overrunning(person))
        owing.subtract(person.group for person in self.model.people if is_resting(person))
        for person in self.model.people:
            if owing[person.group] > 0 and person.free:
                person.rest()
                owing[person.group] -= 1
            elif owing[person.group] < 0 and is_resting(person):
                person.wake()
                owing[person.group] += 1

    def start_all(self, find: Callable[[], Match | None]) -> None:
        """Start one head after the other, each with the best of those who may take it, until none is found."""
        while match := find():
            queue, able = match
            case = queue.head[3]
            self.start(case, best(able, queue.function, case))

    def most_urgent(self) -> Match | None:
        """The least of all own and lent work by priority, of equals the own; None if there is none."""
        found = [(match, False) for room in self.touched if (match := self.own(room))]
        if match := self.lent():
            found.append((match, True))

        def urgency(found: tuple[Match, bool]) -> tuple[int, bool, float, int]:
            (queue, _), is_lent = found
            priority, order, number = least_head(queue)
            return priority, is_lent, order, number

        return min(found, key=urgency)[0] if found else None

    def own(self, room: Room) -> Match | None:
        """The least head of a room that somebody of the room may take; None if there is none."""
        if not room.waiting:
            return None
        queues = [queue for queue in room.queues.values() if queue.entries and room.free[queue.work]]
        return self.least(queues, lambda queue: room.free[queue.work].values())

    def lent(self) -> Match | None:
        """The least head that has waited long enough, and somebody of a room within reach may take."""
        policy, now = self.model.conditions.policy, self.model.now
        queues = [
            queue
            for room in self.model.rooms
            if room.waiting
            for queue in room.queues.values()
            if queue.entries and self.free_and_able[queue.work] and may_be_lent(queue.head[3], policy, now)
        ]
        return self.least(queues, lambda queue: elsewhere(queue.room, queue.work))

    def least(self, queues: list[Queue], people: Callable[[Queue], Iterable[PersonAgent]]) -> Match | None:
        """The least head of some queues that some of the people for it may take; None if there is none."""
        for queue in sorted(queues, key=least_head):
            able = takers(people(queue), queue, self.model.conditions)
            if able:
                return queue, able
        return None


def least_head(queue: Queue) -> tuple[int, float, int]:
    """Priority, order key and number of the case whose turn it is."""
    return queue.head[:3]
