"""`podsim compare`: columns on the same customers; with --null, --identity or --walls-only the falsification tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sim.cli.cells import kept_cells, running
from sim.cli.exits import Exit, Kept, UsageError
from sim.cli.options import (
    RESULTS,
    Cluster,
    Engine,
    Formations,
    InPeople,
    Json,
    Out,
    Quiet,
    Scenarios,
    Seed,
    Selection,
    Sets,
    WithEngine,
    check_out,
    select_all,
)
from sim.cli.output import (
    Pace,
    command_line,
    note,
    note_compiling,
    progress,
    say,
    say_json,
    say_page,
    say_paths,
    written,
)

if TYPE_CHECKING:
    from sim.report.answer import Answer

# Row by row and thousands of cases each: a few replications are many comparisons.
REPLICATIONS_OF_CHECKS = 3
MOST_DIGITS = 7  # of a number of replications
Worlds = Annotated[
    int | None,
    typer.Option(
        min=0, max=100_000, help="Number of plausible worlds, 0: none; by default 120, fewer where each is large."
    ),
]
LONG_SECONDS = 240.0  # beyond which it is said how long worlds may take


@dataclass(frozen=True)
class Options:
    """What is asked for beside scenarios and columns.

    replications: None for the scenario's own. placebo_draws: 0 for no placebo. everything: show all there is.
    people: how many people each column needs; None: unless runs are large. worlds: plausible worlds, 0 for none, None
    for as many as `worlds_of` says. cluster: as of `run_cells`. report: write the page, pictures and event logs; seats:
    call people by their seats in it. full: all six columns, the ladder of habits,
    checks and mechanisms. shown: whether the comparison of one scenario is printed.
    """

    replications: int | Literal["auto"] | None
    seed: int | None
    engine: str
    out: Path
    json: bool
    quiet: bool
    budget_replications: int
    budget_seconds: float
    placebo_draws: int
    everything: bool
    people: bool | None
    worlds: int | None
    cluster: str | None
    report: bool
    seats: bool
    full: bool
    shown: bool = True


def compare(
    scenarios: Scenarios,
    formations: Formations = None,
    replications: Annotated[
        str | None,
        typer.Option(metavar="N|auto", help="Number of replications; auto: until the primary measures are settled."),
    ] = None,
    seed: Seed = None,
    engine: WithEngine = Engine.CORE,
    sets: Sets = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
    budget_replications: Annotated[int, typer.Option(min=10, help="Largest number of replications with auto.")] = 200,
    budget_seconds: Annotated[float, typer.Option(min=0, help="Largest number of seconds with auto.")] = 120.0,
    null: Annotated[
        bool, typer.Option("--null", help="Test: teams that cannot have an effect must have none.")
    ] = False,
    identity: Annotated[bool, typer.Option("--identity", help="Test: names must have no effect.")] = False,
    walls_only: Annotated[bool, typer.Option("--walls-only", help="Test: splitting a pool must cost time.")] = False,
    placebo: Annotated[
        bool, typer.Option("--placebo", help="Also run pods drawn at random, and a dispatcher blind to teams.")
    ] = False,
    placebo_draws: Annotated[int, typer.Option(min=2, max=200, help="How often pods are drawn at random.")] = 5,
    everything: Annotated[bool, typer.Option("--all", help="Show every measure, parity and detail.")] = False,
    people: InPeople = None,
    no_worlds: Annotated[bool, typer.Option("--no-worlds", help="Skip the plausible worlds, which take a minute.")] = (
        False
    ),
    worlds: Worlds = None,
    cluster: Cluster = None,
    no_report: Annotated[bool, typer.Option("--no-report", help="Skip report.html, pictures and event logs.")] = (
        False
    ),
    seats: Annotated[bool, typer.Option("--seats", help="Name people by their seats in the report.")] = False,
    full: Annotated[
        bool,
        typer.Option("--full", help="All six columns, each habit alone and left out, checks, the newest mechanisms."),
    ] = False,
    keys: Annotated[bool, typer.Option("--keys", help="Call columns by their keys, as files do.")] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Table and verdict only: --no-people --no-worlds --no-report.")
    ] = False,
) -> int:
    """Compare departments and pods, today and with better habits, on the same customers; several files: one table."""
    selections = select_all(scenarios, sets, formations, keys=keys)
    if not formations:
        selections = [_with_own_columns(selection) for selection in selections]
    options = Options(
        _count(replications), seed, engine.value, out, json, quiet, budget_replications, budget_seconds,
        placebo_draws if placebo else 0, everything, False if quick else people, 0 if no_worlds or quick else worlds,
        cluster, report=not (no_report or quick), seats=seats, full=full,
    )  # fmt: skip
    checks = [name for name, wanted in {"null": null, "identity": identity, "walls_only": walls_only}.items() if wanted]
    return _check_all(selections, options, checks) if checks else _compare_all(selections, options)


def _with_own_columns(selection: Selection) -> Selection:
    """The four corners, and the columns that the scenario defines."""
    from sim.scenario.built_in_columns import default_columns

    scenario = selection.scenario
    return replace(selection, columns=default_columns(scenario.formations, scenario.better_habits))


def _count(replications: str | None) -> int | Literal["auto"] | None:
    """Replications as a number, "auto" or None. Raises UsageError."""
    if replications is None:
        return None
    if replications == "auto":
        return "auto"
    if not replications.isdecimal() or len(replications) > MOST_DIGITS or int(replications) < 2:
        raise UsageError(f"--replications {replications}: a whole number from 2 on, or auto")
    return int(replications)


def _compare_all(selections: Sequence[Selection], options: Options) -> int:
    """Compare the columns of a scenario, or of several side by side; one JSON object."""
    check_out(options.out)
    if options.worlds == 1:
        raise UsageError("--worlds 1: two worlds or more say how sure an answer is; 0 leaves them out")
    if options.placebo_draws:
        _check_placebo(selections)
    if options.full:
        selections = [_all_six(selection, options) for selection in selections]
    _check_ahead(selections, options)
    note_compiling(options.engine, options.quiet)
    if len(selections) > 1:
        return _side_by_side(selections, options)
    answer, folder, code = _compare(selections[0], options)
    if options.json:
        say_json(_answer_json(answer, folder))
    return code


def _answer_json(answer: Answer, folder: Path | None) -> dict[str, Any]:
    return answer.to_json() | {"results": str(folder) if folder else None}


def _side_by_side(selections: Sequence[Selection], options: Options) -> int:
    """Compare every scenario by itself, shown with --all alone, then all of them in one table.

    People and worlds belong to one scenario, and are run where they are asked for by name; its report is that of
    `podsim compare` with it alone.
    """
    from sim.comparison.side_by_side import side_by_side
    from sim.report.side_by_side import side_json, side_page
    from sim.report.side_by_side_files import write_side_by_side

    each = replace(
        options, people=bool(options.people), worlds=options.worlds or 0, report=False, shown=options.everything
    )
    done = [_compare(selection, each) for selection in selections]
    found = side_by_side({one.called: answer for one, (answer, _, _) in zip(selections, done, strict=True)})
    folder, code = written(lambda: write_side_by_side(found, options.out, command_line(), page=options.report))
    if options.json:
        comparisons = [_answer_json(answer, of_one) for answer, of_one, _ in done]
        say_json(side_json(found) | {"comparisons": comparisons, "results": str(folder) if folder else None})
    else:
        say_page(side_page(found, everything=options.everything))
        say_paths(folder, report=options.report)
    return max((code, *(one for _, _, one in done)), key=(Exit.DONE, Exit.NOT_SETTLED, Exit.BUG).index)


def _all_six(selection: Selection, options: Options) -> Selection:
    """The six built-in columns. Raises UsageError where others are asked for, or an engine that does not run them."""
    from sim.exploring.full import all_columns

    if selection.columns != _with_own_columns(selection).columns:
        raise UsageError(f"--full: it runs the six built-in columns; chosen: {', '.join(selection.columns)}")
    if options.engine != "core":
        raise UsageError(f"--full: it runs on the compiled core; chosen: --engine {options.engine}")
    return replace(selection, columns=all_columns(selection.scenario))


def _check_ahead(selections: Sequence[Selection], options: Options) -> None:
    """Refuse before anything runs what would be refused after something has run: later scenarios, and the cluster.

    Raises DataError, ClusterError.
    """
    if options.worlds != 0 and options.cluster and options.engine != "agents":
        from sim.exploring.cells import check_cluster

        check_cluster(options.cluster)
    if len(selections) > 1:
        from sim.formation.prepared import prepare

        for selection in selections:
            prepare(selection.scenario, selection.columns)


def _check_placebo(selections: Sequence[Selection]) -> None:
    """Say what is missing for random draws before anything runs. Raises UsageError."""
    from sim.comparison.placebo import base_of

    for selection in selections:
        try:
            base_of(selection.columns)
        except ValueError as error:
            raise UsageError(f"--placebo: {error}; chosen: {', '.join(selection.columns)}") from None


class _Folder:
    """The results folder of a comparison that goes on: what is known is written, then again with what came after.

    So neither Ctrl-C nor a machine that stops takes the numbers with it.
    """

    def __init__(self, out: Path) -> None:
        """out: where folders of results lie."""
        self._out, self._before = out, set(out.glob("*"))
        self.path: Path | None = None
        self.code = Exit.DONE
        self.without = "people and worlds"  # is missing where it is broken off now

    def write(self, answer: Answer, more: dict[str, str | bytes] | None = None) -> None:
        """Write the answer in place of what was written of it before. more: further files by name."""
        from sim.report.comparison_files import write_comparison

        own = None if self.path in self._before else self.path  # that of an earlier command stays
        self.path, self.code = written(lambda: write_comparison(answer, self._out, command_line(), more, own))


def _compare(selection: Selection, options: Options) -> tuple[Answer, Path | None, Exit]:
    from sim.api import compare as compare_columns
    from sim.report.screen import first_screen, last_screen
    from sim.report.summary import all_numbers, asked_for

    title = selection.scenario.name + (", to the next look" if options.replications == "auto" else "")
    with progress(title, options.quiet, len(selection.columns)) as watch:
        pace = Pace(watch)
        answer = compare_columns(
            selection.scenario,
            formations=selection.columns,
            replications=options.replications,
            seed=options.seed,
            engine=options.engine,  # type: ignore[arg-type]
            budget_replications=options.budget_replications,
            budget_seconds=options.budget_seconds,
            placebo_draws=options.placebo_draws,
            progress=pace,
        )
    folder = _Folder(options.out)
    folder.write(answer)
    say_it = options.shown and not options.json
    try:
        if say_it:
            say_page(first_screen(answer))
        for folder.without, step in _steps(options, pace):
            further = step(answer)
            if further is not answer:
                answer = further
                folder.write(answer)
        folder.without = "report"
        if say_it:
            say_page(last_screen(answer))
            if answer.full or answer.placebo:
                say_page(asked_for(answer))
            if options.everything:
                say_page(all_numbers(answer))
        more = _report_or_numbers(answer, options, folder.path)
    except (KeyboardInterrupt, Kept) as error:
        if folder.path is None:
            raise
        cells = f"; {error}" if isinstance(error, Kept) else ""
        raise Kept(f"the comparison without {folder.without} is kept: {folder.path}{cells}") from None
    if more:
        folder.write(answer, more)
    code = folder.code
    if say_it:
        say_paths(folder.path, report=bool(more))
    if answer.budget_ran_out and code == Exit.DONE:
        note(f"podsim: the budget ran out before {selection.scenario.name} was settled")
        code = Exit.NOT_SETTLED
    return answer, folder.path, code


def _steps(options: Options, pace: Pace) -> Iterator[tuple[str, Callable[[Answer], Answer]]]:
    """What follows the columns: (what is missing where it is broken off, what adds it)."""
    if options.full:
        yield "ladder, people and worlds", lambda answer: _with_full(answer, options)
    yield "people and worlds", lambda answer: _with_people(answer, options)
    yield "plausible worlds", lambda answer: _with_sensitivity(answer, options, pace.seconds)


def _with_full(answer: Answer, options: Options) -> Answer:
    """The comparison with the ladder of habits, checks and mechanisms."""
    from sim.exploring.full import full_of

    with progress(f"{answer.scenario.name}: habits one by one", options.quiet) as watch:
        return replace(answer, full=full_of(answer, progress=watch))


def _with_people(answer: Answer, options: Options) -> Answer:
    """The comparison with how many people each column needs for today's service, where it is asked for."""
    if options.people is False or len(answer.columns) < 2 or options.engine == "agents":
        return answer
    from sim.exploring.staffing.in_people import FEWEST, affordable_replications, in_people_of

    if answer.replication_count < FEWEST:
        note(f"How many people each column needs is told from {FEWEST} replications on.", options.quiet)
        return answer
    if options.people is None and affordable_replications(answer) < FEWEST:
        note("How many people each column needs would take long, as each run is large; --people asks.", options.quiet)
        return answer
    with running(f"{answer.scenario.name}: in people", options.out, options.quiet) as watch:
        found = in_people_of(answer, cluster=options.cluster, store=kept_cells(options.out), progress=watch)
    return replace(answer, in_people=found)


