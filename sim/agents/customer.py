"""Customers as agents: one case from first contact until it ends."""

from __future__ import annotations

from collections.abc import Generator
from enum import Enum
from typing import TYPE_CHECKING

from sim.agents import assignment, bookkeeping
from sim.agents.clock import EventKind
from sim.agents.mesa_adapter import Agent
from sim.demand.calendar import is_open
from sim.demand.grid import NEVER
from sim.records.tables import PARTS, Outcome, SegmentKind
from sim.rules.hands import pickup_minutes
from sim.rules.matching import order_key

if TYPE_CHECKING:
    from sim.agents.model import OrganisationModel
    from sim.agents.person import PersonAgent
    from sim.agents.room import Queue
    from sim.agents.tape_rows import TapeRows
    from sim.agents.team import TeamAgent


class State(Enum):
    """Where a case is."""

    ARRIVING = "arriving"
    WAITING = "waiting"  # in a queue
    PICKUP = "pickup"  # changed hands, found nobody free, not looked at yet
    SERVING = "serving"
    ENDED = "ended"


class CustomerAgent(Agent):
    """One case. What it brings comes from the tape; the rest is what has happened to it so far.

    position: of the need being worked on, 0 first. attempt: assignments of this need that named a wrong function.
    apparent: function that the work seems to need. team: of the last queue it was in; None without walls.
    context: share of the story that its last holder knows. told: minutes of work (and triage) already done.
    waits: number of assignments so far, by which an expiry knows whether it is still meant.
    wings: people who listened to the last step.
    """

    def __init__(self, model: OrganisationModel, number: int, tape: TapeRows) -> None:
        """Create the case in row `number` of the replication's tape."""
        super().__init__(model)
        self.number = number
        self.lineage = tape.lineage[number]
        self.account = tape.account[number]
        self.channel = tape.channel[number]
        self.arrived_at = tape.arrival[number]
        self.deadline = tape.deadline[number]
        self.needs = tape.needs[number]
        self.need = tape.need[number]
        self.hidden = tape.hidden[number]
        self.work = tape.work[number]
        self.ambiguity = tape.ambiguity[number]
        self.distress = tape.distress[number]
        self.patience_left = tape.patience[number]
        self._nothing_yet()

    def _nothing_yet(self) -> None:
        self.state = State.ARRIVING
        self.outcome = Outcome.OPEN
        self.position = 0
        self.attempt = 0
        self.apparent = -1
        self.team: TeamAgent | None = None
        self.queue: Queue | None = None
        self.place: tuple[int, float, int] = (0, 0.0, 0)
        self.waits = 0
        self.waiting_since = self.interval_since = 0.0
        self.context = 0.0
        self.told = 0.0
        self.last_person: PersonAgent | None = None
        self.first_team: TeamAgent | None = None
        self.team_before_last: TeamAgent | None = None
        self.served_by: set[PersonAgent] = set()
        self.wings: list[PersonAgent] = []
        self.steps_begun = 0
        self.first_served_at: float | None = None
        self.ended_at: float | None = None
        self.parts = [0.0] * len(PARTS)
        self.steps = self.handoffs = self.lead_changes = self.ping_pongs = 0
        self.misroutes = self.borrowed = self.warm_takeovers = self.people_met = 0

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
        return self.last_person if self.state is State.SERVING else None

    @property
    def waits_for_somebody(self) -> bool:
        """In a queue, or on the way to being looked at."""
        return self.state is State.WAITING or self.state is State.PICKUP

    # --- arriving ---------------------------------------------------------------------------------

    def arrive(self) -> None:
        """First contact: turned away out of hours, else assigned."""
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
        if self.last_person is not None:
            self.model.dispatch.probing.append(self)

    def join(self, queue: Queue) -> None:
        """Stand in a queue from now on."""
        conditions, now = self.model.conditions, self.model.now
        self.state = State.WAITING
        self.interval_since = now
        key = order_key(conditions.policy.queue_order, now, self.arrived_at, self.distress)
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
        """Book the present interval of waiting up to now."""
        bookkeeping.book_wait(self, SegmentKind.QUEUE if self.state is State.WAITING else SegmentKind.PICKUP)

    # --- pickup -----------------------------------------------------------------------------------

    def probe(self) -> None:
        """Nobody was free after a change of hands: the work lies until somebody looks at it."""
        inside, across = self.model.conditions.pickup[self.channel]
        team = -1 if self.team is None else self.team.number
        minutes = pickup_minutes(team, self.last_person.home.number, inside, across)
        if minutes > 0.0:
            self.stop_waiting()
            self.state = State.PICKUP
            self.interval_since = self.model.now
            self.model.clock.process(self.pickup(self.model.now + minutes))

    def pickup(self, lands: float) -> Generator:
        """The process of not being looked at yet."""
        yield self.model.clock.at(lands, EventKind.PICKUP, self.number)
        if self.state is State.PICKUP:
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

    def finish(self, outcome: Outcome) -> None:
        """End the contact, write its row and leave the model."""
        self.state = State.ENDED
        self.outcome = outcome
        self.ended_at = self.model.now
        self.model.case_ended(self)
        self.remove()
