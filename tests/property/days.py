"""How somebody stands at a moment, from what they did before it: fatigue, time led, time free."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

import numpy as np

from sim.foundation.grid import to_grid
from sim.foundation.kinds import AgentChoice, Lead, SegmentKind
from tests.property import by_hand
from tests.property.learning_again import WEEK
from tests.property.rebuilding_people import planned_end
from tests.property.runs import Run
from tests.property.story import FRONT_DOOR, Story
from tests.property.tiring import SERVED, occupations, rests, stretches

SHIFT, LISTENING, STEP = range(3)


class Day:
    """One person. starts, ends: of all occupations, in order; begins: of shifts."""

    def __init__(self, run: Run, person: int) -> None:
        """From the segments."""
        self.run, self.person, self.policy = run, person, run.policy
        self.rows = occupations(run, person)
        self.starts, self.ends = self.rows["start"].tolist(), self.rows["end"].tolist()
        self.begins = [start for start, _ in run.on_shift[person]]

    @cached_property
    def levels(self) -> list[float]:
        """Fatigue at the end of each occupation."""
        now, fatigue, found = 0.0, 0.0, []
        for row, start, end in zip(self.rows, self.starts, self.ends, strict=True):
            fatigue, now = self.rested(fatigue, now, start), end
            for since, until, rate in stretches(self.run, row):
                fatigue = self.tired(fatigue, (until - since) * rate)
            found.append(fatigue)
        return found

    def rested(self, fatigue: float, since: float, at: float) -> float:
        """Fatigue after a rest, in which there may have been training."""
        trainings = self.run.staff.trainings[self.person]
        *_, (*_, after) = rests(fatigue, since, at, self.policy["fall_half_life_minutes"], trainings)
        return after

    def tired(self, fatigue: float, weighted: float) -> float:
        """Fatigue after some minutes of serving."""
        return by_hand.tired(fatigue, weighted, self.policy["rise_half_life_minutes"]) if weighted > 0.0 else fatigue

    @cached_property
    def led_since(self) -> tuple[list[tuple[float, int]], list[float]]:
        """(time, kind) of each shift, listening and step that begins; minutes led without a rest from then on."""
        steps, listened = (self.rows[np.isin(self.rows["kind"], kinds)] for kinds in (SERVED, [SegmentKind.LISTEN]))
        marks = [(time, STEP) for time in steps["start"].tolist()]
        marks += [(time, LISTENING) for time in listened["start"].tolist()] + [(time, SHIFT) for time in self.begins]
        lengths = [*(steps["end"] - steps["start"]).tolist(), *[0.0] * (len(marks) - steps.size)]
        led, found = 0.0, []
        order = sorted(range(len(marks)), key=lambda place: (marks[place], place))
        for place in order:
            time, kind = marks[place]
            led = self.after_rest(led, time) + lengths[place] if kind != SHIFT else 0.0
            found.append(led)
        return [marks[place] for place in order], found

    def after_rest(self, led: float, at: float) -> float:
        """Minutes led so far, or none after a rest."""
        return 0.0 if at - self.free_since(at) >= self.policy["rest_minutes"] else led

    def done(self, at: float) -> int:
        """Number of occupations that begun before a moment and are over; what is chosen then may have no length."""
        return min(bisect_right(self.ends, at), bisect_left(self.starts, at))

    def fatigue(self, at: float) -> float:
        """Of somebody who rests."""
        done = self.done(at)
        return self.rested(self.levels[done - 1], self.ends[done - 1], at) if done else 0.0

    def fatigue_under_way(self, at: float) -> float:
        """Of anybody, also of who is occupied."""
        place = bisect_left(self.starts, at) - 1
        if place < 0 or self.ends[place] <= at:
            return self.fatigue(at)
        fatigue = self.fatigue(self.starts[place])
        for since, until, rate in stretches(self.run, self.rows[place]):
            if since < at:
                fatigue = self.tired(fatigue, (min(until, at) - since) * rate)
        return fatigue

    def free_since(self, at: float) -> float:
        """When somebody free at a moment became so."""
        done, begun = self.done(at), bisect_right(self.begins, at)
        return max(self.ends[done - 1] if done else 0.0, self.begins[begun - 1] if begun else 0.0)

    def busy_share(self, at: float) -> float:
        """Minutes of what began before a moment by minutes of the shifts that did; of its week with a slow clock."""
        since = at // WEEK * WEEK if self.run.inputs.customers.slow_clock else 0.0
        begun = [since <= start <= at for start in self.begins]
        shifts = np.array(self.begins)[begun]
        minutes = (planned_end(self.run, self.person, shifts) - shifts).sum()
        minutes -= sum(end - start for start, end in self.run.staff.trainings[self.person] if since <= start <= at)
        occupied = sum(end - start for start, end in zip(self.starts, self.ends, strict=True) if since <= start < at)
        return float(occupied / minutes) if minutes > 0.0 else 0.0

    def led(self, at: float) -> float:
        """Minutes led since the shift began, or since the last rest before this moment."""
        marks, led = self.led_since
        place = bisect_left(marks, (at, STEP))
        return self.after_rest(led[place - 1], at) if place else 0.0

    def led_through(self, step: np.void) -> float:
        """Minutes led since the last rest up to the end of a step of this person's."""
        marks, led = self.led_since
        return led[bisect_right(marks, (float(step["start"]), STEP)) - 1] if self.policy["rest_minutes"] > 0.0 else 0.0

    def is_free_throughout(self, at: float) -> bool:
        """Free before a moment and after it."""
        untouched = bisect_right(self.starts, at) == bisect_left(self.ends, at)
        return untouched and any(start < at < end for start, end in self.run.on_shift[self.person])


def merit(day: Day, story: Story, function: int, at: float, *, at_most: bool = False) -> tuple[float, float, int]:
    """How well somebody suits a piece of work, the most first: by score, then whoever is free for longest.

    at_most: by the most that they may remember of the account in that instant, in place of the least.
    """
    if day.policy["agent_choice"] == AgentChoice.LEAST_BUSY:
        return -day.busy_share(at), -day.free_since(at), -day.person
    known = 1.0 if story.knows(day.person, at) else story.remembered(day.person, at)[at_most]
    score = score_of(day, story, function, at, day.fatigue(at), known, day.led(at))
    return score, -day.free_since(at), -day.person


def merit_of_lead(day: Day, story: Story, function: int, step: np.void, at: float) -> float:
    """The score of whoever leads a step for the next need, while they lead."""
    _, _, rate = next(stretches(day.run, step))
    fatigue = day.tired(float(step["fatigue"]), (at - step["start"]) * rate)
    return score_of(day, story, function, at, fatigue, 1.0, day.led_through(step))


def score_of(day: Day, story: Story, function: int, at: float, fatigue: float, known: float, led: float) -> float:
    """How well somebody suits a piece of work; all alike without leads."""
    policy, person = day.run.policy, day.person
    if policy["lead"] == Lead.LEADERLESS:
        return 0.0
    skill = 1.0 if function == FRONT_DOOR else day.run.skill(person, function, at)
    score = policy["skill_weight"] * skill - policy["fatigue_weight"] * fatigue
    score += policy["familiarity_weight"] * known
    score += policy["heard_weight"] * (day.run.who(person, at) in story.heard)
    score -= policy["rest_weight"] * (led > policy["max_lead_minutes"])
    return to_grid(float(score))
