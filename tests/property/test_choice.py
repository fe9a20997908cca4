"""Who is chosen: nobody who was free all the while suits the work better."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.foundation.kinds import Lead, SegmentKind, Together
from tests.property.days import Day, merit, merit_of_lead
from tests.property.runs import Run, on_random_runs
from tests.property.story import Story, stories
from tests.property.test_queues import is_put_through
from tests.property.work import able, at_home, within_reach


@on_random_runs()
def test_whoever_leads_suits_the_work_best(run):
    """By skill, fatigue, having met the customer, and time led without a rest; as well as all who were free."""
    days = [Day(run, person) for person in range(run.people.size)]
    for story, step in stories(run):
        if (
            step["kind"] != SegmentKind.STEP
            or story.goes_on(step)
            or story.is_led_on(step)
            or is_put_through(run, step)
        ):
            continue
        function, at, person = int(step["apparent"]), float(step["start"]), int(step["person"])
        chosen = merit(days[person], story, function, at, at_most=True)
        own_room = run.room == run.room[person]
        if run.policy["walls"]:
            inside = run.room == step["team"]
            own_room = inside if inside[person] else within_reach(run, int(step["team"])) & ~inside
        may = able(run, function, story.language) & own_room
        if not run.policy["assignment"]:
            may &= at_home(run, function, story.language)
        assert all(merit(days[other], story, function, at) <= chosen for other in free_of(days, may, at))


@on_random_runs()
def test_as_many_are_called_as_may_and_those_who_suit_best(run):
    """Of the lead's own room first, then by borrowing; nobody where the lead suits no less."""
    days = [Day(run, person) for person in range(run.people.size)]
    for story, step in stories(run):
        if step["kind"] != SegmentKind.STEP:
            continue
        wings, function = run.beside(step, SegmentKind.LISTEN), story.called_for(step)
        assert function >= 0 or not wings
        if function < 0 or story.call_time(step) >= run.stopped_at:
            continue
        story.be_joined(step)
        at, lead = story.call_time(step), int(step["person"])
        own = merit_of_lead(days[lead], story, function, step, at)
        skill = run.inputs.people.skill[lead, function]
        if wings:
            check_colleagues(story, step, days, function, at, wings, int(run.policy["wings"]))
            first = first_of(story, step, days, function, wings)
            assert skill == 0.0 or own < merit(days[first], story, function, at, at_most=True)[0]
        else:
            inside, outside = circles(story, step, function, at_home_only=True)
            others = [*free_of(days, inside, at)] or [*free_of(days, outside, at)]
            assert not others or skill > 0.0
            if [*free_of(days, inside, at)]:
                assert own >= max(merit(days[person], story, function, at)[0] for person in others)


def first_of(story: Story, step: np.void, days: list[Day], function: int, wings: list[int]) -> int:
    """Who was called first: the best, of the lead's own room if anybody is."""
    story.be_joined(step)
    inside, _ = circles(story, step, function)
    among = [person for person in wings if inside[person]] or wings
    return max(among, key=lambda person: merit(days[person], story, function, story.call_time(step)))


@on_random_runs(25)
def test_the_best_of_those_called_leads_next(run):
    """At once, where the need is what it was called for; unless the wing has left, or may take more urgent work."""
    days = [Day(run, person) for person in range(run.people.size)]
    queued = run.of_kind(SegmentKind.QUEUE)
    first = -1
    for story, segment in stories(run):
        before, first = first, called_first(story, segment, days)
        if story.may_follow():
            check_next(run, story, segment, before, queued)


def called_first(story: Story, segment: np.void, days: list[Day]) -> int:
    """Who was called first to a step; -1: nobody."""
    wings = story.run.beside(segment, SegmentKind.LISTEN) if segment["kind"] == SegmentKind.STEP else []
    return first_of(story, segment, days, story.called_for(segment), wings) if wings else -1


