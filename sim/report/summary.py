"""What a reader of a result sees: first the answer, then, where asked for, all of it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from sim.measures import MEASURES
from sim.report.erlang import erlang_lines
from sim.report.full import full_intervals, full_page
from sim.report.in_people import in_people_lines
from sim.report.limits import origin_lines
from sim.report.load import completeness_lines, filling_lines, growth_note, load_line, overload_lines
from sim.report.names import against, measure_words
from sim.report.numbers import number
from sim.report.placebo import placebo_lines
from sim.report.screen import first_screen, last_screen
from sim.report.tables import (
    contacts_tables,
    difference_tables,
    empty_table,
    heading,
    headline_measures,
    level_tables,
    log_table,
    measures_for_those_who_serve,
    parity_table,
    waterfall_tables,
)
from sim.report.today import HEADS, TodayRow, today_rows
from sim.report.verdict import VerdictLine
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from sim.comparison.results import Simulation
    from sim.report.answer import Answer, Run

SUMMARY_WIDTH = 100
VARIANCE_OF = "resolution_minutes"
STYLES = {"First": "bold red", "In short": "bold"}


def page(answer: Answer, *, everything: bool = False) -> Iterator[RenderableType]:
    """The screen; with `everything` all that a sceptic may ask."""
    yield from first_screen(answer)
    yield from last_screen(answer)
    yield from asked_for(answer)
    if everything:
        yield from all_numbers(answer)


def asked_for(answer: Answer) -> Iterator[RenderableType]:
    """What was asked for beside the comparison: the ladder of habits and checks, random draws."""
    if answer.full:
        yield from full_page(answer.full)
    if answer.placebo:
        lines = [Text(line) for line in placebo_lines(answer.placebo)]
        yield from _section("Placebo: pods drawn at random, and a dispatcher blind to teams", lines)


def all_numbers(answer: Answer) -> Iterator[RenderableType]:
    """Everything that is known: headline rows, differences, the verdict with its details, all measures, parity."""
    yield Text(f"\n{_size(answer, answer.columns[0])}")
    levels = level_tables(answer.intervals, headline_measures(), answer.scenario.money.currency)
    yield from _section("Mean, ± half of its 95% interval", [levels])
    if note := growth_note(answer.growth):
        yield Text(note, style="yellow")
    if rows := list(today_rows(answer)):
        yield from _section("Today's figures beside the model's departments", [_today_table(rows)])
    yield from _section("Difference, second minus first (95% interval)", [difference_tables(answer)])
    if answer.full:
        yield from full_intervals(answer.full)
    yield from _section("Verdict", [verdict_table(answer.verdict_lines)])
    if erlang := [Text(line) for line in erlang_lines(answer)]:
        yield from _section("Beside a formula", erlang)
    if answer.in_people:
        lines = [Text(line) for line in in_people_lines(answer, answer.in_people)]
        yield from _section("In people, for the service of today", lines)
    levels = level_tables(answer.intervals, list(MEASURES), answer.scenario.money.currency)
    yield from _section("All measures, mean ± half of its 95% interval", [levels])
    of_people = level_tables(answer.intervals, measures_for_those_who_serve(), answer.scenario.money.currency)
    yield from _section("For the people who serve (no index, and no verdict)", [of_people])
    yield from _section("Where the resolution time goes, minutes per case", [waterfall_tables(answer)])
    yield from _section("Parity: the same for all, but for what is compared (* a dial that a column declares)",
                        [parity_table(answer)])  # fmt: skip
    yield from (Text(line) for line in completeness_lines(answer.teams))
    if answer.data_notes:
        yield from _section("What was understood", [Text(line) for line in answer.data_notes])
    if answer.replay:
        yield from _section("The replayed log", [Text(line) for line in answer.replay.lines()])
        figures = log_table(answer, answer.replay)
        yield from _section("The log's own figures of the measured weeks beside the simulated ones", [figures])
    yield Text(f"\n{_method(answer)}", style="dim")


def _today_table(rows: Iterable[TodayRow]) -> Table:
    """You said, the model says, off by, and for what is missed what to turn."""
    table = empty_table(HEADS[1:4])
    table.add_column(HEADS[4], overflow="fold")
    for row in rows:
        table.add_row(row.called, row.said, row.model, row.off, ", ".join(row.turn))
    return table


def verdict_table(lines: Iterable[VerdictLine]) -> Table:
    """Heads beside their sentences, details below each."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    before = ""
    for line in lines:
        head = "" if line.head == before else line.head
        table.add_row(Text(head, style=STYLES.get(head, "bold")), Text(line.text))
        for detail in line.details:
            table.add_row("", Text(detail, style="dim"))
        before = line.head
    return table


