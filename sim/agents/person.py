"""People as agents: their shifts, what occupies them, and what they owe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.agents.mesa_adapter import Agent
from sim.agents.rows import PersonRow, add_own_segment
from sim.formation.arrays import USUAL, People
from sim.foundation.kinds import EventKind, Occupation, SegmentKind, ShiftEvent
from sim.process.fatigue import count_led, settle
from sim.process.learning import (
    begin_as_newcomer,
    experience_in_seat,
    experience_of_week,
    join_new_team,
    note_skill,
    skill_by_experience,
)
from sim.process.people import (
    begin_occupation,
    close_overrun,
    end_occupation,
    end_shift,
    finish_call,
    is_free,
    is_resting,
    owe,
    pay_all_owed,
    start_shift,
    stop_resting,
)
from sim.process.staff import be_sent_to_training, begin_in_seat, comes, train_before_work, training_before_work
from sim.process.weeks import book_week, end_week

if TYPE_CHECKING:
    from sim.agents.clock import Process
    from sim.agents.model import Organisation
    from sim.agents.room import Work
    from sim.agents.service import Step
    from sim.agents.team import TeamAgent
    from sim.process.records import WeekRow


class PersonAgent(Agent):
    """Somebody who serves customers: a `Person` of sim.process.records, with a place in the organisation.

    home: team, `team` is its number. room: of that team. able: work that the person can take, by function and
    language. at_home: work for which the person counts as capacity. row: of the table of people.
    skill, given, experience, peers, usual_hours: by function: skill now and as the column gives it, experience as a
    share of that at par, team-mates at home in it, and weekly practice that is usual today. practice, overheard:
    likewise, minutes of the week under way led and listened to.
    """

    def __init__(
        self,
        model: Organisation,
        number: int,
        people: People,
        home: TeamAgent,
        able: frozenset[Work],
        at_home: frozenset[Work],
        peers: list[int],
    ) -> None:
        """Create the person in row `number` of the people, off shift."""
        super().__init__(model)
        self.number = number
        self.seat = people.seat[number]
        self.key = int(people.key[number])
        self.given: list[float] = people.skill[number].tolist()
        self.skill = [*self.given, float(home.first_line)]
        self.experience = [1.0] * len(self.given)
        self.usual_hours: list[float] = people.usual_practice[number].tolist()
        for name in USUAL.names or ():
            setattr(self, name, people.usual[name][number].item())
        self.function = int(people.function[number])
        self.home_skill = self.given[self.function]
        others = (skill for function, skill in enumerate(self.given) if function != self.function)
        self.second_skill = max(others, default=0.0)
        self.peers = peers
        self.pace = float(people.pace[number])
        self.warmth = float(people.warmth[number])
        self.on_shift = self.occupied = False
        self.occupation = Occupation.LEADING
        self.free_since = self.settled_at = self.here_since = 0.0
        self.overrun_since = -1.0
        self.group = int(people.group[number])
        self.owed = self.after_call = self.fatigue = self.tiring = self.led_minutes = 0.0
        self.week_shift = self.week_overrun = self.week_leading = self.week_listening = 0.0
        self.week_consulting = self.week_linking = self.week_strain = 0.0
        self.week_away = self.week_training = self.week_vacant = self.week_pressure = 0.0
        self.week_steps = 0
        self.to_train = self.trains_from = 0.0
        self.practice = [0.0] * model.conditions.functions
        self.overheard = [0.0] * model.conditions.functions
        self.predecessors = self.vacant_weeks = self.training_weeks = self.weeks_worked = 0
        self.lasting_load = self.lasting_strain = self.usual_load = -1.0
        self.effort = 1.0
        self.familiarity = 1.0
        self.changed_share = self.dip = 0.0
        self.weeks_since_change = 0
        self.row = PersonRow(replication=model.replication, person=number)
        self.join_team(home, able, at_home)

    def __repr__(self) -> str:
        """Number and seat."""
        return f"<person {self.number} {self.seat!r}>"

    @property
    def free(self) -> bool:
        """Whether work can be taken now."""
        return is_free(self)

    # --- teams ------------------------------------------------------------------------------------

    def sit_down(self) -> None:
        """Have the seat at the start, for as long as somebody may have had it."""
        conditions = self.model.conditions
        begin_in_seat(self, conditions.policy, conditions)
        self.experience = [experience_in_seat(self, conditions.policy)] * len(self.experience)
        self.be_skilled()

    def join_team(self, home: TeamAgent, able: frozenset[Work], at_home: frozenset[Work]) -> None:
        """Belong to a team, from the beginning or from a stage on."""
        self.able = able
        self.at_home = at_home
        self.home = home
        self.team = home.number
        self.room = home.room
        home.members.append(self)
        self.room.admit(self)
        if self.on_shift:
            self.room.shift_begins(self)
        if self.free:
            self.model.dispatch.welcome(self)

    def be_regrouped(self, given: list[float], peers: list[int], share_kept: float) -> None:
        """Be in a new team, with the skills and the peers there. share_kept: of its people who were in the old one."""
        self.given, self.peers = given, peers
        self.skill[-1] = float(self.home.first_line)
        self.be_skilled()
        join_new_team(self, self.model.conditions.policy, share_kept)

    # --- shifts -----------------------------------------------------------------------------------

    def working_weeks(self, shifts: Iterable[tuple[float, int, int, float, float]]) -> Process:
        """The process of all shifts: (time, start or end, date, end of that shift, probability of not coming)."""
        for time, kind, date, ends, away_share in shifts:
            yield self.model.clock.at(time, EventKind.SHIFT_END + kind, self.number)
            if kind == ShiftEvent.END:
                self.leave_work()
            elif self.comes(date, away_share, ends):
                self.come_to_work(ends)
            else:
                self.model.ignored = True

    def comes(self, date: int, away_share: float, ends: float) -> bool:
        """Whether the person has the seat, is trained, and not away."""
        conditions = self.model.conditions
        now = self.model.now
        return comes(self, conditions.policy, conditions, date, away_share, ends - now, now)

    def come_to_work(self, ends: float) -> None:
        """A shift begins, perhaps with training; else a debt is paid before anything else."""
        now = self.model.now
        start_shift(self, self.row, self.model.conditions, ends, now)
        self.room.shift_begins(self)
        if not self.occupied:
            self.model.dispatch.welcome(self)
            minutes = training_before_work(self, ends - now, now)
            if minutes > 0.0:
                self.take()
                self.train(minutes)
            elif self.owed > 0.0:
                self.take()
                self.pay_link()
        self.model.dispatch.touch(self.room)

    def be_sent_to_training(self, week: int, hours: float, weeks: float) -> None:
        """A stage begins, in this week. hours: of training for it. weeks: over which people begin."""
        be_sent_to_training(self, self.model.conditions, week, hours, weeks, self.model.now)

    def train(self, minutes: float) -> None:
        """Be in training before work begins."""
        conditions, now = self.model.conditions, self.model.now
        train_before_work(self, self.row, conditions.policy, conditions, minutes, now)
        self.model.clock.process(self.be_occupied(now + minutes, None))

    def leave_work(self) -> None:
        """A shift ends; whoever is occupied finishes first."""
        if not self.on_shift:
            self.model.ignored = True
            return
        if is_resting(self):
            stop_resting(self)
        elif not self.occupied:
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
        """Finish an occupation: work on the call that is over, pay owed link minutes if on shift, else be free."""
        conditions, now = self.model.conditions, self.model.now
        if self.after_call > 0.0:
            until = finish_call(self, now)
            self.occupy(Occupation.AFTER_CALL, until)
            add_own_segment(self, SegmentKind.AFTER_CALL, until)
        elif not end_occupation(self, self.row, conditions.policy, conditions, self.model.now):
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
        add_own_segment(self, SegmentKind.LINK, until)

    def rest(self) -> None:
        """Take nothing while a colleague overruns."""
        self.take()
        self.occupation = Occupation.RESTING

    def wake(self) -> None:
        """Take work again."""
        self.become_free()
        self.model.dispatch.touch(self.room)

    def end_week(self, row: WeekRow) -> None:
        """A week is over: what it taught, and nothing of the next one yet."""
        conditions = self.model.conditions
        is_newcomer = end_week(self, row, conditions.policy, conditions, self.model.now)
        self.learn()
        if is_newcomer:
            self.be_replaced()
        for function in range(self.model.conditions.functions):
            self.practice[function] = self.overheard[function] = 0.0

    def learn(self) -> None:
        """What practice taught in the week that ends."""
        policy = self.model.conditions.policy
        for function, before in enumerate(self.experience):
            week = self.practice[function], self.overheard[function]
            self.experience[function] = experience_of_week(
                policy, before, *week, self.peers[function], self.usual_hours[function]
            )
        self.be_skilled()

    def be_skilled(self) -> None:
        """Have the skills that experience gives, where there are any."""
        conditions = self.model.conditions
        self.second_skill = 0.0
        for function, given in enumerate(self.given):
            experience = self.experience[function]
            self.skill[function] = skill_by_experience(conditions.policy, conditions, given, experience)
            note_skill(self, self.skill[function], function == self.function)

    def be_replaced(self) -> None:
        """A newcomer sits down in the seat."""
        begin_as_newcomer(self)
        self.experience = [self.model.conditions.policy.learning_newcomer_experience] * len(self.experience)
        self.be_skilled()

    def book_week(self, row: WeekRow) -> None:
        """Write down the week under way as the run stops."""
        book_week(self, row, self.model.conditions.policy, self.model.now)

    def close_books(self, stopped_at: float) -> None:
        """Book what is still under way when the run stops."""
        conditions = self.model.conditions
        settle(self, self.row, conditions.policy, conditions, stopped_at)
        close_overrun(self, self.row, conditions, stopped_at)
