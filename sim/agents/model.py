"""One replication of one column as a Mesa model on a SimPy clock; docs/background/process.md defines it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import numpy as np

from sim.agents import rows
from sim.agents.clock import Clock, Process
from sim.agents.conditions import STAGE, check_staffed, conditions_of, tape_of
from sim.agents.customer import CustomerAgent
from sim.agents.dispatch import Dispatch
from sim.agents.mesa_adapter import SteppedModel
from sim.agents.observation import Observer
from sim.agents.person import PersonAgent
from sim.agents.room import able_and_at_home, rooms_of
from sim.agents.team import TeamAgent
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import Formation, People, Roster
from sim.foundation.kinds import EventKind, State
from sim.process.waiting import is_landing, is_waiting
from sim.records.tables import Records, sorted_segments


class OrganisationModel(SteppedModel):
    """An organisation and its customers, one event at a time.

    now: minutes since Monday 00:00 of week 0. people, teams, rooms: by number. cases: arrived, and not
    ended for good. contact_rows: by case, of the contacts that have ended.
    teams_having: by work, how many teams have it.
    running: False once the run has stopped, at `stopped_at`. events: those that changed something, so far.
    ignored: set by an event that turns out to change nothing.
    """

    def __init__(
        self,
        tape: Tape,
        customers: Customers,
        people: People,
        roster: Roster,
        formation: Formation,
        *,
        replication: int = 0,
        segments: bool = False,
        observe_every: float | None = None,
    ) -> None:
        """Set everything up as it is at the start of Monday of week 0.

        replication: counted from the start of the tape's block. segments: write them down as well.
        observe_every: minutes between observations; None observes nothing.
        """
        people = people.trained_in(formation)
        check_staffed(tape, customers, people, formation)
        super().__init__()
        self.clock = Clock()
        key = int(tape.replication_key[replication])
        self.conditions = conditions_of(customers, people, formation, key)
        self.replication = tape.first_replication + replication
        self.tape = tape_of(tape, replication)
        self.dispatch = Dispatch(self)
        self._settle_in(people, roster, formation)
        self.cases: dict[int, CustomerAgent] = {}
        self.contact_rows: list[list[tuple[Any, ...]]] = [[] for _ in self.tape.arrival]
        self.segments: list[Any] | None = [] if segments else None
        self.events = 0
        self.ignored = False
        self.last_end = 0.0
        self.stopped_at: float | None = None
        self.unfinished_cohort = sum(1 for arrival in self.tape.arrival if self.in_cohort(arrival))
        self.clock.process(self.arrivals())
        self.observer = None if observe_every is None else Observer(self, observe_every)
        self.clock.settle()

    def _settle_in(self, people: People, roster: Roster, formation: Formation) -> None:
        """Put people into their teams and teams into their rooms, and start everybody's weeks."""
        conditions = self.conditions
        names = formation.team_names[STAGE]
        self.rooms = rooms_of(conditions)
        self.teams = [
            TeamAgent(self, team, name, self.rooms[team if conditions.policy.walls else 0])
            for team, name in enumerate(names)
        ]
        home_team = formation.home_team[STAGE].tolist()
        work = able_and_at_home(conditions, people, home_team)
        self.people = [
            PersonAgent(self, person, people, self.teams[team], *work[person]) for person, team in enumerate(home_team)
        ]
        self.teams_having = Counter(work for room in self.rooms for work, members in room.members.items() if members)
        shifts: dict[int, list[Any]] = defaultdict(list)
        columns = (roster.person, roster.time, roster.kind, roster.date, roster.ends, roster.away_share)
        for person, *shift in zip(*(column.tolist() for column in columns), strict=True):
            shifts[person].append(shift)
        for person in self.people:
            self.clock.process(person.working_weeks(shifts[person.number]))

    def arrivals(self) -> Process:
        """The process of all first contacts: one walk through the tape."""
        for number, arrival in enumerate(self.tape.arrival):
            yield self.clock.at(arrival, EventKind.ARRIVAL, number)
            case = self.cases[number] = CustomerAgent(self, number, self.tape)
            case.arrive()

    def in_cohort(self, arrival: float) -> bool:
        """Whether a case that arrives then is one of those measured."""
        return self.conditions.cohort_start <= arrival < self.conditions.cohort_end

    def contact_ended(self, case: CustomerAgent) -> None:
        """Keep the row of a contact."""
        self.contact_rows[case.number].append(case.row.values())

    def case_ended(self, case: CustomerAgent) -> None:
        """A case has ended for good."""
        del self.cases[case.number]
        if self.in_cohort(case.arrival):
            self.unfinished_cohort -= 1
            self.last_end = self.now

    # --- time -------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        """Minutes since Monday 00:00 of week 0."""
        return self.clock.now

    @property
    def next_event(self) -> tuple[float, EventKind, int] | None:
        """(time, kind, person or case) of what happens next; None once the run has stopped."""
        return self.clock.next_key() if self.running else None

    def step(self) -> None:
        """Process the next event that changes anything, or an observation; or stop the run, if it is time to."""
        while self.running:
            self.advance()
            if not self.ignored:
                return

    def advance(self) -> None:
        """Process the next event, or stop the run."""
        time, kind = self.clock.next_time_and_kind()
        self.ignored = False
        if not self.unfinished_cohort and time >= self.conditions.cohort_end:
            self._stop(max(self.conditions.cohort_end, self.last_end))
        elif time > self.conditions.end:
            self._stop(self.conditions.end)
        else:
            self.clock.step()
            if kind != EventKind.OBSERVATION and not self.ignored:
                self.events += 1
                self.dispatch.after_event()
            self.clock.settle()

    def run_until(self, minutes: float) -> None:
        """Process everything up to and including a time."""
        minutes = min(minutes, self.conditions.end)
        while self.running and self.clock.peek() <= minutes:
            self.advance()
        if self.running:
            self.clock.wait_until(minutes)

    def run(self) -> Records:
        """Process events until the run stops, and return the records."""
        while self.running:
            self.advance()
        return self.records()

    def records(self) -> Records:
        """What has been written down; RuntimeError before the run has stopped."""
        if self.running:
            raise RuntimeError(f"The run is still under way at minute {self.now}: call run() first.")
        segments = rows.segment_table(self)
        return Records(
            contacts=rows.contact_table(self),
            people=rows.person_table(self),
            segments=None if segments is None else sorted_segments(segments),
            stopped_at=np.array([self.stopped_at]),
            events=np.array([self.events], dtype=np.int64),
        )

    def _stop(self, at: float) -> None:
        """Book whatever is under way and stop."""
        self.clock.wait_until(at)
        self.running = False
        self.stopped_at = at
        for case in self.cases.values():
            if is_waiting(case) or is_landing(case):
                case.end_interval()
            if case.state != State.AWAY:
                self.contact_ended(case)
        for person in self.people:
            person.close_books(at)
