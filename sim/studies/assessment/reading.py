"""Files of questions, to questions that are known to be sound or to everything that is wrong with them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ValidationError

from sim.scenario.catalogue import SETTINGS, Catalogue, SettingInfo
from sim.scenario.files import shown_path
from sim.scenario.origins import Loc, problem_at
from sim.scenario.over_time import OverTime
from sim.scenario.policy_settings import Policy
from sim.scenario.problems import ScenarioError, did_you_mean, in_order_of_lines
from sim.scenario.setting_texts import refusal_text
from sim.scenario.settings_file import read_settings
from sim.studies.assessment.settings import LEVELS, MOST_QUESTIONS, Question, Questions

SHIPPED = Path(__file__).with_name("questions.yaml")
UNKNOWN, PRICES = "unknown", "prices"
BLOCKS: Mapping[str, type[BaseModel]] = {"policy": Policy, "over_time": OverTime}  # what an answer may set
OF_QUESTIONS = Catalogue(Questions, "a file of questions")
Finding = tuple[Loc, str]


def read_questions(path: Path | None = None) -> Questions:
    """The questions of a file, by default those that are shipped. Raises ScenarioError with all that is wrong."""
    path = path or SHIPPED
    made, tree, _ = read_settings(path, Questions, OF_QUESTIONS)
    if problems := [problem_at(tree, shown_path(path), loc, words) for loc, words in _findings(made)]:
        raise ScenarioError(in_order_of_lines(problems))
    return made


def _findings(made: Questions) -> Iterator[Finding]:
    """(where, what is wrong) of what the models cannot see."""
    if len(made.questions) > MOST_QUESTIONS:
        yield (
            ("questions",),
            f"{len(made.questions)} questions; at most {MOST_QUESTIONS}, so that they take five minutes.",
        )
    taken: dict[str, str] = {}
    for name, question in made.questions.items():
        loc: Loc = ("questions", name)
        if name == PRICES or name in made.steps:
            yield loc, f"A question cannot be called {name}: that name is taken."
        if question.theme not in made.themes:
            yield (*loc, "theme"), f"There is no such theme. {did_you_mean(question.theme, made.themes)}"
        yield from _of_answers(question, loc)
        yield from _taken_twice(question.best.sets, name, (*loc, "answers"), taken)
    for name, step in made.steps.items():
        loc = ("steps", name, "sets")
        yield from _of_values(step.sets, loc)
        yield from ((loc, f"{key}: a step moves dials of the policy.") for key in step.sets if _block(key) != "policy")
        yield from _taken_twice(step.sets, name, loc, taken)


def _of_answers(question: Question, loc: Loc) -> Iterator[Finding]:
    answers, loc = question.answers, (*loc, "answers")
    if UNKNOWN in answers:
        yield (*loc, UNKNOWN), f"An answer cannot be called {UNKNOWN}, which stands for one that is not known."
    for (_, before), (name, after) in pairwise(answers.items()):
        if after.level < before.level:
            yield (*loc, name, "level"), f"Level {after.level} after {before.level}: a better answer never lowers it."
    if question.best.level != LEVELS:
        yield (*loc, list(answers)[-1], "level"), f"The best answer must have level {LEVELS}, or nobody could reach it."
    broken = False
    for name, answer in answers.items():
        wrong = list(_of_values(answer.sets, (*loc, name, "sets")))
        if answer.sets.keys() != question.best.sets.keys():
            wrong.append(((*loc, name), "All answers of a question set the same settings; this one does not."))
        broken = broken or bool(wrong)
        yield from wrong
    for key in () if broken else question.best.sets:
        if not one_way([rank(key, answer.sets[key]) for answer in answers.values()]):
            yield loc, f"{key} goes up and down from worst to best: it must move one way."


def _taken_twice(sets: Mapping[str, object], name: str, loc: Loc, taken: dict[str, str]) -> Iterator[Finding]:
    for key in sets:
        if taken.setdefault(key, name) != name:
            yield loc, f"{key} is set by {taken[key]} already; one question or step for each setting."


def _of_values(sets: Mapping[str, object], loc: Loc) -> Iterator[Finding]:
    for key, value in sets.items():
        if problem := _wrong(key, value):
            yield (*loc, key), problem


def _wrong(key: str, value: object) -> str:
    """What is wrong with a value for a setting, "" where nothing is."""
    parts = tuple(key.split("."))
    info = SETTINGS.at(parts) if parts[0] in BLOCKS and len(parts) > 1 else None
    if info is None or info.block:
        guesses = [guess for guess in SETTINGS.nearest(key) if _block(guess) in BLOCKS]
        hint = f"Did you mean {guesses[0]}? " if guesses else ""
        return f"{key} is no setting that an answer may set. {hint}They begin with {' or '.join(BLOCKS)}."
    said: object = {"any": value} if by_channel(info) else value
    for part in reversed(parts[1:]):
        said = {part: said}
    try:
        BLOCKS[parts[0]].model_validate(said, strict=True)
    except ValidationError as error:
        entry = error.errors(include_url=False, include_input=False)[0]
        return refusal_text(SETTINGS, entry["type"], parts, str(entry.get("ctx", {}).get("error", "")))
    return ""


def _block(key: str) -> str:
    return key.partition(".")[0]


def by_channel(info: SettingInfo) -> bool:
    """Whether a setting has a value for every channel."""
    return info.allowed.startswith("a block of names")


def rank(key: str, value: object) -> float:
    """Where a value stands among those of its setting: numbers as they are, words in the order of the setting."""
    if value is None:
        return math.inf
    if isinstance(value, int | float):
        return float(value)
    info = SETTINGS.at(tuple(key.split(".")))
    words = info.allowed.removeprefix("one of ").split(", ") if info else []
    return float(words.index(str(value))) if str(value) in words else math.nan


def one_way(ranks: list[float]) -> bool:
    """Whether a list never falls, or never rises."""
    return ranks == sorted(ranks) or ranks == sorted(ranks, reverse=True)
