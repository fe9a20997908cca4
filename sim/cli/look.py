"""Commands that run no model: validate, explain, schema, scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.cli.asked import chosen
from sim.cli.exits import Exit, UsageError
from sim.cli.output import say, say_json
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from sim.measures import Measure
    from sim.scenario import Scenario

BETTER = {"less": "less is better", "more": "more is better", "none": "neither more nor less is better"}


def validate_all(names: Sequence[str], sets: Sequence[str]) -> int:
    """Say that scenarios are valid; raises with everything that is wrong otherwise."""
    for choice in chosen(names, sets, []):
        lines = _data_lines(choice.scenario)
        say(_in_short(choice.scenario))
        for line in lines:
            say(f"  {line}")
        for line in _load(choice.scenario):
            say(f"  {line}")
        if choice.scenario.demand.replay is not None:
            from sim.demand.replay_report import replay_report

            for line in replay_report(choice.scenario).lines():
                say(f"  {line}")
    return Exit.DONE


def _in_short(scenario: Scenario) -> str:
    people = _head_count(scenario)
    sizes = [
        "1 person" if people == 1 else f"{people} people",
        count_of(len(scenario.demand.needs), "function"),
        count_of(len(scenario.demand.channels), "channel"),
    ]
    return f"{scenario.name}: valid. {', '.join(sizes)}, columns {', '.join(scenario.formations)}"


def _load(scenario: Scenario) -> Iterator[str]:
    """Whether the people can keep up; no model is run for it."""
    from sim.measures.load_words import load_line, overload_of
    from sim.measures.offered import load_states

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


def _head_count(scenario: Scenario) -> int:
    if scenario.people.file is None:
        return sum(group.count for group in scenario.people.groups)
    from sim.formation.members import members_of

    return len(members_of(scenario))


def explain_key(key: str | None) -> int:
    """Say what a measure or a setting means, or list all of them."""
    from sim.measures.registry import MEASURES, measure_named
    from sim.scenario import UnknownSetting, all_settings
    from sim.scenario import explain as explain_setting
    from sim.scenario.problems import nearest

    if key is None:
        say("\n".join(["Measures", *(f"  {m.name} ({m.unit})" for m in MEASURES)]))
        say("\n".join(["", "Settings", *(f"  {info.key}" for info in all_settings())]))
        return Exit.DONE
    if measure := measure_named(key):
        say(_measure_text(measure))
        return Exit.DONE
    try:
        say(explain_setting(key))
    except UnknownSetting as error:
        guess = nearest(key, [measure.name for measure in MEASURES])
        hint = f" Or the measure {guess}?" if guess else ""
        raise UsageError(f"{error}{hint} podsim explain lists all.") from None
    return Exit.DONE


def _measure_text(measure: Measure) -> str:
    worth = f"{measure.smallest:.0%} of the first column" if measure.relative else f"{measure.smallest:g}"
    rows = [
        ("unit", measure.unit),
        ("better", BETTER[measure.direction]),
        ("smallest difference worth having", worth),
        ("primary", "yes, the verdict rests on it" if measure.primary else "no"),
        ("source", measure.source),
    ]
    return "\n".join([f"{measure.name} (measure)", f"  {measure.meaning}", *(f"  {n}: {text}" for n, text in rows)])


def print_schema() -> int:
    """JSON Schema of scenario files."""
    from sim.scenario import json_schema

    say_json(json_schema())
    return Exit.DONE


def list_scenarios() -> int:
    """Names with their titles; a file that is not valid is listed as such."""
    from sim.scenario import ScenarioError, known_scenarios, load_scenario

    for name in known_scenarios():
        try:
            title = load_scenario(name).title
        except ScenarioError:
            title = "(not valid: podsim validate says why)"
        say(f"{name:24} {title}".rstrip())
    return Exit.DONE
