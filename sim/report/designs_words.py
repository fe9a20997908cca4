"""The best designs in words: what was chosen, what searching brought, and what that rests on."""

from __future__ import annotations

from sim.comparison.words import whole
from sim.exploring.designs import Best, Design, Side
from sim.exploring.designs.space import people_in_pods
from sim.report.names import measure_words
from sim.report.numbers import listed, number, signed, unit_of
from sim.report.verdict import target_words
from sim.scenario.problems import count_of
from sim.scenario.scenario_settings import Scenario

SKILLS = {"as_they_are": "second skills as today", "nobody": "specialists", "everybody": "two skills each"}
CHOICES = {"least_wait": "cases by work waiting", "account": "cases by account", "random": "cases at random"}
NO_CHOICE = ("departments", "tiered", "sites together", "hybrid")  # of teams, or none that is looked for
SIDES = ("departments", "pods")


def design_words(scenario: Scenario, design: Design) -> str:
    """A design in a line: "4 pods of 12; two skills each; cases by work waiting"."""
    parts = [_teams_words(scenario, design)]
    if design.kind == "as shipped":
        return parts[0]
    parts.append(SKILLS[design.second_skills])
    if design.kind not in NO_CHOICE and (design.kind, design.teams) != ("joint", 1):
        parts.append(CHOICES[design.team_choice])
    return "; ".join(parts)


def _teams_words(scenario: Scenario, design: Design) -> str:
    share = f"{design.share or 0:.0%}"
    teams = design.teams or 0
    pods = f"{count_of(teams, 'pod')} of {_size(people_in_pods(scenario, design), teams)}"
    return {
        "as shipped": "as the scenario has them",
        "departments": "one team per function",
        "sites together": "one team per function, across sites",
        "sub-teams": f"{teams} teams per function",
        "joint": f"one department per two functions{f', in {teams} teams each' if teams > 1 else ''}",
        "tiered": f"a first line of {share} before one team per function",
        "pods": pods,
        "hybrid": f"{pods} for complex cases, one team per function for others",
    }[design.kind]


def _size(people: int, teams: int) -> str:
    if not teams:
        return ""
    return str(people // teams) if people % teams == 0 else f"{people // teams} or {people // teams + 1}"


def size_line(best: Best) -> str:
    """How much was looked at."""
    first, second = best.sides
    return (
        f"{len(first.trials)} designs tried on each side (there are {first.designs} and {second.designs}), "
        f"{best.scenario.better_habits} habits, seed {best.seed}"
    )


def search_line(best: Best) -> str:
    """What searching brought on each side, on other customers and in training, all in one unit."""
    means = [gain.interval.mean for side in best.sides for gain in (side.gain, side.trained_gain)]
    per, unit = unit_of(best.measure, *means)
    gains = [_gain(side, called, per, unit) for side, called in zip(best.sides, SIDES, strict=True)]
    return f"Searching brought {listed(gains)}."


def _gain(side: Side, called: str, per: float, unit: str) -> str:
    if side.best.kind == "as shipped":
        return f"{called} nothing"
    judged, trained = (signed(gain.interval.mean / per) for gain in (side.gain, side.trained_gain))
    word = whole(side.gain.word, side.gain.reason)
    return f"{called} {judged} {unit}".rstrip() + f" ({word}; {trained} in training)"


def note_line(best: Best) -> str:
    """What was asked of a design, and what the figures rest on."""
    first, second = best.sides
    asked = [f"the busiest tenth at most {number(best.load_bound)}", *map(target_words, best.scenario.targets)]
    missing = [called for side, called in zip(best.sides, SIDES, strict=True) if side.trials[0].missed > 0.0]
    missed = f" No {listed(missing)} did; those that miss least were taken." if missing else ""
    effort = f"{first.replications:,}" + (
        "" if first.replications == second.replications else f" and {second.replications:,}"
    )
    price = (
        ""
        if best.scenario.money.second_skill_per_year
        else ". Second skills are free here (money.second_skill_per_year)"
    )
    return (
        f"Best {measure_words(best.measure)} in training, with {listed(asked)}.{missed} {effort} replications a side, "
        f"judged on the {best.replications} of podsim compare. Habits are not searched{price}."
    )
