"""`podsim validate` and `podsim scenarios`: commands that read scenarios and run nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.exits import Exit, UsageError
from sim.cli.options import Scenarios, Sets, select_all
from sim.cli.output import say

if TYPE_CHECKING:
    from sim.formation.prepared import Prepared
    from sim.scenario import Scenario


def validate(scenarios: Scenarios, sets: Sets = None) -> int:
    """Check scenarios and the files they name; run nothing."""
    for selection in select_all(scenarios, sets):
        scenario = selection.scenario
        prepared = _prepared(scenario)
        people = sum(group.count for group in scenario.people.groups) if prepared is None else prepared.people.count
        say(_in_short(scenario, people))
        for line in (*_understood(scenario, prepared), *_hours(scenario), *_load(scenario), *_log_lines(prepared)):
            say(f"  {line}")
    return Exit.DONE


def _prepared(scenario: Scenario) -> Prepared | None:
    """What a run would use; None where reading the scenario has shown everything, without an import that costs time."""
    people, demand = scenario.people, scenario.demand
    named = people.file or people.away_waves or demand.volumes_file or demand.replay or demand.bursts
    if not (named or _brings_teams(scenario)):
        return None
    from sim.formation.prepared import prepare

    return prepare(scenario, scenario.formations)


def _brings_teams(scenario: Scenario) -> bool:
    """Whether the user brings the people, or makes the teams."""
    return bool(scenario.people.file) or any(c.partition == "explicit" for c in scenario.formations.values())


def _understood(scenario: Scenario, prepared: Prepared | None) -> Iterator[str]:
    """What was understood of the user's own people and volumes, and of shocks; how complete teams of the user's are."""
    if prepared is None:
        from sim.scenario.sums import sum_lines

        yield from sum_lines(scenario)
        return
    from sim.formation import data_lines

    yield from data_lines(prepared)
    if _brings_teams(prepared.scenario):
        from sim.formation.prepared import teams_by_column
        from sim.report.load import completeness_lines

        yield from completeness_lines(teams_by_column(prepared))


def _hours(scenario: Scenario) -> Iterator[str]:
    """How long people work, and what may be a mistake in it; a file of people has its own report."""
    from sim.scenario.roster_lines import hours_of_groups, roster_lines

    if scenario.people.groups:
        yield from roster_lines(scenario, hours_of_groups(scenario))


def _log_lines(prepared: Prepared | None) -> Iterator[str]:
    """What was understood of a replayed log."""
    if prepared is not None and prepared.scenario.demand.replay is not None:
        from sim.demand.replay_report import replay_report

        yield from replay_report(prepared.scenario, prepared.customers).lines()


def _in_short(scenario: Scenario, people: int) -> str:
    from sim.scenario.built_in_columns import other_columns, other_habits
    from sim.scenario.problems import count_of

    sizes = [
        "1 person" if people == 1 else f"{people} people",
        count_of(len(scenario.demand.needs), "function"),
        count_of(len(scenario.demand.channels), "channel"),
    ]
    others = other_columns(scenario.better_habits)
    columns = [name for name in scenario.formations if name not in others]
    with_others = f"with {other_habits(scenario.better_habits)} habits {', '.join(others)}"
    return f"{scenario.name}: valid. {', '.join(sizes)}, columns {', '.join(columns)}; {with_others}"


def _load(scenario: Scenario) -> Iterator[str]:
    """Whether the people can keep up; no model is run for it."""
    from sim.measures.offered import load_states
    from sim.report.load import helped_lines, load_line, overload_of
    from sim.report.technology import technology_lines

    first, *others = scenario.formations
    steady = load_states(scenario, first)
    yield load_line(steady)
    yield from overload_of(steady)
    if any(state.too_full for state in steady.values()):
        yield from helped_lines(first, steady, {column: load_states(scenario, column) for column in others})
    yield from technology_lines(scenario, scenario.formations)


def scenarios(
    show: Annotated[
        str | None, typer.Option(metavar="NAME", help="Print the file of a scenario or an experiment, with its notes.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="With --show: copy it to a new file.")] = None,
) -> int:
    """List the scenarios that can be used by name, or show one."""
    if show is not None:
        return _show(show, out)
    if out is not None:
        raise UsageError("--out goes with --show NAME")
    from sim.scenario import ScenarioError, known_scenarios, load_scenario

    for name in known_scenarios():
        try:
            title = load_scenario(name).title
        except ScenarioError:
            title = "(not valid: podsim validate says why)"
        say(f"{name:24} {title}".rstrip())
    return Exit.DONE


def _show(name: str, out: Path | None) -> int:
    """The file of a scenario, or of an experiment where no scenario has that name."""
    from sim.report.folder import write_new
    from sim.scenario.files import find_scenario, known_scenarios, read_text
    from sim.scenario.problems import Problem, ScenarioError, did_you_mean
    from sim.studies.reading import find_study, known_studies

    if name in known_scenarios() or "/" in name:
        text = read_text(find_scenario(name))
    elif name in known_studies():
        text = read_text(find_study(name), "an experiment")
    else:
        words = f"There is no such scenario or experiment. {did_you_mean(name, [*known_scenarios(), *known_studies()])}"
        raise ScenarioError([Problem(name, None, name, words)])
    if out is None:
        say(text.rstrip("\n"))
        return Exit.DONE
    try:
        write_new(out, text)
    except FileExistsError:
        raise UsageError(f"{out}: there is such a file already, and it stays as it is") from None
    except OSError as error:
        raise UsageError(f"{out}: {error.strerror or error}") from None
    say(f"{out}: a copy of {name}")
    for copied in _data_beside(name, out.parent) if name in known_scenarios() else ():
        say(f"{copied}: its data")
    return Exit.DONE


def _data_beside(name: str, folder: Path) -> Iterator[Path]:
    """Copy the data files that a scenario names to where its copy looks for them; what is there stays."""
    import shutil

    from sim.foundation.files import written_aside
    from sim.scenario import load_scenario
    from sim.scenario.scenario_settings import DATA_FILES

    scenario = load_scenario(name)
    for setting in DATA_FILES:
        named = scenario.named_file(setting)
        if named and not (folder / named).exists():
            with written_aside(folder / named, new=True) as aside:
                shutil.copyfile(scenario.data_file(setting), aside)
            yield folder / named
