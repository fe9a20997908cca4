"""All lines of a verdict, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.report.verdict.answer import in_short, primary_lines
from sim.report.verdict.limits import limits_line
from sim.report.verdict.line import TODAY, VerdictLine
from sim.report.verdict.split import split_lines
from sim.report.verdict.targets import target_lines
from sim.scenario.measured_today import missed_today

if TYPE_CHECKING:
    from sim.comparison.comparison import Comparison

FLIPS_SHOWN = 3


def lines_of(comparison: Comparison) -> Iterator[VerdictLine]:
    """The verdict of a comparison."""
    if missed := _today(comparison):
        yield VerdictLine("First", missed[0], tuple(missed[1:]))
    if text := in_short(comparison):
        yield VerdictLine("In short", text)
    yield from primary_lines(comparison)
    yield from split_lines(comparison)
    yield from target_lines(comparison)
    if comparison.outlook:
        yield from _outlook_lines(comparison)
    yield limits_line(comparison)


def _today(comparison: Comparison) -> list[str]:
    """Where today's figures are given and today's departments do not reproduce them."""
    if TODAY not in comparison.columns:
        return []
    means = {name: interval.mean for name, interval in comparison.intervals[TODAY].items()}
    return missed_today(comparison.scenario, means)


def _outlook_lines(comparison: Comparison) -> Iterator[VerdictLine]:
    from sim.report.sensitivity import flips_words, rests_on_words, worlds_details, worlds_words

    outlook = comparison.outlook
    assert outlook is not None
    yield VerdictLine("Rests on", rests_on_words(outlook))
    sentences = flips_words(outlook)
    for place, sentence in enumerate(sentences[:FLIPS_SHOWN]):
        last = place == min(FLIPS_SHOWN, len(sentences)) - 1
        yield VerdictLine("Flips", sentence, tuple(sentences[FLIPS_SHOWN:]) if last else ())
    yield VerdictLine("Worlds", worlds_words(outlook), tuple(worlds_details(outlook)))
