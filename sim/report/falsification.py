"""What the falsification tests found, in words."""

from __future__ import annotations

from sim.comparison.falsification import NAMES_OF_CHANGES, EqualRows, SplitLoss
from sim.report.numbers import change_in_words
from sim.scenario.problems import count_of


def falsification_text(outcome: EqualRows | SplitLoss) -> str:
    """The outcome as printed."""
    head = f"{outcome.name.replace('_', ' ')}: {'pass' if outcome.passed else 'FAIL'}"
    return "\n".join([head, *falsification_lines(outcome)])


def falsification_lines(outcome: EqualRows | SplitLoss) -> list[str]:
    """What was compared and what it showed, a line each."""
    if isinstance(outcome, SplitLoss):
        return _split_lines(outcome)
    if outcome.name == "identity":
        lines = [
            f"{column} against itself renamed: {outcome.differences.get(column, 'equal')}" for column in outcome.columns
        ]
        return [*lines, f"{outcome.rows} rows compared"]
    equal = f"{outcome.rows} rows are equal"
    lines = [
        f"{outcome.first} against {column}: {outcome.differences.get(column, equal)}" for column in outcome.columns
    ]
    return [*lines, f"left out, as teams name them: {', '.join(NAMES_OF_CHANGES)}"]


def _split_lines(loss: SplitLoss) -> list[str]:
    if loss.teams == 1:
        meaning = "pods are one team, so nothing was split"
    elif loss.loss.low > 0:
        meaning = "positive, as theory says"
    elif loss.loss.high < 0:
        meaning = "negative, against theory"
    else:
        meaning = "the sign is not settled; more replications narrow the interval"
    split = count_of(loss.teams, "random team")
    return [
        f"{loss.people} people in one pool, or in {split}, nothing lost at a change of hands",
        f"loss in resolution time from splitting: {change_in_words(loss.loss)} per case; {meaning}",
        f"of this in queues: {change_in_words(loss.queues)}",
        f"of this lost (who gave up counts H): {change_in_words(loss.lost)}",
    ]
