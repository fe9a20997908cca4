"""What practice teaches and idleness takes, week by week; experience is a share of that at par.

Par is whoever has been here for long, with the practice that is usual today. Skills as given are the mean over those
who are here today, newcomers among them.
"""

import math

from sim.foundation.grid import to_grid


def hours_of_practice(
    led_minutes: float, heard_minutes: float, listening: float, peers: int, peers_enough: float, from_peers: float
) -> float:
    """Hours of practice in a function in a week, by what they teach: less where few peers are in the team.

    (led + listening * heard) / 60 * (1 - from_peers * (1 - min(1, peers / peers_enough)))

    led_minutes, heard_minutes: of steps led in the function, and listened to. listening: share of an hour of leading,
    in [0, 1]. peers: team-mates of the function. peers_enough: at least 1; so many teach everything that peers do.
    from_peers: share of what is learned, in [0, 1]. Assumptions.
    """
    hours = (led_minutes + listening * heard_minutes) / 60.0
    if peers >= peers_enough:
        return hours
    return hours * (1.0 - from_peers * (1.0 - peers / peers_enough))


def practice_beside_usual(hours: float, usual_hours: float) -> float:
    """Practice of a week as a multiple of what is usual today: hours / usual_hours; 1 where none is usual.

    So a skill that nobody practises today stays what it is.

    hours: as `hours_of_practice`. usual_hours: likewise, today, >= 0.
    """
    if usual_hours <= 0.0:
        return 1.0
    return hours / usual_hours


def experience_after_week(
    experience: float, practice: float, half_life_weeks: float, keeps_share: float, least: float
) -> float:
    """Experience at the end of a week, a share of that at par: it fades, and practice adds to it.

    min(1, max(least, experience * k + (1 - k) * practice / keeps_share)), k = 2^(-1 / half_life_weeks)

    experience: a week before, in (0, 1]. practice: of the week, as `practice_beside_usual`. half_life_weeks: of what is
    not used, 0: all stays as it is. keeps_share: practice that just keeps what there is at par. least: nobody forgets
    more. Evidence row 46 for the time to par; the half life is an assumption.
    """
    if half_life_weeks <= 0.0:
        return experience
    kept = math.exp(-0.6931471805599453 / half_life_weeks)
    after = to_grid(experience * kept + (1.0 - kept) * practice / keeps_share)
    if after < least:
        return least
    if after > 1.0:
        return 1.0
    return after


def experience_at_start(weeks: int, half_life_weeks: float, keeps_share: float, newcomer: float) -> float:
    """Experience of whoever has been here for some weeks, each with the usual practice: `experience_after_week` of all.

    min(1, par - (par - newcomer) * k^weeks), par = 1 / keeps_share

    weeks: since training, >= 0. half_life_weeks, keeps_share: as in `experience_after_week`. newcomer: experience after
    training.
    """
    if half_life_weeks <= 0.0:
        return newcomer
    kept = math.exp(-0.6931471805599453 * weeks / half_life_weeks)
    found = to_grid(1.0 / keeps_share - (1.0 / keeps_share - newcomer) * kept)
    if found > 1.0:
        return 1.0
    return found


def speed_with_experience(experience: float, progress_ratio: float) -> float:
    """Speed by the power law, beside that at par: a piece of work takes progress_ratio of the time with twice the
    experience.

    experience^(-log2(progress_ratio)), and exactly 1 at par

    experience: in (0, 1], 1 at par. progress_ratio: in (0, 1], 1: experience is nothing. Evidence row 44 (Dutton &
    Thomas 1984).
    """
    if experience >= 1.0 or progress_ratio >= 1.0:
        return 1.0
    doublings = math.log(experience) / 0.6931471805599453
    return to_grid(math.exp(-math.log(progress_ratio) * doublings))


def mean_speed_today(
    per_year: float, half_life_weeks: float, keeps_share: float, newcomer: float, progress_ratio: float, most: int
) -> float:
    """Mean of `speed_with_experience` over who is here in the long run, newcomers among them, on the grid.

    sum over weeks n of q (1 - q)^n * speed(experience_at_start(n)), q = per_year / 52, and 1 where nobody leaves

    per_year: leavers a year, per person. half_life_weeks, keeps_share, newcomer: as in `experience_at_start`.
    progress_ratio: as in `speed_with_experience`. most: weeks after which nothing changes any more.
    """
    leaving = per_year / 52.0
    if leaving > 1.0:
        leaving = 1.0
    total = 0.0
    here = 1.0
    for week in range(most):
        experience = experience_at_start(week, half_life_weeks, keeps_share, newcomer)
        total = total + here * leaving * speed_with_experience(experience, progress_ratio)
        here = here * (1.0 - leaving)
    last = experience_at_start(most, half_life_weeks, keeps_share, newcomer)
    return to_grid(total + here * speed_with_experience(last, progress_ratio))


def skill_with_experience(skill: float, speed: float, mean_speed: float) -> float:
    """Skill of somebody by experience: skill * speed / mean_speed, so that its mean today is the skill given.

    skill: as given, in [0, 1]. speed: `speed_with_experience`. mean_speed: `mean_speed_today`.
    """
    return skill * speed / mean_speed
