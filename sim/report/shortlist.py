"""The shortlist of designs for people and as a results folder: what each changes from today, and what it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.text import Text

from sim.comparison.intervals import mean_interval
from sim.exploring.designs.levers import Lever
from sim.exploring.designs.selection import CONFIDENCE
from sim.exploring.designs.shortlist import FRONT, Shortlist
from sim.report.csv_files import csv_text
from sim.report.designs_words import design_words
from sim.report.folder import write_results
from sim.report.names import measure_words
from sim.report.numbers import level
from sim.report.page.blocks import Section, table_of, words
from sim.report.side_by_side import SideTable, lines, sentence, side_json, size_line
from sim.report.side_by_side_files import side_files, side_findings, side_question
from sim.report.summary import as_text
from sim.report.tables import heading, heads_and_texts
from sim.scenario.built_in_columns import HABITS

MOST_WORSE = 3  # lines of what is worse


def words_of(found: Shortlist, design: Lever) -> str:
    """What a design changes from today's departments: teams, skills, habits, people."""
    scenario = found.scenario
    parts = [design_words(scenario, design.partition)]
    if design.partition.kind == "as shipped":
        parts = [f"{'departments' if design.partition.side == HABITS else 'pods'} {parts[0]}"]
    parts.append(f"with {', '.join(design.habits)}" if design.habits else "habits as today")
    if design.staffing:
        today, counts = found.levers.staffings[0], found.levers.staffings[design.staffing]
        moved = [f"{counts[name] - today[name]:+d} {name}" for name in today if counts[name] != today[name]]
        parts.append(f"people: {', '.join(moved)}")
    return "; ".join(parts)


def shortlist_page(found: Shortlist) -> Iterator[Any]:
    """All that a reader sees, in order."""
    yield heading(found.scenario)
    yield Text(f"  {sentence(found.side)}", style="bold")
    yield Text("")
    yield SideTable(found.side)
    yield Text("")
    yield heads_and_texts([(name, words_of(found, design)) for name, design in found.names.items()])
    yield Text("")
    yield heads_and_texts(_told(found))


def _told(found: Shortlist) -> Iterator[tuple[str, str]]:
    """How it was found, and what is promised; then what stands below every table of what-ifs, but for settings."""
    yield "Looked at", looked_line(found)
    yield "Selected", selected_line(found)
    yield "Front", front_line(found)
    free = (
        ""
        if found.scenario.money.second_skill_per_year
        else ". Second skills are free here (money.second_skill_per_year)"
    )
    yield "Shown", f"{size_line(found.side)}; none of them was met in the search{free}"
    head, worse = "", 0
    for own, text in lines(found.side, 0):
        head = own or head
        worse += head == "But worse"
        if head in ("For the money", "Soonest", "Not told apart") or (head == "But worse" and worse <= MOST_WORSE):
            yield own, text


def looked_line(found: Shortlist) -> str:
    """How many designs there are, and what became of them."""
    levers, looked = found.levers, len(found.levers.designs)
    drawn = f"{looked:,} of them drawn, " if looked < levers.every else ""
    spent = f", {found.budget:.0%} more pay" if found.budget else ""
    return (
        f"{levers.every:,} designs of teams, skills, habits and people: {drawn}{len(found.screened):,} within today's "
        f"pay{spent} and load; one short run each, a heuristic that may lose a good one, left {len(found.candidates)}"
    )


def selected_line(found: Shortlist) -> str:
    """What the selection promises."""
    one, count = found.selected, len(found.candidates)
    zone = f"{level(found.measure, one.zone)} of the best {measure_words(found.measure)} of those {count}"
    name = selected_name(found)
    if one.settled:
        runs = f"{sum(one.replications):,} runs"
        return f"{name} is within {zone}, with a probability of {CONFIDENCE:.0%} (Kim & Nelson, {runs})"
    most = max(one.replications)
    return f"{len(one.left)} designs are not told apart within {zone} in {most} runs each; {name} has the best mean"


def selected_name(found: Shortlist) -> str:
    """What the design that was selected is called."""
    best = found.candidates[found.selected.best]
    return next(name for name, design in found.names.items() if design == best)


def candidate_rows(found: Shortlist) -> list[dict[str, Any]]:
    """One row per design of the selection, the selected one first: means there, with intervals and no guarantee.

    front: no other candidate is better in one of time, empathy, load and cost and as good in the others, by the means.
    """
    front = found.on_front()
    shown = {design: name for name, design in found.names.items()}
    return [
        _candidate(found, number, shown.get(found.candidates[number], ""), front[number])
        for number in found.selected.ranked
    ]


