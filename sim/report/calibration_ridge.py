"""The ridge of a calibration for people: other numbers that fit as well, and the verdict along them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.table import Table
from rich.text import Text

from sim.comparison.statistics import Difference, pair_name
from sim.exploring.calibration.result import Calibration
from sim.exploring.calibration.ridge import RidgePoint
from sim.report.calibration_record import number as plain
from sim.report.names import against, measure_words
from sim.report.numbers import change_alone, listed
from sim.report.tables import STYLES, bare_table

TWO_LINES = 31  # letters in which the longest pair of corners needs no third line


def ridge_table(calibration: Calibration) -> Table:
    """Every point of the grid, and which of them fit as well as the best."""
    log = calibration.incidents is not None
    table = calibration_table(
        ["", *(["A-B-A misrouted"] if log else []), "several functions", "misroutes", "misfit", "volumes", ""]
    )
    for point in calibration.ridge[1:]:
        fits = Text("on the ridge", style="green") if point.on_ridge else Text("fits worse", style="dim")
        volumes = "" if not point.simulated else f"x {point.volumes:.2f}" if point.volumes != 1.0 else "as they are"
        table.add_row(
            point.channel,
            *([f"{point.ping_pong:g}"] if log else []),
            f"{point.multi_need:.2f}",
            f"{point.misroute:.3f}",
            f"{'' if point.simulated else 'about '}{point.misfit:.2f}",
            volumes,
            fits,
        )
    return table


def ridge_notes(calibration: Calibration) -> Iterator[str]:
    """What a misfit is, and whether a log is replayed as it fits best."""
    own = listed([f"{channel} {misfit:.2f}" for channel, misfit in calibration.misfits.items()])
    yield f"Misfit: mean distance of a channel's targets, in half widths of their ranges; of the fit itself {own}."
    replay = calibration.scenario.demand.replay
    if replay is None:
        return
    best, own_share = min(calibration.ridge[1:], key=lambda point: point.misfit), replay.ping_pong_misroute_share
    if not any(point.on_ridge and point.ping_pong == own_share for point in calibration.ridge):
        yield (
            f"The scenario's own ping_pong_misroute_share, {own_share:g}, is not on the ridge: {best.ping_pong:g} fits "
            "better. It is an assumption; set it, and calibrate again."
        )


def verdict_table(points: list[RidgePoint]) -> Table:
    """The primary differences at the points that have a verdict; there is at least one."""
    measures = list(next(iter((points[0].verdict or {}).values())))
    table = calibration_table(["", *map(measure_words, measures)])
    table.columns[0].width = TWO_LINES
    for point in points:
        rows = (point.verdict or {}).items()
        table.add_row(Text(_label(point), style="bold"))
        for place, (pair, row) in enumerate(rows, 1):
            cells = [_answer(name, row[name]) for name in measures]
            table.add_row(against(*pair), *cells, end_section=place == len(rows))
    return table


def _label(point: RidgePoint) -> str:
    if not point.channel:
        return "as fitted"
    moved = point.multi_need if point.ping_pong is None else point.ping_pong
    return f"{point.channel} {moved:.2f}/{point.misroute:.2f}"


def _answer(name: str, difference: Difference) -> Text:
    word = Text(difference.word, style=STYLES.get(difference.word, "dim"))
    return Text(f"{change_alone(name, difference.interval)} ") + word


def ridge_words(points: list[RidgePoint]) -> str:
    """Whether the verdict hangs on the place on the ridge."""
    answers: dict[str, dict[str, None]] = {}
    for point in points:
        for pair, row in (point.verdict or {}).items():
            for name, difference in row.items():
                answers.setdefault(f"{measure_words(name)}, {against(*pair)}", {})[difference.word] = None
    turning = [f"{what} ({', '.join(answer)})" for what, answer in answers.items() if len(answer) > 1]
    where = f"at all {len(points)} points" if len(points) > 2 else "at both points" if len(points) == 2 else "there"
    if turning:
        return f"The answer is not the same {where}: {'; '.join(turning)}. All others are."
    return f"Every answer is the same {where}."


def winners(point: RidgePoint) -> dict[str, Any]:
    """Means and words by pair and measure, one column each; none off the ridge."""
    cells: dict[str, Any] = {}
    for pair, row in (point.verdict or {}).items():
        for name, difference in row.items():
            name_of_pair = f"{pair_name(*pair)} {name}"
            cells |= {name_of_pair: plain(difference.interval.mean), f"{name_of_pair} word": difference.word}
    return cells


def calibration_table(columns: Iterable[str]) -> Table:
    """An empty table; the first column holds names."""
    table = bare_table()
    for place, column in enumerate(columns):
        table.add_column(Text(column), justify="left" if place == 0 else "right", overflow="fold")
    return table
