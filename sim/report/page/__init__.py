"""The report: one HTML file that needs nothing else, for a board, a printer and a telephone."""

from sim.report.page.document import report_html
from sim.report.page.figures import write_pngs

__all__ = ["report_html", "write_pngs"]
