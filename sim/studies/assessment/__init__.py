"""Where an organisation stands: a few questions of fact, a checklist with levels, and what the next step would gain."""

from sim.studies.assessment.answers import Answers, form_text, read_answers
from sim.studies.assessment.assessing import Assessment, assess
from sim.studies.assessment.gains import Gain, NextStep, Step, next_step, steps_of
from sim.studies.assessment.levels import ThemeLevel, levels_of
from sim.studies.assessment.reading import UNKNOWN, read_questions
from sim.studies.assessment.settings import Questions
from sim.studies.assessment.standing import lines_of, standing, standing_text

__all__ = [
    "UNKNOWN",
    "Answers",
    "Assessment",
    "Gain",
    "NextStep",
    "Questions",
    "Step",
    "ThemeLevel",
    "assess",
    "form_text",
    "levels_of",
    "lines_of",
    "next_step",
    "read_answers",
    "read_questions",
    "standing",
    "standing_text",
    "steps_of",
]
