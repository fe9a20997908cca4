"""`podsim road`: how do we get there, what does it cost, when does it pay?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.cells import kept_cells, running
from sim.cli.exits import Exit, UsageError
from sim.cli.options import RESULTS, Json, OneScenario, Out, Quiet, Seed, Sets, check_out, select
from sim.cli.output import command_line, note_compiling, progress, say, show_results

if TYPE_CHECKING:
    from sim.roads.loaded import LoadedRoad
    from sim.roads.results import Roads
    from sim.scenario import Scenario


class Ranked(StrEnum):
    """By what the rows of the table are ranked."""

    GIVEN = "given"
    TIME = "time"
    FELT = "felt"
    LOAD = "load"
    COST = "cost"
    PAYBACK = "payback"
    NPV = "npv"
    LOSS = "loss"
    GUESSED = "dip"
    WORSE = "worse"


def road(
    scenario: OneScenario,
    roads: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ROAD]...", help="Names or files; by default habits alone, by quarter, big bang."),
    ] = None,
    write: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write these roads there as files to change, and stop.")
    ] = None,
    weeks: Annotated[
        int | None, typer.Option(min=26, max=520, help="How far to look; by default money.horizon_weeks.")
    ] = None,
    replications: Annotated[
        int | None, typer.Option(min=2, help="Runs of every road; by default 6, fewer for large organisations.")
    ] = None,
    worlds: Annotated[
        int, typer.Option(min=0, help="Plausible worlds beside, one run each; where work piles up, minutes each.")
    ] = 0,
    people: Annotated[
        bool, typer.Option("--people", help="Also who is not needed at equal service, as in compare; takes minutes.")
    ] = False,
    by: Annotated[Ranked, typer.Option(help="Rank the table by this.")] = Ranked.GIVEN,
    everything: Annotated[bool, typer.Option("--all", help="Show intervals as well.")] = False,
    seed: Seed = None,
    sets: Sets = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Compare roads from today to another formation week by week: the dip, the payback, who is better off."""
    selected = select(scenario, sets).scenario
    loaded = loaded_roads(roads, selected)
    if write is not None:
        return _write(selected, loaded, write)
    from sim.roads.plan import check_roads
    from sim.roads.running import BRIDGED, run_roads, slowed, usual_replications

    slow = slowed(selected, weeks or selected.money.horizon_weeks)
    check_roads(slow, loaded)
    check_out(out)
    note_compiling("core", quiet)
    repeated = replications or usual_replications(slow, loaded)
    with progress(f"{selected.name}, runs", quiet) as watch:
        found = run_roads(
            slow, loaded, replications=repeated, worlds=worlds, bridge_replications=min(BRIDGED, repeated),
            seed=seed, progress=watch,
        )  # fmt: skip
    if people:
        found = _with_people(found, selected, out, quiet)
    from sim.report.road import roads_json, write_roads
    from sim.report.road_screen import road_page

    return show_results(
        lambda: write_roads(found, out, command_line(), by),
        lambda: road_page(found, everything=everything, by=by),
        lambda: roads_json(found),
        json,
    )


def _with_people(found: Roads, scenario: Scenario, out: Path, quiet: bool) -> Roads:
    """The roads with who is not needed at equal service."""
    from dataclasses import replace

    from sim.roads.people import people_of_roads

    with running(f"{scenario.name}: in people", out, quiet) as watch:
        return replace(found, people=people_of_roads(found, scenario, store=kept_cells(out), progress=watch))


def loaded_roads(names: list[str] | None, scenario: Scenario) -> list[LoadedRoad]:
    """The roads, first the one that stays. Raises ScenarioError with all that is wrong, UsageError."""
    from sim.roads.reading import read_roads

    try:
        return read_roads(names, scenario)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _write(scenario: Scenario, loaded: list[LoadedRoad], folder: Path) -> int:
    """One file a road; nothing of the user's is ever overwritten. Raises UsageError."""
    from sim.report.folder import write_new
    from sim.roads.plan import check_roads
    from sim.roads.writing import road_text

    plans = check_roads(scenario, loaded)
    files = {folder / f"{plan.road.name}.yaml": road_text(plan) for plan in plans}
    for path in files:
        if path.exists():
            raise UsageError(f"--write: {path} is there already, and nothing is overwritten; name another folder")
    try:
        for path, text in files.items():
            write_new(path, text)
    except OSError as error:
        raise UsageError(f"--write {folder}: {error.strerror or error}") from None
    for path in files:
        say(str(path))
    return Exit.DONE
