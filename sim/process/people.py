"""2 People: shifts, occupations, what somebody owes, and how their time is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.draws import Kind, decision, draw_key, uniform
from sim.foundation.grid import to_grid
from sim.foundation.kinds import AgentChoice, Assignment, Occupation
from sim.process.fatigue import in_cohort_weeks, settle
from sim.rules.matching import busy_share, secondary_pays

if TYPE_CHECKING:
    from sim.process.records import Case, Person, PersonRow, Policy, Run


def is_listening(person: Person) -> bool:
    """4.11 Whether somebody on shift listens to a step."""
    return person.on_shift and person.occupied and person.occupation == Occupation.LISTENING


def is_free(person: Person) -> bool:
    """2.1 Whether work can be taken now."""
    return person.on_shift and not person.occupied


def may_take(policy: Policy, at_home: bool, skill: float, on_shift: int, mean_work: float) -> bool:
    """5.5 Whether somebody free and able may take work: at home in it, by a greedy policy, or where their skill pays.

    skill: of the person for the function. on_shift: people at home in the work, in the room of its queue. mean_work: of
    the function, minutes.
    """
    if at_home or policy.assignment == Assignment.GREEDY:
        return True
    return secondary_pays(skill, on_shift, 0, mean_work)


def choice_score(person: Person, policy: Policy, run: Run, case: Case, number: int) -> float:
    """5.6 Who is chosen where that is not who fits best, highest first. number: of the person."""
    if policy.agent_choice == AgentChoice.RANDOM:
        both = draw_key(case.lineage, Kind.AGENT, number, 0)
        return uniform(run.key, Kind.AGENT, both, decision(case.contact, case.position, case.attempt))
    if policy.agent_choice == AgentChoice.LEAST_BUSY:
        occupied = person.week_leading + person.week_listening + person.week_consulting + person.week_linking
        return -busy_share(occupied, person.week_shift)
    if policy.agent_choice == AgentChoice.IN_ORDER:
        return -1.0 * number
    return 0.0


def is_away(person: Person, run: Run, date: int, away_share: float) -> bool:
    """2.3 Whether somebody does not come to a shift. date: on which it begins. away_share: probability of that."""
    return uniform(run.key, Kind.ABSENCE, person.key, date) < away_share


def start_shift(person: Person, row: PersonRow, run: Run, ends: float, now: float) -> None:
    """2.3 Come to work; the shift is booked at once."""
    person.on_shift = True
    person.led_minutes = 0.0
    row.shift_minutes += in_cohort_weeks(run, now, ends)
    person.week_shift += ends - now
    close_overrun(person, row, run, now)
    if not person.occupied:
        person.free_since = now


def end_shift(person: Person, now: float) -> None:
    """2.4 Off shift; whoever is occupied finishes, and overruns."""
    person.on_shift = False
    if person.occupied:
        person.overrun_since = now


def close_overrun(person: Person, row: PersonRow, run: Run, now: float) -> None:
    """2.5 Book the time occupied after the end of a shift, if there is any."""
    if person.overrun_since >= 0.0:
        row.overrun_minutes += in_cohort_weeks(run, person.overrun_since, now)
        person.week_overrun += now - person.overrun_since
        person.overrun_since = -1.0


def end_occupation(person: Person, row: PersonRow, policy: Policy, run: Run, now: float) -> bool:
    """2.5 Be done. Returns whether the person is unoccupied from now on; else link minutes are paid at once."""
    settle(person, row, policy, run, now)
    person.tiring = 0.0
    close_overrun(person, row, run, now)
    if person.on_shift and person.owed > 0.0:
        return False
    person.occupied = False
    person.occupation = Occupation.LEADING  # who is taken next no longer rests
    person.free_since = now
    return True


def is_resting(person: Person) -> bool:
    """2.8 Whether somebody on shift takes nothing, as a colleague overruns."""
    return person.occupied and person.occupation == Occupation.RESTING


def stop_resting(person: Person) -> None:
    """2.8 Leave at the end of the shift; what is owed is paid in the next one."""
    person.occupied = False
    person.occupation = Occupation.LEADING


def is_overrunning(person: Person) -> bool:
    """2.4 Whether somebody is still occupied whose shift has ended."""
    return person.overrun_since >= 0.0


def finish_call(person: Person, now: float) -> float:
    """7.8 Work on the call that is over, before anything else. Returns until when."""
    until = now + person.after_call
    person.after_call = 0.0
    return until


def owe(person: Person, minutes: float) -> None:
    """6.6 Owe whoever takes over an explanation or a briefing."""
    person.owed += to_grid(minutes)


def pay_all_owed(person: Person, now: float) -> float:
    """2.5 Nothing is owed from now on. Returns when the linking for it ends."""
    until = now + person.owed
    person.owed = 0.0
    return until


def begin_occupation(
    person: Person,
    row: PersonRow,
    policy: Policy,
    run: Run,
    occupation: int,
    tiring: float,
    now: float,
    until: float,
) -> None:
    """2.6 Be occupied until a time, and book it. tiring: minutes of serving that a minute of it counts for."""
    settle(person, row, policy, run, now)
    person.tiring = tiring
    person.occupation = occupation
    minutes = in_cohort_weeks(run, now, until)
    inside = run.cohort_start <= now < run.cohort_end
    leads = occupation == Occupation.LEADING or occupation == Occupation.JOINING
    own = leads or occupation == Occupation.AFTER_CALL
    row.interruptions += inside and not own
    if own:
        row.leading_minutes += minutes
        person.week_leading += until - now
        if inside and leads:
            row.steps_led += 1
            row.fatigue_sum += person.fatigue
    elif occupation == Occupation.LISTENING:
        row.listening_minutes += minutes
        person.week_listening += until - now
    elif occupation == Occupation.CONSULTING:
        row.consulting_minutes += minutes
        person.week_consulting += until - now
    else:
        row.linking_minutes += minutes
        person.week_linking += until - now
