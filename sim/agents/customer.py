"""Cases as agents: a customer's problem from its first contact until it ends for good."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.agents import assignment
from sim.agents.mesa_adapter import Agent
from sim.agents.rows import AccountRow, add_segment, new_contact
from sim.agents.selection import takers
from sim.foundation.grid import NEVER
from sim.foundation.kinds import MOST_WHO_KNOW, EventKind, Outcome, State
from sim.process.accounts import end_visit, note_function, note_served, removed_after
from sim.process.diagnosis import returns_to
from sim.process.people import is_listening
from sim.process.returns import back_at, begin_next_contact, close_contact
from sim.process.technology import begin_with_bot, bot_answers, bot_solves
from sim.process.waiting import (
    be_taken,
    begin_outside,
    begin_pickup,
    begin_waiting,
    book_wait,
    count_delay,
    end_of_waiting,
    finds_no_line,
    finds_no_room,
    is_turned_away,
    is_waiting,
    kind_of_wait,
    lendable_from,
    minutes_to_pickup,
    queue_key,
    stand_in_queue,
    waits_until,
)

if TYPE_CHECKING:
    from sim.agents.clock import Process
    from sim.agents.conditions import Tape
    from sim.agents.model import Organisation
    from sim.agents.person import PersonAgent
    from sim.agents.room import Queue


@dataclass(slots=True)
class Note:
    """Somebody who served an account: a `Note` of sim.process.records."""

    person: int = -1
    served_at: float = 0.0


@dataclass(slots=True)
class Meeting:
    """A case and somebody: a `Meeting` of sim.process.records."""

    function: int = -1
    several: bool = False


class CustomerAgent(Agent):
    """One case: a `Case` of sim.process.records. What it brings comes from the tape, the rest happens to it.

    need, hidden, work: by position. row: of the present contact. way_in: its channel.
    queue, place: where it waits. waits: number of assignments so far, by which an expiry or a landing knows whether it
    is still meant. met, heard: keys of everybody who has led a step of the case, or listened to one.
    meetings: with them, by key, where it matters what they learn of causes. history: what outlives the case.
    known_to: notes of who served the account, by number, the last one last.
    wings: people who listen to the present step, or listened to the last.
    """

    def __init__(self, model: Organisation, number: int, tape: Tape) -> None:
        """Create the case in row `number` of the replication's tape."""
        super().__init__(model)
        self.number = number
        self.lineage = tape.lineage[number]
        self.account = tape.account[number]
        self.history = model.accounts.get(self.account) or AccountRow()
        self.known_to = model.known_to[self.account]
        self.channel = tape.channel[number]
        self.language = tape.language[number]
        self.arrival = self.contact_arrival = tape.arrival[number]
        self.deadline = tape.deadline[number]
        self.needs = tape.needs[number]
        self.need = tape.need[number]
        self.hidden = tape.hidden[number]
        self.work = tape.work[number]
        self.ambiguity = tape.ambiguity[number]
        self.distress = tape.distress[number]
        self.patience = self.patience_left = tape.patience[number]
        self.way_in = model.conditions.way_in[self.channel]
        self._nothing_yet()

    def _nothing_yet(self) -> None:
        self.state = State.ARRIVING
        self.contact = self.step = self.position = self.attempt = self.wrong_attempts = self.joined = 0
        self.apparent = self.called_for = self.team = self.team_before = self.holder = self.last_met = self.owner = -1
        self.context = self.told = 0.0
        self.remembered = self.known_before = 0.0
        self.last_context = self.last_told = self.last_fatigue = self.last_skill = 0.0
        self.last_effort = 1.0
        self.is_wrong = self.is_triage = self.warm = self.again = self.is_done = self.has_line = False
        self.change = 0
        self.waiting_since = self.interval_start = 0.0
        self.queue: Queue | None = None
        self.place: tuple[int, float, int] = (0, 0.0, 0)
        self.waits = 0
        self.met: set[int] = set()
        self.meetings: dict[int, Meeting] = defaultdict(Meeting)
        self.heard: set[int] = set()
        self.wings: list[PersonAgent] = []
        self.row = new_contact(self)

    def __repr__(self) -> str:
        """Number and state."""
        return f"<case {self.number} {self.state.name.lower()}>"

    @property
    def true_function(self) -> int:
        """Function that the present need truly belongs to."""
        return self.need[self.position]

    @property
    def led_by(self) -> PersonAgent | None:
        """Who faces the customer now."""
        return self.model.people[self.holder] if self.state == State.SERVING and self.holder >= 0 else None

    def be_served(self, person: PersonAgent) -> None:
        """Somebody serves the account, and knows it in place of whoever did so longest ago."""
        if self.model.conditions.policy.account_memory_weeks > 0.0:
            note = self.known_to.pop(person.number, None) or Note()
            note_served(note, person.number, self.model.now)
            self.known_to[person.number] = note
            if len(self.known_to) > MOST_WHO_KNOW:
                del self.known_to[next(iter(self.known_to))]

    def note_need(self, person: PersonAgent, function: int) -> None:
        """Somebody leads or hears a step: which functions they have met, where that matters."""
        if self.model.conditions.policy.causes_removable > 0.0:
            note_function(self.meetings[person.key], function)

    # --- arriving ---------------------------------------------------------------------------------

    def arrive(self) -> None:
        """First contact: a bot may answer."""
        policy = self.model.conditions.policy
        if self.is_blocked():
            return
        if bot_answers(self, self.way_in, policy, self.model.conditions):
            self.model.clock.process(self.talk_to_bot(begin_with_bot(self, policy, self.model.now)))
        else:
            self.come_in()

    def is_blocked(self) -> bool:
        """Whether a contact that begins finds no line; else it has one. Who finds none is refused."""
        in_use = self.model.lines_in_use
        if finds_no_line(self.way_in, in_use[self.channel]):
            self.finish(Outcome.BLOCKED)
            return True
        in_use[self.channel] += 1
        self.has_line = True
        return False

    def find_room(self) -> None:
        """Nobody was free: there may be no place to wait."""
        waits = self.state == State.WAITING
        if waits and finds_no_room(self, self.way_in, self.model.waiting_by[self.channel]):
            self.stop_waiting()
            self.finish(Outcome.BLOCKED)

    def talk_to_bot(self, ends: float) -> Process:
        """The process of being with the bot, which closes the case or passes it on."""
        yield self.model.clock.at(ends, EventKind.LANDING, self.number)
        self.end_interval()
        if bot_solves(self, self.model.conditions.policy, self.model.conditions):
            self.finish(Outcome.BOT_RESOLVED)
        else:
            self.come_in()

    def come_in(self) -> None:
        """Turned away out of hours, else assigned."""
        if is_turned_away(self, self.way_in, self.model.conditions.open_before, self.model.now):
            self.finish(Outcome.TURNED_AWAY)
        else:
            assignment.assign(self)

    # --- waiting ----------------------------------------------------------------------------------

    def wait(self, queue: Queue) -> None:
        """Join a queue after an assignment; the customer's patience begins to run."""
        now = self.model.now
        begin_waiting(self, now)
        self.waits += 1
        self.join(queue)
        until = waits_until(self, self.model.conditions.closing, now)
        if until < NEVER:
            self.model.clock.process(self.be_patient(until, self.waits))
        if self.holder >= 0:
            self.model.dispatch.probing.append(self)

    def join(self, queue: Queue) -> None:
        """Take a place in a queue."""
        policy = self.model.conditions.policy
        queue.join(self, self.way_in.priority, queue_key(self, policy, self.model.now))
        self.model.dispatch.touch(queue.room)
        self.model.dispatch.joined.append(self)
        if policy.lend_after_minutes > 0.0 and self.model.dispatch.lends:
            self.model.clock.process(self.stand(lendable_from(self, policy)))

    def stand(self, until: float) -> Process:
        """The process of standing in a queue until others may take the case."""
        yield self.model.clock.at(until, EventKind.LENDING, self.number)
        still_stands = self.state == State.WAITING and lendable_from(self, self.model.conditions.policy) == until
        self.model.ignored = not still_stands

    def be_patient(self, expires: float, token: int) -> Process:
        """The process of waiting no longer than one can bear, and the channel is open."""
        yield self.model.clock.at(expires, EventKind.EXPIRY, self.number)
        if is_waiting(self) and self.waits == token:
            self.stop_waiting()
            self.finish(end_of_waiting(self, self.model.now))
        else:
            self.model.ignored = True

    def stop_waiting(self) -> None:
        """End the present interval of waiting."""
        if self.queue is not None and self.state == State.WAITING:
            self.queue.leave(self)
        self.end_interval()

    def end_interval(self) -> None:
        """Book the present interval without anybody up to now."""
        now = self.model.now
        book_wait(self, self.row, self.model.conditions.open_before, now)
        if now > self.interval_start:
            add_segment(self, kind_of_wait(self), self.interval_start, now)

    def count_delay(self) -> None:
        """Nobody was free: whether somebody listens meanwhile who might have turned to the customer."""
        queue = self.queue
        if queue is None or self.state != State.WAITING:
            return
        able = [person for person in queue.room.people if queue.work in person.able and is_listening(person)]
        if takers(able, queue, self.model.conditions):
            count_delay(self, self.row, self.way_in, self.model.now)

    def be_taken(self) -> None:
        """Somebody turns to the customer: waiting is over, patience is spared."""
        self.stop_waiting()
        be_taken(self, self.model.now)

    # --- pickup -----------------------------------------------------------------------------------

    def probe(self) -> None:
        """Nobody was free after a change of hands: the work lies until somebody looks at it."""
        minutes = minutes_to_pickup(self, self.way_in, self.model.people[self.holder].team)
        if minutes > 0.0:
            self.stop_waiting()
            begin_pickup(self, self.model.now)
            self.model.clock.process(self.lie(self.model.now + minutes, self.waits))

    def lie(self, lands: float, token: int) -> Process:
        """The process of not being looked at yet."""
        yield self.model.clock.at(lands, EventKind.LANDING, self.number)
        if self.queue is not None and self.state == State.PICKUP and self.waits == token:
            self.stop_waiting()
            stand_in_queue(self, self.model.now)
            self.join(self.queue)
        else:
            self.model.ignored = True

    # --- outside ----------------------------------------------------------------------------------

    def wait_outside(self, minutes: float, goes_on: bool) -> Process:
        """The process of waiting for somebody outside, after which the case goes on or is closed."""
        until = begin_outside(self, goes_on, minutes, self.model.conditions.open_before, self.model.now)
        yield self.model.clock.at(until, EventKind.LANDING, self.number)
        self.end_interval()
        if self.is_done:
            self.finish(Outcome.RESOLVED)
        else:
            assignment.assign(self)

    # --- leaving, and coming back -----------------------------------------------------------------

    def finish(self, outcome: int) -> None:
        """End the contact and write its row; go away until the next one, or leave the model."""
        model, conditions = self.model, self.model.conditions
        if self.has_line:
            self.has_line = False
            model.lines_in_use[self.channel] -= 1
        policy, function, now = conditions.policy, self.true_function, model.now
        comes_back = close_contact(self, self.row, policy, conditions, outcome, model.removed[function], now)
        if model.accounts:
            end_visit(self.history, self, self.row, policy, conditions, now)
        if policy.causes_removable > 0.0 and self.holder >= 0:
            several = self.meetings[model.people[self.holder].key].several
            model.removed[function] = removed_after(model.removed[function], self, policy, outcome, several)
        model.contact_ended(self)
        if comes_back:
            until = back_at(self, self.row, self.way_in, policy, conditions, conditions.open_before, now)
            model.clock.process(self.be_away(until))
        else:
            self.state = State.ENDED
            model.case_ended(self)
            self.remove()

    def be_away(self, until: float) -> Process:
        """The process of not being here until the next contact."""
        yield self.model.clock.at(until, EventKind.RETURN, self.number)
        policy = self.model.conditions.policy
        person = returns_to(self, policy)
        team = self.model.people[person].team if person >= 0 else -1
        begin_next_contact(self, policy, team, self.model.now)
        self.row = new_contact(self)
        self.wings = []
        if not self.is_blocked():
            self.come_in()
