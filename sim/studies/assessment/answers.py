"""Answers to the questions: a file that is read, written to be filled in, and written again after every answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.scenario.bounds import written
from sim.scenario.files import read_text, shown_path
from sim.scenario.origins import Node, problem_of
from sim.scenario.plain_text import controls_in
from sim.scenario.problems import Problem, ScenarioError, did_you_mean
from sim.scenario.yaml_reader import parse_yaml
from sim.studies.assessment.reading import PRICES, UNKNOWN
from sim.studies.assessment.settings import Answer, Questions


@dataclass(frozen=True)
class Answers:
    """What was answered. given: question -> name of an answer, or UNKNOWN. prices: of a step, currency a year."""

    given: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, float] = field(default_factory=dict)

    def known(self, questions: Questions) -> dict[str, Answer]:
        """Question -> the answer, of those that were answered."""
        return {
            name: question.answers[self.given[name]]
            for name, question in questions.questions.items()
            if self.given.get(name, UNKNOWN) != UNKNOWN
        }

    def missing(self, questions: Questions) -> list[str]:
        """Questions that were not answered, not even by UNKNOWN."""
        return [name for name in questions.questions if name not in self.given]


def read_answers(path: Path, questions: Questions) -> Answers:
    """Answers of a file. A question without a value is one not answered yet. Raises ScenarioError."""
    shown = shown_path(path)
    tree = parse_yaml(read_text(path, "a set of answers"), shown)
    if not tree.is_block:
        raise ScenarioError([problem_of(tree, "Answers are a block of lines, question: answer.")])
    problems = list(controls_in(tree)) or list(_problems(tree, questions))
    if problems:
        raise ScenarioError(problems)
    entries = {name: node for name, node in tree.value.items() if node.value is not None}
    priced = entries.pop(PRICES, None)
    prices = {name: float(node.value) for name, node in priced.value.items()} if priced else {}
    return Answers({name: _plain(node) for name, node in entries.items()}, prices)


def _problems(tree: Node, questions: Questions) -> Iterator[Problem]:
    for name, node in tree.value.items():
        if name == PRICES:
            yield from _of_prices(node, questions)
        elif name not in questions.questions:
            yield problem_of(node, f"There is no such question. {did_you_mean(name, [*questions.questions, PRICES])}")
        elif node.value is not None:
            answers = [*questions.questions[name].answers, UNKNOWN]
            if isinstance(node.value, dict | list) or _plain(node) not in answers:
                yield problem_of(node, f"{name}: there is no such answer. {did_you_mean(_plain(node), answers)}")


def _of_prices(node: Node, questions: Questions) -> Iterator[Problem]:
    if node.value is None:
        return
    if not node.is_block:
        yield problem_of(node, f"{PRICES} is a block of lines, question or step: currency a year.")
        return
    for name, price in node.value.items():
        if name not in (known := [*questions.questions, *questions.steps]):
            yield problem_of(price, f"There is no such question or step. {did_you_mean(name, known)}")
        value = price.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            yield problem_of(price, f"{PRICES}.{name} must be a number above 0 (currency a year), for example 20000.")


def _plain(node: Node) -> str:
    return written(node.value) if isinstance(node.value, bool | int | float) else str(node.value)


def form_text(questions: Questions, answers: Answers, scenario: str) -> str:
    """Answers as a file that `read_answers` reads, with every question and what may stand there."""
    lines = [
        f"# Answers for podsim assess {scenario} --answers THIS. One word a line; {UNKNOWN}: {questions.dont_know}.",
        "# A line without a word is a question not answered yet.",
    ]
    for theme, title in questions.themes.items():
        lines.append(f"\n# {title}")
        for name, question in questions.of_theme(theme).items():
            lines.append(f"# {question.ask}")
            lines += [f"#   {key:12} {answer.says}" for key, answer in question.answers.items()]
            lines.append(f"{name}: {_word(answers.given.get(name, ''))}".rstrip())
    lines.append("\n# What a step would cost a year, where you know it; then the gain per money is shown.")
    if answers.prices:
        lines += [f"{PRICES}:", *(f"  {name}: {price:.12g}" for name, price in answers.prices.items())]
    else:
        lines.append(f"# {PRICES}: {{{next(iter(questions.questions))}: 20000}}")
    return "\n".join(lines) + "\n"


def _word(answer: str) -> str:
    """The answer so that it is read as text; nothing where there is none."""
    return written(answer) if answer else ""
