"""A difference taken apart, as a page and as a results folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from sim.comparison.intervals import mean_interval
from sim.measures import AT
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.names import against
from sim.report.numbers import change, signed, unit_of
from sim.report.pictures.attribution import attribution_picture
from sim.report.pictures.style import png, svg_file
from sim.report.summary import as_text
from sim.report.tables import empty_table
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from rich.table import Table

    from sim.comparison.intervals import Interval
    from sim.exploring.attribution import Attribution


def attribution_page(found: Attribution) -> Iterator[RenderableType]:
    """A table for all cases and one for each channel, and what holds between groups."""
    first, second = found.pair
    yield Text(f"{found.scenario.name}: what {against(first, second)} is made of", style="bold")
    yield Text(
        f"{found.measures[0]}, {count_of(found.replications, 'replication')} on the same customers, "
        f"{count_of(found.combinations, 'combination')} of {count_of(len(found.present), 'group')} at work"
    )
    for measure in found.measures:
        yield Text("")
        yield Text(_heading(found, measure), style="bold")
        yield _table(found, measure)
    yield Text(
        "\nPart: the average over all orders in which groups may come; parts add up to the difference. First, last: "
        "added to none of the others, or to all. ?: chance could have the other sign. -: at work in neither column, "
        "exactly 0.\n",
        style="dim",
    )
    yield from map(Text, _sentences(found))


def _heading(found: Attribution, measure: str) -> str:
    _, _, channel = measure.partition(AT)
    return f"{channel or 'all cases'}: {change(found.measures[0], found.whole(measure))}"


def _table(found: Attribution, measure: str) -> Table:
    parts = found.parts(measure)
    means = [one.mean for part in parts for one in (part.interval, part.first, part.last)]
    per, unit = unit_of(found.measures[0], *means)
    table = empty_table([f"part{f' ({unit})' if unit else ''}", "95% interval", "first", "last"])
    for part in parts:
        words = _amounts(part.interval, per) if part.present else ["-", ""]
        ends = [signed(one.mean / per) if part.present else "" for one in (part.first, part.last)]
        table.add_row(part.group.name, *words, *ends)
    left = found.left(measure)
    if left.mean != 0.0:
        table.add_row("without any of them", *_amounts(left, per), "", "")
    table.add_row("together", *_amounts(found.whole(measure), per), "", "")
    return table


def _amounts(interval: Interval, per: float) -> list[str]:
    """A mean and its interval; a question mark where the sign is not certain."""
    unsure = "" if interval.low > 0.0 or interval.high < 0.0 or interval.low == interval.high == 0.0 else " ?"
    return [f"{signed(interval.mean / per)}", f"{signed(interval.low / per)} to {signed(interval.high / per)}{unsure}"]


def _sentences(found: Attribution) -> Iterator[str]:
    """The largest interaction whose sign is certain, for each measure."""
    for measure in found.measures:
        settled = [one for one in found.interactions(measure) if one.interval.low > 0.0 or one.interval.high < 0.0]
        where = measure.partition(AT)[2] or "all cases"
        if settled:
            one, other = settled[0].groups
            words = change(found.measures[0], settled[0].interval)
            yield f"{where}: {one} and {other} do {words} together beyond what each does alone."
        else:
            yield f"{where}: what two groups do together beyond each alone is settled for none."


def part_rows(found: Attribution) -> list[dict[str, Any]]:
    """One row per measure and group, and what is left without any."""
    rows = []
    for measure in found.measures:
        for part in found.parts(measure):
            rows.append(
                {"measure": measure, "group": part.group.name, "present": part.present}
                | _numbers("part", part.interval) | _numbers("first", part.first) | _numbers("last", part.last)
            )  # fmt: skip
        unknown = dict.fromkeys([f"{name}{end}" for name in ("first", "last") for end in ("", "_low", "_high")])
        left = _numbers("part", found.left(measure))
        rows.append({"measure": measure, "group": "without any of them", "present": True} | left | unknown)
    return rows


def _numbers(name: str, interval: Interval) -> dict[str, float]:
    return {name: interval.mean, f"{name}_low": interval.low, f"{name}_high": interval.high}


def _combinations(found: Attribution) -> list[dict[str, Any]]:
    """The difference in every combination."""
    return [
        {group.name: mask >> place & 1 for place, group in enumerate(found.present)}
        | {"measure": measure}
        | _numbers("difference", mean_interval(values))
        for measure in found.measures
        for mask, values in enumerate(found.values[measure])
    ]


def _interactions(found: Attribution) -> list[dict[str, Any]]:
    return [
        {"measure": measure, "first": one.groups[0], "second": one.groups[1]} | _numbers("interaction", one.interval)
        for measure in found.measures
        for one in found.interactions(measure)
    ]


def attribution_json(found: Attribution) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "scenario": found.scenario.name,
        "seed": found.seed,
        "replications": found.replications,
        "pair": list(found.pair),
        "combinations": found.combinations,
        "differences": {measure: _numbers("mean", found.whole(measure)) for measure in found.measures},
        "parts": part_rows(found),
        "interactions": _interactions(found),
    }


def write_attribution(found: Attribution, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, tables, picture and manifest; returns the folder. Raises OSError."""
    picture = attribution_picture(found)
    files: dict[str, str | bytes] = {
        "summary.txt": as_text(attribution_page(found)),
        "parts.csv": csv_text(part_rows(found)),
        "interactions.csv": csv_text(_interactions(found)),
        "combinations.csv": csv_text(_combinations(found)),
        "figures/attribution.png": png(picture),
        "figures/attribution.svg": svg_file(picture),
    }
    question = {
        "seed": found.seed,
        "replications": found.replications,
        "pair": list(found.pair),
        "measure": found.measures[0],
    }
    name = f"attribute-{found.scenario.name}"
    return write_results(parent, name, files, command=command, scenario=found.scenario, question=question)
