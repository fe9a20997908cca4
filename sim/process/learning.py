"""15 Weeks go by: what practice teaches, and how well people of a team know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.kinds import MOST_WEEKS
from sim.rules.familiarity import (
    dip_left,
    familiarity_after_week,
    familiarity_in_new_team,
    mean_familiarity_today,
)
from sim.rules.learning import (
    experience_after_week,
    experience_at_start,
    hours_of_practice,
    mean_speed_today,
    practice_beside_usual,
    skill_with_experience,
    speed_with_experience,
)

if TYPE_CHECKING:
    from sim.process.records import Person, Policy, Run


def speed_today(policy: Policy) -> float:
    """15.6 Mean speed by experience of who is here today, newcomers among them."""
    return mean_speed_today(
        policy.leaving_per_year,
        policy.learning_half_life_weeks,
        policy.learning_keeps_share,
        policy.learning_newcomer_experience,
        policy.learning_progress_ratio,
        MOST_WEEKS,
    )


def familiarity_today(policy: Policy) -> float:
    """15.6 Mean familiarity of who is here today, newcomers among them."""
    return mean_familiarity_today(policy.leaving_per_year, policy.familiarity_weeks)


def experience_in_seat(person: Person, policy: Policy) -> float:
    """15.6 Experience, in every function of the seat, of who has it at the start."""
    return experience_at_start(
        person.weeks_worked,
        policy.learning_half_life_weeks,
        policy.learning_keeps_share,
        policy.learning_newcomer_experience,
    )


def experience_of_week(
    policy: Policy, experience: float, led: float, heard: float, peers: int, usual_hours: float
) -> float:
    """15.1 Experience of somebody in a function at the end of a week.

    experience: before. led, heard: minutes of steps in the function in this week, led and listened to.
    peers: team-mates at home in it. usual_hours: practice in it that is usual today.
    """
    hours = hours_of_practice(
        led, heard, policy.learning_by_listening, peers, policy.learning_peers_enough, policy.learning_from_peers
    )
    return experience_after_week(
        experience,
        practice_beside_usual(hours, usual_hours),
        policy.learning_half_life_weeks,
        policy.learning_keeps_share,
        policy.learning_newcomer_experience,
    )


def skill_by_experience(policy: Policy, run: Run, given: float, experience: float) -> float:
    """15.2 Skill of somebody in a function in the week that begins. given: as the column has it."""
    speed = speed_with_experience(experience, policy.learning_progress_ratio)
    return skill_with_experience(given, speed, run.mean_speed)


def is_looked_at_anew(policy: Policy) -> bool:
    """15.2 Whether all rooms look for work when a week is over, as skills are others by practice."""
    return policy.learning_progress_ratio < 1.0


def note_skill(person: Person, skill: float, at_home: bool) -> None:
    """15.2 What a week row shows of a skill. at_home: of the own function."""
    if at_home:
        person.home_skill = skill
    elif skill > person.second_skill:
        person.second_skill = skill


def know_team_better(person: Person, policy: Policy) -> None:
    """15.3 Another week in the same team."""
    person.familiarity = familiarity_after_week(person.familiarity, policy.familiarity_weeks)
    person.weeks_since_change += 1
    person.dip = dip_left(policy.dip_share, person.changed_share, person.weeks_since_change, policy.dip_weeks)


def join_new_team(person: Person, policy: Policy, share_kept: float) -> None:
    """15.4 The team is formed anew. share_kept: of the new team-mates who were team-mates before."""
    person.familiarity = familiarity_in_new_team(person.familiarity, share_kept, policy.familiarity_variety)
    if policy.dip_share * (1.0 - share_kept) > person.dip:
        person.changed_share = 1.0 - share_kept
        person.weeks_since_change = 0
        person.dip = dip_left(policy.dip_share, person.changed_share, 0, policy.dip_weeks)


def begin_as_newcomer(person: Person) -> None:
    """15.5 Somebody new sits down in a seat, and knows nobody."""
    person.familiarity = 0.0
    person.changed_share = 0.0
    person.dip = 0.0
