"""8 Fatigue: settled when an occupation begins or ends, and worked out from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.grid import to_grid
from sim.rules.fatigue import (
    drafting_saving,
    fatigue_after_rest,
    fatigue_after_serving,
    strain_resting,
    strain_serving,
    tiring_rate,
)
from sim.rules.matching import led_without_rest, match_score
from sim.rules.service import overlap_minutes

if TYPE_CHECKING:
    from sim.process.records import Case, Person, PersonRow, Policy, Run


def in_cohort_weeks(run: Run, start: float, end: float) -> float:
    """2.6 Minutes of [start, end) inside the cohort's weeks."""
    return overlap_minutes(start, end, run.cohort_start, run.cohort_end)


def settle(person: Person, row: PersonRow, policy: Policy, run: Run, now: float) -> None:
    """8.2 Bring fatigue up to now, and book the time past the strain line."""
    since = person.settled_at
    minutes = now - since
    if minutes <= 0.0:
        return
    before = person.fatigue
    if person.tiring > 0.0:
        weighted = minutes * person.tiring
        after = fatigue_after_serving(before, weighted, policy.rise_half_life_minutes)
        strain = strain_serving(before, after, weighted, policy.rise_half_life_minutes, policy.strain_line)
        if strain > 0.0:
            strain = to_grid(strain / person.tiring)
            row.strain_minutes += in_cohort_weeks(run, now - strain, now)
            person.week_strain += strain
    else:
        after = fatigue_after_rest(before, minutes, policy.fall_half_life_minutes)
        strain = strain_resting(before, after, minutes, policy.fall_half_life_minutes, policy.strain_line)
        if strain > 0.0:
            row.strain_minutes += in_cohort_weeks(run, since, since + strain)
            person.week_strain += strain
    person.fatigue = after
    person.settled_at = now


def tiring_of_lead(case: Case, policy: Policy, wings: int) -> float:
    """8.3 Minutes of serving that a minute of leading counts for. wings: called to the step."""
    saving = drafting_saving(wings) if policy.drafting > 0.0 else 0.0
    return tiring_rate(case.distress, policy.distress_weight, policy.drafting, saving)


def spare_lead(person: Person, row: PersonRow, case: Case, policy: Policy, run: Run, wings: int, now: float) -> None:
    """8.3 Whoever leads has wings from now on, and tires less."""
    settle(person, row, policy, run, now)
    person.tiring = tiring_of_lead(case, policy, wings)


def fatigue_now(person: Person, policy: Policy, now: float) -> float:
    """8.4 Fatigue of somebody who has rested since it was settled, or been occupied."""
    minutes = now - person.settled_at
    if minutes <= 0.0:
        return person.fatigue
    if person.tiring > 0.0:
        return fatigue_after_serving(person.fatigue, minutes * person.tiring, policy.rise_half_life_minutes)
    return fatigue_after_rest(person.fatigue, minutes, policy.fall_half_life_minutes)


def count_led(person: Person, policy: Policy, minutes: float, idle: float) -> None:
    """8.5 Count a step that starts as led, or listening as 0 minutes. idle: unoccupied before, 0 for who goes on."""
    person.led_minutes = led_without_rest(person.led_minutes, idle, policy.rest_minutes) + minutes


def led_too_long(person: Person, policy: Policy, now: float) -> bool:
    """8.5 Whether somebody has led for too long without a rest."""
    idle = 0.0 if person.occupied else now - person.free_since
    led = led_without_rest(person.led_minutes, idle, policy.rest_minutes)
    return led > policy.max_lead_minutes


def score(person: Person, policy: Policy, skill: float, known: float, heard: bool, now: float) -> float:
    """5.6 How well a person fits a piece of work.

    known: 1 if they have led a step of the case before, else `account_remembered`. heard: have listened to one.
    """
    return match_score(
        skill,
        fatigue_now(person, policy, now),
        known,
        heard,
        led_too_long(person, policy, now),
        policy.skill_weight,
        policy.fatigue_weight,
        policy.familiarity_weight,
        policy.heard_weight,
        policy.rest_weight,
    )
