"""Staffing: the fewest people with whom each column meets the targets, or does what another one does today."""

from sim.experiment.staffing.goals import Question, in_words, target_words
from sim.experiment.staffing.staffing import Looked, Needed, Staffing, check, staff

__all__ = ["Looked", "Needed", "Question", "Staffing", "check", "in_words", "staff", "target_words"]