def run_page(run: Run, *, everything: bool = False) -> Iterator[RenderableType]:
    """What a reader of a single column sees; with `everything` all measures, in place of those that a reader needs."""
    yield heading(run.scenario)
    yield Text(_size(run, run.columns[0]))
    sections = (
        {"Mean, ± half of its 95% interval": list(MEASURES)} if everything
        else {
            "Mean, ± half of its 95% interval": headline_measures(),
            "For the people who serve": measures_for_those_who_serve(),
        }
    )  # fmt: skip
    for title, measures in sections.items():
        yield from _section(title, [level_tables(run.intervals, measures, run.scenario.money.currency)])
    if run.contacts_by:
        yield from _section("Contacts a run, as by_interval.csv has them", contacts_tables(run.contacts_by))
    if not everything:
        yield Text(f"All {len(MEASURES)} measures: --all, measures.csv; meanings: podsim explain MEASURE", style="dim")
    yield Text("")
    if note := growth_note(run.growth):
        yield Text(note, style="yellow")
    yield Text(load_line(run.load))
    notes = (*completeness_lines(run.teams), *overload_lines(run), *filling_lines(run), *origin_lines(run))
    yield from (Text(line) for line in notes)
    if run.data_notes:
        yield from _section("What was understood", [Text(line) for line in run.data_notes])


def _section(title: str, parts: Iterable[RenderableType]) -> Iterator[RenderableType]:
    yield Text(f"\n{title}", style="bold")
    yield from parts


def print_page(renderables: Iterator[RenderableType], console: Console) -> None:
    """Print a page, folded to the width of the console."""
    for part in renderables:
        console.print(part, highlight=False, soft_wrap=False)


def as_text(renderables: Iterator[RenderableType], width: int = SUMMARY_WIDTH) -> str:
    """The page as plain text without any escape sequence."""
    console = Console(
        file=io.StringIO(),
        width=width,
        color_system=None,
        force_terminal=False,
        force_jupyter=False,  # in a notebook it would be shown there, and nothing written
        legacy_windows=False,
    )
    print_page(renderables, console)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _size(result: Simulation, column: str) -> str:
    cases = number(float(result.samples[column]["cases_arrived"].mean()))
    time = result.scenario.time
    return (
        f"{count_of(result.replication_count, 'replication')} of {count_of(time.measured_weeks, 'week')} after "
        f"{time.warm_up_weeks} to warm up, {cases} cases each, the same for every column; "
        f"seed {result.seed}, engine {result.engine}{_modified(result)}"
    )


def _modified(result: Simulation) -> str:
    names = [name for name, _ in result.modified_rules]
    return f"; MODIFIED {'RULE' if len(names) == 1 else 'RULES'}: {', '.join(names)}" if names else ""


def _method(answer: Answer) -> str:
    cuts = [
        f"{number(row[VARIANCE_OF].variance_cut)} ({against(first, second)})"
        for (first, second), row in answer.paired.items()
        if row[VARIANCE_OF].variance_cut == row[VARIANCE_OF].variance_cut
    ]
    text = f"{load_line(answer.load)} " if answer.load else ""
    text += "Intervals: 95%, Student's t corrected for skewness, on paired replications, each by itself."
    if cuts:
        divided = f"divided the variance of {measure_words(VARIANCE_OF)}"
        text += f" Meeting the same customers {divided} by {', '.join(cuts)}."
    others = [column for column in answer.scenario.formations if column not in answer.columns]
    if others:
        text += f" The scenario has further columns, shown with --formations: {', '.join(others)}."
    return f"{text} All measures: table.csv; meanings: podsim explain MEASURE."
