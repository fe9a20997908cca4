"""Staffing for people and as a results folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from sim.exploring.staffing import Needed, Staffing
from sim.report.as_json import interval_json
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.names import folded, in_text, measure_words
from sim.report.staffing_words import answer_lines, mix_words, note_lines, span_words, title_line
from sim.report.summary import as_text
from sim.report.tables import bare_table, heading
from sim.scenario.problems import count_of


def staffing_page(staffing: Staffing) -> Iterator[Any]:
    """Everything that a reader sees, in order."""
    scenario = staffing.scenario
    yield heading(scenario)
    today = ", ".join(f"{in_text(name)} {count}" for name, count in staffing.today.items())
    yield Text(
        f"Today {sum(staffing.today.values())} people: {today}; {count_of(staffing.replications, 'replication')}, "
        f"seed {staffing.seed}"
    )
    if staffing.targets:
        yield Text(f"\n{title_line(staffing)}", style="bold")
        yield _table(staffing, staffing.for_targets())
    if staffing.for_match():
        yield Text(f"\nTo be as good in {measure_words(staffing.measure)} as another column of today", style="bold")
        yield _table(staffing, staffing.for_match())
    yield Text("\nAnswer", style="bold")
    yield from (Text(line) for line in answer_lines(staffing))
    yield Text("")
    yield from (Text(line, style="dim") for line in note_lines(staffing))


def _table(staffing: Staffing, answers: Sequence[Needed]) -> Table:
    table = bare_table()
    matched = any(needed.question.match for needed in answers)
    for title in ("", *(["as"] if matched else []), "people", "95%", "change", f"{_currency(staffing)}/week"):
        table.add_column(Text(title), justify="left" if title in ("", "as") else "right", no_wrap=True)
    table.add_column(Text("where"), overflow="fold")
    for needed in answers:
        first = [folded(needed.question.column), *([folded(str(needed.question.match))] if matched else [])]
        table.add_row(*map(Text, (*first, *_cells(staffing, needed))))
    return table


def _cells(staffing: Staffing, needed: Needed) -> list[str]:
    if needed.people is None or needed.payroll is None:
        return [f"over {needed.most}", "", "", "", "not within 0.5 to 2 times today's"]
    people = f"{needed.people} or fewer" if needed.at_least_enough else str(needed.people)
    more = f"{needed.more:+d}" if needed.more else "0"
    before = staffing.payroll_today[needed.question.column].mean
    pay = f"{needed.payroll.mean:,.0f} ({_signed_amount(needed.payroll.mean - before)})"
    return [people, span_words(needed).replace(" to ", "-"), more, pay, mix_words(staffing, needed)]


def _signed_amount(amount: float) -> str:
    return f"{amount:+,.0f}" if round(amount) else "0"


def _currency(staffing: Staffing) -> str:
    return staffing.scenario.money.currency


def answer_rows(staffing: Staffing) -> list[dict[str, Any]]:
    """One row per question: formation, match ("": the targets), today, people, low, high, change, payroll, counts."""
    return [_answer_row(staffing, needed) for needed in staffing.answers]


def _answer_row(staffing: Staffing, needed: Needed) -> dict[str, Any]:
    low, high = needed.interval or ("", "")
    column = needed.question.column
    counts = needed.counts or {}
    return {
        "formation": column,
        "match": needed.question.match or "",
        "measure": staffing.measure if needed.question.match else "targets",
        "today": needed.today,
        "people": "" if needed.people is None else needed.people,
        "low": low,
        "high": high,
        "change": "" if needed.more is None else needed.more,
        "looked_from": needed.least,
        "looked_to": needed.most,
        "payroll_per_week_today": staffing.payroll_today[column].mean,
        "payroll_per_week": "" if needed.payroll is None else needed.payroll.mean,
        **{f"people_{name}": counts.get(name, "") for name in staffing.today},
    }


def trial_rows(staffing: Staffing) -> list[dict[str, Any]]:
    """One row per number of people looked at and line: measure with its interval, distance to the line, enough."""
    return [
        {
            "formation": needed.question.column,
            "match": needed.question.match or "",
            "people": trial.people,
            **{f"people_{name}": trial.counts[name] for name in staffing.today},
            "measure": key,
            "mean": trial.means[key].mean,
            "low": trial.means[key].low,
            "high": trial.means[key].high,
            "margin": margin.mean,
            "margin_low": margin.low,
            "margin_high": margin.high,
            "enough": trial.met,
        }
        for needed in staffing.answers
        for trial in needed.trials
        for key, margin in trial.margins.items()
    ]


def staffing_json(staffing: Staffing) -> dict[str, Any]:
    """What `podsim staff --json` prints, but for the results folder."""
    return {
        **_question(staffing),
        "today": {"people": sum(staffing.today.values()), "by_function": staffing.today},
        "answers": [
            {
                "formation": needed.question.column,
                "match": needed.question.match,
                "people": needed.people,
                "interval": list(needed.interval) if needed.interval else None,
                "change": needed.more,
                "by_function": needed.counts,
                "payroll_per_week": interval_json(needed.payroll) if needed.payroll else None,
                "looked_from": needed.least,
                "looked_to": needed.most,
                "missed": list(needed.missed) if needed.people is None else [],
            }
            for needed in staffing.answers
        ],
        "answer": list(answer_lines(staffing)),
        "notes": list(note_lines(staffing)),
    }


def _question(staffing: Staffing) -> dict[str, Any]:
    return {
        "scenario": staffing.scenario.name,
        "seed": staffing.seed,
        "replications": staffing.replications,
        "columns": list(staffing.columns),
        "targets": [target.model_dump(mode="json", exclude_none=True) for target in staffing.targets],
        "match": staffing.match,
        "measure": staffing.measure,
    }


def write_staffing(staffing: Staffing, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, tables, picture and manifest; returns the folder. Raises OSError."""
    from sim.report.pictures.staffing import staffing_picture
    from sim.report.pictures.style import png, svg_file

    picture = staffing_picture(staffing)
    files: dict[str, str | bytes] = {
        "summary.txt": as_text(staffing_page(staffing)),
        "staffing.csv": csv_text(answer_rows(staffing)),
        "looked.csv": csv_text(trial_rows(staffing)),
        "figures/staffing.png": png(picture),
        "figures/staffing.svg": svg_file(picture),
    }
    return write_results(
        parent, f"staff-{staffing.scenario.name}", files,
        command=command, scenario=staffing.scenario, question=_question(staffing),
    )  # fmt: skip
