"""A calibration for people, and as a results folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from sim.exploring.calibration.load import LEAST, MOST, USUAL, counts_of, is_too_far
from sim.exploring.calibration.parameters import MISROUTE, MULTI_NEED, SPREAD
from sim.exploring.calibration.result import Calibration, Fitted, Reached
from sim.exploring.calibration.sample import COLUMN
from sim.report.calibration_record import MOMENT_WORDS, parameter_row, ridge_row, target_row, target_values, text_of
from sim.report.calibration_ridge import (
    calibration_table,
    ridge_notes,
    ridge_table,
    ridge_words,
    verdict_table,
    winners,
)
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.names import in_text
from sim.report.numbers import listed, number
from sim.report.summary import as_text
from sim.report.tables import heading
from sim.scenario.problems import count_of

WORDS = {
    MULTI_NEED: "several functions",
    MISROUTE: "misroutes",
    SPREAD: "ambiguity shape",
}
FITS, MISS = "fits", "MISS"
ROW = "evidence row "


def calibration_page(calibration: Calibration) -> Iterator[Any]:
    """Everything that a reader sees, in order. How long it took is not part of it, so that equal runs are equal."""
    yield heading(calibration.scenario)
    yield Text(_size(calibration))
    yield from _section(f"Targets, and what {in_text(COLUMN)} reach", [_targets(calibration)])
    yield Text(_unseen(calibration))
    yield Text(_misses(calibration))
    yield from _section("Parameters", [_parameters(calibration)])
    yield from (Text(line) for line in _parameter_notes(calibration))
    yield from _section(f"Load of {in_text(COLUMN)}", [Text(line) for line in load_lines(calibration)])
    if calibration.ridge:
        yield from _section("Other pairs that fit as well (the ridge)", [ridge_table(calibration)])
        yield from (Text(line) for line in ridge_notes(calibration))
        points = [point for point in calibration.ridge if point.verdict]
        yield from _section(
            "The verdict along the ridge: second minus first, and who is better", [verdict_table(points)]
        )
        yield Text(ridge_words(points))
    yield Text("\nPods are calibrated to nothing. A target that is missed is a limit of the model, and fails nothing.")


def _section(title: str, parts: Iterable[Any]) -> Iterator[Any]:
    yield Text(f"\n{title}", style="bold")
    yield from parts


def _size(calibration: Calibration) -> str:
    time = calibration.scenario.time
    return (
        f"{count_of(calibration.replications, 'replication')} of {count_of(time.measured_weeks, 'week')} after "
        f"{time.warm_up_weeks} to warm up, seed {calibration.seed}"
    )


def _targets(calibration: Calibration) -> Table:
    table = calibration_table(["", "target", "range", "before", "fitted", "", "unseen"])
    for channel in dict.fromkeys(row.target.channel for row in calibration.reached):
        rows = [row for row in calibration.reached if row.target.channel == channel]
        table.add_row(Text(channel, style="bold"))
        for row in rows:
            table.add_row(*_target_cells(row))
    return table


def _target_cells(row: Reached) -> list[Any]:
    target, unseen = row.target, row.unseen
    again = _mark(unseen.fits(row.after_unseen))
    own = f"{_share(row.after_unseen)} "
    if unseen is not target:
        own = f"{_share(row.after_unseen)} ({_share(unseen.value)}) "
    return [
        f"  {MOMENT_WORDS[target.moment]}",
        _share(target.value),
        f"{target.least:g}-{target.most:g}",
        _share(row.before),
        _share(row.after),
        _mark(row.fits),
        Text(own) + again,
    ]


def _mark(fits: bool) -> Text:
    return Text(FITS, style="green") if fits else Text(MISS, style="red")


def _share(value: float) -> str:
    """Three digits, as ranges are compared."""
    return "unknown" if value != value else "none" if abs(value) == float("inf") else f"{value:.3f}"


def _unseen(calibration: Calibration) -> str:
    if calibration.incidents is None:
        return "unseen: other customers, on whom nothing was fitted."
    fitted, other = calibration.incidents
    return (
        f"unseen: the other half of the log, {other:,} incidents on which nothing was fitted, with its own figure in "
        f"brackets; the fitted half has {fitted:,}. Halves by hash of the incident number."
    )


def _misses(calibration: Calibration) -> str:
    sources = f"Sources: {_sources(calibration)}."
    if not calibration.misses:
        return f"All targets are within their ranges. {sources}"
    missed = listed([f"{MOMENT_WORDS[row.target.moment]} ({row.target.channel})" for row in calibration.misses])
    return f"Out of reach: {missed}. {sources}"


def _sources(calibration: Calibration) -> str:
    sources = list(dict.fromkeys(row.target.source for row in calibration.reached))
    rows = [source.removeprefix(ROW) for source in sources if source.startswith(ROW)]
    others = [source for source in sources if not source.startswith(ROW)]
    return listed([*([f"evidence rows {', '.join(rows)}"] if rows else []), *others])


def _parameters(calibration: Calibration) -> Table:
    table = calibration_table(["", "before", "fitted", "bounds", "", "moves"])
    for row in calibration.parameters:
        parameter = row.parameter
        bounds = f"{number(parameter.least)}-{number(parameter.most)}"
        flag = f"{row.bound} bound" if row.bound else "" if row.free else "not fitted"
        table.add_row(
            f"{parameter.channel}: {WORDS[parameter.meaning]}",
            number(row.before),
            number(row.after),
            bounds,
            Text(flag, style="yellow"),
            number(row.moves),
        )
        setting = parameter.setting.rpartition(".")[2]
        table.add_row(f"  as {setting}", f"{row.stored_before:g}", f"{row.stored_after:g}", "", "", "")
    return table


def _parameter_notes(calibration: Calibration) -> Iterator[str]:
    yield "moves: how far a target goes at most from one bound to the other, in half widths of its range."
    held = [row for row in calibration.parameters if not row.free]
    if held:
        yield f"Not fitted, as the targets say nothing about it: {listed([_name(row) for row in held])}."
    if calibration.pickup_moves is not None:
        moves = number(calibration.pickup_moves)
        yield (
            f"Pickup is not fitted: from 0 to 240 minutes it moves no target by more than {moves} half widths of its "
            "range. Counts of handoffs say nothing of how long work lies."
        )


def _name(row: Fitted) -> str:
    return f"{WORDS[row.parameter.meaning]} ({row.parameter.channel})"


def load_lines(calibration: Calibration) -> Iterator[str]:
    """The load before and after, and which volumes or numbers of people would bring a usual one."""
    load, adjustment = calibration.load, calibration.load.adjustment
    usual = f"usual: {USUAL}, {LEAST}-{MOST}, row 6 of the evidence"
    yield f"Before: {_loads(load.before)}."
    yield f"Fitted: {_loads(load.after)}; {'usual' if load.is_usual else 'NOT USUAL'} ({usual})."
    if adjustment.counts:
        yield f"People were changed to what the log keeps busy: {_people(calibration, adjustment.counts)}."
    if adjustment.volumes != 1.0:
        yield from _volumes(calibration)
    if load.counts and is_too_far(calibration.scenario, load.counts):
        yield "A usual load would take less than half or more than twice the people in some function; none is changed."
    elif load.counts:
        yield f"A usual load in every function would come with these people: {_people(calibration, load.counts)}."


def _volumes(calibration: Calibration) -> Iterator[str]:
    factor = calibration.load.adjustment.volumes
    volumes = [
        f"{name} {round(channel.cases_per_week * factor, -1):,.0f}"
        for name, channel in calibration.scenario.demand.channels.items()
        if channel.cases_per_week > 0.0
    ]
    yield f"A usual load would come with {factor:.2f} times the customers (cases_per_week: {listed(volumes)})."
    yield (
        "The fit was made at these volumes, as a desk that cannot keep up, or has nothing to do, would be fitted to "
        "just that; the scenario's own volumes are not changed."
    )


def _loads(loads: Mapping[str, float]) -> str:
    by_function = ", ".join(f"{in_text(name)} {busy:.2f}" for name, busy in loads.items() if name)
    return f"{loads['']:.2f} ({by_function})"


def _people(calibration: Calibration, counts: Mapping[str, int]) -> str:
    now = counts_of(calibration.scenario)
    return listed([f"{in_text(name)} {now[name]} → {count}" for name, count in counts.items()])


def write_calibration(
    calibration: Calibration, record: Mapping[str, Any], parent: Path, command: Sequence[str]
) -> Path:
    """Write summary, record, tables and manifest to a results folder; returns it. Raises OSError."""
    files = {
        "summary.txt": as_text(calibration_page(calibration)),
        "calibration.json": text_of(record),
        "targets.csv": csv_text([_flat(target_row(row)) for row in calibration.reached]),
        "parameters.csv": csv_text([parameter_row(row) for row in calibration.parameters]),
    }
    if calibration.ridge:
        files["ridge.csv"] = csv_text([ridge_row(point) | winners(point) for point in calibration.ridge])
    question = {
        "seed": calibration.seed,
        "replications": calibration.replications,
        "ridge_replications": calibration.ridge_replications,
        "targets": [target_values(row.target) for row in calibration.reached],
    }
    return write_results(
        parent, f"{calibration.scenario.name}-calibration", files,
        command=command, scenario=calibration.scenario, question=question,
    )  # fmt: skip


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    others = row["on_others"]
    own = {key: value for key, value in row.items() if key != "on_others"}
    return own | {f"others_{key}": others.get(key, row[key]) for key in ("target", "least", "most", "reached", "fits")}
