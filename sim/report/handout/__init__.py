"""Hand-outs of a results folder: slides and a workbook, every number with the table, seed and hash that it comes from.

Only what the folder holds is told: nothing is simulated, and no figure is typed in.
"""

from sim.report.handout.formats import FORMATS, handout
from sim.report.handout.reading import Results, read_results

__all__ = ["FORMATS", "Results", "handout", "read_results"]