def check_next(run: Run, story: Story, segment: np.void, first: int, queued: np.ndarray) -> None:
    """After a step to which somebody was called first for what is needed now, and no answer from outside."""
    if first >= 0 and segment["kind"] != SegmentKind.OUTSIDE:
        end = float(story.before["end"])
        there = [a < end < b for a, b in run.on_shift[first]]
        led_on = segment["kind"] == SegmentKind.STEP and (segment["person"], segment["start"]) == (first, end)
        if not run.is_on_shift(first, end) and end not in {time for span in run.on_shift[first] for time in span}:
            assert not led_on
        if not any(there):
            return
        if led_on and segment["team"] == run.home[first]:
            # Where own heads go first, a wing who is free turns to the same case before others may borrow them.
            own = run.home[first] == queued["team"] if run.policy["walls"] else True
            if not run.policy["lend_order"] and not run.policy["lend_after_minutes"]:
                own = True
            strictly = queued[(queued["start"] < end) & (end < queued["end"]) & own]
            assert not any(is_more_urgent(run, segment, row, first, certain=True) for row in strictly)
        elif not led_on:
            around = queued[(queued["start"] <= end) & (end <= queued["end"])]
            assert any(is_more_urgent(run, segment, row, first, certain=False) for row in around)


def is_more_urgent(run: Run, segment: np.void, row: np.void, person: int, *, certain: bool) -> bool:
    """Whether somebody may take a waiting case that goes before another by the priority of its channel."""
    channel, function = run.of_tape("channel"), int(row["apparent"])
    priority, language = run.inputs.customers.priority[channel], int(run.of_tape("language")[row["case"]])
    only = at_home if certain and not run.policy["assignment"] else able
    return bool(
        priority[row["case"]] < priority[segment["case"]]
        and within_reach(run, max(int(row["team"]), 0))[person]
        and only(run, function, language)[person]
    )


@on_random_runs()
def test_whoever_a_fixed_lead_asks_suits_best(run):
    """Of the own room first, then by borrowing."""
    days = [Day(run, person) for person in range(run.people.size)]
    for story, step in stories(run):
        if step["kind"] == SegmentKind.STEP and (advisers := run.beside(step, SegmentKind.CONSULT)):
            check_colleagues(story, step, days, int(step["need"]), float(step["start"]), advisers, 1)


@on_random_runs(25)
def test_as_many_join_as_may_and_those_who_suit_best(run):
    """For one need after the other, of the lead's own room first, then of any; until nobody is found."""
    days = [Day(run, person) for person in range(run.people.size)]
    for story, step in stories(run):
        if step["kind"] != SegmentKind.STEP:
            continue
        at, joined, places = float(step["start"]), run.joined(step), story.may_join(step)
        assert [row["need_position"] for row in joined] == places[: len(joined)]
        for row in joined:
            check_colleagues(story, step, days, int(row["need"]), at, [int(row["person"])], 1, joins=True)
        for place in places[len(joined) : len(joined) + 1]:
            check_colleagues(story, step, days, story.need[place], at, [], 1, joins=True)


def circles(
    story: Story, step: np.void, function: int, *, at_home_only: bool = False, joins: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Who is able for a function: of the lead's own room, and of others that lend. bool[P] each.

    at_home_only: those alone who may take it whatever the load. joins: by `together`, whatever is lent.
    """
    run, lead = story.run, int(step["person"])
    can = able(run, function, story.language)
    if at_home_only and not run.policy["assignment"]:
        can = at_home(run, function, story.language)
    inside = can & (run.room == run.room[lead])
    reach = within_reach(run, int(run.home[lead]))
    if joins:
        reach = np.full_like(inside, run.policy["together"] == Together.ANYWHERE)
    return inside, can & reach & ~inside if run.policy["walls"] else inside & False


def check_colleagues(
    story: Story,
    step: np.void,
    days: list[Day],
    function: int,
    at: float,
    chosen: list[int],
    most: int,
    joins: bool = False,
) -> None:
    """Nobody free is left out, and nobody better."""
    everybody = circles(story, step, function, joins=joins)
    advises = story.run.policy["lead"] == Lead.FIXED
    surely = everybody if advises else circles(story, step, function, at_home_only=True, joins=joins)
    for circle, sure in zip(everybody, surely, strict=True):
        mine = [merit(days[person], story, function, at, at_most=True) for person in chosen if circle[person]]
        others = [merit(days[person], story, function, at) for person in free_of(days, sure, at)]
        assert not mine or not others or max(others) <= min(mine)
        lent = [person for person in chosen if everybody[1][person]]
        assert not others or (len(chosen) == most and not (circle is everybody[0] and lent))


def free_of(days: list[Day], among: np.ndarray, at: float) -> Iterator[int]:
    """Those who were free before a moment and after it."""
    return (person for person in np.flatnonzero(among) if days[person].is_free_throughout(at))
