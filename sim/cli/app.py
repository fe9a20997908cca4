"""The commands and their options. Nothing of the model is imported before a command runs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.calibrate import calibrate
from sim.cli.events import events
from sim.cli.experiment import experiment
from sim.cli.flip import flip
from sim.cli.staff import staff
from sim.cli.sweep import sweep

app = typer.Typer(
    name="podsim",
    help="Would this organisation serve its customers better as departments, or as V-formation pods?",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Engine(StrEnum):
    """Which engine runs; both: one after the other, compared row by row."""

    CORE = "core"
    AGENTS = "agents"
    BOTH = "both"


LARGEST_SEED = 2**63 - 1
Scenarios = Annotated[list[str], typer.Argument(metavar="SCENARIO", help="Names or files; podsim scenarios lists.")]
OneScenario = Annotated[str, typer.Argument(metavar="SCENARIO", help="Name or file; podsim scenarios lists.")]
Formations = Annotated[
    list[str] | None, typer.Option(help="Columns, joined by commas; the first is what others are compared with.")
]
Replications = Annotated[
    str | None, typer.Option(metavar="N|auto", help="Repetitions; auto: until the primary measures are settled.")
]
Seed = Annotated[int | None, typer.Option(min=0, max=LARGEST_SEED, help="Seed of every draw; as in the scenario.")]
WithEngine = Annotated[Engine, typer.Option(help="core: compiled; agents: the readable model; both: and compare.")]
Sets = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a setting; repeatable.")]
Out = Annotated[Path, typer.Option(help="Folder in which results folders are made.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")]
Cluster = Annotated[
    str | None, typer.Option(metavar="local|ADDRESS", help="Run many cells on dask.distributed (extra: cluster).")
]
RESULTS = Path("results")


@app.callback(invoke_without_command=True)
def podsim(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    """Would this organisation serve its customers better as departments, or as V-formation pods?"""
    if version:
        from sim.report.manifest import program_version

        typer.echo(f"podsim {program_version()}")
        raise typer.Exit


@app.command()
def compare(
    scenarios: Scenarios,
    formations: Formations = None,
    replications: Replications = None,
    seed: Seed = None,
    engine: WithEngine = Engine.CORE,
    sets: Sets = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
    budget_replications: Annotated[int, typer.Option(min=10, help="Most repetitions with auto.")] = 200,
    budget_seconds: Annotated[float, typer.Option(min=0, help="Most seconds with auto.")] = 120.0,
    null: Annotated[bool, typer.Option("--null", help="Test: teams that cannot matter must not matter.")] = False,
    identity: Annotated[bool, typer.Option("--identity", help="Test: names must not matter.")] = False,
    walls_only: Annotated[bool, typer.Option("--walls-only", help="Test: splitting a pool loses time.")] = False,
    placebo: Annotated[
        bool, typer.Option("--placebo", help="Also: pods drawn at random, and a dispatcher blind to teams.")
    ] = False,
    placebo_draws: Annotated[int, typer.Option(min=2, max=200, help="How many times pods are drawn at random.")] = 5,
    everything: Annotated[bool, typer.Option("--all", help="Show every measure, parity and detail.")] = False,
    no_worlds: Annotated[bool, typer.Option("--no-worlds", help="Leave out plausible worlds, which take a minute.")] = (
        False
    ),
    worlds: Annotated[int, typer.Option(min=20, max=100_000, help="How many plausible worlds.")] = 200,
    cluster: Cluster = None,
    no_report: Annotated[bool, typer.Option("--no-report", help="Write no report.html, pictures and event logs.")] = (
        False
    ),
    seats: Annotated[bool, typer.Option("--seats", help="Call people by their seats in the report.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Table and verdict alone: --no-worlds --no-report.")] = False,
) -> int:
    """Compare silos, better silos and pods on the same customers: table, verdict, results folder."""
    from sim.cli.compare import check, compare_all
    from sim.cli.options import Asked, chosen

    draws = placebo_draws if placebo else 0
    asked = Asked(
        replications, seed, engine.value, out, json, quiet, budget_replications, budget_seconds, draws,
        everything=everything, worlds=0 if no_worlds or quick else worlds, cluster=cluster,
        report=not (no_report or quick), seats=seats,
    )  # fmt: skip
    found = chosen(scenarios, sets or [], formations or [])
    checks = [name for name, wanted in {"null": null, "identity": identity, "walls_only": walls_only}.items() if wanted]
    return check(found, asked, checks) if checks else compare_all(found, asked)


@app.command()
def run(
    scenario: OneScenario,
    formation: Annotated[str, typer.Option(help="The column to run.")] = "silos",
    replications: Annotated[int | None, typer.Option(min=1, help="Repetitions.")] = None,
    seed: Seed = None,
    engine: WithEngine = Engine.CORE,
    sets: Sets = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Run one column: all its measures with intervals."""
    from sim.cli.compare import run_one
    from sim.cli.options import Asked, chosen

    count = None if replications is None else str(replications)
    (choice,) = chosen([scenario], sets or [], [formation])
    return run_one(choice, Asked(count, seed, engine.value, out, json, quiet))


