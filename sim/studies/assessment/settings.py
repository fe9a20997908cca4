"""Settings of a file of questions, with which `podsim assess` asks, and says what every answer means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.scenario.declaration import Settings, setting

LEVELS = 5
MOST_QUESTIONS = 16


def _sets(about: str) -> Any:
    return setting(default_factory=dict, example={"policy.link_minutes": 1}, about=about, source="convention")


def _text(about: str) -> Any:
    return setting(..., min_length=1, about=about, source="convention")


class Answer(Settings):
    """One answer to a question."""

    says: str = _text("The answer, in a few words")
    level: int = setting(..., ge=1, le=LEVELS, example=3, about="Level that it allows its theme", source="convention")
    sets: dict[str, object] = _sets("Setting -> value, by key as in --set; of a setting by channel one number")


class Question(Settings):
    """One question of fact; its answers from worst to best."""

    theme: str = _text("Name of its theme")
    ask: str = _text("The question")
    dial: str = _text("What is asked about, in a few words")
    answers: dict[str, Answer] = setting(
        ..., min_length=2, example={"no": {"says": "no", "level": 1}}, source="convention",
        about="Name -> answer, from worst to best; the last one has level 5",
    )  # fmt: skip

    @property
    def best(self) -> Answer:
        """The last answer."""
        return list(self.answers.values())[-1]


class Step(Settings):
    """A step that is tried, and that nobody is asked about."""

    dial: str = _text("What is moved, in a few words")
    says: str = _text("Where it is moved to")
    sets: dict[str, object] = _sets("Dial of the policy -> value, by key as in --set")


class Questions(Settings):
    """A file of questions."""

    dont_know: str = _text("What stands for an answer that is not known")
    themes: dict[str, str] = setting(
        ..., min_length=1, example={"listen": "Listen"}, about="Name -> title of every theme", source="convention"
    )
    questions: dict[str, Question] = setting(
        ..., min_length=1, about="Name -> question, in the order in which they are asked", source="convention"
    )
    steps: dict[str, Step] = setting(
        default_factory=dict, about="Name -> step that is tried beside the questions", source="convention"
    )

    def of_theme(self, theme: str) -> Mapping[str, Question]:
        """The questions of a theme, by name."""
        return {name: question for name, question in self.questions.items() if question.theme == theme}
