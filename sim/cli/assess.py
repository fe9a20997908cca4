"""`podsim assess`: where an organisation stands, by a few questions of fact, and what the next step would gain."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.assess_questions import answered, forget, keeping, write_form
from sim.cli.cells import kept_cells, running
from sim.cli.exits import Exit
from sim.cli.options import (
    RESULTS,
    Cluster,
    Json,
    OneScenario,
    Out,
    Quiet,
    Seed,
    Sets,
    check_measure,
    check_out,
    select,
)
from sim.cli.output import command_line, note_compiling, say, show_results

if TYPE_CHECKING:
    from sim.studies.assessment import Assessment

FELT = "felt_empathy"


def assess(
    scenario: OneScenario,
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Answers; on a terminal what is missing is asked for, and kept there."),
    ] = None,
    form: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a new file of answers to be filled in, and stop.")
    ] = None,
    questions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Questions of your own: texts, scales and what answers set.")
    ] = None,
    measure: Annotated[str, typer.Option(metavar="MEASURE", help="What the next step is to gain.")] = FELT,
    replications: Annotated[
        int | None,
        typer.Option(min=2, help="Runs by which gains are judged; by default those of the scenario, or fewer."),
    ] = None,
    seed: Seed = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also every answer with what it sets, and every dial that was tried.")
    ] = False,
    cluster: Cluster = None,
    sets: Sets = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Ask where an organisation stands, and simulate what the next step would gain."""
    made = select(scenario, sets).scenario
    check_measure(measure)
    check_out(out)
    from sim.studies.assessment import assess as assessed
    from sim.studies.assessment import read_questions

    asked = read_questions(questions)
    options = {
        "--questions": questions, "--measure": measure if measure != FELT else None, "--replications": replications,
        "--seed": seed, "--cluster": cluster, "--out": out if out != RESULTS else None,
    }  # fmt: skip
    typed = _typed(scenario, sets, options)
    if form is not None:
        write_form(form, asked, typed)
        filled = f"podsim assess {typed} --answers {shlex.quote(str(form))}"
        say(f"{form}: {len(asked.questions)} questions. Fill it in, then: {filled}")
        return Exit.DONE
    given, kept = answered(asked, answers, scenario, typed, out)
    note_compiling("core", quiet)
    with (
        keeping(given, kept, typed, answers is None),
        running(f"{made.name}: every dial alone", out, quiet) as watch,
    ):
        found = assessed(
            made, asked, given,
            measure=measure, replications=replications, seed=seed,
            cluster=cluster, store=kept_cells(out), progress=watch,
        )  # fmt: skip
    code = _shown(found, scenario, bool(sets), everything, out, json)
    forget(kept, new=answers is None and code == Exit.DONE)
    return code


def _typed(scenario: str, sets: Sequence[str] | None, options: Mapping[str, object]) -> str:
    """Scenario and options as they were typed, for the line that says how to go on; answers depend on none of them."""
    words = [scenario, *(word for one in sets or () for word in ("--set", one))]
    words += [word for name, value in options.items() if value is not None for word in (name, str(value))]
    return shlex.join(words)


def _shown(found: Assessment, source: str, altered: bool, everything: bool, out: Path, json: bool) -> Exit:
    from sim.report.assessment import assessment_page
    from sim.report.assessment_files import assessment_json, write_assessment

    return show_results(
        lambda: write_assessment(found, source, altered, out, command_line()),
        lambda: assessment_page(found, everything),
        lambda: assessment_json(found),
        json,
    )
