"""`podsim best`: the best few of ten thousand designs; with --sides the best departments beside the best pods."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.cells import kept_cells, running
from sim.cli.exits import UsageError
from sim.cli.options import (
    RESULTS,
    Cells,
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
    check_writable,
    select,
)
from sim.cli.output import command_line, note, note_compiling, show_results
from sim.cli.staff import target_of

if TYPE_CHECKING:
    from sim.comparison.sampling import Progress
    from sim.scenario import Scenario


def best(
    scenario: OneScenario,
    designs: Annotated[
        int | None,
        typer.Option(min=2, max=100_000, help="Designs looked at: by default 10,000, or 32 on each side with --sides."),
    ] = None,
    sides: Annotated[
        bool,
        typer.Option("--sides", help="The best departments beside the best pods, designed with the same effort."),
    ] = False,
    budget: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of today's pay that may be spent on top of it.")
    ] = 0.0,
    measure: Judged = "resolution_minutes",
    target: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE[@CHANNEL]=VALUE", help="Use instead of the scenario's targets; repeatable."),
    ] = None,
    replications: Cells = None,
    seed: Seed = None,
    write: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="With --sides: write a scenario that has both designs as columns."),
    ] = None,
    cluster: Cluster = None,
    sets: Sets = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Find the best few designs of teams, second skills, habits and people within pay and load, on fresh customers."""
    from sim.exploring.designs import check
    from sim.scenario import changed

    made = select(scenario, sets).scenario
    check_measure(measure)
    if target:
        made = changed(made, {"targets": [target_of(text) for text in target]})
    check(made)
    check_out(out)
    asked = _Asked(designs, measure, replications, seed, cluster, out, json, quiet)
    if not sides:
        if write is not None:
            raise UsageError("--write goes with --sides")
        return _shortlist(made, asked, budget)
    if budget:
        raise UsageError("--budget does not go with --sides, where numbers of people stay")
    if write is not None:
        check_new(write)
    return _sides(made, asked, write, scenario, altered=bool(sets or target))


@dataclass(frozen=True)
class _Asked:
    """What both searches are asked for; as of the command."""

    designs: int | None
    measure: str
    replications: int | None
    seed: int | None
    cluster: str | None
    out: Path
    json: bool
    quiet: bool

    def search(self, watch: Progress | None) -> dict[str, Any]:
        """Arguments of a search but for how many designs there are."""
        return {
            "measure": self.measure, "replications": self.replications, "seed": self.seed, "cluster": self.cluster,
            "store": kept_cells(self.out), "progress": watch,
        }  # fmt: skip


def _sides(made: Scenario, asked: _Asked, write: Path | None, source: str, *, altered: bool) -> int:
    """The best departments beside the best pods. source, altered: as of `scenario_text`."""
    from sim.exploring.designs import DESIGNS
    from sim.exploring.designs import best as searched

    note_compiling("core", asked.quiet)
    with running(f"{made.name}, cells", asked.out, asked.quiet) as watch:
        found = searched(made, designs=asked.designs or DESIGNS, **asked.search(watch))
    from sim.report.designs import best_json, best_page, write_best

    code = show_results(
        lambda: write_best(found, asked.out, command_line()),
        lambda: best_page(found),
        lambda: best_json(found),
        asked.json,
    )
    if write is not None:
        from sim.report.designs_file import scenario_text
        from sim.report.folder import write_new

        write_new(write, scenario_text(found, source, altered, write.parent))
        note(f"podsim: {write} has both designs as columns", asked.quiet)
    return code


def _shortlist(made: Scenario, asked: _Asked, budget: float) -> int:
    """The best few of ten thousand designs."""
    from sim.exploring.designs.levers import MOST
    from sim.exploring.designs.shortlist import shortlist

    note_compiling("core", asked.quiet)
    with running(f"{made.name}, shortlist", asked.out, asked.quiet) as watch:
        found = shortlist(made, designs=asked.designs or MOST, budget=budget, **asked.search(watch))
    from sim.report.shortlist import shortlist_json, shortlist_page, write_shortlist

    return show_results(
        lambda: write_shortlist(found, asked.out, command_line()),
        lambda: shortlist_page(found),
        lambda: shortlist_json(found),
        asked.json,
    )


def check_new(path: Path) -> None:
    """Refuse a file that is there already, or cannot be written, before time is spent. Raises UsageError."""
    if path.exists():
        raise UsageError(f"--write {path}: it is there already; name a new file")
    check_writable(path)
