"""Who works here: one member per person, from groups of the scenario (a file of the user's: people_file)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.scenario.checks.people import skilled_among
from sim.scenario.hours import Spans, staffed_spans, weekly_spans
from sim.scenario.people_settings import Group
from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Member:
    """One person. number: within the function, from 0. spans: weekly. skills: secondary ones by function.

    languages: those they speak; None: all. site: where they work; "" where none is given. group: its number.
    """

    function: str
    number: int
    spans: Spans
    skills: dict[str, float]
    pay_per_hour: float
    languages: tuple[str, ...] | None = None
    site: str = ""
    group: int = 0

    @property
    def seat(self) -> str:
        """What they are called: "sales 3"."""
        return f"{self.function} {self.number + 1}"


def members_of_groups(scenario: Scenario) -> Iterator[Member]:
    """Everybody in the order of the groups."""
    seen: dict[str, int] = {}
    for number_of_group, group in enumerate(scenario.people.groups):
        for place in range(group.count):
            number = seen.get(group.function, 0)
            seen[group.function] = number + 1
            spans = _spans(scenario, group, place)
            skills = _skills(group, place)
            site = group.site or ""
            yield Member(
                group.function, number, spans, skills, group.pay_per_hour, group.languages, site, number_of_group
            )


def _spans(scenario: Scenario, group: Group, place: int) -> Spans:
    if group.staffing:
        return staffed_spans(group.staffing, place)
    names = group.shifts or tuple(scenario.people.shifts)
    return weekly_spans(scenario.people.shifts[names[place % len(names)]])


def _skills(group: Group, place: int) -> dict[str, float]:
    """Secondary skills, dealt evenly over the group, each from another seat on."""
    skills = {}
    for number, (name, skill) in enumerate(group.also.items()):
        seat = place + number
        if skilled_among(group, seat + 1) > skilled_among(group, seat):
            skills[name] = skill
    return skills
