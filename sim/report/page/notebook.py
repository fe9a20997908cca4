"""What a cell of a notebook shows of a result: the opening, the four corners, the headline table."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from sim.report.opening import gravest_warning, run_title, title_of
from sim.report.page.blocks import Block, Table
from sim.report.page.rendering import environment, text_of
from sim.report.page.tables import headline_table
from sim.report.page.tiles import corner_table, tiles
from sim.report.verdict import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from sim.comparison.results import Comparison, Simulation


def comparison_cell(comparison: Comparison, folder: Path | None) -> str:
    """A comparison as a piece of HTML. folder: where its report was written, to which it links."""
    four = tiles(comparison)
    blocks: tuple[Block, ...] = (headline_table(comparison),) if four is None else (four, corner_table(comparison))
    more = "All numbers: .differences(), .table(), .parity(); the verdict: .verdict; pictures: .plot(name)"
    return _cell(title_of(comparison), gravest_warning(comparison), sentence(comparison), blocks, more, folder)


def cell(title: str, said: str, table: Table | None, more: str, warning: str = "") -> str:
    """A sentence and a table as a piece of HTML. more: where the rest is."""
    return _cell(title, warning, said, (table,) if table else (), more)


def run_cell(run: Simulation) -> str:
    """One column, simulated, as a piece of HTML."""
    return _cell(run_title(run), "", "", (headline_table(run),), "All numbers: .table(), .replications()")


def _cell(title: str, warning: str, said: str, blocks: tuple[Block, ...], more: str, folder: Path | None = None) -> str:
    style = f".podsim {{\n{text_of('notebook.css')}{text_of('tiles.css')}}}\n"
    link = quote((folder / "report.html").as_posix()) if folder else ""
    template = environment().get_template("notebook.html")
    return template.render(title=title, warning=warning, said=said, blocks=blocks, more=more, style=style, link=link)
