"""One assessment from end to end: levels, the scenario as it stands, and the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.scenario.scenario_settings import Scenario
from sim.studies.assessment.answers import Answers
from sim.studies.assessment.gains import NextStep, next_step, steps_of
from sim.studies.assessment.levels import ThemeLevel, levels_of
from sim.studies.assessment.settings import Questions
from sim.studies.assessment.standing import Line, lines_of, standing


@dataclass(frozen=True)
class Assessment:
    """Where an organisation stands, and what next. scenario: as given. standing: with what was answered.

    lines: what every question sets. following: what the next step would gain.
    """

    scenario: Scenario
    questions: Questions
    answers: Answers
    levels: tuple[ThemeLevel, ...]
    lines: tuple[Line, ...]
    standing: Scenario
    following: NextStep

    @property
    def not_known(self) -> list[str]:
        """What was asked about and is not known, in a few words each."""
        known = self.answers.known(self.questions)
        return [question.dial for name, question in self.questions.questions.items() if name not in known]


def assess(scenario: Scenario, questions: Questions, answers: Answers, **how: Any) -> Assessment:
    """Assess an organisation. how: as of `next_step`. Raises ScenarioError, DataError, ClusterError."""
    lines = lines_of(scenario, questions, answers)
    stands = standing(scenario, lines)
    steps = steps_of(stands, questions, answers)
    following = next_step(stands, steps, **how)
    return Assessment(scenario, questions, answers, levels_of(questions, answers), tuple(lines), stands, following)
