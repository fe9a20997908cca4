"""Checks of the people: functions, skills, sites, and whether every need has somebody in every language."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping

from sim.scenario.checks.demand import LANGUAGES, NEEDS
from sim.scenario.checks.finding import NAME_FORM, Finding, bad_names, is_name, unknown
from sim.scenario.columns import dial_in
from sim.scenario.demand_settings import Demand
from sim.scenario.hours import overlap_minutes, weekly_spans
from sim.scenario.origins import Loc, dotted
from sim.scenario.people_settings import Group
from sim.scenario.scenario_settings import Scenario

GROUPS: Loc = ("people", "groups")
SHIFTS: Loc = ("people", "shifts")
MOST_PEOPLE = 1_000_000
SPECIALIST = "person has it as their own function"


def people_findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything about the people but their hours."""
    needs, shifts = scenario.demand.needs, scenario.people.shifts
    if not scenario.people.groups and scenario.people.file is None:
        yield Finding(
            GROUPS,
            "Nobody works here. Give people.groups, for example [{function: sales, count: 12}], or "
            "people.file, a CSV with one row per person.",
        )
    yield from bad_names(SHIFTS, shifts)
    for i, group in enumerate(scenario.people.groups):
        loc: Loc = (*GROUPS, i)
        if group.function not in needs:
            yield unknown((*loc, "function"), "need", group.function, needs, NEEDS)
        for j, shift in enumerate(group.shifts or ()):
            if shift not in shifts:
                yield unknown((*loc, "shifts", j), "shift", shift, shifts, SHIFTS)
        yield from _staffing(loc, group)
        yield from _skills(loc, group, list(needs))
        for j, language in enumerate(group.languages or ()):
            if language not in scenario.demand.languages:
                yield unknown((*loc, "languages", j), "language", language, scenario.demand.languages, LANGUAGES)
    yield from _usual(scenario)
    yield from _sites(scenario)
    yield from _unserved(scenario)


def _usual(scenario: Scenario) -> Iterator[Finding]:
    """Functions of which it is said what is usual."""
    needs = scenario.demand.needs
    for function, usual in scenario.over_time.usual.items():
        here: Loc = ("over_time", "usual", function)
        if function not in needs:
            yield unknown(here, "need", function, needs, NEEDS)
        for name, share in usual.practice_shares.items():
            if name not in needs:
                yield unknown((*here, "practice_shares", name), "need", name, needs, NEEDS)
            elif not 0.0 <= share <= 1.0:
                there = dotted((*here, "practice_shares", name))
                yield Finding(
                    (*here, "practice_shares", name), f"{there} must be a number from 0 to 1; it is {share:g}."
                )


def _staffing(loc: Loc, group: Group) -> Iterator[Finding]:
    """Numbers by hours, in place of count and shifts."""
    here: Loc = (*loc, "staffing")
    if not group.staffing:
        return
    if group.shifts is not None:
        yield Finding(here, "A group has shifts or staffing, not both.", ((*loc, "shifts"),))
    taken: list[tuple[int, int]] = []
    for hours, number in group.staffing.items():
        try:
            spans = weekly_spans(hours)
        except ValueError as error:
            yield Finding((*here, hours), f"{error}.")
            continue
        if any(overlap_minutes((span,), (other,)) for span in spans for other in taken):
            yield Finding((*here, hours), f"The hours {hours!r} overlap with others of the same group.")
        if not 0 <= number <= MOST_PEOPLE:
            yield Finding((*here, hours), f"{hours}: people must be a number from 0 to {MOST_PEOPLE}; it is {number}.")
        taken += spans
    if group.count != max(group.staffing.values()):
        most = max(group.staffing.values())
        message = f"count is {group.count}, but at most {most} work at the same time: leave count out."
        yield Finding((*loc, "count"), message, (here,))


def _skills(loc: Loc, group: Group, needs: list[str]) -> Iterator[Finding]:
    for function, skill in group.also.items():
        here: Loc = (*loc, "also", function)
        if not 0 < skill <= 1:
            yield Finding(
                here,
                f"{dotted(here)} must be a number above 0 and at most 1 (skill), for example 0.926; it is {skill:g}.",
            )
        if function == group.function:
            yield Finding(here, f"{function} is the group's own function, which it has with skill 1.")
        elif function not in needs:
            yield unknown(here, "need", function, needs, NEEDS)


def needs_that_occur(demand: Demand) -> list[str]:
    """Needs that a case can have, in the order of the scenario: first ones, and what may follow them."""
    if demand.replay is not None:
        named = {*demand.replay.functions.values(), demand.replay.other}
        return [name for name in demand.needs if name in named]
    reached = {name for name, need in demand.needs.items() if need.first_share > 0}
    for channel in demand.channels.values():
        mixes = [mix for mix in (channel.first_needs, *(times.first_needs for times in channel.at_times)) if mix]
        reached |= {name for mix in mixes for name, share in mix.items() if share > 0} & set(demand.needs)
    reached |= {burst.need for burst in demand.bursts if burst.need in demand.needs}
    if not any(channel.continuation_factor > 0 for channel in demand.channels.values()):
        return [name for name in demand.needs if name in reached]
    for _ in range(min(demand.max_needs, len(demand.needs)) - 1):
        following = {f for name in reached for f, share in demand.needs[name].then.items() if share > 0}
        reached |= following & set(demand.needs)
    return [name for name in demand.needs if name in reached]


