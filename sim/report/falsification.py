"""What the falsification tests found, in words."""

from __future__ import annotations

from sim.comparison.falsification import NAMES_OF_CHANGES, EqualRows, SplitLoss
from sim.report.numbers import change_in_words
from sim.scenario.problems import count_of


def falsification_text(found: EqualRows | SplitLoss) -> str:
    """The outcome as printed."""
    head = f"{found.name.replace('_', ' ')}: {'pass' if found.passed else 'FAIL'}"
    return "\n".join([head, *falsification_lines(found)])


def falsification_lines(found: EqualRows | SplitLoss) -> list[str]:
    """What was compared and what it showed, a line each."""
    if isinstance(found, SplitLoss):
        return _split_lines(found)
    if found.name == "identity":
        lines = [
            f"{column} against itself renamed: {found.differences.get(column, 'equal')}" for column in found.columns
        ]
        return [*lines, f"{found.rows} rows compared"]
    equal = f"{found.rows} rows are equal"
    lines = [f"{found.first} against {column}: {found.differences.get(column, equal)}" for column in found.columns]
    return [*lines, f"left out, as teams name them: {', '.join(NAMES_OF_CHANGES)}"]


def _split_lines(found: SplitLoss) -> list[str]:
    if found.teams == 1:
        meaning = "pods are one team, so nothing was split"
    elif found.loss.low > 0:
        meaning = "positive, as theory says"
    elif found.loss.high < 0:
        meaning = "negative, against theory"
    else:
        meaning = "the sign is not settled; more replications narrow the interval"
    split = count_of(found.teams, "random team")
    return [
        f"{found.people} people in one pool, or in {split}, nothing lost at a change of hands",
        f"loss in resolution time from splitting: {change_in_words(found.loss)} per case; {meaning}",
        f"of this in queues: {change_in_words(found.queues)}",
        f"of this lost (who gave up counts H): {change_in_words(found.lost)}",
    ]
