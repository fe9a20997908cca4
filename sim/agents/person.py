"""People as agents: their shifts, what occupies them, and what they owe."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING

from sim.agents import bookkeeping
from sim.agents.fatigue import Fatigue
from sim.agents.mesa_adapter import Agent
from sim.formation.arrays import People
from sim.foundation.draws import Kind, uniform
from sim.foundation.grid import to_grid
from sim.foundation.kinds import EventKind, ShiftEvent
from sim.rules.service import overlap_minutes

if TYPE_CHECKING:
    from sim.agents.model import OrganisationModel
    from sim.agents.service import Step
    from sim.agents.team import TeamAgent
    from sim.agents.work import Work

LEADING, LISTENING, CONSULTING, LINKING = "leading", "listening", "consulting", "linking"
STRAINED = "strained"  # no occupation: time past the strain line


class PersonAgent(Agent):
    """Somebody who serves customers; free means on shift and not occupied.

    able: work that the person can take, by function and language, and at the front door of a first line.
    at_home: work for which the person counts as capacity.
    occupation: what occupies the person (LEADING, LISTENING, CONSULTING, LINKING) or None.
    free_since: when the person last became free, minutes.
    owed: minutes owed to whoever took over work, explained or briefed, paid at the next chance.
    overrun_since: end of the shift past which the person is still occupied, or None.
    fatigue_sum: fatigue at the start of the steps counted in steps_led.
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
        self.skill = people.skill[number].tolist()
        self.able = able
        self.at_home = at_home
        self.pace = float(people.pace[number])
        self.warmth = float(people.warmth[number])
        self.away_share = float(people.away_share[number])
        self.home = home
        home.members.append(self)
        self.room = home.room
        self.room.admit(self)
        self.on_shift = False
        self.shift_ends = 0.0
        self.occupation: str | None = None
        self.free_since = 0.0
        self.overrun_since: float | None = None
        self.owed = 0.0
        self.fatigue = Fatigue(model.conditions.policy)
        self.minutes = dict.fromkeys(("shift", "overrun", LEADING, LISTENING, CONSULTING, LINKING, STRAINED), 0.0)
        self.fatigue_sum = 0.0
        self.steps_led = 0
        self.steps_listened = 0

    def __repr__(self) -> str:
        """Number and seat."""
        return f"<person {self.number} {self.seat!r}>"

    @property
    def occupied(self) -> bool:
        """Whether something occupies the person, on shift or past its end."""
        return self.occupation is not None

    @property
    def free(self) -> bool:
        """Whether work can be taken now."""
        return self.on_shift and self.occupation is None

    # --- shifts -----------------------------------------------------------------------------------

    def working_weeks(self, shifts: Iterable[tuple[float, int, int, float]]) -> Generator:
        """The process of all shifts: (time, start or end, date, end of that shift)."""
        for time, kind, date, ends in shifts:
            yield self.model.clock.at(time, EventKind.SHIFT_END + kind, self.number)
            if kind == ShiftEvent.END:
                self.end_shift()
            elif uniform(self.model.key, Kind.ABSENCE, self.key, date) >= self.away_share:
                self.start_shift(ends)
            else:
                self.model.ignored = True  # away that day

    def start_shift(self, ends: float) -> None:
        """Come to work; a debt is paid before anything else."""
        self.on_shift = True
        self.shift_ends = ends
        self.fatigue.led_minutes = 0.0
        self.room.shift_begins(self)
        self.book("shift", self.model.now, ends)
        self.close_overrun(self.model.now)
        if self.occupation is None:
            self.become_free()
        self.model.dispatch.touch(self.room)

    def end_shift(self) -> None:
        """Leave; whoever is occupied finishes first."""
        if not self.on_shift:
            self.model.ignored = True
            return
        if self.occupation is None:
            self.model.dispatch.dismiss(self)
        else:
            self.overrun_since = self.model.now
        self.on_shift = False
        self.room.shift_ends(self)
        self.model.dispatch.touch(self.room)

    # --- occupations ------------------------------------------------------------------------------

    def take(self, occupation: str) -> None:
        """Be occupied from now on; how long is said by `occupy`, in the same event."""
        if self.free:
            self.model.dispatch.dismiss(self)
        self.settle()
        self.occupation = occupation

    def occupy(self, end: float, step: Step | None = None, tiring: float = 1.0) -> None:
        """Book the occupation taken up now and let it end at `end`.

        step: only of whoever leads it. tiring: minutes of serving that a minute of this counts for.
        """
        now, conditions = self.model.now, self.model.conditions
        self.fatigue.rate = tiring
        self.book(self.occupation, now, end)
        if conditions.cohort_start <= now < conditions.cohort_end:
            if self.occupation == LEADING:
                self.steps_led += 1
                self.fatigue_sum += self.fatigue.level
            self.steps_listened += self.occupation == LISTENING
        self.model.clock.process(self.be_occupied(end, step))

    def be_occupied(self, end: float, step: Step | None) -> Generator:
        """The process of one occupation, up to its completion."""
        yield self.model.clock.at(end, EventKind.COMPLETION, self.number)
        self.settle()
        self.fatigue.rate = 0.0
        self.close_overrun(self.model.now)
        if step is None:
            self.become_free()
        else:
            step.end()
        self.model.dispatch.touch(self.room)

    def become_free(self) -> None:
        """Finish an occupation: pay owed link minutes at once if on shift, else be free."""
        if self.on_shift and self.owed > 0.0:
            self.pay_link()
            return
        self.occupation = None
        self.free_since = self.model.now
        if self.on_shift:
            self.model.dispatch.welcome(self)

    # --- linking ----------------------------------------------------------------------------------

    def owe(self, minutes: float) -> None:
        """Owe whoever takes over an explanation or a briefing; pay at once if free."""
        self.owed += to_grid(minutes)
        if self.free:
            self.model.dispatch.dismiss(self)
            self.pay_link()

    def pay_link(self) -> None:
        """Be occupied with linking for all that is owed."""
        end = self.model.now + self.owed
        self.owed = 0.0
        self.settle()
        self.occupation = LINKING
        self.occupy(end)
        bookkeeping.link_segment(self.model, self, end)

    # --- books ------------------------------------------------------------------------------------

    def book(self, occupation: str, start: float, end: float) -> None:
        """Add the minutes of [start, end) that lie in the cohort's weeks."""
        conditions = self.model.conditions
        self.minutes[occupation] += overlap_minutes(start, end, conditions.cohort_start, conditions.cohort_end)

    def settle(self) -> None:
        """Bring fatigue up to now, and book the time past the strain line."""
        self.book(STRAINED, *self.fatigue.settle(self.model.now))

    def close_overrun(self, end: float) -> None:
        """Book the time worked past the end of a shift, if there is any."""
        if self.overrun_since is not None:
            self.book("overrun", self.overrun_since, end)
            self.overrun_since = None
