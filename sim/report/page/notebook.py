"""What a cell of a notebook shows of a result: the opening, the four corners, the headline table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import tables as headlines
from sim.report.numbers import number, unit_of
from sim.report.opening import gravest_warning, run_title, title_of
from sim.report.page.blocks import Block, Table, TableCell
from sim.report.page.rendering import environment, text_of
from sim.report.page.tables import headline_table
from sim.report.page.tiles import corner_table, tiles
from sim.report.verdict import sentence

if TYPE_CHECKING:
    from sim.comparison.results import Comparison, Simulation


def comparison_cell(comparison: Comparison) -> str:
    """A comparison as a piece of HTML."""
    four = tiles(comparison)
    blocks: tuple[Block, ...] = (headline_table(comparison),) if four is None else (four, corner_table(comparison))
    more = "All numbers: .differences(), .table(), .parity(); the verdict: .verdict; pictures: .plot(name)"
    return _cell(title_of(comparison), gravest_warning(comparison), sentence(comparison), blocks, more)


def run_cell(run: Simulation) -> str:
    """One column, simulated, as a piece of HTML."""
    rows = []
    for measure in headlines.headline_measures():
        levels = [run.intervals[column][measure.name] for column in run.columns]
        per, unit = unit_of(measure.name, *(one.mean for one in levels))
        rows.append((TableCell(measure.said, unit), *(_level(one.mean / per, one.half_width / per) for one in levels)))
    table = Table("Mean, ± half of its 95% interval", ("measure", *run.columns), tuple(rows))
    return _cell(run_title(run), "", "", (table,), "All numbers: .table(), .replications()")


def _level(mean: float, half: float) -> TableCell:
    return TableCell(number(mean), f"± {number(half)}" if half == half else "", "number")


def _cell(title: str, warning: str, said: str, blocks: tuple[Block, ...], more: str) -> str:
    style = f".podsim {{\n{text_of('notebook.css')}{text_of('tiles.css')}}}\n"
    template = environment().get_template("notebook.html")
    return template.render(title=title, warning=warning, said=said, blocks=blocks, more=more, style=style)
