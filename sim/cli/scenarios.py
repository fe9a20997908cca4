"""`podsim validate` and `podsim scenarios`: commands that read scenarios and run nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.cli.exits import Exit
from sim.cli.options import Scenarios, Sets, select_all
from sim.cli.output import say

if TYPE_CHECKING:
    from sim.scenario import Scenario


def validate(scenarios: Scenarios, sets: Sets = None) -> int:
    """Check scenarios and the files they name; run nothing."""
    for selection in select_all(scenarios, sets):
        lines = [*_data_lines(selection.scenario), *_completeness(selection.scenario)]
        say(_in_short(selection.scenario))
        for line in lines:
            say(f"  {line}")
        for line in _load(selection.scenario):
            say(f"  {line}")
        if selection.scenario.demand.replay is not None:
            from sim.demand.replay_report import replay_report

            for line in replay_report(selection.scenario).lines():
                say(f"  {line}")
    return Exit.DONE


def _in_short(scenario: Scenario) -> str:
    from sim.scenario.problems import count_of

    people = _head_count(scenario)
    sizes = [
        "1 person" if people == 1 else f"{people} people",
        count_of(len(scenario.demand.needs), "function"),
        count_of(len(scenario.demand.channels), "channel"),
    ]
    return f"{scenario.name}: valid. {', '.join(sizes)}, columns {', '.join(scenario.formations)}"


def _load(scenario: Scenario) -> Iterator[str]:
    """Whether the people can keep up; no model is run for it."""
    from sim.measures.offered import load_states
    from sim.report.load import load_line, overload_of

    steady = load_states(scenario, next(iter(scenario.formations)))
    yield load_line(steady)
    yield from overload_of(steady)


def _data_lines(scenario: Scenario) -> list[str]:
    """What was understood of the user's own people and volumes, and of shocks."""
    people, demand = scenario.people, scenario.demand
    if not (people.file or people.away_waves or demand.volumes_file or demand.bursts):
        return []  # without an import that costs time
    from sim.formation import data_lines

    return data_lines(scenario)


def _completeness(scenario: Scenario) -> Iterator[str]:
    """How complete the teams are, where the user brings the people or makes the teams."""
    if scenario.people.file is None and all(c.partition != "explicit" for c in scenario.formations.values()):
        return  # without an import that costs time
    from sim.formation.prepared import prepare, teams_by_column
    from sim.report.load import completeness_lines

    yield from completeness_lines(teams_by_column(prepare(scenario, scenario.formations)))


def _head_count(scenario: Scenario) -> int:
    if scenario.people.file is None:
        return sum(group.count for group in scenario.people.groups)
    from sim.formation.members import members_of

    return len(members_of(scenario))


def scenarios() -> int:
    """List the scenarios that can be used by name."""
    from sim.scenario import ScenarioError, known_scenarios, load_scenario

    for name in known_scenarios():
        try:
            title = load_scenario(name).title
        except ScenarioError:
            title = "(not valid: podsim validate says why)"
        say(f"{name:24} {title}".rstrip())
    return Exit.DONE
