"""Customers as agents: one case from first contact until it ends for good."""

from __future__ import annotations

from collections.abc import Generator
from enum import Enum
from typing import TYPE_CHECKING

from sim.agents import assignment, bookkeeping, bot, coming_back
from sim.agents.contact import Contact
from sim.agents.mesa_adapter import Agent
from sim.agents.work import FRONT_DOOR
from sim.foundation.calendar import is_open
from sim.foundation.grid import NEVER, to_grid
from sim.foundation.kinds import EventKind, Outcome, SegmentKind
from sim.rules.hands import pickup_minutes
from sim.rules.matching import order_key

if TYPE_CHECKING:
    from sim.agents.model import OrganisationModel
    from sim.agents.person import PersonAgent
    from sim.agents.room import Queue
    from sim.agents.service import Step
    from sim.agents.tape_rows import TapeRows
    from sim.agents.team import TeamAgent


class State(Enum):
    """Where a case is."""

    ARRIVING = "arriving"
    WITH_BOT = "with bot"
    WAITING = "waiting"  # in a queue
    PICKUP = "pickup"  # changed hands, found nobody free, not looked at yet
    SERVING = "serving"
    AWAY = "away"  # between two contacts
    ENDED = "ended"


# States in which time passes without anybody, and how that is written down.
INTERVALS = {
    State.WITH_BOT: SegmentKind.BOT,
    State.WAITING: SegmentKind.QUEUE,
    State.PICKUP: SegmentKind.PICKUP,
}