def _with_sensitivity(answer: Answer, options: Options, seconds: float) -> Answer:
    """The comparison with plausible worlds and what its answer rests on, where they are asked for.

    seconds: that each replication of a column took, from which the time of the worlds is guessed; 0 where not known.
    """
    if options.worlds == 0 or len(answer.columns) < 2:
        return answer
    if options.engine == "agents":
        note("Plausible worlds, people and sliders run on the compiled core; with --engine agents they are left out.")
        return answer
    from sim.exploring.sensitivity import sensitivity_of
    from sim.exploring.shared_luck import REPLICATIONS
    from sim.exploring.worlds import FEWEST, WORLDS, shortened, worlds_of

    count = options.worlds or worlds_of(answer.scenario)
    if not count:
        note(
            f"Plausible worlds would take long, as each is large; --worlds {FEWEST} runs them, and podsim flip looks "
            "at one assumption.",
            options.quiet,
        )
        return answer
    weeks = shortened(answer.scenario).time.measured_weeks / answer.scenario.time.measured_weeks
    minutes = seconds * len(answer.columns) * count * REPLICATIONS * weeks / 60.0
    if options.worlds is None and count < WORLDS:
        note(f"{count} plausible worlds, as each is large; --worlds {WORLDS} for as many as elsewhere.", options.quiet)
    if 60.0 * minutes > LONG_SECONDS:
        note(
            f"{count} plausible worlds follow; they may take some {minutes:.0f} minutes. Ctrl-C keeps the comparison; "
            "--no-worlds leaves them out.",
            options.quiet,
        )
    with running(f"{answer.scenario.name}: plausible worlds", options.out, options.quiet) as watch:
        sensitivity = sensitivity_of(
            answer, worlds=count, cluster=options.cluster, store=kept_cells(options.out), progress=watch
        )
    return replace(answer, sensitivity=sensitivity)


