"""What is said of a result beside its measures: load, growth, teams, and what was understood of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.comparison.prepared import Prepared, teams_by_column
from sim.measures import backlog_growth, load_states

if TYPE_CHECKING:
    from sim.comparison.sampling import Sampler
    from sim.scenario.scenario_settings import Scenario


def facts_of(sampler: Sampler) -> dict[str, Any]:
    """Fields of a Run or a Comparison by name."""
    prepared, samples = sampler.prepared, sampler.samples
    weeks = prepared.scenario.time.measured_weeks
    growth = {
        column: backlog_growth(backlog, float(samples[column]["cases_arrived"].mean()) / weeks)
        for column, backlog in sampler.backlog.items()
    }
    steady = load_states(prepared.scenario, prepared.columns[0])
    return {
        "offered_load": {function: state.offered for function, state in steady.items()},
        "steady": steady,
        "growth": growth,
        "replay": _replay(prepared),
        "understood": understood_of(prepared.scenario),
        "teams": teams_by_column(prepared),
    }


def understood_of(scenario: Scenario) -> tuple[str, ...]:
    """What was understood of the user's files of people and volumes, and of shocks, one line each.

    Files are named as the scenario names them: where they lie is no part of a result.
    """
    from sim.formation import data_lines
    from sim.scenario.places import shown_path

    lines = data_lines(scenario)
    for setting in ("people.file", "demand.volumes_file"):
        if name := scenario.named_file(setting):
            path = shown_path(scenario.data_file(setting))
            lines = [line.replace(f"{path}: ", f"{name}: ", 1) if line.startswith(f"{path}: ") else line
                     for line in lines]  # fmt: skip
    return tuple(lines)


def _replay(prepared: Prepared) -> Any:
    if prepared.scenario.demand.replay is None:
        return None
    from sim.demand.replay_report import replay_report

    return replay_report(prepared.scenario)
