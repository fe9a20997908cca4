"""Who is chosen: nobody who was free all the while suits the work better."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.foundation.kinds import SegmentKind
from tests.property.days import Day, merit
from tests.property.runs import on_random_runs
from tests.property.story import Story, stories
from tests.property.test_queues import is_put_through
from tests.property.work import able, at_home, within_reach


@on_random_runs()
def test_whoever_leads_suits_the_work_best(run):
    """By skill, fatigue, having met the customer, and time led without a rest; as well as all who were free."""
    days = [Day(run, person) for person in range(run.people.size)]
    for story, step in stories(run):
        if step["kind"] != SegmentKind.STEP or story.goes_on(step) or is_put_through(run, step):
            continue
        function, at, person = int(step["apparent"]), float(step["start"]), int(step["person"])
        chosen = merit(days[person], story, function, at)
        own_room = run.room == run.room[person]
        if run.policy["walls"]:
            inside = run.room == step["team"]
            own_room = inside if inside[person] else within_reach(run, int(step["team"])) & ~inside
        may = able(run, function, story.language) & own_room
        if not run.policy["assignment"]:
            may &= at_home(run, function, story.language)
        assert all(merit(days[other], story, function, at) <= chosen for other in free_of(days, may, at))


@on_random_runs()
def test_as_many_listen_as_may_and_those_who_suit_best(run):
    """Of the lead's own room first, then by borrowing; so it is with whom a fixed lead asks."""
    days = [Day(run, person) for person in range(run.people.size)]
    for story, step in stories(run):
        if step["kind"] != SegmentKind.STEP:
            continue
        wings = run.beside(step, SegmentKind.LISTEN)
        if not story.is_triage(step) and run.policy["wings"] > 0:
            function = expected_next(story)
            assert function >= 0 or not wings
            if function >= 0:
                check_colleagues(story, step, days, function, wings, int(run.policy["wings"]))
        if advisers := run.beside(step, SegmentKind.CONSULT):
            check_colleagues(story, step, days, int(step["need"]), advisers, 1)


def expected_next(story: Story) -> int:
    """The function of the next need, seen or likely enough; -1: none that is worth a wing."""
    customers, following = story.run.inputs.customers, story.position + 1
    if following < story.needs and story.in_sight(following):
        return int(story.need[following])
    worth = customers.next_share[story.true_need] >= story.run.policy["attach_from_share"]
    return int(customers.likeliest_next[story.true_need]) if worth else -1


def check_colleagues(story: Story, step: np.void, days: list[Day], function: int, chosen: list[int], most: int) -> None:
    """Nobody free is left out, and nobody better."""
    run, at, lead = story.run, float(step["start"]), int(step["person"])
    can = able(run, function, story.language)
    inside = can & (run.room == run.room[lead])
    outside = can & within_reach(run, int(run.home[lead])) & ~inside if run.policy["walls"] else inside & False
    for circle in (inside, outside):
        mine = [merit(days[person], story, function, at) for person in chosen if circle[person]]
        others = [merit(days[person], story, function, at) for person in free_of(days, circle, at)]
        assert not mine or not others or max(others) <= min(mine)
        lent = [person for person in chosen if outside[person]]
        assert not others or (len(chosen) == most and not (circle is inside and lent))


def free_of(days: list[Day], among: np.ndarray, at: float) -> Iterator[int]:
    """Those who were free before a moment and after it."""
    return (person for person in np.flatnonzero(among) if days[person].is_free_throughout(at))
