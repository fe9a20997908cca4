"""The verdict: line by line, short enough for a board, with the numbers of a sceptic folded beneath."""

from sim.report.verdict.line import VerdictLine
from sim.report.verdict.lines import lines_of

__all__ = ["VerdictLine", "lines_of"]
