"""How somebody stands at a moment, from what they did before it: fatigue, time led, time free."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from sim.foundation.grid import to_grid
from sim.foundation.kinds import Lead, SegmentKind
from tests.property import by_hand
from tests.property.rebuilding_people import occupations, tiring
from tests.property.runs import Run
from tests.property.story import FRONT_DOOR, Story


class Day:
    """One person. ends: of all occupations, in order; levels: fatigue then. begins: of shifts."""

    def __init__(self, run: Run, person: int) -> None:
        """From the segments."""
        self.run, self.person = run, person
        self.rows = occupations(run, person)
        self.begins = [start for start, _ in run.on_shift[person]]

    @cached_property
    def levels(self) -> list[float]:
        """Fatigue at the end of each occupation."""
        policy, now, fatigue, found = self.run.policy, 0.0, 0.0, []
        for row in self.rows:
            rest = row["start"] - now
            begun = by_hand.rested(fatigue, rest, policy["fall_half_life_minutes"]) if rest > 0.0 else fatigue
            now, weighted = row["end"], (row["end"] - row["start"]) * tiring(self.run, row)
            fatigue = by_hand.tired(begun, weighted, policy["rise_half_life_minutes"]) if weighted > 0.0 else begun
            found.append(fatigue)
        return found

    def before(self, at: float) -> int:
        """Number of occupations that are over at a moment."""
        return int(np.count_nonzero(self.rows["end"] <= at))

    def fatigue(self, at: float) -> float:
        """Of somebody who rests."""
        done = self.before(at)
        if done == 0:
            return 0.0
        since = float(self.rows["end"][done - 1])
        fall = self.run.policy["fall_half_life_minutes"]
        return by_hand.rested(self.levels[done - 1], at - since, fall) if at > since else self.levels[done - 1]

    def free_since(self, at: float) -> float:
        """When somebody free at a moment became so."""
        done = self.before(at)
        since = [start for start in self.begins if start <= at]
        return max([*since, float(self.rows["end"][done - 1]) if done else 0.0])

    def led(self, at: float) -> float:
        """Minutes led since the shift began, or since the last rest before this moment."""
        led, free = 0.0, 0.0
        marks = [(start, 0, 0.0) for start in self.begins if start <= at]
        steps = self.rows[(self.rows["kind"] == SegmentKind.STEP) & (self.rows["start"] < at)]
        marks += [(float(row["start"]), 1, float(row["end"] - row["start"])) for row in steps]
        for time, is_step, minutes in sorted(marks):
            free = time - self.free_since(time) if is_step else 0.0
            led = (0.0 if free >= self.run.policy["rest_minutes"] else led) + minutes if is_step else 0.0
        return 0.0 if at - self.free_since(at) >= self.run.policy["rest_minutes"] else led

    def is_free_throughout(self, at: float) -> bool:
        """Free before a moment and after it."""
        touched = (self.rows["start"] <= at) & (at <= self.rows["end"])
        return not touched.any() and any(start < at < end for start, end in self.run.on_shift[self.person])


def merit(day: Day, story: Story, function: int, at: float) -> tuple[float, float, int]:
    """How well somebody suits a piece of work, the most first: by score, then whoever is free for longest."""
    policy, person = day.run.policy, day.person
    score = 0.0
    if policy["lead"] != Lead.LEADERLESS:
        skill = 1.0 if function == FRONT_DOOR else day.run.inputs.people.skill[person, function]
        score = policy["skill_weight"] * skill - policy["fatigue_weight"] * day.fatigue(at)
        score += policy["familiarity_weight"] * (person in story.met)
        score -= policy["rest_weight"] * (day.led(at) > policy["max_lead_minutes"])
    return to_grid(float(score)), -day.free_since(at), -person
