"""12 Weeks: what people did in one, and what changes when it is over, where the slow clock is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.process.fatigue import fatigue_now
from sim.process.learning import know_team_better
from sim.process.staff import change_seat, feel_week, is_new

if TYPE_CHECKING:
    from sim.process.records import Case, Person, Policy, Run, WeekRow


def practised(case: Case, run: Run, minutes: float) -> float:
    """12.3 Minutes of a step that count as practice of what the need truly belongs to, led or listened to."""
    return minutes if run.slow_clock and not case.is_triage else 0.0


def end_week(person: Person, row: WeekRow, policy: Policy, run: Run, now: float) -> bool:
    """12.4 A week is over for a person. Returns whether a newcomer has the seat from now on."""
    book_week(person, row, policy, now)
    know_team_better(person, policy)
    feel_week(person, row, policy)
    return change_seat(person, row, policy, run, now)


def book_week(person: Person, row: WeekRow, policy: Policy, now: float) -> None:
    """12.2 Write down a week that is over, or cut short by the end of the run; the next one begins with nothing."""
    row.team = person.team
    row.skill = person.home_skill
    row.second_skill = person.second_skill
    row.familiarity = person.familiarity
    row.dip = person.dip
    row.shift_minutes = person.week_shift
    row.overrun_minutes = person.week_overrun
    row.leading_minutes = person.week_leading
    row.listening_minutes = person.week_listening
    row.consulting_minutes = person.week_consulting
    row.linking_minutes = person.week_linking
    row.strain_minutes = person.week_strain
    row.fatigue = fatigue_now(person, policy, now)
    row.away_minutes = person.week_away
    row.training_minutes = person.week_training
    row.vacant_minutes = person.week_vacant
    row.pressure_sum = person.week_pressure
    row.steps = person.week_steps
    row.effort = person.effort
    row.newcomer = is_new(person, policy)
    person.week_shift = 0.0
    person.week_overrun = 0.0
    person.week_leading = 0.0
    person.week_listening = 0.0
    person.week_consulting = 0.0
    person.week_linking = 0.0
    person.week_strain = 0.0
    person.week_away = 0.0
    person.week_training = 0.0
    person.week_vacant = 0.0
    person.week_pressure = 0.0
    person.week_steps = 0
