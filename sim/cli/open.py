"""`podsim open`: the page to play with, written for a scenario and shown in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.cells import running
from sim.cli.exits import Exit, UsageError
from sim.cli.options import RESULTS, Out, Quiet, Seed, Sets, check_out, select
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
    sets: Sets = None,
    out: Out = RESULTS,
    quiet: Quiet = False,
) -> int:
    """Write the page to play with: move people, customers and habits, and it is simulated again."""
    selection = select(scenario, sets)
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
        replace_file(page, report_html(answer, moving=moving))
    except OSError as error:
        raise UsageError(f"{page}: {error.strerror or error}") from None
    say(f"{page}: {len(moving.live.dials)} dials. It opens in any browser, also without a network.")
    if browser:
        import webbrowser

        if not webbrowser.open(page.resolve().as_uri() + "#whatif"):
            note("No browser could be started here: open the file yourself.", quiet)
    return Exit.DONE
