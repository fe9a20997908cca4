"""Tables for people: levels, differences, parity. Rich tables, safe at 80 columns and in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from sim.comparison.intervals import Interval
from sim.comparison.statistics import Difference
from sim.comparison.words import BETTER, NOT_SETTLED, WORSE, whole
from sim.measures import WATERFALL, Measure, measure_named
from sim.report.names import in_text, measure_words, name_of
from sim.report.numbers import number, signed, unit_of
from sim.report.rows import parity_table_rows

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions

    from sim.comparison.results import Comparison
    from sim.demand.replay_report import ReplayReport
    from sim.scenario.scenario_settings import Scenario

# Eight rows that a reader needs; all others are in table.csv.
HEADLINES = (
    "resolution_minutes",
    "felt_empathy",
    "first_response_minutes",
    "first_contact_resolution",
    "changes_of_hands",
    "abandoned_share",
    "load_p90",
    "cost_per_resolved_case",
)
# What a formation asks of those who serve: no index, no verdict.
FOR_THOSE_WHO_SERVE = (
    "strain_share",
    "overrun_minutes",
    "interruptions_per_hour",
    "seen_through_share",
    "step_minutes",
)
# Every part of the waterfall as a reader calls it, then their sum.
WATERFALL_WORDS = {
    "closed_minutes": "closed",
    "queue_minutes": "in queues",
    "pickup_minutes": "until picked up",
    "outside_minutes": "for others outside",
    "bot_minutes": "with a bot",
    "work_minutes": "work",
    "skill_minutes": "skill and pace",
    "retold_minutes": "telling again",
    "changeover_minutes": "changeover",
    "fatigue_minutes": "fatigue",
    "coordination_minutes": "coordination",
    "link_minutes": "links",
    "rework_minutes": "triage of misroutes",
    "between_minutes": "between contacts",
    "lost_minutes": "lost",
    "resolution_minutes": "resolution time",
}
ADDED_UP = (*WATERFALL, "resolution_minutes")
PAIRS_ABREAST = 3
PAIR_WIDTH = 26  # columns of the terminal per pair: three in 80, beside a measure's name on two lines
NARROW_HEAD = 9  # the same of a column of numbers of contacts
WIDEST_HEAD = 13  # letters of a line of a head: four columns stand in 80, beside a measure's name on two lines
COLUMNS_ABREAST = 4
COLUMN_WIDTH = 20  # columns of the terminal per column of a table of levels
STYLES = {BETTER: "green", WORSE: "red", NOT_SETTLED: "yellow"}


def headline_measures() -> list[Measure]:
    """The measures of the eight rows."""
    return _measures(HEADLINES)


def measures_for_those_who_serve() -> list[Measure]:
    """The measures of the five rows of the people."""
    return _measures(FOR_THOSE_WHO_SERVE)


def _measures(names: Iterable[str]) -> list[Measure]:
    return [measure for measure in map(measure_named, names) if measure]


def label(measure: Measure, unit: str, currency: str = "currency") -> str:
    """Name of a measure for a reader, with the unit of its row where the name does not say it."""
    name = measure_words(measure.name)
    if measure.unit.startswith("currency"):
        period = measure.unit.removeprefix("currency").replace("/case", "")  # the name says: per case
        return f"{name} ({currency}{period})"
    return f"{name} ({unit})" if measure.unit == "minutes" else name


@dataclass(frozen=True)
class Abreast:
    """Tables with as many columns side by side as the terminal is wide enough for.

    made: gives the tables for a number of columns. width: of the terminal per column. most: columns.
    """

    made: Callable[[int], Iterator[Table]]
    width: int
    most: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Table]:
        """The tables, for Rich."""
        return self.made(max(1, min(self.most, options.max_width // self.width)))


def level_tables(intervals: Mapping[str, Mapping[str, Interval]], measures: list[Measure], currency: str) -> Abreast:
    """Mean and half width of the 95% interval by column."""
    return Abreast(partial(_level_tables, intervals, measures, currency), COLUMN_WIDTH, COLUMNS_ABREAST)


def _level_tables(
    intervals: Mapping[str, Mapping[str, Interval]], measures: list[Measure], currency: str, most_abreast: int
) -> Iterator[Table]:
    columns = list(intervals)
    for start in range(0, len(columns), most_abreast):
        abreast = columns[start : start + most_abreast]
        table = empty_table(map(name_of, abreast))
        for measure in measures:
            row = [intervals[column][measure.name] for column in columns]
            per, unit = unit_of(measure.name, *(interval.mean for interval in row))
            cells = [_level(intervals[column][measure.name], per) for column in abreast]
            table.add_row(label(measure, unit, currency), *cells)
        yield table


def waterfall_tables(comparison: Comparison) -> Abreast:
    """Where the resolution time goes, in minutes per case and column; parts that are 0 everywhere are left out."""
    return Abreast(partial(_waterfall_tables, comparison), COLUMN_WIDTH, COLUMNS_ABREAST)


def _waterfall_tables(comparison: Comparison, most_abreast: int) -> Iterator[Table]:
    columns = list(comparison.columns)
    means = {column: {name: comparison.intervals[column][name].mean for name in ADDED_UP} for column in columns}
    shown = [name for name in ADDED_UP if any(means[column][name] != 0.0 for column in columns)]
    for start in range(0, len(columns), most_abreast):
        abreast = columns[start : start + most_abreast]
        table = empty_table(map(name_of, abreast))
        for name in shown:
            cells = [number(means[column][name]) for column in abreast]
            table.add_row(WATERFALL_WORDS[name], *cells, end_section=name == shown[-2])
        yield table


def _level(interval: Interval, per: float) -> str:
    if interval.mean != interval.mean:
        return "unknown"
    half = interval.half_width / per
    return number(interval.mean / per) + (f" ±{number(half)}" if half == half else "")


def difference_tables(comparison: Comparison) -> Abreast:
    """Paired differences with 95% intervals and who is better."""
    return Abreast(partial(_difference_tables, comparison), PAIR_WIDTH, PAIRS_ABREAST)


def _difference_tables(comparison: Comparison, most_abreast: int) -> Iterator[Table]:
    pairs = list(comparison.paired)
    for start in range(0, len(pairs), most_abreast):
        abreast = pairs[start : start + most_abreast]
        table = empty_table([f"{name_of(second)} against {in_text(first)}" for first, second in abreast])
        for measure in headline_measures():
            row = [comparison.paired[pair][measure.name] for pair in pairs]
            per, unit = unit_of(measure.name, *(difference.interval.mean for difference in row))
            cells = [_difference(comparison.paired[pair][measure.name], per) for pair in abreast]
            table.add_row(label(measure, unit, comparison.scenario.money.currency), *cells)
        yield table


def _difference(difference: Difference, per: float) -> Text:
    interval = difference.interval
    if interval.mean != interval.mean:
        return Text("unknown")
    reach = f"({signed(interval.low / per)}, {signed(interval.high / per)})"
    said = whole(difference.word, difference.reason).replace(", ", ",\n").replace(": ", ":\n")
    word = Text(said, style=STYLES.get(difference.word, "dim"))
    return Text(f"{signed(interval.mean / per)}\n{reach}\n") + word


def parity_table(comparison: Comparison) -> Table:
    """What the columns share, what is compared, and every declared dial in which they differ (marked *)."""
    table = empty_table(map(name_of, comparison.columns), fold_cells=True)
    for row in parity_table_rows(comparison):
        mark = "* " if row["kind"] == "declared" else ""
        table.add_row(f"{mark}{row['item']}", *(_parity_cell(row[name]) for name in comparison.columns))
    return table


def _parity_cell(value: object) -> str:
    return f"{value:,.10g}" if isinstance(value, float) else str(value)


def log_table(comparison: Comparison, replay: ReplayReport) -> Table:
    """A replayed log's own figures of the measured weeks beside the same cases as the first column has them."""
    base, log = comparison.columns[0], replay.mapped
    mean = {name: interval.mean for name, interval in comparison.intervals[base].items()}
    table = empty_table(["made-up log" if replay.made_up else "the log, mapped", f"{name_of(base)}, simulated"])
    rows = (
        ("cases without handoff", log.without_handoff, 1.0 - mean["transferred_share"]),
        ("handoffs per case", log.mean_handoffs, mean["handoffs"]),
        ("cases with three or more", log.three_or_more, mean["three_or_more_share"]),
        ("ping-pong, of transferred", log.ping_pong, mean["ping_pong_share"]),
    )
    for name, logged, simulated in rows:
        table.add_row(name, number(logged), number(simulated))
    return table


