"""What a step's segment must say, worked out from who led it and from the story of its case."""

from __future__ import annotations

from itertools import product

import numpy as np

from sim.foundation.grid import to_grid
from sim.foundation.kinds import SegmentKind
from sim.records.tables import STEP_PARTS
from tests.property import by_hand
from tests.property.story import Story
from tests.property.work import at_home


def what_is_said(row: np.void) -> tuple:
    """Columns of a wait or a step that follow from the story."""
    return tuple(row[["apparent", "need", "need_position", "attempt", "change", "warm"]].item())


def what_should_be_said(story: Story, row: np.void) -> tuple:
    """The same columns by the story."""
    if row["kind"] == SegmentKind.OUTSIDE:  # what comes next has not been looked at; where nothing does, as it was
        position, attempt = (story.needs - 1, int(story.before["attempt"])) if story.solved else (story.position, 0)
        return (int(story.before["apparent"]), story.need[position], position, attempt, -1, -1)
    place = (story.true_need, story.position, story.attempt)
    if row["kind"] == SegmentKind.BOT:
        return (-1, *place, -1, -1)  # not seen yet
    if row["kind"] != SegmentKind.STEP:
        return (story.apparent(), *place, -1, -1)
    apparent = story.true_need if story.goes_on(row) else story.apparent()
    return (apparent, *place, int(story.change_to(row)), int(story.is_warm(row)))


def skill_shown(story: Story, step: np.void) -> float:
    """Skill that the customer meets: 0 in triage, that of consulting where a lead has an adviser."""
    if story.is_triage(step):
        return 0.0
    if story.run.beside(step, SegmentKind.CONSULT):
        return float(story.run.policy["consult_skill"])
    return story.run.skill(step["person"], step["need"], step["start"])


def skill_joined(story: Story, row: np.void) -> float:
    """Skill of somebody who joined a step."""
    return story.run.skill(row["person"], row["need"], row["start"])


def is_from_own_queue(story: Story, row: np.void, team: int) -> bool:
    """Whether a case is of the team of who leads or joins a step, and another team could have had it."""
    run = story.run
    teams = np.unique(run.home[at_home(run, int(row["apparent"]), story.language)])
    return bool(run.policy["walls"]) and teams.size > 1 and run.home[row["person"]] == team


def parts_expected(story: Story, step: np.void) -> list[tuple[float, ...]]:
    """Own minutes of the lead, then STEP_PARTS: those of whoever takes longest, of equals who leads, or joined first.

    By what its lead may know of what was before, and by what may have gone on in the rooms.
    """
    work, skill = story.work(), skill_shown(story, step)
    own = [found for known in story.history_known(step) for found in parts_of(story, step, step, work, skill, known)]
    others = (parts_joined(story, step, row) for row in story.run.joined(step))
    return [(sum(parts[0]), *max(parts, key=sum)) for parts in product(own, *others)]


def parts_joined(story: Story, step: np.void, row: np.void) -> list[tuple[float, ...]]:
    """Minutes of somebody who joins a step, by what may have gone on in their room."""
    work = float(story.run.of_tape("work")[story.case][row["need_position"]])
    return parts_of(story, step, row, work, skill_joined(story, row))


def parts_of(
    story: Story, step: np.void, mine: np.void, work: float, skill: float, known: float = 0.0
) -> list[tuple[float, ...]]:
    """Minutes of one in a step, who leads or joins it, by each load that their room may have had."""
    person = int(mine["person"])
    pressures = [0.0] if story.is_triage(step) else story.run.staff.rooms.pressures(person, mine)
    return [parts_under(story, step, mine, work, skill, known, pressure) for pressure in pressures]


def parts_under(
    story: Story, step: np.void, mine: np.void, work: float, skill: float, known: float, pressure: float
) -> tuple[float, ...]:
    """Minutes of one in a step, who leads or joins it: a sum that is rounded only where a part ends."""
    run, policy = story.run, story.run.policy
    so_far = [0.0] * len(STEP_PARTS)
    changes = story.changes_hands(step)
    more = policy["familiarity_takeovers"] if changes else 0.0
    seat = run.seat(mine["person"], step["start"])
    if not story.is_triage(step):
        so_far[0] = work
        speed = by_hand.with_assistant(
            skill * seat.pace,
            policy["agent_assist"],
            policy["assist_novice_gain"],
            policy["assist_novice_speed"],
        )
        speed *= policy["own_queue_speed"] if is_from_own_queue(story, mine, step["team"]) else 1.0
        speed *= 1.0 - seat.dip
        asked = work * (1.0 - policy["intelligent_routing"] * policy["routing_time_gain"])
        served = asked * (1.0 - policy["account_background_share"] * known) / speed
        served = by_hand.hurried(served, pressure, seat.usual, policy["burst_elasticity"])
        usual = float(run.inputs.people.usual["usual_overwork"][mine["person"]])
        overworked = usual if seat.load is None else by_hand.overworked(seat.load, policy["overwork_line"])
        so_far[1] = served
        if overworked != usual:
            slow = policy["overwork_slow"]
            so_far[1] = served * (1.0 + slow * overworked) / (1.0 + slow * usual)
        so_far[1] *= 1.0 - policy["effort_time_share"] * (1.0 - seat.effort)
        retold = policy["retelling_share"] * story.told * (1.0 - story.context_kept(step))
        so_far[2] = so_far[1] + by_hand.more_if_new(retold, seat.familiarity, more, policy)
    so_far[3] = so_far[2] + (
        by_hand.more_if_new(policy["changeover_minutes"], seat.familiarity, more, policy) if changes else 0.0
    )
    so_far[4] = so_far[3] * (1.0 + policy["slow"] * mine["fatigue"])
    so_far[5] = so_far[4] * (1.0 + policy["coordination_share"] * story.colleagues(step))
    so_far[6] = so_far[5] + story.links(step) * policy["link_minutes"] + story.briefing_minutes(step)
    in_vain = story.is_wrong(step) or story.is_triage(step)
    so_far[7] = so_far[6] + (policy["triage_minutes"] if in_vain else 0.0)
    return tuple(np.diff([to_grid(minutes) for minutes in so_far], prepend=0.0).tolist())
