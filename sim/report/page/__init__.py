"""The report: one HTML file that needs nothing else, for a board, a printer and a telephone."""

from sim.report.page.document import report_html
from sim.report.page.figures import drawn_of_closeup, drawn_of_comparison, pictures_of, write_pngs

__all__ = ["drawn_of_closeup", "drawn_of_comparison", "pictures_of", "report_html", "write_pngs"]
