"""Skills and familiarity week by week, worked out a second time from who led and heard what."""

from __future__ import annotations

import numpy as np

from sim.foundation.grid import to_grid
from sim.foundation.kinds import SegmentKind
from tests.property import by_hand

WEEK = 10080.0
LED = (SegmentKind.STEP, SegmentKind.JOIN)


def peers_again(run, week: int) -> np.ndarray:
    """Team-mates of each function in a week, by person. int64[P, F]."""
    function, home = run.inputs.people.function, run.formation_in(week).home_team
    found = np.zeros(run.inputs.people.skill.shape, dtype=np.int64)
    for person in range(home.size):
        mates = function[(home == home[person]) & (np.arange(home.size) != person)]
        found[person] = np.bincount(mates, minlength=found.shape[1])
    return found


def practice_again(run, weeks: int) -> tuple[np.ndarray, np.ndarray]:
    """Minutes by week, person and function, led (joining counts) and heard, but for triage, which serves nothing."""
    led, heard = np.zeros((2, weeks, *run.inputs.people.skill.shape))
    serving = {
        row[["case", "contact", "step"]].item() for row in run.of_kind(SegmentKind.STEP) if row["work_minutes"] > 0.0
    }
    for row in run.of_kind(*LED, SegmentKind.LISTEN):
        week = int(row["start"] // WEEK)
        if week < weeks and row[["case", "contact", "step"]].item() in serving:
            table = heard if row["kind"] == SegmentKind.LISTEN else led
            own = row["end"] - row["start"] if row["kind"] == SegmentKind.LISTEN else row["own_minutes"]
            table[week, row["person"], row["need"]] += own
    return led, heard


def experience_again(run, weeks: int) -> np.ndarray:
    """Experience in each week, float64[weeks, P, F]: by tenure in the first, and moved on by each week's practice.

    That of a newcomer, of whoever sits down in a seat.
    """
    usual = run.inputs.people.usual_practice
    led, heard = practice_again(run, weeks)
    found = np.ones(led.shape)
    if not run.inputs.customers.slow_clock:
        return found
    found[0] = [[by_hand.experience_by_then(seat.worked, run.policy)] for seat in run.staff.seats[0]]
    for week in range(1, weeks):
        policy, peers = run.formation_in(week - 1).policy[()], peers_again(run, week - 1)
        for place in np.ndindex(*peers.shape):
            if run.staff.seats[week][place[0]].since == week * WEEK:
                found[week][place] = policy["learning_newcomer_experience"]
                continue
            hours = (led[week - 1][place] + policy["learning_by_listening"] * heard[week - 1][place]) / 60.0
            taught = min(1.0, peers[place] / policy["learning_peers_enough"])
            hours *= 1.0 - policy["learning_from_peers"] * (1.0 - taught)
            practice = hours / usual[place] if usual[place] > 0.0 else 1.0
            found[week][place] = by_hand.experience_later(found[week - 1][place], practice, policy)
    return found


def skills_again(run, weeks: int) -> np.ndarray:
    """Skill in each week, float64[weeks, P, F], by the power law."""
    slope = -np.log2(float(run.policy["learning_progress_ratio"]))
    factor = [[[to_grid(float(x) ** slope) for x in row] for row in week] for week in experience_again(run, weeks)]
    given = [run.inputs.people.trained_in(run.formation_in(week)).skill for week in range(weeks)]
    if not run.inputs.customers.slow_clock:
        return np.array(given)
    return np.array(given) * np.array(factor) / by_hand.mean_speed(run.policy)
