"""A level for every theme: that of its lowest answer, and what is missing for the next. There is no overall score."""

from __future__ import annotations

from dataclasses import dataclass

from sim.studies.assessment.answers import Answers
from sim.studies.assessment.settings import LEVELS, Question, Questions


@dataclass(frozen=True)
class Missing:
    """A condition for the next level. answer: what would have to be answered."""

    question: str
    dial: str
    answer: str


@dataclass(frozen=True)
class ThemeLevel:
    """Where a theme stands. level: the lowest that its known answers allow, None where none is known.

    known, asked: how many of its questions. following: the level that the conditions in `missing` would give, None at
    the top.
    """

    theme: str
    title: str
    level: int | None
    known: int
    asked: int
    following: int | None
    missing: tuple[Missing, ...]


def levels_of(questions: Questions, answers: Answers) -> tuple[ThemeLevel, ...]:
    """The level of every theme, in the order of the file."""
    return tuple(_of_theme(questions, answers, theme, title) for theme, title in questions.themes.items())


def _of_theme(questions: Questions, answers: Answers, theme: str, title: str) -> ThemeLevel:
    known = answers.known(questions)
    asked = questions.of_theme(theme)
    levels = {name: known[name].level for name in asked if name in known}
    if not levels:
        return ThemeLevel(theme, title, None, 0, len(asked), None, ())
    level = min(levels.values())
    if level == LEVELS:
        return ThemeLevel(theme, title, level, len(levels), len(asked), None, ())
    lowest = {name: _next(asked[name], level) for name, own in levels.items() if own == level}
    others = [own for own in levels.values() if own > level]
    following = min([*others, *(asked[name].answers[key].level for name, key in lowest.items())])
    missing = tuple(Missing(name, asked[name].dial, asked[name].answers[key].says) for name, key in lowest.items())
    return ThemeLevel(theme, title, level, len(levels), len(asked), following, missing)


def _next(question: Question, level: int) -> str:
    """The first answer above a level."""
    return next(name for name, answer in question.answers.items() if answer.level > level)
