"""The report: one HTML file that needs nothing else, for a board, a printer and a telephone."""

from sim.report.page.document import report_html
from sim.report.page.figures import pictures_of, write_pngs

__all__ = ["pictures_of", "report_html", "write_pngs"]
