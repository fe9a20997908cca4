"""What a step's segment must say, worked out from who led it and from the story of its case."""

from __future__ import annotations

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
    place = (story.true_need, story.position, story.attempt)
    if row["kind"] == SegmentKind.BOT:
        return (-1, *place, -1, -1)  # not seen yet
    if row["kind"] != SegmentKind.STEP:
        return (story.apparent(), *place, -1, -1)
    apparent = story.true_need if story.goes_on(row) else story.apparent()
    return (apparent, *place, int(story.change_to(int(row["person"]))), int(story.is_warm(row)))


def skill_shown(story: Story, step: np.void) -> float:
    """Skill that the customer meets: 0 in triage, that of consulting where a lead has an adviser."""
    if story.is_triage(step):
        return 0.0
    if story.run.beside(step, SegmentKind.CONSULT):
        return float(story.run.policy["consult_skill"])
    return float(story.run.inputs.people.skill[step["person"], step["need"]])


def is_from_own_queue(story: Story, step: np.void) -> bool:
    """Whether a step is of the team of who leads it, and another team could have had it."""
    run = story.run
    teams = np.unique(run.home[at_home(run, int(step["apparent"]), story.language)])
    return bool(run.policy["walls"]) and teams.size > 1 and run.home[step["person"]] == step["team"]


def parts_expected(story: Story, step: np.void) -> tuple[float, ...]:
    """Minutes of a step by STEP_PARTS: a sum that is rounded only where a part ends."""
    run, policy = story.run, story.run.policy
    so_far = [0.0] * len(STEP_PARTS)
    if not story.is_triage(step):
        so_far[0] = work = story.work()
        speed = by_hand.with_assistant(
            skill_shown(story, step) * float(run.inputs.people.pace[step["person"]]),
            policy["agent_assist"],
            policy["assist_novice_gain"],
            policy["assist_novice_speed"],
        )
        speed *= policy["own_queue_speed"] if is_from_own_queue(story, step) else 1.0
        so_far[1] = work * (1.0 - policy["intelligent_routing"] * policy["routing_time_gain"]) / speed
        so_far[2] = so_far[1] + policy["retelling_share"] * story.told * (1.0 - story.context_kept(step))
    so_far[3] = so_far[2] + (policy["changeover_minutes"] if story.changes_hands(step) else 0.0)
    so_far[4] = so_far[3] * (1.0 + policy["slow"] * step["fatigue"])
    so_far[5] = so_far[4] * (1.0 + policy["coordination_share"] * story.colleagues(step))
    so_far[6] = so_far[5] + story.links(step) * policy["link_minutes"] + story.briefing_minutes(step)
    in_vain = story.is_wrong(step) or story.is_triage(step)
    so_far[7] = so_far[6] + (policy["triage_minutes"] if in_vain else 0.0)
    return tuple(np.diff([to_grid(minutes) for minutes in so_far], prepend=0.0).tolist())
