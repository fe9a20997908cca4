"""`podsim flip`: at which value of each assumption the answer has another word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.asking_roads import Roads, Weeks, asked_of, say_runs
from sim.cli.cells import kept_cells, running
from sim.cli.exits import UsageError
from sim.cli.options import (
    RESULTS,
    Cluster,
    Json,
    Judged,
    OneScenario,
    Out,
    Quiet,
    Seed,
    Sets,
    check_measure,
    check_out,
    pair_of,
    select,
)
from sim.cli.output import command_line, note_compiling, show_results

if TYPE_CHECKING:
    from pathlib import Path

    from sim.roads.asking import Asked
    from sim.scenario import Scenario
    from sim.scenario.ledger import Assumption

BETWEEN = "silos,pods"


def flip(
    scenario: OneScenario,
    measure: Judged = "resolution_minutes",
    over: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY[=LOW:HIGH]", help="Only this setting; repeatable. By default all settings without a source."
        ),
    ] = None,
    between: Annotated[
        str,
        typer.Option(metavar="FIRST,SECOND", help="The two columns; silos_plus,pods asks about the formation alone."),
    ] = BETWEEN,
    road: Roads = None,
    weeks: Weeks = None,
    replications: Annotated[
        int | None,
        typer.Option(min=2, help="Replications at every value; by default 10, on roads 3, fewer where each is large."),
    ] = None,
    seed: Seed = None,
    sets: Sets = None,
    cluster: Cluster = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Find the value of each assumption at which the answer has another word: what would have to be true."""
    check_measure(measure)
    made = select(scenario, sets).scenario
    if road:
        unused = {"--between": between != BETWEEN, "--cluster": cluster is not None}
        asked, pair = asked_of(made, road, weeks, measure, seed, out, unused)
        return _of_roads(asked, pair, over, replications, out, json, quiet)
    if weeks is not None:
        raise UsageError("--weeks is for roads: name one with --road")
    pair = pair_of(between, tuple(made.formations))
    wanted = assumptions_named(made, pair, over) if over else None
    check_out(out)
    note_compiling("core", quiet)
    from sim.exploring.turning_points import flips, replications_of
    from sim.exploring.worlds import shortened
    from sim.report.turning_points import flip_page, flip_rows, write_flips

    own_seed = made.seed if seed is None else seed
    count = replications_of(shortened(made)) if replications is None else replications
    with running(f"{made.name}: looking at every assumption", out, quiet) as watch:
        turned = flips(
            made, pair, [pair], seed=own_seed, over=wanted, measures=_measures(made, measure),
            replications=count, cluster=cluster, store=kept_cells(out), progress=watch,
        )  # fmt: skip
    return show_results(
        lambda: write_flips(made, turned, own_seed, count, out, command_line()),
        lambda: flip_page(made, turned, count),
        lambda: {"scenario": made.name, "flips": flip_rows(turned)},
        json,
    )


def _of_roads(
    asked: Asked,
    pair: tuple[str, str],
    over: list[str] | None,
    replications: int | None,
    out: Path,
    json: bool,
    quiet: bool,
) -> int:
    """The same of a road beside another; where two are named, also of each beside staying."""
    from sim.report.road_turns import turns_json, turns_page, write_road_turns
    from sim.roads.asking import road_flips, runs_needed
    from sim.roads.plan import columns_named

    stay = asked.names[0]
    pairs = list(dict.fromkeys([pair, *((stay, name) for name in asked.names[1:])]))
    wanted = assumptions_named(asked.scenario, columns_named(asked.roads), over) if over else None
    check_out(out)
    note_compiling("core", quiet)
    say_runs(runs_needed(asked, wanted, asked.replications(replications)), asked, quiet)
    with running(f"{asked.scenario.name}, runs", out, quiet) as watch:
        turns = road_flips(asked, pairs, over=wanted, replications=replications, progress=watch)
    return show_results(
        lambda: write_road_turns(turns, out, command_line()),
        lambda: turns_page(turns),
        lambda: turns_json(turns),
        json,
    )


def _measures(scenario: Scenario, measure: str) -> tuple[str, ...]:
    """The measure; of resolution time also by channel."""
    channels = scenario.demand.channels
    by_channel = measure == "resolution_minutes" and len(channels) > 1
    return (measure, *(f"{measure}@{name}" for name in channels)) if by_channel else (measure,)


def assumptions_named(scenario: Scenario, columns: Sequence[str], keys: Sequence[str]) -> list[Assumption]:
    """Assumptions meant by --over, in order. Raises UsageError with the nearest name."""
    from sim.scenario.ledger import named

    try:
        return named(scenario, columns, keys)
    except ValueError as error:
        raise UsageError(f"--over {error}") from None
