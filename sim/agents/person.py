"""People as agents: their shifts, what occupies them, and what they owe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.agents.mesa_adapter import Agent
from sim.agents.rows import PersonRow, add_link_segment
from sim.formation.arrays import People
from sim.foundation.kinds import EventKind, Occupation, ShiftEvent
from sim.process.fatigue import count_led, settle
from sim.process.people import (
    begin_occupation,
    close_overrun,
    end_occupation,
    end_shift,
    is_away,
    is_free,
    owe,
    pay_all_owed,
    start_shift,
)

if TYPE_CHECKING:
    from sim.agents.clock import Process
    from sim.agents.model import OrganisationModel
    from sim.agents.room import Work
    from sim.agents.service import Step
    from sim.agents.team import TeamAgent


class PersonAgent(Agent):
    """Somebody who serves customers: a `Person` of sim.process.records, with a place in the organisation.

    home: team, `team` is its number. room: of that team. able: work that the person can take, by function and
    language. at_home: work for which the person counts as capacity. row: of the table of people.
    """

    def __init__(
        self,
        model: OrganisationModel,
        number: int,
        people: People,
        home: TeamAgent,
        able: frozenset[Work],
        at_home: frozenset[Work],
    ) -> None:
        """Create the person in row `number` of the people, off shift."""
        super().__init__(model)
        self.number = number
        self.seat = people.seat[number]
        self.key = int(people.key[number])
        self.skill = [*people.skill[number].tolist(), float(home.first_line)]
        self.pace = float(people.pace[number])
        self.warmth = float(people.warmth[number])
        self.able = able
        self.at_home = at_home
        self.home = home
        self.team = home.number
        self.room = home.room
        self.on_shift = self.occupied = False
        self.occupation = Occupation.LEADING
        self.free_since = self.settled_at = 0.0
        self.overrun_since = -1.0
        self.owed = self.fatigue = self.tiring = self.led_minutes = 0.0
        self.row = PersonRow(replication=model.replication, person=number)
        home.members.append(self)
        self.room.admit(self)

    def __repr__(self) -> str:
        """Number and seat."""
        return f"<person {self.number} {self.seat!r}>"

    @property
    def free(self) -> bool:
        """Whether work can be taken now."""
        return is_free(self)

    # --- shifts -----------------------------------------------------------------------------------

    def working_weeks(self, shifts: Iterable[tuple[float, int, int, float, float]]) -> Process:
        """The process of all shifts: (time, start or end, date, end of that shift, probability of not coming)."""
        for time, kind, date, ends, away_share in shifts:
            yield self.model.clock.at(time, EventKind.SHIFT_END + kind, self.number)
            if kind == ShiftEvent.END:
                self.leave_work()
            elif is_away(self, self.model.conditions, date, away_share):
                self.model.ignored = True
            else:
                self.come_to_work(ends)

    def come_to_work(self, ends: float) -> None:
        """A shift begins; a debt is paid before anything else."""
        start_shift(self, self.row, self.model.conditions, ends, self.model.now)
        self.room.shift_begins(self)
        if not self.occupied:
            self.model.dispatch.welcome(self)
            if self.owed > 0.0:
                self.take()
                self.pay_link()
        self.model.dispatch.touch(self.room)

    def leave_work(self) -> None:
        """A shift ends; whoever is occupied finishes first."""
        if not self.on_shift:
            self.model.ignored = True
            return
        if not self.occupied:
            self.model.dispatch.dismiss(self)
        end_shift(self, self.model.now)
        self.room.shift_ends(self)
        self.model.dispatch.touch(self.room)

    # --- occupations ------------------------------------------------------------------------------

    def take(self) -> None:
        """Be no longer free; with what, and how long, is said by `occupy` in the same event."""
        if self.free:
            self.model.dispatch.dismiss(self)
        self.occupied = True

    def listen(self, until: float) -> None:
        """Be called to a step, and occupied until it ends."""
        conditions, now = self.model.conditions, self.model.now
        count_led(self, conditions.policy, 0.0, now - self.free_since)
        begin_occupation(self, self.row, conditions.policy, conditions, Occupation.LISTENING, 1.0, now, until)

    def stop_listening(self) -> None:
        """The step is over, and led on by somebody else, or by nobody."""
        self.become_free()
        self.model.dispatch.touch(self.room)

    def occupy(self, occupation: int, until: float, tiring: float = 1.0, step: Step | None = None) -> None:
        """Be occupied until a time. tiring: minutes of serving that a minute counts for. step: of whoever leads it."""
        conditions = self.model.conditions
        begin_occupation(self, self.row, conditions.policy, conditions, occupation, tiring, self.model.now, until)
        self.model.clock.process(self.be_occupied(until, step))

    def be_occupied(self, until: float, step: Step | None) -> Process:
        """The process of one occupation, up to its completion."""
        yield self.model.clock.at(until, EventKind.COMPLETION, self.number)
        if step is None:
            self.become_free()
        else:
            step.end()
        self.model.dispatch.touch(self.room)

    def become_free(self) -> None:
        """Finish an occupation: pay owed link minutes at once if on shift, else be free."""
        conditions = self.model.conditions
        if not end_occupation(self, self.row, conditions.policy, conditions, self.model.now):
            self.pay_link()
        elif self.on_shift:
            self.model.dispatch.welcome(self)

    def owe(self, minutes: float) -> None:
        """Owe whoever takes over an explanation or a briefing; pay at once if free."""
        owe(self, minutes)
        if self.free:
            self.take()
            self.pay_link()

    def pay_link(self) -> None:
        """Be occupied with linking for all that is owed."""
        until = pay_all_owed(self, self.model.now)
        self.occupy(Occupation.LINKING, until)
        add_link_segment(self, until)

    def close_books(self, stopped_at: float) -> None:
        """Book what is still under way when the run stops."""
        conditions = self.model.conditions
        settle(self, self.row, conditions.policy, conditions, stopped_at)
        close_overrun(self, self.row, conditions, conditions.cohort_end)
