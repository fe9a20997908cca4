"""What the verdict says of H: how far cases are followed, and whether another H would answer otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.comparison.horizons import AtHorizon, depends_on_h
from sim.comparison.statistics import NOT_SETTLED, SAME
from sim.report.numbers import change_in_words, listed, number

if TYPE_CHECKING:
    from sim.comparison.comparison import Comparison

_WORDS = {SAME: "the same", NOT_SETTLED: "not settled"}


def horizon_lines(comparison: Comparison) -> Iterator[str]:
    """How far cases are followed, then a line for every pair."""
    yield (
        f"Every case is followed up to its deadline H ({_followed(comparison)}); who gave up or was not solved by "
        "then counts all of H."
    )
    if not comparison.sweep.minutes:
        yield "No live channel has an H that could be shortened to an hour or more, so another H was not tried."
        return
    first, *_, last = comparison.sweep.minutes
    yield f"With live customers followed for {first:.10g} to {last:.10g} open minutes, resolution time:"
    for (one, other), answers in comparison.by_horizon.items():
        yield f"  {one}→{other}: {_answers(answers)}"


def _followed(comparison: Comparison) -> str:
    parts = []
    for name, channel in comparison.scenario.demand.channels.items():
        if channel.horizon_open_minutes is not None:
            parts.append(f"{name} {number(channel.horizon_open_minutes)} open minutes")
        else:
            parts.append(f"{name} {'one open day' if channel.live else 'five open days'}")
    return ", ".join(parts)


def _answers(answers: tuple[AtHorizon, ...]) -> str:
    """Whether the sign holds, with the numbers where it does not."""
    first, last = answers[0].said, answers[-1].said
    if depends_on_h(answers):
        said = [f"H {a.said}: {change_in_words(a.difference.interval)}, {_said(a)}" for a in answers]
        return f"the winner depends on H, so nothing is settled. {'; '.join(said)}."
    winner = next((answer.winner for answer in answers if answer.winner), None)
    if winner is None:
        return f"no winner at any H from {first} to {last}."
    unlike = [f"{_said(a)} at {a.said}" for a in answers if a.winner != winner]
    if not unlike:
        return f"the sign holds, {winner} is better at every H from {first} to {last}."
    won = listed([a.said for a in answers if a.winner == winner])
    return f"{winner} is better at H of {won}; {', '.join(unlike)}."


def _said(answer: AtHorizon) -> str:
    return f"{answer.winner} better" if answer.winner else _WORDS[answer.difference.better]
