"""Commands that run no model: `podsim validate`, `explain`, `schema` and `scenarios`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.exits import Exit
from sim.cli.options import Scenarios, Sets, select_all
from sim.cli.output import say, say_json

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


def explain(
    key: Annotated[
        str | None,
        typer.Argument(metavar="KEY", help="A setting, rule or measure; or settings, rules, measures; by default all."),
    ] = None,
) -> int:
    """Say what a setting, a rule or a measure means: unit, range, default, equation, source."""
    from sim.cli.explaining import explained

    say(explained(key))
    return Exit.DONE


def schema(
    experiment: Annotated[bool, typer.Option("--experiment", help="The schema of experiment files instead.")] = False,
) -> int:
    """Print the JSON Schema of scenario files, for editors."""
    if experiment:
        from sim.studies.reading import study_schema

        say_json(study_schema())
        return Exit.DONE
    from sim.scenario import json_schema

    say_json(json_schema())
    return Exit.DONE


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
