"""14 Staff: lasting load, who leaves, who takes the seat, who comes to a shift, and what load does to work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.foundation.draws import Kind, draw_key, uniform
from sim.foundation.grid import to_grid
from sim.foundation.kinds import MOST_WEEKS, Occupation
from sim.process.fatigue import in_cohort_weeks, settle
from sim.process.people import is_away
from sim.rules.familiarity import familiarity_at_start
from sim.rules.staff import (
    absence_beside_empty_seats,
    absence_with_strain,
    beside_usual,
    effort_after_a_week,
    empty_at_par,
    is_newcomer,
    lasting,
    leaving_probability,
    load_of_pressure,
    minutes_in_a_burst,
    minutes_overworked,
    minutes_with_effort,
    overwork,
    pace_drawn,
    past_line,
    pressure_of,
    training_begins,
    training_of_shift,
    warmth_drawn,
    weeks_at_start,
    weeks_left_at_start,
    whole_weeks,
)

if TYPE_CHECKING:
    from sim.process.records import Person, PersonRow, Policy, Run, WeekRow


def is_filled(person: Person) -> bool:
    """14.1 Whether somebody works in a seat: it is not vacant, and they are not in training."""
    return person.vacant_weeks == 0 and person.training_weeks == 0


def begin_in_seat(person: Person, policy: Policy, run: Run) -> None:
    """14.1 How a seat is at the start: filled for some weeks, or as far in hiring and training, as in the long run."""
    hiring = whole_weeks(policy.hiring_weeks, uniform(run.key, Kind.HIRING, person.key, 0))
    training = whole_weeks(policy.training_weeks, uniform(run.key, Kind.TRAINING, person.key, 0))
    empty = empty_at_par(policy.leaving_per_year, policy.hiring_weeks + policy.training_weeks)
    left = weeks_left_at_start(uniform(run.key, Kind.EMPTY, person.key, 0), empty, hiring + training)
    person.training_weeks = left if left < training else training
    person.vacant_weeks = left - person.training_weeks
    drawn = uniform(run.key, Kind.TENURE, person.key, 0)
    person.weeks_worked = weeks_at_start(drawn, policy.leaving_per_year, MOST_WEEKS)
    person.familiarity = familiarity_at_start(person.weeks_worked, policy.familiarity_weeks)


def feel_week(person: Person, week: WeekRow, policy: Policy) -> None:
    """14.2 What the load of a week leaves behind, and the standard of effort."""
    present = week.shift_minutes + week.overrun_minutes
    if present > 0.0:
        occupied = week.leading_minutes + week.listening_minutes + week.consulting_minutes + week.linking_minutes
        memory = policy.load_memory_weeks
        person.lasting_load = lasting(person.lasting_load, occupied / present, memory)
        person.lasting_strain = lasting(person.lasting_strain, week.strain_minutes / present, memory)
    if week.steps > 0:
        load = load_of_pressure(week.pressure_sum / week.steps)
        person.usual_load = lasting(person.usual_load, load, policy.load_memory_weeks)
    person.effort = effort_after_a_week(
        person.effort,
        beside_usual(overwork(person.lasting_load, policy.overwork_line), person.usual_for_effort),
        policy.effort_lost_to_overwork,
        policy.effort_erosion_weeks,
        policy.effort_recovery_weeks,
    )
    week.effort = person.effort


def is_new(person: Person, policy: Policy) -> bool:
    """14.3 Whether a newcomer works in a seat."""
    return is_filled(person) and is_newcomer(person.weeks_worked, policy.newcomer_weeks)


def leaves(person: Person, policy: Policy, run: Run, number: int) -> bool:
    """14.3 Whether somebody leaves at the end of a week. number: of the week."""
    chance = leaving_probability(
        policy.leaving_per_year,
        beside_usual(past_line(person.lasting_load, policy.leaving_past_occupancy), person.usual_past_line),
        policy.leaving_per_occupancy,
        beside_usual(person.lasting_strain, person.usual_strain),
        policy.leaving_per_strain,
        is_new(person, policy),
        policy.newcomers_kept_by_assist * policy.agent_assist,
    )
    return uniform(run.key, Kind.QUITS, person.key, number) < chance


def change_seat(person: Person, week: WeekRow, policy: Policy, run: Run, now: float) -> bool:
    """14.4 A week of a seat ends. Returns whether a newcomer works in it from now on."""
    if is_filled(person):
        leaving = leaves(person, policy, run, week.week)
        person.weeks_worked += 1
        if not leaving:
            return False
        week.left = 1
        person.vacant_weeks = whole_weeks(policy.hiring_weeks, uniform(run.key, Kind.HIRING, person.key, 0))
        person.training_weeks = whole_weeks(policy.training_weeks, uniform(run.key, Kind.TRAINING, person.key, 0))
    elif person.vacant_weeks > 0:
        person.vacant_weeks -= 1
    else:
        person.training_weeks -= 1
    if not is_filled(person):
        return False
    take_seat(person, run, now)
    return True


def take_seat(person: Person, run: Run, now: float) -> None:
    """14.5 A newcomer, with draws of their own, owes nothing and has felt no load yet."""
    person.predecessors += 1
    person.key = draw_key(person.key, Kind.NEWCOMER, person.predecessors, 0)
    person.pace = pace_drawn(uniform(0, Kind.PACE, person.key, 0), run.pace_sigma)
    person.warmth = warmth_drawn(uniform(0, Kind.WARMTH, person.key, 0), run.warmth_mean, run.warmth_spread)
    person.here_since = now
    person.weeks_worked = 0
    person.lasting_load = -1.0
    person.lasting_strain = -1.0
    person.usual_load = -1.0
    person.effort = 1.0
    person.owed = 0.0
    person.to_train = 0.0


def comes(person: Person, policy: Policy, run: Run, date: int, away_share: float, minutes: float, now: float) -> bool:
    """14.6 Whether somebody comes to a shift that begins now, and if not, what it is counted as.

    date: on which it begins. away_share: probability of not coming, today. minutes: of the shift.
    """
    if person.vacant_weeks > 0:
        person.week_vacant += minutes
        return False
    strain = beside_usual(person.lasting_strain, person.usual_strain)
    empty = empty_at_par(policy.leaving_per_year, policy.hiring_weeks + policy.training_weeks)
    usual = absence_beside_empty_seats(away_share, empty)
    if is_away(person, run, date, absence_with_strain(usual, strain, policy.sick_share, policy.absence_per_strain)):
        person.week_away += minutes
        return False
    if person.training_weeks > 0:
        person.week_training += minutes
        return False
    if training_of_shift(person.to_train, person.trains_from, now, minutes) == minutes:
        person.week_training += minutes
        person.to_train -= minutes
        return False
    return True


def be_sent_to_training(person: Person, run: Run, week: int, hours: float, weeks: float, now: float) -> None:
    """14.10 A stage begins for which somebody is trained, from a moment of their own on; or nothing is to be learned.

    week: number of the one that begins. hours: of training. weeks: over which people begin.
    """
    if hours <= 0.0:
        return
    if person.to_train <= 0.0:
        spread = weeks * MINUTES_PER_WEEK
        person.trains_from = training_begins(now, uniform(run.key, Kind.STAGE_TRAINING, person.key, week), spread)
    person.to_train += to_grid(60.0 * hours)


def training_before_work(person: Person, minutes: float, now: float) -> float:
    """14.10 Minutes of training with which a shift begins, of somebody who has come and is not occupied still."""
    return 0.0 if person.occupied else training_of_shift(person.to_train, person.trains_from, now, minutes)


def train_before_work(person: Person, row: PersonRow, policy: Policy, run: Run, minutes: float, now: float) -> None:
    """14.10 Be in training at the beginning of a shift, which is booked as such and not as minutes of a shift."""
    settle(person, row, policy, run, now)
    person.occupation = Occupation.TRAINING
    person.to_train -= minutes
    row.shift_minutes -= in_cohort_weeks(run, now, now + minutes)
    person.week_shift -= minutes
    person.week_training += minutes


def pressure_in_room(policy: Policy, occupied: int, waiting: int, on_shift: int) -> float:
    """14.7 Logarithm of the load of a room, where it matters: people on shift who are occupied, cases that wait."""
    return pressure_of(occupied, waiting, on_shift) if policy.burst_elasticity != 0.0 else 0.0


def feel_pressure(person: Person, pressure: float) -> None:
    """14.7 Somebody starts a step. pressure: of their room."""
    person.week_steps += 1
    person.week_pressure += pressure


def minutes_under_load(minutes: float, person: Person, policy: Policy, pressure: float) -> float:
    """14.8 Minutes of work in a burst, by somebody overworked or not, at their standard of effort.

    pressure: of the room when the step starts.
    """
    hurried = minutes_in_a_burst(minutes, pressure, person.usual_load, policy.burst_elasticity)
    overworked = overwork(person.lasting_load, policy.overwork_line)
    slowed = minutes_overworked(hurried, overworked, person.usual_overwork, policy.overwork_slow)
    return minutes_with_effort(slowed, person.effort, policy.effort_time_share)