def _dealt(group: Group, number: int) -> bool:
    """Whether dealing the group's further skill of this number, one person in 1/also_share, reaches anybody."""
    return skilled_among(group, number + group.count) > skilled_among(group, number)


def skilled_among(group: Group, seats: int) -> int:
    """How many of so many seats in a row have a further skill of the group: one in 1/also_share."""
    return math.floor(seats * group.also_share + 1e-9)


def heads_by_site(scenario: Scenario) -> dict[str, dict[str, int]] | None:
    """People per function at each site ("" where none is given), in order of the groups; None where none says so."""
    if not scenario.people.groups:
        return None
    heads: dict[str, dict[str, int]] = {}
    for group in scenario.people.groups:
        here = heads.setdefault(group.site or "", {})
        here[group.function] = here.get(group.function, 0) + group.count
    return heads


def site_of_seat(scenario: Scenario) -> dict[str, str]:
    """Where each person of the groups works, by seat, in the order in which they are numbered."""
    seen: dict[str, int] = {}
    sites = {}
    for group in scenario.people.groups:
        for _ in range(group.count):
            seen[group.function] = seen.get(group.function, 0) + 1
            sites[f"{group.function} {seen[group.function]}"] = group.site or ""
    return sites


def _sites(scenario: Scenario) -> Iterator[Finding]:
    sites = [group.site for group in scenario.people.groups]
    for i, site in enumerate(sites):
        loc: Loc = (*GROUPS, i, "site")
        if site is not None and not is_name(site):
            yield Finding(loc, f"{dotted(loc)}: the name {site!r} may hold {NAME_FORM} only.")
        elif site is None and any(sites):
            known = ", ".join(dict.fromkeys(name for name in sites if name))
            yield Finding(loc, f"All groups say where they work, or none; this one has no site. Known: {known}.")


def needs_to_serve(scenario: Scenario) -> dict[str, bool]:
    """Needs that somebody must be able to serve -> whether cases have them; others are only named by mistake.

    A wrong diagnosis names what often follows the true need, or any other where nothing follows it.
    """
    needs = scenario.demand.needs
    found = dict.fromkeys(needs_that_occur(scenario.demand), True)
    if _misroutes(scenario):
        for name in list(found):
            follows = [f for f, share in needs[name].then.items() if share > 0 and f != name and f in needs]
            for other in follows or (f for f in needs if f != name):
                found.setdefault(other, False)
    return {name: found[name] for name in needs if name in found}


def _misroutes(scenario: Scenario) -> bool:
    """Whether any column ever takes a need for another."""
    if not any(channel.misroute_factor > 0 for channel in scenario.demand.channels.values()):
        return False
    return any(dial_in(scenario, column, "misroute_share")[0] > 0 for column in scenario.formations)


def unserved(scenario: Scenario, speakers: Mapping[str, Collection[str]], who: str) -> Iterator[tuple[str, str]]:
    """(need, message) for each need that nobody can serve in some language of the customers.

    speakers: need -> languages of those able to serve it; "" where the scenario has no languages. who: would be able,
    "row has it as function".
    """
    spoken = [name for name, share in scenario.demand.languages.items() if share > 0] or [""]
    for need, occurs in needs_to_serve(scenario).items():
        why = "" if occurs else ", which wrong diagnoses name (policy.misroute_share)"
        if not speakers.get(need):
            yield need, f"Nobody can serve {need}{why}: no {who}."
            continue
        for language in spoken:
            if language not in speakers[need]:
                yield need, f"Nobody who speaks {language} can serve {need}{why}: no such {who}."


def _unserved(scenario: Scenario) -> Iterator[Finding]:
    groups, languages = scenario.people.groups, list(scenario.demand.languages) or [""]
    if not groups:
        return  # a file says who there is, and is read later
    speakers: dict[str, set[str]] = {}
    for group in groups:
        for function in (group.function, *(f for i, f in enumerate(group.also) if _dealt(group, i))):
            speakers.setdefault(function, set()).update(languages if group.languages is None else group.languages)
    if speakers.keys() - set(scenario.demand.needs) or set().union(*speakers.values()) - set(languages):
        return  # a misspelt name, which is said where it stands, may be the one that is missing here
    who = "group has it as its function, or as a further one under also"
    rests_on = (GROUPS, NEEDS, LANGUAGES, ("policy", "misroute_share"))
    found = list(unserved(scenario, speakers, who))
    for need, message in found:
        yield Finding((*NEEDS, need), message, rests_on)
    yield from () if found else _without_specialists(scenario, rests_on)


def _without_specialists(scenario: Scenario, rests_on: tuple[Loc, ...]) -> Iterator[Finding]:
    """Needs that nobody has as their own function, in columns of specialists."""
    languages = list(scenario.demand.languages) or [""]
    at_home: dict[str, set[str]] = {}
    for group in scenario.people.groups:
        at_home.setdefault(group.function, set()).update(languages if group.languages is None else group.languages)
    missing = list(unserved(scenario, at_home, SPECIALIST))
    for name, column in scenario.formations.items() if missing else ():
        for _, message in missing if column.second_skills == "nobody" else ():
            yield Finding(("formations", name, "second_skills"), f"Specialists alone: {message}", rests_on)
