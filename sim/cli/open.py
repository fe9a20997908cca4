"""`podsim open`: the page to play with, written for a scenario and shown; or the readable model, watched."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.cells import running
from sim.cli.exits import Exit, UsageError
from sim.cli.options import RESULTS, Engine, Out, Quiet, Seed, Selection, Sets, check_out, select
from sim.cli.output import note, note_compiling, progress, say


def open(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="Name or file; podsim scenarios lists the names.")
    ] = "support_desk",
    replications: Annotated[
        int, typer.Option(min=2, max=10, help="Replications that the page has, and computes again.")
    ] = 10,
    seed: Seed = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Show it, or only write it.")] = True,
    engine: Annotated[
        Engine, typer.Option(help="core: the page to play with; agents: watch the readable model, step by step.")
    ] = Engine.CORE,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Where it is served, with --engine agents.", show_default="free"),
    ] = None,
    sets: Sets = None,
    out: Out = RESULTS,
    quiet: Quiet = False,
) -> int:
    """Write the page to play with: move people, customers and habits, and it is simulated again."""
    selection = select(scenario, sets)
    if engine is Engine.BOTH:
        raise UsageError("--engine both: a page shows core or agents")
    if engine is Engine.AGENTS:
        return _watch(selection, scenario, sets, seed, port, browser, quiet)
    if port is not None:
        raise UsageError("--port goes with --engine agents; the page to play with is a file")
    check_out(out)
    from sim.api import compare
    from sim.report.answer import Answer
    from sim.report.folder import folder_name, replace_file
    from sim.report.live.payload import NotLive, module_for, payload
    from sim.report.page import report_html

    made = selection.scenario
    try:
        module_for(made)  # what is known before anything runs
        note_compiling("core", quiet)
        with progress(made.name, quiet) as watch:
            answer: Answer = compare(made, replications=replications, seed=seed, progress=watch)
        with running(f"{made.name}: what may be moved", out, quiet) as watch:
            moving = payload(answer, watch)
    except NotLive as error:
        raise UsageError(f"{made.name} cannot be computed in a page: {error}. podsim compare answers it") from None
    page = out / f"{folder_name(made.name, '')[:-1]}.html"
    try:
        replace_file(page, report_html(answer, moving=moving, play=True))
    except OSError as error:
        raise UsageError(f"{page}: {error.strerror or error}") from None
    say(f"{page}: {len(moving.live.dials)} dials. It opens in any browser, also without a network.")
    if browser:
        import webbrowser

        if not webbrowser.open(page.resolve().as_uri()):
            note("No browser could be started here: open the file yourself.", quiet)
    return Exit.DONE


def _watch(
    selection: Selection,
    scenario: str,
    sets: list[str] | None,
    seed: int | None,
    port: int | None,
    browser: bool,
    quiet: bool,
) -> int:
    """Serve the readable model until Ctrl-C."""
    from sim.report.watch.dials import usual_sides
    from sim.report.watch.serving import NotWatchableError, check_watchable, serve

    made = selection.scenario
    left, right = usual_sides(made)
    given = {
        "scenario": scenario,
        "sets": list(sets or ()),
        "left": left,
        "right": right,
        "seed": made.seed if seed is None else seed,
    }

    def ready(address: str) -> None:
        say(f"{address}: the readable model of {made.name}. It needs no network. Ctrl-C ends it.")
        if browser:
            import webbrowser

            if not webbrowser.open(address):
                note("No browser could be started here: open the address yourself.", quiet)

    try:
        check_watchable(made)
        serve(given, port, ready=ready)
    except NotWatchableError as error:
        raise UsageError(str(error)) from None
    return Exit.DONE
