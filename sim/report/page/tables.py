"""The tables of the page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.comparison.intervals import Interval
from sim.comparison.statistics import Difference
from sim.comparison.words import BETTER, NOT_SETTLED, WORSE, whole
from sim.measures import AT, MEASURES, Measure
from sim.report.in_people import NO_COST, assumed_words, rounded
from sim.report.names import against, measure_words, name_of
from sim.report.numbers import number, signed, unit_of
from sim.report.page.blocks import UNKNOWN, Table, TableCell, cell_of
from sim.report.rows import parity_table_rows
from sim.report.tables import headline_measures, measures_for_those_who_serve
from sim.report.today import HEADS, today_rows
from sim.report.turns import value_words
from sim.scenario.ledger import ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.comparison.results import Comparison, MeasuredColumns
    from sim.exploring.staffing.in_people import InPeople

CLASSES = {BETTER: "better", WORSE: "worse", NOT_SETTLED: "unsettled"}  # of a cell; "same" for all other words
MINUS = "−"
UNITS = {"h": "hours", "min": "minutes"}


def headline_table(comparison: MeasuredColumns) -> Table:
    """The eight rows: level of every column, difference of every pair and what it means."""
    caption = "Mean, ± half of its 95% interval; difference with its 95% interval, second minus first"
    return _table(comparison, sorted(headline_measures(), key=lambda measure: not measure.primary), caption)


def all_measures(comparison: Comparison) -> Table:
    """Every measure there is, as the headline rows."""
    return _table(comparison, MEASURES, f"Open the table of {len(MEASURES)} measures", folded=True)


def _table(comparison: MeasuredColumns, measures: Sequence[Measure], caption: str, *, folded: bool = False) -> Table:
    pairs = list(comparison.paired)
    heads = ("measure", *map(name_of, comparison.columns), *(against(*pair) for pair in pairs))
    rows = []
    for measure in measures:
        levels = [comparison.intervals[column][measure.name] for column in comparison.columns]
        per, unit = unit_of(measure.name, *(interval.mean for interval in levels))
        differences = [comparison.paired[pair][measure.name] for pair in pairs]
        cells = (*(_level(one, per) for one in levels), *(_difference(one, measure) for one in differences))
        shown = _unit(measure, unit, comparison.scenario.money.currency)
        rows.append((TableCell(measure_words(measure.name), more=shown), *cells))
    return Table(caption, heads, tuple(rows), folded)


def _unit(measure: Measure, unit: str, currency: str) -> str:
    """The unit of a row. unit: of minutes, the one that suits the amounts; "" for all other measures."""
    if measure.unit.startswith("currency"):
        return f"{currency}{measure.unit.removeprefix('currency').replace('/case', '')}"
    return UNITS.get(unit, unit) or measure.unit.strip("-")


def _level(interval: Interval, per: float) -> TableCell:
    if not math.isfinite(interval.mean):
        return TableCell(UNKNOWN, css_class="number")
    half = interval.half_width / per
    text = _minus(number(interval.mean / per))
    return TableCell(text, f"± {number(half)}" if math.isfinite(half) else "", "number")


def _difference(difference: Difference, measure: Measure) -> TableCell:
    interval = difference.interval
    if not math.isfinite(interval.mean):
        return TableCell(UNKNOWN, css_class="number")
    per, unit = unit_of(measure.name, interval.mean, interval.low, interval.high)
    reach = f"{signed(interval.low / per)} to {signed(interval.high / per)}" if math.isfinite(interval.low) else ""
    amount = _minus(f"{signed(interval.mean / per)} {unit}".strip())
    word, css_class = whole(difference.word, difference.reason), CLASSES.get(difference.word, "same")
    return TableCell(f"{amount} {word}", _minus(reach), css_class)


def _minus(text: str) -> str:
    return text.replace("-", MINUS)


def people_table(comparison: Comparison) -> Table:
    """What each column asks of those who serve: levels alone, as nothing is judged."""
    rows = []
    for measure in measures_for_those_who_serve():
        levels = [comparison.intervals[column][measure.name] for column in comparison.columns]
        per, unit = unit_of(measure.name, *(interval.mean for interval in levels))
        shown = _unit(measure, unit, comparison.scenario.money.currency)
        rows.append((TableCell(measure_words(measure.name), more=shown), *(_level(one, per) for one in levels)))
    return Table("Mean, ± half of its 95% interval", ("measure", *map(name_of, comparison.columns)), tuple(rows))


def channel_table(comparison: Comparison) -> Table:
    """The headline rows of cases, by channel."""
    columns = comparison.columns
    rows = []
    for channel in comparison.scenario.demand.channels:
        for measure in headline_measures():
            key = f"{measure.name}{AT}{channel}"
            if all(key in comparison.samples[column] for column in columns):
                rows.append(_channel_row(comparison, measure, channel, key))
    return Table("Means by channel", ("channel", "measure", *map(name_of, columns)), tuple(rows))


def _channel_row(comparison: Comparison, measure: Measure, channel: str, key: str) -> tuple[TableCell, ...]:
    from sim.comparison.intervals import mean_interval

    levels = [mean_interval(comparison.samples[column][key]) for column in comparison.columns]
    per, unit = unit_of(measure.name, *(interval.mean for interval in levels))
    return (
        TableCell(channel),
        TableCell(measure_words(measure.name), more=_unit(measure, unit, comparison.scenario.money.currency)),
        *(_level(one, per) for one in levels),
    )


def parity_table(comparison: Comparison) -> Table:
    """What columns share, what is compared, and the dials in which they differ."""
    kinds = {"equal": "equal for all", "formation": "compared", "declared": "declared dial"}
    currency = comparison.scenario.money.currency
    rows = tuple(
        (
            TableCell(row["item"].replace("_", " "), more=row["unit"].strip("-").replace("currency", currency)),
            TableCell(kinds[row["kind"]]),
            *(cell_of(row[column]) for column in comparison.columns),
        )
        for row in parity_table_rows(comparison)
    )
    return Table(
        "What the columns share, and in what they differ", ("item", "kind", *map(name_of, comparison.columns)), rows
    )


def ledger_tables(comparison: Comparison) -> tuple[Table, ...]:
    """Assumptions that are varied in plausible worlds, and all others; both folded."""
    assumptions = ledger(comparison.scenario, comparison.columns)
    heads = ("assumption", "here", "plausible", "why this range", "source of the value", "setting")
    tables = []
    for caption, chosen in (
        ("Numbers without a source, varied over their plausible range", [a for a in assumptions if a.swept]),
        (
            "Numbers that are not varied: sourced, absent at zero, or only when named",
            [a for a in assumptions if not a.swept],
        ),
    ):
        rows = tuple(
            (
                TableCell(one.called, more=one.about),
                TableCell(value_words(one, one.value), more=one.unit if one.unit != "-" else "", css_class="number"),
                TableCell(f"{value_words(one, one.low)} to {value_words(one, one.high)}", css_class="number"),
                TableCell(one.why),
                TableCell(one.source, more="" if one.swept else one.role),
                TableCell(one.name),
            )
            for one in chosen
        )
        if rows:
            tables.append(Table(caption, heads, rows, folded=True))
    return tuple(tables)


def in_people_table(answer: Comparison, found: InPeople) -> Table:
    """A row for each pair: people, what they cost in a year, what is cashable, what may be spent."""
    currency = answer.scenario.money.currency
    rows = []
    for pair, change in found.changes.items():
        saved, (low, high) = change.cashable, (f"{change.low:+d}", f"{change.high:+d}")
        reach = f"{rounded(saved.low)} to {rounded(saved.high)}"
        cells = (
            TableCell(_minus(f"{change.more:+d}" if change.more else "0"), _minus(f"{low} to {high}"), "number"),
            TableCell(_minus(rounded(change.more * found.person_year)), css_class="number"),
            TableCell(_minus(rounded(saved.mean)), _minus(reach), "number"),
            TableCell(NO_COST if change.one_off is None else rounded(change.one_off), css_class="number"),
        )
        rows.append((TableCell(against(*pair)), *cells))
    cost = f"their cost, {currency} a year ({assumed_words(answer, found)}, assumed)"
    heads = ("", "people", cost, f"cashable, {currency} a year", f"largest one-off cost, {currency}, back in a year")
    return Table("For the service of today, with 95% intervals over chance", heads, tuple(rows))


def today_table(comparison: Comparison) -> Table | None:
    """Figures of today beside the model's departments; None where none were given."""
    rows = tuple(
        (
            TableCell(row.called),
            TableCell(row.said, css_class="number"),
            TableCell(row.model, css_class="number"),
            TableCell(_minus(row.off), css_class="unsettled" if row.missed else "number"),
            TableCell(", ".join(row.turn)),
        )
        for row in today_rows(comparison)
    )
    return Table("Departments of today; what is missed comes first", HEADS, rows) if rows else None


def horizon_table(comparison: Comparison) -> Table | None:
    """The difference in resolution time under other H, None where none was swept."""
    pairs = [pair for pair, answers in comparison.by_horizon.items() if answers]
    if not pairs:
        return None
    measure = next(one for one in MEASURES if one.name == "resolution_minutes")
    answers = [comparison.by_horizon[pair] for pair in pairs]
    rows = tuple(
        (
            TableCell(_minus(number(same[0].minutes / 60.0)), css_class="number"),
            *(_difference(a.difference, measure) for a in same),
        )
        for same in zip(*answers, strict=True)
    )
    heads = ("H, open hours", *(against(*pair) for pair in pairs))
    return Table("Resolution time where live customers are given up on after another H", heads, rows, folded=True)
