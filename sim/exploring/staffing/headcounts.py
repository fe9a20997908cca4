"""Other numbers of people: the same groups larger or smaller, and a path from today's mix to more and to fewer.

Whoever is added works the shifts of their group and has its secondary skills in the same proportion. People are added
where the work that is offered leaves least room, and taken where it leaves most, by the square-root rule of staffing:
with R people's worth of work in a function, its room is (people - R) / sqrt(R).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.formation.people_file import people_file_of
from sim.measures.offered import expected_load
from sim.scenario import changed
from sim.scenario.hours import Spans, hours_text
from sim.scenario.scenario_settings import Scenario

Counts = dict[str, int]


def in_groups(scenario: Scenario) -> Scenario:
    """The same people as groups, where they come from a file: everybody a group of one, in the order of the file.

    Raises DataError where the file cannot be used.
    """
    if scenario.people.file is None:
        return scenario
    members = people_file_of(scenario).members
    names: dict[Spans, str] = {}
    for member in members:
        names.setdefault(member.spans, f"file{len(names) + 1}")
    groups = [
        {
            "function": member.function,
            "count": 1,
            "shifts": [names[member.spans]],
            "also": dict(member.skills),
            "languages": None if member.languages is None else list(member.languages),
            "site": member.site or None,
            "pay_per_hour": member.pay_per_hour,
        }
        for member in members
    ]
    shifts = {name: hours_text(spans) for spans, name in names.items()}
    return changed(scenario, {"people.file": None, "people.groups": groups, "people.shifts": shifts})


def counts_of(scenario: Scenario) -> Counts:
    """People by function, in the order of the groups."""
    counts: Counts = {}
    for group in scenario.people.groups:
        counts[group.function] = counts.get(group.function, 0) + group.count
    return counts


def with_counts(scenario: Scenario, counts: Mapping[str, int]) -> Scenario:
    """The scenario with so many people by function; its groups share them as before.

    Raises ScenarioError where the columns cannot be made of them.
    """
    before = counts_of(scenario)
    if dict(counts) == before:
        return scenario
    passed, dealt = dict.fromkeys(before, 0), dict.fromkeys(before, 0)
    groups: list[dict[str, Any]] = []
    for group in scenario.people.groups:
        name = group.function
        passed[name] += group.count
        upto = (2 * counts[name] * passed[name] + before[name]) // (2 * before[name])  # rounded, half up
        if upto > dealt[name]:
            groups.append(group.model_dump(mode="json") | {"count": upto - dealt[name]})
        dealt[name] = upto
    return changed(scenario, {"people.groups": groups})


class HeadcountPath:
    """Numbers of people by function for every total, from today's on: each step adds one person or takes one.

    Totals beyond what `least` allows do not exist: every function keeps one person.
    """

    def __init__(self, scenario: Scenario, column: str) -> None:
        """scenario: with groups of people. column: whose policy decides how much work there is."""
        today = counts_of(scenario)
        load = expected_load(scenario, column)
        self._work = {name: max(load[name] * count, 1e-9) for name, count in today.items()}
        self.today = sum(today.values())
        self._known = {self.today: today}

    @property
    def least(self) -> int:
        """Fewest people: one per function."""
        return len(self._work)

    def counts(self, total: int) -> Counts:
        """People by function. Raises ValueError for a total below `least`."""
        if total < self.least:
            raise ValueError(f"{total} people cannot be in {self.least} functions")
        while total > (most := max(self._known)):
            counts = dict(self._known[most])
            counts[min(counts, key=lambda name: self._room(name, counts[name]))] += 1
            self._known[most + 1] = counts
        while total < (fewest := min(self._known)):
            counts = dict(self._known[fewest])
            spared = [name for name, count in counts.items() if count > 1]
            counts[max(spared, key=lambda name: self._room(name, counts[name] - 1))] -= 1
            self._known[fewest - 1] = counts
        return dict(self._known[total])

    def _room(self, name: str, people: int) -> float:
        work = self._work[name]
        return (people - work) / math.sqrt(work)
