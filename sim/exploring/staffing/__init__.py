"""Staffing: the fewest people with whom each column meets the targets, or does what another one does today."""

from sim.exploring.staffing.search import Question
from sim.exploring.staffing.staffing import Needed, Staffing, Trial, check, staff

__all__ = ["Needed", "Question", "Staffing", "Trial", "check", "staff"]