def _candidate(found: Shortlist, number: int, name: str, front: bool) -> dict[str, Any]:
    design, one = found.candidates[number], found.selected
    row: dict[str, Any] = {
        "shown_as": name, "design": words_of(found, design), "selected": number == one.best, "left": number in one.left,
        "replications": one.replications[number], "front": front,
    }  # fmt: skip
    for measure in FRONT:
        interval = mean_interval(found.samples[number][measure])
        row |= {measure: interval.mean, f"{measure}_low": interval.low, f"{measure}_high": interval.high}
    return row


def front_rows(found: Shortlist) -> list[dict[str, str]]:
    """The candidates on the front in words: time, felt empathy, load and cost with 95% intervals, the soonest first."""
    rows = sorted((row for row in candidate_rows(found) if row["front"]), key=lambda row: row["resolution_minutes"])
    currency = found.scenario.money.currency
    scales = {
        "hours until solved": ("resolution_minutes", 60.0, 1),
        "felt empathy, of 100": ("felt_empathy", 0.01, 1),
        "busiest tenth, min/hour": ("load_p90", 1 / 60, 1),
        f"1000 {currency} a year": ("cost_per_year", 1e3, 0),
    }
    return [
        {"design": f"{row['shown_as']}: {row['design']}" if row["shown_as"] else row["design"]}
        | {
            head: "{:,.{d}f} ({:,.{d}f} to {:,.{d}f})".format(
                *(row[key] / per for key in (name, f"{name}_low", f"{name}_high")), d=digits
            )
            for head, (name, per, digits) in scales.items()
        }
        for row in rows
    ]


FRONT_WORDS = (
    "No other candidate is better in one of time, felt empathy, load and cost and as good in the others, by the means "
    "of the selection. Intervals are each by itself, designs met different numbers of runs, and what looks best of "
    "many was also lucky: no guarantee. candidates.csv has all candidates."
)


def front_line(found: Shortlist) -> str:
    """How many candidates are on the front, and where their figures are."""
    front = front_rows(found)
    return (
        f"{len(front)} of {len(found.candidates)} are beaten by none in time, empathy, load and cost at once, by their "
        "means in the selection; no guarantee (page, candidates.csv)"
    )


def _designs_section(found: Shortlist) -> Section:
    told = [f"{name}: {words_of(found, design)}" for name, design in found.names.items()]
    told += [f"Looked at: {looked_line(found)}.", f"Selected: {selected_line(found)}."]
    return Section("designs", "What each changes from today, and how they were found", words(told, listed=True))


def _front_section(found: Shortlist) -> Section:
    table = replace(table_of(front_rows(found), "The soonest first; mean with its 95% interval"), stacks=True)
    return Section("front", "A front of time, empathy, load and cost", (table,), FRONT_WORDS)


def screened_rows(found: Shortlist) -> list[dict[str, Any]]:
    """One row per design that met the one short replication, the best first."""
    chosen = set(found.candidates)
    return [
        {
            "design": words_of(found, one.design), "went_on": one.design in chosen, "measure": found.measure,
            "value": one.value, "load_p90": one.load, "missed": one.missed,
        }
        for one in found.screened
    ]  # fmt: skip


def shortlist_json(found: Shortlist) -> dict[str, Any]:
    """What `podsim best --json` prints, but for the results folder."""
    one = found.selected
    return {
        **_question(found),
        "designs_in_all": found.levers.every,
        "within": len(found.screened),
        "candidates": len(found.candidates),
        "selected": selected_name(found),
        "settled": one.settled,
        "zone": one.zone,
        "shown": {name: words_of(found, design) for name, design in found.names.items()},
        **{key: value for key, value in side_json(found.side).items() if key != "differs"},
    }


def _question(found: Shortlist) -> dict[str, Any]:
    return {
        "scenario": found.scenario.name,
        "seed": found.seed,
        "replications": found.side.first.replication_count,
        "engine": "core",
        "shortlist_of": len(found.levers.designs),
        "measure": found.measure,
        "budget": found.budget,
    }


def write_shortlist(found: Shortlist, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, tables, page, picture and manifest; returns the folder. Raises OSError."""
    files: dict[str, str | bytes] = {
        **side_files(found.side, page=True, more=(_designs_section(found), _front_section(found))),
        "summary.txt": as_text(shortlist_page(found)),
        "candidates.csv": csv_text(candidate_rows(found)),
        "screened.csv": csv_text(screened_rows(found)),
    }
    return write_results(
        parent, f"best-{found.scenario.name}", files,
        command=command, scenario=found.scenario, question={**side_question(found.side), **_question(found)},
        findings=side_findings(found.side),
    )  # fmt: skip
