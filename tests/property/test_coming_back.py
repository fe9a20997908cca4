"""Customers who come back: which team they find, and whom they meet at once."""

from __future__ import annotations

import math

import numpy as np

from sim.foundation.draws import Kind, decision, uniform
from sim.foundation.kinds import Lane, ReturnTo, SegmentKind, TeamChoice
from tests.property.runs import Run, on_random_runs
from tests.property.story import FRONT_DOOR, Story, stories
from tests.property.tiring import OCCUPATIONS


@on_random_runs()
def test_work_goes_to_the_team_that_the_policy_names(run):
    """It stays in its team, or goes back to that of the person met or owner; else by `team_choice`."""
    if not run.policy["walls"]:
        return
    assigned = set()
    for story, segment in stories(run):
        place = (story.case, story.contact, int(segment["step"]))
        if segment["kind"] in (SegmentKind.BOT, SegmentKind.OUTSIDE) or place in assigned:
            continue
        assigned.add(place)
        if segment["kind"] == SegmentKind.STEP and story.goes_on(segment):
            assert segment["team"] == story.before["team"]
            continue
        if segment["kind"] == SegmentKind.STEP and story.is_led_on(segment):
            assert segment["team"] == run.home[segment["person"]]
            continue
        candidates, present = candidate_teams(story, segment), present_team(story)
        if present in candidates:
            assert segment["team"] == present
        elif run.policy["team_choice"] in (TeamChoice.LEAST_WAIT, TeamChoice.NAMED_ACCOUNT):
            assert segment["team"] in candidates
        else:
            assert segment["team"] == drawn_team(story, segment, candidates)


def present_team(story: Story) -> int | None:
    """Team of the queue that the case was in last; of whom it comes back to, where the contact begins."""
    if story.before is not None:
        return int(story.before["team"])
    known = story.goes_back_to()
    return None if known is None else int(story.run.home[known])


def candidate_teams(story: Story, segment: np.void) -> list[int]:
    """Teams that have the work, admit the case and have somebody on shift, as far as there are such teams."""
    run, home = story.run, story.run.home
    members, having = members_at_home(story, segment), set(having_teams(story, segment))
    there = {int(home[person]) for person in members if run.is_on_shift(person, segment["start"])}
    return sorted(having & there or having)


def having_teams(story: Story, segment: np.void) -> list[int]:
    """Teams that have the work and admit the case, as far as there are such: that of each member at home in it."""
    teams = sorted(int(story.run.home[person]) for person in members_at_home(story, segment))
    if segment["apparent"] == FRONT_DOOR:
        return teams
    return [team for team in teams if admits(story, team)] or teams


def members_at_home(story: Story, segment: np.void) -> np.ndarray:
    """People at home in what a case seems to need."""
    run, function, language = story.run, int(segment["apparent"]), story.language
    if function == FRONT_DOOR:
        return np.flatnonzero(run.formation.first_line[run.home] & run.inputs.people.speaks[:, language])
    return np.flatnonzero(run.inputs.people.at_home[:, function, language])


def admits(story: Story, team: int) -> bool:
    """Whether a case belongs in a team, by what can be seen of it."""
    policy, formation = story.run.policy, story.run.formation
    if formation.first_line[team]:
        return story.ambiguity <= policy["first_line_to_ambiguity"]
    in_sight = sum(story.in_sight(position) for position in range(story.needs))
    complex_ = in_sight >= policy["complex_from_needs"] or story.ambiguity >= policy["complex_from_ambiguity"]
    return formation.lane[team] in (Lane.ANY, Lane.COMPLEX if complex_ else Lane.SIMPLE)


def drawn_team(story: Story, segment: np.void, candidates: list[int]) -> int:
    """The team that the account, or the address of the first assignment, names."""
    run, function = story.run, int(segment["apparent"])
    if run.policy["team_choice"] == TeamChoice.ACCOUNT:
        number = len(run.inputs.customers.function_names) if function == FRONT_DOOR else function
        key, account = int(run.inputs.tape.replication_key[run.replication]), int(run.of_tape("account")[story.case])
        drawn = uniform(key, Kind.TEAM, account, number + 1)
    else:
        drawn = run.drawn(Kind.TEAM, story.case, decision(story.contact, story.position, story.attempt))
    return candidates[math.floor(drawn * len(candidates))]


@on_random_runs(25)
def test_who_comes_back_meets_somebody_known_at_once_if_free_and_able(run):
    for story, first in stories(run):
        person, begins = story.goes_back_to(), story.run.row_of[story.case, story.contact]["arrived_at"]
        if story.contact == 0 or story.last is not None or first["start"] != begins:
            continue
        at_once = first["kind"] == SegmentKind.STEP and first["person"] == person
        if person is None or run.policy["return_to"] not in (ReturnTo.SAME_PERSON, ReturnTo.OWNER):
            continue
        able = run.inputs.people.skill[person, first["apparent"]] > 0.0
        if at_once:
            assert able
        elif able and story.knows(person, begins) and run.is_on_shift(person, begins):
            assert is_occupied(run, person, begins)


def is_occupied(run: Run, person: int, time: float) -> bool:
    """Whether something occupies somebody at a time, or begins then."""
    mine = run.of_kind(*OCCUPATIONS)
    mine = mine[mine["person"] == person]
    return bool(((mine["start"] <= time) & (time < mine["end"])).any() or (mine["start"] == time).any())