def _report_or_numbers(answer: Answer, options: Options, numbers: Path | None) -> dict[str, str | bytes]:
    """The report; where it fails it is said that the numbers are there. numbers: their folder."""
    try:
        return _report(answer, options)
    except Exception:
        if numbers:
            note(f"podsim: there is no report; all numbers are kept: {numbers}")
        raise


def _report(answer: Answer, options: Options) -> dict[str, str | bytes]:
    """The report and the event logs, where they are asked for."""
    if not options.report or len(answer.columns) < 2:
        return {}
    from sim.report.whole import report_of

    return report_of(
        answer,
        lambda title: running(title, options.out, options.quiet),
        partial(note, quiet=options.quiet),
        seats=options.seats,
        cluster=options.cluster,
        store=kept_cells(options.out),
    )


def _check_all(selections: Sequence[Selection], options: Options, names: Sequence[str]) -> int:
    """Run falsification tests; exit 1 where one fails."""
    from sim.comparison.falsification import run_check
    from sim.report.falsification import falsification_lines, falsification_text

    if options.replications == "auto":
        raise UsageError("--replications auto: falsification tests need a number")
    if options.placebo_draws:
        raise UsageError("--placebo goes with a comparison, not with --null, --identity or --walls-only")
    note_compiling(options.engine, options.quiet)
    results: list[dict[str, Any]] = []
    for selection in selections:
        for name in names:
            with progress(f"{selection.scenario.name}: {name}", options.quiet) as watch:
                outcome = run_check(
                    name,
                    selection.scenario,
                    selection.columns,
                    replications=_replications_of(name, selection, options),
                    seed=selection.scenario.seed if options.seed is None else options.seed,
                    engine=options.engine,  # type: ignore[arg-type]
                    progress=watch,
                )
            results.append({"scenario": selection.scenario.name, "check": name, "passed": outcome.passed})
            results[-1]["lines"] = falsification_lines(outcome)
            if not options.json:
                say(f"{selection.scenario.name}, {falsification_text(outcome)}")
    if options.json:
        say_json(results)
    return Exit.DONE if all(one["passed"] for one in results) else Exit.BUG


def _replications_of(name: str, selection: Selection, options: Options) -> int:
    count = options.replications
    if isinstance(count, int):
        return count
    return selection.scenario.replications if name == "walls_only" else REPLICATIONS_OF_CHECKS
