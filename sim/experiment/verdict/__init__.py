"""The verdict: line by line, short enough for a board, with the numbers of a sceptic folded beneath."""

from sim.experiment.verdict.line import VerdictLine
from sim.experiment.verdict.lines import lines_of

__all__ = ["VerdictLine", "lines_of"]
