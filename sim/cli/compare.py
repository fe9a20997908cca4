"""compare, run, trace and the falsification tests, as commands."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.exits import Exit, UsageError
from sim.cli.options import Asked, Choice
from sim.cli.output import note, note_compiling, progress, say, say_json, say_page

if TYPE_CHECKING:
    from sim.report.answer import Answer

# Row by row and thousands of cases each: a few replications are many comparisons.
REPLICATIONS_OF_CHECKS = 3
LONG_SECONDS = 240.0  # beyond which it is said how long worlds may take


def compare_all(choices: Sequence[Choice], asked: Asked) -> int:
    """Compare the columns of every scenario; one JSON object, or a list where there are several."""
    asked.count(fewest=2)
    asked.check_out()
    if asked.placebo_draws:
        _check_placebo(choices)
    note_compiling(asked.engine, asked.quiet)
    outcomes = [_compare(choice, asked) for choice in choices]
    if asked.json:
        shown = [outcome for outcome, _ in outcomes]
        say_json(shown[0] if len(shown) == 1 else shown)
    return max((code for _, code in outcomes), key=[Exit.DONE, Exit.NOT_SETTLED, Exit.BUG].index)


def _check_placebo(choices: Sequence[Choice]) -> None:
    """Say what is missing for random draws before anything runs. Raises UsageError."""
    from sim.comparison.placebo import base_of

    for choice in choices:
        try:
            base_of(choice.columns)
        except ValueError as error:
            raise UsageError(f"--placebo: {error}; chosen: {', '.join(choice.columns)}") from None


def _compare(choice: Choice, asked: Asked) -> tuple[dict[str, Any], int]:
    from sim.api import compare
    from sim.report.results import write_comparison
    from sim.report.summary import headline_page, verdict_page

    title = choice.scenario.name + (", to the next look" if asked.count(fewest=2) == "auto" else "")
    began = time.monotonic()
    with progress(title, asked.quiet, len(choice.columns)) as watch:
        answer = compare(
            choice.scenario,
            formations=choice.columns,
            replications=asked.count(fewest=2),
            seed=asked.seed,
            engine=asked.engine,  # type: ignore[arg-type]
            budget_replications=asked.budget_replications,
            budget_seconds=asked.budget_seconds,
            placebo_draws=asked.placebo_draws,
            progress=watch,
        )
    if not asked.json:
        say_page(headline_page(answer))
    try:
        answer = _with_outlook(answer, asked, time.monotonic() - began)
    except KeyboardInterrupt:
        folder, _ = _written(lambda: write_comparison(answer, asked.out, _command()))
        note(f"podsim: interrupted; the comparison without plausible worlds is kept: {folder}")
        raise
    if not asked.json:
        say_page(verdict_page(answer, everything=asked.everything))
    more = _report(answer, asked)
    folder, code = _written(lambda: write_comparison(answer, asked.out, _command(), more))
    if not asked.json:
        _say_folder(folder)
    if answer.budget_ran_out and code == Exit.DONE:
        note(f"podsim: the budget ran out before {choice.scenario.name} was settled")
        code = Exit.NOT_SETTLED
    return answer.to_json() | {"results": str(folder) if folder else None}, code


def _with_outlook(answer: Answer, asked: Asked, seconds: float) -> Answer:
    """The comparison with plausible worlds and what its answer rests on, where they are asked for.

    seconds: that the comparison took, from which the time of the worlds is guessed.
    """
    if not asked.worlds or len(answer.columns) < 2:
        return answer
    if asked.engine == "agents":
        note("Plausible worlds and what-if sliders run on the compiled core; with --engine agents they are left out.")
        return answer
    from sim.cli.cells import kept_cells, resumable
    from sim.exploring.sensitivity import outlook
    from sim.exploring.worlds import MEASURED_WEEKS, REPLICATIONS

    weeks = answer.scenario.time.measured_weeks
    share = asked.worlds * REPLICATIONS * min(1.0, MEASURED_WEEKS / weeks) / answer.replication_count
    if seconds * share > LONG_SECONDS:
        note(
            f"{asked.worlds} plausible worlds follow; they may take some {seconds * share / 60.0:.0f} minutes. Ctrl-C "
            "keeps the comparison; --no-worlds leaves them out.",
            asked.quiet,
        )
    with resumable(asked.out), progress(f"{answer.scenario.name}: plausible worlds", asked.quiet) as watch:
        found = outlook(answer, worlds=asked.worlds, cluster=asked.cluster, store=kept_cells(asked.out), progress=watch)
    return replace(answer, outlook=found)


def _report(answer: Answer, asked: Asked) -> dict[str, str | bytes]:
    """The report with its close-up, sliders and pictures, and the event logs, where they are asked for."""
    if not asked.report or len(answer.columns) < 2:
        return {}
    from sim.cli.cells import kept_cells, resumable
    from sim.comparison.closeup import closeup
    from sim.exploring.whatif import whatif
    from sim.report.results import report_files

    name = answer.scenario.name
    sliders = None
    with resumable(asked.out), progress(f"{name}: what-if sliders", asked.quiet) as watch:
        if answer.outlook:
            sliders = whatif(
                answer.scenario, answer.columns, seed=answer.seed, cluster=asked.cluster,
                store=kept_cells(asked.out), progress=watch,
            )  # fmt: skip
    note(f"{name}: writing the report", asked.quiet)
    engine = "agents" if asked.engine == "agents" else "core"
    seen = closeup(answer.scenario, answer.columns, seed=answer.seed, engine=engine)
    return report_files(answer, seen, sliders, asked.seats)


def run_one(choice: Choice, asked: Asked) -> int:
    """Run one column."""
    from sim.api import run
    from sim.report.results import write_run
    from sim.report.summary import run_page

    asked.check_out()
    note_compiling(asked.engine, asked.quiet)
    with progress(choice.scenario.name, asked.quiet) as watch:
        result = run(
            choice.scenario,
            formation=choice.columns[0],
            replications=asked.count(fewest=1),  # type: ignore[arg-type]
            seed=asked.seed,
            engine=asked.engine,  # type: ignore[arg-type]
            progress=watch,
        )
    folder, code = _written(lambda: write_run(result, asked.out, _command()))
    if asked.json:
        say_json(result.to_json() | {"results": str(folder) if folder else None})
    else:
        say_page(run_page(result))
        _say_folder(folder)
    return code


def trace_one(choice: Choice, asked: Asked, case: int, replication: int) -> int:
    """Follow one customer."""
    from sim.comparison.journey import journey_of
    from sim.report.as_json import journey_json
    from sim.report.journey import journey_page

    note_compiling(asked.engine, asked.quiet)
    try:
        journey = journey_of(
            choice.scenario,
            case,
            formations=choice.columns,
            replication=replication,
            seed=asked.seed,
            engine=asked.engine,  # type: ignore[arg-type]
        )
    except ValueError as error:
        raise UsageError(f"--case: {error}") from error
    if asked.json:
        say_json(journey_json(journey))
    else:
        say_page(journey_page(journey))
    return Exit.DONE


def check(choices: Sequence[Choice], asked: Asked, names: Sequence[str]) -> int:
    """Run falsification tests; exit 1 where one fails."""
    from sim.comparison.falsification import run_check
    from sim.report.falsification import falsification_lines, falsification_text

    if asked.count(fewest=2) == "auto":
        raise UsageError("--replications auto: falsification tests need a number")
    if asked.placebo_draws:
        raise UsageError("--placebo goes with a comparison, not with --null, --identity or --walls-only")
    note_compiling(asked.engine, asked.quiet)
    found: list[dict[str, Any]] = []
    for choice in choices:
        for name in names:
            with progress(f"{choice.scenario.name}: {name}", asked.quiet) as watch:
                outcome = run_check(
                    name,
                    choice.scenario,
                    choice.columns,
                    replications=_replications_of(name, choice, asked),
                    seed=choice.scenario.seed if asked.seed is None else asked.seed,
                    engine=asked.engine,  # type: ignore[arg-type]
                    progress=watch,
                )
            found.append({"scenario": choice.scenario.name, "check": name, "passed": outcome.passed})
            found[-1]["lines"] = falsification_lines(outcome)
            if not asked.json:
                say(f"{choice.scenario.name}, {falsification_text(outcome)}")
    if asked.json:
        say_json(found)
    return Exit.DONE if all(one["passed"] for one in found) else Exit.BUG


def _replications_of(name: str, choice: Choice, asked: Asked) -> int:
    count = asked.count(fewest=2)
    if isinstance(count, int):
        return count
    return choice.scenario.replications if name == "walls_only" else REPLICATIONS_OF_CHECKS


def _written(write: Callable[[], Path]) -> tuple[Path | None, Exit]:
    """Write results; where that fails the tables are still shown."""
    try:
        return write(), Exit.DONE
    except OSError as error:
        note(f"podsim: the results could not be written: {error.strerror or error}")
        return None, Exit.BUG


def _say_folder(folder: Path | None) -> None:
    if folder:
        say(f"\nResults: {folder}")


def _command() -> list[str]:
    return ["podsim", *sys.argv[1:]]
