"""The organisation as it stands: the scenario with what was answered, and the same as a file that says so."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.scenario import changed, policy_of, shipped_scenarios
from sim.scenario.bounds import written
from sim.scenario.built_in_columns import TODAY
from sim.scenario.catalogue import SETTINGS
from sim.scenario.columns import dial_in
from sim.scenario.files import find_scenario
from sim.scenario.identity import resolved_text
from sim.scenario.scenario_settings import DATA_FILES, Scenario
from sim.studies.assessment.answers import Answers
from sim.studies.assessment.reading import by_channel
from sim.studies.assessment.settings import Questions

NAME = "as_it_stands"
Key = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A setting of the scenario that a question is about. value: as answered, or else the scenario's own."""

    key: Key
    value: Any
    question: str
    answered: bool


def keys_of(scenario: Scenario, key: str) -> list[Key]:
    """Where a setting of an answer stands: a habit that today's departments declare with them, one by channel for every
    channel in which nobody waits on the line.
    """
    parts = tuple(key.split("."))
    if parts[0] == "policy" and dial_in(scenario, TODAY, parts[1])[1][0] == "formations":
        parts = ("formations", TODAY, *parts)
    info = SETTINGS.at(tuple(key.split(".")))
    if info is None or not by_channel(info):
        return [parts]
    return [(*parts, name) for name, channel in scenario.demand.channels.items() if not channel.live]


def lines_of(scenario: Scenario, questions: Questions, answers: Answers) -> list[Line]:
    """Every setting that a question is about, in the order of the questions."""
    known, lines = answers.known(questions), []
    for name, question in questions.questions.items():
        for key, best in question.best.sets.items():
            answer = known.get(name)
            value = answer.sets[key] if answer else None
            for place in keys_of(scenario, key):
                own = value if answer else _own(scenario, place, best)
                lines.append(Line(place, own, name, answer is not None))
    return lines


def _own(scenario: Scenario, place: Key, otherwise: object) -> Any:
    """The scenario's own value of a setting."""
    if "policy" in place:
        value: Any = policy_of(scenario, TODAY)
        place = place[place.index("policy") + 1 :]
    else:
        value = scenario
    for part in place:
        value = value.get(part, 0.0) if isinstance(value, Mapping) else getattr(value, part)
    return value


def standing(scenario: Scenario, lines: list[Line]) -> Scenario:
    """The scenario as it was answered. Raises ScenarioError where the answers do not go together."""
    changes = {".".join(line.key): line.value for line in lines if line.answered}
    return changed(scenario, {"name": f"{scenario.name}_{NAME}"} | changes)


def standing_text(
    scenario: Scenario, questions: Questions, answers: Answers, source: str, altered: bool, folder: Path
) -> str:
    """The same as a scenario file that extends `source`, with a comment for every line.

    altered: whether settings were changed on the command line; then everything is written out. folder: where the file
    will lie.
    """
    lines = lines_of(scenario, questions, answers)
    count = len(answers.known(questions))
    head = [
        "# The organisation as it stands, written by podsim assess.",
        f"# {count} of {len(questions.questions)} questions were answered; everything else is as in {scenario.name}.",
    ]
    beside = [*_without_setting(questions, answers), *_kept(lines, scenario.name, questions)]
    if altered:
        data = {name: str(scenario.data_file(name).resolve()) for name in DATA_FILES if scenario.named_file(name)}
        said = [f"# {'.'.join(line.key)}: {_with_comment(line, questions, answers)}" for line in lines if line.answered]
        text = resolved_text(changed(standing(scenario, lines), data))
        return "\n".join([*head, *said, *beside, text])
    parent = source if source in shipped_scenarios() else os.path.relpath(find_scenario(source), folder)
    head += [f"extends: {written(parent)}", f"name: {scenario.name}_{NAME}"]
    tree: dict[str, Any] = {}
    for line in lines:
        if line.answered:
            block = tree
            for part in line.key[:-1]:
                block = block.setdefault(part, {})
            block[line.key[-1]] = _with_comment(line, questions, answers)
    return "\n".join([*head, *_nested(tree, ""), "", *beside]) + "\n"


def _with_comment(line: Line, questions: Questions, answers: Answers) -> str:
    question = questions.questions[line.question]
    return f"{written(line.value)}  # {question.dial}: {answers.known(questions)[line.question].says}"


def _nested(tree: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, child in tree.items():
        if isinstance(child, str):
            yield f"{indent}{written(key)}: {child}"
        else:
            yield f"{indent}{written(key)}:"
            yield from _nested(child, f"{indent}  ")


def _without_setting(questions: Questions, answers: Answers) -> Iterator[str]:
    """Answers to which the model has no setting."""
    for name, answer in answers.known(questions).items():
        if not answer.sets:
            yield f"# {questions.questions[name].dial}: {answer.says} (no setting: it counts for the level alone)"


def _kept(lines: list[Line], name: str, questions: Questions) -> Iterator[str]:
    """What was not answered."""
    kept = [line for line in lines if not line.answered]
    if kept:
        yield f"# Not answered, and kept as {name} has it:"
    for line in kept:
        yield f"#   {'.'.join(line.key)}: {written(line.value)}  # {questions.questions[line.question].dial}"