@app.command()
def trace(
    scenario: OneScenario,
    case: Annotated[int, typer.Option(min=1, help="The N-th arrival of the measured weeks.")],
    replication: Annotated[int, typer.Option(min=0, help="Replication, from 0 as in the tables.")] = 0,
    formations: Formations = None,
    seed: Seed = None,
    engine: Annotated[Engine, typer.Option(help="core or agents.")] = Engine.CORE,
    sets: Sets = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Follow one customer through every column, side by side."""
    from sim.cli.compare import trace_one
    from sim.cli.options import Asked, chosen

    (choice,) = chosen([scenario], sets or [], formations or [])
    return trace_one(choice, Asked(None, seed, engine.value, RESULTS, json, quiet), case, replication)


@app.command()
def validate(scenarios: Scenarios, sets: Sets = None) -> int:
    """Check scenarios and the files they name; run nothing."""
    from sim.cli.scenarios import validate_all

    return validate_all(scenarios, sets or [])


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder for your own scenario.")],
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Its name; by default that of the folder.")] = None,
    functions: Annotated[
        str | None, typer.Option(metavar="LIST", help='People per function, as "sales:12,service:18".')
    ] = None,
    channels: Annotated[
        str | None,
        typer.Option(metavar="LIST", help='Contacts a week by channel, as "voice:4000:live,mail:3000".'),
    ] = None,
    hours: Annotated[
        str | None, typer.Option("--open", metavar="HOURS", help='Opening hours, as "mon-fri 08:00-18:00".')
    ] = None,
    pod_size: Annotated[int | None, typer.Option(metavar="N", help="People in a pod.")] = None,
) -> int:
    """Write a scenario of your own with tables of people and volumes to fill in; asks where a terminal is there."""
    from sim.cli.init import write_start

    return write_start(folder, name=name, functions=functions, channels=channels, hours=hours, pod_size=pod_size)


@app.command()
def explain(
    key: Annotated[
        str | None,
        typer.Argument(metavar="KEY", help="A setting, rule or measure; or: settings, rules, measures; none: all."),
    ] = None,
) -> int:
    """Say what a setting, a rule or a measure means: unit, range, default, equation, source."""
    from sim.cli.scenarios import explain_key

    return explain_key(key)


@app.command()
def schema(
    experiment: Annotated[bool, typer.Option("--experiment", help="That of experiment files instead.")] = False,
) -> int:
    """Print the JSON Schema of scenario files, for editors."""
    from sim.cli.scenarios import print_schema

    return print_schema(experiment)


@app.command()
def scenarios() -> int:
    """List the scenarios that can be used by name."""
    from sim.cli.scenarios import list_scenarios

    return list_scenarios()


app.command()(calibrate)
app.command()(flip)
app.command()(events)
app.command()(sweep)
app.command()(experiment)
app.command()(staff)