class CustomerAgent(Agent):
    """One case. What it brings comes from the tape; the rest is what has happened to it so far.

    contact: the present one, or the last between two. arrived_at: of the first contact.
    position: of the need being worked on, 0 first. attempt: assignments of this need that found nobody to serve it.
    apparent: function that the work seems to need, or FRONT_DOOR.
    team: of the last queue it was in; None without walls.
    holder: who led the last step of this contact. last_met, last_step: the last of all contacts.
    met: everybody who has led a step of the case. owner: who was the first to serve it.
    context: share of the story that its last holder knows. told: minutes of work (and triage) already done.
    waits: number of assignments so far, by which an expiry or a landing knows whether it is still meant.
    wings: people who listened to the last step.
    """

    def __init__(self, model: OrganisationModel, number: int, tape: TapeRows) -> None:
        """Create the case in row `number` of the replication's tape."""
        super().__init__(model)
        self.number = number
        self.lineage = tape.lineage[number]
        self.account = tape.account[number]
        self.channel = tape.channel[number]
        self.language = tape.language[number]
        self.arrival = tape.arrival[number]
        self.deadline = tape.deadline[number]
        self.needs = tape.needs[number]
        self.need = tape.need[number]
        self.hidden = tape.hidden[number]
        self.work = tape.work[number]
        self.ambiguity = tape.ambiguity[number]
        self.patience_left = tape.patience[number]
        self.contact = Contact(0, self.arrival, tape.distress[number])
        self._nothing_yet()

    def _nothing_yet(self) -> None:
        self.state = State.ARRIVING
        self.position = 0
        self.attempt = 0
        self.apparent = FRONT_DOOR
        self.team: TeamAgent | None = None
        self.queue: Queue | None = None
        self.place: tuple[int, float, int] = (0, 0.0, 0)
        self.waits = 0
        self.waiting_since = self.interval_start = 0.0
        self.context = 0.0
        self.told = 0.0
        self.holder: PersonAgent | None = None
        self.last_met: PersonAgent | None = None
        self.last_step: Step | None = None
        self.team_before: TeamAgent | None = None
        self.met: set[PersonAgent] = set()
        self.owner: PersonAgent | None = None
        self.wings: list[PersonAgent] = []

    def __repr__(self) -> str:
        """Number and state."""
        return f"<case {self.number} {self.state.value}>"

    @property
    def true_function(self) -> int:
        """Function that the present need truly belongs to."""
        return self.need[self.position]

    @property
    def led_by(self) -> PersonAgent | None:
        """Who faces the customer now."""
        return self.holder if self.state is State.SERVING else None

    @property
    def waits_for_somebody(self) -> bool:
        """In a queue, or on the way to being looked at."""
        return self.state is State.WAITING or self.state is State.PICKUP

    # --- arriving ---------------------------------------------------------------------------------

    def arrive(self) -> None:
        """First contact: a bot may answer."""
        if bot.answers_first(self):
            self.state = State.WITH_BOT
            self.interval_start = self.model.now
            minutes = to_grid(self.model.conditions.policy.bot_minutes)
            self.model.clock.process(self.talk_to_bot(self.model.now + minutes))
        else:
            self.come_in()

    def talk_to_bot(self, ends: float) -> Generator:
        """The process of being with the bot, which closes the case or passes it on."""
        yield self.model.clock.at(ends, EventKind.LANDING, self.number)
        self.book_wait()
        if bot.closes(self):
            self.finish(Outcome.BOT_RESOLVED)
        else:
            self.come_in()

    def come_in(self) -> None:
        """Turned away out of hours, else assigned."""
        conditions = self.model.conditions
        if conditions.turn_away[self.channel] and not is_open(self.model.now, self.channel, conditions.open_before):
            self.finish(Outcome.TURNED_AWAY)
        else:
            assignment.assign(self)

    # --- waiting ----------------------------------------------------------------------------------

    def wait(self, queue: Queue) -> None:
        """Join a queue after an assignment; the customer's patience begins to run."""
        now = self.model.now
        self.waiting_since = now
        self.waits += 1
        self.join(queue)
        if self.patience_left < NEVER:
            self.model.clock.process(self.patience(now + self.patience_left, self.waits))
        if self.holder is not None:
            self.model.dispatch.probing.append(self)

    def join(self, queue: Queue) -> None:
        """Stand in a queue from now on."""
        conditions, now = self.model.conditions, self.model.now
        self.state = State.WAITING
        self.interval_start = now
        key = order_key(conditions.policy.queue_order, now, self.contact.arrived_at, self.contact.distress)
        queue.join(self, conditions.priority[self.channel], key)
        self.model.dispatch.touch(queue.room)

    def patience(self, expires: float, token: int) -> Generator:
        """The process of waiting no longer than one can bear."""
        yield self.model.clock.at(expires, EventKind.EXPIRY, self.number)
        if self.waits_for_somebody and self.waits == token:
            self.stop_waiting()
            self.finish(Outcome.ABANDONED)
        else:
            self.model.ignored = True

    def stop_waiting(self) -> None:
        """End the present interval of waiting."""
        if self.state is State.WAITING:
            self.queue.leave(self)
        self.book_wait()

    def book_wait(self) -> None:
        """Book the present interval without anybody up to now."""
        bookkeeping.book_wait(self, INTERVALS[self.state])

    # --- pickup -----------------------------------------------------------------------------------

    def probe(self) -> None:
        """Nobody was free after a change of hands: the work lies until somebody looks at it."""
        inside, across = self.model.conditions.pickup[self.channel]
        team = -1 if self.team is None else self.team.number
        minutes = pickup_minutes(team, self.holder.home.number, inside, across)
        if minutes > 0.0:
            self.stop_waiting()
            self.state = State.PICKUP
            self.interval_start = self.model.now
            self.model.clock.process(self.pickup(self.model.now + minutes, self.waits))

    def pickup(self, lands: float, token: int) -> Generator:
        """The process of not being looked at yet."""
        yield self.model.clock.at(lands, EventKind.LANDING, self.number)
        if self.state is State.PICKUP and self.waits == token:
            self.stop_waiting()
            self.join(self.queue)
        else:
            self.model.ignored = True

    # --- being served, leaving --------------------------------------------------------------------

    def be_taken(self) -> None:
        """Somebody turns to the customer: waiting is over, patience is spared."""
        self.stop_waiting()
        self.patience_left -= self.model.now - self.waiting_since
        self.state = State.SERVING

    def be_met(self) -> None:
        """Somebody turns to a customer who has just come back; there was no waiting."""
        self.state = State.SERVING

    def finish(self, outcome: Outcome) -> None:
        """End the contact and write its row; go away until the next one, or leave the model."""
        self.contact.outcome = outcome
        self.contact.ended_at = self.model.now
        back_at = coming_back.comes_back_at(self)
        self.model.contact_ended(self)
        if back_at is None:
            self.state = State.ENDED
            self.model.case_ended(self)
            self.remove()
        else:
            self.state = State.AWAY
            self.model.clock.process(self.be_away(back_at))

    def be_away(self, until: float) -> Generator:
        """The process of not being here until the next contact."""
        yield self.model.clock.at(until, EventKind.RETURN, self.number)
        coming_back.begin_contact(self)
        self.come_in()
