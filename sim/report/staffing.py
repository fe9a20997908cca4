"""Staffing for people and as a results folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from sim.exploring.staffing import Needed, Staffing
from sim.report.as_json import interval_json
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.numbers import measure_words
from sim.report.staffing_words import answer_lines, mix_words, note_lines, span_words, title_line
from sim.report.summary import as_text
from sim.scenario.problems import count_of


def staffing_page(found: Staffing) -> Iterator[Any]:
    """Everything that a reader sees, in order."""
    scenario = found.scenario
    yield Text(f"{scenario.name}: {scenario.title}" if scenario.title else scenario.name, style="bold")
    today = ", ".join(f"{name} {count}" for name, count in found.today.items())
    yield Text(
        f"Today {sum(found.today.values())} people: {today}; {count_of(found.replications, 'replication')}, "
        f"seed {found.seed}"
    )
    if found.targets:
        yield Text(f"\n{title_line(found)}", style="bold")
        yield _table(found, found.for_targets())
    if found.for_match():
        yield Text(f"\nTo be as good in {measure_words(found.measure)} as another column of today", style="bold")
        yield _table(found, found.for_match())
    yield Text("\nAnswer", style="bold")
    yield from (Text(line) for line in answer_lines(found))
    yield Text("")
    yield from (Text(line, style="dim") for line in note_lines(found))


def _table(found: Staffing, answers: Sequence[Needed]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    matched = any(needed.question.match for needed in answers)
    for title in ("", *(["as"] if matched else []), "people", "95%", "change", f"{_currency(found)}/week"):
        table.add_column(Text(title), justify="left" if title in ("", "as") else "right", no_wrap=True)
    table.add_column(Text("where"), overflow="fold")
    for needed in answers:
        first = [needed.question.column, *([str(needed.question.match)] if matched else [])]
        table.add_row(*map(Text, (*first, *_cells(found, needed))))
    return table


def _cells(found: Staffing, needed: Needed) -> list[str]:
    if needed.people is None or needed.payroll is None:
        return [f"over {needed.most}", "", "", "", "not within 0.5 to 2 times today's"]
    people = f"{needed.people} or fewer" if needed.at_least_enough else str(needed.people)
    more = f"{needed.more:+d}" if needed.more else "0"
    before = found.payroll_today[needed.question.column].mean
    pay = f"{needed.payroll.mean:,.0f} ({_signed_amount(needed.payroll.mean - before)})"
    return [people, span_words(needed).replace(" to ", "-"), more, pay, mix_words(found, needed)]


def _signed_amount(amount: float) -> str:
    return f"{amount:+,.0f}" if round(amount) else "0"


def _currency(found: Staffing) -> str:
    return found.scenario.cost.currency


def answer_rows(found: Staffing) -> list[dict[str, Any]]:
    """One row per question: formation, match ("": the targets), today, people, low, high, change, payroll, counts."""
    return [_answer_row(found, needed) for needed in found.answers]


def _answer_row(found: Staffing, needed: Needed) -> dict[str, Any]:
    low, high = needed.interval or ("", "")
    column = needed.question.column
    counts = needed.counts or {}
    return {
        "formation": column,
        "match": needed.question.match or "",
        "measure": found.measure if needed.question.match else "targets",
        "today": needed.today,
        "people": "" if needed.people is None else needed.people,
        "low": low,
        "high": high,
        "change": "" if needed.more is None else needed.more,
        "looked_from": needed.least,
        "looked_to": needed.most,
        "payroll_per_week_today": found.payroll_today[column].mean,
        "payroll_per_week": "" if needed.payroll is None else needed.payroll.mean,
        **{f"people_{name}": counts.get(name, "") for name in found.today},
    }


def trial_rows(found: Staffing) -> list[dict[str, Any]]:
    """One row per number of people looked at and line: measure with its interval, distance to the line, enough."""
    return [
        {
            "formation": needed.question.column,
            "match": needed.question.match or "",
            "people": trial.people,
            **{f"people_{name}": trial.counts[name] for name in found.today},
            "measure": key,
            "mean": trial.means[key].mean,
            "low": trial.means[key].low,
            "high": trial.means[key].high,
            "margin": margin.mean,
            "margin_low": margin.low,
            "margin_high": margin.high,
            "enough": trial.met,
        }
        for needed in found.answers
        for trial in needed.trials
        for key, margin in trial.margins.items()
    ]


def staffing_json(found: Staffing) -> dict[str, Any]:
    """What `podsim staff --json` prints, but for the results folder."""
    return {
        **_question(found),
        "today": {"people": sum(found.today.values()), "by_function": found.today},
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
            for needed in found.answers
        ],
        "answer": list(answer_lines(found)),
        "notes": list(note_lines(found)),
    }


def _question(found: Staffing) -> dict[str, Any]:
    return {
        "scenario": found.scenario.name,
        "seed": found.seed,
        "replications": found.replications,
        "columns": list(found.columns),
        "targets": [target.model_dump(mode="json", exclude_none=True) for target in found.targets],
        "match": found.match,
        "measure": found.measure,
    }


def write_staffing(found: Staffing, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, tables, picture and manifest; returns the folder. Raises OSError."""
    from sim.report.pictures.staffing import staffing_picture
    from sim.report.pictures.style import png, svg_file

    picture = staffing_picture(found)
    files: dict[str, str | bytes] = {
        "summary.txt": as_text(staffing_page(found)),
        "staffing.csv": csv_text(answer_rows(found)),
        "looked.csv": csv_text(trial_rows(found)),
        "figures/staffing.png": png(picture),
        "figures/staffing.svg": svg_file(picture),
    }
    return write_results(
        parent, f"staff-{found.scenario.name}", files,
        command=command, scenario=found.scenario, question=_question(found),
    )  # fmt: skip