def heading(scenario: Scenario) -> Text:
    """Name and title of a scenario, above everything else."""
    return Text(f"{scenario.name}: {scenario.title}" if scenario.title else scenario.name, style="bold")


def contacts_tables(rows: Sequence[Mapping[str, Any]]) -> list[Table]:
    """Contacts by what they were asked for: counts a run, and below them shares and minutes, so that 80 letters do."""
    keys = [name for name, value in rows[0].items() if isinstance(value, str)]
    rated = [name for name in rows[0] if name.startswith(("service_level", "abandoned_share", "answer_minutes"))]
    counts = [name for name in rows[0] if name not in (*keys, *rated)]
    return [_contacts_table(rows, keys, names) for names in (counts, rated)]


def _contacts_table(rows: Sequence[Mapping[str, Any]], keys: Sequence[str], names: Sequence[str]) -> Table:
    table = bare_table()
    for key in keys:
        table.add_column(Text(key.replace("_", " ")), no_wrap=True)
    for name in names:
        words = name.replace("abandoned_share", "given up").replace("_minutes", ", min").replace("_p", " p")
        head = "\n".join(wrap(words.replace("_", " "), NARROW_HEAD, break_long_words=False))
        table.add_column(Text(head), justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*(row[key] for key in keys), *(_contacts_cell(name, row[name]) for name in names))
    return table


def _contacts_cell(name: str, value: float) -> str:
    if value != value:
        return ""
    if name.endswith(("_share", "_level")):
        return f"{value:.1%}"
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.3g}"


def bare_table() -> Table:
    """A table without columns, in the one style of all tables."""
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))


def empty_table(heads: Iterable[str], *, fold_cells: bool = False) -> Table:
    """A table without rows: a column of names, and one right-aligned for each of these, whose words are folded.

    fold_cells: where there is little room cells are folded, not names.
    """
    table = bare_table()
    table.add_column("", overflow="fold", no_wrap=fold_cells)
    shown = list(heads)
    widest = WIDEST_HEAD if len(shown) > 1 else 3 * WIDEST_HEAD
    for head in shown:
        lines = [line for part in head.split("\n") for line in wrap(part, widest, break_long_words=False)]
        table.add_column(Text("\n".join(lines)), justify="right", overflow="fold", no_wrap=not fold_cells)
    return table


def heads_and_texts(rows: Iterable[tuple[str, str]]) -> Table:
    """Heads beside their sentences."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, min_width=10)
    table.add_column(overflow="fold", ratio=1)
    for head, text in rows:
        table.add_row(Text(head, style="bold"), Text(text))
    return table
