"""How a comparison is opened, on a terminal and in a notebook: what was simulated, and the gravest warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.measures import PRIMARY
from sim.report.limits import fitted_words
from sim.report.load import filling_lines, growth_note, overload_lines
from sim.report.names import measure_words
from sim.report.numbers import level, number
from sim.report.verdict import missed_today_of, sentence, warnings
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from sim.comparison.results import Comparison, Simulation


def title_of(comparison: Comparison) -> str:
    """The scenario, and how much of it was simulated."""
    cases = number(float(comparison.samples[comparison.columns[0]]["cases_arrived"].mean()))
    people = next((row.values[comparison.columns[0]] for row in comparison.parity_rows if row.item == "headcount"), "")
    weeks, runs = comparison.scenario.time.measured_weeks, comparison.replication_count
    whom = f"the same {people} people and {cases} customers" if people else f"the same {cases} customers"
    spent = " (budget spent)" if comparison.budget_ran_out else ""
    rules = (
        f"; MODIFIED RULES: {', '.join(name for name, _ in modified)}"
        if (modified := comparison.modified_rules)
        else ""
    )
    return f"{comparison.scenario.name}: {whom}, {count_of(weeks, 'week')}, {count_of(runs, 'run')}{spent}{rules}"


def gravest_warning(comparison: Comparison) -> str:
    """The gravest of all warnings; "" where there is none. What had not filled comes before what is near its limit."""
    overload = [f"{text.split(' (')[0].rstrip('.')}: --all says more." for text in overload_lines(comparison)]
    graver = missed_today_of(comparison) or (comparison.replay and comparison.replay.doubts)
    run = [] if graver else [*filling_lines(comparison), *overload]
    return next(iter([*run, *(text for text, _ in warnings(comparison))]), growth_note(comparison.growth))


def comparison_in_short(comparison: Comparison) -> str:
    """What was simulated, how well today was reproduced, the gravest warning, the answer: a line for each."""
    warning = gravest_warning(comparison)
    fitted = fitted_words(comparison.scenario)
    lines = [title_of(comparison), fitted, *([f"! {warning}"] if warning else []), sentence(comparison)]
    return "\n".join(line for line in lines if line)


def run_title(run: Simulation) -> str:
    """The scenario, its columns, and how much of them was simulated."""
    cases = number(float(run.samples[run.columns[0]]["cases_arrived"].mean()))
    weeks, runs = run.scenario.time.measured_weeks, run.replication_count
    size = f"{cases} customers, {count_of(weeks, 'week')}, {count_of(runs, 'run')}"
    rules = f"; MODIFIED RULES: {', '.join(name for name, _ in run.modified_rules)}" if run.modified_rules else ""
    return f"{run.scenario.name}, {', '.join(run.columns)}: {size}{rules}"


def run_in_short(run: Simulation) -> str:
    """What was simulated, and the mean of the primary measures."""
    levels = [
        f"{measure_words(name)} {level(name, run.intervals[column][name].mean)}"
        for column in run.columns
        for name in sorted(PRIMARY)
    ]
    return f"{run_title(run)}\n{'; '.join(levels)}"
