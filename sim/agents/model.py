"""One replication of one column as a Mesa model on a SimPy clock; docs/background/process.md defines it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from sim.agents import rows
from sim.agents.clock import Clock, Process
from sim.agents.conditions import check_staffed, conditions_of, tape_of
from sim.agents.customer import CustomerAgent, Note
from sim.agents.dispatch import Dispatch
from sim.agents.mesa_adapter import SteppedModel
from sim.agents.person import PersonAgent
from sim.agents.processes import Processes
from sim.agents.room import able_and_at_home, rooms_of
from sim.agents.switching import go_over
from sim.agents.team import teams_in
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import Formation, People, Roster
from sim.formation.skills import peers_of
from sim.formation.stages import Switch, Way, check_switches
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.foundation.grid import NEVER
from sim.foundation.kinds import EventKind, State
from sim.process.accounts import drop, is_lost, relieve
from sim.process.learning import is_looked_at_anew
from sim.process.waiting import is_landing, is_waiting
from sim.records.tables import Records, blank_weeks, sorted_segments


class Organisation(SteppedModel):
    """An organisation and its customers, one event at a time.

    now: minutes since Monday 00:00 of week 0. people, teams, rooms: by number. cases: arrived, and not
    ended for good. contact_rows: by case, of the contacts that have ended. accounts, known_to: by number, where they
    are kept, and notes of who served them. lines_in_use, waiting_by: contacts by channel, under way and in queues.
    removed: by function, share of the causes of returns that is removed.
    teams_having: by work, how many teams have it.
    running: False once the run has stopped, at `stopped_at`. events: those that changed something, so far.
    way: the stages of its road. given: customers and people, as they were handed over.
    week, week_rows: the one under way, and rows of those that are over.
    processes: the classes of what it makes.
    ignored: set by an event that turns out to change nothing.
    """

    processes = Processes()

    def __init__(
        self,
        tape: Tape,
        customers: Customers,
        people: People,
        roster: Roster,
        formation: Formation,
        *,
        switches: Sequence[Switch] = (),
        replication: int = 0,
        segments: bool = False,
    ) -> None:
        """Set everything up as it is at the start of Monday of week 0.

        switches: stages of a road that begins as this formation; ValueError where they cannot be.
        replication: counted from the start of the tape's block. segments: write them down as well.
        """
        check_switches(customers, formation, switches)
        for one in (formation, *(switch.formation for switch in switches)):
            check_staffed(tape, customers, people.trained_in(one), one)
        super().__init__()
        self.way = Way(formation, switches)
        self.given = customers, people
        people = people.trained_in(formation)
        self.clock = Clock()
        key = int(tape.replication_key[replication])
        self.conditions: Any = conditions_of(customers, people, formation, key)
        self.replication = tape.first_replication + replication
        self.tape = tape_of(tape, replication)
        self.dispatch = Dispatch(self)
        self._settle_in(people, roster, formation)
        self.cases: dict[int, CustomerAgent] = {}
        self.accounts = rows.new_accounts(self)
        self.known_to: dict[int, dict[int, Note]] = defaultdict(dict)
        self.lines_in_use: Counter[int] = Counter()
        self.waiting_by: Counter[int] = Counter()
        self.removed = [0.0] * self.conditions.functions
        self.contact_rows: list[list[tuple[Any, ...]]] = [[] for _ in self.tape.arrival]
        self.segments: list[Any] | None = [] if segments else None
        self.week = 0
        self.week_rows = blank_weeks(1, customers.weeks, len(self.people), self.replication)
        self.events = 0
        self.ignored = False
        self.last_end = 0.0
        self.stopped_at: float | None = None
        self.unfinished_cohort = sum(1 for arrival in self.tape.arrival if self.in_cohort(arrival))
        self.clock.process(self.arrivals())
        if self.conditions.slow_clock:
            self.clock.process(self.weeks())
        self.clock.settle()

    def _settle_in(self, people: People, roster: Roster, formation: Formation) -> None:
        """Put people into their teams and teams into their rooms, and start everybody's weeks."""
        conditions = self.conditions
        self.rooms = rooms_of(conditions)
        self.teams = teams_in(self, formation)
        home_team = formation.home_team.tolist()
        work = able_and_at_home(conditions, people, home_team)
        peers = peers_of(people, formation).tolist()
        self.people = [
            self.processes.person(self, person, people, self.teams[team], *work[person], peers[person])
            for person, team in enumerate(home_team)
        ]
        for person in self.people:
            person.sit_down()
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
            if self.tape.account[number] in self.accounts and self.stays_away(number):
                continue
            case = self.cases[number] = self.processes.customer(self, number, self.tape)
            case.arrive()

    def weeks(self) -> Process:
        """The process of all Mondays on which a week is over."""
        while True:
            yield self.clock.at((self.week + 1) * float(MINUTES_PER_WEEK), EventKind.WEEK, self.week)
            rows.write_week(self, self.week, PersonAgent.end_week)
            for room in self.rooms if is_looked_at_anew(self.conditions.policy) else ():
                self.dispatch.touch(room)
            self.week += 1
            if self.week == self.way.next_week:
                before = self.way.formation
                go_over(self, before, self.way.go_on(partial(rows.so_far, self), self.now))
                for person, hours in zip(self.people, self.way.training_hours.tolist(), strict=True):
                    person.be_sent_to_training(self.week, hours, self.way.training_weeks)

    def stays_away(self, number: int) -> bool:
        """Whether a case does not come, as its account has left; that is written down."""
        account, tape, conditions = self.accounts[self.tape.account[number]], self.tape, self.conditions
        if not is_lost(account, conditions.policy, self.now):
            return False
        row = rows.first_contact(self, number)
        drop(account, row, self.now)
        for work in tape.work[number][: tape.needs[number]]:
            relieve(account, conditions, work, self.now)
        self.contact_rows[number].append(row.values())
        self.unfinished_cohort -= self.in_cohort(self.now)
        return True

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

    def go_on(self) -> None:
        """What a step does: process the next event that changes anything; or stop the run, if it is time to."""
        while self.running:
            self.advance()
            if not self.ignored:
                return

    def advance(self) -> None:
        """Process the next event, or stop the run."""
        time, kind = self.clock.next_time_and_kind()
        self.ignored = False
        stops_at = self._stops_at(time)
        if stops_at < NEVER:
            self._stop(stops_at)
        else:
            self.clock.step()
            if not self.ignored:
                self.events += 1
                if kind != EventKind.WEEK or self.dispatch.touched:
                    self.dispatch.after_event()
            self.clock.settle()

    def run_until(self, minutes: float) -> None:
        """Process everything up to and including a time, and stop the run if that is by then."""
        minutes = min(minutes, self.conditions.end)
        while self.running and min(self.clock.peek(), self._stops_at(self.clock.peek())) <= minutes:
            self.advance()
        if self.running:
            self.clock.wait_until(minutes)

    def _stops_at(self, following: float) -> float:
        """When the run stops, if nothing happens before its next event at `following`; else infinity."""
        if not self.unfinished_cohort and following >= self.conditions.cohort_end:
            return max(self.conditions.cohort_end, self.last_end)
        return self.conditions.end if following > self.conditions.end else NEVER

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
            weeks=self.week_rows,
            accounts=rows.account_table(self),
            taken=np.array([self.way.taken], dtype=np.int64),
            back_in=np.array([self.way.back_in], dtype=np.int64),
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
        if self.week * len(self.people) < self.week_rows.size:
            rows.write_week(self, self.week, PersonAgent.book_week)
